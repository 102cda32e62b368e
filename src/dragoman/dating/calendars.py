"""Occasions that recur: holidays, anniversaries, party and army days, by name, country and rule.

The rules of ``data/calendar.tsv``, the project's own calendar, and ``data/holidays.tsv``, made from the package ``holidays``:
``05-09`` a day of the year, ``11-thu-4`` the fourth Thursday of November, ``05-mon-last`` the last Monday of May, ``easter-2``
days from Easter Sunday (Gregorian), ``2019-06-04 2020-05-24`` the days themselves, for feasts that move.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from dragoman.dating.grammar import BLANK
from dragoman.dating.terms import read_rows
from dragoman.gazetteer.countries import countries_named

HORIZON = 2026
"""The last year for which dates are inferred: that of the release of the calendar, never today's."""

_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


@dataclass(frozen=True, slots=True)
class Occasion:
    """A recurring day. ``since`` is the year that anniversaries count from, ``clues`` words that tell it from its namesakes."""

    names: tuple[str, ...]
    countries: tuple[str, ...]
    rule: str
    since: int | None
    clues: tuple[str, ...]

    @property
    def moves(self) -> bool:
        """Whether its days are listed year by year."""
        return len(self.rule) >= 10 and self.rule[:4].isdigit()

    def on(self, year: int) -> date:
        """The day in a year.

        Raises:
            ValueError: the feast moves, and its day in that year is not listed.
        """
        return _day_of(self.rule, year)

    def near(self, year: int) -> tuple[date, ...]:
        """The days in a year and those before and after it, as far as they are known."""
        found = []
        for at in (year - 1, year, year + 1):
            try:
                found.append(self.on(at))
            except ValueError:
                continue
        return tuple(found)


@cache
def occasions() -> tuple[Occasion, ...]:
    """The whole calendar."""
    return tuple(
        Occasion(
            tuple(names.split("|")), tuple(countries.split()), rule, int(since) if since else None, tuple(c for c in clues.split(",") if c)
        )
        for names, countries, rule, since, clues in read_rows("calendar.tsv") + read_rows("holidays.tsv")
    )


@cache
def by_name() -> Mapping[str, tuple[Occasion, ...]]:
    """Lower-case name to the occasions called so; several countries may use one name."""
    found: dict[str, list[Occasion]] = {}
    for occasion in occasions():
        for name in occasion.names:
            found.setdefault(_plain(name), []).append(occasion)
    return MappingProxyType({name: tuple(group) for name, group in found.items()})


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted({name for occasion in occasions() for name in occasion.names}, key=lambda name: (-len(name), name))
    either = "|".join(re.escape(name).replace(r"\ ", BLANK).replace("'", "['’]") for name in names)
    initials = "".join(sorted({re.escape(name[0]) for name in names}))
    return re.compile(rf"(?=[{initials}])(?<!\w)(?:{either})(?!\w)")


def find_names(text: str) -> Iterator[tuple[int, int, tuple[Occasion, ...]]]:
    """Where the text names an occasion: start, end, and what may be meant."""
    for match in _pattern().finditer(text):
        yield match.start(), match.end(), by_name()[_plain(match[0])]


def choose_occasion(group: tuple[Occasion, ...], text: str, start: int, sentence_start: int) -> Occasion | None:
    """Which of several occasions of one name is meant at ``start``, or None where that stays open.

    The country named nearest before it in its sentence decides, unless the words that go with another's day (its
    ``clues``) are in the text; failing a country, those words do; failing both, the only country of the text that has such a day.
    """
    if len(group) == 1:
        return group[0]
    lower = text.lower()
    weights = {occasion: sum(clue in lower for clue in occasion.clues) for occasion in group}
    for _, code in reversed(countries_named(text[sentence_start:start])):
        holder = next((occasion for occasion in group if code in occasion.countries), None)
        if holder is not None:
            return None if any(weight > weights[holder] for weight in weights.values()) else holder
    best = max(weights.values())
    fitting = [occasion for occasion, weight in weights.items() if weight == best > 0]
    if len(fitting) == 1:
        return fitting[0]
    codes = {code for _, code in countries_named(text)}
    present = [occasion for occasion in group if codes.intersection(occasion.countries)]
    return present[0] if len(present) == 1 else None


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", name).lower().replace("’", "'")


def _day_of(rule: str, year: int) -> date:
    if rule.startswith("easter"):
        return easter(year) + timedelta(int(rule[6:]))
    if len(rule) >= 10 and rule[:4].isdigit():
        return _listed(rule)[year]
    parts = rule.split("-")
    month = int(parts[0])
    if len(parts) == 2:
        return date(year, month, int(parts[1]))
    weekday = _WEEKDAYS[parts[1]]
    if parts[2] == "last":
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (int(parts[2]) - 1))


class _Days(dict[int, date]):
    def __missing__(self, year: int) -> date:
        raise ValueError(f"no day is listed for {year}")


@cache
def _listed(rule: str) -> Mapping[int, date]:
    """Year to the first of the listed days in it."""
    days = [date.fromisoformat(day) for day in rule.split()]
    return _Days({day.year: day for day in reversed(days)})


def easter(year: int) -> date:
    """Easter Sunday of the Western churches (the anonymous Gregorian computus, as in Meeus, Astronomical Algorithms)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, on = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, on + 1)
