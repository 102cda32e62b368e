"""Score an exported coder in the place of the one that ships: ``python -m training.score_coder work/e``.

On the documents of ``../shared/gold`` that two people annotated, and on our own articles without events (``benchmarks/uneventful.txt``);
cut-offs and confidence are those that ship.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import uneventful
from dragoman.coding.component import Coding
from dragoman.coding.encoder import model_at
from dragoman.evaluation import gold
from dragoman.reading import pipeline
from training import corpus


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("folder", type=Path, help="what training.export_coder wrote")
    args = ask.parse_args()
    coding = pipeline().get_pipe("dragoman_coding")
    assert isinstance(coding, Coding)
    coding.model = model_at(args.folder)
    for row in (*gold.rows(corpus.SHARED / "gold" / "dev"), *gold.rows(corpus.SHARED / "gold" / "check"), *uneventful.rows()):
        halves = f"  precision {row.precision:.3f}, recall {row.recall:.3f}" if row.precision is not None and row.recall is not None else ""
        print(f"{row.data:12} {row.measure:10} {row.value:.3f}{halves}")


if __name__ == "__main__":
    main()
