"""When an event happened: from its own clause, else from its sentence, else from the news frame."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from dragoman.dating.context import governing_verb
from dragoman.model import EventDate, Status, TimeExpression
from dragoman.model import Span as Characters

NEWS_FRAME = "document date"
"""The text of a date that no words of the document state."""

FRAME_DAYS = 14
"""How far back the news frame of a document reaches (the codebook: about two weeks)."""

_VERBAL = frozenset({"VERB", "AUX"})
_SAYING = frozenset({"say", "tell", "add", "report", "note", "call", "ask", "urge", "warn", "accuse", "insist"})
_BACKGROUND_ADVERBS = frozenset({"once", "long", "already", "previously", "formerly", "used", "often"})
_CLAUSAL = frozenset({"relcl", "acl", "advcl", "parataxis"})
_ADNOMINAL = frozenset({"compound", "nummod", "amod", "nmod", "poss"})
_EMBEDDED = frozenset({"ccomp", "xcomp", "conj", "advcl", "acl", "pcomp"})
_WITHIN = frozenset({"in", "during", "at", "throughout"})
_BOUNDING = frozenset({"until", "till", "before", "than", "by"})
_NO_FRAME: frozenset[Status] = frozenset({"background", "planned", "conditional", "negated", "uncertain"})


def event_date(doc: Doc, trigger: int, status_hint: Status | None = None) -> EventDate | None:
    """The days of the event that token ``trigger`` of ``doc`` stands for.

    Its own clause's time expression counts first, then the only one of the sentence that belongs to no other verb. An
    event told as news that names no time carries the document's date (``span`` None); background and plans carry none.
    """
    token = doc[trigger]
    published = doc._.published.date
    for time in _candidates(doc, token, status_hint):
        if time is None or (status_hint == "occurred" and published is not None and time.interval and time.interval.start > published):
            continue  # what has happened lies not ahead: the time is that of an act announced
        return _as_event_date(time)
    if published is None or status_hint in _NO_FRAME or (status_hint != "occurred" and not reads_as_news(token, status_hint is None)):
        return None
    return EventDate(published, published, NEWS_FRAME, None)


def _candidates(doc: Doc, token: Token, status: Status | None) -> Iterator[TimeExpression | None]:
    """The times that may date an event, the surest first."""
    yield _own_time(doc, token)
    yield _recalled_time(doc, token)
    above = _time_above(doc, token)
    if above is not None and (status in (None, "occurred", "denied", "uncertain") or _is_past_frame(doc, above)):
        yield above
    yield _carried_time(doc, token)


def _as_event_date(time: TimeExpression) -> EventDate | None:
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


def _recalled_time(doc: Doc, token: Token) -> TimeExpression | None:
    """The time that a clause hangs on ("2003, when Turkey refused") or that is part of its setting ("seized in the 1967 war")."""
    verb = governing_verb(token)
    if verb is None:
        return None
    while verb.dep_ in ("xcomp", "conj") and verb.head.pos_ in _VERBAL:
        verb = verb.head
    recalled = verb.dep_ in ("relcl", "advcl") and any(child.lower_ == "when" for child in verb.children)
    settings = {
        noun.i
        for link in verb.children
        if link.dep_ == "prep" and link.lower_ in _WITHIN
        for noun in link.children
        if noun.dep_ == "pobj" and noun.pos_ in ("NOUN", "PROPN")
    }
    for time, root in _dated(doc, token.sent):
        if recalled and (root is verb.head or (root.i < verb.i and root.i >= verb.left_edge.i - 3)):
            return time
        if root.head.i in settings and root.dep_ in _ADNOMINAL:
            return time
    return None


def _time_above(doc: Doc, token: Token) -> TimeExpression | None:
    """The time of the clause of which the event's own is the content or the setting: "said on Monday that it would leave"."""
    verb = governing_verb(token)
    for _ in range(4):
        if verb is None or verb.head is verb:
            return None
        outer, when = governing_verb(verb.head), any(child.lower_ == "when" for child in verb.children)
        if verb.dep_ not in _EMBEDDED and not when:
            return None
        if (when or verb.dep_ == "ccomp") and outer is not None:
            found = _own_time(doc, outer)
            if found is not None:
                return found
        verb = outer
    return None


def _dated(doc: Doc, sentence: Span) -> Iterator[tuple[TimeExpression, Token]]:
    """The time expressions of a sentence that name days, with the head of each; not those that only bound ("until", "before")."""
    for time in doc._.times:
        if time.interval is None or time.end <= sentence.start_char or time.start >= sentence.end_char:
            continue
        span = doc.char_span(time.start, time.end, alignment_mode="expand")
        if span is not None and not (span.start > 0 and doc[span.start - 1].lower_ in _BOUNDING):
            yield time, span.root


def _is_past_frame(doc: Doc, time: TimeExpression) -> bool:
    """Whether a time lies before the days that the document reports on."""
    published = doc._.published.date
    return published is not None and time.interval is not None and (published - time.interval.end).days > FRAME_DAYS


def _distance(root: Token, trigger: Token) -> int | None:
    """Steps from a time expression up to the trigger or to the verb of its clause; None where it belongs elsewhere."""
    homes = _homes(trigger)
    if root.dep_ in _ADNOMINAL and root.head is not trigger and root.head.pos_ in ("NOUN", "PROPN"):
        return None
    at = root
    for steps in range(14):
        if at.i in homes:
            return steps + homes[at.i]
        if at is not root and at.pos_ in _VERBAL and _elsewhere(at, trigger):
            return None
        if at.head is at:
            return None
        at = at.head
    return None


def _elsewhere(verb: Token, trigger: Token) -> bool:
    """Whether a verb between time and trigger has the time for itself: its own clause, or what the trigger only promises."""
    if verb.dep_ in _CLAUSAL or verb.dep_ == "conj":
        return True
    return verb.dep_ in ("xcomp", "ccomp") and trigger.tag_ in ("VBD", "VBN") and verb.head is trigger


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


def _carried_time(doc: Doc, token: Token) -> TimeExpression | None:
    """A past time of the sentence before, in the same paragraph, that the story told goes on from."""
    verb = governing_verb(token)
    sentence = token.sent
    if verb is None or verb.tag_ != "VBD" or verb.dep_ not in ("ROOT", "conj") or sentence.start == 0 or verb.lemma_ in _SAYING:
        return None
    previous = doc[sentence.start - 1].sent
    if "\n" in doc[previous.start : sentence.start].text.rstrip(" "):
        return None
    main = previous.root
    past = [time for time, root in _dated(doc, previous) if _is_past_frame(doc, time) and _distance(root, main) is not None]
    return past[-1] if len(past) == 1 and main.tag_ == "VBD" else None


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
