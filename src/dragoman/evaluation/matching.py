"""Pairing what was predicted with what was annotated, one to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from dragoman.model import Span

P = TypeVar("P")
G = TypeVar("G")


def pair(predicted: Sequence[P], gold: Sequence[G], fits: Callable[[P, G], bool]) -> list[tuple[P, G]]:
    """A largest one-to-one pairing of items that fit (Kuhn's algorithm); deterministic."""
    edges = [[i for i, p in enumerate(predicted) if fits(p, g)] for g in gold]
    holder: dict[int, int] = {}

    def place(g: int, seen: set[int]) -> bool:
        for i in edges[g]:
            if i not in seen:
                seen.add(i)
                if i not in holder or place(holder[i], seen):
                    holder[i] = g
                    return True
        return False

    for g in range(len(gold)):
        place(g, set())
    return [(predicted[i], gold[g]) for i, g in sorted(holder.items())]


def touch(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether any two of the spans share a character."""
    return any(x.overlaps(y) for x in a for y in b)
