"""The times of a sentence as events use them: "since May" runs up to the document's day, "within three weeks" from it on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Span, Token

from dragoman.dating.context import governing_verb
from dragoman.dating.numbers import parse_number
from dragoman.dating.values import add_months
from dragoman.extensions import document_of
from dragoman.model import Interval, TimeExpression

_AHEAD = frozenset({"until", "till", "before", "by"})
_SINCE_WHEN = re.compile(r"\b(?:first|last|only|\w+est|most|more|time|times)\b[^.;]{0,60}\bsince(?:[ \n]the)?[ \n]*$", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:\b(within|in|over|during|for|after|before|than|until|till|by|since)[ \n]+)?(?:the[ \n]+)?(?:end of[ \n]+)?$", re.IGNORECASE
)
_NEAR, _FAR = 40, 90
"""How many characters before a time are looked at for its preposition, and for what "since" counts from."""
_FORWARD = re.compile(r"(?:the )?(?:next|coming|following)\b", re.IGNORECASE)
_BACK = re.compile(r"(?:the )?(?:past|last|recent|previous|preceding)\b", re.IGNORECASE)
_LENGTH = re.compile(r"P(\d+|X)([DWMY])")
_FEW = {"D": 7, "W": 6}
"""How many days or weeks "recent" ones reach back; recent months and years say too little."""
_STATES = frozenset({"be", "have", "remain", "stay", "live", "hold"})
ADNOMINAL = frozenset({"compound", "nummod", "amod", "nmod", "poss"})
NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression with the days that it gives an event, and the token that heads it."""

    time: TimeExpression
    root: Token
    interval: Interval
    ahead: bool = False
    """Whether the days are a term for what is to come: "within a week", "before December"."""


def dated(doc: Doc, sentence: Span) -> Iterator[Dated]:
    """The time expressions of a sentence that give an event its days; not those that only bound what is past ("before 1998")."""
    published: date | None = doc._.published.date
    for time in doc._.times:
        if time.end <= sentence.start_char or time.start >= sentence.end_char:
            continue
        span = doc.char_span(time.start, time.end, alignment_mode="expand")
        found = _dated(doc, time, span.root, published) if span is not None else None
        if found is not None:
            yield found


def _dated(doc: Doc, time: TimeExpression, root: Token, published: date | None) -> Dated | None:
    text = document_of(doc).text
    match = _LEADS.search(text, max(0, time.start - _NEAR), time.start)
    lead = (match[1] or "").lower() if match else ""
    if time.interval is None:
        return _reach(doc, time, root, lead, published)
    if root.dep_ in ADNOMINAL and root.head.pos_ in NOMINAL and root.head.i > root.i:
        return Dated(time, root, time.interval)  # "before the 1998 war": it is the war that is bounded by
    if lead == "since":
        return _since(time, root, text[max(0, time.start - _FAR) : time.start], published)
    if lead in _AHEAD and published is not None and time.interval.end >= published:
        until = time.interval.start - timedelta(1) if lead == "before" else time.interval.end
        return Dated(time, root, Interval(published, until), ahead=True) if until >= published else None
    return None if lead in _AHEAD or lead in ("than", "after") else Dated(time, root, time.interval)


def _since(time: TimeExpression, root: Token, before: str, published: date | None) -> Dated | None:
    """What has gone on since a day, up to the document's; a state ("has been in custody since 2016") has the day that it began."""
    if time.interval is None or published is None or time.interval.start > published or _SINCE_WHEN.search(before):
        return None
    verb = governing_verb(root)
    perfect = verb is not None and any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)
    narrow = (time.interval.end - time.interval.start).days <= 366
    lasting = verb is not None and perfect and narrow and verb.lemma_ not in _STATES
    return Dated(time, root, Interval(time.interval.start, published if lasting else time.interval.end))


def _reach(doc: Doc, time: TimeExpression, root: Token, lead: str, published: date | None) -> Dated | None:
    """The days up to or from the document's that a length of time names: "in recent weeks", "within a month"."""
    length = _LENGTH.fullmatch(time.value)
    if time.type != "DURATION" or length is None or published is None or document_of(doc).text[time.end : time.end + 4] == " of ":
        return None
    back = _BACK.match(time.text) is not None and lead != "since"
    forward = lead == "within" or _FORWARD.match(time.text) is not None
    count = _FEW.get(length[2], 0) if length[1] == "X" else int(length[1])
    if not count or not (back or (forward and length[1] != "X")):
        return None
    try:
        if back:
            return Dated(time, root, Interval(moved(published, -count, length[2]), published))
        return Dated(time, root, Interval(published, moved(published, count, length[2])), ahead=True)
    except (OverflowError, ValueError):
        return None


def moved(on: date, count: int, unit: str) -> date:
    """A day some days (D), weeks (W), months (M) or years (Y) on; a negative count goes back.

    Raises:
        OverflowError, ValueError: that leaves the calendar.
    """
    if unit in "DW":
        return on + timedelta(count * (7 if unit == "W" else 1))
    return add_months(on, count * (12 if unit == "Y" else 1))


_APART = re.compile(r"\b(?:(the|an?|\w+(?:-\w+)?) )?(day|week|month|year)s?\s*$", re.IGNORECASE)


def time_apart(text: str, link: Token) -> tuple[int, str] | None:
    """Count and unit of "three days" in front of "after" or "before" (negative for "after"): how to get from main clause to the other."""
    match = _APART.search(text[max(0, link.idx - 40) : link.idx])
    number = parse_number("a" if match and (match[1] or "the").lower() == "the" else match[1]) if match else None
    if match is None or number is None or number != int(number) or number > 60:
        return None
    return int(number) * (-1 if link.lower_ == "after" else 1), match[2][0].upper()
