"""Near-duplicate documents: a wire story reprinted, trimmed or under a new first line, is one source.

Texts are compared by the runs of five words that they share (Broder 1997, "resemblance and containment"): of each the smallest
hashes are kept, and what counts is the share of the shorter text that the longer one holds.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from dragoman.ledger.merging.cluster import linked

RUN = 5
"""Words in a run."""
KEPT = 256
"""Hashes kept of a text; one of fewer runs is compared whole."""
CONTAINED = 0.6
"""From this share of the shorter text on it is a reprint of the longer one."""
_HIGHEST = (1 << 32) - 1
_FEW = 12
_COMMON = 200
"""A run in more texts than this is a formula of some publisher's and leads the search nowhere."""
_WORD = re.compile(r"\w+")

Sketch = tuple[int, ...]


def sketch(text: str) -> Sketch:
    """The smallest hashes of a text's runs of words, sorted; the same on every machine."""
    words = _WORD.findall(text.lower())
    runs = {" ".join(words[i : i + RUN]) for i in range(max(len(words) - RUN + 1, min(len(words), 1)))}
    return tuple(sorted({zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs})[:KEPT])


def contained(a: Sketch, b: Sketch) -> float:
    """About which share of the shorter text's runs the longer one has, in [0, 1]."""
    if not a or not b:
        return 0.0
    edge = min(a[-1] if len(a) == KEPT else _HIGHEST, b[-1] if len(b) == KEPT else _HIGHEST)
    one, other = ({value for value in each if value <= edge} for each in (a, b))
    return len(one & other) / min(len(one), len(other))


def reprint_groups(sketches: Mapping[str, Sketch]) -> dict[str, str]:
    """For each document the smallest name in its group of reprints: its own, where it has none. Independent of order."""
    alike = [(a, b) for a, b in _sharing(sketches) if contained(sketches[a], sketches[b]) >= CONTAINED]
    return {document: group[0] for group in linked(sketches, alike) for document in group}


def _sharing(sketches: Mapping[str, Sketch]) -> Iterable[tuple[str, str]]:
    """The pairs worth comparing: all of a few documents, those that share a rare run of many."""
    if len(sketches) <= _FEW:
        return combinations(sorted(sketches), 2)
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for document in sorted(sketches):
        for value in sketches[document]:
            holders[value].append(document)
    return sorted({pair for group in holders.values() if 1 < len(group) <= _COMMON for pair in combinations(group, 2)})
