"""Summits, congresses and exercises that recur, by name, place and year: when the G20 met in Osaka."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from dragoman.dating.terms import read_rows
from dragoman.model import Interval, Span

_FAR = 60
"""How many characters from its name a meeting's place or year may stand."""
_NOT_ONE = re.compile(r"\b(?:next|upcoming|coming|forthcoming|planned|annual|previous|last)\s+(?:\w+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a series. ``place`` is the city or resort it was named after; empty for exercises over a wide area."""

    names: tuple[str, ...]
    place: str
    days: Interval


@dataclass(frozen=True, slots=True)
class Named:
    """A meeting that the text names, with the words that do."""

    meeting: Meeting
    span: Span


@cache
def meetings() -> tuple[Meeting, ...]:
    """All that are known."""
    return tuple(
        Meeting(tuple(names.split("|")), place.strip("-"), Interval(date.fromisoformat(first), date.fromisoformat(last)))
        for names, place, first, last in read_rows("meetings.tsv")
    )


@cache
def _by_name() -> Mapping[str, tuple[Meeting, ...]]:
    found: dict[str, list[Meeting]] = {}
    for meeting in meetings():
        for name in meeting.names:
            found.setdefault(name, []).append(meeting)
    return MappingProxyType({name: tuple(group) for name, group in found.items()})


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_by_name(), key=lambda name: (-len(name), name))
    return re.compile(r"\b(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s") for name in names) + r")\b")


def named_meetings(text: str, start: int, end: int) -> Iterator[Named]:
    """The meetings named between two offsets, where the place or the year beside the name says which of the series is meant."""
    for match in _pattern().finditer(text, start, end):
        if _NOT_ONE.search(text, max(start, match.start() - 40), match.start()):
            continue
        near = text[max(start, match.start() - _FAR) : min(end, match.end() + _FAR)]
        years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", near)}
        group = _by_name()[re.sub(r"\s", " ", match[0])]
        meant = [one for one in group if not years or one.days.start.year in years]
        placed = [one for one in meant if one.place and re.search(rf"\b{re.escape(one.place)}\b", near)]
        meant = placed or (meant if years else [])
        if len(meant) == 1:
            yield Named(meant[0], Span(match.start(), match.end()))
