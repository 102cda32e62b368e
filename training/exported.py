"""An exported coder as a network that can be trained on: what ships is where the next version starts from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.network import Coder


def take_up(coder: Coder, folder: Path) -> None:
    """Give a network the weights of a trained coder (``coder.pt``) or of an exported one, in place, and as many layers as it has.

    An exported coder has neither the heads that are not asked at run time nor the embeddings that are never learned (of words and
    places): these stay as the network has them, so its ``--base`` has to be the one that the coder was trained on.

    Raises:
        FileNotFoundError: there is neither in the folder.
        ValueError: the exported encoder lacks a weight of the layers.
    """
    if (folder / "coder.pt").exists():
        trained: dict[str, Tensor] = torch.load(folder / "coder.pt")
        coder.keep_layers(range(_layers(trained)))
        coder.load_state_dict(trained)
        return
    found = weights_at(folder)
    coder.keep_layers(range(min(_layers(found), len(coder.encoder.encoder.layer))))
    lacking = [name for name in coder.state_dict() if name.startswith("encoder.encoder.") and name not in found]
    if lacking:
        raise ValueError(f"{folder} holds no encoder of this shape: it lacks {lacking[0]}")
    coder.load_state_dict(coder.state_dict() | found)


def _layers(weights: Iterable[str]) -> int:
    """How many of the encoder's layers there are weights of."""
    return len({name.split(".")[3] for name in weights if name.startswith("encoder.encoder.layer.")})


def weights_at(folder: Path) -> dict[str, Tensor]:
    """The weights of an exported coder by their names in training: the encoder's layers and token types, and the heads that it has.

    What was rounded to eight bits comes as the multiples of its step that it was rounded to: exported again, it is the same.
    """
    with np.load(folder / "heads.npz") as kept:
        found = {name: torch.from_numpy(kept[name]).float() for name in kept.files if not name.startswith("temperature.")}
    graph = onnx.load(folder / "encoder.onnx").graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    for name, values in stored.items():
        if name.startswith("encoder.encoder."):
            found[name] = torch.from_numpy(values.copy())
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            layer = node.name.removesuffix("/MatMul_quant").strip("/").replace("/", ".")
            found[f"encoder.{layer}.weight"] = torch.from_numpy(_unrounded(stored, node.input[1].removesuffix("_quantized"))).T.contiguous()
    types = "encoder.embeddings.token_type_embeddings.weight"
    return found | {types: torch.from_numpy(_unrounded(stored, types))}


def _unrounded(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    whole = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    result: np.ndarray = (whole * stored[f"{name}_scale"]).astype(np.float32)
    return result
