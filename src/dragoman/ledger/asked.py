"""What is asked for: actors by code or name, and days, months or years."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragoman.dating.days import day
from dragoman.errors import BadRequest
from dragoman.ledger.blocs import Bloc, named, names

if TYPE_CHECKING:
    from dragoman.model import Actor

Codes = str | Sequence[str]
"""An actor or a bloc: ``PRK``, ``"North Korea"``, ``"USA+JPN+KOR"`` (or with commas), ``"EU"``, ``"NATO@2003"``, or a list of such."""
Day = date | str | int | None
"""A day, month or year: a date, ``"2023-07-26"``, ``"2023-07"``, ``"2023"`` or ``2023``."""
HAPPENED = ("occurred", "background")
"""The statuses of what is reported as fact."""
STATUSES = ("occurred", "background", "planned", "conditional", "negated", "denied", "uncertain")
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_OWN = re.compile("X[A-Z]{2}|Q[M-Z][A-Z]|AA[A-Z]|ZZ[A-Z]")
"""Codes that ISO 3166 leaves to users, and docs/registry.md to tables of their own."""
_ORGANISATIONS = MappingProxyType({"UNO": "United Nations", "NAT": "NATO", "EUU": "European Union", "ARL": "Arab League"})
_WITH_ARTICLE = re.compile(
    "United |European Union|Arab League|.*Republic|.* Islands$|Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Vatican"
)
_LISTED = 12
_SHORT = 4
"""Actors that are named one by one where words are short; of more the words asked for stand."""


@cache
def _names() -> Mapping[str, str]:
    """Code to the short English name of each state, and of the organisations that have a code of their own."""
    with files("dragoman.actors").joinpath("data/states.csv").open(encoding="utf-8") as rows:
        states = {row["code"]: row["name"] for row in csv.DictReader(rows)}
    return MappingProxyType({**states, **_ORGANISATIONS})


@cache
def _codes_by_name() -> Mapping[str, str]:
    with files("dragoman.actors").joinpath("data/states.csv").open(encoding="utf-8") as rows:
        return MappingProxyType(
            {
                name.casefold(): row["code"]
                for row in csv.DictReader(rows)
                for name in (row["name"], *row["names"].split(";"))
                if name.strip()
            }
        )


def name_of(code: str) -> str:
    """The name of a code for people: "North Korea" for ``PRK``, "ASEAN" for ``ORG:ASEAN``, the code itself where it is not known."""
    prefix, _, own = code.partition(":")
    return own if own and prefix == "ORG" else _names().get(code, code)


def name_in_text(code: str) -> str:
    """The name as it stands within a sentence: "the United States"."""
    name = name_of(code)
    return f"the {name}" if _WITH_ARTICLE.match(name) and code in _names() else name


def codes(asked: Codes, on: date | None = None) -> tuple[str, ...]:
    """The codes asked for, without repetition; a named bloc is its members on a day, and its organisation.

    ``on`` is that day where the words do not say it themselves (``EU@2015``); None: the members to this day.

    Raises:
        BadRequest: there is none, or one is neither a code nor the name of a state, an organisation or a bloc.
    """
    found = tuple(dict.fromkeys(code for part in _parts(asked) for code in _codes(part, on)))
    if not found:
        raise BadRequest("name an actor by its code or name, such as PRK or 'North Korea', or several, such as USA+JPN+KOR")
    return found


def label(asked: Codes) -> str:
    """What is asked for, in words: the names of states and organisations, blocs by their short names."""
    parts = _parts(asked)
    blocs = [_bloc(part)[0] for part in parts]
    names = [bloc.name if bloc else name_in_text(_codes(part, None)[0]) for part, bloc in zip(parts, blocs, strict=True)]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def few(named: Sequence[str]) -> Sequence[str]:
    """The codes where they are few enough to be told one by one, else none."""
    return named if len(named) <= _SHORT else ()


def membership(asked: Codes | None, on: date | None = None) -> list[str]:
    """For each bloc asked for, in words, who that is: "EU is its 27 members, and EUU, the organisation itself"."""
    found = []
    for part in _parts(asked) if asked is not None else ():
        bloc, day = _bloc(part)
        if bloc is not None:
            who = bloc.members(day or on)
            when = f" on {day or on}" if day or on else ""
            listed = f" ({', '.join(who)})" if len(who) <= _LISTED else ""
            itself = f", and {bloc.code}, the organisation itself" if bloc.code else ""
            found.append(f"{bloc.name} is its {len(who)} members{when}{listed}{itself}")
    return found


def _parts(asked: Codes) -> list[str]:
    if not isinstance(asked, str | Sequence):
        raise BadRequest(f"{asked!r} names no actors: give codes or names as text, such as 'PRK'")
    parts = re.split("[,+]", asked) if isinstance(asked, str) else list(asked)
    if any(not isinstance(part, str) for part in parts):
        raise BadRequest(f"{asked!r} names no actors: give codes or names as text, such as 'PRK'")
    # An item of a list may itself be a bloc written with plus signs.
    return [piece.strip() for part in parts for piece in re.split("[,+]", part) if piece.strip()]


def _bloc(part: str) -> tuple[Bloc | None, date | None]:
    """The bloc that the words name, and the day they say."""
    name, at, day = part.partition("@")
    name = name.strip()
    bloc = None if _is_code(name) else named(name)
    if bloc is None and not _is_code(name) and name.casefold() not in _codes_by_name():
        actor = _resolved(name)
        bloc = named(actor.code) if actor is not None and actor.kind == "organisation" and actor.code else None
    if at and bloc is None:
        raise BadRequest(f"{name!r} is no bloc, and has no members on a day: choose from {', '.join(names())}")
    return bloc, last_day(day.strip()) if at else None


def _codes(part: str, on: date | None) -> tuple[str, ...]:
    bloc, day = _bloc(part)
    if bloc is None:
        return (_code(part),)
    members = bloc.members(day or on)
    if not members:
        raise BadRequest(f"{bloc.name} had no members on {day or on}")
    return (*members, *((bloc.code,) if bloc.code else ()))


def _is_code(part: str) -> bool:
    """Whether it is written as a code; ``ORG:`` takes any name."""
    return part in _names() or part.startswith("ORG:") or _OWN.fullmatch(part) is not None


def _code(part: str) -> str:
    if _is_code(part):
        return part
    found = _codes_by_name().get(part.casefold())
    if found is not None:
        return found
    if part.upper() in _names() or part.upper().startswith("ORG:"):
        return part.upper() if part.upper() in _names() else f"ORG:{part[4:].strip()}"
    actor = _resolved(part)
    known = actor is not None and actor.kind in ("state", "organisation")
    if actor is None or actor.code is None or (not known and re.fullmatch("[A-Z]{3}", part)):
        raise BadRequest(
            f"{part!r} is no actor that is known: write a code such as PRK or ORG:ASEAN, or a name; 'dragoman registry search' finds names"
        )
    if not known:
        raise BadRequest(f"{part!r} ({actor.name}, {actor.kind}) stands under the code {actor.code} here: write {actor.code}")
    return actor.code


@lru_cache(maxsize=256)
def _resolved(phrase: str) -> Actor | None:
    """The actor that a phrase stands for, as of the latest that the registry knows."""
    from dragoman import resolve

    return resolve(phrase)


def person_of(words: str) -> str | None:
    """The Wikidata id of the person that a name stands for, where the registry knows exactly that one."""
    actor = _resolved(words)
    return actor.qid if actor is not None and actor.kind == "person" else None


def parted(one: Codes, other: Codes, on: date | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two sides of a dyad; a state that is also a member of the bloc on the other side stands on its own side only.

    Raises:
        BadRequest: a code is not known, or stands on both sides.
    """
    ours, theirs = codes(one, on), codes(other, on)
    both = [code for code in ours if code in theirs]
    if both and len(both) == len(ours) < len(theirs):
        theirs = tuple(code for code in theirs if code not in both)
    elif both and len(both) == len(theirs) < len(ours):
        ours = tuple(code for code in ours if code not in both)
    elif both:
        who = ", ".join(both[:_SHORT]) + " and others" * (len(both) > _SHORT)
        raise BadRequest(f"{who} stand{'s' * (len(both) == 1)} on both sides: name two different actors")
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
    if isinstance(asked, int):
        asked = f"{asked:04}"
    if asked is not None and not isinstance(asked, date | str):
        raise BadRequest(f"{asked!r} is not a date: write it as YYYY-MM-DD, such as 2023-07-26")
    found = _PARTIAL.fullmatch(asked.strip()) if isinstance(asked, str) else None
    if found is None:
        return day(asked)
    try:
        year, month = int(found[1]), int(found[2] or (12 if last else 1))
        return date(year, month, monthrange(year, month)[1] if last else 1)
    except ValueError:
        raise BadRequest(f"{asked!r} is not a month: write it as YYYY-MM, such as 2023-07") from None


def one_of(value: str, allowed: Iterable[str], what: str) -> str:
    """The one of those allowed that the value is, in whatever case.

    Raises:
        BadRequest: it is not; the message lists them.
    """
    choices = tuple(allowed)
    for choice in choices:
        if str(value).casefold() == choice.casefold():
            return choice
    raise BadRequest(f"{value!r} is no {what}: choose from {', '.join(choices)}")
