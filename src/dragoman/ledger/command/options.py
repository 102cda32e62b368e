"""What the ledger's commands share: their options, and the opening of the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dragoman.ledger import Ledger

DEFAULT = Path("relations.duckdb")
LedgerFile = Annotated[
    Path, typer.Option("--ledger", "-l", metavar="FILE", envvar="DRAGOMAN_LEDGER", show_envvar=True, help="The ledger, a DuckDB file.")
]
"""To be used as ``ledger: LedgerFile = DEFAULT``."""


def opened(path: Path, *, read_only: bool = True) -> Ledger:
    """The ledger, for a command; the database is loaded only here, so that the command line starts without it."""
    from dragoman.ledger import Ledger

    return Ledger(path, read_only=read_only)


Between = Annotated[
    str | None, typer.Option(metavar="A,B", help="One actor or two, by code or name: PRK,Russia. A bloc is EU, NATO@2003 or USA+JPN+KOR.")
]
One = Annotated[str, typer.Argument(metavar="A", help="An actor or a bloc (USA+JPN+KOR).")]
Other = Annotated[str | None, typer.Argument(metavar="[B]", help="Another one; without it, everybody.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="From this day, month or year on (2023-07-26, 2023-07, 2023).")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Up to and with this day, month or year.")]
Step = Annotated[str, typer.Option(metavar="STEP", help="day, week, month or year.")]
Statuses = Annotated[
    list[str] | None, typer.Option(metavar="STATUS", help="occurred, background, planned, conditional, denied ...; may be given again.")
]
Limit = Annotated[int | None, typer.Option(metavar="N", min=0, help="Only the latest so many.")]
