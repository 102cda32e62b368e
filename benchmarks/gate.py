"""The benchmark gate: figures on our own annotated sets, and on ../shared/gold/dev where it is there, that may only rise.

`baseline.json` beside this file holds what was reached; `python -m benchmarks.pin` sets it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from benchmarks import own, uneventful
from dragoman.evaluation import gold, relations
from dragoman.evaluation.tables import Row

BASELINE = Path(__file__).resolve().parent / "baseline.json"
DEV = Path(__file__).resolve().parents[2] / "shared" / "gold" / "dev"
PAIRS = Path(__file__).resolve().parent / "pairs.tsv"
"""Marked sentences of our own, of each several pairs: stated, flipped and bystanders; kept out of training."""
SLACK = 0.01
"""What a figure may fall short without failing: int8 arithmetic differs a little between processors."""

SHARES = frozenset({"status", "date", "source"})
SHARE_SLACK = 0.05
"""Shares are of the coded events: with more of those found, and harder ones, a share can dip while everything gets better."""

Figures = dict[str, float]


def measured(name: str) -> Figures:
    """The figures of a set of :func:`sets`."""
    rows: dict[str, Callable[[], list[Row]]] = {
        "own": own.rows,
        "pairs": lambda: relations.pair_rows(PAIRS),
        "uneventful": uneventful.rows,
        "gold/dev": lambda: gold.rows(DEV),
    }
    return _figures(rows[name]())


def sets() -> list[str]:
    """What can be measured here."""
    return ["own", "pairs", "uneventful", *(["gold/dev"] if DEV.is_dir() else [])]


def _figures(rows: list[Row]) -> Figures:
    return {row.measure: round(row.value, 4) for row in rows}


def baseline() -> dict[str, Figures]:
    """Set → measure → the figure that is held."""
    pinned: dict[str, Figures] = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.is_file() else {}
    return pinned


def fallen(pinned: Figures, now: Figures, exact: bool = False) -> list[str]:
    """What fell below the baseline by more than the slack (or, ``exact``, at all), one line each."""

    def slack(measure: str) -> float:
        return 0.0 if exact else SHARE_SLACK if measure in SHARES else SLACK

    return [
        f"{measure} is {now.get(measure, 0.0):.4f}, held at {figure:.4f}"
        for measure, figure in pinned.items()
        if now.get(measure, 0.0) < figure - slack(measure)
    ]
