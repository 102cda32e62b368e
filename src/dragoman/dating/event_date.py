"""When an event happened: from its own clause, else from its sentence, else from the news frame."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from dragoman.dating.context import governing_verb
from dragoman.model import EventDate, Status, TimeExpression

NEWS_FRAME = "document date"
"""The text of a date that no words of the document state."""

_VERBAL = frozenset({"VERB", "AUX"})
_CLAUSAL = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
_NO_FRAME: frozenset[Status] = frozenset({"background", "planned", "conditional", "negated", "uncertain"})


def event_date(doc: Doc, trigger: int, status_hint: Status | None = None) -> EventDate | None:
    """The days of the event that token ``trigger`` of ``doc`` stands for.

    Its own clause's time expression counts first, then the only one of the sentence that belongs to no other verb. An
    event told as news that names no time carries the document's date (``span`` None); background and plans carry none.
    """
    token = doc[trigger]
    found = _own_time(doc, token)
    if found is not None:
        return _as_event_date(found)
    published = doc._.published.date
    if published is None or status_hint in _NO_FRAME or not reads_as_news(token):
        return None
    return EventDate(published, published, NEWS_FRAME, None)


def _as_event_date(time: TimeExpression) -> EventDate | None:
    from dragoman.model import Span as Characters

    if time.interval is None:
        return None
    return EventDate(time.interval.start, time.interval.end, time.text, Characters(time.start, time.end))


def _own_time(doc: Doc, token: Token) -> TimeExpression | None:
    """The time expression nearest by syntax within the event's clause."""
    ranked = []
    for time, root in _dated(doc, token.sent):
        steps = _distance(root, token)
        if steps is not None:
            ranked.append((steps, abs(root.i - token.i), time.start, time))
    return min(ranked, key=lambda item: item[:3])[3] if ranked else None


def _dated(doc: Doc, sentence: Span) -> Iterator[tuple[TimeExpression, Token]]:
    """The time expressions of a sentence that name days, with the head of each."""
    for time in doc._.times:
        if time.interval is None or time.end <= sentence.start_char or time.start >= sentence.end_char:
            continue
        span = doc.char_span(time.start, time.end, alignment_mode="expand")
        if span is not None:
            yield time, span.root


def _distance(root: Token, trigger: Token) -> int | None:
    """Steps from a time expression up to the trigger or to the verb of its clause; None where it belongs elsewhere."""
    homes = _homes(trigger)
    at = root
    for steps in range(14):
        if at.i in homes:
            return steps + homes[at.i]
        if at is not root and at.pos_ in _VERBAL and at.dep_ in _CLAUSAL and at.dep_ != "ccomp":
            return None
        if at.head is at:
            return None
        at = at.head
    return None


def _homes(trigger: Token) -> dict[int, int]:
    """The trigger and what stands for its clause: the verbs above it up to the clause's edge, with a cost each."""
    homes = {trigger.i: 0}
    at, cost = trigger, 0
    while at.head is not at and cost < 12:
        edge = at.pos_ in _VERBAL and at.dep_ in ("relcl", "acl", "advcl", "ccomp", "parataxis")
        if edge:
            break
        at, cost = at.head, cost + 2
        homes[at.i] = cost
    return homes


def reads_as_news(token: Token) -> bool:
    """Whether nothing about the clause says that it is background: a pluperfect, a past habit, a life story."""
    verb = governing_verb(token) or token
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(child.lower_ == "had" or child.lower_ == "'d" for child in auxiliaries):
        return False
    return not any(child.lower_ in ("once", "long", "already", "previously", "formerly", "used", "often") for child in verb.children)
