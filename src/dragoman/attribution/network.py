"""The tagger of attributions at run time, in numpy: which words are cues, and which words around each are its source and content.

A word is seen with its neighbours in the line and in the tree, three rounds deep; then, from each likely cue, every word around it is
tagged once more. ``training/train_cues.py`` makes the weights; ``data/MODEL_CARD.md`` says from what.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.attribution.features import COLUMNS, LINKS, NEAR, RELATIONS, Floats, Ints, Names, View, Words

OUTSIDE, SOURCE, CUE, CONTENT = range(4)
"""The tags of a word, as seen from a cue."""
_ROWS = 4096
"""How many words are computed at a time, so that long texts need little memory."""
ROUNDS = 3
"""How many rounds of neighbours a word takes in; the same number again from each cue."""


class Network:
    """The weights with what they compute. Arrays are float32; ``width`` of a word is 128, of a word as seen from a cue 96."""

    def __init__(self, weights: dict[str, Floats], names: Names) -> None:
        self.names = names
        self._w = weights
        self._moves: Floats = weights["moves"]
        self._rounds = [_parted(weights[f"round{number}.linear.weight"]) for number in range(ROUNDS)]

    def states(self, words: Words) -> Floats:
        """Every word with what stands around it [n, width]."""
        parts = [self._w[f"{name}.weight"][words.codes[:, at]] for at, name in enumerate(COLUMNS)]
        states = self._norm("enter", np.maximum(self._linear("enter.linear", np.concatenate([*parts, words.tensor], axis=1)), 0))
        for number in range(ROUNDS):
            rows = range(0, len(states), _ROWS)
            states = np.concatenate([states[:0], *(self._round(number, states, words.links, slice(row, row + _ROWS)) for row in rows)])
        return states

    def _round(self, number: int, states: Floats, links: Ints, rows: slice) -> Floats:
        """Some of the words after one more round over their neighbours."""
        near, below = self._rounds[number]
        here, linked = states[rows], links[rows]
        around = np.take(states, linked[:, :NEAR], axis=0).reshape(len(here), -1)
        taken = np.concatenate([here, around], axis=1) @ near + self._w[f"round{number}.linear.bias"]
        own = np.arange(rows.start, rows.start + len(here))
        for column, weight in enumerate(below, NEAR):
            others = np.flatnonzero(linked[:, column] != own)
            taken[others] += (states[linked[others, column]] - here[others]) @ weight
        return self._norm(f"round{number}", here + np.maximum(taken, 0, out=taken))

    def cues(self, states: Floats) -> Floats:
        """How likely each word is the head of a cue [n]."""
        hidden = np.maximum(self._linear("cue.hidden", states), 0)
        return _sigmoid(self._linear("cue.out", hidden)[:, 0])

    def tags(self, states: Floats, views: Sequence[View]) -> list[tuple[Ints, float]]:
        """For each view the tags of its words [n], and how likely it is an attribution at all."""
        if not views:
            return []
        sizes = [len(view.codes) for view in views]
        ends = np.cumsum(sizes, dtype=np.int64)
        begins: Ints = ends - np.array(sizes, dtype=np.int64)
        hidden = self._seen(states, views)
        around = _neighbours(begins, ends)
        heads = np.concatenate([view.heads + begin for view, begin in zip(views, begins, strict=True)])
        for number in range(ROUNDS):
            step = 1 << number
            left, right = around(-step), around(step)
            padded = np.concatenate([hidden, np.zeros((1, hidden.shape[1]), dtype=np.float32)])
            joined = np.concatenate([hidden, padded[left], padded[right], hidden[heads]], axis=1)
            hidden = self._norm(f"view{number}", hidden + np.maximum(self._linear(f"view{number}.linear", joined), 0))
        scores = _log_softmax(self._linear("label", hidden))
        places = np.array([view.cue - view.first for view in views]) + begins
        pooled = np.concatenate([hidden[places], np.maximum.reduceat(hidden, begins, axis=0)], axis=1)
        chances = _sigmoid(self._linear("score.out", np.maximum(self._linear("score.hidden", pooled), 0))[:, 0])
        best = _best_paths([scores[begin:end] for begin, end in zip(begins, ends, strict=True)], self._moves)
        return [(path, float(chances[at])) for at, path in enumerate(best)]

    def _seen(self, states: Floats, views: Sequence[View]) -> Floats:
        """The words of all views, one after another, as seen from their cues."""
        cues = [view.cue for view in views]
        sizes = [len(view.codes) for view in views]
        at = np.concatenate([np.arange(view.first, view.first + size) for view, size in zip(views, sizes, strict=True)])
        codes = np.concatenate([view.codes for view in views])
        seen = self._linear("seen", states)[at]
        seen += np.repeat(self._linear("from", states[cues]), sizes, axis=0)
        for column, name in enumerate(RELATIONS):
            seen += self._w[f"{name}.weight"][codes[:, column]]
        return self._norm("see", np.maximum(seen, 0))

    def _linear(self, name: str, values: Floats) -> Floats:
        result: Floats = values @ self._w[f"{name}.weight"]
        result += self._w[f"{name}.bias"]
        return result

    def _norm(self, name: str, values: Floats) -> Floats:
        """Layer normalisation."""
        centred: Floats = values - values.mean(axis=1, keepdims=True)
        centred /= np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / values.shape[1] + 1e-5)
        centred *= self._w[f"{name}.norm.weight"]
        centred += self._w[f"{name}.norm.bias"]
        return centred


def _parted(weight: Floats) -> tuple[Floats, Floats]:
    """A round's weight [7 * width, width], for the word and those after LINKS, as the parts by which it is computed.

    Most words have nothing linked below them, so that they stand there themselves: the first part [4 * width, width] takes all for such,
    the second [3, width, width] what a word that is linked differs by.
    """
    blocks = weight.reshape(1 + len(LINKS), -1, weight.shape[1])
    near = np.concatenate([blocks[:1] + blocks[1 + NEAR :].sum(axis=0), blocks[1 : 1 + NEAR]])
    return near.reshape(-1, weight.shape[1]), blocks[1 + NEAR :]


def _neighbours(begins: Ints, ends: Ints) -> Callable[[int], Ints]:
    """The row so many steps on, for every row of views that lie one after another; one past the last where the view ends before."""
    low = np.repeat(begins, ends - begins)
    high = np.repeat(ends, ends - begins)
    at = np.arange(len(low))

    def shifted(step: int) -> Ints:
        moved = at + step
        return np.where((moved >= low) & (moved < high), moved, len(at))

    return shifted


def _best_paths(scores: Sequence[Floats], moves: Floats) -> list[Ints]:
    """The best run of tags for each view (Viterbi, all views side by side); ``moves[a, b]``: what going from tag a to b costs."""
    count, longest = len(scores), max(len(score) for score in scores)
    table = np.zeros((longest, count, moves.shape[0]), dtype=np.float32)
    for at, score in enumerate(scores):
        table[: len(score), at] = score
    back = np.zeros((longest, count, moves.shape[0]), dtype=np.int64)
    total: Any = table[0]
    totals: list[Any] = [total]
    for step in range(1, longest):
        options = total[:, :, None] + moves[None]
        back[step] = options.argmax(axis=1)
        total = options.max(axis=1) + table[step]
        totals.append(total)
    found = []
    for at, score in enumerate(scores):
        path = np.zeros(len(score), dtype=np.int64)
        path[-1] = totals[len(score) - 1][at].argmax()
        for step in range(len(score) - 1, 0, -1):
            path[step - 1] = back[step, at, path[step]]
        found.append(path)
    return found


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30, 30))), dtype=np.float32)


def _log_softmax(values: Floats) -> Floats:
    shifted = values - values.max(axis=1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


def names_in(kept: dict[str, NDArray[np.generic]]) -> Names:
    """The names that the weights' rows stand for, as the training wrote them (one text a category, a line each)."""
    listed = {name: str(kept[f"names.{name}"]).split("\n") for name in ("word", "tag", "dep", "ent")}
    return Names(**{name: {value: at for at, value in enumerate(values, 1)} for name, values in listed.items()})


@cache
def network() -> Network:
    """The network that ships with the package, loaded once."""
    with as_file(files("dragoman.attribution").joinpath("data/tagger.npz")) as path, np.load(path) as kept:
        arrays = {name: kept[name] for name in kept.files}
    weights = {name: value.astype(np.float32) for name, value in arrays.items() if not name.startswith("names.")}
    return Network(weights, names_in(arrays))
