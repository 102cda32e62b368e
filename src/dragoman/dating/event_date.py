"""When an event happened: from its own clause, else from its sentence, else from the news frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from spacy.tokens import Doc, Token

from dragoman.dating.clause_times import lent_time, own_time, recalled_time, time_above, time_beside, time_together
from dragoman.dating.context import governing_verb
from dragoman.dating.event_times import Dated, dated
from dragoman.dating.letters import letter_time
from dragoman.dating.meetings import named_meetings
from dragoman.extensions import document_of
from dragoman.model import FURNITURE, EventDate, Interval, Status, TimeExpression
from dragoman.model import Span as Characters

NEWS_FRAME = "document date"
"""The text of a date that no words of the document state."""

FRAME_DAYS = 14
"""How far back the news frame of a document reaches (the codebook: about two weeks)."""

_SAYING = frozenset({"say", "tell", "add", "report", "note", "call", "ask", "urge", "warn", "accuse", "insist"})
_BACKGROUND_ADVERBS = frozenset({"once", "long", "already", "previously", "formerly", "used", "often"})
_HABITUAL = frozenset({"often", "always", "consistently", "usually", "regularly", "routinely", "frequently", "constantly"})
_LONG = re.compile(r"P(?:\d+|X)[WMYE]")
_NO_FRAME: frozenset[Status] = frozenset({"background", "planned", "conditional", "negated", "uncertain"})


def event_date(doc: Doc, trigger: int, status_hint: Status | None = None) -> EventDate | None:
    """The days of the event that token ``trigger`` of ``doc`` stands for.

    Its own clause's time expression counts first, then that of the clause it belongs to, then that which the document
    gives elsewhere to what a noun names. An event told as news that names no time carries the document's date (``span``
    None); background and plans carry none.
    """
    token = doc[trigger]
    published = doc._.published.date
    for found in _candidates(doc, token, status_hint):
        if found is not None and _can_be(found, status_hint, published):
            time = found.time
            return EventDate(found.interval.start, found.interval.end, time.text, Characters(time.start, time.end))
    if published is None or status_hint in _NO_FRAME or _has_no_day(doc, token) or _is_furniture(doc, token):
        return None
    if status_hint != "occurred" and not reads_as_news(token, status_hint is None):
        return None
    return EventDate(published, published, NEWS_FRAME, None)


def _candidates(doc: Doc, token: Token, status: Status | None) -> Iterator[Dated | None]:
    """The times that may date an event, the surest first."""
    published = doc._.published.date
    yield own_time(doc, token, lambda found: _can_be(found, status, published))
    yield time_beside(doc, token, Interval(published, published) if published else None)
    yield recalled_time(doc, token)
    yield time_together(doc, token)
    above = time_above(doc, token)
    if above is not None and (status in (None, "occurred", "denied", "uncertain") or _is_past_frame(doc, above)):
        yield above
    yield lent_time(doc, token)
    yield _carried_time(doc, token)
    yield _meeting_time(doc, token)
    yield letter_time(doc, token)


def _meeting_time(doc: Doc, token: Token) -> Dated | None:
    """The days of the one meeting that the sentence names by place or year: "thanked him at the G20 summit in Osaka"."""
    found = list(named_meetings(document_of(doc).text, token.sent.start_char, token.sent.end_char))
    if len(found) != 1:
        return None
    span, days = found[0].span, found[0].meeting.days
    time = TimeExpression(span.start, span.end, span.of(document_of(doc).text), "DATE", f"{days.start}/{days.end}", days, "meeting")
    return Dated(time, token, days)


def _can_be(found: Dated, status: Status | None, published: date | None) -> bool:
    """Whether the days fit the status: what has happened lies not ahead, and what is to come not behind."""
    if published is None:
        return True
    if status in ("planned", "conditional"):
        return found.interval.end >= published
    if found.ahead or (status == "background" and found.time.interval is None):
        return False
    return status not in ("occurred", "background") or found.interval.start <= published


def _is_over(doc: Doc, found: Dated) -> bool:
    published = doc._.published.date
    return published is not None and (published - found.interval.end).days > 1


def _is_past_frame(doc: Doc, found: Dated) -> bool:
    """Whether a time lies before the days that the document reports on."""
    published = doc._.published.date
    return published is not None and (published - found.interval.end).days > FRAME_DAYS


def _carried_time(doc: Doc, token: Token) -> Dated | None:
    """A past time of the sentence before, in the same paragraph, that the story told goes on from."""
    verb = governing_verb(token)
    sentence = token.sent
    if verb is None or verb.tag_ != "VBD" or verb.dep_ not in ("ROOT", "conj") or sentence.start == 0 or verb.lemma_ in _SAYING:
        return None
    previous = doc[sentence.start - 1].sent
    if "\n" in doc[previous.start : sentence.start].text.rstrip(" "):
        return None
    main = previous.root
    past = [found for found in dated(doc, previous) if _is_over(doc, found) and own_time(doc, main) == found]
    return past[-1] if len(past) == 1 and main.tag_ == "VBD" else None


def _has_no_day(doc: Doc, token: Token) -> bool:
    """What is said to go on, to recur or to belong to the past has no day of its own: "has often claimed", "for months"."""
    verb = governing_verb(token) or token
    for _ in range(3):
        if any(child.lower_ in _HABITUAL for child in verb.children):
            return True
        if verb.dep_ not in ("ccomp", "xcomp") or verb.head == verb:
            break
        verb = verb.head
    perfect = any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)
    clause = verb.left_edge.idx, verb.right_edge.idx
    inside = [time for time in doc._.times if clause[0] <= time.start <= clause[1] and time.interval is None]
    return any(
        time.text.lower() == "the past"
        or (perfect and _LONG.fullmatch(time.value) and document_of(doc).text[: time.start].lower().endswith("for "))
        for time in inside
    )


def _is_furniture(doc: Doc, token: Token) -> bool:
    return any(passage.kind in FURNITURE and passage.start <= token.idx < passage.end for passage in doc._.passages)


def reads_as_news(token: Token, alone: bool = True) -> bool:
    """Whether nothing about the clause says that it is background: a pluperfect, a past habit, a life story.

    ``alone``: nothing but the clause tells (no status is known), so that what a relative clause recalls is no news either.
    """
    verb = governing_verb(token) or token
    if alone and verb.dep_ in ("relcl", "acl"):
        return False
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(child.lower_ in ("had", "'d") for child in auxiliaries):
        return False
    return not any(child.lower_ in _BACKGROUND_ADVERBS for child in verb.children)
