"""Have the larger coder answer for every window, and for windows of articles that nobody annotated: ``python -m training.distil``.

What it writes is learned from by ``training.train_coder --soft``: probabilities say more than labels (Hinton et al. 2015),
and articles without annotation say what words the coder will meet.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from dragoman.coding.codebook import NONE, labels
from dragoman.coding.encoder import softmax
from dragoman.pipeline import load
from training import corpus
from training.corpus import Annotated
from training.features import Item, unlabelled
from training.network import at
from training.teacher import Teacher
from training.train_coder import Halves, Soft, Window, lessons_of_all, states

LEAST_EVENT = 0.25
"""Probability from which on the teacher's event in an article without annotation has its parties learned too."""
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
    annotated = [item for lesson in lessons_of_all(args.cache) for item in lesson.items]
    windows = [Window(item, soft) for item, soft in answers(model, annotated)]
    fresh = list(answers(model, list(without_annotation())))
    windows += [Window(*_kept(item, soft), annotated=False) for item, soft in fresh]
    args.out.write_bytes(pickle.dumps(windows))
    print(f"{len(annotated)} annotated windows, {len(fresh)} others")


def without_annotation() -> Iterator[Item]:
    """Windows of articles of the attribution corpus that are annotated nowhere, in which two or more states are named."""
    folder = corpus.SHARED / "corpora" / "polnear" / "train" / "text"
    known = {Path(source.name).stem for source in corpus.news()}
    known |= {path.stem for part in ("train", "dev", "check") for path in (corpus.SHARED / "gold" / part).glob("*.txt")}
    paths = [path for path in sorted(folder.glob("*.txt")) if path.stem not in known]
    nlp = load(without=("dragoman_places", "dragoman_attribution", "dragoman_coding"))
    for path in random.sample(paths, min(ARTICLES, len(paths))):
        source = Annotated(path.stem, path.read_bytes().decode("utf-8"), None, ())
        for item in unlabelled(nlp, source):
            if len({party.code for trigger in item.triggers for party in trigger.parties}) > 1:
                yield item


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
    if not item.triggers:
        return Soft(_halves(np.zeros((0, len(labels())))), _halves(np.zeros((0, len(corpus.STATUSES)))), _halves(np.zeros((0, 2))))
    places = torch.tensor([t.place for t in item.triggers])
    words = at(encoded, torch.zeros(len(places), dtype=torch.long), places[:, 0], places[:, 1] - 1)
    types = model.kind(words).softmax(1).numpy()
    best = [t.label or int(row[1:].argmax()) + 1 for t, row in zip(item.triggers, types, strict=True)]
    which = [(n, link) for n, t in enumerate(item.triggers) for party in t.parties for link in party.links]
    roles = np.zeros((0, 2))
    if which:
        spots = torch.tensor([link.place for _, link in which])
        mentions = at(encoded, torch.zeros(len(spots), dtype=torch.long), spots[:, 0], spots[:, 1] - 1)
        numbers = torch.tensor([n for n, _ in which])
        features, kinds = torch.tensor([link.features for _, link in which]), torch.tensor(best)[numbers]
        roles = model.roles(words[numbers], mentions, features, kinds).sigmoid().numpy()
    return Soft(_halves(types), _halves(softmax(model.status(words).numpy())), _halves(roles))


def _halves(values: np.ndarray) -> Halves:
    return values.astype(np.float16)


def _kept(item: Item, soft: Soft) -> tuple[Item, Soft]:
    """A window without annotation under the teacher's types, with the parties of what it holds for an event."""
    triggers, roles, first = [], [], 0
    for trigger, types in zip(item.triggers, soft.types, strict=True):
        last = first + sum(len(party.links) for party in trigger.parties)
        event = 1 - float(types[labels().index(NONE)]) >= LEAST_EVENT
        triggers.append(replace(trigger, label=int(types[1:].argmax()) + 1) if event else replace(trigger, parties=()))
        roles += [soft.roles[first:last]] if event else []
        first = last
    kept = np.concatenate(roles) if roles else soft.roles[:0]
    return replace(item, triggers=tuple(triggers)), replace(soft, roles=kept)


if __name__ == "__main__":
    main()
