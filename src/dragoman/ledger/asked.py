"""What is asked for: actors by code or name, and days, months or years."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from dragoman.dating.days import day
from dragoman.errors import BadRequest

Codes = str | Sequence[str]
"""An actor or a bloc: ``PRK``, ``"North Korea"``, ``"USA+JPN+KOR"`` (or with commas) or a list of such."""
Day = date | str | None
HAPPENED = ("occurred", "background")
"""The statuses of what is reported as fact."""
STATUSES = ("occurred", "background", "planned", "conditional", "negated", "denied", "uncertain")
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_ORGANISATIONS = MappingProxyType({"UNO": "United Nations", "NAT": "NATO", "EUU": "European Union", "ARL": "Arab League"})


@cache
def _names() -> Mapping[str, str]:
    """Code to the short English name of each state, and of the organisations that have a code of their own."""
    with files("dragoman.actors").joinpath("data/states.csv").open(encoding="utf-8") as rows:
        states = {row["code"]: row["name"] for row in csv.DictReader(rows)}
    return MappingProxyType({**states, **_ORGANISATIONS})


@cache
def _codes_by_name() -> Mapping[str, str]:
    with files("dragoman.actors").joinpath("data/states.csv").open(encoding="utf-8") as rows:
        found = {
            name.casefold(): row["code"] for row in csv.DictReader(rows) for name in (row["name"], *row["names"].split(";")) if name.strip()
        }
    return MappingProxyType({**{name.casefold(): code for code, name in _ORGANISATIONS.items()}, **found})


def name_of(code: str) -> str:
    """The name of a code for people: "North Korea" for ``PRK``, "ASEAN" for ``ORG:ASEAN``, the code itself where it is not known."""
    prefix, _, own = code.partition(":")
    return own if own and prefix == "ORG" else _names().get(code, code)


def codes(asked: Codes) -> tuple[str, ...]:
    """The codes asked for, without repetition.

    Raises:
        BadRequest: there is none, or one is neither a code nor a state's name.
    """
    parts = re.split("[,+]", asked) if isinstance(asked, str) else list(asked)
    found = tuple(dict.fromkeys(_code(part.strip()) for part in parts if part.strip()))
    if not found:
        raise BadRequest("name an actor by its code, such as PRK, or several, such as USA,JPN,KOR")
    return found


def _code(part: str) -> str:
    if ":" in part or re.fullmatch(r"[A-Z0-9]{3}", part):
        return part
    found = _codes_by_name().get(part.casefold())
    if found is not None:
        return found
    if re.fullmatch(r"[A-Za-z]{3}", part) and part.upper() in _names():
        return part.upper()
    raise BadRequest(f"{part!r} is no actor's code: write a code such as PRK or ORG:ASEAN, or a state's name")


def parted(one: Codes, other: Codes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two sides of a dyad.

    Raises:
        BadRequest: a code is not known, or stands on both sides.
    """
    ours, theirs = codes(one), codes(other)
    both = [code for code in ours if code in theirs]
    if both:
        raise BadRequest(f"{both[0]} stands on both sides: name two different actors")
    return ours, theirs


def first_day(asked: Day) -> date | None:
    """The first day of what is asked for: ``2023-07-26``, ``2023-07`` or ``2023``.

    Raises:
        BadRequest: it is no day, month or year.
    """
    return _bound(asked, last=False)


def last_day(asked: Day) -> date | None:
    """The last day of what is asked for (see :func:`first_day`)."""
    return _bound(asked, last=True)


def _bound(asked: Day, *, last: bool) -> date | None:
    if isinstance(asked, datetime):
        return asked.date()
    found = _PARTIAL.fullmatch(asked.strip()) if isinstance(asked, str) else None
    if found is None:
        return day(asked)
    try:
        year, month = int(found[1]), int(found[2] or (12 if last else 1))
        return date(year, month, monthrange(year, month)[1] if last else 1)
    except ValueError:
        raise BadRequest(f"{asked!r} is not a month: write it as YYYY-MM, such as 2023-07") from None


def one_of(value: str, allowed: Iterable[str], what: str) -> str:
    """The value, if it is among those allowed.

    Raises:
        BadRequest: it is not; the message lists them.
    """
    choices = tuple(allowed)
    if value not in choices:
        raise BadRequest(f"{value!r} is no {what}: choose from {', '.join(choices)}")
    return value
