"""Days, months and intervals as merging compares them."""

from __future__ import annotations

import calendar
from datetime import date

from dragoman.ledger.merging.claim import Precision


def period(value: str | None) -> tuple[date | None, date | None]:
    """First and last day of an ISO day, month, year or interval ``first/last``. Raises ValueError for anything else."""
    if value is None:
        return None, None
    first, _, last = value.partition("/")
    return _edges(first)[0], _edges(last or first)[1]


def _edges(value: str) -> tuple[date, date]:
    year, *rest = (int(part) for part in value.split("-"))
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if len(rest) == 1:
        return date(year, rest[0], 1), date(year, rest[0], calendar.monthrange(year, rest[0])[1])
    day = date(year, rest[0], rest[1])
    return day, day


def precision(start: date | None, end: date | None) -> Precision:
    """How exactly two days, both inclusive, tell when something happened."""
    if start is None or end is None:
        return "unknown"
    if start == end:
        return "day"
    if start.day == 1 and (start.year, start.month) == (end.year, end.month) and end.day == calendar.monthrange(end.year, end.month)[1]:
        return "month"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return "year"
    return "range"
