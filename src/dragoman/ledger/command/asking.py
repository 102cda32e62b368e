"""``dragoman events``, ``relation``, ``changes``, ``visits``, ``invitations``, ``firsts``, ``quotes``, ``explain`` and ``sql``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dragoman.ledger.command.options import DEFAULT, LedgerFile
from dragoman.ledger.command.printing import Format, Shape, of, show
from dragoman.ledger.table import Row, Table

Between = Annotated[
    str | None, typer.Option(metavar="A,B", help="One actor or two, by code or name; a bloc with plus signs: USA+JPN+KOR,PRK.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="From this day, month or year on (2023-07-26, 2023-07, 2023).")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Up to and with this day, month or year.")]
Limit = Annotated[int | None, typer.Option(metavar="N", min=0, help="Only the latest so many.")]


def register(app: typer.Typer) -> None:
    """Add the commands that ask a ledger."""
    for command in (events, relation, changes, visits, invitations, firsts, quotes, explain, sql):
        app.command()(command)


def _when(row: Row) -> str:
    from dragoman.ledger.tellings import days

    return days(row["date_start"], row["date_end"], row["date_precision"])


def events(
    ledger: LedgerFile = DEFAULT,
    between: Between = None,
    since: Since = None,
    until: Until = None,
    type: Annotated[str | None, typer.Option(metavar="TYPE", help="A PLOVER type, such as CONSULT.")] = None,
    quad: Annotated[str | None, typer.Option(metavar="CLASS", help="A quad class, such as 'material conflict'.")] = None,
    status: Annotated[str | None, typer.Option(metavar="STATUS", help="occurred, background, planned, conditional, denied ...")] = None,
    min_confidence: Annotated[float, typer.Option(metavar="X", min=0.0, max=1.0, help="Leave out events below this confidence.")] = 0.0,
    limit: Limit = None,
    format: Format = Shape.table,
) -> None:
    """List events: what happened, when, and how well it is attested."""
    from dragoman.ledger import Ledger

    with Ledger(ledger, read_only=True) as kept:
        found = kept.events(between, since, until, type, quad, status, min_confidence, limit)
    columns = (("when", _when), of("type"), of("mode"), of("status"), of("summary"), of("independent_sources", "sources"), of("event"))
    show(found, format, columns, "no such event")


def relation(
    one: Annotated[str, typer.Argument(metavar="A", help="An actor or a bloc (USA+JPN+KOR).")],
    other: Annotated[str | None, typer.Argument(metavar="[B]", help="Another one; without it, everybody.")] = None,
    ledger: LedgerFile = DEFAULT,
    by: Annotated[str, typer.Option(metavar="STEP", help="day, week, month or year.")] = "month",
    since: Since = None,
    until: Until = None,
    direction: Annotated[str, typer.Option(metavar="WAY", help="both, from A, or to A.")] = "both",
    format: Format = Shape.table,
) -> None:
    """Show a relation over time: events by quad class and their mean score. The last row without a date is what is dated too vaguely."""
    from dragoman.ledger import Ledger

    with Ledger(ledger, read_only=True) as kept:
        found = kept.relation(one, other, by, since, until, direction)
    columns = (
        *(("from", lambda row: row["start"] or "vague"), of("events"), of("verbal_cooperation"), of("material_cooperation")),
        *(of("verbal_conflict"), of("material_conflict"), of("mean_score"), of("anniversaries")),
    )
    show(found if format is not Shape.table else _busy(found), format, columns, "nothing between them")


def _busy(found: Table) -> Table:
    """Without the periods in which there is nothing to see."""
    at = found.columns.index("events"), found.columns.index("anniversaries")
    return Table(found.columns, tuple(row for row in found.values if row[at[0]] or row[at[1]]))


def changes(
    one: Annotated[str, typer.Argument(metavar="A", help="An actor or a bloc.")],
    other: Annotated[str | None, typer.Argument(metavar="[B]", help="Another one; without it, everybody.")] = None,
    ledger: LedgerFile = DEFAULT,
    by: Annotated[str, typer.Option(metavar="STEP", help="day, week, month or year.")] = "month",
    since: Since = None,
    until: Until = None,
    format: Format = Shape.table,
) -> None:
    """Show when a relation changed in tone or activity, and the events behind it."""
    from dragoman.ledger import Ledger

    with Ledger(ledger, read_only=True) as kept:
        found = kept.changes(one, other, by, since, until)
    show(found, format, [of(name) for name in ("date", "measure", "direction", "before", "after", "gain", "events")], "no change")


def visits(
    ledger: LedgerFile = DEFAULT,
    between: Between = None,
    person: Annotated[str | None, typer.Option(metavar="NAME", help="Part of a name or an office, or a Wikidata id.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
    format: Format = Shape.table,
) -> None:
    """Show who met whom: visits, meetings, gatherings and calls, with persons, offices, places and days."""
    from dragoman.ledger import Ledger
    from dragoman.ledger.tellings import days
    from dragoman.ledger.visits import person_words

    with Ledger(ledger, read_only=True) as kept:
        found = kept.visits(between, person, since, until, limit)
    columns = (
        *(("when", lambda row: days(row["start"], row["end"], row["precision"])), of("kind"), of("actors", "who"), of("hosts")),
        ("persons", lambda row: "; ".join(person_words(one) for one in row["persons"])),
        *(of("place"), of("independent_sources", "sources"), of("event")),
    )
    show(found, format, columns, "no such meeting")


def invitations(
    ledger: LedgerFile = DEFAULT,
    between: Between = None,
    since: Since = None,
    until: Until = None,
    within: Annotated[int, typer.Option(metavar="DAYS", min=1, help="How soon a guest must come for it to be kept.")] = 365,
    limit: Limit = None,
    format: Format = Shape.table,
) -> None:
    """Show invitations and announced meetings, and whether they were kept."""
    from dragoman.ledger import Ledger

    with Ledger(ledger, read_only=True) as kept:
        found = kept.invitations(between, since, until, within, limit)
    show(found, format, [of(name) for name in ("date", "kind", "summary", "outcome", "kept_on", "event", "by")], "no invitation")


def firsts(
    ledger: LedgerFile = DEFAULT,
    between: Between = None,
    since: Since = None,
    until: Until = None,
    gap: Annotated[int, typer.Option(metavar="DAYS", min=1, help="How long it must not have happened.")] = 400,
    format: Format = Shape.table,
) -> None:
    """Show what happened for the first time, or the first time in long, as far as the ledger reaches."""
    from dragoman.ledger import Ledger

    with Ledger(ledger, read_only=True) as kept:
        found = kept.firsts(between, since, until, gap)
    show(found, format, [of(name) for name in ("date", "sentence", "event", "previous")], "no first")


def quotes(
    ledger: LedgerFile = DEFAULT,
    speaker: Annotated[str | None, typer.Option(metavar="NAME|CODE", help="Part of a name, a code, or a Wikidata id.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
    format: Format = Shape.table,
) -> None:
    """List statements: who said what, and through whom."""
    from dragoman.ledger import Ledger

    with Ledger(ledger, read_only=True) as kept:
        found = kept.quotes(speaker, since, until, limit)
    show(found, format, [of(name) for name in ("published", "speaker", "content", "via", "publisher")], "no such statement")


def explain(event: Annotated[str, typer.Argument(help="An event or one of its claims.")], ledger: LedgerFile = DEFAULT) -> None:
    """Explain an event: its values, every claim with its words and sources, what joined them, and where they differ."""
    from dragoman.ledger import Ledger

    with Ledger(ledger, read_only=True) as kept:
        sys.stdout.write(kept.explain(event))


def sql(
    query: Annotated[str, typer.Argument(help="A query on the tables and views of docs/ledger.md.")],
    ledger: LedgerFile = DEFAULT,
    format: Format = Shape.table,
) -> None:
    """Ask a ledger in SQL. It is opened for reading: nothing can be changed."""
    import duckdb

    from dragoman.errors import BadRequest
    from dragoman.ledger import Ledger
    from dragoman.ledger.table import select

    with Ledger(ledger, read_only=True) as kept:
        try:
            found = select(kept.connection, query)
        except duckdb.Error as problem:
            raise BadRequest(f"the query cannot be answered: {' '.join(str(problem).split())}") from problem
    show(found, format, [of(name, name) for name in found.columns], "no row")
