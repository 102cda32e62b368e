"""Claims into groups that are one event each: agglomeration by mean log-odds, within limits set by hand and by document.

The result is a function of the set of claims: pairs are taken best first, and where two are equally good, by their smallest ids.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import combinations, pairwise

from dragoman.ledger.merging.likeness import APART

Pair = tuple[str, str]
Groups = list[tuple[str, ...]]
Apart = Callable[[str, str], bool]


def linked(ids: Iterable[str], pairs: Iterable[Pair]) -> Groups:
    """The ids in connected components, each sorted, in order of the smallest."""
    parent = {id_: id_ for id_ in ids}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for a, b in pairs:
        one, other = sorted((root(a), root(b)))
        parent[other] = one
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in sorted(parent):
        groups[root(id_)].append(id_)
    return [tuple(group) for group in sorted(groups.values())]


def cluster(
    ids: Collection[str],
    odds: Mapping[Pair, float],
    threshold: float,
    together: Iterable[Sequence[str]] = (),
    apart: Apart = lambda a, b: False,
) -> Groups:
    """The groups, each sorted, in order of the smallest id.

    Args:
        ids: the claims.
        odds: the log-odds of the pairs that were compared, the smaller id first; all others count as :data:`APART`.
        threshold: two groups are one event while the mean log-odds between them reach it.
        together: groups that are one event whatever the odds, each as like another claim as its likest; they do not overlap.
        apart: whether two claims must not be one event, unless ``together`` says so.
    """
    fixed = [tuple(sorted(group)) for group in together]
    forced = [pair for group in fixed for pair in pairwise(group)]
    likely = [pair for pair, value in odds.items() if value >= threshold]
    found: Groups = []
    for component in linked(ids, [*forced, *likely]):
        if len(component) == 1:
            found.append(component)
        elif len(component) == 2 and not fixed:
            found += [(component[0],), (component[1],)] if apart(*component) else [component]
        else:
            inside = frozenset(component)
            starts = [group for group in fixed if group[0] in inside]
            found += _agglomerate(component, odds, threshold, starts, apart)
    return sorted(found)


def _agglomerate(
    ids: Sequence[str], odds: Mapping[Pair, float], threshold: float, starts: Sequence[tuple[str, ...]], apart: Apart
) -> Groups:
    """Join the two groups with the highest mean log-odds until none reaches the threshold."""
    started = {id_ for group in starts for id_ in group}
    members: dict[int, tuple[str, ...]] = dict(enumerate(sorted([*starts, *((id_,) for id_ in ids if id_ not in started)])))
    sums: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for a, b in combinations(members, 2):
        crossing = [(x, y) for x in members[a] for y in members[b]]
        best = max(odds.get((x, y) if x < y else (y, x), APART) for x, y in crossing)
        sums[a][b] = sums[b][a] = -math.inf if any(apart(x, y) for x, y in crossing) else best * len(crossing)
    heap = [entry for a in members for b in sums[a] if a < b and (entry := _entry(a, b, members, sums, threshold))]
    heapq.heapify(heap)
    fresh = len(members)
    while heap:
        *_, a, b = heapq.heappop(heap)
        if a not in members or b not in members:
            continue
        one, other = members.pop(a), members.pop(b)
        members[fresh] = tuple(sorted(one + other))
        for c in members:
            if c != fresh:
                sums[fresh][c] = sums[c][fresh] = sums[a][c] + sums[b][c]
                if entry := _entry(c, fresh, members, sums, threshold):
                    heapq.heappush(heap, entry)
        fresh += 1
    return list(members.values())


_Entry = tuple[float, str, str, int, int]


def _entry(
    a: int, b: int, members: Mapping[int, tuple[str, ...]], sums: Mapping[int, Mapping[int, float]], threshold: float
) -> _Entry | None:
    """A possible join for the heap: best mean first, then by the groups' smallest ids; None below the threshold."""
    mean = sums[a][b] / (len(members[a]) * len(members[b]))
    if mean < threshold:
        return None
    first, second = sorted((members[a][0], members[b][0]))
    return -round(mean, 9), first, second, a, b
