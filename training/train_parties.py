"""Train the party network over an exported coder's states: ``python -m training.train_parties work/e0 --hold 0`` (minutes).

The encoder stays as it is; what is learned, ``parties.*``, is added to the folder's ``heads.npz``.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from dragoman.coding.encoder import model_at
from dragoman.coding.party_network import PREFIX
from dragoman.coding.roles import word
from training.lessons import Lesson, Statement, lessons_without
from training.party_network import PartyNetwork, party_loss
from training.train_coder import parties_at

BATCH = 48


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement with the rows of its trigger and its mentions in the table of states."""

    statement: Statement
    trigger: int
    mentions: tuple[int, ...]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("folder", type=Path, help="an exported coder")
    ask.add_argument("--hold", type=int, default=None, help="leave out each document whose number is this modulo 5")
    ask.add_argument("--cache", type=Path, default=None, help="keep the documents as read here between runs")
    ask.add_argument("--on", action="store_true", help="go on from the network that the folder has")
    ask.add_argument("--epochs", type=int, default=5)
    ask.add_argument("--rate", type=float, default=1e-3)
    ask.add_argument("--seed", type=int, default=3)
    args = ask.parse_args()
    torch.manual_seed(args.seed)
    random.seed(args.seed)
    lessons = lessons_without(args.hold, args.cache)
    statements, states = encoded(lessons, args.folder)
    print(f"{len(statements)} statements, {len(states)} states", flush=True)
    network = PartyNetwork()
    if args.on:
        network.load_state_dict(parties_at(args.folder))
    fit(network, statements, states, args.epochs, args.rate)
    add(network, args.folder)


def encoded(lessons: Sequence[Lesson], folder: Path) -> tuple[list[Placed], Tensor]:
    """Each statement with the numbers of its rows in the table of states [rows, width] (float16), as the exported encoder gives them."""
    model = model_at(folder)
    placed: list[Placed] = []
    table: list[np.ndarray] = []
    for lesson in lessons:
        spots = {spot for s in lesson.statements for spot in (s.trigger, *s.mentions)}
        states = {at: model.states(lesson.items[at].ids, lesson.items[at].named) for at in {at for at, _ in spots}}
        row = {spot: len(table) + i for i, spot in enumerate(sorted(spots))}
        table += [word(states[at], place).astype(np.float16) for at, place in sorted(spots)]
        placed += [Placed(s, row[s.trigger], tuple(row[spot] for spot in s.mentions)) for s in lesson.statements]
    return placed, torch.from_numpy(np.stack(table))


def fit(network: PartyNetwork, statements: Sequence[Placed], states: Tensor, epochs: int, rate: float) -> None:
    """Train in place: AdamW with a short warm-up, then linear decay."""
    steps = epochs * (len(statements) // BATCH + 1)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.02)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(1.0, n / (0.05 * steps)) * max(0.0, 1 - n / steps))
    network.train()
    for epoch in range(epochs):
        order = sorted(statements, key=lambda one: len(one.mentions) + 4 * random.random())
        groups = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        random.shuffle(groups)
        total = 0.0
        for group in groups:
            mentions = [states[list(one.mentions)].float() for one in group]
            loss = party_loss(network, [one.statement for one in group], states[[one.trigger for one in group]].float(), mentions)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: {total / len(groups):.4f}", flush=True)


def add(network: PartyNetwork, folder: Path) -> None:
    """Write the network's weights into the folder's ``heads.npz``, in place of what is there of an earlier one."""
    path = folder / "heads.npz"
    with np.load(path) as kept:
        heads = {name: kept[name] for name in kept.files if not name.startswith(PREFIX)}
    made = {PREFIX + name: value.numpy().astype(np.float16) for name, value in network.state_dict().items()}
    np.savez_compressed(path, **heads, **made)


if __name__ == "__main__":
    main()
