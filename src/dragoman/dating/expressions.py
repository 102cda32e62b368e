"""Finds time expressions and gives them TIMEX3 types and values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from spacy.tokens import Doc

from dragoman.dating import absolute, periods, relative
from dragoman.dating.context import Context
from dragoman.dating.grammar import places_to_try, rules_for
from dragoman.dating.holiday_names import holiday, named_holidays
from dragoman.dating.values import Meaning, day
from dragoman.model import TimeExpression

Handler = Callable[[re.Match[str], Context], Meaning | None]


def _september_eleventh(match: re.Match[str], context: Context) -> Meaning | None:
    return day(date(2001, 9, 11)) if match[0] == "9/11" else None


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "iso": absolute.iso,
        "numeric": absolute.numeric,
        "dash_date": absolute.month_day,
        "month_range": absolute.day_range,
        "range_month": absolute.day_range,
        "month_day": absolute.month_day,
        "month_ordinal": absolute.month_day,
        "day_month": absolute.month_day,
        "ordinal_month": absolute.month_day,
        "month_year": absolute.month_year,
        "month_of_year": absolute.month_year,
        "month": absolute.bare_month,
        "decade": absolute.decade,
        "fiscal_year": absolute.fiscal_year,
        "year": absolute.year,
        "spelled_year": absolute.spelled_year,
        "century": absolute.century,
        "quarter": periods.quarter,
        "year_quarter": periods.year_quarter,
        "short_quarter": periods.quarter,
        "this_quarter": periods.this_quarter,
        "season": periods.season,
        "holiday_9_11": _september_eleventh,
        "day_words": relative.day_words,
        "this_daypart": relative.this_daypart,
        "overnight": relative.overnight,
        "weekday": relative.weekday,
        "weekdays_set": relative.weekdays_set,
        "clock_day": relative.clock_day,
        "ago": relative.ago,
        "unit_ago": relative.unit_ago,
        "past_units": periods.past_units,
        "this_unit": relative.this_unit,
        "quant": periods.quant,
        "end_of": relative.end_of,
        "year_end": relative.year_end,
        "whole": periods.whole,
        "duration": periods.duration,
        "number_range": periods.number_range,
        "half_unit": periods.half_unit,
        "bare_units": periods.bare_units,
        "bare_unit_compound": periods.bare_unit_compound,
        "frequency": periods.frequency,
        "times_a": periods.times_a,
        "ordinal_day": relative.ordinal_day,
        "reference": relative.reference,
    }
)
"""What reads each rule of the grammar; a rule without a reader is left alone."""


def find_expressions(
    text: str, published: date | None, doc: Doc | None = None, month_first: bool | None = None
) -> tuple[TimeExpression, ...]:
    """All time expressions of a text, left to right, none overlapping another.

    ``doc`` (parsed) lets the tense of the verb choose between past and future; ``month_first`` says whether 06/10/2024
    is June (True) or October (False); with None such a date stays a year.
    """
    context = Context(text=text, published=published, doc=doc, month_first=month_first)
    found: list[TimeExpression] = []
    done = 0
    holidays = named_holidays(text)
    places = dict(places_to_try(text))
    for at in sorted({*places, *holidays}):
        if at < done:
            continue
        named = holiday(at, *holidays[at], _moved_to(at, context)) if at in holidays else None
        expression = named or _at(at, places.get(at, ""), context)
        if expression is not None and expression.start >= done:
            found.append(expression)
            done = expression.end
            _remember(expression, context)
    return tuple(found)


def _moved_to(at: int, context: Context) -> Context:
    context.at = at
    return context


def _at(at: int, word: str, context: Context) -> TimeExpression | None:
    """The longest expression that begins at an offset, with a word; of two as long that whose rule comes first."""
    likely = (rule for rule in rules_for(word) if rule.name in HANDLERS)
    matches = [(rule.name, match) for rule in likely if (match := rule.pattern.match(context.text, at))]
    context.at = at
    for name, match in sorted(matches, key=lambda one: -one[1].end()):
        try:
            meaning = HANDLERS[name](match, context)
        except (OverflowError, ValueError):  # a day outside the calendar, which has the years 1 to 9999
            continue
        if meaning is not None:
            start, end = meaning.start if meaning.start is not None else match.start(), meaning.end or match.end()
            words = context.text[start:end]
            return TimeExpression(start, end, words, meaning.type, meaning.value, meaning.interval, name)
    return None


def _remember(expression: TimeExpression, context: Context) -> None:
    """Keeps the days just named, from which "two days later" and "that year" count."""
    if expression.interval is None or (expression.interval.end - expression.interval.start).days > 366:
        return
    context.last = expression.interval
    if expression.interval.start == expression.interval.end:
        context.last_day = expression.interval
    if re.search(r"\b(?:1[5-9]|20)\d\d\b", expression.text):
        context.years.append(expression.interval.start.year)
