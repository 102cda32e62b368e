"""Meanings of durations, sets, quarters and seasons."""

from __future__ import annotations

import re
from datetime import date

from dragoman.dating import values
from dragoman.dating.context import Context
from dragoman.dating.numbers import parse_number, parse_spelled_year
from dragoman.dating.terms import table, unit_code
from dragoman.dating.values import Meaning

_AGE_LEAD = re.compile(r"\b(?:aged?|age of|at|is|was|turned|who is)[ \t\n]+(?:the age of[ \t\n]+)?$")


def duration(match: re.Match[str], context: Context) -> Meaning | None:
    """six months; more than four hours; a 10-year treaty; not a 10-year-old boy."""
    number, unit = parse_number(match["number"]), unit_code(match["unit"])
    hyphen, old = match["hyphen"] == "-", match["old"]
    after = context.text[match.end() : match.end() + 24].lower()
    lone = match["unit"].lower()
    plural = lone.endswith("s") or lone in ("centuries", "millennia")
    attributive = re.match(r"[ \t\n]+[a-z]+", after) is not None and match["number"].isalnum()
    if not _counts(match, number, hyphen or attributive, plural) or _is_age(old, unit, after, context):
        return None
    if re.match(r"the ", match[0], re.IGNORECASE) and hyphen:
        return _shortened(match, values.duration(number, unit))
    if (unit == "TS" and (lone == "second" or not plural)) or (
        lone in ("quarter", "quarters") and re.match(r"[ \t\n]+(?:of|to|past)\b", after)
    ):
        return None
    if (
        number == 1
        and not hyphen
        and not plural
        and (_rate(match, context) or match[0].lower() in ("one day", "a weekend", "a second", "a minute"))
    ):
        return None
    if match["unit"][0].isupper() and not match["unit"].isupper():
        return None
    return values.duration(number, unit)


def _shortened(match: re.Match[str], meaning: Meaning) -> Meaning:
    return Meaning(meaning.type, meaning.value, meaning.interval, start=match.start("approx") if match["approx"] else match.start("number"))


def _counts(match: re.Match[str], number: float | None, hyphen: bool, plural: bool) -> bool:
    """Whether number and noun agree: "one day", "two days", "two-day"; not "two day"."""
    if number is None:
        return True
    single = number <= 1 or match["number"].lower().startswith(("a ", "an ", "half", "one and"))
    return hyphen or plural or single or number < 1.5


def _is_age(old: str | None, unit: str, after: str, context: Context) -> bool:
    if old and unit == "Y":
        return True
    return (unit == "Y" and bool(re.match(r"[ \t\n]+old\b", after))) or bool(
        _AGE_LEAD.search(context.before()) and "age" in context.before()
    )


def _rate(match: re.Match[str], context: Context) -> bool:
    """A number and "a year" is a rate ("$10 million a year", "three times a week")."""
    if not re.match(r"an? ", match[0], re.IGNORECASE):
        return False
    return bool(re.search(r"(?:[a-rt-z]{2,}s|once|twice|\d|million|billion|thousand|percent)[ \t\n]+$", context.before()))


def number_range(match: re.Match[str], context: Context) -> Meaning | None:
    """two to three weeks: at least the lower number."""
    low, number = parse_number(match["low"]), parse_number(match["number"])
    if low is None or number is None or low >= number:
        return None
    return values.duration(low, unit_code(match["unit"]))


def past_units(match: re.Match[str], context: Context) -> Meaning | None:
    """the past three months; the last decade; recent years; coming weeks; the first six months."""
    shift, unit = match["shift"].lower(), unit_code(match["unit"])
    number = parse_number(match["number"]) if match["number"] else None
    plural = match["unit"].lower().endswith("s") or match["unit"].lower() in ("centuries", "millennia")
    if match["number"]:
        return None if not plural and number not in (1, None) else values.duration(number, unit)
    if plural:
        if shift in ("last", "first", "final", "next") and not match[0].lower().startswith("the"):
            return None
        return values.duration(None, unit) if unit[0] != "T" or shift != "final" else None
    if shift in ("past",) or (shift == "last" and match[0].lower().startswith("the ")):
        return values.duration(1, unit)
    return None


def quant(match: re.Match[str], context: Context) -> Meaning | None:
    """every year; each month; every two weeks; every other day."""
    unit = unit_code(match["unit"])
    other = (match["other"] or "").lower()
    number = 2 if other == "other" else parse_number(other) if other else 1
    return Meaning("SET", values.duration(number, unit).value)


def times_a(match: re.Match[str], context: Context) -> Meaning | None:
    """twice a week."""
    return Meaning("SET", values.duration(1, unit_code(match["unit"])).value)


def frequency(match: re.Match[str], context: Context) -> Meaning | None:
    """daily; annually."""
    word = match["word"]
    if word[0].isupper() and re.search(r"(?:\bthe|[A-Z][a-z’']+)[ \t\n]+$", context.text[max(0, context.at - 24) : context.at]):
        return None
    return Meaning("SET", table("frequency")[word.lower()])


def whole(match: re.Match[str], context: Context) -> Meaning | None:
    """all day; all year."""
    unit = match["unit"].lower()
    if unit in table("daypart") or unit in table("season"):
        return Meaning("DURATION", f"PT1{table('daypart').get(unit) or table('season').get(unit)}")
    return values.duration(1, unit_code(unit))


def half_unit(match: re.Match[str], context: Context) -> Meaning | None:
    """a year and a half; half an hour; half a century."""
    if match["unit"]:
        return values.duration(1.5, unit_code(match["unit"]))
    unit = unit_code(match["unit2"])
    scale = {"E": 5, "C": 50}.get(unit)
    return values.duration(scale, "Y") if scale else values.duration(0.5, unit)


def bare_units(match: re.Match[str], context: Context) -> Meaning | None:
    """for years; within weeks; many months."""
    if not match["approx"] and not re.search(
        r"\b(?:for|in|within|over|after|through|of|many|took|takes|take|last|spent)[ \t\n]+$", context.before()
    ):
        return None
    if re.match(r"[ \t\n]+(?:of|old|ago|later|earlier)\b", context.text[match.end() : match.end() + 10].lower()) and not match["approx"]:
        return values.duration(None, unit_code(match["unit"])) if re.search(r"\b(?:after|in|for)[ \t\n]+$", context.before()) else None
    return values.duration(None, unit_code(match["unit"]))


def bare_unit_compound(match: re.Match[str], context: Context) -> Meaning | None:
    """decades-long; a day-long session."""
    plural = re.search(r"s-long$", match[0], re.IGNORECASE)
    return values.duration(None if plural else 1, unit_code(match["unit"]))


def season(match: re.Match[str], context: Context) -> Meaning | None:
    """last summer; the winter of 1998; spring."""
    if match["season"].lower() == "fall" and not match["shift"] and not match["year"] and not match["quant"]:
        return None
    code = table("season")[match["season"].lower()]
    if match["quant"]:
        return Meaning("SET", f"XXXX-{code}")
    spelled = parse_spelled_year(match["spelled"]) if match["spelled"] else None
    number = int(match["year"]) if match["year"] else spelled
    shift = (match["shift"] or "").lower()
    if number is not None:
        return values.season(number, code)
    if not _is_season(match, shift, context):
        return None
    now = context.now()
    if now is None:
        return Meaning("DATE", f"XXXX-{code}")
    return values.season(_season_year(code, now, shift, context), code)


def _is_season(match: re.Match[str], shift: str, context: Context) -> bool:
    if (shift and shift != "the") or match["part"]:
        return True
    lead = re.search(r"\b(?:in|by|until|since|during|through|into|over|before|after|of|for)[ \t\n]+$", context.before())
    capital = match["season"][0].isupper()
    noun = re.match(r"[ \t\n]+[A-Z]", context.text[match.end() : match.end() + 3])
    return bool(lead) and not (capital and noun) and not (shift == "the" and match["season"].lower() == "fall")


def _season_year(code: str, now: date, shift: str, context: Context) -> int:
    middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 13}[code]
    if shift in ("last", "this past"):
        return now.year if middle <= now.month - 2 else now.year - 1
    if shift in ("next", "this coming"):
        return now.year if middle > now.month + 1 else now.year + 1
    if shift == "this" or context.direction() == "future":
        return now.year
    if code == "WI":
        return now.year if now.month > 6 else now.year - 1
    return now.year if middle <= now.month + 2 else now.year - 1


_PARTS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def quarter(match: re.Match[str], context: Context) -> Meaning | None:
    """the third quarter; second half of 2019; fiscal first quarter."""
    groups = match.groupdict()
    part = _PARTS.get(match["which"].lower()) or int(match["which"])
    is_half = match["unit"].lower() in ("half", "h")
    if is_half and (part > 2 or not (groups.get("year") or groups.get("shift"))):
        return None
    if groups["unit"] in ("Q", "H", "q", "h") and not groups.get("year") and groups["unit"].islower():
        return None
    number = _quarter_year(match, groups, context, part, is_half)
    if number is None:
        return Meaning("DATE", f"XXXX-Q{part}")
    return values.half(number, part) if is_half else values.quarter(number, part)


def _quarter_year(match: re.Match[str], groups: dict[str, str | None], context: Context, part: int, is_half: bool) -> int | None:
    given = groups.get("year") or groups.get("year0")
    if given:
        return int(given)
    now = context.now()
    if now is None:
        return None
    text = match[0].lower()
    if "last year" in text or (groups.get("shift") or "").lower() == "last":
        return now.year - 1
    if "next year" in text or (groups.get("shift") or "").lower() == "next":
        return now.year + 1
    if is_half or "this year" in text:
        return now.year
    ahead = 3 * part - 2 > now.month + 3
    return now.year - 1 if ahead and context.direction() != "future" else now.year


def this_quarter(match: re.Match[str], context: Context) -> Meaning | None:
    """this quarter; the latest quarter; the year-earlier period."""
    shift = match["shift"].lower()
    now = context.now()
    if now is None or (
        match["unit"].lower() == "period" and shift not in ("latest", "year-ago", "year-earlier", "corresponding", "comparable")
    ):
        return None
    base = context.last
    if shift in ("latest", "last", "previous"):
        back = values.add_months(now, -3)
        return values.quarter(back.year, (back.month + 2) // 3)
    if shift in ("year-ago", "year-earlier", "comparable", "corresponding"):
        at = base.start if base and (base.end - base.start).days in range(80, 100) else values.add_months(now, -3)
        return values.quarter(at.year - (1 if at.year >= now.year - (now.month <= 3) else 0), (at.month + 2) // 3)
    if shift == "that" and base:
        return values.quarter(base.start.year, (base.start.month + 2) // 3)
    return values.shift(now, {"next": 1}.get(shift, 0), "Q")


def year_quarter(match: re.Match[str], context: Context) -> Meaning | None:
    """the 1988 quarter; the 1989 period: the quarter in course in that year."""
    base = context.last
    if base is None or (base.end - base.start).days not in range(80, 95):
        return values.year(int(match["year"]))
    return values.quarter(int(match["year"]), (base.end.month + 2) // 3)
