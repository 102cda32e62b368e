"""Events in the columns of GDELT 2.0's event table: one row for each source and target, no header line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256

from dragoman.ledger.asked import name_of
from dragoman.ledger.exports.codebooks import columns, countries, full_cameo
from dragoman.ledger.exports.gathered import Gathered, Party
from dragoman.ledger.tellings import link

_QUADS = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
_GROUPS = {"UNO": "UNO", "NAT": "NAT", "EUU": "EEC", "ARL": "ARL"}
"""CAMEO's codes of the organisations that have a code of ours."""
_TYPES = 3
_COUNTRY = 1
"""GDELT's type of a place that is a whole country."""


def rows(events: Iterable[Gathered]) -> Iterator[tuple[object, ...]]:
    """The rows. What the ledger does not know (tone, the actors' own places, type of a place within a country) is left empty."""
    order = columns("gdelt")
    for event in events:
        common = {**_when(event), **_what(event), **_where(event)}
        for source, target in event.dyads():
            found = {**common, **_party("Actor1", source), **_party("Actor2", target)}
            found["GLOBALEVENTID"] = _number(event.event["event"], source, target)
            yield tuple(found.get(name) for name in order)


def _number(event: str, source: Party, target: Party) -> int:
    """A number for the row, the same in every export, that fits 64 bits."""
    return int(sha256(f"{event} {source.code} {target.code}".encode()).hexdigest()[:15], 16)


def _when(gathered: Gathered) -> dict[str, object]:
    event, added = gathered.event, gathered.details["added"]
    day: date | None = event["date_start"]
    found: dict[str, object] = {"DATEADDED": added and int(f"{added:%Y%m%d%H%M%S}")}
    if day is None or event["date_end"] is None:
        return found
    if day.year == event["date_end"].year:
        found["Year"] = day.year
        if day.month == event["date_end"].month:
            found["MonthYear"] = day.year * 100 + day.month
    if event["date_precision"] in ("day", "range"):
        number = day.year * 10000 + day.month * 100 + day.day
        # The codebook's own formula, which takes every month for 30 days of a year of 365 and stays below 1.
        fraction = round(day.year + min((day.month * 30 + day.day) / 365, 0.9999), 4)
        found |= {"SQLDATE": number, "MonthYear": number // 100, "Year": day.year, "FractionDate": fraction}
    return found


def _what(gathered: Gathered) -> dict[str, object]:
    event, details = gathered.event, gathered.details
    cameo = full_cameo(event["cameo"])
    return {
        "IsRootEvent": int(bool(details["root"])),
        "EventCode": cameo,
        "EventBaseCode": cameo[:3],
        "EventRootCode": cameo[:2],
        "QuadClass": _QUADS[event["quad"]],
        "GoldsteinScale": event["score"] if event["goldstein"] is None else event["goldstein"],
        "NumMentions": event["claims"],
        "NumSources": event["independent_sources"],
        "NumArticles": event["documents"],
        "SOURCEURL": link(details["page"], details["url"]) or details["page"],
    }


def _where(gathered: Gathered) -> dict[str, object]:
    event, details = gathered.event, gathered.details
    place, country = event["place"], event["place_country"]
    if not place:
        return {}
    whole = bool(country) and place == name_of(country)
    return {
        "ActionGeo_Type": _COUNTRY if whole else None,
        "ActionGeo_FullName": place if whole or not country else f"{place}, {name_of(country)}",
        "ActionGeo_CountryCode": countries()[country].fips if country in countries() else None,
        "ActionGeo_Lat": details["latitude"],
        "ActionGeo_Long": details["longitude"],
    }


def _party(side: str, party: Party) -> dict[str, object]:
    country = countries()[party.code].cameo if party.code in countries() else ""
    group = _GROUPS.get(party.code, "")
    types = [sector for sector in party.sectors if len(sector) == 3][:_TYPES]
    return {
        f"{side}Code": (country or group) + "".join(types),
        f"{side}Name": party.name.upper(),
        f"{side}CountryCode": country,
        f"{side}KnownGroupCode": group,
        **{f"{side}Type{n}Code": sector for n, sector in enumerate(types, start=1)},
    }
