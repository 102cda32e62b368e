"""Tables of answers as people and programs read them."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from dragoman.ledger.table import Row, Table


class Shape(StrEnum):
    """How answers are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


Format = Annotated[Shape, typer.Option("--format", "-f", help="How to print the answer.")]


class Lines(list[str]):
    """Words of a cell that stand on lines of their own."""


Column = tuple[str, Callable[[Row], Any]]
"""A heading of the table for people, and what stands under it."""


_LEAST = 0.001
MOST = 200
"""Rows that people are shown, unless they say how many."""


def show(answer: Table, shape: Shape, columns: Sequence[Column], nothing: str, notes: Sequence[str] = (), *, all: bool = True) -> None:
    """Print an answer: all its columns for programs, the given ones for people, who are told where there is nothing.

    ``notes`` go to standard error, for people alone. Without ``all`` people see the last rows of a long table, and are told so.
    """
    if shape is Shape.json:
        typer.echo(json.dumps(answer.rows, ensure_ascii=False, indent=2, default=str))
    elif shape is Shape.jsonl:
        for row in answer.rows:
            typer.echo(json.dumps(row, ensure_ascii=False, default=str))
    elif shape is Shape.csv:
        from dragoman.ledger.exports.cells import cell

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([cell(value) for value in row] for row in answer.values)
    else:
        for note in notes:
            typer.echo(note, err=True)
        if not len(answer):
            typer.echo(nothing, err=True)
            return
        _grid(answer.rows if all else answer.rows[-MOST:], columns)
        if not all and len(answer) > MOST:
            typer.echo(f"these are the last {MOST} of {len(answer)}: --format csv prints all", err=True)


def _grid(rows: Sequence[Row], columns: Sequence[Column]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, _ in columns:
        grid.add_column(heading, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(_words(value(row))) for _, value in columns))
    console = Console(highlight=False, soft_wrap=False) if sys.stdout.isatty() else Console(highlight=False, width=160)
    console.print(grid)


def _words(value: object) -> str:
    from dragoman.ledger.pages import squeeze

    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) >= _LEAST else f"{value:g}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Lines):
        return "\n".join(map(_words, value))
    if isinstance(value, list | tuple):
        return ", ".join(_words(part) for part in value)
    return squeeze(str(value))


def named(name: str, heading: str | None = None) -> Column:
    """A column of codes, as names."""
    from dragoman.ledger.asked import name_of

    return heading or name, lambda row: [name_of(code) for code in row[name]]


def published_by(row: Row) -> str:
    """Who published it, else under which name the document is kept."""
    from dragoman.ledger.tellings import titled

    own = " (state media)" if row["state_media"] else ""
    return f"{row['publisher']}{own}" if row["publisher"] else titled({**row, "title": None})


def of(name: str, heading: str | None = None) -> Column:
    """A column as it is."""
    return heading or name.replace("_", " "), lambda row: row[name]
