"""The party network as it is trained; ``dragoman.coding.party_network`` computes the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence

from dragoman.coding.candidates import FEATURE_SIZES
from dragoman.coding.codebook import labels
from dragoman.coding.party_network import AWAY, EPSILON, HEADS
from training.lessons import Statement

FEATURE_WIDTH = 24


class Layer(nn.Module):
    """Self-attention and a feed-forward step, each over normalised rows and added to them."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = nn.LayerNorm(width, EPSILON), nn.LayerNorm(width, EPSILON)
        self.query = nn.Linear(width, 3 * width)
        self.joined = nn.Linear(width, width)
        self.same = nn.Parameter(torch.zeros(4, HEADS))
        self.inner, self.outer = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.drop = nn.Dropout(0.15)

    def forward(self, rows: Tensor, mask: Tensor, same: Tensor) -> Tensor:
        """``rows``: [batch, n, width]; ``mask``: [batch, n], 1 where there is one; ``same``: [batch, n, n, 4]."""
        batch, count, width = rows.shape
        query, key, value = self.query(self.first(rows)).view(batch, count, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        score = query @ key.transpose(-1, -2) / (width // HEADS) ** 0.5 + (same @ self.same).permute(0, 3, 1, 2)
        weight = (score + (1 - mask[:, None, None]) * AWAY).softmax(-1)
        rows = rows + self.drop(self.joined((weight @ value).transpose(1, 2).reshape(batch, count, width)))
        result: Tensor = rows + self.drop(self.outer(torch.relu(self.inner(self.second(rows)))))
        return result


class PartyNetwork(nn.Module):
    """Reads a trigger and its candidates together; see ``dragoman.coding.party_network``."""

    def __init__(self, states: int = 384, width: int = 128, layers: int = 1) -> None:
        super().__init__()
        self.features = nn.ModuleList(nn.Embedding(size, FEATURE_WIDTH) for size in FEATURE_SIZES)
        self.kind = nn.Embedding(len(labels()), FEATURE_WIDTH)
        self.trigger, self.mention = nn.Linear(states, width), nn.Linear(states, width)
        self.rest = nn.Linear(FEATURE_WIDTH * (len(FEATURE_SIZES) + 1), width)
        self.left, self.right, self.product = nn.Linear(states, width), nn.Linear(states, width), nn.Linear(width, width)
        self.event = nn.Linear(states + FEATURE_WIDTH, width)
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        self.normal = nn.LayerNorm(width, EPSILON)
        self.out = nn.Linear(width, 2)
        self.drop = nn.Dropout(0.2)

    def forward(self, trigger: Tensor, mentions: Tensor, features: Tensor, kind: Tensor, mask: Tensor, same: Tensor) -> Tensor:
        """Logits [batch, n, 2]; ``trigger``: [batch, states]; ``mentions``: [batch, n, states]; ``features``: [batch, n, 10];
        ``kind``: [batch]; ``mask``: [batch, n], 1 where there is a mention; ``same``: [batch, n, n, 4]."""
        trigger, mentions, type_ = self.drop(trigger), self.drop(mentions), self.kind(kind)
        embedded = [embed(features[..., i]) for i, embed in enumerate(self.features)]
        rest = self.rest(torch.cat([*embedded, type_[:, None].expand(-1, mentions.shape[1], -1)], dim=2))
        hidden = torch.relu(self.trigger(trigger)[:, None] + self.mention(mentions) + rest)
        hidden = hidden + self.product(self.left(trigger)[:, None] * self.right(mentions))
        rows = torch.cat([self.event(torch.cat([trigger, type_], dim=1))[:, None], hidden], dim=1)
        mask = torch.cat([torch.ones(len(mask), 1), mask], dim=1)
        same = nn.functional.pad(same, (0, 0, 1, 0, 1, 0))
        for layer in self.layers:
            rows = layer(rows, mask, same)
        result: Tensor = self.out(self.drop(self.normal(rows[:, 1:])))
        return result


def party_loss(
    network: PartyNetwork,
    told: Sequence[Statement],
    triggers: Tensor,
    mentions: Sequence[Tensor],
    taught: Sequence[NDArray[np.float16]] = (),
) -> Tensor:
    """Cross-entropy of "this code is the actor" and "this code is the recipient".

    Parties are annotated as codes, not words: that a code is the actor is the event that any of its mentions is (noisy or).
    ``triggers``: states [statements, width]; ``mentions``: of each statement its mentions' states [n, width]; ``taught``: none, or of
    each statement a teacher's probabilities for its mentions [n, 2]; the target is then the mean of what they and the annotation say.
    """
    longest = max(len(s.mentions) for s in told)
    features = pad_sequence([torch.tensor(s.features) for s in told], batch_first=True)
    mask = pad_sequence([torch.ones(len(s.mentions)) for s in told], batch_first=True)
    same = torch.zeros(len(told), longest, longest, 4)
    for i, s in enumerate(told):
        same[i, : len(s.mentions), : len(s.mentions)] = torch.from_numpy(s.same).float()
    kinds = torch.tensor([s.kind for s in told])
    logits = network(triggers, pad_sequence(list(mentions), batch_first=True), features, kinds, mask, same)
    held = [(i, code, [j for j, codes in enumerate(s.codes) if code in codes]) for i, s in enumerate(told) for code in _all(s)]
    owner = torch.tensor([n for n, (_, _, places) in enumerate(held) for _ in places])
    rows = [i for i, _, places in held for _ in places]
    target = torch.tensor([(float(code in told[i].actors), float(code in told[i].recipients)) for i, code, _ in held])
    if taught:
        said = np.array([1 - np.prod(1 - taught[i][places].astype(np.float32), axis=0) for i, _, places in held])
        target = (target + torch.from_numpy(said)) / 2
    weight = torch.tensor([told[i].weight for i, _, _ in held])
    return _noisy_or_loss(logits[rows, [j for _, _, places in held for j in places]], owner, target, weight)


def _all(statement: Statement) -> list[str]:
    return sorted({code for codes in statement.codes for code in codes})


def _noisy_or_loss(mentions: Tensor, owner: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """``mentions``: logits [mentions, 2]; ``owner``: the code of each mention; ``target``: [codes, 2]; ``weight``: [codes]."""
    missed = torch.zeros(len(target), 2).index_add(0, owner, F.softplus(mentions))
    likely = -torch.expm1(-missed)
    loss = -(target * torch.log(likely.clamp(min=1e-6)) - (1 - target) * missed)
    return (loss.sum(1) * weight).sum() / weight.sum().clamp(min=1e-6)
