"""How an event came about: its values, every claim with its words and sources, what joined them, and where they differ."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.asked import name_in_text, name_of
from dragoman.ledger.gathering import corrections
from dragoman.ledger.pages import actors, squeeze, start
from dragoman.ledger.table import Row, select
from dragoman.ledger.tellings import attested, days, events_by_id, tellings, titled
from dragoman.ledger.visits import person_words, persons

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_JOINS = """SELECT j.claim, j.other, j.likeness, j.why FROM joins j
JOIN memberships m ON m.claim = j.claim JOIN memberships o ON o.claim = j.other
WHERE m.event = $event AND o.event = $event ORDER BY j.claim, j.other"""


def explain(connection: DuckDBPyConnection, event: str) -> str:
    """The explanation, as plain text of several lines. ``event`` is an event's id or that of one of its claims.

    Raises:
        BadRequest: the ledger has no such event.
    """
    found = events_by_id(connection, [event]).rows
    if not found:
        holders = select(connection, "SELECT event FROM memberships WHERE claim = $claim", {"claim": event}).values
        found = events_by_id(connection, [holders[0][0]]).rows if holders else []
    if not found:
        raise BadRequest(f"the ledger has no event {event!r}: 'dragoman events' lists them")
    row = found[0]
    key = row["event"]
    told = tellings(connection, [key]).get(key, [])
    asked = {"event": key}
    parts = [
        _values(row, persons(connection, [key]).get(key, [])),
        *(_telling(n, telling) for n, telling in enumerate(told, start=1)),
        _joined(select(connection, _JOINS, asked).rows),
        _corrected(connection, {telling["claim"] for telling in told}),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _corrected(connection: DuckDBPyConnection, claims: Set[str]) -> list[str]:
    notes = dict(select(connection, "SELECT correction, note FROM corrections").values)
    named = [found for found in corrections(connection) if not claims.isdisjoint((*found.claims, *found.apart))]
    return [f"Corrected by hand ({found.kind} {found.correction}): {squeeze(notes[found.correction]) or 'no note'}" for found in named]


def _values(row: Row, who: list[Row]) -> list[str]:
    mode = f" {row['mode']}" if row["mode"] else ""
    lines = [
        f"{row['event']}  {squeeze(row['summary'])}",
        f"  what       {row['type']}{mode}, {row['quad']}; score {row['score']:g}, CAMEO {row['cameo'] or 'none'}, status {row['status']}",
        f"  who        {start(actors(row['actors']) or 'not known')}"
        + (f" towards {actors(row['recipients'])}" if row["recipients"] else ""),
    ]
    if who:
        lines.append(f"  persons    {'; '.join(person_words(person) for person in who)}")
    lines.append(f"  when       {days(row['date_start'], row['date_end'], row['date_precision'])}")
    if row["place"]:
        lines.append(f"  where      {row['place']}" + (f", {name_of(row['place_country'])}" if row["place_country"] else ""))
    lines.append(f"  attested   {attested(row)}; claims {row['claims']}, documents {row['documents']}; confidence {row['confidence']:.2f}")
    if row["one_sided"]:
        lines.append(f"  one-sided  known from the side of {name_in_text(row['one_sided'])} alone")
    lines += [f"  differs    {squeeze(words)}" for words in row["disagreements"]]
    if row["denied"]:
        lines.append("  denied     somebody says that it did not happen")
    return lines


def _telling(n: int, claim: Row) -> list[str]:
    owner = " (state media)" if claim["state_media"] else ""
    published = claim["published"] or "an unknown day"
    lines = [
        f"{n}. {claim['publisher'] or 'unknown publisher'}{owner}, {published}: {squeeze(titled(claim))}",
        f"   claim {claim['claim']}, version {claim['version']} of {claim['page']}",
    ]
    if claim["words"] is not None:
        lines.append(f"   “{squeeze(claim['words'])}” (characters {claim['start']} to {claim['end']})")
    mode = f" {claim['mode']}" if claim["mode"] else ""
    when = f", dated {claim['date_start']} to {claim['date_end']}" if claim["date_start"] else ", undated"
    lines.append(f"   read as {claim['type']}{mode}, {claim['status']}{when}, confidence {claim['confidence']:.2f}")
    lines += [f"   according to {squeeze(', by way of '.join(chain))}" for chain in claim["chains"]]
    if claim["denials"]:
        lines.append(f"   denied by {squeeze(', '.join(claim['denials']))}")
    if claim["condition"]:
        lines.append(f"   on the condition “{squeeze(claim['condition'])}”")
    lines += [f"   because {squeeze(why)}" for why in claim["why"]]
    if claim["reprint_group"] and claim["reprint_group"] != claim["document"]:
        lines.append(f"   counted as one source with document {claim['reprint_group']}, which it reprints")
    lines.append(f"   read by {claim['reader']} with {claim['model']}")
    return lines


def _joined(joins: list[Row]) -> list[str]:
    if not joins:
        return []
    return ["Held together by:", *(f"  {j['claim']} and {j['other']} ({j['likeness']:.2f}): {squeeze(j['why'])}" for j in joins)]
