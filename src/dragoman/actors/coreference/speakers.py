"""Who is speaking inside quotation marks, as far as "I", "we" and "our" need it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.actors.mentions.frame import Frame
from dragoman.actors.words.word_sets import word_set
from dragoman.extensions import document_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_QUOTED = re.compile(r"“[^”\n]{1,2000}”?|``(?:(?!'')[^\n]){1,2000}(?:'')?|\"[^\"\n]{1,2000}\"")
_CUES = word_set("speakers.cues")
_TELLING = frozenset({"tell", "say", "add", "write", "assure", "remind", "inform", "reply", "ask"})
_CLOSE = 80
"""The most tokens between a quotation and its continuation."""
_SUBJECT = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Quoted:
    """Tokens ``start`` up to ``end`` in quotation marks, and the tokens that head the noun phrases around the cue.

    ``speaker`` says it, ``addressee`` is told it, ``about`` is the one of whom it is said.
    """

    start: int
    end: int
    speaker: int | None
    addressee: int | None = None
    about: int | None = None


def quotations(frame: Frame) -> list[Quoted]:
    """The quotations of the body in text order, each with the speaker that a cue next to it names."""
    starts = [token.idx for token in frame.doc]
    found: list[Quoted] = []
    inside: set[int] = set()
    ranges: list[tuple[int, int]] = []
    for match in _QUOTED.finditer(document_of(frame.doc).text):
        start, end = bisect_left(starts, match.start()), bisect_left(starts, match.end())
        if start < end and frame.kinds[start] in {"body", "headline"}:
            ranges.append((start, end))
            inside.update(range(start, end))
    for start, end in ranges:
        verb, speaker = _cued(frame, start, end, inside)
        before = found[-1] if found and _follows_on(frame, found[-1], start) else None
        if speaker is None and before is not None:
            found.append(Quoted(start, end, before.speaker, before.addressee))
        else:
            found.append(Quoted(start, end, speaker, _told(verb, inside), _object_of(verb, {"of", "about"}, inside)))
    return found


def _cued(frame: Frame, start: int, end: int, inside: set[int]) -> tuple[Token | None, int | None]:
    """The cue verb nearest to the marks, in the sentences that they begin and end in, and its subject."""
    first = frame.openings[start]
    last = frame.token(end - 1).sent.end
    if last == end and end < len(frame.words) and frame.lower[end] not in {"the", "a"}:
        last = max(last, min(frame.token(end).sent.end, end + 12) if frame.token(end).text[:1].islower() else last)
    best: tuple[int, Token, int] | None = None
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
            best = (distance, token, subject)
    if best is not None:
        return best[1], best[2]
    according = _according(frame, end)
    return None, according if according is not None else _before_colon(frame, start)


def _told(verb: Token | None, inside: set[int]) -> int | None:
    """Who is told: the object of the cue verb, or what follows its "to"."""
    if verb is None or verb.lemma_ not in _TELLING:
        return None
    told = next(
        (child.i for child in verb.children if child.dep_ in {"dobj", "dative"} and child.pos_ != "ADP" and child.i not in inside), None
    )
    return told if told is not None else _object_of(verb, {"to"}, inside)


def _object_of(verb: Token | None, links: set[str], inside: set[int]) -> int | None:
    """What follows a preposition that hangs on the cue verb outside the marks."""
    if verb is None:
        return None
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ in links and child.i not in inside:
            return next((grandchild.i for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


def _before_colon(frame: Frame, start: int) -> int | None:
    """The last word of "President X:" right before the marks, where no verb tells who speaks."""
    if start < 2 or frame.words[start - 1] != ":" or frame.token(start - 2).pos_ != "PROPN":
        return None
    first = max(0, start - 12)
    return None if any(frame.token(i).pos_ == "VERB" for i in range(first, start - 1) if frame.same_sentence(i, start - 1)) else start - 2


def _according(frame: Frame, end: int) -> int | None:
    for index in range(end, min(len(frame.words) - 2, end + 4)):
        if frame.lower[index] == "according" and frame.lower[index + 1] == "to":
            return next((child.i for child in frame.token(index + 1).children if child.dep_ == "pobj"), None)
    return None


def _follows_on(frame: Frame, before: Quoted, start: int) -> bool:
    """Whether a quotation goes on after the one before it: no more than the cue's own sentence stands between."""
    if start - before.end > _CLOSE:
        return False
    between = [index for index in range(before.end, start) if frame.words[index].strip()]
    return not any(frame.token(index).is_sent_start for index in between[1:])
