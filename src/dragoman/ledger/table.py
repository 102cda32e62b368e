"""What an answer of the ledger is: named columns and rows, and the same as a frame of pandas, polars or Arrow."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

from dragoman.errors import BadRequest
from dragoman.ledger.faults import damage_told

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows in order, one value for each column; lists stay lists, days are ``datetime.date``, what is not known is None."""

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]

    @cached_property
    def rows(self) -> list[Row]:
        """Each row as a dict by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def column(self, name: str) -> list[Any]:
        """The values of one column."""
        at = self.columns.index(name)
        return [row[at] for row in self.values]

    def pandas(self) -> pandas.DataFrame:
        """As a pandas frame; days are of its own type (``datetime64``).

        Raises:
            BadRequest: pandas is not installed.
        """
        frame: pandas.DataFrame = _library("pandas").DataFrame.from_records(list(self.values), columns=list(self.columns))
        for at, name in enumerate(self.columns):
            held = [row[at] for row in self.values if row[at] is not None]
            if held and all(type(value) is date for value in held):
                frame[name] = frame[name].astype("datetime64[s]")
        return frame

    def polars(self) -> polars.DataFrame:
        """As a polars frame.

        Raises:
            BadRequest: polars is not installed.
        """
        columns = {name: self.column(name) for name in self.columns}
        frame: polars.DataFrame = _library("polars").DataFrame(columns, strict=False)
        return frame

    def arrow(self) -> pyarrow.Table:
        """As an Arrow table.

        Raises:
            BadRequest: pyarrow is not installed.
        """
        table: pyarrow.Table = _library("pyarrow").table({name: self.column(name) for name in self.columns})
        return table


def _library(name: str) -> Any:  # noqa: ANN401 - three libraries share no type
    try:
        return import_module(name)
    except ImportError:
        raise BadRequest(f"{name} is not installed: pip install 'dragoman[frames]'") from None


def select(connection: DuckDBPyConnection, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> Table:
    """The answer to a query with its parameters; of columns of one name the later ones are numbered (``event``, ``event_1``).

    Raises:
        BadRequest: the ledger's file is damaged.
    """
    collecting = gc.isenabled()
    gc.disable()  # rows are made here and no cycles, and looking for these takes longer than the answer
    try:
        with damage_told():
            answer = connection.execute(query, values or None)
            return Table(_unlike(column[0] for column in answer.description or ()), tuple(answer.fetchall()))
    finally:
        if collecting:
            gc.enable()


def _unlike(names: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        numbered = (f"{name}_{n}" for n in count(1))
        found.append(name if name not in found else next(other for other in numbered if other not in found))
    return tuple(found)


def table(rows: Iterable[Row], columns: Sequence[str]) -> Table:
    """A table of rows that were worked out; ``columns`` gives the order and stands where there is no row."""
    return Table(tuple(columns), tuple(tuple(row[name] for name in columns) for row in rows))
