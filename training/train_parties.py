"""Train the party network over an exported coder's states: ``python -m training.train_parties work/e0 --hold 0`` (minutes).

The encoder stays as it is; what is learned, ``parties.*``, is added to the folder's ``heads.npz``. Parties are annotated as
codes, not words: that a code is the actor is the event that any of its mentions is (noisy or).
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from spacy.tokens import Doc
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import labels
from dragoman.coding.encoder import model_at
from dragoman.coding.party_network import PREFIX, alike
from dragoman.coding.roles import word
from dragoman.coding.windows import Layout, coded_sentences
from dragoman.pipeline import load
from training import corpus
from training.corpus import Annotated, parties
from training.features import annotate, token_of
from training.party_network import PartyNetwork
from training.train_coder import noisy_or_loss

Spot = tuple[int, tuple[int, int]]
"""A window and a place in it."""
BATCH = 48


@dataclass(frozen=True, slots=True)
class Statement:
    """One annotated event as it is told once, with all that may be its parties."""

    trigger: Spot
    kind: int
    weight: float
    mentions: tuple[Spot, ...]
    features: tuple[tuple[int, ...], ...]
    codes: tuple[frozenset[str], ...]
    same: np.ndarray
    """What :func:`dragoman.coding.party_network.alike` gives, in bytes."""
    actors: frozenset[str]
    recipients: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is learned from one document: its windows (word pieces, which are of names) and its statements."""

    windows: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
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
    found = [reading for number, reading in enumerate(readings(args.cache)) if args.hold is None or number % 5 != args.hold]
    lessons, states = encoded(found, args.folder)
    print(f"{len(lessons)} statements, {len(states)} states", flush=True)
    network = PartyNetwork()
    if args.on:
        network.load_state_dict(weights_of(args.folder))
    fit(network, lessons, states, args.epochs, args.rate)
    add(network, args.folder)


def readings(cache: Path | None) -> list[Reading]:
    """All annotated documents, from the cache where there is one."""
    if cache is not None and cache.exists():
        kept: list[Reading] = pickle.loads(cache.read_bytes())
        return kept
    nlp = load(without=("dragoman_places", "dragoman_attribution", "dragoman_coding"))
    made = [read(annotate(nlp, source), source) if source.examples else Reading((), ()) for source in corpus.everything()]
    if cache is not None:
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(pickle.dumps(made))
    return made


def read(doc: Doc, source: Annotated) -> Reading:
    """An annotated document that has its mentions."""
    sentences = coded_sentences(doc)
    cast = cand.Cast.of(doc, sentences)
    layout = Layout.of(sentences, cand.mention_tokens(doc, cast.mentions))
    return Reading(tuple((w.ids, w.named) for w in layout.windows), tuple(_statements(doc, source, cast, layout)))


def _statements(doc: Doc, source: Annotated, cast: cand.Cast, layout: Layout) -> Iterator[Statement]:
    for example in source.examples:
        token = token_of(doc, example)
        home = layout.home.get(token) if token is not None else None
        if token is None or home is None:
            continue
        near = [(c, layout.place(c.head, home)) for c in cand.candidates(doc[token], cast)]
        placed = [(c, spot) for c, spot in near if spot is not None]
        if placed:
            held = [c for c, _ in placed]
            yield Statement(
                trigger=(home, layout.windows[home].places[token]),
                kind=labels().index(example.type),
                weight=example.weight,
                mentions=tuple(spot for _, spot in placed),
                features=tuple(c.features for c in held),
                codes=tuple(parties(list(cast.mentions[c.mention].codes)) for c in held),
                same=alike(held, [frozenset(cast.mentions[c.mention].codes) for c in held], cast.sentence_of).astype(np.uint8),
                actors=example.actors,
                recipients=example.recipients,
            )


def encoded(found: Sequence[Reading], folder: Path) -> tuple[list[Lesson], Tensor]:
    """Each statement with the numbers of its rows in the table of states [rows, width] (float16), as the exported encoder gives them."""
    model = model_at(folder)
    lessons: list[Lesson] = []
    table: list[np.ndarray] = []
    for reading in found:
        spots = {spot for s in reading.statements for spot in (s.trigger, *s.mentions)}
        states = {at: model.states(*reading.windows[at]) for at in {at for at, _ in spots}}
        row = {spot: len(table) + i for i, spot in enumerate(sorted(spots))}
        table += [word(states[at], place).astype(np.float16) for at, place in sorted(spots)]
        lessons += [Lesson(s, row[s.trigger], tuple(row[spot] for spot in s.mentions)) for s in reading.statements]
    return lessons, torch.from_numpy(np.stack(table))


def fit(network: PartyNetwork, lessons: Sequence[Lesson], states: Tensor, epochs: int, rate: float) -> None:
    """Train in place: AdamW with a short warm-up, then linear decay."""
    steps = epochs * (len(lessons) // BATCH + 1)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.02)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(1.0, n / (0.05 * steps)) * max(0.0, 1 - n / steps))
    network.train()
    for epoch in range(epochs):
        order = sorted(lessons, key=lambda one: len(one.mentions) + 4 * random.random())
        groups = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        random.shuffle(groups)
        total = 0.0
        for group in groups:
            loss = party_loss(network, group, states)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad()
            total += float(loss.detach())
        print(f"epoch {epoch + 1}: {total / len(groups):.4f}", flush=True)


def party_loss(network: PartyNetwork, group: Sequence[Lesson], states: Tensor) -> Tensor:
    """Cross-entropy of "this code is the actor" and "this code is the recipient", any mention of the code sufficing."""
    told = [one.statement for one in group]
    longest = max(len(s.mentions) for s in told)
    mentions = pad_sequence([states[list(one.mentions)].float() for one in group], batch_first=True)
    features = pad_sequence([torch.tensor(s.features) for s in told], batch_first=True)
    mask = pad_sequence([torch.ones(len(s.mentions)) for s in told], batch_first=True)
    same = torch.zeros(len(told), longest, longest, 4)
    for i, s in enumerate(told):
        same[i, : len(s.mentions), : len(s.mentions)] = torch.from_numpy(s.same).float()
    kinds = torch.tensor([s.kind for s in told])
    logits = network(states[[one.trigger for one in group]].float(), mentions, features, kinds, mask, same)
    held = [(i, code, [j for j, codes in enumerate(s.codes) if code in codes]) for i, s in enumerate(told) for code in _all(s)]
    owner = torch.tensor([n for n, (_, _, places) in enumerate(held) for _ in places])
    rows = [i for i, _, places in held for _ in places]
    target = torch.tensor([(float(code in told[i].actors), float(code in told[i].recipients)) for i, code, _ in held])
    weight = torch.tensor([told[i].weight for i, _, _ in held])
    return noisy_or_loss(logits[rows, [j for _, _, places in held for j in places]], owner, target, weight)


def _all(statement: Statement) -> list[str]:
    return sorted({code for codes in statement.codes for code in codes})


def weights_of(folder: Path) -> dict[str, Tensor]:
    """The weights of the network that an exported coder has."""
    with np.load(folder / "heads.npz") as heads:
        return {name.removeprefix(PREFIX): torch.from_numpy(heads[name]).float() for name in heads.files if name.startswith(PREFIX)}


def add(network: PartyNetwork, folder: Path) -> None:
    """Write the network's weights into the folder's ``heads.npz``, in place of what is there of an earlier one."""
    path = folder / "heads.npz"
    with np.load(path) as kept:
        heads = {name: kept[name] for name in kept.files if not name.startswith(PREFIX)}
    made = {PREFIX + name: value.numpy().astype(np.float16) for name, value in network.state_dict().items()}
    np.savez_compressed(path, **heads, **made)


if __name__ == "__main__":
    main()
