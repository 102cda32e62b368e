"""Events in the columns of POLECAT: one row each, several actors in one cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman import __version__
from dragoman.ledger.exports.cells import BETWEEN
from dragoman.ledger.exports.codebooks import columns, countries
from dragoman.ledger.exports.gathered import Gathered, Party

if TYPE_CHECKING:
    from collections.abc import Iterable

NONE = "None"
"""How POLECAT writes what is not known."""


def rows(events: Iterable[Gathered]) -> Iterator[tuple[object, ...]]:
    """The rows. The date is the first day, and is left out where only the month or year is known."""
    order = columns("polecat")
    for event in events:
        found = {**_values(event), **_side("Actor", event.actors), **_side("Recipient", event.recipients)}
        yield tuple(_written(found.get(name)) for name in order)


def _written(value: object) -> object:
    return NONE if value is None or value == "" else value


def _values(gathered: Gathered) -> dict[str, object]:
    event, details = gathered.event, gathered.details
    exact = event["date_precision"] in ("day", "range")
    parties = (*gathered.actors, *gathered.recipients)
    return {
        "Event ID": event["event"],
        "Event Date": event["date_start"] if exact else None,
        "Event Type": event["type"],
        "Event Mode": event["mode"],
        "Intensity": event["score"],
        "Quad Code": event["quad"].upper(),
        "Contexts": BETWEEN.join(details["contexts"] or ()),
        "Placename": event["place"],
        "Raw Placename": event["place"],
        "Country": event["place_country"],
        "Latitude": details["latitude"],
        "Longitude": details["longitude"],
        "Source": BETWEEN.join(event["publishers"] or ()),
        "Publication Date": event["first_published"],
        "Story People": BETWEEN.join(dict.fromkeys(name for party in parties for name in party.persons)),
        "Story Organizations": BETWEEN.join(dict.fromkeys(name for party in parties for name in party.bodies)),
        "Story Locations": event["place"],
        "Language": "English",
        "Version": f"dragoman {__version__}",
    }


def _side(side: str, parties: tuple[Party, ...]) -> dict[str, object]:
    states = [party.code for party in parties if party.code in countries()]
    sectors = list(dict.fromkeys(sector for party in parties for sector in party.sectors))
    return {
        f"{side} Name": BETWEEN.join(party.name for party in parties),
        f"{side} Country": BETWEEN.join(code for code in states),
        f"{side} COW": BETWEEN.join(countries()[code].cow or NONE for code in states),
        f"Primary {side} Sector": sectors[0] if sectors else None,
        f"{side} Sectors": BETWEEN.join(sectors),
        f"{side} Title": BETWEEN.join(dict.fromkeys(office for party in parties for office in party.offices)),
        f"{side} Name Raw": BETWEEN.join(dict.fromkeys(name for party in parties for name in party.names)),
    }
