"""Days of note that fall in a period: those of the calendar that the dating stage reads by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from dragoman.dating.calendars import Occasion, occasions

_ROUND = 5


@cache
def _days_of(code: str) -> tuple[Occasion, ...]:
    """The fixed days of a state of which it is known what year they count from."""
    return tuple(found for found in occasions() if found.since is not None and code in found.countries and not found.moves)


def anniversaries(named: Sequence[str], start: date, end: date) -> list[str]:
    """The days of note of these states from ``start`` to ``end`` (both inclusive, less than a year apart), by date.

    Each is written "2023-07-27 Victory Day (PRK, 70 years)"; the years are told where they are a multiple of five.
    """
    found: dict[tuple[date, str], list[str]] = {}
    years: dict[tuple[date, str], int] = {}
    for code in sorted(set(named)):
        for occasion in _days_of(code):
            for year in range(start.year, end.year + 1):
                day, since = occasion.on(year), occasion.since
                if since is not None and start <= day <= end and year > since:
                    found.setdefault((day, occasion.names[0]), []).append(code)
                    years[day, occasion.names[0]] = year - since
    return [f"{day} {name} ({', '.join(who)}{_age(years[day, name])})" for (day, name), who in sorted(found.items())]


def _age(years: int) -> str:
    return f", {years} years" if years % _ROUND == 0 else ""
