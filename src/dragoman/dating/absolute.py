"""Meanings of expressions that name a calendar date, a month, a year, a decade, or part of one."""

from __future__ import annotations

import re
from datetime import date

from dragoman.dating import values
from dragoman.dating.clock import clock_value
from dragoman.dating.context import Context
from dragoman.dating.numbers import parse_ordinal, parse_spelled_year
from dragoman.dating.terms import month_number, table
from dragoman.dating.values import Meaning, safe_date
from dragoman.model import Interval

_MASS = re.compile(r"[ \t\n]+([a-z]+)")
_FAR = 300
"""Days beyond which nobody names a day of the month without its year: the tense has been misread."""


def complete_day(part: int, on: int, context: Context, number: int | None) -> date | None:
    """A day of a month, in the year given, or else in that which the tense and the document's date make likeliest."""
    if number is not None:
        return safe_date(number, part, on)
    now = context.now()
    if now is None:
        return safe_date(context.years[-1], part, on) if context.years else None
    near = [found for found in (safe_date(now.year + step, part, on) for step in (-1, 0, 1)) if found]
    if not near:
        return None
    direction = context.direction()
    past, future = [d for d in near if d <= now], [d for d in near if d >= now]
    if direction == "past" and past and (now - past[-1]).days <= _FAR:
        return past[-1]
    if direction == "future" and future and (future[0] - now).days <= _FAR:
        return future[0]
    return min(near, key=lambda found: (abs((found - now).days), found))


def complete_month(part: int, context: Context, shift: str | None = None) -> int | None:
    """The year of a month named without one."""
    now = context.now()
    if now is None:
        return context.years[-1] if context.years else None
    this_year = now.year
    if shift in ("last", "this past"):
        return this_year if part < now.month else this_year - 1
    if shift in ("next", "this coming"):
        return this_year if part > now.month else this_year + 1
    if shift == "this":
        return this_year
    direction = context.direction()
    back = (now.month - part) % 12
    if direction == "past" and back < 10:
        return this_year if part <= now.month else this_year - 1
    if direction == "future" or back >= 10:
        return this_year if part >= now.month else this_year + 1
    nearest = min((-1, 0, 1), key=lambda step: abs(12 * step + part - now.month))
    return this_year + (nearest if abs(12 * nearest + part - now.month) < 6 else -1 if part > now.month else 0)


def _full_year(digits: str | None) -> int | None:
    if not digits:
        return None
    if len(digits) == 2:
        return int(digits) + (1900 if int(digits) >= 50 else 2000)
    return int(digits)


def iso(match: re.Match[str], context: Context) -> Meaning | None:
    """2023-07-26."""
    found = safe_date(int(match["year"]), int(match["month"]), int(match["day"]))
    if found is None:
        return None
    meaning = values.day(found)
    clock = re.search(r"T(\d\d:\d\d(?::\d\d)?)", match[0])
    return values.day(found, f"T{clock[1]}") if clock else meaning


def numeric(match: re.Match[str], context: Context) -> Meaning | None:
    """06/10/2024: the order is that of the place where the text was written, or that which alone is a date."""
    first, second, number = int(match["a"]), int(match["b"]), _full_year(match["year"])
    if number is None or (match["sep"] in ".-" and len(match["year"]) != 4):
        return None
    day_first, month_first = safe_date(number, second, first), safe_date(number, first, second)
    if day_first is None or month_first is None or first == second:
        only = day_first or month_first
        return values.day(only) if only else None
    if match["sep"] == "." or context.month_first is False:
        return values.day(day_first)
    return values.day(month_first) if context.month_first else values.year(number)


def month_day(match: re.Match[str], context: Context) -> Meaning | None:
    """Oct. 6; Friday, Oct. 23, 1998; 6 May 1998."""
    groups = match.groupdict()
    on = int(groups["day"]) if groups.get("day") else parse_ordinal(groups.get("ordinal") or "")
    if on is None:
        return None
    part = month_number(match["month"])
    found = complete_day(part, on, context, _full_year(groups.get("year")))
    if found is not None:
        return values.day(found, _clock(groups))
    if safe_date(2000, part, on) is None:
        return None
    return Meaning("DATE", f"XXXX-{part:02}-{on:02}")


def _clock(groups: dict[str, str | None]) -> str:
    return clock_value(groups) or ""


def day_range(match: re.Match[str], context: Context) -> Meaning | None:
    """January 15-17; 30 June to 2 July; 15-17 January."""
    groups = match.groupdict()
    part2 = month_number(groups.get("month2") or match["month"])
    part = month_number(groups.get("month1") or match["month"])
    number = _full_year(groups.get("year"))
    if number is not None and part2 < part:
        number -= 1
    first = complete_day(part, int(match["day"]), context, number)
    if first is None:
        return None
    last = safe_date(first.year + (part2 < part), part2, int(match["day2"]))
    return values.days(first, last) if last and last > first else None


def month_year(match: re.Match[str], context: Context) -> Meaning | None:
    """February 1947; early March 1999; July of last year."""
    groups = match.groupdict()
    part = month_number(match["month"])
    if groups.get("year"):
        return values.month(int(match["year"]), part)
    now = context.now()
    if now is None:
        return None
    step = {"last": -1, "the previous": -1, "next": 1, "the following": 1}.get(match["shift"].lower(), 0)
    return values.month(now.year + step, part)


def bare_month(match: re.Match[str], context: Context) -> Meaning | None:
    """in October; last May; mid-July; each July."""
    part = month_number(match["month"])
    if match["quant"]:
        return Meaning("SET", f"XXXX-{part:02}")
    shift = match["shift"].lower() if match["shift"] else None
    if not _is_month(match, context, shift):
        return None
    number = complete_month(part, context, shift)
    return values.month(number, part) if number else Meaning("DATE", f"XXXX-{part:02}")


def _is_month(match: re.Match[str], context: Context, shift: str | None) -> bool:
    """Rules out "may" the verb, "march" the walk, Theresa May and the like."""
    name = match["month"]
    if not name[0].isupper() or (match[0].lower().startswith("the ") and not match["part"]):
        return False
    if name.rstrip(".").lower() in ("mar", "sep", "dec", "jan", "jun", "jul") and not name.endswith("."):
        return False
    if shift or match["part"]:
        return True
    if name.lower() in ("may", "march", "august", "april", "june"):
        before = re.search(r"(\S+)[ \t\n]+$", context.before())
        word = before[1].strip("(\"'“") if before else ""
        return word in _MONTH_LEADS
    return True


_MONTH_LEADS = frozenset(
    {"in", "since", "by", "until", "till", "from", "of", "to", "and", "between", "through", "during", "before", "after", "early", "late"}
    | {"mid", "last", "next", "this", "the", "a", "for", "into", "or", "around", "about", "its"}
)


def year(match: re.Match[str], context: Context) -> Meaning | None:
    """in 2019; the 1996 election; 2014-16; not 1900 soldiers."""
    number = int(match["year"])
    if not match["part"] and not re.match(r"(?:the )?(?:the )?year ", match[0], re.IGNORECASE) and not _is_year(match, context):
        return None
    start = (
        match.start("year")
        if re.match(r"the ", match[0], re.IGNORECASE) and "year " not in match[0].lower() and not match["part"]
        else None
    )
    if match["year2"]:
        return _year_range(match, number, start)
    meaning = values.year(number)
    part = (match["part"] or "").lower()
    if part in ("first half", "second half"):
        meaning = values.half(number, 1 if part.startswith("first") else 2)
    return Meaning(meaning.type, meaning.value, meaning.interval, start=start)


def _year_range(match: re.Match[str], number: int, start: int | None) -> Meaning | None:
    last = int(match["year2"]) if len(match["year2"]) == 4 else number - number % 100 + int(match["year2"])
    if last <= number or last - number > 150:
        return None
    whole = Interval(date(number, 1, 1), date(last, 12, 31))
    return Meaning("DATE", f"{number}/{last}", whole, start=start)


def _is_year(match: re.Match[str], context: Context) -> bool:
    number, after = int(match["year"]), context.text[match.end() : match.end() + 24]
    if re.match(r"[,.]\d|%|[ \t](?:percent|per cent|million|billion|GMT|UTC|hours|hrs|km|kg|pounds|dollars|euros|degrees)\b", after):
        return False
    before = context.before()
    if re.search(
        r"[$€£#]$|\d[,.]$|(?:flight|number|no\.|route|resolution|article|page|boeing|channel|unit|room|some|about|than|least|nearly|over)\s*$",
        before,
    ):
        return False
    if re.search(r"[a-z][ \t]+[A-Z][a-z]+[ \t]$", context.text[max(0, context.at - 24) : context.at]):
        return _month_or_lead(context)
    following = _MASS.match(after)
    plural = bool(following and following[1].endswith("s") and not following[1].endswith("ss") and following[1] not in _VERB_S)
    if re.search(r"\b(?:in|since|during|early|late|mid|until|year)[ \t\n]+$", before):
        return not plural or number >= 1900
    if plural and not match[0].lower().startswith("the"):
        return bool(re.search(r"['’]s[ \t\n]+$|\b(?:his|her|its|their|our|of|from|by|for)[ \t\n]+$", before)) and 1900 <= number <= 2100
    return 1800 <= number <= 2099


def _month_or_lead(context: Context) -> bool:
    """Whether the capitalised word before a number is a month or season, and not a name ("Summer 2014", not "Orion 1980")."""
    word = context.text[: context.at].split()[-1].lower().rstrip(".")
    return word in table("month") or word in table("season") or word in ("in", "since", "by", "until", "year")


_VERB_S = frozenset({"was", "is", "has", "as", "his", "its", "this", "says", "does", "marks", "sees", "needs", "crisis"})


def spelled_year(match: re.Match[str], context: Context) -> Meaning | None:
    """nineteen fifty-six."""
    number = parse_spelled_year(match["spelled"])
    if number is None:
        return None
    lead = re.search(r"\b(?:in|since|year|until|by|of|from|to|and|during|the)[ \t\n]+$", context.before())
    if not lead and "year" not in match[0].lower() and not re.match(r"nineteen|eighteen", match["spelled"], re.IGNORECASE):
        return None
    if match["spelled"].lower() == "two thousand" and "year" not in match[0].lower():
        return None
    return values.year(number)


def fiscal_year(match: re.Match[str], context: Context) -> Meaning | None:
    """fiscal 1990; FY2021."""
    return values.year(int(match["year"]))


def decade(match: re.Match[str], context: Context) -> Meaning | None:
    """the 1990s; the late 1980s; the nineties; the '60s."""
    if match["year"]:
        return values.decade(int(match["year"]))
    if match["short"]:
        return values.decade(1900 + int(match["short"]))
    word = match["word"].lower()
    if not re.match(r"the ", match[0], re.IGNORECASE) or re.search(r"\b(?:his|her|their) (?:\w+ )?$", context.before()):
        return None
    return values.decade(1900 + 10 * int(table("decade")[word]))


def century(match: re.Match[str], context: Context) -> Meaning | None:
    """the 20th century."""
    ordinal = parse_ordinal(match["ordinal"])
    return values.century(ordinal) if ordinal and ordinal <= 30 else None
