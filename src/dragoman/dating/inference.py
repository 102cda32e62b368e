"""Infers a document's date from what it says, with the candidates and the reasoning; silent where several fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.tokens import Doc

from dragoman.dating.calendars import HORIZON, Occasion, choose_occasion, find_names
from dragoman.dating.expressions import find_expressions
from dragoman.dating.terms import either, month_number, weekday_number
from dragoman.dating.values import safe_date
from dragoman.model import Published, Span

_EARLIEST = 1985
_NOT_THE_DAY = re.compile(
    r"\b(?:ahead of|before|upcoming|coming|eve of|after|following|since|until|till|by|next|last|days? (?:of|from)|week of"
    r"|preparations? for|will)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_ORDINAL_ANNIVERSARY = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th) (?:\w+ ){0,2}anniversary", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clue:
    """An occasion that the text says fell on a weekday."""

    occasion: Occasion
    weekday: int
    name: Span
    words: str


def infer_date(doc: Doc) -> Published | None:
    """The one date that fits, basis "inferred", or None where none or several do."""
    return _from_weekday_in_dateline(doc.text) or _from_occasion(doc)


def latest_dated_fact(text: str) -> date | None:
    """The first day of the latest date with a year that the text speaks of as past: the document cannot be older."""
    latest = None
    for expression in find_expressions(text, None):
        if expression.interval is None or not re.search(r"\d{4}", expression.text):
            continue
        before = text[max(0, expression.start - 30) : expression.start].lower()
        if re.search(r"\b(?:by|until|till|through|before|will|next|to)\b[^.]{0,12}$", before):
            continue
        if latest is None or expression.interval.start > latest:
            latest = expression.interval.start
    return latest


def _from_occasion(doc: Doc) -> Published | None:
    text = doc.text
    clues = list(_weekday_clues(doc))
    if not clues:
        return None
    floor = latest_dated_fact(text)
    first = floor.year if floor else _EARLIEST
    for clue in clues:
        years = _anniversary_years(text, clue) or range(first, HORIZON + 1)
        found = [on for on in (clue.occasion.on(year) for year in years) if on.weekday() == clue.weekday and (floor is None or on >= floor)]
        if len(found) == 1:
            return Published(found[0], "inferred", clue.name, _reason(clue, found[0], floor, first))
    return None


def _reason(clue: _Clue, found: date, floor: date | None, first: int) -> str:
    country = "/".join(clue.occasion.countries) or "everywhere"
    bound = f"after the latest dated fact ({floor.isoformat()})" if floor else f"from {first}"
    return (
        f'"{clue.words}" is {clue.occasion.names[0]} ({country}, {clue.occasion.rule}); {bound} and up to {HORIZON} '
        f"it falls on the weekday named only in {found.year}: {found.isoformat()}"
    )


def _weekday_clues(doc: Doc) -> Iterable[_Clue]:
    """Occasions named in a sentence that also names one weekday, as that day's occasion."""
    text = doc.text
    for start, end, group in find_names(text):
        sentence_start, sentence_end = _sentence(doc, start)
        sentence = text[sentence_start:sentence_end]
        weekdays = {m[0] for m in _weekdays().finditer(sentence)}
        if len(weekdays) != 1 or _NOT_THE_DAY.search(text[sentence_start:start]):
            continue
        occasion = choose_occasion(group, text, start, sentence_start)
        if occasion is not None:
            yield _Clue(occasion, weekday_number(weekdays.pop()), Span(start, end), text[start:end])


def _anniversary_years(text: str, clue: _Clue) -> tuple[int, ...] | None:
    """The year that "the 70th anniversary" pins, where the occasion has a first year."""
    if clue.occasion.since is None:
        return None
    near = text[max(0, clue.name.start - 80) : clue.name.end + 80]
    match = _ORDINAL_ANNIVERSARY.search(near)
    return (clue.occasion.since + int(match[1]),) if match else None


def _sentence(doc: Doc, at: int) -> tuple[int, int]:
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    if span is None or not doc.has_annotation("SENT_START"):
        text = doc.text
        start = max(text.rfind(". ", 0, at) + 1, text.rfind("\n", 0, at) + 1)
        ends = [end for end in (text.find(". ", at), text.find("\n", at)) if end >= 0]
        return start, min(ends, default=len(text))
    return span.sent.start_char, span.sent.end_char


@cache
def _weekdays() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_capitalised('weekday')})\b(?!s)")


@cache
def _dated_weekday() -> re.Pattern[str]:
    days, months = _capitalised("weekday"), _capitalised("month")
    return re.compile(rf"(?:^|\n|, |\()({days}),? (?:({months})\.? (\d{{1,2}})|(\d{{1,2}}) ({months}))(?!,? ?\d)")


def _capitalised(kind: str) -> str:
    return "|".join(form.capitalize() for form in either(kind).split("|"))


def _from_weekday_in_dateline(text: str) -> Published | None:
    """``Manila, Friday, June 6``: the years in which that day was a Friday, after the latest dated fact."""
    match = _dated_weekday().search(text[:500])
    if match is None:
        return None
    floor = latest_dated_fact(text)
    month, on = month_number(match[2] or match[5]), int(match[3] or match[4])
    years = range(floor.year if floor else _EARLIEST, HORIZON + 1)
    days_found = [d for d in (safe_date(year, month, on) for year in years) if d and d.weekday() == weekday_number(match[1])]
    fitting = [d for d in days_found if floor is None or d >= floor]
    if len(fitting) != 1 or floor is None:
        return None
    reason = f'"{match[0].strip(" ,(")}" fits only {fitting[0].year} after the latest dated fact ({floor.isoformat()}) and up to {HORIZON}'
    return Published(fitting[0], "inferred", Span(match.start(1), match.end()), reason)
