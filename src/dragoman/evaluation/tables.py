"""What an evaluation yields: rows of figures, shown as one table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``value`` lies in [0, 1]; ``of`` counts what it was measured on; ``precision`` and ``recall`` belong to an F1."""

    data: str
    measure: str
    value: float
    of: int
    precision: float | None = None
    recall: float | None = None
    note: str = ""


def f1_row(data: str, measure: str, precision: float, recall: float, of: int, note: str = "") -> Row:
    """The row of an F1 from its precision and recall."""
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Row(data, measure, f1, of, precision, recall, note)


def counted_row(data: str, measure: str, right: int, got: int, wanted: int, note: str = "") -> Row:
    """The row of an F1 from counts: ``right`` of ``got`` predictions, ``right`` of ``wanted`` annotations."""
    return f1_row(data, measure, right / got if got else float(not wanted), right / wanted if wanted else 1.0, wanted, note)


def table(rows: Sequence[Row]) -> Table:
    """The rows as a table for the terminal."""
    from rich.table import Table

    shown = Table(title="Dragoman, measured", title_justify="left")
    for heading in ("data", "measure"):
        shown.add_column(heading, no_wrap=True)
    for heading in ("value", "precision", "recall", "of"):
        shown.add_column(heading, justify="right")
    shown.add_column("note", overflow="fold")
    last = ""
    for row in rows:
        if last and row.data != last:
            shown.add_section()
        cells = [_digits(value) for value in (row.value, row.precision, row.recall)]
        shown.add_row(row.data if row.data != last else "", row.measure, *cells, str(row.of), row.note)
        last = row.data
    return shown


def to_json(rows: Iterable[Row]) -> str:
    """The rows as JSON text."""
    return json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False)


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
