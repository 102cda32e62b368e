"""Nouns that stand for someone acting: what kind of actor each names and in which sector (``data/role_nouns.tsv``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LONGEST = 5
"""The most words that a noun in the table has."""


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """One noun of the table. ``kind`` is person, body, state, outlet, organisation or any; ``plural`` tells the form met.

    A ``weak`` noun says less than another that stands in the same phrase ("police officer", "party leader").
    """

    noun: str
    kind: str
    sector: str | None
    plural: bool
    weak: bool = False


Readings = Mapping[str, tuple[RoleNoun, ...]]


def _plural(noun: str) -> str:
    first, mark, rest = noun.partition(" of ")
    if not mark:
        first, mark, rest = noun.partition(" in ")
    if first.endswith((" general", "-general")) and first.startswith(("secretary", "director", "consul", "attorney")):
        first = _plural(first[:-8]) + first[-8:]
    elif first.endswith("man"):
        first = first[:-3] + "men"
    elif first.endswith("child"):
        first += "ren"
    elif first in {"person"}:
        first = "people"
    elif first.endswith("y") and first[-2:-1] not in "aeo":
        first = first[:-1] + "ies"
    elif first.endswith(("s", "ch", "sh", "x")):
        first += "es"
    else:
        first += "s"
    return first + mark + rest


@cache
def _tables() -> tuple[Readings, Readings]:
    """The nouns that name an actor in running text, and those that do where a whole phrase is known to stand for one."""
    anywhere: dict[str, list[RoleNoun]] = {}
    alone: dict[str, list[RoleNoun]] = {}
    text = files("dragoman.actors").joinpath("data/role_nouns.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        kind, use, sector, nouns = line.split("\t")
        weak = use.endswith("weak")
        found = alone if use.startswith("phrase") else anywhere
        for noun in (n.strip() for n in nouns.split(",")):
            found.setdefault(noun, []).append(RoleNoun(noun, kind, sector or None, False, weak))
            if not noun.endswith("s") or kind == "person":
                found.setdefault(_plural(noun), []).append(RoleNoun(noun, kind, sector or None, True, weak))
    return _frozen(anywhere), _frozen(alone)


def _frozen(found: Mapping[str, list[RoleNoun]]) -> Readings:
    return MappingProxyType({form: tuple(nouns) for form, nouns in found.items()})


def table() -> Readings:
    """Every form of every noun that names an actor in running text, in lower case, its readings in the file's order."""
    return _tables()[0]


def in_phrase(words: Sequence[str]) -> RoleNoun | None:
    """The reading of a whole noun (lower case) in a phrase that is known to stand for an actor, if it has a sector there."""
    anywhere, alone = _tables()
    form = " ".join(words).replace(" - ", "-").replace(" 's", "'s").replace(" '", "'")
    readings = alone.get(form) or anywhere.get(form)
    return next((reading for reading in readings if reading.sector), None) if readings else None


def head(words: Sequence[str]) -> tuple[int, int, RoleNoun] | None:
    """The noun that a noun phrase (its words before any preposition) is about: its first index, its end, its reading.

    It is the last and longest noun in the phrase; a weak one gives way to one before it that says more ("police officer").
    """
    low = [word.lower() for word in words]
    weak: tuple[int, int, RoleNoun] | None = None
    end = len(low)
    while end > 0:
        starts = range(max(0, end - LONGEST), end)
        found = next(((start, end, noun) for start in starts if (noun := in_phrase(low[start:end]))), None)
        if found is None:
            end -= 1
            continue
        if not found[2].weak and not (weak and found[2].sector == "CVL"):
            return found
        weak = weak or found
        end = found[0]
    return weak


@cache
def _last_words() -> frozenset[str]:
    """What the last word of a noun of the table can be, however the tokens part it at its hyphens."""
    return frozenset(noun[mark.end() :] for noun in table() for mark in re.finditer(r"^|[ -]", noun))


def longest_ending_at(words: Sequence[str], last: int, first: int = 0) -> tuple[int, tuple[RoleNoun, ...]] | None:
    """The longest noun of the table whose last word is ``words[last]`` (lower case); its first index and readings."""
    if not _last_words().issuperset(words[last : last + 1]):
        return None
    nouns = table()
    for start in range(max(first, last - LONGEST + 1), last + 1):
        entry = nouns.get(" ".join(words[start : last + 1]).replace(" - ", "-"))
        if entry:
            return start, entry
    return None


def longest_starting_at(words: Sequence[str], first: int) -> tuple[int, tuple[RoleNoun, ...]] | None:
    """The longest noun of the table that starts at ``words[first]`` (lower case); its end index and readings."""
    nouns = table()
    for end in range(min(len(words), first + LONGEST), first, -1):
        entry = nouns.get(" ".join(words[first:end]).replace(" - ", "-"))
        if entry:
            return end, entry
    return None
