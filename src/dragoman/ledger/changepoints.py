"""Where the level of a series changes: optimal partitioning (Jackson et al. 2005) with a penalty for each further segment.

Two models: a level with noise about it (tone), and counts (activity). Both take sums by period, so that a period may hold
many events or none. The noise is estimated from differences between neighbours, which a few changes of level hardly touch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_PENALTY = 4.0
"""How many times the logarithm of the number of observations a change must gain: twice what BIC asks for, to err on the quiet side."""
_LEAST_NOISE = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """A change before period ``at`` (an index): the level before and after, and the gain over no change, in penalties (above 1)."""

    at: int
    before: float
    after: float
    gain: float


def of_level(values: Sequence[Sequence[float]], least: int) -> list[Change]:
    """Changes of the mean. ``values`` holds each period's observations; a segment has at least ``least`` of them."""
    flat = [value for period in values for value in period]
    if len(flat) < 2 * least:
        return []
    counts = np.cumsum([0.0, *(len(period) for period in values)])
    sums = np.cumsum([0.0, *(sum(period) for period in values)])
    squares = np.cumsum([0.0, *(sum(value * value for value in period) for period in values)])
    steps = np.diff(np.array(flat))
    noise = max(float(np.mean(steps * steps)) / 2, _LEAST_NOISE)

    def cost(starts: NDArray[np.int64], end: int) -> Numbers:
        n = counts[end] - counts[starts]
        total = sums[end] - sums[starts]
        spread = squares[end] - squares[starts] - total * total / np.maximum(n, 1)
        return np.where(n >= least, spread / noise, np.inf)

    return _changes(cost, lambda a, b: float((sums[b] - sums[a]) / (counts[b] - counts[a])), len(values), _PENALTY * log(len(flat)))


def of_rate(counts: Sequence[int], least: int) -> list[Change]:
    """Changes of the mean count by period. A segment has at least ``least`` periods."""
    if len(counts) < 2 * least:
        return []
    totals = np.cumsum([0.0, *counts])
    pairs = [(a - b) ** 2 / (a + b) for a, b in pairwise(counts) if a + b]
    noise = max(sum(pairs) / len(pairs), _LEAST_NOISE) if pairs else _LEAST_NOISE

    def cost(starts: NDArray[np.int64], end: int) -> Numbers:
        length = end - starts
        total = totals[end] - totals[starts]
        rate = total / np.maximum(length, 1)
        deviance = -2 * total * np.log(np.maximum(rate, 1e-12))
        return np.where(length >= least, np.where(total > 0, deviance, 0.0) / noise, np.inf)

    return _changes(cost, lambda a, b: float((totals[b] - totals[a]) / (b - a)), len(counts), _PENALTY * log(len(counts)))


def _changes(
    cost: Callable[[NDArray[np.int64], int], Numbers], level: Callable[[int, int], float], periods: int, penalty: float
) -> list[Change]:
    bounds = _bounds(cost, periods, penalty)
    found = []
    for start, at, end in zip(bounds, bounds[1:], bounds[2:], strict=False):
        apart = cost(np.array([start]), at)[0] + cost(np.array([at]), end)[0]
        gain = float(cost(np.array([start]), end)[0] - apart)
        found.append(Change(at, level(start, at), level(at, end), gain / penalty))
    return found


def _bounds(cost: Callable[[NDArray[np.int64], int], Numbers], periods: int, penalty: float) -> list[int]:
    """The best partition's bounds, from 0 to the number of periods."""
    best = np.full(periods + 1, np.inf)
    best[0] = -penalty
    came = np.zeros(periods + 1, dtype=np.int64)
    starts = np.arange(periods, dtype=np.int64)
    for end in range(1, periods + 1):
        totals = best[:end] + cost(starts[:end], end) + penalty
        came[end] = int(np.argmin(totals))
        best[end] = totals[came[end]]
    bounds = [periods]
    while bounds[-1] > 0:
        bounds.append(int(came[bounds[-1]]))
    return bounds[::-1]
