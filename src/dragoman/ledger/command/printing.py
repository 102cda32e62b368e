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
Column = tuple[str, Callable[[Row], Any]]
"""A heading of the table for people, and what stands under it."""


def show(answer: Table, shape: Shape, columns: Sequence[Column], nothing: str) -> None:
    """Print an answer: all its columns for programs, the given ones for people, who are told where there is nothing."""
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
    elif not len(answer):
        typer.echo(nothing, err=True)
    else:
        _grid(answer.rows, columns)


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
        return f"{value:g}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(_words(part) for part in value)
    return squeeze(str(value))


def of(name: str, heading: str | None = None) -> Column:
    """A column as it is."""
    return heading or name.replace("_", " "), lambda row: row[name]
