"""``dragoman add``, ``check``, ``withdraw``, ``merge`` and ``split``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.ledger.command.options import DEFAULT, LedgerFile, opened

if TYPE_CHECKING:
    from dragoman.ledger import Added

Note = Annotated[str, typer.Option(metavar="TEXT", help="Why; kept with the correction.")]


def register(app: typer.Typer) -> None:
    """Add the commands that keep a ledger."""
    for command in (add, check, withdraw, merge, split):
        app.command()(command)


def add(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Text or HTML files, folders of them, or - for standard input.")],
    ledger: LedgerFile = DEFAULT,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication (YYYY-MM-DD) where a page does not say it.")
    ] = None,
) -> None:
    """Read documents into a ledger, which is created if it is absent.

    A document that is there already is passed over, so a run that was cut off is simply run again. A page whose text has
    changed becomes a new version. What cannot be read is named on standard error and the others go on.
    """
    from dragoman.dating.days import day
    from dragoman.errors import UnreadableDocument
    from dragoman.sources import walk

    when = day(published)
    paths = list(walk(files))
    if not paths:
        raise UnreadableDocument(f"{', '.join(files)}: no text or HTML file in it; name the files themselves")
    with opened(ledger, read_only=False) as kept, _bar(len(paths)) as step:
        added = kept.add(paths, when, step)
    for failure in added.failures:
        print(f"dragoman: {failure}", file=sys.stderr)
    typer.echo(_told(added))
    raise typer.Exit(min((failure.error.exit_code for failure in added.failures), default=0))


def check(ledger: LedgerFile = DEFAULT) -> None:
    """Verify a ledger: each row has what it belongs to, each value stands in its text, each claim counts once.

    Prints a line for each thing that is wrong, and ends with exit code 1 if there is any.
    """
    with opened(ledger) as kept:
        problems = kept.check()
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{ledger}: nothing is wrong")


def withdraw(
    pages: Annotated[list[str], typer.Argument(metavar="PAGE…", help="Pages by address, path or file name.")], ledger: LedgerFile = DEFAULT
) -> None:
    """Withdraw pages: they stay in the ledger, but their claims count no more."""
    with opened(ledger, read_only=False) as kept:
        for page in pages:
            typer.echo(f"{page}: {_number(kept.withdraw(page), 'claim')} withdrawn")


def merge(
    ids: Annotated[list[str], typer.Argument(metavar="EVENT…", help="Two or more events, or claims.")],
    ledger: LedgerFile = DEFAULT,
    note: Note = "",
) -> None:
    """Make one event of several. The correction is kept and holds at every later merge."""
    with opened(ledger, read_only=False) as kept:
        typer.echo(kept.merge(*ids, note=note))


def split(
    event: Annotated[str, typer.Argument(help="The event.")],
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM…", help="Those of its claims that tell of something else.")],
    ledger: LedgerFile = DEFAULT,
    note: Note = "",
) -> None:
    """Take claims out of an event and make another one of them. The correction is kept and holds at every later merge."""
    with opened(ledger, read_only=False) as kept:
        typer.echo("\n".join(kept.split(event, claims, note=note)))


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _told(added: Added) -> str:
    parts = [f"{_number(added.documents, 'document')} with {_number(added.claims, 'claim')} added"]
    parts += [f"{added.changed} of them new versions of pages"] if added.changed else []
    parts += [f"{added.skipped} there already"] if added.skipped else []
    parts += [f"{added.failed} not read"] if added.failed else []
    return "; ".join(parts)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None] | None]:
    """A bar on standard error, for several documents, where somebody looks at it."""
    if total < 2 or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("adding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("adding", total=total)
        yield lambda done: bar.update(task, completed=done)
