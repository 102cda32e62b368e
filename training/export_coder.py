"""Export a trained coder: encoder → ONNX int8 (per channel), heads → matrices. ``python -m training.export_coder work/coder``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from dragoman import examples
from dragoman.coding.candidates import mention_tokens
from dragoman.coding.windows import coded_sentences, windows
from dragoman.pipeline import load
from training.network import Coder
from training.run_time_encoder import RunTimeEncoder
from training.train_coder import minilm

DATA = Path(__file__).parents[1] / "src" / "dragoman" / "coding" / "data"


def sample() -> list[tuple[Tensor, Tensor]]:
    """The windows of the example dispatches: word-piece ids and token types."""
    nlp = load(without=("dragoman_coding",))
    found = []
    for path in examples.paths():
        if path.suffix == ".txt":
            doc = nlp(path.read_text(encoding="utf-8"))
            cut = windows(coded_sentences(doc), mention_tokens(doc, doc._.mentions))
            found += [(torch.tensor([window.ids]), torch.tensor([window.named])) for window in cut]
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--base", default=None)
    ask.add_argument("--to", type=Path, default=DATA)
    ask.add_argument("--temperature", type=float, default=1.0)
    args = ask.parse_args()
    coder = Coder(args.base or minilm())
    coder.load_state_dict(torch.load(args.folder / "coder.pt"))
    coder.eval()
    args.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "encoder.onnx"
        names = {name: {1: "length"} for name in ("input_ids", "token_type_ids", "states")}
        seen = sample()
        torch.onnx.export(
            RunTimeEncoder(coder.encoder, seen), seen[0], str(full), input_names=list(names)[:2], output_names=["states"],
            dynamic_axes=names, opset_version=20, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(full), str(args.to / "encoder.onnx"), per_channel=True, weight_type=QuantType.QInt8)
    heads = {name: value.numpy().astype(np.float16) for name, value in coder.state_dict().items() if not name.startswith("encoder.")}
    scalars = {"temperature.kind": np.float32(args.temperature), "temperature.pair": np.float32(1.0)}
    np.savez_compressed(args.to / "heads.npz", **heads, **scalars)  # type: ignore[arg-type]
    print(f"{(args.to / 'encoder.onnx').stat().st_size / 1e6:.1f} MB encoder, {(args.to / 'heads.npz').stat().st_size / 1e6:.1f} MB heads")


if __name__ == "__main__":
    main()
