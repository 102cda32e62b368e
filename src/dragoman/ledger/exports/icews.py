"""Events in the columns of ICEWS: one row for each source and target; a joint event has one in each direction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.ledger.asked import name_of
from dragoman.ledger.exports.cells import BETWEEN
from dragoman.ledger.exports.codebooks import cameo_names, columns, countries, full_cameo
from dragoman.ledger.exports.gathered import Gathered, Party


def rows(events: Iterable[Gathered]) -> Iterator[tuple[object, ...]]:
    """The rows. ICEWS knows whole days only: the date is left out where only the month or year is known."""
    order = columns("icews")
    for event in events:
        common = _values(event)
        for source, target in event.dyads():
            found = {**common, **_party("Source", source), **_party("Target", target)}
            yield tuple(found.get(name) for name in order)


def _values(gathered: Gathered) -> dict[str, object]:
    event, details = gathered.event, gathered.details
    cameo = full_cameo(event["cameo"])
    return {
        "Event ID": int(number(event["event"])),
        "Event Date": event["date_start"] if event["date_precision"] in ("day", "range") else None,
        "Event Text": cameo_names().get(cameo),
        "CAMEO Code": cameo,
        "Intensity": event["score"] if event["goldstein"] is None else event["goldstein"],
        "Story ID": int(number(details["document"])),
        "Publisher": details["publisher"],
        "City": event["place"] if event["place"] and event["place"] != name_of(event["place_country"] or "") else None,
        "Country": name_of(event["place_country"]) if event["place_country"] else None,
        "Latitude": details["latitude"],
        "Longitude": details["longitude"],
    }


def number(key: str) -> int:
    """A key of the ledger as a whole number below 2**48: its hexadecimal digits, or its hash where it has others."""
    from hashlib import sha256

    digits = key.removeprefix("E")[:12]
    try:
        return int(digits, 16)
    except ValueError:
        return int(sha256(key.encode()).hexdigest()[:12], 16)


def _party(side: str, party: Party) -> dict[str, object]:
    return {
        f"{side} Name": party.name,
        f"{side} Sectors": BETWEEN.join(party.sectors),
        f"{side} Country": name_of(party.code) if party.code in countries() else None,
    }
