"""The network that tells an event's parties: all mentions that may be one, read together, out of the whole document.

A mention is taken with its trigger, its features and the event's type; then all of them, and the trigger, heed one another
in a few layers of self-attention (Vaswani et al. 2017, normalised first), which knows which of them are of one code, of one coordination
and of one sentence. ``training/party_network.py`` is the same network as it is trained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.candidates import Candidate

Array = NDArray[np.float32]
PREFIX = "parties."
HEADS = 4
EPSILON = 1e-5
JOINED = 1
"""Which of the ways in which two candidates are alike is that of being in one coordination."""


def alike(near: Sequence[Candidate], codes: Sequence[frozenset[str]], sentence_of: Mapping[int, int]) -> NDArray[np.float32]:
    """Of each two candidates [n, n, 4]: whether they are of the same codes, coordination, sentence, and the same one."""
    numbers = {code: i for i, code in enumerate(dict.fromkeys(codes))}
    of = np.array([(numbers[code], c.series, sentence_of[c.head]) for c, code in zip(near, codes, strict=True)])
    same = of[:, None, :] == of[None, :, :]
    return np.concatenate([same, np.eye(len(near), dtype=bool)[:, :, None]], axis=2).astype(np.float32)


class PartyNetwork:
    """The network at run time; ``weights`` by their names in training."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = {name.removeprefix(PREFIX): value for name, value in weights.items() if name.startswith(PREFIX)}
        self._layers = sorted({name.split(".")[1] for name in self._weights if name.startswith("layers.")})

    def logits(self, trigger: Array, mentions: Array, features: NDArray[np.int64], kind: int, same: Array) -> Array:
        """Logits [n, 2] of each mention's being actor, recipient of one event.

        ``trigger``: [width]; ``mentions``: [n, width]; ``features``: [n, 10]; ``kind``: index of the event's type; ``same``: what
        :func:`alike` gives, [n, n, 4].
        """
        type_ = self._weights["kind.weight"][kind]
        embedded = [self._weights[f"features.{i}.weight"][features[:, i]] for i in range(features.shape[1])]
        rest = np.concatenate([*embedded, np.repeat(type_[None], len(mentions), axis=0)], axis=1)
        hidden = np.maximum(self._linear("trigger", trigger) + self._linear("mention", mentions) + self._linear("rest", rest), 0)
        hidden += self._linear("product", self._linear("left", trigger) * self._linear("right", mentions))
        first = self._linear("event", np.concatenate([trigger, type_]))
        rows = np.concatenate([first[None], hidden])
        bias = np.pad(same, ((1, 0), (1, 0), (0, 0)))
        for layer in self._layers:
            rows = self._layer(f"layers.{layer}.", rows, bias)
        return self._linear("out", self._normal("normal", rows[1:]))

    def _layer(self, name: str, rows: Array, same: Array) -> Array:
        count, width = rows.shape
        joined = self._linear(f"{name}query", self._normal(f"{name}first", rows))
        query, key, value = joined.reshape(count, 3, HEADS, -1).transpose(1, 2, 0, 3)
        score = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // HEADS))
        score += (same @ self._weights[f"{name}same"]).transpose(2, 0, 1)
        weight = np.exp(score - score.max(axis=-1, keepdims=True))
        weight /= weight.sum(axis=-1, keepdims=True)
        rows = rows + self._linear(f"{name}joined", (weight @ value).transpose(1, 0, 2).reshape(count, width))
        inner = np.maximum(self._linear(f"{name}inner", self._normal(f"{name}second", rows)), 0)
        result: Array = rows + self._linear(f"{name}outer", inner)
        return result

    def _normal(self, name: str, rows: Array) -> Array:
        centred = rows - rows.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        result: Array = centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result

    def _linear(self, name: str, values: Array) -> Array:
        result: Array = values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result
