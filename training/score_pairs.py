"""Score the relation classifier on pairs that it has not seen: ``python -m training.score_pairs work/held --hold 0``.

A flipped pair and a bystander are right when the answer is NONE, a stated pair when it is one of its types. The pairs that readers
labelled anew (``texts/pairs-articles.tsv``) are learned whatever is left out: ``dragoman evaluate benchmarks`` has pairs that
nothing has learned.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import torch

from dragoman.coding.codebook import NONE, labels
from training.crossvalidate import logits_of
from training.lessons import lessons_of_all
from training.network import Classifier
from training.train_coder import minilm


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--cache", type=Path, default=None)
    ask.add_argument("--hold", type=int, required=True, help="the fold that the coder was trained without")
    args = ask.parse_args()
    model = Classifier(minilm())
    model.load_state_dict(torch.load(args.folder / "coder.pt"))
    model.eval()
    pairs = [pair for number, lesson in enumerate(lessons_of_all(args.cache)) if number % 5 == args.hold for pair in lesson.pairs]
    seen: Counter[str] = Counter(pair.kind for pair in pairs)
    right: Counter[str] = Counter()
    none = labels().index(NONE)
    for pair, logits in zip(pairs, logits_of(model, pairs), strict=True):
        answer = int(logits.argmax())
        right[pair.kind] += answer in pair.labels
        right["direction"] += pair.kind != "bystander" and (answer == none) == (pair.kind == "flipped")
    for kind, count in sorted(seen.items()):
        print(f"{kind}: {right[kind] / count:.3f} of {count}")
    directed = seen["stated"] + seen["flipped"]
    print(f"direction (event or NONE): {right['direction'] / directed:.3f} of {directed}")


if __name__ == "__main__":
    main()
