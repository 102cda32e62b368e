"""Sentences in which the source stands in ``<s>…</s>`` and the target in ``<t>…</t>``, as the relation classifier reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.coding.windows import CLS, MAX_PIECES, SEP, pieces

MARKERS = {"<s>": 1, "</s>": 2, "<t>": 3, "</t>": 4}
"""Word-piece ids that the vocabulary keeps unused."""
_OPENING = (MARKERS["<s>"], MARKERS["<t>"])
_SPLIT = re.compile(r"(</?[st]>)")


@dataclass(frozen=True, slots=True)
class Marked:
    """Word pieces with the positions of the two opening markers, 0 (the whole) for one that is not there."""

    ids: tuple[int, ...]
    named: tuple[int, ...]
    """For each id, 1 if it is part of the source or the target, else 0."""
    source: int
    target: int


def encode(sentence: str) -> Marked | None:
    """Word pieces of a marked sentence, cut around the markers if it is too long; None if it has no marker.

    Either party may be left unsaid ("two newspapers were ordered to close"): the sentence as a whole then stands for it.
    """
    ids: list[int] = []
    for part in _SPLIT.split(sentence):
        ids.extend([MARKERS[part]] if part in MARKERS else pieces(part))
    opened = [i for i, id_ in enumerate(ids) if id_ in _OPENING]
    if not opened:
        return None
    first, last = opened[0], opened[-1]
    room = MAX_PIECES - 2
    start = max(0, min(first - 8, last + room // 3 - room)) if len(ids) > room else 0
    kept = ids[start : start + room]
    full = (CLS, *kept, SEP)
    source, target = (full.index(id_) if id_ in full else 0 for id_ in _OPENING)
    return Marked(full, _inside(full), source, target)


def _inside(ids: tuple[int, ...]) -> tuple[int, ...]:
    open_, found = 0, []
    for id_ in ids:
        found.append(int(open_ > 0 and id_ not in MARKERS.values()))
        open_ += (id_ in _OPENING) - (id_ in (MARKERS["</s>"], MARKERS["</t>"]))
    return tuple(found)
