"""Nouns for those who act ("police", "rebels", "farmers") and the sector of each (``data/agents.csv``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.actors.offices import tokens
from dragoman.actors.registry import data_lines


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
        """The noun that a noun phrase (its words before any preposition) is about: the last and longest one in it."""
        low = [word.lower() for word in words]
        for end in range(len(low), 0, -1):
            for start in range(max(0, end - 4), end):
                agent = self._nouns.get(tuple(low[start:end]))
                if agent:
                    return agent
        return None


@cache
def agents() -> Agents:
    """The shipped table."""
    return Agents(data_lines("agents.csv")[1:])
