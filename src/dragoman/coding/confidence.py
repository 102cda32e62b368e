"""How sure an event is: the probability that its type and all its parties are right, calibrated on held-out documents.

A logistic regression over what the coder's own probabilities say, since their product alone is off: they are not
independent, an event that is told twice is surer than one told once, and one in a document that tells of many
surer than a lone one in a long document. ``training/tune.py`` fits the weights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.coding.frames import Frame

_EDGE = 1e-4
_LENGTHS = (100, 1000)
"""In tokens, between which the documents lie that the weights were fitted on; shorter and longer ones count as these."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The document that an event stands in."""

    told: Mapping[int, float]
    """The likelihood of each of its frames between two states or organisations, by trigger."""
    length: int
    """In tokens."""


def signs(group: Sequence[Frame], around: Surroundings) -> dict[str, float]:
    """What bears on it, by name; ``group`` are the frames that tell the event, the one that it is taken from first."""
    best = group[0]
    own = {frame.trigger for frame in group}
    slots = (*best.parties.actors, *best.parties.recipients)
    return {
        "bias": 1.0,
        "event": _log_odds(max(frame.event_probability for frame in group)),
        "type": _log_odds(best.type_probability),
        "actors": sum(_log(slot.probability) for slot in best.parties.actors),
        "recipients": sum(_log(slot.probability) for slot in best.parties.recipients),
        "least sure party": min((_log(slot.probability) for slot in slots), default=0.0),
        "further parties": float(max(0, len(slots) - 2)),
        "no actor": float(not best.parties.actors),
        "told again": math.log(len(group)),
        "told besides": math.log1p(sum(likelihood for trigger, likelihood in around.told.items() if trigger not in own)),
        "length": math.log(min(max(around.length, _LENGTHS[0]), _LENGTHS[1])),
    }


def confidence(shown: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability that an event with these signs is right in type and parties."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in shown.items())))


@cache
def shipped_weights() -> Mapping[str, float]:
    """The weights that ship with the model."""
    found: dict[str, float] = json.loads(files("dragoman.coding").joinpath("data/confidence.json").read_text("utf-8"))
    return found


def _log(probability: float) -> float:
    return math.log(max(probability, _EDGE))


def _log_odds(probability: float) -> float:
    kept = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(kept / (1 - kept))
