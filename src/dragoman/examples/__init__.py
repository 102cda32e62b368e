"""Example dispatches of our own writing (docs/examples.md describes them), read by ``make demo``, tests and benchmarks."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def paths() -> tuple[Path, ...]:
    """The example documents, in the order of their names."""
    return tuple(sorted(path for path in FOLDER.iterdir() if path.suffix in {".txt", ".html"}))
