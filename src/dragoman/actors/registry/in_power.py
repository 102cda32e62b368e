"""Groups and regions that govern, or have broken away, from and to a day (``data/in_power.csv``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType

from dragoman.actors.registry import Entry, data_lines
from dragoman.model import Actor


@dataclass(frozen=True, slots=True)
class _Time:
    start: date
    end: date
    sector: str


def as_of(entry: Entry, day: date) -> Actor:
    """The actor of a name in the sector in which it acts on a day."""
    times = _times()
    for time in (*times.get(entry.actor.name, ()), *times.get(entry.alias, ())):
        if time.start <= day <= time.end:
            return replace(entry.actor, sector=time.sector)
    return entry.actor


@cache
def _times() -> Mapping[str, tuple[_Time, ...]]:
    found: dict[str, tuple[_Time, ...]] = {}
    for line in data_lines("in_power.csv")[1:]:
        name, start, end, sector = line.split(",")
        time = _Time(date.fromisoformat(start), date.fromisoformat(end) if end else date.max, sector)
        found[name] = (*found.get(name, ()), time)
    return MappingProxyType(found)
