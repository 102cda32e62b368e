"""``dragoman brief``, ``network``, ``export`` and ``site``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dragoman.ledger.command.options import DEFAULT, LedgerFile, Since, Until, opened
from dragoman.ledger.command.printing import Format, Shape, of, show


def register(app: typer.Typer) -> None:
    """Add the commands that write pages and files."""
    for command in (brief, network, export, site):
        app.command()(command)


def brief(
    ledger: LedgerFile = DEFAULT,
    days: Annotated[int, typer.Option(metavar="N", min=1, help="How many days.")] = 7,
    about: Annotated[str | None, typer.Option(metavar="A", help="Only what these actors are part of: PRK, or USA+JPN.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="The last day; else that of the latest document.")] = None,
    format: Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help="markdown or html.")] = "markdown",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")] = None,
) -> None:
    """Write a sourced page of what is new: events, changes, disagreements, statements, invitations."""
    from dragoman.errors import BadRequest

    with opened(ledger) as kept:
        page = kept.brief(days, about, until, format)
    if output is None:
        sys.stdout.write(page)
        return
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as problem:
        raise BadRequest(f"{output} cannot be written ({problem.strerror or problem}): name a file in a folder that is there") from problem


def network(
    ledger: LedgerFile = DEFAULT,
    since: Since = None,
    until: Until = None,
    least: Annotated[int, typer.Option(metavar="N", min=1, help="Leave out pairs with fewer events.")] = 1,
    format: Format = Shape.table,
) -> None:
    """Show who aligns with whom over a period, the most aligned first."""
    from dragoman.ledger.asked import name_of
    from dragoman.ledger.table import table

    with opened(ledger) as kept:
        graph = kept.network(since, until, least)
    names = ("alignment", "similarity", "events", "together", "cooperation", "conflict", "mean_score")
    edges = sorted(graph.edges(data=True), key=lambda edge: (-edge[2]["alignment"], edge[0], edge[1]))
    rows = ({"one": one, "other": other, **{name: edge.get(name) for name in names}} for one, other, edge in edges)
    columns = [(heading, lambda row, side=side: name_of(row[side])) for heading, side in (("between", "one"), ("and", "other"))]
    nothing = "nobody had to do with anybody in that time"
    show(table(rows, ("one", "other", *names)), format, [*columns, *(of(name) for name in names)], nothing, all=False)


def export(
    format: Annotated[str, typer.Argument(help="csv, parquet, jsonl, graphml, polecat, icews or gdelt.")],
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    ledger: LedgerFile = DEFAULT,
    since_last: Annotated[
        bool, typer.Option("--since-last", help="Only what is new or changed since the last export of this name, with a list of changes.")
    ] = False,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name under which --since-last remembers it; else the format.")
    ] = None,
) -> None:
    """Write the events to a file that other programs read."""
    from dragoman.errors import BadRequest

    if name is not None and not since_last:
        raise BadRequest("--name says which export --since-last goes on from: give both")
    with opened(ledger, read_only=not since_last) as kept:
        done = kept.export(format, path, (name or True) if since_last else None)
    typer.echo(f"{done.path}: {done.rows} row{'' if done.rows == 1 else 's'}")
    if done.changes is not None:
        typer.echo(f"{done.changes}: what changed since {f'{done.since:%Y-%m-%d %H:%M} UTC' if done.since else 'the beginning'}")


def site(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write it; it is made if it is not there.")],
    ledger: LedgerFile = DEFAULT,
) -> None:
    """Write a static HTML site of a ledger: open its index.html, no server is needed."""
    with opened(ledger) as kept:
        n = kept.site(folder)
    typer.echo(f"{folder / 'index.html'}: {n} pages")
