"""Terms of office: dates of which month or day may be missing, and how a term is put in words."""

from __future__ import annotations

import re
from datetime import date, timedelta

_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_INFERRED = {
    "successor": "until {} at the latest, when the next holder is known",
    "next post": "until {} at the latest, when another post is known",
    "last known": "until {} at least",
    "longest term": "with no end known (taken to be over by {})",
    "approximate": "until about {}",
}


def first_day(text: str) -> date | None:
    """The first day that ``2017``, ``2017-03`` or ``2017-03-05`` may mean; None for an empty text.

    Raises:
        ValueError: it is no such date.
    """
    if not text:
        return None
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date | None:
    """The last day that such a date may mean; None for an empty text.

    Raises:
        ValueError: it is no such date.
    """
    if not text:
        return None
    year, month, day = _parts(text)
    if day:
        return date(year, month, day)
    if month:
        date(year, month, 1)
        return (date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else date.max) - timedelta(days=1)
    return date(year, 12, 31)


def _parts(text: str) -> tuple[int, int, int]:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date such as 2017, 2017-03 or 2017-03-05")
    if "00" in (match[2], match[3]):
        raise ValueError(f"{text!r} has a month or day 00: leave it out where it is not known")
    return int(match[1]), int(match[2] or 0), int(match[3] or 0)


def term_in_words(since: str, until: str, ended: str = "", start_inferred: bool = False) -> str:
    """A term of office in words. ``ended`` is what the end was inferred from (see ``Holding``), empty where it is stated.

    >>> term_in_words("2017", "2021-03-02", "successor")
    'from 2017, until 2021-03-02 at the latest, when the next holder is known'
    """
    start = f"from {'about ' if start_inferred else ''}{since}" if since else "from an unknown day"
    if not until:
        return start
    return f"{start}, {_INFERRED[ended].format(until)}" if ended else f"{start} to {until}"
