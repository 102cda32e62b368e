"""Learn how alike claims of one event are: ``likeness.json`` in ``dragoman/ledger/merging/data``.

    python -m training.train_merging [tests/data/merging/m1.txt] [--shared ../shared] [--out FILE]

Rows are pairs of claims that can be one event, from the team's own dispatches: the claims as annotated, those as the reader codes
them, and both once more without any date, as from undated pages; and the coded mentions of NewsWCL50r's development part, where it is
there (weights are all that is taken from it). Logistic regression, shrunk towards what is expected, by Newton's method; no randomness.
m2 is not looked at.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt

import dragoman
from dragoman.evaluation import newswcl
from dragoman.evaluation.merging import Dispatch, aligned, annotated_claim, dispatches, happenings_of
from dragoman.ledger.merging import Claim
from dragoman.ledger.merging.likeness import comparable, features
from dragoman.ledger.merging.reported import claim_of
from dragoman.ledger.merging.traits import traits_of

_HOME = Path(__file__).resolve().parents[1]
_OUT = _HOME / "src" / "dragoman" / "ledger" / "merging" / "data" / "likeness.json"
_SHRINK, _SHRINK_BIAS, _STEPS, _SMALL = 1.0, 0.01, 100, 1e-9
_EXPECTED = {
    **{"same persons": 1.0, "same office": 0.5, "same place": 1.0, "names": 1.0},
    **{"other persons": -1.0, "other office": -1.0, "other place": -0.5, "other country": -1.5},
}
"""Where the weights of what few rows show start from, in log-odds; all others from none."""
_SURE = 20.0
"""How strongly they are held there: as by about that many rows."""
THRESHOLD = -1.0
"""Mean log-odds from which groups join: below zero, since the pairs of a series of look-alikes outnumber those of most happenings."""


@dataclass(frozen=True)
class Row:
    """A pair of claims: its features, and whether they are of one happening."""

    features: Mapping[str, float]
    same: bool


def pairs(claims: Iterable[Claim], happenings: Mapping[str, str]) -> list[Row]:
    """All comparable pairs of claims whose happening is known."""
    known = [traits_of(claim) for claim in sorted(claims, key=lambda claim: claim.claim) if claim.claim in happenings]
    return [
        Row(features(a, b), happenings[a.claim.claim] == happenings[b.claim.claim]) for a, b in combinations(known, 2) if comparable(a, b)
    ]


def undated(claims: Iterable[Claim]) -> list[Claim]:
    """The claims as undated pages would make them."""
    return [replace(claim, date_start=None, date_end=None, published=None) for claim in claims]


def from_dispatches(found: Sequence[Dispatch]) -> list[Row]:
    """The rows of annotated dispatches, as annotated and as read, with and without dates."""
    gold = happenings_of(found)
    annotated = [annotated_claim(d, item) for d in found for item in d.claims]
    read: list[Claim] = []
    happenings: dict[str, str] = {}
    for dispatch in found:
        report = dragoman.read(dispatch.text, dispatch.published)
        for number, event in aligned(dispatch, report).items():
            claim = claim_of(event, report, dispatch.id, dispatch.published)
            read.append(claim)
            happenings[claim.claim] = gold[f"{dispatch.id}:{number}"]
    both = ((annotated, gold), (read, happenings))
    return [row for claims, of in both for view in (claims, undated(claims)) for row in pairs(view, of)]


def from_chains(path: Path) -> list[Row]:
    """The rows of the coded mentions of NewsWCL50r, topic by topic."""
    found = newswcl.mentions(path)
    coded = newswcl.code(found, dragoman.read)
    chain = {mention.name: mention.chain for mention in found}
    happenings = {claim: chain[mention] for mention, claim in sorted(coded.of_mention.items())}
    return [row for topic in sorted(coded.claims) for row in pairs(coded.claims[topic], happenings)]


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """The weight of each feature."""
    names = sorted({name for row in rows for name in row.features})
    values = np.array([[row.features.get(name, 0.0) for name in names] for row in rows])
    same = np.array([float(row.same) for row in rows])
    shrink = np.array([_SHRINK_BIAS if name == "bias" else _SURE if name in _EXPECTED else _SHRINK for name in names])
    start = np.array([_EXPECTED.get(name, 0.0) for name in names])
    weights: npt.NDArray[np.float64] = start.copy()
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-values @ weights))
        slope = values.T @ (chance - same) + shrink * (weights - start)
        bend = (values * (chance * (1.0 - chance))[:, None]).T @ values + np.diag(shrink)
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < _SMALL:
            break
    return dict(zip(names, (round(float(weight), 3) for weight in weights), strict=True))


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dispatches", type=Path, nargs="?", default=_HOME / "tests" / "data" / "merging" / "m1.txt")
    parser.add_argument("--shared", type=Path, default=_HOME.parent / "shared")
    parser.add_argument("--out", type=Path, default=_OUT)
    options = parser.parse_args()
    rows = from_dispatches(dispatches(options.dispatches.read_text(encoding="utf-8")))
    chains = options.shared / "corpora" / "newswcl" / "event_mentions_val.jsonl"
    if chains.is_file():
        rows += from_chains(chains)
    print(f"{len(rows)} pairs, {sum(row.same for row in rows)} of one happening")
    options.out.write_text(json.dumps({"threshold": THRESHOLD, "weights": fit(rows)}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
