"""Who met whom: the log of visits, meetings, gatherings and calls, with the persons, offices, places and days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.asked import HAPPENED, Codes, Day, name_of, person_of
from dragoman.ledger.conditions import asked_for, limited
from dragoman.ledger.table import Row, Table, select, table
from dragoman.ledger.views import ensure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = (
    *("start", "end", "precision", "kind", "actors", "hosts", "persons", "place", "place_country"),
    *("status", "claims", "independent_sources", "event", "summary"),
)
KINDS = {"visit": "visit", "phone": "call", "multilateral": "gathering", "third-party": "mediation"}
MEETING = "meeting"
_EVENTS = """SELECT e.event, e.date_start AS start, e.date_end AS "end", e.date_precision AS precision, e.mode, e.actors,
    e.recipients AS hosts, e.place, e.place_country, e.status, e.claims, e.independent_sources, e.summary
FROM events e WHERE """
# The view event_persons for some events only: what is not asked for is never grouped.
_PERSONS = """SELECT m.event, p.side, p.code, mode(p.name ORDER BY p.name) AS name, mode(p.office ORDER BY p.office) AS office, p.qid
FROM (SELECT claim, event FROM memberships WHERE event IN $events) m
JOIN claims c ON c.claim = m.claim
JOIN documents d ON d.document = c.document AND d.superseded_by IS NULL AND NOT d.withdrawn
JOIN parties p ON p.claim = m.claim AND p.kind = 'person'
GROUP BY m.event, p.side, p.code, coalesce(p.qid, p.name), p.qid
ORDER BY m.event, p.side, p.code NULLS LAST, count(DISTINCT c.claim) DESC, name"""
_PLAIN = "replace(lower(strip_accents({})), '-', ' ')"
_PERSON = f"""{{a}}.event IN (SELECT c.event FROM parties p JOIN live_claims c USING (claim)
    WHERE p.kind = 'person' AND (p.qid = $person OR p.qid = $qid OR contains({_PLAIN.format("p.name")}, {_PLAIN.format("$person")})
        OR contains({_PLAIN.format("p.office")}, {_PLAIN.format("$person")})))"""


def visits(
    connection: DuckDBPyConnection,
    between: Codes | None = None,
    person: str | None = None,
    since: Day = None,
    until: Day = None,
    limit: int | None = None,
) -> Table:
    """Meetings reported as fact, the oldest first and undated ones last; with a ``limit`` the latest.

    ``person``: part of a name or an office (case, accents and hyphens do not count), or a Wikidata id. ``kind`` is visit,
    meeting, gathering, call or mediation. Of a visit ``actors`` are the visitors and ``hosts`` the hosts; otherwise all who
    meet are ``actors``. ``persons`` are dicts of side, code, name, office and qid, each person once under the name
    and office most often given.

    Raises:
        BadRequest: an argument cannot be used.
    """
    if person is not None and not person.strip():
        raise BadRequest("name a person: part of a name or an office, or a Wikidata id")
    ensure(connection)
    wanted = asked_for(between, since, until)
    wanted.statuses(HAPPENED)
    wanted.add("{a}.type = 'CONSULT'")
    if person is not None:
        wanted.add(_PERSON, person=person, qid=None)
    latest = f"{_EVENTS}{wanted.where} ORDER BY e.date_start DESC NULLS LAST, e.event DESC{limited(limit)}"
    query = f"SELECT * FROM ({latest}) ORDER BY start NULLS LAST, event"
    found = select(connection, query, wanted.values).rows
    if person is not None and not found and (qid := person_of(person)):  # who is not written so may be known by another name
        found = select(connection, query, {**wanted.values, "qid": qid}).rows
    who = persons(connection, [row["event"] for row in found])
    return table(({**row, "kind": KINDS.get(row["mode"], MEETING), "persons": who.get(row["event"], [])} for row in found), COLUMNS)


def persons(connection: DuckDBPyConnection, events: Iterable[str]) -> dict[str, list[Row]]:
    """The persons who stand for the parties of each of these events, actors first, in the order of their codes and names."""
    asked = list(events)
    if not asked:
        return {}
    found: dict[str, list[Row]] = {}
    for row in select(connection, _PERSONS, {"events": asked}).rows:
        found.setdefault(row.pop("event"), []).append(row)
    return found


def person_words(person: Row) -> str:
    """A person on one line: "Ana Petrov (Minister of Trade, Bulgaria)"."""
    known = [part for part in (person["office"], person["code"] and name_of(person["code"])) if part]
    return f"{person['name']} ({', '.join(known)})" if known else str(person["name"])
