"""Titles of office as the press writes them, and the role, sector and weight of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

HEADS = 98
"""Offices of this rank and above are those of heads of state, of government and of ruling parties."""
PRINCIPAL = 85
"""Offices of this rank and above speak for their state: its head, its government's, foreign and defence ministers."""


@dataclass(frozen=True, slots=True)
class Office:
    """A post. ``role`` groups the titles of one kind; ``rank`` (0 to 100) is how far it speaks for the state."""

    name: str
    sector: str
    role: str = ""
    rank: int = 0


class Titles:
    """The table of title phrases (``data/titles.csv``)."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.offices: dict[str, Office] = {}
        self._phrases: dict[tuple[str, ...], Office] = {}
        self._longest: dict[str, int] = {}
        for line in lines:
            role, name, sector, rank, phrases = line.split(",", 4)
            office = Office(name, sector, role, int(rank))
            self.offices[role] = office
            for phrase in (name.lower(), *phrases.split(";")):
                self._add(phrase, office)

    def _add(self, phrase: str, office: Office) -> None:
        words = tokens(phrase)
        if words in self._phrases:
            return
        self._phrases[words] = office
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def at(self, words: Sequence[str], start: int) -> tuple[int, Office] | None:
        """The longest title phrase that begins at ``words[start]``; its end and the office."""
        first = words[start].lower()
        for length in range(self._longest.get(first, 0), 0, -1):
            key = tuple(word.lower().replace("’", "'") for word in words[start : start + length])
            office = self._phrases.get(key) if len(key) == length else None
            if office:
                return start + length, office
        return None

    def named(self, phrase: str) -> Office | None:
        """The office that a role, an office's name or a title phrase names."""
        return self.offices.get(phrase) or self._phrases.get(tokens(phrase.lower()))


def tokens(phrase: str) -> tuple[str, ...]:
    """``phrase`` parted as spaCy parts it: hyphens between letters and possessive endings are tokens of their own."""
    out: list[str] = []
    for word in phrase.replace("’", "'").split():
        tail: tuple[str, ...] = ()
        if word.endswith("'s") and len(word) > 2:
            word, tail = word[:-2], ("'s",)
        elif word.endswith("s'") and len(word) > 2:
            word, tail = word[:-1], ("'",)
        parts = word.split("-") if all(part[:1].isalpha() for part in word.split("-")) else [word]
        for index, part in enumerate(parts):
            if index:
                out.append("-")
            out.append(part)
        out.extend(tail)
    return tuple(out)


@cache
def titles() -> Titles:
    """The shipped table of titles."""
    text = files("dragoman.actors").joinpath("data/titles.csv").read_text("utf-8")
    return Titles(text.splitlines()[1:])
