"""Decisions by hand as limits to merging: which claims must stand together and which must not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from dragoman.ledger.merging.claim import Correction
from dragoman.ledger.merging.cluster import Pair


@dataclass(frozen=True)
class Limits:
    """What the decisions in force come to. ``together``: disjoint groups of two or more; ``apart``: pairs, the smaller id first."""

    together: tuple[tuple[str, ...], ...] = ()
    apart: frozenset[Pair] = frozenset()

    @cached_property
    def named(self) -> frozenset[str]:
        """All claims that the decisions bear on."""
        return frozenset(id_ for group in (*self.together, *self.apart) for id_ in group)


def limits(corrections: Iterable[Correction], ids: Collection[str]) -> Limits:
    """The limits for these claims; decisions on others are left aside, and a later decision holds against an earlier one."""
    groups: dict[str, frozenset[str]] = {}
    apart: set[Pair] = set()
    for correction in sorted(corrections, key=lambda c: -c.correction):
        claims = sorted({claim for claim in correction.claims if claim in ids})
        if correction.kind == "split":
            others = sorted({claim for claim in correction.apart if claim in ids} - set(claims))
            apart |= {_pair(a, b) for a in claims for b in others if b not in groups.get(a, ())}
        for a, b in combinations(claims, 2):
            _join(a, b, groups, apart)
    return Limits(tuple(sorted({tuple(sorted(group)) for group in groups.values()})), frozenset(apart))


def _join(a: str, b: str, groups: dict[str, frozenset[str]], apart: Collection[Pair]) -> None:
    """Put two claims with their groups together, unless a later decision parts them."""
    one, other = groups.get(a, frozenset({a})), groups.get(b, frozenset({b}))
    if any(_pair(x, y) in apart for x in one for y in other):
        return
    for claim in one | other:
        groups[claim] = one | other


def tied(ids: Iterable[str], corrections: Sequence[Correction]) -> frozenset[str]:
    """The claims that corrections tie to these, directly or through others, themselves included."""
    reached = set(ids)
    growing = True
    while growing:
        before = len(reached)
        for correction in corrections:
            if not reached.isdisjoint(correction.claims):
                reached.update(correction.claims)
        growing = len(reached) > before
    return frozenset(reached)


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)
