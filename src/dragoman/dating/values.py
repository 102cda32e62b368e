"""TIMEX3 values and the days that they name."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.model import Interval, TimeType

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means. ``end`` shortens the extent (characters) where the pattern looked further than it."""

    type: TimeType
    value: str
    interval: Interval | None = None
    end: int | None = None
    start: int | None = None


def day(on: date, clock: str = "") -> Meaning:
    """One day, or a time of it (``clock``: "TMO", "T10:35")."""
    return Meaning("TIME" if clock else "DATE", on.isoformat() + clock, Interval(on, on))


def days(first: date, last: date) -> Meaning:
    """A run of days."""
    return Meaning("DATE", f"{first.isoformat()}/{last.isoformat()}", Interval(first, last))


def month(year: int, number: int) -> Meaning:
    """A month of a year."""
    return Meaning("DATE", f"{year:04}-{number:02}", month_interval(year, number))


def month_interval(year: int, number: int) -> Interval:
    """The days of a month."""
    return Interval(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def year(number: int) -> Meaning:
    """A calendar year."""
    return Meaning("DATE", f"{number:04}", Interval(date(number, 1, 1), date(number, 12, 31)))


def week(of: date) -> Meaning:
    """The ISO week in which a day lies, Monday to Sunday."""
    iso = of.isocalendar()
    monday = of - timedelta(of.weekday())
    return Meaning("DATE", f"{iso.year}-W{iso.week:02}", Interval(monday, monday + timedelta(6)))


def weekend(of: date) -> Meaning:
    """Saturday and Sunday of the ISO week in which a day lies."""
    iso = of.isocalendar()
    monday = of - timedelta(of.weekday())
    return Meaning("DATE", f"{iso.year}-W{iso.week:02}-WE", Interval(monday + timedelta(5), monday + timedelta(6)))


def quarter(number: int, part: int) -> Meaning:
    """A calendar quarter."""
    first = date(number, 3 * part - 2, 1)
    return Meaning("DATE", f"{number:04}-Q{part}", Interval(first, month_interval(number, 3 * part).end))


def half(number: int, part: int) -> Meaning:
    """Half a calendar year."""
    first = date(number, 6 * part - 5, 1)
    return Meaning("DATE", f"{number:04}-H{part}", Interval(first, month_interval(number, 6 * part).end))


def season(number: int, code: str) -> Meaning:
    """A season of the northern year; winter is that which ends in the year after."""
    first = date(number, _SEASON_MONTHS[code], 1)
    until = add_months(first, 2)
    return Meaning("DATE", f"{number:04}-{code}", Interval(first, month_interval(until.year, until.month).end))


def decade(number: int) -> Meaning:
    """The ten years that begin with ``number`` (1990)."""
    first = number - number % 10
    return Meaning("DATE", f"{first // 10}", Interval(date(first, 1, 1), date(first + 9, 12, 31)))


def century(ordinal: int) -> Meaning:
    """The 20th century is 1900 to 1999, as the value "19" says."""
    first = max(1, (ordinal - 1) * 100)
    return Meaning("DATE", f"{ordinal - 1:02}", Interval(date(first, 1, 1), date((ordinal - 1) * 100 + 99, 12, 31)))


def duration(count: float | None, unit: str) -> Meaning:
    """A length of time; ``count`` None is an unknown number. Decades and centuries are given in years where counted."""
    if unit == "WE":
        unit = "D" if count is None else "WE"
    if unit == "2W":
        count, unit = (None if count is None else count * 2), "W"
    clock, letter = ("T", unit[1]) if unit[0] == "T" else ("", unit)
    if count is None:
        return Meaning("DURATION", f"P{clock}X{letter}")
    if letter in "ECL" and len(letter) == 1:
        scale = {"E": 10, "C": 100, "L": 1000}[letter]
        count, letter = count * scale, "Y"
    whole = int(count)
    if count != whole:
        return Meaning("DURATION", _with_half(whole, clock, letter, count))
    return Meaning("DURATION", f"P{clock}{whole}{letter}")


def _with_half(whole: int, clock: str, letter: str, count: float) -> str:
    finer = {("", "Y"): ("M", 12), ("T", "H"): ("M", 60), ("T", "M"): ("S", 60), ("", "D"): ("TH", 24)}.get((clock, letter))
    if finer is None or count - whole != 0.5:
        return f"P{clock}{count:g}{letter}"
    lead = f"{whole}{letter}" if whole else ""
    rest = f"T{finer[1] // 2}H" if finer[0] == "TH" else f"{finer[1] // 2}{finer[0]}"
    return f"P{clock}{lead}{rest}"


def add_months(on: date, count: int) -> date:
    """The same day some months on, or the month's last day where it has no such day."""
    at = on.year * 12 + on.month - 1 + count
    number, part = divmod(at, 12)
    return date(number, part + 1, min(on.day, monthrange(number, part + 1)[1]))


def shift(on: date, count: int, unit: str) -> Meaning | None:
    """The day, week, month or year some units before or after a day; None where that leaves the calendar."""
    try:
        if unit in ("D", "WE"):
            return day(on + timedelta(count))
        if unit in ("W", "2W"):
            return day(on + timedelta(7 * count * (2 if unit == "2W" else 1)))
        if unit == "M":
            moved = add_months(on, count)
            return month(moved.year, moved.month)
        if unit == "Q":
            moved = add_months(on, 3 * count)
            return quarter(moved.year, (moved.month + 2) // 3)
        if unit in ("Y", "E", "C", "L"):
            return year(on.year + count * {"Y": 1, "E": 10, "C": 100, "L": 1000}[unit])
    except (ValueError, OverflowError):
        return None
    return day(on) if unit[0] == "T" else None


def safe_date(number: int, part: int, on: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(number, part, on)
    except ValueError:
        return None
