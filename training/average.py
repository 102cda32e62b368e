"""Average the weights of trained coders: ``python -m training.average work/coder work/coder2 --out work/mean``.

Coders that went on from one another lie in one basin; their mean generalises better than either (Izmailov et al. 2018).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("folders", type=Path, nargs="+")
    ask.add_argument("--weights", type=float, nargs="+", default=None, help="the share of each; default: the same")
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    if args.weights is not None and len(args.weights) != len(args.folders):
        ask.error("one weight for each folder")
    mean = mean_of([torch.load(folder / "coder.pt") for folder in args.folders], args.weights)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, args.out / "coder.pt")


def mean_of(states: Sequence[Mapping[str, Tensor]], shares: Sequence[float] | None = None) -> dict[str, Tensor]:
    """The mean of networks of one shape; ``shares``: how much of each, the same of all unless told."""
    parts = shares or [1 / len(states)] * len(states)
    first = states[0]
    stacked = {name: torch.stack([state[name].float() for state in states], -1) for name in first if first[name].is_floating_point()}
    return {**first, **{name: (values @ torch.tensor(parts)).to(first[name].dtype) for name, values in stacked.items()}}


if __name__ == "__main__":
    main()
