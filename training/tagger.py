"""The tagger of attributions in torch, for training; ``dragoman.attribution.network`` computes the same in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dragoman.attribution.features import COLUMNS, LINKS, RELATIONS, SIZES, View, Words
from dragoman.attribution.network import ROUNDS

_WIDE = {"word": 48, "tag": 12, "dep": 12, "ent": 6, "quoted": 6, "place": 3, "shape": 4}
_TENSOR, _WORD, _VIEW, _HIDDEN = 96, 128, 96, 64
_RENAMED = (
    ("columns.", ""),
    ("relations.", ""),
    ("rounds.", "round"),
    ("views.", "view"),
    ("cue_hidden.", "cue.hidden."),
    ("cue_out.", "cue.out."),
    ("score_hidden.", "score.hidden."),
    ("score_out.", "score.out."),
    ("seen_from.", "from."),
)


class Round(nn.Module):
    """A layer over what stands around; the residual and the norm are applied by its owner."""

    def __init__(self, wide: int, out: int) -> None:
        super().__init__()
        self.linear = nn.Linear(wide, out)
        self.norm = nn.LayerNorm(out)


class Tagger(nn.Module):
    """``names``: the listed values of word, tag, dep and ent; ``branches``: how many values the relation "branch" has."""

    def __init__(self, names: dict[str, list[str]], branches: int, drop: float = 0.2) -> None:
        super().__init__()
        sizes = {name: len(values) + 1 for name, values in names.items()} | SIZES | {"branch": branches}
        self.columns = nn.ModuleDict({name: nn.Embedding(sizes[name], _WIDE[name]) for name in COLUMNS})
        self.relations = nn.ModuleDict({name: nn.Embedding(sizes[name], _VIEW) for name in RELATIONS})
        for table in (*self.columns.values(), *self.relations.values()):
            nn.init.normal_(table.weight, 0, 0.3)
        self.enter = Round(sum(_WIDE.values()) + _TENSOR, _WORD)
        self.rounds = nn.ModuleList([Round(_WORD * (1 + len(LINKS)), _WORD) for _ in range(ROUNDS)])
        self.cue_hidden, self.cue_out = nn.Linear(_WORD, _HIDDEN), nn.Linear(_HIDDEN, 1)
        self.seen, self.seen_from = nn.Linear(_WORD, _VIEW), nn.Linear(_WORD, _VIEW)
        self.see = nn.LayerNorm(_VIEW)
        self.views = nn.ModuleList([Round(_VIEW * 4, _VIEW) for _ in range(ROUNDS)])
        self.label = nn.Linear(_VIEW, 4)
        self.score_hidden, self.score_out = nn.Linear(2 * _VIEW, _HIDDEN), nn.Linear(_HIDDEN, 1)
        self.drop = nn.Dropout(drop)

    def states(self, batch: Batch) -> Tensor:
        """Every word with what stands around it [n, 128]."""
        codes = batch.codes
        if self.training:
            codes = codes.clone()
            codes[torch.rand(len(codes)) < 0.08, 0] = 0  # so that unlisted words are learned too
        parts = [self.columns[name](codes[:, at]) for at, name in enumerate(COLUMNS)]
        states: Tensor = self.enter.norm(torch.relu(self.enter.linear(torch.cat([*parts, self.drop(batch.tensor)], 1))))
        for layer in self.rounds:
            around = torch.cat([states, *(states[batch.links[:, at]] for at in range(len(LINKS)))], 1)
            states = layer.norm(states + torch.relu(layer.linear(self.drop(around))))
        return states

    def cues(self, states: Tensor) -> Tensor:
        """Logit of each word being the head of a cue."""
        logits: Tensor = self.cue_out(self.drop(torch.relu(self.cue_hidden(self.drop(states)))))[:, 0]
        return logits

    def tags(self, states: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        """For every word of every view the logits of its tag [m, 4]; for every view that of its being an attribution."""
        z = self.seen(states)[batch.at] + self.seen_from(states[batch.cue])[batch.view]
        for column, name in enumerate(RELATIONS):
            z = z + self.relations[name](batch.seen[:, column])
        z = self.see(torch.relu(z))
        for layer, (left, right) in zip(self.views, batch.shifts, strict=True):
            padded = torch.cat([z, z.new_zeros(1, _VIEW)])
            joined = torch.cat([z, padded[left], padded[right], z[batch.heads]], 1)
            z = layer.norm(z + torch.relu(layer.linear(self.drop(joined))))
        most = torch.full((len(batch.cue), _VIEW), -1e9).scatter_reduce(0, batch.view[:, None].expand(-1, _VIEW), z, "amax")
        pooled = torch.cat([z[batch.cue_at], most], 1)
        return self.label(self.drop(z)), self.score_out(self.drop(torch.relu(self.score_hidden(pooled))))[:, 0]


@dataclass(frozen=True)
class Batch:
    """Words and views of several documents, one after another."""

    codes: Tensor
    links: Tensor
    tensor: Tensor
    cue: Tensor
    cue_at: Tensor
    at: Tensor
    view: Tensor
    seen: Tensor
    heads: Tensor
    shifts: list[tuple[Tensor, Tensor]]


def batch_of(documents: Sequence[tuple[Words, Sequence[View]]]) -> Batch:
    """The documents as one batch."""
    codes, links, tensors, cue, at, seen, heads, sizes = [], [], [], [], [], [], [], []
    words = rows = 0
    for document, views in documents:
        codes.append(document.codes)
        links.append(document.links + words)
        tensors.append(document.tensor)
        for one in views:
            cue.append(one.cue + words)
            at.append(np.arange(one.first, one.first + len(one.codes)) + words)
            seen.append(one.codes)
            heads.append(one.heads + rows)
            rows += len(one.codes)
            sizes.append(len(one.codes))
        words += len(document.codes)
    begins = np.cumsum([0, *sizes])[:-1]
    cue_at = [int(begin + one - first[0]) for begin, one, first in zip(begins, cue, at, strict=True)]
    return Batch(
        _long(codes),
        _long(links),
        torch.from_numpy(np.concatenate(tensors)),
        torch.tensor(cue, dtype=torch.long),
        torch.tensor(cue_at, dtype=torch.long),
        _long(at),
        torch.from_numpy(np.repeat(np.arange(len(sizes)), sizes)),
        _long(seen),
        _long(heads),
        _shifts(begins, np.array(sizes, dtype=np.int64)),
    )


def _long(arrays: list[NDArray[np.int64]]) -> Tensor:
    return torch.from_numpy(np.concatenate(arrays).astype(np.int64)) if arrays else torch.zeros(0, dtype=torch.long)


def _shifts(begins: NDArray[np.int64], sizes: NDArray[np.int64]) -> list[tuple[Tensor, Tensor]]:
    low, high = np.repeat(begins, sizes), np.repeat(begins + sizes, sizes)
    at = np.arange(len(low))
    moved = [[at + step for step in (-(1 << number), 1 << number)] for number in range(ROUNDS)]
    kept = [[torch.from_numpy(np.where((to >= low) & (to < high), to, len(at))) for to in pair] for pair in moved]
    return [(left, right) for left, right in kept]


def export(model: Tagger, names: dict[str, list[str]], moves: NDArray[np.float32], path: Path) -> None:
    """Write the weights in half precision, as ``dragoman.attribution.network`` reads them."""
    arrays: dict[str, NDArray[np.generic]] = {"moves": moves.astype(np.float32)}
    for key, tensor in model.state_dict().items():
        values = tensor.numpy()
        table = key.startswith(("columns.", "relations."))
        name = next((new + key[len(old) :] for old, new in _RENAMED if key.startswith(old)), key)
        name = f"see.norm.{key[4:]}" if key.startswith("see.") else name
        arrays[name] = np.ascontiguousarray((values if table or values.ndim == 1 else values.T).astype(np.float16))
    for kind, listed in names.items():
        arrays[f"names.{kind}"] = np.array("\n".join(listed))
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
