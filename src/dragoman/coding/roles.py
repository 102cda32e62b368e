"""Who did it to whom: a trigger's parties out of the document's mentions."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from dragoman.coding.candidates import Candidate, Cast
from dragoman.coding.codebook import JOINT, labels
from dragoman.coding.encoder import Array
from dragoman.coding.party_network import JOINED, Question, alike


@dataclass(frozen=True, slots=True)
class Settings:
    """Cut-offs of the coder, set on held-out documents by ``training/tune.py``."""

    event: float
    """Least probability that a word states an event."""
    party: float
    """Least probability of a code's being a party."""
    sole_actor: float
    """The same where without it the event would have no actor."""
    sole_recipient: float
    """The same where without it the event would have no recipient."""
    least: float
    """Least confidence of an event."""
    background: float
    """Least probability of being background from which on an event is; news has more of it than the training texts have."""


@cache
def settings() -> Settings:
    """The settings that ship with the model."""
    return Settings(**json.loads(files("dragoman.coding").joinpath("data/settings.json").read_text("utf-8")))


class Slot(NamedTuple):
    """One party: its code, how sure, and the mentions that put it there, the likeliest first."""

    code: str
    probability: float
    mentions: tuple[int, ...]
    series: int = -1
    """The coordination ("Kenya and Tanzania") that its likeliest mention is a member of; -1 for none."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Actors and recipients of one event."""

    actors: tuple[Slot, ...]
    recipients: tuple[Slot, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of both sides."""
        return frozenset(slot.code for slot in (*self.actors, *self.recipients))

    def together(self) -> Parties:
        """The same with both sides among the actors."""
        return Parties((*self.actors, *self.recipients), ())

    @property
    def interstate(self) -> bool:
        """Whether two different states or organisations are in it."""
        return len(self.codes) > 1


def word(states: Array, place: tuple[int, int]) -> Array:
    """The state of a word: the mean of its first and its last piece's."""
    result: Array = (states[place[0]] + states[place[1] - 1]) / 2
    return result


def likeness(near: Sequence[Candidate], cast: Cast) -> Array:
    """What the party network is told of how candidates are alike: see :func:`dragoman.coding.party_network.alike`."""
    return alike(near, [frozenset(cast.mentions[c.mention].codes) for c in near], cast.sentence_of)


def question(trigger: Array, kind: int, near: Sequence[tuple[Candidate, int]], same: Array) -> Question:
    """What is asked of the party network about one event.

    ``trigger``: the state of the word that states it; ``kind``: index of its type; ``near``: what may be its parties, at least one,
    with the row of each in the table of mentions' states; ``same``: how they are alike.
    """
    rows = np.array([row for _, row in near], dtype=np.int64)
    features = np.array([candidate.features for candidate, _ in near], dtype=np.int64)
    return Question(trigger, kind, rows, features, same)


def scores(asked: Question, logits: Array, near: Sequence[Candidate], cast: Cast) -> dict[str, tuple[Slot, Slot]]:
    """For each code, the probability of its being the actor and of its being the recipient (noisy or over its mentions).

    ``logits``: what the party network answers, [n, 2]; ``near``: what was asked about.
    """
    joined = asked.same[:, :, JOINED] / asked.same[:, :, JOINED].sum(axis=1, keepdims=True)
    # What is joined by "and" plays one part: each member of a coordination takes the mean of all.
    acted, suffered = np.logaddexp(0.0, joined @ logits).T.tolist()
    by_code: dict[str, list[int]] = {}
    for i, candidate in enumerate(near):
        for code in cast.mentions[candidate.mention].codes:
            by_code.setdefault(code, []).append(i)
    return {code: (_slot(code, acted, rows, near), _slot(code, suffered, rows, near)) for code, rows in by_code.items()}


def _slot(code: str, missed: Sequence[float], rows: Sequence[int], near: Sequence[Candidate]) -> Slot:
    ordered = sorted(rows, key=lambda i: (-missed[i], i))
    probability = -math.expm1(-sum(missed[i] for i in rows))
    return Slot(code, probability, tuple(near[i].mention for i in ordered), near[ordered[0]].series)


def choose(found: Mapping[str, tuple[Slot, Slot]], kind: int, settings: Settings) -> Parties:
    """Each code takes its likelier role if that is likely enough; an empty side takes the best that is left, with what is joined to it."""
    ordered = [found[code] for code in sorted(found)]
    actors = [a for a, r in ordered if a.probability >= settings.party and a.probability >= r.probability]
    recipients = [r for a, r in ordered if r.probability >= settings.party and r.probability > a.probability]
    taken = {slot.code for slot in (*actors, *recipients)}
    if not actors:
        actors = _best([a for a, _ in ordered if a.code not in taken], settings.sole_actor)
        taken |= {slot.code for slot in actors}
    joint = labels()[kind] in JOINT and len(actors) > 1
    if not recipients and not joint:
        recipients = _best([r for _, r in ordered if r.code not in taken], settings.sole_recipient)
    return Parties(tuple(sorted(actors, key=_rank)), tuple(sorted(recipients, key=_rank)))


def _best(slots: Sequence[Slot], least: float) -> list[Slot]:
    best = min(slots, key=_rank, default=None)
    if best is None or best.probability < least:
        return []
    return [slot for slot in slots if slot is best or slot.series == best.series != -1]


def _rank(slot: Slot) -> tuple[float, str]:
    return -slot.probability, slot.code
