"""Nouns for those who act ("police", "rebels", "farmers") and the sector of each (``data/agents.csv``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.actors.names import word_set
from dragoman.actors.offices import tokens
from dragoman.actors.registry import data_lines

_GENERAL = word_set(
    "officer officers official officials leader leaders representative representatives spokesman spokeswoman spokesperson agency "
    "department group men man forces fighters commander commanders person people"
)


@dataclass(frozen=True, slots=True)
class Agent:
    """A noun and its sector."""

    noun: str
    sector: str


class Agents:
    """The table, by words."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._nouns: dict[tuple[str, ...], Agent] = {}
        for line in lines:
            sector, nouns = line.split(",", 1)
            for noun in nouns.split(";"):
                self._nouns.setdefault(tokens(noun), Agent(noun, sector))

    def head(self, words: Sequence[str]) -> Agent | None:
        """The noun that a noun phrase (its words before any preposition) is about: the last and longest one in it.

        Nouns that only say that someone is a person of a body ("officer", "official") give way to the body's noun.
        """
        low = [word.lower() for word in words]
        general: Agent | None = None
        end = len(low)
        while end > 0:
            found = next(
                ((start, agent) for start in range(max(0, end - 4), end) if (agent := self._nouns.get(tuple(low[start:end])))), None
            )
            if found and found[1].noun not in _GENERAL:
                return found[1]
            general = general or (found[1] if found else None)
            end = found[0] if found else end - 1
        return general


@cache
def agents() -> Agents:
    """The shipped table."""
    return Agents(data_lines("agents.csv")[1:])
