"""Peoples who live in several states ("the Kurds"): in which of them those meant by a text do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragoman.actors.mentions.hits import Hit, without_overlap
from dragoman.actors.registry import data_lines
from dragoman.model import Actor

if TYPE_CHECKING:
    from dragoman.actors.mentions.frame import Frame


@dataclass(frozen=True, slots=True)
class _People:
    name: str
    signs: Mapping[str, frozenset[str]]
    """A state's code to the words that show that its people are meant."""


@cache
def _peoples() -> Mapping[tuple[str, ...], _People]:
    found: dict[tuple[str, ...], _People] = {}
    for line in data_lines("peoples.tsv"):
        if line and not line.startswith("#"):
            name, words, *columns = line.split("\t")
            signs = {code: frozenset(telling.split()) for code, _, telling in (column.partition(":") for column in columns)}
            people = _People(name, MappingProxyType(signs))
            found.update({tuple(word.split("_")): people for word in words.split(" ")})
    return MappingProxyType(found)


def with_peoples(frame: Frame, hits: list[Hit]) -> list[Hit]:
    """The hits, and each name of a people whose state its sentence or the text tells.

    Not "pro-Kurdish", which says whose friend someone is, nor "Kurdish" before the name of a group, which has a state of its own.
    """
    owned = {index for hit in hits for index in range(hit.start, hit.end)}
    added: list[Hit] = []
    for index in range(len(frame.words)):
        for size in (1, 2):
            people = _peoples().get(tuple(frame.words[index : index + size]))
            if people is None or owned.intersection(range(index, index + size + 1)) or (index and frame.words[index - 1] == "-"):
                continue
            code = _state(people, _sentence(frame, index)) or _state(people, frame.lower) or _only_named(people, frame)
            if code is not None:
                reason = f"{people.name}: those of the state that the text speaks of"
                added.append(Hit(index, index + size, Actor(code, "group", people.name, reason=reason), "demonym"))
    return without_overlap(hits, added) if added else hits


def _sentence(frame: Frame, index: int) -> list[str]:
    sentence = frame.token(index).sent
    return frame.lower[sentence.start : sentence.end]


def _only_named(people: _People, frame: Frame) -> str | None:
    """The one state of the people's that the text names; None where it names several of them or none."""
    named = [code for code in people.signs if frame.states[code]]
    return named[0] if len(named) == 1 else None


def _state(people: _People, words: list[str]) -> str | None:
    counts: Counter[str] = Counter()
    for word in words:
        for code, signs in people.signs.items():
            if word in signs:
                counts[code] += 1
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
