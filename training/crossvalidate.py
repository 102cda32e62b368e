"""Cross-validate the relation classifier on PLV: ``python -m training.crossvalidate --start work/own --cache work/lessons.pkl``.

Five folds; rows whose sentences are near to one another stay together. Each fold goes on from a classifier that has seen no
row of PLV, neither as a marked sentence nor as an annotated one (``training.train_relations --without-given``, on from
``training.train_coder --without plv/plv_train``), learns the marked sentences of the other four folds, as the shipped one
learns all five, and is scored in 2016's roots (CONCEDE and RETREAT are YIELD).
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor

from dragoman.coding.codebook import NONE, labels
from dragoman.evaluation.relations import QUADS, macro_f1
from training.lessons import lessons_of_all
from training.network import Classifier, Coder
from training.pairs import YIELD, Pair, plv, plv_sentences
from training.train_coder import minilm, states
from training.train_relations import Pairs, learn_given

FOLDS = 5
NEAR = 0.6
"""Share of the rarer sentence's longer words from which on two sentences are held for one."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--start", type=Path, required=True)
    ask.add_argument("--cache", type=Path, default=None)
    ask.add_argument("--rounds", type=float, default=6)
    args = ask.parse_args()
    lessons = [lesson for lesson in lessons_of_all(args.cache) if not lesson.name.startswith("plv/plv_train")]
    own = [pair for lesson in lessons for pair in lesson.pairs]
    rows = list(plv())
    fold_of = folds(plv_sentences())
    guesses: list[tuple[str, str]] = []
    answered: list[tuple[Tensor, Pair]] = []
    for fold in range(FOLDS):
        model = Classifier(minilm())
        model.load_state_dict(torch.load(args.start / "coder.pt"))
        learn_given(model, Pairs.of(own, [pair for pair in rows if fold_of[pair.sentence] != fold]), args.rounds)
        model.eval()
        held = [pair for pair in rows if fold_of[pair.sentence] == fold]
        answers = list(zip(logits_of(model, held), held, strict=True))
        guesses += [(root(pair.labels[0]), root_of_best(logits)) for logits, pair in answers]
        answered += answers
        print(f"fold {fold}: {figures(guesses)}", flush=True)
    print(f"best temperature (training.export_coder --relations --temperature): {best_temperature(answered):.1f}")


def folds(sentences: Sequence[str]) -> list[int]:
    """The fold of each sentence; those that are near to one another share theirs."""
    words = [frozenset(re.findall(r"[a-z]{4,}", sentence.lower())) for sentence in sentences]
    group = list(range(len(sentences)))

    def root_of(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i, one in enumerate(words):
        for j in range(i):
            if len(one & words[j]) >= NEAR * max(1, min(len(one), len(words[j]))):
                group[root_of(i)] = root_of(j)
    roots = sorted({root_of(i) for i in group})
    random.Random(7).shuffle(roots)
    number = {top: at % FOLDS for at, top in enumerate(roots)}
    return [number[root_of(i)] for i in range(len(sentences))]


def root_of_best(logits: Tensor) -> str:
    """The root of the likeliest type; NONE is no answer here, so the next best counts."""
    kept = logits.clone()
    kept[labels().index(NONE)] = -torch.inf
    return root(int(kept.argmax()))


def best_temperature(answered: Sequence[tuple[Tensor, Pair]]) -> float:
    """What to divide the logits by for the right labels to be likeliest (Guo et al. 2017), of 0.5, 0.6 … 3.0."""
    logits = torch.stack([row for row, _ in answered])
    right = torch.full_like(logits, -torch.inf)
    for i, (_, pair) in enumerate(answered):
        right[i, list(pair.labels)] = 0.0

    def loss(tenths: int) -> float:
        scaled = logits * (10 / tenths)
        return float((torch.logsumexp(scaled, 1) - torch.logsumexp(scaled + right, 1)).mean())

    return min(range(5, 31), key=loss) / 10


def logits_of(model: Coder, pairs: Sequence[Pair]) -> Iterator[Tensor]:
    """The type logits of each marked sentence."""
    for start in range(0, len(pairs), 32):
        group = pairs[start : start + 32]
        with torch.no_grad():
            yield from model.pairs(*states(model, group), torch.tensor([p.source for p in group]), torch.tensor([p.target for p in group]))


def root(label: int) -> str:
    """A label under its root of 2016."""
    return "YIELD" if labels()[label] in YIELD else labels()[label]


def figures(pairs: Sequence[tuple[str, str]]) -> str:
    """Accuracy, root macro-F1 and quad macro-F1 in words."""
    gold, guessed = [g for g, _ in pairs], [p for _, p in pairs]
    right = sum(g == p for g, p in pairs) / len(pairs)
    quads = macro_f1([QUADS[p] for p in guessed], [QUADS[g] for g in gold])
    return f"{len(pairs)} rows, accuracy {right:.3f}, root macro-F1 {macro_f1(guessed, gold):.3f}, quad macro-F1 {quads:.3f}"


if __name__ == "__main__":
    main()
