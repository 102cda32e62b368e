"""Sentences in which the source stands in ``<s>…</s>`` and the target in ``<t>…</t>``, as the relation classifier reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.coding.windows import CLS, MAX_PIECES, SEP, pieces

MARKERS = {"<s>": 1, "</s>": 2, "<t>": 3, "</t>": 4}
"""Word-piece ids that the vocabulary keeps unused."""
_SPLIT = re.compile(r"(</?[st]>)")


@dataclass(frozen=True, slots=True)
class Marked:
    """Word pieces with the positions of the two opening markers."""

    ids: tuple[int, ...]
    named: tuple[int, ...]
    """For each id, 1 if it is part of the source or the target, else 0."""
    source: int
    target: int


def encode(sentence: str) -> Marked | None:
    """Word pieces of a marked sentence, cut around the markers if it is too long; None if a marker is missing."""
    ids: list[int] = []
    for part in _SPLIT.split(sentence):
        ids.extend([MARKERS[part]] if part in MARKERS else pieces(part))
    if MARKERS["<s>"] not in ids or MARKERS["<t>"] not in ids:
        return None
    first, last = sorted((ids.index(MARKERS["<s>"]), ids.index(MARKERS["<t>"])))
    room = MAX_PIECES - 2
    start = max(0, min(first - 8, last + room // 3 - room)) if len(ids) > room else 0
    kept = ids[start : start + room]
    if MARKERS["<s>"] not in kept or MARKERS["<t>"] not in kept:
        return None
    full = (CLS, *kept, SEP)
    return Marked(full, _inside(full), full.index(MARKERS["<s>"]), full.index(MARKERS["<t>"]))


def _inside(ids: tuple[int, ...]) -> tuple[int, ...]:
    open_, found = 0, []
    for id_ in ids:
        found.append(int(open_ > 0 and id_ not in MARKERS.values()))
        open_ += (id_ in (MARKERS["<s>"], MARKERS["<t>"])) - (id_ in (MARKERS["</s>"], MARKERS["</t>"]))
    return tuple(found)
