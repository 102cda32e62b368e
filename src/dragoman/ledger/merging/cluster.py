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
_Entry = tuple[float, str, str, int, int]
"""A possible join: the mean log-odds, negative; the smallest ids of both groups; the groups."""


class Links:
    """Ids that hang together, directly or through others. A group is known by its smallest id, its root."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._parent = {id_: id_ for id_ in ids}

    def root(self, id_: str) -> str:
        """The smallest id of its group; of an id not seen before, itself."""
        parent = self._parent
        above = parent.setdefault(id_, id_)
        while above != id_:
            parent[id_] = above = parent[above]
            id_, above = above, parent[above]
        return id_

    def together(self, a: str, b: str) -> bool:
        """Whether two ids are of one group."""
        return self.root(a) == self.root(b)

    def join(self, a: str, b: str) -> None:
        """Make one group of those of two ids."""
        one, other = self.root(a), self.root(b)
        if one < other:
            self._parent[other] = one
        else:
            self._parent[one] = other

    def groups(self) -> Groups:
        """All groups, each sorted, in order of the smallest id."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for id_ in sorted(self._parent):
            found[self.root(id_)].append(id_)
        return [tuple(group) for group in found.values()]


def linked(ids: Iterable[str], pairs: Iterable[Pair]) -> Groups:
    """The ids in connected components, each sorted, in order of the smallest."""
    links = Links(ids)
    for a, b in pairs:
        links.join(a, b)
    return links.groups()


def cluster(
    ids: Collection[str],
    odds: Mapping[Pair, float],
    threshold: float,
    together: Iterable[Sequence[str]] = (),
    apart: Apart = lambda a, b: False,
    weights: Mapping[str, int] | None = None,
) -> Groups:
    """The groups, each sorted, in order of the smallest id.

    Args:
        ids: the claims.
        odds: the log-odds of the pairs that were compared, the smaller id first; all others count as :data:`APART`.
        threshold: two groups are one event while the mean log-odds between them reach it.
        together: groups that are one event whatever the odds, each as like another claim as its likest; they do not overlap.
        apart: whether two claims must not be one event, unless ``together`` says so.
        weights: for how many claims that say the same an id stands; 1, where it is not named.
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
            found += _agglomerate(component, odds, threshold, starts, apart, weights or {})
    return sorted(found)


def _agglomerate(
    ids: Sequence[str],
    odds: Mapping[Pair, float],
    threshold: float,
    starts: Sequence[tuple[str, ...]],
    apart: Apart,
    weights: Mapping[str, int],
) -> Groups:
    """Join the two groups with the highest mean log-odds until none reaches the threshold."""
    started = {id_ for group in starts for id_ in group}
    members = dict(enumerate(sorted([*starts, *((id_,) for id_ in ids if id_ not in started)])))
    sizes = {a: sum(weights.get(id_, 1) for id_ in group) for a, group in members.items()}
    sums: defaultdict[int, dict[int, float]] = defaultdict(dict)
    heap: list[_Entry] = []

    def offer(a: int, b: int) -> None:
        """Put a possible join on the heap: best mean first, then by the groups' smallest ids."""
        mean = sums[a][b] / (sizes[a] * sizes[b])
        if mean >= threshold:
            first, second = sorted((members[a][0], members[b][0]))
            heapq.heappush(heap, (-round(mean, 9), first, second, a, b))

    for a, b in combinations(members, 2):
        sums[a][b] = sums[b][a] = _best(members[a], members[b], odds, apart) * (sizes[a] * sizes[b])
        offer(a, b)
    fresh = len(members)
    while heap:
        *_, a, b = heapq.heappop(heap)
        if a not in members or b not in members:
            continue
        merged = tuple(sorted(members.pop(a) + members.pop(b)))
        sizes[fresh] = sizes[a] + sizes[b]
        others = list(members)
        members[fresh] = merged
        for c in others:
            sums[fresh][c] = sums[c][fresh] = sums[a][c] + sums[b][c]
            offer(c, fresh)
        fresh += 1
    return list(members.values())


def _best(one: Sequence[str], other: Sequence[str], odds: Mapping[Pair, float], apart: Apart) -> float:
    """The log-odds of the likest pair between two groups; minus infinity where any pair must not be one event."""
    best = -math.inf
    for x in one:
        for y in other:
            if apart(x, y):
                return -math.inf
            best = max(best, odds.get((x, y) if x < y else (y, x), APART))
    return best
