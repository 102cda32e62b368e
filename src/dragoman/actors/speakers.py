"""Who is speaking inside quotation marks, as far as "I", "we" and "our" need it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from dragoman.actors.frame import Frame
from dragoman.actors.word_sets import word_set

_QUOTED = re.compile(r"“[^”\n]{1,2000}”?|``(?:(?!'')[^\n]){1,2000}(?:'')?|\"[^\"\n]{1,2000}\"")
_CUES = word_set("speakers.cues")
_SUBJECT = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Quoted:
    """Tokens ``start`` up to ``end`` in quotation marks; ``speaker`` is the token that heads the speaker's noun phrase."""

    start: int
    end: int
    speaker: int | None


def quotations(frame: Frame) -> list[Quoted]:
    """The quotations of the body in text order, each with the speaker that a cue next to it names."""
    starts = [token.idx for token in frame.doc]
    found: list[Quoted] = []
    inside: set[int] = set()
    ranges: list[tuple[int, int]] = []
    for match in _QUOTED.finditer(frame.doc.text):
        start, end = bisect_left(starts, match.start()), bisect_left(starts, match.end())
        if start < end and frame.kinds[start] in {"body", "headline"}:
            ranges.append((start, end))
            inside.update(range(start, end))
    for start, end in ranges:
        speaker = _cued(frame, start, end, inside)
        if speaker is None and found and _follows_on(frame, found[-1], start):
            speaker = found[-1].speaker
        found.append(Quoted(start, end, speaker))
    return found


def _cued(frame: Frame, start: int, end: int, inside: set[int]) -> int | None:
    """The subject of the cue verb nearest to the marks, in the sentences that they begin and end in."""
    first = frame.token(start).sent.start
    last = frame.token(end - 1).sent.end
    if last == end and end < len(frame.words) and frame.lower[end] not in {"the", "a"}:
        last = max(last, min(frame.token(end).sent.end, end + 12) if frame.token(end).text[:1].islower() else last)
    best: tuple[int, int] | None = None
    for index in range(max(first, start - 40), min(last, end + 40)):
        token = frame.token(index)
        if index in inside or token.lemma_.lower() not in _CUES or token.pos_ != "VERB":
            continue
        subject = next((child.i for child in token.children if child.dep_ in _SUBJECT and child.i not in inside), None)
        if subject is None and token.dep_ in {"conj", "advcl", "xcomp"}:
            subject = next((child.i for child in token.head.children if child.dep_ in _SUBJECT and child.i not in inside), None)
        if subject is None:
            continue
        distance = start - index if index < start else index - end
        if best is None or distance < best[0]:
            best = (distance, subject)
    return best[1] if best is not None else _according(frame, end)


def _according(frame: Frame, end: int) -> int | None:
    for index in range(end, min(len(frame.words) - 2, end + 4)):
        if frame.lower[index] == "according" and frame.lower[index + 1] == "to":
            return next((child.i for child in frame.token(index + 1).children if child.dep_ == "pobj"), None)
    return None


def _follows_on(frame: Frame, before: Quoted, start: int) -> bool:
    """Whether a quotation goes on after the one before it: no more than the cue's own sentence stands between."""
    between = {frame.token(index).sent.start for index in range(before.end, start) if frame.words[index].strip()}
    return len(between) <= 1
