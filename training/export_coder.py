"""Export a trained coder: encoder → ONNX int8 (per channel), heads → matrices. ``python -m training.export_coder work/coder``.

With ``--relations`` it is the relation classifier: its heads alone, into the folder that ``dragoman.classify`` reads.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.exported import take_up
from training.network import Coder
from training.train_coder import minilm

DATA = Path(__file__).parents[1] / "src" / "dragoman" / "coding" / "data"


class _Encoder(nn.Module):
    """The encoder alone, over one window at a time: nothing is padded, so there is no mask to reckon with."""

    def __init__(self, coder: Coder) -> None:
        super().__init__()
        self.encoder = coder.encoder

    def forward(self, input_ids: Tensor, token_type_ids: Tensor) -> Tensor:
        embedded = self.encoder.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
        result: Tensor = self.encoder.encoder(embedded, attention_mask=None)[0]
        return result


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--base", default=None)
    ask.add_argument("--to", type=Path, default=None, help="default: where the package looks")
    ask.add_argument("--relations", action="store_true")
    ask.add_argument("--temperature", type=float, default=1.0, help="of the types, or with --relations of the relations")
    args = ask.parse_args()
    coder = Coder(args.base or minilm())
    take_up(coder, args.folder)
    coder.eval()
    to = args.to or (DATA / "relations" if args.relations else DATA)
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "encoder.onnx"
        ids = torch.ones(1, 16, dtype=torch.long)
        names = {name: {1: "length"} for name in ("input_ids", "token_type_ids")}
        torch.onnx.export(
            _Encoder(coder), (ids, ids), str(full), input_names=list(names), output_names=["states"],
            dynamic_axes=names, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(full), str(to / "encoder.onnx"), per_channel=True, weight_type=QuantType.QInt8)
    heads = {name: value.numpy().astype(np.float16) for name, value in coder.state_dict().items() if _is_used(name, args.relations)}
    scaled = "pair" if args.relations else "kind"
    scalars = {f"temperature.{head}": np.float32(args.temperature if head == scaled else 1.0) for head in ("kind", "pair")}
    np.savez_compressed(to / "heads.npz", **heads, **scalars)  # type: ignore[arg-type]
    print(f"{(to / 'encoder.onnx').stat().st_size / 1e6:.1f} MB encoder, {(to / 'heads.npz').stat().st_size / 1e6:.1f} MB heads")


def _is_used(name: str, relations: bool) -> bool:
    """Whether a weight is of a head that is asked: the classifier's go by "pair", and by what a word states."""
    if relations:
        return name.startswith(("pair", "kind."))
    return not name.startswith(("encoder.", "pair"))


if __name__ == "__main__":
    main()
