"""Train the relation classifier, on from a trained coder: ``python -m training.train_relations --start work/coder --out work/relations``.

It learns what annotated sentences say of each two of the parties in them, then our own marked sentences and our own pairs, and then
what the corpus of marked sentences calls it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from torch import Tensor

from dragoman.coding.codebook import labels
from training.average import mean_of
from training.exported import take_up
from training.lessons import lessons_without
from training.network import Classifier, Coder
from training.pairs import Pair, paired, plv, turned, unrelated, written
from training.train_coder import Learner, minilm, states

RATE = 1e-4
OWN_RATE = 8e-5
"""Over our own marked sentences and pairs."""
HEAD_RATE = 4e-4


@dataclass(frozen=True, slots=True)
class Shares:
    """How many sentences of each kind a step has."""

    given: int
    """Those that a corpus gives with their relation."""
    written: int
    """Our own of that kind."""
    turned: int
    """One-way acts of both, source and target changed over."""
    paired: int
    """Our own with several pairs of each sentence."""
    unrelated: int
    """Those of a corpus in which the one party does nothing to the other."""
    stated: int
    """Those of annotated documents that state a relation."""
    other: int
    """Flipped ones of annotated documents, and bystanders."""


OWN = Shares(given=3, written=4, turned=0, paired=0, unrelated=2, stated=14, other=18)
WRITTEN = Shares(given=0, written=16, turned=0, paired=0, unrelated=1, stated=8, other=8)
"""Then mostly our own marked sentences, which name each act as the corpus does."""
PAIRED = Shares(given=0, written=10, turned=4, paired=15, unrelated=1, stated=5, other=3)
"""Then our own pairs, which say besides of whom it is not told."""
GIVEN = Shares(given=10, written=0, turned=2, paired=4, unrelated=1, stated=2, other=2)
"""In the end none of our own that give one pair a sentence: they have been learned by then."""
SEEDS = (7, 11, 13)
"""Of the last part, whose mean ships."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--start", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--cache", type=Path, default=None)
    ask.add_argument("--rounds", type=float, default=3, help="first, over the sentences of annotated documents that state a relation")
    ask.add_argument("--written-rounds", type=float, default=4, help="then, over our own marked sentences")
    ask.add_argument("--paired-rounds", type=float, default=3.4, help="then, over our own pairs")
    ask.add_argument("--given-rounds", type=float, default=6, help="then, over those of the corpus")
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--hold", type=int, default=None, help="leave out each document whose number is this modulo 5")
    ask.add_argument("--without-given", action="store_true", help="leave out the corpus, to cross-validate on it")
    args = ask.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    lessons = lessons_without(args.hold, args.cache)
    if args.without_given:
        lessons = [lesson for lesson in lessons if not lesson.name.startswith("plv/plv_train")]
    given = [] if args.without_given else list(plv())
    pairs = Pairs.of([pair for lesson in lessons for pair in lesson.pairs], given)
    print(pairs, flush=True)
    model = Classifier(minilm())
    take_up(model, args.start)
    learn(model, pairs, OWN, int(args.rounds * len(pairs.stated) / OWN.stated))
    learn(model, pairs, WRITTEN, int(args.written_rounds * len(pairs.written) / WRITTEN.written), OWN_RATE)
    learn(model, pairs, PAIRED, int(args.paired_rounds * len(pairs.paired) / PAIRED.paired), OWN_RATE)
    if given:
        learn_given(model, pairs, args.given_rounds)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "coder.pt")


@dataclass(frozen=True)
class Pairs:
    """Marked sentences by what they are for; see :class:`Shares`."""

    given: tuple[Pair, ...]
    written: tuple[Pair, ...]
    turned: tuple[Pair, ...]
    paired: tuple[Pair, ...]
    unrelated: tuple[Pair, ...]
    stated: tuple[Pair, ...]
    other: tuple[Pair, ...]

    @staticmethod
    def of(own: Sequence[Pair], given: Sequence[Pair]) -> Pairs:
        """``own``: those of annotated documents; ``given``: those of the corpus. The others are read."""
        ours = tuple(written())
        return Pairs(
            given=tuple(given),
            written=ours,
            turned=tuple(turned((*given, *ours))),
            paired=tuple(paired()),
            unrelated=tuple(unrelated()),
            stated=tuple(pair for pair in own if pair.kind == "stated"),
            other=tuple(pair for pair in own if pair.kind != "stated"),
        )

    def steps(self, shares: Shares) -> Iterator[list[Pair]]:
        """Steps without end, each kind in rounds of its own."""
        kinds = [(getattr(self, kind.name), getattr(shares, kind.name)) for kind in fields(self)]
        rounds = [(_rounds(pairs), share) for pairs, share in kinds if pairs]
        while True:
            yield [next(pairs) for pairs, share in rounds for _ in range(share)]

    def __str__(self) -> str:
        return ", ".join(f"{len(getattr(self, kind.name))} {kind.name}" for kind in fields(self))


def _rounds(pairs: Sequence[Pair]) -> Iterator[Pair]:
    while True:
        yield from random.sample(pairs, len(pairs))


def learn(model: Coder, pairs: Pairs, shares: Shares, steps: int, rate: float = RATE) -> None:
    """Train in place for so many steps, or none."""
    if not steps:
        return
    learner = Learner(model, steps, rate, HEAD_RATE)
    for step, group in zip(range(1, steps + 1), pairs.steps(shares), strict=False):
        loss = pair_loss(model, group)
        learner.step(loss)
        if step % 200 == 0:
            print(f"step {step} of {steps}: {float(loss.detach()):.3f}", flush=True)
    learner.end()


def learn_given(model: Coder, pairs: Pairs, rounds: float) -> None:
    """Learn what the corpus calls each of its sentences, from several seeds; the model becomes their mean.

    So few sentences give another classifier with every seed; their mean is as good as the better ones (Wortsman et al. 2022).
    """
    start = {name: value.clone() for name, value in model.state_dict().items()}
    ends = []
    for seed in SEEDS:
        torch.manual_seed(seed)
        random.seed(seed)
        model.load_state_dict(start)
        learn(model, pairs, GIVEN, int(rounds * len(pairs.given) / GIVEN.given))
        ends.append({name: value.clone() for name, value in model.state_dict().items()})
    model.load_state_dict(mean_of(ends))


def pair_loss(model: Coder, group: Sequence[Pair]) -> Tensor:
    """Cross-entropy over types; where any of several labels is right, of their sum."""
    logits = model.pairs(*states(model, group), torch.tensor([p.source for p in group]), torch.tensor([p.target for p in group]))
    right = torch.full((len(group), len(labels())), float("-inf"))
    for i, pair in enumerate(group):
        right[i, list(pair.labels)] = 0.0
    return (torch.logsumexp(logits, 1) - torch.logsumexp(logits + right, 1)).mean()


if __name__ == "__main__":
    main()
