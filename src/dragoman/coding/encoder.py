"""The shipped model at run time: the encoder through onnxruntime, the heads in numpy; torch is not needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from dragoman.coding.party_network import PartyNetwork

Array = NDArray[np.float32]
_SLOW_FUSION = "SkipLayerNormFusion"
"""Of onnxruntime's optimisations the one whose kernel takes longer on a processor than those it joins: a seventh of the whole."""


class Model:
    """Encoder and heads. Every method takes and gives float32 arrays; ``width`` is the encoder's (384)."""

    def __init__(self, session: ort.InferenceSession, weights: dict[str, Array], temperatures: dict[str, float]) -> None:
        self._session = session
        self._weights = weights
        self._temperatures = temperatures
        self.parties = PartyNetwork(weights)

    def states(self, ids: Sequence[int], named: Sequence[int]) -> Array:
        """Word-piece ids of one window, and which are part of an actor's mention (1) → states [length, width]."""
        row = np.asarray([ids], dtype=np.int64)
        types = np.asarray([named], dtype=np.int64)
        (states,) = self._session.run(None, {"input_ids": row, "token_type_ids": types})
        result: Array = states[0]
        return result

    def types(self, words: Array) -> Array:
        """Word states [n, width] → probabilities over ``codebook.labels()`` [n, 17]."""
        return softmax(self._linear("kind", words) / self._temperatures["kind"])

    def modes(self, words: Array) -> Array:
        """Word states → logits over ``codebook.modes()``."""
        return self._linear("mode", words)

    def statuses(self, words: Array) -> Array:
        """Word states → probabilities over the statuses, in the order of ``model.Status``."""
        return softmax(self._linear("status", words))

    def pair(self, states: Array, source: int, target: int) -> Array:
        """States of a marked sentence → probabilities over ``codebook.labels()`` [17]."""
        joined = np.concatenate([states[0], states[source], states[target]])[None]
        logits = self._linear("pair", np.tanh(self._linear("pair_dense", joined)))
        kinds = self._linear("kind", states)
        logits += np.log(softmax(kinds)).max(axis=0) @ self._weights["pair_words.weight"].T
        result: Array = softmax(logits / self._temperatures["pair"])[0]
        return result

    def _linear(self, name: str, values: Array) -> Array:
        result: Array = values @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result


def softmax(logits: Array) -> Array:
    """Probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Array = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


@cache
def model() -> Model:
    """The event coder that ships with the package, loaded once."""
    with as_file(files("dragoman.coding").joinpath("data")) as folder:
        return model_at(folder)


@cache
def relations_model() -> Model:
    """The relation classifier that ships with the package, loaded once: an encoder of its own, for sentences with marked parties."""
    with as_file(files("dragoman.coding").joinpath("data/relations")) as folder:
        return model_at(folder)


def model_at(folder: Path) -> Model:
    """The model exported into a folder: ``encoder.onnx`` and ``heads.npz``."""
    options = ort.SessionOptions()
    # One thread: the same result everywhere, and processes rather than threads share a machine's cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = ort.InferenceSession(
        str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"], disabled_optimizers=[_SLOW_FUSION]
    )
    with np.load(folder / "heads.npz") as kept:
        weights = {name: kept[name].astype(np.float32) for name in kept.files}
    temperatures = {name: float(weights.pop(f"temperature.{name}")) for name in ("kind", "pair")}
    return Model(session, weights, temperatures)
