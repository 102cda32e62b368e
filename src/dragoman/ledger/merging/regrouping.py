"""The three calls that a store makes: where to look, what an addition touches, and the events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from dragoman.ledger.merging import likeness
from dragoman.ledger.merging.claim import Claim, Correction, Join, MergedEvent, Page
from dragoman.ledger.merging.cluster import Apart, cluster
from dragoman.ledger.merging.corrections import Limits, limits, tied
from dragoman.ledger.merging.events import event_of
from dragoman.ledger.merging.joins import joins, reasons
from dragoman.ledger.merging.pairs import Statement, compared, likely, statements
from dragoman.ledger.merging.reprints import Reprints
from dragoman.ledger.merging.traits import months

MOST_ALIKE = 50
"""Claims that say just the same and are compared with others one by one; more of them join as one, so that thousands of reprints
cost no more than they must."""

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
        others = [around[id_] for id_ in sorted(around) if id_ not in reached]
        found = likely(statements(frontier), statements(others)) if others else set()
        bound = tied(found | {claim.claim for claim in frontier}, corrections) - reached.keys()
        known = {claim.claim: claim for claim in named(bound - around.keys())} if bound - around.keys() else {}
        frontier = [claim for id_ in sorted(found | bound) if (claim := around.get(id_) or known.get(id_))]
        reached.update((claim.claim, claim) for claim in frontier)
    return [reached[id_] for id_ in sorted(reached)]


def regroup(
    claims: Iterable[Claim],
    documents: Mapping[str, Page],
    corrections: Sequence[Correction] = (),
    reprints: Reprints | None = None,
) -> list[MergedEvent]:
    """The events of these claims, sorted by event id; every claim stands in exactly one.

    Args:
        claims: in any order; each id once.
        documents: the pages by document; a claim whose page is missing counts as a source of its own.
        corrections: decisions by hand; ids of claims that are not among ``claims`` are left aside.
        reprints: the reprints among the documents, where they are worked out elsewhere too.
    """
    known = {claim.claim: claim for claim in sorted(claims, key=lambda claim: claim.claim)}
    reprints = reprints or Reprints({document: page.text for document, page in documents.items()}.get)
    by_hand = limits(corrections, known.keys())
    found, bundles = _bundled(statements(known.values()), by_hand)
    traits = {claim.claim: statement.traits for statement in found for claim in statement.claims}
    odds = compared(found)
    weights = {id_: len(bundle.claims) for id_, bundle in bundles.items()}
    why = cache(reasons)
    merged: list[MergedEvent] = []
    for group in cluster(traits.keys(), odds, likeness.threshold(), by_hand.together, _apart(known, bundles, by_hand), weights):
        held = joins({id_: traits[id_] for id_ in group}, odds, by_hand.together, why)
        if not bundles.keys().isdisjoint(group):
            group, held = _unbundled(group, held, bundles)
        merged.append(event_of([known[id_] for id_ in group], held, documents, reprints))
    return sorted(merged, key=lambda event: event.event)


Bundles = Mapping[str, Statement]
"""Claims that say just the same and are one event, by the smallest of their ids, which stands for all."""


def _bundled(found: Sequence[Statement], by_hand: Limits) -> tuple[list[Statement], Bundles]:
    """The statements, those that very many claims make reduced to one claim; claims that a decision names stay by themselves."""
    left: list[Statement] = []
    bundles: dict[str, Statement] = {}
    for statement in found:
        free = [claim for claim in statement.claims if claim.claim not in by_hand.named] if len(statement.claims) > MOST_ALIKE else []
        if len(free) > MOST_ALIKE and statement.joins_itself:
            bundles[free[0].claim] = Statement(statement.traits, tuple(free))
            rest = tuple(claim for claim in statement.claims if claim is free[0] or claim.claim in by_hand.named)
            left.append(Statement(statement.traits, rest))
        else:
            left.append(statement)
    return left, bundles


def _apart(known: Mapping[str, Claim], bundles: Bundles, by_hand: Limits) -> Apart:
    """Whether two claims must not be one event: they are, or stand for, claims of one document, or a decision parts them."""
    documents = {id_: frozenset(claim.document for claim in bundle.claims) for id_, bundle in bundles.items()}

    def apart(a: str, b: str) -> bool:
        if a in documents or b in documents:
            one, other = (documents.get(id_) or {known[id_].document} for id_ in (a, b))
            return not one.isdisjoint(other)
        return known[a].document == known[b].document or ((a, b) if a < b else (b, a)) in by_hand.apart

    return apart


def _unbundled(group: Sequence[str], held: Sequence[Join], bundles: Bundles) -> tuple[tuple[str, ...], tuple[Join, ...]]:
    """The group with all claims that its claims stand for, and the joins with what holds these; both sorted."""
    whole, more = list(group), list(held)
    for bundle in (bundles[id_] for id_ in group if id_ in bundles):
        first, *others = (claim.claim for claim in bundle.claims)
        traits = bundle.traits
        likely, why = round(likeness.probability(likeness.log_odds(traits, traits)), 4), reasons(traits, traits)
        more += [Join(first, other, likely, why) for other in others]
        whole += others
    return tuple(sorted(whole)), tuple(sorted(more, key=lambda join: (join.claim, join.other)))
