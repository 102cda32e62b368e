"""Which claims are compared with which, and how likely they are to be one event.

Claims that say just the same (of reprints, mostly) are looked at once: whatever holds for one of them holds for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.ledger.merging import likeness
from dragoman.ledger.merging.claim import Claim
from dragoman.ledger.merging.cluster import Pair
from dragoman.ledger.merging.traits import Traits, months, said, traits_of

MOST_PAIRED = 8
"""Codes of one claim that are paired for the search: of a gathering of more, the first in the alphabet."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one or more claims of different documents say: their traits, and the claims, by id in order."""

    traits: Traits
    claims: tuple[Claim, ...]

    @property
    def joins_itself(self) -> bool:
        """Whether the claims are likely enough to be one event."""
        return likeness.compatible(self.traits, self.traits) and likeness.log_odds(self.traits, self.traits) >= likeness.threshold()


def statements(claims: Iterable[Claim]) -> list[Statement]:
    """The claims by what they say, in order of the smallest id. Where a document says a thing twice, that is two statements."""
    found: defaultdict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: claim.claim):
        found[said(claim)].append(claim)
    return [Statement(traits_of(turn[0]), tuple(turn)) for same in found.values() for turn in _turns(same)]


def _turns(claims: Sequence[Claim]) -> Sequence[Sequence[Claim]]:
    """The first claim of each document, the second of each, and so on."""
    if len({claim.document for claim in claims}) == len(claims):
        return (claims,)
    before: defaultdict[str, int] = defaultdict(int)
    turns: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        turns[before[claim.document]].append(claim)
        before[claim.document] += 1
    return list(turns.values())


def compared(found: Sequence[Statement]) -> dict[Pair, float]:
    """The log-odds of all pairs of claims that can be one event, the smaller id first."""
    odds: dict[Pair, float] = {}
    for one, other in _candidates(found):
        if likeness.compatible(one.traits, other.traits):
            value = likeness.log_odds(one.traits, other.traits)
            odds.update((pair, value) for pair in _crossing(one, other))
    return odds


def likely(fresh: Sequence[Statement], others: Sequence[Statement]) -> set[str]:
    """The claims among the others that one of the fresh ones is likely enough to be one event with."""
    known = _Index()
    for n, statement in enumerate(others):
        known.put(n, statement.traits)
    found: set[str] = set()
    for statement in fresh:
        traits, documents = statement.traits, {claim.document for claim in statement.claims}
        for n in known.near(traits):
            other = others[n].traits
            if likeness.compatible(traits, other) and likeness.log_odds(traits, other) >= likeness.threshold():
                found.update(claim.claim for claim in others[n].claims if documents != {claim.document})
    return found


def _candidates(found: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of statements that may be one event's, each once; those that several claims make are paired with themselves too."""
    known = _Index()
    for n, statement in enumerate(found):
        yield from ((found[near], statement) for near in sorted(known.near(statement.traits)))
        if len(statement.claims) > 1:
            yield statement, statement
        known.put(n, statement.traits)


def _crossing(one: Statement, other: Statement) -> Iterator[Pair]:
    """The pairs of claims, the smaller id first, of two statements that documents of their own make."""
    if one is other:
        yield from ((a.claim, b.claim) for a, b in combinations(one.claims, 2))
        return
    for a in one.claims:
        for b in other.claims:
            if a.document != b.document:
                yield (a.claim, b.claim) if a.claim < b.claim else (b.claim, a.claim)


class _Index:
    """Where to look for what may be one event: what shares a month and two codes, or a month and the only code that one of them has."""

    def __init__(self) -> None:
        self._paired: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        self._lone: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._several: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def put(self, number: int, traits: Traits) -> None:
        """Add something under a number."""
        codes = sorted(traits.codes)
        single = self._lone if len(codes) == 1 else self._several
        for month in months(traits.claim):
            for one, other in combinations(codes[:MOST_PAIRED], 2):
                self._paired[one, other, month].append(number)
            for code in codes:
                single[code, month].append(number)

    def near(self, traits: Traits) -> set[int]:
        """The numbers of what is worth comparing with this."""
        codes = sorted(traits.codes)
        found: set[int] = set()
        for month in months(traits.claim):
            for one, other in combinations(codes[:MOST_PAIRED], 2):
                found.update(self._paired.get((one, other, month), ()))
            for code in codes:
                found.update(self._lone.get((code, month), ()))
                if len(codes) == 1:
                    found.update(self._several.get((code, month), ()))
        return found
