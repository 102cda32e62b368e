"""Teach an encoder of fewer layers to give the states that a coder's gives: ``python -m training.shorten FOLDER --out work/short``.

What reads the states, the heads and the party network, stays as it is: the encoder alone goes on, from the larger one's layers without
those left out (Sanh et al. 2019), and learns from every text that there is, annotated or not, what the larger answers (Hinton et al. 2015).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from dragoman.coding.encoder import model_at
from training import corpus
from training.distil import without_annotation
from training.exported import take_up
from training.features import Item
from training.lessons import Lesson, lessons_without, read_all
from training.network import Coder, PooledDropout, at
from training.train_coder import NONE_WEIGHT, Learner, minilm, states

WIRES = 1500
"""Wires without annotation that are read."""
NAMED = 10
"""Word pieces of actors that an article names to be learned from: the others say little of what the coder will be asked."""
STATES_WEIGHT, TYPES_WEIGHT = 4.0, 16.0
"""Of the distance of the states, and of how the types diverge, which is much smaller; the statuses, of what is an event, count once."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("teacher", type=Path, help="an exported coder")
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--layers", type=int, nargs="+", default=[0, 1, 2, 3, 5], help="the larger one's layers that stay, counted from 0")
    ask.add_argument("--start", type=Path, default=None, help="go on from this shorter coder, whatever --layers says")
    ask.add_argument("--epochs", type=int, default=3)
    ask.add_argument("--unrounded", type=int, default=2, help="so many epochs at the start compute without rounding to eight bits")
    ask.add_argument("--rate", type=float, default=3e-4)
    ask.add_argument("--batch", type=int, default=12)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--cache", type=Path, default=None, help="keep the annotated documents as read here between runs")
    ask.add_argument("--hold", type=int, default=None, help="leave out each document whose number is this modulo 5 (cross-validation)")
    args = ask.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    coder = Coder(minilm())
    take_up(coder, args.teacher)
    windows = [item for lesson in (*lessons_without(args.hold, args.cache), *unannotated()) for item in lesson.items]
    taught = answered(args.teacher, windows)
    print(f"{len(taught)} windows, {sum(len(item.ids) for item in windows)} word pieces", flush=True)
    if args.start is None:
        coder.keep_layers(args.layers)
    else:
        take_up(coder, args.start)
    follow(coder, taught, args.epochs, args.rate, args.batch, args.unrounded)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(coder.state_dict(), args.out / "coder.pt")


@dataclass(frozen=True, slots=True)
class Taught:
    """A window, and the states that the larger encoder gives for it."""

    item: Item
    states: NDArray[np.float16]
    """[word pieces, 384]"""


def unannotated() -> list[Lesson]:
    """Real articles that nobody annotated and nothing is measured on: those of ``training.distil``, and wires, if they name actors."""
    found = read_all([*without_annotation(), *corpus.other_wires(WIRES)])
    return [lesson for lesson in found if sum(sum(item.named) for item in lesson.items) >= NAMED]


def answered(teacher: Path, items: Sequence[Item]) -> list[Taught]:
    """The windows with the states that an exported coder gives for them, a process to each core."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return [Taught(item, given) for item, given in zip(items, pool.map(partial(_states, teacher), items, chunksize=64), strict=True)]


_loaded = cache(model_at)


def _states(teacher: Path, item: Item) -> NDArray[np.float16]:
    return _loaded(teacher).states(item.ids, item.named).astype(np.float16)


def follow(model: Coder, windows: Sequence[Taught], epochs: int, rate: float, batch: int, unrounded: int) -> None:
    """Train the encoder in place towards the given states; the rate rises shortly and falls to nothing (AdamW)."""
    for name, weight in model.named_parameters():
        weight.requires_grad_(weight.requires_grad and name.startswith("encoder."))
    for module in model.modules():
        if isinstance(module, PooledDropout | nn.Dropout):
            module.p = 0.0
    learner = Learner(model, epochs * len(_batches(windows, batch)), rate, rate)
    for epoch in range(epochs):
        model.set_rounding(epoch >= unrounded)
        start, losses, groups = time.time(), np.zeros(3), _batches(windows, batch)
        for group in groups:
            parts = _losses(model, group)
            learner.step(torch.stack(parts).sum())
            losses += [float(part.detach()) for part in parts]
        away, types, statuses = losses / len(groups)
        print(f"epoch {epoch + 1}: states {away:.3f}  types {types:.4f}  statuses {statuses:.4f}  {time.time() - start:.0f} s", flush=True)
    learner.end()


def _batches(windows: Sequence[Taught], batch: int) -> list[list[Taught]]:
    """Windows of like length together, in random order."""
    alike = sorted(windows, key=lambda window: len(window.item.ids) + random.uniform(0, 8))
    groups = [alike[start : start + batch] for start in range(0, len(alike), batch)]
    random.shuffle(groups)
    return groups


def _losses(model: Coder, group: Sequence[Taught]) -> list[Tensor]:
    """How far the states that are read are from the given ones (share of their square), and what the heads make of the difference."""
    encoded, _ = states(model, [window.item for window in group])
    given = pad_sequence([torch.from_numpy(window.states).float() for window in group], batch_first=True)
    read = pad_sequence([_read(window.item) for window in group], batch_first=True)
    away = F.mse_loss(encoded[read], given[read]) / given[read].square().mean() if read.any() else encoded.sum() * 0
    spots = torch.tensor([(row, *trigger.place) for row, window in enumerate(group) for trigger in window.item.triggers])
    if not len(spots):
        return [away * STATES_WEIGHT, away * 0, away * 0]
    rows, first, last = spots[:, 0], spots[:, 1], spots[:, 2] - 1
    ours, theirs = at(encoded, rows, first, last), at(given, rows, first, last)
    with torch.no_grad():
        event = 1 - model.kind(theirs).softmax(1)[:, :1]
    types = _divergence(model.kind(ours), model.kind(theirs), NONE_WEIGHT + (1 - NONE_WEIGHT) * event)
    return [away * STATES_WEIGHT, types * TYPES_WEIGHT, _divergence(model.status(ours), model.status(theirs), event)]


def _read(item: Item) -> Tensor:
    """Which word pieces' states the coder reads [length]: those of actors and of candidate words."""
    read = torch.tensor(item.named, dtype=torch.bool)
    for trigger in item.triggers:
        read[slice(*trigger.place)] = True
    return read


def _divergence(ours: Tensor, theirs: Tensor, weight: Tensor) -> Tensor:
    """Kullback-Leibler divergence of probabilities [n, kinds] from the larger coder's, each row with its weight [n, 1]."""
    apart = F.kl_div(ours.log_softmax(1), theirs.log_softmax(1), reduction="none", log_target=True)
    return (apart * weight).sum() / weight.sum().clamp(min=1)


if __name__ == "__main__":
    main()
