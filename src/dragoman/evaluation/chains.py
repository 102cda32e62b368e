"""How well groups agree with annotated coreference chains: MUC, B³, CEAF-e and their mean, the CoNLL score.

Definitions: Vilain et al. 1995, Bagga and Baldwin 1998, Luo 2005 (with the entity similarity 2|K∩R|/(|K|+|R|)), Pradhan et al. 2012.
Both sides partition the same mentions.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

Groups = Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, each in [0, 1]."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def groups(names: Mapping[str, Hashable]) -> Groups:
    """The mentions of each name, in order of the smallest mention."""
    found: defaultdict[Hashable, set[str]] = defaultdict(set)
    for mention, name in names.items():
        found[name].add(mention)
    return sorted((frozenset(group) for group in found.values()), key=min)


def muc(found: Groups, gold: Groups) -> Score:
    """Links: how many more a group needs to hold together what the other side holds together. 0 where no side has any link."""
    return Score(_links(found, gold), _links(gold, found))


def _links(these: Groups, others: Groups) -> float:
    holder = {mention: i for i, group in enumerate(others) for mention in group}
    wanted = sum(len(group) - 1 for group in these)
    return sum(len(group) - len({holder[mention] for mention in group}) for group in these) / wanted if wanted else 0.0


def b_cubed(found: Groups, gold: Groups) -> Score:
    """The mean over mentions of how much of its group belongs there."""
    return Score(_per_mention(found, gold), _per_mention(gold, found))


def _per_mention(these: Groups, others: Groups) -> float:
    holder = {mention: group for group in others for mention in group}
    total = sum(len(group) for group in these)
    return sum(len(group & holder[mention]) / len(group) for group in these for mention in group) / total if total else 0.0


def ceaf_e(found: Groups, gold: Groups) -> Score:
    """The best one-to-one assignment of groups to chains, by their similarity."""
    shared = [[2 * len(a & b) / (len(a) + len(b)) for b in gold] for a in found]
    best = assignment(shared)
    return Score(best / len(found) if found else 0.0, best / len(gold) if gold else 0.0)


def conll(found: Groups, gold: Groups) -> float:
    """The mean F1 of the three."""
    return math.fsum(measure(found, gold).f1 for measure in (muc, b_cubed, ceaf_e)) / 3


def assignment(values: Sequence[Sequence[float]]) -> float:
    """The largest sum of values that take each row and each column at most once (Kuhn 1955, Munkres 1957; n³)."""
    rows = [list(row) for row in values]
    if rows and len(rows) > len(rows[0]):
        rows = [list(column) for column in zip(*rows, strict=True)]
    if not rows or not rows[0]:
        return 0.0
    chosen = _columns([[-value for value in row] for row in rows])
    return math.fsum(rows[i][j] for i, j in enumerate(chosen))


def _columns(costs: Sequence[Sequence[float]]) -> list[int]:
    """The column of each row in a cheapest assignment; no more rows than columns. Potentials and shortest augmenting paths."""
    wide = len(costs[0])
    by_row, by_column = [0.0] * (len(costs) + 1), [0.0] * (wide + 1)
    holder = [0] * (wide + 1)
    for row in range(1, len(costs) + 1):
        holder[0], column = row, 0
        least, before, done = [math.inf] * (wide + 1), [0] * (wide + 1), [False] * (wide + 1)
        while holder[column]:
            done[column] = True
            step, following = math.inf, 0
            for j in range(1, wide + 1):
                if not done[j]:
                    cost = costs[holder[column] - 1][j - 1] - by_row[holder[column]] - by_column[j]
                    if cost < least[j]:
                        least[j], before[j] = cost, column
                    if least[j] < step:
                        step, following = least[j], j
            for j in range(wide + 1):
                if done[j]:
                    by_row[holder[j]] += step
                    by_column[j] -= step
                else:
                    least[j] -= step
            column = following
        while column:
            holder[column], column = holder[before[column]], before[column]
    return [next(j for j in range(1, wide + 1) if holder[j] == i) - 1 for i in range(1, len(costs) + 1)]
