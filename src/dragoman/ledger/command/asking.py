"""``dragoman events``, ``relation``, ``changes``, ``visits``, ``invitations``, ``firsts``, ``quotes``, ``explain`` and ``sql``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.ledger.command.options import DEFAULT, Between, LedgerFile, Limit, One, Other, Since, Statuses, Step, Until, opened
from dragoman.ledger.command.printing import MOST, Format, Lines, Shape, named, of, published_by, show
from dragoman.ledger.table import Row, Table

if TYPE_CHECKING:
    from dragoman.ledger import Ledger


def register(app: typer.Typer) -> None:
    """Add the commands that ask a ledger."""
    for command in (events, relation, changes, visits, invitations, firsts, quotes, explain, sql):
        app.command()(command)


def _when(row: Row) -> str:
    from dragoman.ledger.tellings import days

    return days(row["date_start"], row["date_end"], row["date_precision"])


def _said(ledger: Ledger, shown: list[Row]) -> dict[str, list[str]]:
    """The clearest words of each of the events that are shown, and who published them."""
    from dragoman.ledger.pages import short
    from dragoman.ledger.tellings import clearest, tellings

    told = tellings(ledger.connection, [row["event"] for row in shown])
    best = {event: clearest(rows) for event, rows in told.items()}
    return {event: Lines([f"“{short(row['words'], 200)}”", published_by(row)]) for event, row in best.items() if row is not None}


def _what(row: Row) -> str:
    return f"{row['type']} {row['mode']}" if row["mode"] else str(row["type"])


def reach(ledger: Ledger) -> str:
    """From when to when the ledger's documents are, for those who found nothing."""
    n, first, last = ledger.sql("SELECT count(*), min(published), max(published) FROM live_documents").fetchall()[0]
    held = f"{n} document{'' if n == 1 else 's'}"
    return f"the ledger has {held}, published from {first} to {last}" if first else f"the ledger has {held}"


def _blocs(asked: str | None, until: str | None) -> list[str]:
    from dragoman.ledger.asked import last_day, membership

    return membership(asked, last_day(until))


def events(
    ledger: LedgerFile = DEFAULT,
    between: Between = None,
    since: Since = None,
    until: Until = None,
    type: Annotated[str | None, typer.Option(metavar="TYPE", help="A PLOVER type, such as CONSULT.")] = None,
    quad: Annotated[str | None, typer.Option(metavar="CLASS", help="A quad class, such as 'material conflict'.")] = None,
    status: Statuses = None,
    min_confidence: Annotated[float, typer.Option(metavar="X", min=0.0, max=1.0, help="Leave out events below this confidence.")] = 0.0,
    limit: Limit = None,
    words: Annotated[
        bool, typer.Option("--words", "-w", help="In tables: words of each event's evidence, and who published them.")
    ] = False,
    format: Format = Shape.table,
) -> None:
    """List events: what happened, when, and how well it is attested. 'dragoman explain EVENT' gives words and sources."""
    from dragoman.ledger.pages import who

    with opened(ledger) as kept:
        found = kept.events(between, since, until, type, quad, status, min_confidence, limit)
        nothing = f"no such event; {reach(kept)}"
        said = _said(kept, found.rows if limit is not None else found.rows[-MOST:]) if words and format is Shape.table else None
    columns = (
        *(("when", _when), ("who", who), ("what", _what), of("status"), of("independent_sources", "sources")),
        *(of("confidence"), of("event")),
        *([("words", lambda row: said.get(row["event"]))] if said is not None else ()),
    )
    show(found, format, columns, nothing, _blocs(between, until), all=limit is not None)


def relation(
    one: One,
    other: Other = None,
    ledger: LedgerFile = DEFAULT,
    by: Step = "month",
    since: Since = None,
    until: Until = None,
    direction: Annotated[str, typer.Option(metavar="WAY", help="both, from A, or to A.")] = "both",
    status: Statuses = None,
    format: Format = Shape.table,
) -> None:
    """Show a relation over time: events by quad class and their mean score, of what is reported as fact unless a --status is given.

    The last row without a date is what is dated too vaguely.
    """
    from dragoman.ledger.asked import HAPPENED

    with opened(ledger) as kept:
        found = kept.relation(one, other, by, since, until, direction, status or HAPPENED)
        nothing = f"nothing between them; {reach(kept)}"
    columns = (
        *((by, lambda row: row["start"] or "dated vaguely"), of("events"), of("verbal_cooperation"), of("material_cooperation")),
        *(of("verbal_conflict"), of("material_conflict"), of("mean_score"), of("anniversaries", "days of note")),
    )
    notes = [*_blocs(one, until), *_blocs(other, until)]
    show(found if format is not Shape.table else _busy(found), format, columns, nothing, notes, all=False)


def _busy(found: Table) -> Table:
    """Without the periods in which nothing happened."""
    at = found.columns.index("events")
    return Table(found.columns, tuple(row for row in found.values if row[at]))


def changes(
    one: One,
    other: Other = None,
    ledger: LedgerFile = DEFAULT,
    by: Step = "month",
    since: Since = None,
    until: Until = None,
    format: Format = Shape.table,
) -> None:
    """Show when a relation changed in tone or activity, and the events behind it."""
    with opened(ledger) as kept:
        found = kept.changes(one, other, by, since, until)
    columns = [of(name) for name in ("date", "measure", "direction", "before", "after", "gain")]
    columns.append(("events behind it", lambda row: Lines(map(" ".join, zip(row["events"], row["summaries"], strict=True)))))
    show(found, format, columns, "no change found: the series is even, or too short", [*_blocs(one, until), *_blocs(other, until)])


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
    from dragoman.ledger.tellings import days
    from dragoman.ledger.visits import person_words

    with opened(ledger) as kept:
        found = kept.visits(between, person, since, until, limit)
        nothing = f"no such meeting; {reach(kept)}"
    columns = (
        *(("when", lambda row: days(row["start"], row["end"], row["precision"])), of("kind"), named("actors", "who"), named("hosts")),
        ("persons", lambda row: Lines(person_words(one) for one in row["persons"])),
        *(of("place"), of("independent_sources", "sources"), of("event")),
    )
    show(found, format, columns, nothing, _blocs(between, until), all=limit is not None)


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
    with opened(ledger) as kept:
        found = kept.invitations(between, since, until, within, limit)
    columns = [of("date"), of("kind"), named("inviters", "hosts"), named("guests"), of("outcome"), of("kept_on"), of("event"), of("by")]
    show(found, format, columns, "no invitation and no announced meeting", _blocs(between, until), all=limit is not None)


_NO_FIRST = "no first that can be told: it takes {gap} days in which the ledger has documents and tells of no such thing"


def firsts(
    ledger: LedgerFile = DEFAULT,
    between: Between = None,
    since: Since = None,
    until: Until = None,
    gap: Annotated[int, typer.Option(metavar="DAYS", min=1, help="How long it must not have happened.")] = 400,
    format: Format = Shape.table,
) -> None:
    """Show what happened for the first time, or the first time in long, as far as the ledger reaches."""
    with opened(ledger) as kept:
        found = kept.firsts(between, since, until, gap)
    show(
        found,
        format,
        [of(name) for name in ("date", "sentence", "event", "previous")],
        _NO_FIRST.format(gap=gap),
        _blocs(between, until),
        all=False,
    )


def quotes(
    ledger: LedgerFile = DEFAULT,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME|CODE", help="Part of a name, a code or a name of a state or bloc, or a Wikidata id.")
    ] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = None,
    format: Format = Shape.table,
) -> None:
    """List statements: who said what, and through whom."""
    with opened(ledger) as kept:
        found = kept.quotes(speaker, since, until, limit)
        nothing = f"no such statement; {reach(kept)}"
    columns = [of("published"), of("speaker"), of("content"), of("via"), ("published by", published_by)]
    show(found, format, columns, nothing, _spoken_for(speaker, until), all=limit is not None)


def _spoken_for(speaker: str | None, until: str | None) -> list[str]:
    from dragoman.errors import BadRequest

    try:
        return _blocs(speaker, until)
    except BadRequest:  # a speaker need be no actor
        return []


def explain(event: Annotated[str, typer.Argument(help="An event or one of its claims.")], ledger: LedgerFile = DEFAULT) -> None:
    """Explain an event: its values, every claim with its words and sources, what joined them, and where they differ."""
    with opened(ledger) as kept:
        sys.stdout.write(kept.explain(event))


def sql(
    query: Annotated[str, typer.Argument(help="A query on the tables and views of docs/ledger.md.")],
    ledger: LedgerFile = DEFAULT,
    format: Format = Shape.table,
) -> None:
    """Ask a ledger in SQL. It is opened for reading: nothing can be changed."""
    from dragoman.ledger.faults import query_told
    from dragoman.ledger.table import select
    from dragoman.ledger.views import ensure

    with opened(ledger) as kept:
        ensure(kept.connection)
        with query_told(kept.connection, query):
            found = select(kept.connection, query)
    show(found, format, [of(name, name) for name in found.columns], "no row")
