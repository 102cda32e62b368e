"""Near-duplicate documents: a wire story reprinted, trimmed or under a new first line, is one source.

Texts are compared by the runs of five words that they share (Broder 1997, "resemblance and containment"): of each the smallest
hashes are kept, and what counts is the share of the shorter text that the longer one holds.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from itertools import accumulate, combinations, pairwise

from dragoman.ledger.merging.cluster import Links, Pair

RUN = 5
"""Words in a run."""
KEPT = 256
"""Hashes kept of a text; one of fewer runs is compared whole."""
CONTAINED = 0.6
"""From this share of the shorter text on it is a reprint of the longer one."""
_HIGHEST = (1 << 32) - 1
_FEW = 12
_COMMON = 200
"""Of the texts that hold a run, all pairs are compared up to this number; of more, each with the next only, so that thousands of
reprints are found in as many steps."""
_WORD = re.compile(r"\w+")

Sketch = tuple[int, ...]


def sketch(text: str) -> Sketch:
    """The smallest hashes of a text's runs of words, sorted; the same on every machine."""
    words = [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(text.lower())]
    line = b" ".join(words)
    ends = [0, *accumulate(len(word) + 1 for word in words)]  # where each word would begin, behind the space after the one before
    runs = zip(ends, ends[min(RUN, len(words)) :], strict=False) if words else ()
    return tuple(sorted({zlib.crc32(line[start : end - 1]) for start, end in runs})[:KEPT])


def contained(a: Sketch, b: Sketch) -> float:
    """About which share of the shorter text's runs the longer one has, in [0, 1]; 0 where the sketches have nothing to tell it by."""
    if not a or not b:
        return 0.0
    edge = min(a[-1] if len(a) == KEPT else _HIGHEST, b[-1] if len(b) == KEPT else _HIGHEST)
    one, other = a[: bisect_right(a, edge)], b[: bisect_right(b, edge)]
    fewest = min(len(one), len(other))
    return len(set(one).intersection(other)) / fewest if fewest else 0.0


class Reprints:
    """Which of some documents are reprints of each other; each text is sketched once, and each pair compared once."""

    def __init__(self, text_of: Callable[[str], str | None]) -> None:
        """``text_of`` gives a document's text, None for one that is not known."""
        sketched = cache(lambda document: sketch(text_of(document) or ""))
        alike = cache(lambda a, b: contained(sketched(a), sketched(b)) >= CONTAINED)
        self._groups = cache(lambda documents: _grouped({document: sketched(document) for document in documents}, alike))

    def groups(self, documents: Collection[str]) -> Mapping[str, str]:
        """For each document the smallest name in its group of reprints among these: its own, where it has none."""
        return self._groups(tuple(sorted(documents)))


def reprint_groups(sketches: Mapping[str, Sketch]) -> dict[str, str]:
    """For each document the smallest name in its group of reprints: its own, where it has none. Independent of order."""
    return _grouped(sketches, lambda a, b: contained(sketches[a], sketches[b]) >= CONTAINED)


def _grouped(sketches: Mapping[str, Sketch], alike: Callable[[str, str], bool]) -> dict[str, str]:
    if len(sketches) == 2:
        one, other = sorted(sketches)
        return {one: one, other: one if alike(one, other) else other}
    links = Links(sketches)
    first: dict[Sketch, str] = {}
    for document in sorted(sketches):
        if sketches[document]:
            links.join(first.setdefault(sketches[document], document), document)
    for a, b in _sharing({document: held for held, document in first.items()}):
        if not links.together(a, b) and alike(a, b):
            links.join(a, b)
    return {document: links.root(document) for document in sketches}


def _sharing(sketches: Mapping[str, Sketch]) -> Iterable[Pair]:
    """The pairs worth comparing, in which the smaller name is first: all of a few documents, those that share a run of many."""
    if len(sketches) <= _FEW:
        yield from combinations(sorted(sketches), 2)
        return
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for document in sorted(sketches):
        for value in sketches[document]:
            holders[value].append(document)
    for group in sorted({tuple(group) for group in holders.values() if len(group) > 1}):
        yield from combinations(group, 2) if len(group) <= _COMMON else pairwise(group)
