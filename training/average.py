"""Average the weights of trained coders: ``python -m training.average work/coder work/coder2 --out work/mean``.

Coders that went on from one another lie in one basin; their mean generalises better than either (Izmailov et al. 2018).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("folders", type=Path, nargs="+")
    ask.add_argument("--weights", type=float, nargs="+", default=None, help="the share of each; default: the same")
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    kept = [torch.load(folder / "coder.pt") for folder in args.folders]
    shares = args.weights or [1 / len(kept)] * len(kept)
    if len(shares) != len(kept):
        ask.error("one weight for each folder")
    mean = {
        name: sum(share * state[name].float() for share, state in zip(shares, kept, strict=True)) if value.is_floating_point() else value
        for name, value in kept[0].items()
    }
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, args.out / "coder.pt")


if __name__ == "__main__":
    main()
