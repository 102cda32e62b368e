"""The events of an export with what stands behind each: claims, pages, publishers, the parties with their names and sectors."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import permutations, product
from typing import TYPE_CHECKING

from dragoman.ledger.asked import HAPPENED, name_of
from dragoman.ledger.table import Row, Table, select

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EVENTS = """WITH behind AS (
    SELECT c.event, list(c.claim ORDER BY c.claim) AS claim_ids, list(DISTINCT d.page ORDER BY d.page) AS pages,
        list(DISTINCT d.publisher ORDER BY d.publisher) FILTER (d.publisher IS NOT NULL) AS publishers
    FROM live_claims c JOIN live_documents d ON d.document = c.document GROUP BY c.event)
SELECT e.*, b.claim_ids, b.pages, b.publishers FROM events e LEFT JOIN behind b USING (event)
WHERE $events IS NULL OR list_contains($events, e.event) ORDER BY e.date_start NULLS LAST, e.event"""
"""The events of ``$events`` (all where that is NULL), with the ids of their claims, their pages and publishers."""
_DETAILS = """WITH roots AS (
    SELECT document, min(start) AS start, arg_min("end", start) AS "end" FROM passages WHERE kind = 'body' GROUP BY document
)
SELECT c.event, min(d.added) AS added, arg_min(d.document, (d.published, c.claim)) AS document,
    arg_min(d.page, (d.published, c.claim)) AS page,
    arg_min(d.url, (d.published, c.claim)) AS url,
    arg_min(d.publisher, (d.published, c.claim)) AS publisher,
    arg_min(c.latitude, c.claim) FILTER (c.place = e.place) AS latitude,
    arg_min(c.longitude, c.claim) FILTER (c.place = e.place) AS longitude,
    list_sort(list_distinct(flatten(list(c.contexts)))) AS contexts,
    bool_or(coalesce(c.trigger_start BETWEEN r.start AND r."end", false)) AS root
FROM live_claims c JOIN live_documents d ON d.document = c.document
JOIN events e ON e.event = c.event LEFT JOIN roots r ON r.document = c.document
GROUP BY c.event"""
_PARTIES = """SELECT c.event, p.side, p.code, p.kind, coalesce(p.qid, p.name) AS who, mode(p.name ORDER BY p.name) AS name,
    mode(p.sector ORDER BY p.sector) AS sector, mode(p.office ORDER BY p.office) AS office, count(DISTINCT c.claim) AS claims
FROM live_claims c JOIN parties p USING (claim)
GROUP BY c.event, p.side, p.code, p.kind, coalesce(p.qid, p.name)
ORDER BY c.event, p.side, p.code NULLS LAST, claims DESC, p.kind, name"""


@dataclass(frozen=True, slots=True)
class Party:
    """A code on one side of an event: the name most often given, all names, sectors and offices, and who of them is a person."""

    code: str
    name: str
    sectors: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """An event (columns of the table of events), its details and its parties, each code once."""

    event: Row
    details: Row
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]

    def dyads(self) -> Iterator[tuple[Party, Party]]:
        """Source and target: each actor towards each recipient; of a joint event each actor towards each other one."""
        if self.recipients:
            yield from ((one, other) for one, other in product(self.actors, self.recipients) if one.code != other.code)
        else:
            yield from permutations(self.actors, 2)


def event_rows(connection: DuckDBPyConnection, only: Collection[str] | None = None) -> Table:
    """The events, with the ids of their claims, their pages and publishers; all of them or ``only`` some."""
    return select(connection, EVENTS, {"events": None if only is None else list(only)})


def gathered(connection: DuckDBPyConnection, only: Collection[str] | None = None) -> Iterator[Gathered]:
    """The events reported as fact, by date, for formats that know of no other."""
    details = {row["event"]: row for row in select(connection, _DETAILS).rows}
    named: dict[tuple[str, str], list[Row]] = {}
    for row in select(connection, _PARTIES).rows:
        named.setdefault((row["event"], row["side"]), []).append(row)
    for event in event_rows(connection, only).rows:
        if event["status"] not in HAPPENED or event["event"] not in details:
            continue
        key = event["event"]
        sides = (("actor", event["actors"]), ("recipient", event["recipients"]))
        actors, recipients = (tuple(_party(code, named.get((key, side), ())) for code in codes) for side, codes in sides)
        yield Gathered(event, details[key], actors, recipients)


def _party(code: str, rows: Collection[Row]) -> Party:
    ours = [row for row in rows if row["code"] == code]
    sectors = tuple(dict.fromkeys(row["sector"] for row in ours if row["sector"]))
    offices = tuple(dict.fromkeys(row["office"] for row in ours if row["office"]))
    names = tuple(dict.fromkeys(row["name"] for row in ours))
    persons = tuple(dict.fromkeys(row["name"] for row in ours if row["kind"] == "person"))
    bodies = tuple(dict.fromkeys(row["name"] for row in ours if row["kind"] in ("organisation", "group", "outlet")))
    return Party(code, names[0] if names else name_of(code), sectors, offices, names, persons, bodies)
