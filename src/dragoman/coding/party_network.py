"""The network that tells an event's parties: all mentions that may be one, read together, out of the whole document.

A mention is taken with its trigger, its features and the event's type; then all of them, and the trigger, heed one another by
self-attention (Vaswani et al. 2017, normalised first), which knows which of them are of one code, of one coordination
and of one sentence. ``training/party_network.py`` is the same network as it is trained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.candidates import FEATURE_SIZES

Array = NDArray[np.float32]
PREFIX = "parties."
HEADS = 4
EPSILON = 1e-5
AT_ONCE = 16
"""Events that are asked about together: enough for the matrices to be large, few enough for them to stay in the cache."""
AWAY = -1e4
"""What is added to the score of a row that is not there."""


@dataclass(frozen=True, slots=True)
class Question:
    """An event whose parties are asked for."""

    trigger: Array
    """State of the word that states it [states]."""
    kind: int
    """Index of its type."""
    mentions: NDArray[np.int64]
    """Rows of those that may be its parties, in the table of mentions' states [n]."""
    features: NDArray[np.int64]
    """[n, 10]"""
    same: Array
    """What :func:`alike` gives, [n, n, 4]."""


def alike(kin: NDArray[np.int64]) -> Array:
    """Of each two mentions [n, n, 4]: whether they are alike in each of ``candidates.KIN``, and whether they are the same one.

    ``kin``: [n, 3], :attr:`dragoman.coding.candidates.Near.kin`.
    """
    same = kin[:, None, :] == kin[None, :, :]
    return np.concatenate([same, np.eye(len(kin), dtype=bool)[:, :, None]], axis=2).astype(np.float32)


class PartyNetwork:
    """The network at run time; ``weights`` by their names in training."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = {name.removeprefix(PREFIX): value for name, value in weights.items() if name.startswith(PREFIX)}
        self._layers = sorted({name.split(".")[1] for name in self._weights if name.startswith("layers.")})
        names = [*(f"features.{i}.weight" for i in range(len(FEATURE_SIZES))), "kind.weight"]
        # The relation classifier has no such network, and never asks it.
        self._rest = _folded([self._weights[name] for name in names], self._weights["rest.weight"]) if self._weights else []

    def logits(self, table: Array, asked: Sequence[Question]) -> list[Array]:
        """Logits [n, 2] of each mention's being actor, recipient of each of the events; ``table``: the mentions' states [rows, states]."""
        plain, right = self._linear("mention", table), self._linear("right", table)
        found: list[Array] = []
        for start in range(0, len(asked), AT_ONCE):
            found += self._some(plain, right, asked[start : start + AT_ONCE])
        return found

    def _some(self, plain: Array, right: Array, asked: Sequence[Question]) -> list[Array]:
        longest = max(len(question.mentions) for question in asked)
        mentions, features, same, there = _padded(asked, longest)
        triggers, kinds = np.stack([question.trigger for question in asked]), np.array([question.kind for question in asked])
        hidden = plain[mentions] + (self._linear("trigger", triggers) + self._rest[-1][kinds] + self._weights["rest.bias"])[:, None]
        for i, part in enumerate(self._rest[:-1]):
            hidden += part[features[..., i]]
        hidden = np.maximum(hidden, 0) + self._linear("product", self._linear("left", triggers)[:, None] * right[mentions])
        event = self._linear("event", np.concatenate([triggers, self._weights["kind.weight"][kinds]], axis=1))
        rows = np.concatenate([event[:, None], hidden], axis=1)
        for layer in self._layers:
            rows = self._layer(f"layers.{layer}.", rows, same, there)
        logits = self._linear("out", self._normal("normal", rows[:, 1:]))
        return [logits[i, : len(question.mentions)] for i, question in enumerate(asked)]

    def _layer(self, name: str, rows: Array, same: Array, there: Array) -> Array:
        """``rows``: [events, n, width]; ``same``: [events, 4, n, n]; ``there``: [events, n], 0 where there is a row, else far below."""
        events, count, width = rows.shape
        joined = self._linear(f"{name}query", self._normal(f"{name}first", rows))
        query, key, value = joined.reshape(events, count, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
        score = query @ key.transpose(0, 1, 3, 2) * np.float32(1 / np.sqrt(width // HEADS))
        score += (self._weights[f"{name}same"].T @ same.reshape(events, len(self._weights[f"{name}same"]), -1)).reshape(score.shape)
        score += there[:, None, None]
        score -= score.max(axis=-1, keepdims=True)
        weight = np.exp(score, out=score)
        weight /= weight.sum(axis=-1, keepdims=True)
        rows = rows + self._linear(f"{name}joined", (weight @ value).transpose(0, 2, 1, 3).reshape(events, count, width))
        inner = self._linear(f"{name}inner", self._normal(f"{name}second", rows))
        rows += self._linear(f"{name}outer", np.maximum(inner, 0, out=inner))
        return rows

    def _normal(self, name: str, rows: Array) -> Array:
        centred: Array = rows - rows.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.einsum("...i,...i->...", centred, centred) / np.float32(rows.shape[-1]) + np.float32(EPSILON))
        centred /= spread[..., None]
        centred *= self._weights[f"{name}.weight"]
        centred += self._weights[f"{name}.bias"]
        return centred

    def _linear(self, name: str, values: Array) -> Array:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        flat: Array = values.reshape(-1, values.shape[-1]) @ weight.T
        flat += bias
        return flat.reshape(*values.shape[:-1], len(bias))


def _folded(embedded: Sequence[Array], weight: Array) -> list[Array]:
    """What each value of each feature adds to a mention: its embedding through the part of ``weight`` that reads it."""
    parts, first = [], 0
    for table in embedded:
        parts.append(table @ weight[:, first : first + table.shape[1]].T)
        first += table.shape[1]
    return parts


def _padded(asked: Sequence[Question], longest: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Array, Array]:
    """Mentions, features, likeness and which rows are there, of questions of unlike length; row 0 of the last two is the event's own."""
    mentions = np.zeros((len(asked), longest), dtype=np.int64)
    features = np.zeros((len(asked), longest, asked[0].features.shape[1]), dtype=np.int64)
    same = np.zeros((len(asked), asked[0].same.shape[2], longest + 1, longest + 1), dtype=np.float32)
    there = np.full((len(asked), longest + 1), AWAY, dtype=np.float32)
    for i, question in enumerate(asked):
        count = len(question.mentions)
        mentions[i, :count], features[i, :count] = question.mentions, question.features
        same[i, :, 1 : count + 1, 1 : count + 1] = question.same.transpose(2, 0, 1)
        there[i, : count + 1] = 0
    return mentions, features, same, there
