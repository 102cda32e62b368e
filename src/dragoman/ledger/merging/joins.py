"""Which pairs hold an event together, and why, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise

from dragoman.ledger.merging.claim import Join
from dragoman.ledger.merging.cluster import Links, Pair
from dragoman.ledger.merging.likeness import features, kinship, probability
from dragoman.ledger.merging.traits import Traits, stem

BY_HAND = "joined by hand"
_SAME_WORDS = 0.6
_KINDRED_WORDS = 0.2
_SHOWN = 4


def joins(
    group: Mapping[str, Traits],
    odds: Mapping[Pair, float],
    together: Sequence[tuple[str, ...]],
    why: Callable[[Traits, Traits], str],
) -> tuple[Join, ...]:
    """The fewest and likeliest pairs that connect the group (a maximum spanning tree), those joined by hand first; sorted.

    Args:
        group: the claims of an event by id.
        odds: the log-odds of the pairs that were compared.
        together: groups joined by hand.
        why: what tells the reasons of a pair (:func:`reasons`).
    """
    if len(group) == 1:
        return ()
    links = Links()
    found: list[Join] = []
    for a, b in (pair for forced in together if forced[0] in group for pair in pairwise(forced)):
        links.join(a, b)
        found.append(Join(a, b, 1.0, BY_HAND))
    likely = ((pair, odds[pair]) for pair in combinations(sorted(group), 2) if pair in odds)
    for (a, b), value in sorted(likely, key=lambda entry: (-round(entry[1], 9), entry[0])):
        if not links.together(a, b):
            links.join(a, b)
            found.append(Join(a, b, round(probability(value), 4), why(group[a], group[b])))
    return tuple(sorted(found, key=lambda join: (join.claim, join.other)))


def reasons(a: Traits, b: Traits) -> str:
    """What two claims have in common and where they differ, in words."""
    found = features(a, b)
    parts = [_parties(a, b, found), _types(a, b), _days(a, b)]
    if max(found.get("same statement", 0.0), found.get("same sentence", 0.0)) >= _SAME_WORDS:
        parts.append("nearly the same wording")
    elif found.get("words", 0.0) >= _KINDRED_WORDS:
        parts.append(f"words in common ({', '.join(_shared_words(a, b)[:_SHOWN])})")
    if "same place" in found:
        parts.append(f"same place ({a.claim.place})")
    if "same persons" in found:
        parts.append("same person")
    if found.get("numbers", 0.0) > 0:
        parts.append(f"same number ({', '.join(sorted(a.numbers & b.numbers)[:3])})")
    return "; ".join(parts)


def _shared_words(a: Traits, b: Traits) -> list[str]:
    """The shared words as the first claim writes them, in its order."""
    return list({stem(word): word for word in reversed(a.content) if stem(word) in a.words & b.words}.values())[::-1]


def _parties(a: Traits, b: Traits, found: Mapping[str, float]) -> str:
    shared = ", ".join(sorted(a.codes & b.codes))
    if a.codes == b.codes:
        return f"same parties ({shared})" + (", roles turned round" if "roles turned round" in found else "")
    return f"parties in common ({shared})"


def _types(a: Traits, b: Traits) -> str:
    relation = kinship(a, b)
    if relation == "same":
        return f"same type ({a.claim.type})"
    one, other = sorted((a.claim.type, b.claim.type))
    return f"{one} and {other} " + ("as announcement and act" if relation == "plan" else "as kindred types")


def _days(a: Traits, b: Traits) -> str:
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return "no date to compare"
    if not (a.dated and b.dated):
        return "one undated" if a.dated or b.dated else "both undated, published near each other"
    gap = max(a.first, b.first) - min(a.last, b.last)
    if gap > 0:
        return f"dates {gap} day{'s' if gap > 1 else ''} apart"
    day = date.fromordinal(max(a.first, b.first)).isoformat()
    return f"same day ({day})" if a.first == a.last == b.first == b.last else f"dates meet (from {day})"
