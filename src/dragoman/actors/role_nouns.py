"""Nouns that stand for someone acting: what kind of actor each names and in which sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LONGEST = 5
"""The most words that a noun in the table has."""


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """One noun of the table. ``kind`` is person, body, state, outlet or organisation; ``plural`` tells the form met."""

    noun: str
    kind: str
    sector: str | None
    plural: bool


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
def table() -> dict[str, tuple[RoleNoun, ...]]:
    """Every form of every noun, in lower case; a form in several classes has the first class of the file first."""
    found: dict[str, list[RoleNoun]] = {}
    text = files("dragoman.actors").joinpath("data/role_nouns.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        kind, sector, nouns = line.split("\t")
        for noun in (n.strip() for n in nouns.split(",")):
            found.setdefault(noun, []).append(RoleNoun(noun, kind, sector or None, False))
            if not noun.endswith("s") or kind == "person":
                found.setdefault(_plural(noun), []).append(RoleNoun(noun, kind, sector or None, True))
    return {form: tuple(nouns) for form, nouns in found.items()}


def longest_ending_at(words: Sequence[str], last: int, first: int = 0) -> tuple[int, tuple[RoleNoun, ...]] | None:
    """The longest noun of the table whose last word is ``words[last]`` (lower case); its first index and readings."""
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
