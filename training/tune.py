"""Choose the coder's cut-offs on documents that the model was not trained on: ``python -m training.tune --hold 0``.

Reads the held-out documents of ``../shared/gold/train`` with the model in the package and climbs, one cut-off at a time, to
the settings with the best ``coded`` and, half as much, ``found`` F1 (``../shared/gold/score.py``).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from spacy.tokens import Doc

from dragoman.coding.component import Coding
from dragoman.coding.encoder import Array, Model, model
from dragoman.coding.roles import Settings
from dragoman.pipeline import load
from dragoman.report import from_doc
from training import corpus
from training.features import annotate

SETTINGS = corpus.HERE.parent / "src" / "dragoman" / "coding" / "data" / "settings.json"
GRID = {
    "event": (0.3, 0.4, 0.45, 0.5, 0.6),
    "party": (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7),
    "sole_actor": (0.05, 0.1, 0.2, 0.3, 0.4, 0.5),
    "sole_recipient": (0.05, 0.1, 0.2, 0.3, 0.4, 0.5),
    "least": (0.0, 0.02, 0.05, 0.08, 0.12, 0.16, 0.2),
}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--hold", type=int, required=True, help="the fold that the model was trained without")
    args = ask.parse_args()
    scorer = _scorer()
    nlp = load(without=("dragoman_coding",))
    sources = [source for number, source in enumerate(corpus.gold(corpus.SHARED / "gold" / "train")) if number % 5 == args.hold]
    read = [(source, annotate(nlp, source)) for source in sources]
    settings = Settings(event=0.45, party=0.55, sole_actor=0.1, sole_recipient=0.1, least=0.0)
    best = figures(read, settings, scorer)
    for _ in range(2):
        for name, values in GRID.items():
            for value in values:
                tried = replace(settings, **{name: value})
                reached = figures(read, tried, scorer)
                if worth(reached) > worth(best):
                    settings, best = tried, reached
            print(asdict(settings), {k: round(v["f1"], 3) for k, v in best.items() if "f1" in v}, flush=True)
    settings = calibrate(read, settings, scorer)
    SETTINGS.write_text(json.dumps(asdict(settings), indent=1) + "\n", "utf-8")


def calibrate(read: Sequence[tuple[corpus.Annotated, Doc]], settings: Settings, scorer: ModuleType) -> Settings:
    """The settings with slope and offset fitted (logistic regression, Newton's steps) to which events were coded right."""
    odds, right = [], []
    for source, doc in read:
        report: dict[str, Any] = from_doc(Coding(settings, _remembering())(doc)).to_dict()
        guesses = [scorer.Event(e, source.text) for e in report["events"]]
        golds = [scorer.Event(e, source.text) for e in _gold(source)["events"]]
        hits = {id(guess) for guess, _ in scorer.match(guesses, golds, "coded")}
        for guess in guesses:
            kept = min(max(guess.raw["confidence"], 1e-6), 1 - 1e-6)
            odds.append(math.log(kept / (1 - kept)))
            right.append(float(id(guess) in hits))
    x, y = np.stack([np.array(odds), np.ones(len(odds))]), np.array(right)
    weights = np.array([1.0, 0.0])
    for _ in range(25):
        p = 1 / (1 + np.exp(-weights @ x))
        weights += np.linalg.solve((x * (p * (1 - p))) @ x.T + 1e-6 * np.eye(2), x @ (y - p))
    p = 1 / (1 + np.exp(-weights @ x))
    bins = np.digitize(p, np.linspace(0, 1, 11)[1:-1])
    error = sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins))
    print(f"{len(y)} events, {y.mean():.3f} right, expected calibration error {error:.3f} (on the same)")
    return replace(settings, slope=round(float(weights[0]), 4), offset=round(float(weights[1]), 4))


def _gold(source: corpus.Annotated) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((corpus.SHARED / "gold" / "train" / f"{source.name}.json").read_text("utf-8"))
    return raw


def worth(figures: dict[str, dict[str, float]]) -> float:
    """What the climb maximises: coded, with half as much regard for found."""
    return figures["coded"]["f1"] + 0.5 * figures["found"]["f1"]


def figures(read: Sequence[tuple[corpus.Annotated, Doc]], settings: Settings, scorer: ModuleType) -> dict[str, dict[str, float]]:
    """All figures of the scorer over these documents, coded with these settings."""
    coding = Coding(settings, _remembering())
    tally: Any = scorer.Tally()
    for source, doc in read:
        scorer.score_document(source.text, _gold(source), from_doc(coding(doc)).to_dict(), tally)
    found: dict[str, dict[str, float]] = scorer.figures(tally)
    return found


class _Remembering(Model):
    """The shipped model, which encodes each window once however often the climb reads it."""

    def __init__(self, shipped: Model) -> None:
        self.__dict__.update(shipped.__dict__)
        self._kept: dict[tuple[int, ...], Array] = {}

    def states(self, ids: Sequence[int], named: Sequence[int]) -> Array:
        key = tuple(ids)
        if key not in self._kept:
            self._kept[key] = super().states(ids, named)
        return self._kept[key]


@cache
def _remembering() -> Model:
    return _Remembering(model())


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", corpus.SHARED / "gold" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("no score.py in ../shared/gold")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
