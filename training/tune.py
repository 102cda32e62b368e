"""Choose the coder's cut-offs and its calibration on documents it was not trained on: ``python -m training.tune 0=work/e0 1=work/e1``.

Each ``FOLD=FOLDER`` names an exported coder (``training.export_coder --to``) that has not seen the documents of
``../shared/gold/train`` of that fold (``training.train_coder --hold``). Reads these with it, fits the confidence to what is
right, and climbs, one cut-off at a time, to the settings with the best ``coded`` and, half as much, ``found`` F1
(``../shared/gold/score.py``); then fits the confidence anew.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from dragoman.coding.component import Coding
from dragoman.coding.encoder import Array, Model, model_at
from dragoman.coding.roles import Settings
from dragoman.coding.roles import settings as shipped
from dragoman.pipeline import load
from dragoman.report import from_doc
from training import corpus
from training.features import annotate

SETTINGS = corpus.HERE.parent / "src" / "dragoman" / "coding" / "data" / "settings.json"
CONFIDENCE = SETTINGS.with_name("confidence.json")
RIDGE = 1.0
GRID = {
    "event": (0.25, 0.3, 0.4, 0.45, 0.5, 0.6),
    "party": (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7),
    "sole_actor": (0.05, 0.1, 0.2, 0.3, 0.4, 0.5),
    "sole_recipient": (0.05, 0.1, 0.2, 0.3, 0.4, 0.5),
    "least": (0.12, 0.16, 0.18, 0.2, 0.22, 0.24, 0.26, 0.28, 0.32, 0.36),
}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("coders", nargs="+", help="FOLD=FOLDER")
    ask.add_argument("--calibrate-only", action="store_true", help="keep the cut-offs as they are")
    args = ask.parse_args()
    rule = scorer()
    nlp = load(without=("dragoman_coding",))
    coders = {int(one.partition("=")[0]): _Remembering(model_at(Path(one.partition("=")[2]))) for one in args.coders}
    sources = list(enumerate(corpus.gold(corpus.SHARED / "gold" / "train")))
    read = [Read(source, annotate(nlp, source), coders[n % 5]) for n, source in sources if n % 5 in coders]
    chosen = shipped() if args.calibrate_only else climb(read, rule)
    weights = calibrate(read, chosen, rule)
    SETTINGS.write_text(json.dumps(asdict(chosen), indent=1) + "\n", "utf-8")
    CONFIDENCE.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    shown = figures(read, chosen, weights, rule)
    print({name: round(value.get("f1", value.get("share", 0.0)), 3) for name, value in shown.items()})
    print("{} documents without interstate events, {} false events in them".format(*uneventful(read, chosen, weights, rule)))


@dataclass(frozen=True)
class Read:
    """An annotated document as read up to the coder, and the coder that has not seen it."""

    source: corpus.Annotated
    doc: Doc
    model: Model


def climb(read: Sequence[Read], rule: ModuleType) -> Settings:
    """The best settings that changing one cut-off at a time reaches, in two rounds."""
    settings = Settings(event=0.3, party=0.45, sole_actor=0.3, sole_recipient=0.1, least=0.24, background=0.25)
    weights = calibrate(read, settings, rule)
    best = figures(read, settings, weights, rule)
    for _ in range(2):
        for name, values in GRID.items():
            for value in values:
                tried = replace(settings, **{name: value})
                reached = figures(read, tried, weights, rule)
                if worth(reached) > worth(best):
                    settings, best = tried, reached
            print(asdict(settings), {k: round(v["f1"], 3) for k, v in best.items() if "f1" in v}, flush=True)
    return settings


def calibrate(read: Sequence[Read], settings: Settings, rule: ModuleType) -> dict[str, float]:
    """The weights of the confidence, fitted to which of all that the documents tell is coded right.

    Prints the calibration error, of what is sure enough to be an event, over five parts of the documents, each told by weights
    fitted to the others, beside what a perfectly calibrated confidence would show by chance over as many events.
    """
    told, right, owner = [], [], []
    for number, one in enumerate(read):
        coding = Coding(replace(settings, least=0.0), one.model, {})
        report: dict[str, Any] = from_doc(coding(one.doc)).to_dict()
        guesses = [rule.Event(e, one.source.text) for e in report["events"]]
        golds = [rule.Event(e, one.source.text) for e in _gold(one.source)["events"]]
        hits = {id(guess) for guess, _ in rule.match(guesses, golds, "coded")}
        told += [each.signs for each in coding.told(one.doc)]
        right += [float(id(guess) in hits) for guess in guesses]
        owner += [number % 5] * len(guesses)
    x, y, fold = np.array([list(one.values()) for one in told]), np.array(right), np.array(owner)
    apart = np.zeros(len(y))
    for held in range(5):
        apart[fold == held] = _chance(x[fold == held], _fit(x[fold != held], y[fold != held]))
    p, hit = apart[apart >= settings.least], y[apart >= settings.least]
    draw = np.random.default_rng(7)
    chance = np.mean([_calibration_error(p, (draw.random(len(p)) < p).astype(float)) for _ in range(100)])
    print(f"{len(p)} events, {hit.mean():.3f} right, expected calibration error {_calibration_error(p, hit):.3f} (by chance {chance:.3f})")
    return {name: round(float(weight), 4) for name, weight in zip(told[0], _fit(x, y), strict=True)}


def _fit(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression with a small ridge, by Newton's steps."""
    weights = np.zeros(x.shape[1])
    ridge = RIDGE * np.eye(x.shape[1])
    for _ in range(50):
        p = _chance(x, weights)
        weights += np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, x.T @ (y - p) - RIDGE * weights)
    return weights


def _chance(x: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = 1 / (1 + np.exp(-(x @ weights)))
    return found


def _calibration_error(p: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Over ten equal bins, how far the mean confidence lies from the share that is right, weighted by the bin's size."""
    bins = np.digitize(p, np.linspace(0, 1, 11)[1:-1])
    return float(sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)))


def _gold(source: corpus.Annotated) -> dict[str, Any]:
    return corpus.raw(corpus.SHARED / "gold" / "train", source.name)


def worth(figures: dict[str, dict[str, float]]) -> float:
    """What the climb maximises: coded, with half as much regard for found."""
    return figures["coded"]["f1"] + 0.5 * figures["found"]["f1"]


def uneventful(read: Sequence[Read], settings: Settings, weights: Mapping[str, float], rule: ModuleType) -> tuple[int, int]:
    """How many of the documents have no interstate event, and how many such events are coded in these."""
    without = [one for one in read if not any(rule.Event(e, one.source.text).international for e in _gold(one.source)["events"])]
    reports: list[dict[str, Any]] = [from_doc(Coding(settings, one.model, weights)(one.doc)).to_dict() for one in without]
    return len(without), sum(rule.Event(event, "").international for report in reports for event in report["events"])


def figures(read: Sequence[Read], settings: Settings, weights: Mapping[str, float], rule: ModuleType) -> dict[str, dict[str, float]]:
    """All figures of the scorer over these documents, coded with these settings and this confidence."""
    coded = ((one, Coding(settings, one.model, weights)(one.doc)) for one in read)
    return figures_of(rule, ((one.source.text, _gold(one.source), from_doc(doc).to_dict()) for one, doc in coded))


def figures_of(rule: ModuleType, reports: Iterable[tuple[str, dict[str, Any], dict[str, Any]]]) -> dict[str, dict[str, float]]:
    """All figures of the scorer for texts with their annotation and their report."""
    tally: Any = rule.Tally()
    for text, gold, report in reports:
        rule.score_document(text, gold, report, tally)
    found: dict[str, dict[str, float]] = rule.figures(tally)
    return found


class _Remembering(Model):
    """A model that encodes each window once however often the climb reads it."""

    def __init__(self, model: Model) -> None:
        self.__dict__.update(model.__dict__)
        self._kept: dict[tuple[int, ...], Array] = {}

    def states(self, ids: Sequence[int], named: Sequence[int]) -> Array:
        key = tuple(ids)
        if key not in self._kept:
            self._kept[key] = super().states(ids, named)
        return self._kept[key]


def scorer() -> ModuleType:
    """``../shared/gold/score.py``, the scoring rule."""
    spec = importlib.util.spec_from_file_location("score", corpus.SHARED / "gold" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("no score.py in ../shared/gold")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
