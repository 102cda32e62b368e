"""How documents tell of events: each claim with its words, its document and its chain of sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dragoman.ledger.table import Row, Table, select

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TELLINGS = """SELECT m.event, c.claim, c.document, c.id, c.type, c.mode, c.status, c.confidence, c.date_start, c.date_end, c.date_text,
    c.place, c."trigger", c.contexts, c.condition, c.one_sided, c.why, d.title, d.name, d.publisher, d.state_media, d.published,
    d.page, d.url,
    d.version, d.reprint_group, d.reader, d.model, x.start, x."end", substring(d.text, x.start + 1, x."end" - x.start) AS words
FROM (SELECT claim, event FROM memberships WHERE event IN $events) m
JOIN claims c ON c.claim = m.claim
JOIN documents d ON d.document = c.document AND d.superseded_by IS NULL AND NOT d.withdrawn
LEFT JOIN (SELECT * FROM evidence WHERE field = 'evidence' AND position = 0) x ON x.claim = m.claim
ORDER BY m.event, d.published NULLS LAST, c.claim"""
_CHAINS = """SELECT claim, chain, name, state_media, unnamed FROM sources
JOIN (SELECT claim FROM memberships WHERE event IN $events) m USING (claim)
ORDER BY claim, chain, position"""
_DENIALS = """SELECT DISTINCT claim, name, code FROM denials JOIN (SELECT claim FROM memberships WHERE event IN $events) m USING (claim)
ORDER BY claim, name"""


def tellings(connection: DuckDBPyConnection, events: Iterable[str]) -> dict[str, list[Row]]:
    """The claims of each of these events in current documents, by day of publication.

    Each row has the claim's and its document's values, ``words`` (its fullest evidence, with ``start`` and ``end``),
    ``chains`` (who reports it, each chain a list of words, nearest to the event first) and ``denials`` (names).
    """
    asked = {"events": list(events)}
    if not asked["events"]:
        return {}
    chains: dict[str, dict[int, list[str]]] = {}
    for row in select(connection, _CHAINS, asked).rows:
        marks = [mark for mark, holds in (("state media", row["state_media"]), ("unnamed", row["unnamed"])) if holds]
        name = f"{row['name']} ({', '.join(marks)})" if marks else row["name"]
        chains.setdefault(row["claim"], {}).setdefault(row["chain"], []).append(name)
    denials: dict[str, list[str]] = {}
    for row in select(connection, _DENIALS, asked).rows:
        denials.setdefault(row["claim"], []).append(row["name"])
    found: dict[str, list[Row]] = {}
    for row in select(connection, _TELLINGS, asked).rows:
        row["chains"] = list(chains.get(row["claim"], {}).values())
        row["denials"] = denials.get(row["claim"], [])
        found.setdefault(row["event"], []).append(row)
    return found


def clearest(told: Sequence[Row]) -> Row | None:
    """The telling whose words show an event best: the one that was read with most confidence, the first of equals."""
    return max((row for row in told if row["words"]), key=lambda row: row["confidence"], default=None)


def days(start: date | None, end: date | None, precision: str = "day") -> str:
    """The days of an event for people: "26 July 2023", "July 2023", "2023", "25 to 27 July 2023", "undated"."""
    if start is None or end is None:
        return "undated"
    if precision == "year":
        return str(start.year)
    if precision == "month":
        return f"{start:%B} {start.year}"
    last = f"{end.day} {end:%B} {end.year}"
    if start == end:
        return last
    if start.year != end.year:
        return f"{start.day} {start:%B} {start.year} to {last}"
    return f"{start.day} to {last}" if start.month == end.month else f"{start.day} {start:%B} to {last}"


def attested(event: Row) -> str:
    """How well an event is attested: "3 independent sources, 1 of them state media of a party"."""
    n, own = event["independent_sources"], event["state_media_sources"]
    words = f"{n} independent source{'s' * (n != 1)}"
    if not own:
        return words
    return f"{words}, state media of a party" if n == own == 1 else f"{words}, {own} of them state media of a party"


def titled(document: Row) -> str:
    """What a document is called: its title, else the name of its file, else its address."""
    return str(document["title"] or document["name"] or document["page"])


def link(page: str | None, url: str | None) -> str | None:
    """The address of a page where it is one that a browser may follow."""
    for address in (url, page):
        if address and address.lower().startswith(("http://", "https://")):
            return address
    return None


def events_by_id(connection: DuckDBPyConnection, events: Iterable[str]) -> Table:
    """The rows of these events, by id."""
    return select(connection, "SELECT * FROM events WHERE event IN $events ORDER BY event", {"events": list(events)})
