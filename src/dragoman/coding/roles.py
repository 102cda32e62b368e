"""Who did it to whom: a trigger's parties out of the document's mentions."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

from dragoman.coding.candidates import SERIES, Ints, Near
from dragoman.coding.codebook import JOINT, labels
from dragoman.coding.encoder import Array


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


def word(states: Array, place: tuple[int, int] | tuple[Ints, Ints]) -> Array:
    """The state of a word, the mean of its first and its last piece's [width], or of several [n, width].

    ``place``: first and end position among the word pieces, or the first and the end positions [n] of several.
    """
    first: Any = place[0]
    last: Any = place[1] - 1
    result: Array = (states[first] + states[last]) / 2
    return result


def rows_of(near: Near) -> dict[str, list[int]]:
    """Which of the mentions near stand for each code."""
    found: dict[str, list[int]] = {}
    for row, codes in enumerate(near.codes):
        for code in codes:
            found.setdefault(code, []).append(row)
    return found


def joined(same: Array) -> Array:
    """How much each mention takes from each: equal shares of all in its coordination [n, n].

    ``same``: what :func:`dragoman.coding.party_network.alike` gives.
    """
    together = same[:, :, SERIES]
    result: Array = together / together.sum(axis=1, keepdims=True)
    return result


def scores(near: Near, rows: Mapping[str, Sequence[int]], shares: Array, logits: Array) -> dict[str, tuple[Slot, Slot]]:
    """For each code, the probability of its being the actor and of its being the recipient (noisy or over its mentions).

    ``rows``: what :func:`rows_of` gives; ``shares``: what :func:`joined` gives; ``logits``: what the party network answers about those
    near, [n, 2].
    """
    # What is joined by "and" plays one part: each member of a coordination takes the mean of all.
    acted, suffered = np.logaddexp(0.0, shares @ logits).T.tolist()
    series = near.kin[:, SERIES].tolist()
    return {
        code: (_slot(code, acted, held, near.mentions, series), _slot(code, suffered, held, near.mentions, series))
        for code, held in rows.items()
    }


def _slot(code: str, missed: Sequence[float], rows: Sequence[int], mentions: Sequence[int], series: Sequence[int]) -> Slot:
    ordered = sorted(rows, key=missed.__getitem__, reverse=True)
    probability = -math.expm1(-sum(missed[row] for row in rows))
    return Slot(code, probability, tuple([mentions[row] for row in ordered]), series[ordered[0]])


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
