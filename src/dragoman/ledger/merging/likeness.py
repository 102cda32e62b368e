"""How likely two claims are to tell of one event: a logistic regression over what a reader would compare, with its reasons in words.

The weights are learned from the team's own annotated pairs (``training/train_merging.py``); they lie in ``data/likeness.json``.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from dragoman.ledger.merging.traits import TOLERANCE, Traits

APART = -9.0
"""The log-odds of a pair that is never one event."""
_WEEK = 7
_KINDRED = 0.4
_PLANNED = frozenset({"planned", "conditional"})


@cache
def kinships() -> Mapping[tuple[str, str], str]:
    """How two types relate, both ways: ``same``, ``plan`` (the one announces the other) or ``near`` (one act is told as either)."""
    known: dict[tuple[str, str], str] = {}
    with files("dragoman.ledger.merging").joinpath("data/kinships.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            known[row["type"], row["other"]] = known[row["other"], row["type"]] = row["relation"]
    return known


@cache
def _learned() -> Mapping[str, Any]:
    text = files("dragoman.ledger.merging").joinpath("data/likeness.json").read_text(encoding="utf-8")
    learned: Mapping[str, Any] = json.loads(text)
    return learned


@cache
def weights() -> Mapping[str, float]:
    """The learned weight of each feature, ``bias`` among them, in log-odds."""
    return {name: float(value) for name, value in _learned()["weights"].items()}


@cache
def threshold() -> float:
    """The mean log-odds between two groups of claims from which they are one event."""
    return float(_learned()["threshold"])


def comparable(a: Traits, b: Traits) -> bool:
    """Whether the two can be one event at all: kindred types, a party in common, days within the tolerance.

    Claims of one document never are: a document states an event once, all its statements together.
    """
    return a.claim.document != b.claim.document and compatible(a, b)


def compatible(a: Traits, b: Traits) -> bool:
    """Whether they can be one event if they are of different documents."""
    if not kinship(a, b):
        return False
    if a.codes.isdisjoint(b.codes):
        return False
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return a.published is None and b.published is None
    return max(a.first, b.first) - min(a.last, b.last) <= TOLERANCE


def kinship(a: Traits, b: Traits) -> str | None:
    """How their types relate, None for types that no one event is told as."""
    one, other = a.claim.type, b.claim.type
    return "same" if one == other else kinships().get((one, other))


def features(a: Traits, b: Traits) -> dict[str, float]:
    """What speaks for and against one event, each about in [0, 1], for two comparable claims; symmetric."""
    found = {"bias": 1.0}
    _compare_types(a, b, found)
    _compare_parties(a, b, found)
    _compare_days(a, b, found)
    _compare_words(a, b, found)
    _compare_places(a, b, found)
    return found


def log_odds(a: Traits, b: Traits) -> float:
    """Of being one event, for two comparable claims."""
    learned = weights()
    return sum(learned.get(name, 0.0) * value for name, value in features(a, b).items())


def probability(odds: float) -> float:
    """Log-odds as a likeness in [0, 1]."""
    return 1.0 / (1.0 + math.exp(-odds)) if odds > -700 else 0.0


def _compare_types(a: Traits, b: Traits, found: dict[str, float]) -> None:
    relation = kinship(a, b)
    planned = (a.claim.status in _PLANNED) + (b.claim.status in _PLANNED)
    if relation == "plan":
        announces = any(x.claim.type == "AGREE" and x.claim.status in _PLANNED for x in (a, b))
        found["plan fulfilled" if announces and planned == 1 else "promise and act"] = 1.0
    elif relation == "near":
        found["near types"] = 1.0
    elif planned == 1:
        found["planned and told"] = 1.0
    if relation == "same" and a.claim.mode and b.claim.mode:
        found["same mode" if a.claim.mode == b.claim.mode else "other mode"] = 1.0


def _compare_parties(a: Traits, b: Traits, found: dict[str, float]) -> None:
    if a.codes == b.codes:
        if (a.actors, a.recipients) == (b.actors, b.recipients):
            found["same roles"] = 1.0
        elif a.recipients and b.recipients and a.actors.isdisjoint(b.actors):
            found["roles turned round"] = 1.0
        elif not (a.recipients and b.recipients):
            found["roles open"] = 1.0
    else:
        found["other parties"] = 1.0 - len(a.codes & b.codes) / len(a.codes | b.codes)
    if a.offices and b.offices:
        found["same office" if a.offices & b.offices else "other office"] = 1.0
    if a.persons and b.persons:
        found["same persons" if a.persons & b.persons else "other persons"] = 1.0


def _compare_days(a: Traits, b: Traits, found: dict[str, float]) -> None:
    if a.published is not None and b.published is not None:
        found["published apart"] = min(math.log1p(abs(a.published - b.published)) / 6, 1.0)
    if a.first is None or a.last is None or b.first is None or b.last is None or not (a.dated and b.dated):
        found["undated" if not (a.dated or b.dated) else "one undated"] = 1.0
        if a.published is None or b.published is None:
            found["unpublished"] = 1.0
        return
    gap = max(a.first, b.first) - min(a.last, b.last)
    longest = max(a.last - a.first, b.last - b.first)
    if gap > 0:
        found["other day"] = 1.0
        found["days apart"] = gap / TOLERANCE
        later = a if a.first > b.first else b
        if later.first == later.last == later.published:
            found["news frame"] = 1.0  # the reader falls back on the day of publication
    elif longest == 0:
        found["same day"] = 1.0
    elif longest <= _WEEK:
        found["same days"] = 1.0
    else:
        found["vague date"] = min(math.log(longest / _WEEK) / 4, 1.0)


def _compare_words(a: Traits, b: Traits, found: dict[str, float]) -> None:
    found["words"] = words = _cosine(a.words, b.words)
    found["names"] = _cosine(a.names, b.names)
    if a.published is None or b.published is None:
        found["words, unpublished"] = words
    elif not (a.dated and b.dated):
        found["words, undated"] = words
    if a.numbers and b.numbers:
        found["numbers"] = _cosine(a.numbers, b.numbers)
    same_trigger = bool(a.trigger) and a.trigger == b.trigger
    if same_trigger:
        found["same trigger"] = 1.0
    if words > _KINDRED:
        found["same statement" if same_trigger else "same sentence"] = _verbatim(a, b)


def _compare_places(a: Traits, b: Traits, found: dict[str, float]) -> None:
    one, other = a.claim, b.claim
    if one.place and other.place:
        if one.place == other.place:
            found["same place"] = 1.0
        elif one.place_country and other.place_country and one.place_country != other.place_country:
            found["other country"] = 1.0
        else:
            found["other place"] = 1.0


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    shared = len(a & b) if a and b else 0
    return shared / math.sqrt(len(a) * len(b)) if shared else 0.0


def _verbatim(a: Traits, b: Traits) -> float:
    """The share of the shorter text's runs of three words that the other has."""
    if not a.runs or not b.runs:
        return float(a.sequence == b.sequence)
    return len(a.runs & b.runs) / min(len(a.runs), len(b.runs))
