"""Infers a document's date from what it says, with the candidates and the reasoning; silent where several fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Doc

from dragoman.dating.calendars import HORIZON, Occasion, choose_occasion, find_names, occasions
from dragoman.dating.expressions import find_expressions
from dragoman.dating.holiday_names import anniversary_year
from dragoman.dating.meetings import Named, named_meetings
from dragoman.dating.terms import either, month_number, weekday_number
from dragoman.dating.values import safe_date
from dragoman.extensions import document_of
from dragoman.gazetteer.countries import countries_named
from dragoman.model import Published, Span

_EARLIEST = 1985
_NOT_THE_DAY = re.compile(
    r"\b(?:ahead of|before|upcoming|coming|eve of|after|following|since|until|till|by|next|last|days? (?:of|from)|week of"
    r"|preparations? for|will)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_ANNIVERSARY_OF = re.compile(
    r"\banniversary of (?:(?:the|its|their|his|her|[A-Z][\w-]+(?: [A-Z][\w-]+)?['’]s) )?(?:\w+ )?"
    r"(independence|founding|foundation|liberation|revolution|unification|armistice|victory|unity)\b"
)


@dataclass(frozen=True, slots=True)
class _Clue:
    """An occasion that the text says fell on a weekday."""

    occasion: Occasion
    weekday: int
    name: Span
    words: str
    others: tuple[Occasion, ...] = ()
    """The other occasions that go by the same name."""


def infer_date(doc: Doc) -> Published | None:
    """The one date that fits, basis "inferred", or None where none or several do."""
    return _from_weekday_in_dateline(document_of(doc).text) or _from_occasion(doc) or _from_meeting(doc)


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
    """The one day on which an occasion fell on the weekday named; all clues that settle it must agree."""
    text = document_of(doc).text
    clues = list(_weekday_clues(doc))
    if not clues:
        return None
    floor = latest_dated_fact(text)
    settled = []
    for clue in clues:
        found = _candidates(clue.occasion, clue, text, floor)
        if len(found) == 1:
            settled.append((clue, found[0]))
    if len({day for _, day in settled}) != 1:
        return None
    clue, day = settled[0]
    return Published(day, "inferred", clue.name, _reason(clue, day, floor) + _ruled_out(clue, text, floor))


def _from_meeting(doc: Doc) -> Published | None:
    """The weekday on which a meeting, told by its name and place, is reported: "at the G7 summit in Hiroshima on Saturday"."""
    text = document_of(doc).text
    meetings = tuple(named_meetings(text, 0, len(text)))
    if not meetings:
        return None
    floor = latest_dated_fact(text)
    days: dict[date, Named] = {}
    for named in meetings:
        start, end = _sentence(doc, named.span.start)
        weekdays = {m[0] for m in _weekdays().finditer(text[start:end])}
        if len(weekdays) != 1 or _NOT_THE_DAY.search(text[start : named.span.start]):
            continue
        wanted, held = weekday_number(weekdays.pop()), named.meeting.days
        fitting = [held.start + timedelta(n) for n in range((held.end - held.start).days + 1)]
        days.update({day: named for day in fitting if day.weekday() == wanted and (floor is None or day >= floor)})
    if len(days) != 1:
        return None
    day, named = days.popitem()
    held = named.meeting.days
    reason = f'"{named.span.of(text)}" met at {named.meeting.place or "sea"} from {held.start} to {held.end}: the weekday named is {day}'
    return Published(day, "inferred", named.span, reason)


def _candidates(occasion: Occasion, clue: _Clue, text: str, floor: date | None) -> list[date]:
    """The days of an occasion that fall on the weekday named, from the latest dated fact (or the earliest year) to the horizon."""
    pinned = anniversary_year(occasion, text, clue.name.start)
    found = []
    for year in range(floor.year if floor else _EARLIEST, HORIZON + 1) if pinned is None else (pinned,):
        try:
            day = occasion.on(year)
        except ValueError:
            continue
        if day.weekday() == clue.weekday and (floor is None or day >= floor):
            found.append(day)
    return found


def _reason(clue: _Clue, found: date, floor: date | None) -> str:
    country = "/".join(clue.occasion.countries) or "everywhere"
    bound = f"after the latest dated fact ({floor.isoformat()})" if floor else f"from {_EARLIEST}"
    return (
        f'"{clue.words}" is {clue.occasion.names[0]} ({country}, {clue.occasion.rule}); {bound} and up to {HORIZON} '
        f"it falls on the weekday named only in {found.year}: {found.isoformat()}"
    )


def _ruled_out(clue: _Clue, text: str, floor: date | None) -> str:
    """What the words could have meant in another country that the text names, and why that is not meant here."""
    named = {code for _, code in countries_named(text)}
    told = [match[0] for word in clue.occasion.clues if (match := re.search(rf"\b{re.escape(word)}\w*", text, re.IGNORECASE))]
    notes = []
    for other in clue.others:
        whose = sorted(named.intersection(other.countries))
        if not whose or other.rule == clue.occasion.rule:
            continue
        when = ", ".join(day.isoformat() for day in _candidates(other, clue, text, floor)) or "no such weekday"
        why = f"the text speaks of {', '.join(told[:3])}" if told else "its sentence speaks of another country"
        notes.append(f"; not the {clue.words} of {'/'.join(whose)} ({other.rule}: {when}): {why}")
    return "".join(notes)


def _weekday_clues(doc: Doc) -> Iterator[_Clue]:
    """Occasions named in a sentence that also names one weekday, as that day's occasion."""
    text = document_of(doc).text
    for start, end, group in find_names(text):
        sentence_start, sentence_end = _sentence(doc, start)
        weekday = _one_weekday(text, sentence_start, sentence_end)
        if weekday is None or _NOT_THE_DAY.search(text[sentence_start:start]):
            continue
        occasion = choose_occasion(group, text, start, sentence_start)
        if occasion is not None and not occasion.moves:  # feasts by the moon begin a day apart from country to country
            yield _Clue(occasion, weekday, Span(start, end), text[start:end], tuple(one for one in group if one != occasion))
    for match in _ANNIVERSARY_OF.finditer(text):
        sentence_start, sentence_end = _sentence(doc, match.start())
        weekday = _one_weekday(text, sentence_start, sentence_end)
        occasion = _recalled(text, match, sentence_start)
        if weekday is not None and occasion is not None and not _NOT_THE_DAY.search(text[sentence_start : match.start()]):
            yield _Clue(occasion, weekday, Span(match.start(), match.end()), match[0])


def _one_weekday(text: str, start: int, end: int) -> int | None:
    weekdays = {match[0] for match in _weekdays().finditer(text, start, end)}
    return weekday_number(weekdays.pop()) if len(weekdays) == 1 else None


def _recalled(text: str, match: re.Match[str], sentence_start: int) -> Occasion | None:
    """The one day of the country last named that "the 30th anniversary of its independence" speaks of."""
    codes = countries_named(text[sentence_start : match.end()])
    stem = match[1].lower()[:7]
    fitting = [
        occasion
        for occasion in (occasions() if codes else ())
        if codes[-1][1] in occasion.countries and occasion.since and any(stem in name.lower() for name in occasion.names)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _sentence(doc: Doc, at: int) -> tuple[int, int]:
    span = doc.char_span(at, at + 1, alignment_mode="expand")
    if span is None or not doc.has_annotation("SENT_START"):
        text = document_of(doc).text
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
