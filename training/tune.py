"""Choose the coder's cut-offs on documents that the model was not trained on: ``python -m training.tune --hold 0``.

Reads the held-out documents of ``../shared/gold/train`` with the model in the package and climbs, one cut-off at a time, to
the settings with the best mean of ``found`` and ``coded`` F1 (``../shared/gold/score.py``).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from types import ModuleType
from typing import Any

from spacy.tokens import Doc

from dragoman.coding.component import Coding
from dragoman.coding.roles import Settings
from dragoman.pipeline import load
from dragoman.report import from_doc
from training import corpus
from training.features import annotate

GRID = {
    "event": (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65),
    "party": (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7),
    "sole": (0.03, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5),
}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--hold", type=int, required=True, help="the fold that the model was trained without")
    args = ask.parse_args()
    scorer = _scorer()
    nlp = load(without=("dragoman_coding",))
    sources = [source for number, source in enumerate(corpus.gold(corpus.SHARED / "gold" / "train")) if number % 5 == args.hold]
    read = [(source, annotate(nlp, source)) for source in sources]
    settings = Settings()
    best = figures(read, settings, scorer)
    for _ in range(2):
        for name, values in GRID.items():
            for value in values:
                tried = replace(settings, **{name: value})
                reached = figures(read, tried, scorer)
                if worth(reached) > worth(best):
                    settings, best = tried, reached
            print(asdict(settings), {k: round(v["f1"], 3) for k, v in best.items() if "f1" in v}, flush=True)


def worth(figures: dict[str, dict[str, float]]) -> float:
    """What the climb maximises: found and coded count alike."""
    return figures["found"]["f1"] + figures["coded"]["f1"]


def figures(read: Sequence[tuple[corpus.Annotated, Doc]], settings: Settings, scorer: ModuleType) -> dict[str, dict[str, float]]:
    """All figures of the scorer over these documents, coded with these settings."""
    coding = Coding(settings)
    tally: Any = scorer.Tally()
    for source, doc in read:
        gold = json.loads((corpus.SHARED / "gold" / "train" / f"{source.name}.json").read_text("utf-8"))
        scorer.score_document(source.text, gold, from_doc(coding(doc)).to_dict(), tally)
    found: dict[str, dict[str, float]] = scorer.figures(tally)
    return found


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", corpus.SHARED / "gold" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("no score.py in ../shared/gold")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
