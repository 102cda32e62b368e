"""Meanings of the names of holidays and anniversaries."""

from __future__ import annotations

import re

from dragoman.dating import values
from dragoman.dating.calendars import Occasion, choose_occasion, find_names
from dragoman.dating.context import Context
from dragoman.dating.numbers import parse_ordinal
from dragoman.dating.terms import either
from dragoman.dating.values import Meaning
from dragoman.model import TimeExpression

_NOT_A_DAY = re.compile(r"[ \t\n]+(?:trees?|cards?|gifts?|presents?|carols?|Island|Orthodox|lights|shopping|massacre|[Pp]arade route)\b")
_ORDINAL_ANNIVERSARY = re.compile(
    rf"\b(\d{{1,3}}(?:st|nd|rd|th)|{either('ordinal')})[ \n](?:\w+[ \n]){{0,2}}(?:anniversary|birthday|founding)", re.IGNORECASE
)
_YEAR = re.compile(r",?[ \t\n]+((?:19|20)\d\d)(?!\d)")


def named_holidays(text: str) -> dict[int, tuple[int, tuple[Occasion, ...]]]:
    """Start to end and possible occasions of every holiday named."""
    return {start: (end, group) for start, end, group in find_names(text) if not _NOT_A_DAY.match(text, end)}


def holiday(start: int, end: int, group: tuple[Occasion, ...], context: Context) -> TimeExpression | None:
    """The holiday as a time expression, or None where the text leaves open which of its name is meant."""
    text = context.text
    sentence = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "? ")) + 1
    occasion = choose_occasion(group, text, start, sentence)
    if occasion is None:
        return None
    year = _YEAR.match(text, end)
    if year:
        end = year.end()
    try:
        meaning = _meaning(occasion, int(year[1]) if year else None, context)
    except (OverflowError, ValueError):  # in a year outside the calendar, which has the years 1 to 9999
        return None
    return TimeExpression(start, end, text[start:end], meaning.type, meaning.value, meaning.interval, f"holiday: {occasion.names[0]}")


def anniversary_year(occasion: Occasion, text: str, at: int) -> int | None:
    """The year that "the 70th anniversary" close by pins, where it is known what the day recalls; None otherwise."""
    if occasion.since is None:
        return None
    start = max(text.rfind("\n", 0, at) + 1, at - 90)
    match = _ORDINAL_ANNIVERSARY.search(text, start, at + 90)
    number = parse_ordinal(match[1]) if match else None
    return occasion.since + number if number is not None else None


def _meaning(occasion: Occasion, year: int | None, context: Context) -> Meaning:
    now = context.now()
    if year is not None:
        return values.day(occasion.on(year))
    if now is None:
        fixed = re.fullmatch(r"\d\d-\d\d", occasion.rule)
        return Meaning("DATE", f"XXXX-{occasion.rule}" if fixed else "XXXX-XX-XX")
    near = occasion.near(now.year)
    pinned = anniversary_year(occasion, context.text, context.at)
    if pinned is not None and any(day.year == pinned for day in near):
        return values.day(occasion.on(pinned))
    behind = re.search(r"\blast[ \t\n]+$", context.before())
    if behind:
        return values.day(max(day for day in near if day < now))
    direction = context.direction()
    if direction == "past":
        return values.day(max(day for day in near if day <= now))
    if direction == "future":
        ahead = min(day for day in near if day >= now)
        return values.day(ahead if (ahead - now).days <= 270 else max(day for day in near if day < now))
    return values.day(min(near, key=lambda day: (abs((day - now).days), day)))
