"""Have the larger coder answer for every window, and for windows of articles that nobody annotated: ``python -m training.distil``.

What it writes is learned from by ``training.train_coder --soft``: probabilities say more than labels (Hinton et al. 2015),
and articles without annotation say what words the coder will meet.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from dragoman.coding.encoder import softmax
from dragoman.pipeline import load
from training import corpus
from training.corpus import Annotated
from training.features import Item, annotate
from training.lessons import lesson, lessons_of_all
from training.network import at
from training.teacher import Teacher
from training.train_coder import Soft, Window, states

ARTICLES = 400


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("teacher", type=Path, help="folder with the trained teacher")
    ask.add_argument("--base", required=True, help="weights of all-mpnet-base-v2, for the shape of the network")
    ask.add_argument("--cache", type=Path, default=None)
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    random.seed(7)
    model = Teacher(args.base)
    model.load_state_dict(torch.load(args.teacher / "coder.pt"), strict=False)
    model.eval()
    model.encoder.encoder.to(torch.bfloat16)
    annotated = [item for one in lessons_of_all(args.cache) for item in one.items]
    windows = [Window(item, soft) for item, soft in answers(model, annotated)]
    fresh = list(answers(model, list(without_annotation())))
    windows += [Window(item, soft, annotated=False) for item, soft in fresh]
    args.out.write_bytes(pickle.dumps(windows))
    print(f"{len(annotated)} annotated windows, {len(fresh)} others")


def without_annotation() -> Iterator[Item]:
    """Windows of articles of the attribution corpus that are annotated nowhere and name two or more actors' codes."""
    folder = corpus.SHARED / "corpora" / "polnear" / "train" / "text"
    known = {Path(source.name).stem for source in corpus.news()}
    known |= {path.stem for part in ("train", "dev", "check") for path in (corpus.SHARED / "gold" / part).glob("*.txt")}
    paths = [path for path in sorted(folder.glob("*.txt")) if path.stem not in known]
    nlp = load(without=("dragoman_places", "dragoman_attribution", "dragoman_coding"))
    for path in random.sample(paths, min(ARTICLES, len(paths))):
        source = Annotated(path.stem, path.read_bytes().decode("utf-8"), None, ())
        doc = annotate(nlp, source)
        if len({code for mention in doc._.mentions for code in mention.codes}) > 1:
            yield from lesson(doc, source).items


def answers(model: Teacher, items: Sequence[Item]) -> Iterator[tuple[Item, Soft]]:
    """Each window with the teacher's probabilities for it."""
    ordered = sorted(items, key=lambda item: len(item.ids))
    for start in range(0, len(ordered), 16):
        group = ordered[start : start + 16]
        with torch.no_grad():
            encoded, _ = states(model, group)
            for row, item in enumerate(group):
                yield item, _soft(model, encoded[row : row + 1], item)


def _soft(model: Teacher, encoded: torch.Tensor, item: Item) -> Soft:
    places = torch.tensor([t.place for t in item.triggers], dtype=torch.long).reshape(-1, 2)
    words = at(encoded, torch.zeros(len(places), dtype=torch.long), places[:, 0], places[:, 1] - 1)
    types, statuses = (softmax(head(words).numpy()).astype(np.float16) for head in (model.kind, model.status))
    return Soft(types=types, statuses=statuses)


if __name__ == "__main__":
    main()
