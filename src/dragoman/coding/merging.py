"""One event per document and happening: frames that state the same thing again become further evidence for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.coding.codebook import JOINT
from dragoman.coding.frames import Frame
from dragoman.coding.roles import Parties
from dragoman.model import Mention

_NAMES = ("title", "name")
Key = tuple[str, frozenset[str], frozenset[str], bool]
Groups = dict[Key, list[Frame]]
"""Frames by type, actors, recipients and whether they are background."""


def merge(frames: Iterable[Frame], mentions: Sequence[Mention]) -> list[tuple[Frame, ...]]:
    """Group frames by happening, the fullest statement first in each group; groups in text order.

    Frames are one happening where type and parties are the same and neither is background to the other's news. What
    differs in status only by being told again (planned, then occurred) stays apart.
    """
    groups: Groups = {}
    for frame in frames:
        groups.setdefault(_key(frame), []).append(frame)
    _direct(groups)
    ordered = [
        tuple(sorted(group, key=lambda f: (not f.parties.recipients, -_named(f, mentions), -f.likelihood, f.trigger)))
        for group in groups.values()
    ]
    return sorted(ordered, key=lambda group: min(f.trigger for f in group))


def _direct(groups: Groups) -> None:
    """Join what is told without a direction to what the same sentence tells with one, in place.

    "X criticised Y and called its stance absurd": no second act of X and Y together, where the type is not one done jointly.
    """
    for key in [key for key in groups if not key[2] and len(key[1]) > 1 and key[0] not in JOINT]:
        sentences = {frame.sentence.start for frame in groups[key]}
        directed = [
            other
            for other, frames in groups.items()
            if other[2] and (other[0], other[1] | other[2], other[3]) == (key[0], key[1], key[3])
            if sentences <= {frame.sentence.start for frame in frames}
        ]
        if len(directed) == 1:
            groups[directed[0]].extend(groups.pop(key))


def _named(frame: Frame, mentions: Sequence[Mention]) -> int:
    """How many of its parties the frame's own sentence calls by name."""
    start, end = frame.sentence.start_char, frame.sentence.end_char
    slots = (*frame.parties.actors, *frame.parties.recipients)
    return sum(any(start <= mentions[i].start < end and mentions[i].form in _NAMES for i in slot.mentions) for slot in slots)


def _key(frame: Frame) -> Key:
    actors, recipients = _sides(frame.type, frame.parties)
    return frame.type, actors, recipients, frame.status == "background"


def _sides(type_: str, parties: Parties) -> tuple[frozenset[str], frozenset[str]]:
    if type_ == "CONSULT":
        return parties.codes, frozenset()
    return frozenset(s.code for s in parties.actors), frozenset(s.code for s in parties.recipients)
