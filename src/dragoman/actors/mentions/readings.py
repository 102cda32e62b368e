"""Which actor a name of the registry stands for in one text, and whether it stands for one at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragoman.actors.registry import Entry, data_lines
from dragoman.model import Actor

if TYPE_CHECKING:
    from collections import Counter

Scanned = tuple[int, int, tuple[Entry, ...]]
"""Where a name stands, in tokens, and every reading of it."""

_SHORT = 4
"""The most letters of an abbreviation that many bodies may share."""


@dataclass(frozen=True, slots=True)
class _Rules:
    alone: frozenset[str]
    named: frozenset[str]
    rivals: Mapping[str, tuple[Entry, ...]]


@cache
def _rules() -> _Rules:
    sets: dict[str, set[str]] = {"alone": set(), "named": set()}
    for line in data_lines("readings.tsv"):
        if line and not line.startswith("#"):
            rule, words = line.split("\t")
            sets[rule].update(_folded(word.replace("_", " ")) for word in words.split(" "))
    rivals: dict[str, list[Entry]] = {}
    for line in data_lines("rivals.tsv"):
        if line and not line.startswith("#"):
            kind, form, code, sector, media, name = line.split("\t")[:6]
            actor = Actor(code, kind, name, sector=sector or None, state_media=media == "state")  # type: ignore[arg-type]
            rivals.setdefault(_folded(name), []).append(Entry(name, actor, form))  # type: ignore[arg-type]
    return _Rules(
        frozenset(sets["alone"]), frozenset(sets["named"]), MappingProxyType({alias: tuple(found) for alias, found in rivals.items()})
    )


def choose(scanned: Sequence[Scanned], named: Counter[str], home: str | None) -> list[tuple[int, int, Entry]]:
    """One reading for each name found, and none for those that the text does not support.

    ``scanned`` are the names with all readings that the registry knows, ``named`` counts the states that the text names
    without doubt, ``home`` is the state of its dateline.
    """
    certain = {entries[0].actor.name for _, _, entries in scanned if len(entries) == 1 and not in_need(entries[0])}
    found: list[tuple[int, int, Entry]] = []
    for start, end, entries in scanned:
        entry = _reading(entries, named, home)
        if entry is None or not _supported(entry, named, certain, sole=len(entries) == 1):
            continue
        found.append((start, end, entry))
    return found


def _reading(entries: tuple[Entry, ...], named: Counter[str], home: str | None) -> Entry | None:
    if len({entry.actor.code for entry in entries}) == 1:
        return _or_rival(entries[0], named, home)
    ranked = sorted((e for e in entries if e.actor.code and named[e.actor.code]), key=lambda e: -named[e.actor.code or ""])
    if not ranked:
        return None
    if len(ranked) > 1 and named[ranked[0].actor.code or ""] == named[ranked[1].actor.code or ""]:
        return next((entry for entry in ranked if entry.actor.code == home), None)
    return ranked[0]


def _or_rival(entry: Entry, named: Counter[str], home: str | None) -> Entry:
    """The usual reading, or another where the text is set in, or names, that one's state and hardly the usual one's."""
    rivals = [rival for rival in _rules().rivals.get(_folded(entry.alias), ()) if named[rival.actor.code or ""]]
    if not rivals or entry.actor.code == home:
        return entry
    best = max(rivals, key=lambda rival: (rival.actor.code == home, named[rival.actor.code or ""]))
    often = named[best.actor.code or ""] > 2 * named[entry.actor.code or ""]
    return best if often or best.actor.code == home else entry


def _supported(entry: Entry, named: Counter[str], certain: set[str], sole: bool) -> bool:
    if not sole or not in_need(entry) or entry.actor.name in certain or named[entry.actor.code or ""]:
        return True
    return not named and not _abbreviation(entry.alias)


def in_need(entry: Entry) -> bool:
    """Whether the name alone is too common to tell: it counts only where the text names its state, or its actor otherwise."""
    alias = _folded(entry.alias)
    if alias in _rules().named:
        return True
    return entry.form == "group" and _abbreviation(entry.alias) and alias not in _rules().alone


def tells(entry: Entry) -> bool:
    """Whether the name shows by itself that the text speaks of its state."""
    return not in_need(entry) and _folded(entry.alias) not in _rules().rivals


def _abbreviation(alias: str) -> bool:
    return alias.isupper() and sum(letter.isalpha() for letter in alias) <= _SHORT


def _folded(alias: str) -> str:
    """The alias without difference of case, but for abbreviations, which a word in small letters may spell too."""
    return alias if alias.isupper() else alias.lower()
