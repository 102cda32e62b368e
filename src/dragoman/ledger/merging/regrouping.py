"""The three calls that a store makes: where to look, what an addition touches, and the events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from dragoman.ledger.merging import likeness
from dragoman.ledger.merging.claim import Claim, Correction, MergedEvent, Page
from dragoman.ledger.merging.cluster import Pair, cluster
from dragoman.ledger.merging.corrections import limits, tied
from dragoman.ledger.merging.events import event_of
from dragoman.ledger.merging.joins import joins
from dragoman.ledger.merging.reprints import Sketch, sketch
from dragoman.ledger.merging.traits import Traits, months, traits_of

MOST_PAIRED = 8
"""Codes of one claim that are paired for the search: of a gathering of more, the first in the alphabet."""

Fetch = Callable[[frozenset[str]], Iterable[Claim]]
"""Every live claim that has any of these blocks."""
Named = Callable[[frozenset[str]], Iterable[Claim]]
"""The live claims among these ids."""


def blocks(claim: Claim) -> tuple[str, ...]:
    """The blocks that a claim stands in, sorted; claims without a common block never join by likeness.

    A block is a code and a month (``PRK 2018-04``): a claim has one for each of its codes and each month in which it may have happened.
    """
    codes = {party.code for party in (*claim.actors, *claim.recipients) if party.code}
    return tuple(sorted(f"{code} {month}" for code in codes for month in months(claim)))


def affected(seeds: Iterable[Claim], fetch: Fetch, named: Named, corrections: Sequence[Correction] = ()) -> list[Claim]:
    """The seeds and all claims that must be regrouped with them, sorted by id.

    Args:
        seeds: live claims that are new, or whose event lost a claim, or that a correction names.
        fetch: which live claims have any of these blocks.
        named: the live ones among these claim ids.
        corrections: all that are in force.
    """
    reached = {claim.claim: claim for claim in seeds}
    frontier = list(reached.values())
    while frontier:
        around = {claim.claim: claim for claim in fetch(frozenset(block for claim in frontier for block in blocks(claim)))}
        fresh = {claim.claim for claim in frontier}
        found = _likely(frontier, [around[id_] for id_ in sorted(around) if id_ not in reached])
        bound = tied(found | fresh, corrections) - reached.keys()
        known = {claim.claim: claim for claim in named(bound - around.keys())} if bound - around.keys() else {}
        frontier = [claim for id_ in sorted(found | bound) if (claim := around.get(id_) or known.get(id_))]
        reached.update((claim.claim, claim) for claim in frontier)
    return [reached[id_] for id_ in sorted(reached)]


def _likely(frontier: Sequence[Claim], others: Sequence[Claim]) -> set[str]:
    """Those of the others that one of the frontier is likely enough to be one event with."""
    if not others:
        return set()
    fresh = {claim.claim for claim in frontier}
    pairs = compared((traits_of(claim) for claim in (*frontier, *others)), lambda a, b: (a in fresh) != (b in fresh))
    return {a if b in fresh else b for (a, b), odds in pairs.items() if odds >= likeness.threshold()}


def regroup(claims: Iterable[Claim], documents: Mapping[str, Page], corrections: Sequence[Correction] = ()) -> list[MergedEvent]:
    """The events of these claims, sorted by event id; every claim stands in exactly one.

    Args:
        claims: in any order; each id once.
        documents: the pages by document; a claim whose page is missing counts as a source of its own.
        corrections: decisions by hand; ids of claims that are not among ``claims`` are left aside.
    """
    known = {claim.claim: traits_of(claim) for claim in sorted(claims, key=lambda claim: claim.claim)}
    odds = compared(known.values())
    by_hand = limits(corrections, known.keys())

    def apart(a: str, b: str) -> bool:
        return known[a].claim.document == known[b].claim.document or ((a, b) if a < b else (b, a)) in by_hand.apart

    groups = cluster(known.keys(), odds, likeness.threshold(), by_hand.together, apart)

    @cache
    def sketches(document: str) -> Sketch:
        return sketch(documents[document].text) if document in documents else ()

    merged: list[MergedEvent] = []
    for group in groups:
        members = [known[id_] for id_ in group]
        why = joins(members, odds, by_hand.together) if len(group) > 1 else ()
        merged.append(event_of([traits.claim for traits in members], why, documents, sketches))
    return sorted(merged, key=lambda event: event.event)


def compared(claims: Iterable[Traits], wanted: Callable[[str, str], bool] | None = None) -> dict[Pair, float]:
    """The log-odds of all pairs that can be one event, the smaller id first; only of wanted pairs if a test is given."""
    ordered = sorted(claims, key=lambda traits: traits.claim.claim)
    odds: dict[Pair, float] = {}
    for a, b in _candidates(ordered):
        pair = a.claim.claim, b.claim.claim
        if pair not in odds and likeness.comparable(a, b) and (wanted is None or wanted(*pair)):
            odds[pair] = likeness.log_odds(a, b)
    return odds


def _candidates(ordered: Sequence[Traits]) -> Iterator[tuple[Traits, Traits]]:
    """Pairs that share a month and two codes, or a month and the only code that one of them has; in id order, some twice."""
    groups: defaultdict[tuple[str, str, str], list[Traits]] = defaultdict(list)
    lone: defaultdict[tuple[str, str], list[Traits]] = defaultdict(list)
    several: defaultdict[tuple[str, str], list[Traits]] = defaultdict(list)
    for traits in ordered:
        codes = sorted(traits.codes)
        for month in months(traits.claim):
            for one, other in combinations(codes[:MOST_PAIRED], 2):
                groups[one, other, month].append(traits)
            for code in codes:
                (lone if len(codes) == 1 else several)[code, month].append(traits)
    for group in (*groups.values(), *lone.values()):
        yield from combinations(group, 2)
    for key, singles in lone.items():
        for a in singles:
            for b in several.get(key, ()):
                yield (a, b) if a.claim.claim < b.claim.claim else (b, a)
