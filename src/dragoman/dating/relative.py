"""Meanings of expressions that count from the document's date or from a date named before."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dragoman.dating import values
from dragoman.dating.absolute import complete_day
from dragoman.dating.clock import clock_value
from dragoman.dating.context import Context
from dragoman.dating.numbers import parse_number, parse_ordinal
from dragoman.dating.terms import month_number, table, unit_code, weekday_number
from dragoman.dating.values import Meaning, safe_date
from dragoman.model import Interval

_BACK = frozenset({"last", "this past", "the previous", "the preceding", "the past"})
_ON = frozenset({"next", "this coming", "the coming", "the following", "the next"})
_DAYS = frozenset({"D", "W", "2W"})
_SAME = frozenset({"the same", "that same", "that", "later that"})


def resolve_weekday(number: int, now: date, future: bool) -> date:
    """The day itself if it is today; otherwise the most recent, or the next where the verb looks ahead."""
    behind = (now.weekday() - number) % 7
    if behind == 0:
        return now
    return now + timedelta(7 - behind) if future else now - timedelta(behind)


def weekday(match: re.Match[str], context: Context) -> Meaning | None:
    """on Wednesday; last Thursday; Friday evening; next Monday."""
    number = weekday_number(match["weekday"])
    shift = (match["shift"] or "").lower()
    part = (match["daypart"] or "").lower()
    clock = _daypart(part)
    if not match["weekday"][0].isupper():
        return None
    now = context.now()
    if now is None:
        return Meaning("TIME" if clock else "DATE", f"XXXX-WXX-{number + 1}{clock}")
    if shift.startswith(("the following", "the previous")):
        base = context.last.end if context.last else now
        return values.day(_strictly(number, base, shift == "the following"), clock)
    if shift in ("last", "this past"):
        found = _strictly(number, now, False)
    elif shift in ("next", "this coming"):
        found = _strictly(number, now, True)
    elif shift.startswith("a week"):
        found = resolve_weekday(number, now, shift != "a week ago") + timedelta(-7 if shift == "a week ago" else 7)
    else:
        owner = re.match(r"['’]s\b", context.text[match.end() : match.end() + 3]) is not None
        future = shift == "this" or (not owner and context.direction() == "future")
        found = resolve_weekday(number, now, future)
    return values.day(found, clock)


def _strictly(number: int, now: date, forward: bool) -> date:
    """The nearest such weekday other than today."""
    behind = (now.weekday() - number) % 7 or 7
    return now + timedelta(7 - behind % 7 if behind % 7 else 7) if forward else now - timedelta(behind)


def _daypart(word: str) -> str:
    if word in ("noon", "midnight"):
        return "T12:00" if word == "noon" else "T24:00"
    code = table("daypart").get(word)
    return f"T{code}" if code else ""


def weekdays_set(match: re.Match[str], context: Context) -> Meaning | None:
    """every Monday; on Tuesdays; Tuesday nights."""
    if not (match["quant"] or match["plural"] or match["plural2"]) or not match["weekday"][0].isupper():
        return None
    clock = _daypart((match["daypart"] or "").lower())
    return Meaning("SET", f"XXXX-WXX-{weekday_number(match['weekday']) + 1}{clock}")


def day_words(match: re.Match[str], context: Context) -> Meaning | None:
    """today; yesterday morning; the day after tomorrow."""
    word = match["word"].lower()
    step = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "the day after tomorrow": 2, "the day before yesterday": -2}[word]
    clock = "TNI" if word == "tonight" else _daypart((match["daypart"] or "").lower())
    now = context.now()
    if now is None:
        return Meaning("DATE", "PRESENT_REF" if step == 0 else "PAST_REF" if step < 0 else "FUTURE_REF")
    return values.day(now + timedelta(step), clock)


def this_daypart(match: re.Match[str], context: Context) -> Meaning | None:
    """this morning; last night; the previous evening."""
    shift, part = match["shift"].lower(), match["daypart"].lower()
    base = context.last_day.start if context.last_day and shift.startswith(("that", "the")) else context.now()
    if base is None or part == "overnight":
        return None
    step = -1 if shift in ("last", "the previous") else 1 if shift in ("the next", "the following") else 0
    return values.day(base + timedelta(step), _daypart(part))


def overnight(match: re.Match[str], context: Context) -> Meaning | None:
    """overnight: the night before the document's day."""
    now = context.now()
    if now is None or re.match(r"[ \t\n]+(?:stay|success|flight|train|bag)", context.text[match.end() : match.end() + 12]):
        return None
    return values.day(now, "TNI")


def clock_day(match: re.Match[str], context: Context) -> Meaning | None:
    """10:35 a.m. Friday; noon Thursday; 5 p.m. EST, Nov. 6."""
    groups = match.groupdict()
    clock = clock_value(groups)
    if clock is None:
        return None
    on = _clock_date(groups, context)
    return values.day(on, clock) if on else Meaning("TIME", f"XXXX-XX-XX{clock}")


def _clock_date(groups: dict[str, str | None], context: Context) -> date | None:
    now = context.now()
    word, part = groups.get("weekday"), groups.get("month")
    if word and now:
        step = {"yesterday": -1, "today": 0, "tomorrow": 1}.get(word.lower())
        if step is not None:
            return now + timedelta(step)
        return resolve_weekday(weekday_number(word), now, context.direction() == "future")
    if part and groups.get("day"):
        number = groups.get("year")
        return complete_day(month_number(part), int(groups["day"] or 1), context, int(number) if number else None)
    if context.last and context.last.start == context.last.end:
        return context.last.start
    return now


def ago(match: re.Match[str], context: Context) -> Meaning | None:
    """three years ago; a year earlier; two days later; ten minutes from now."""
    number, unit = parse_number(match["number"]), unit_code(match["unit"])
    which = match["which"].lower()
    if which == "on" and re.match(r"[ \t\n]+\w", context.text[match.end() : match.end() + 3]):
        return None
    if which == "before" and not re.match(r"\s*[.,;)]", context.text[match.end() : match.end() + 3]):
        return None
    forward = which in ("later", "afterwards", "afterward", "after that", "on", "from now", "hence")
    deictic = which in ("ago", "from now", "hence", "back")
    base = context.now() if deictic else _named(context, forward, unit)
    if number is None:
        return Meaning("DATE", "FUTURE_REF" if forward else "PAST_REF")
    if unit[0] == "T":
        return values.duration(number, unit)
    if base is None:
        return values.duration(number, unit)
    if not deictic and unit == "D" and context.last is not None and context.last_day is None and context.last.start != context.last.end:
        return Meaning("DATE", "XXXX-XX-XX")
    if unit == "Y" and number == 1 and context.last is not None and (context.last.end - context.last.start).days in range(80, 95):
        return values.quarter(
            context.last.start.year - (context.last.start.year == (context.now() or base).year), (context.last.end.month + 2) // 3
        )
    if number != int(number) and unit == "Y":
        moved = values.add_months(base, round(number * 12) * (1 if forward else -1))
        return values.month(moved.year, moved.month)
    return _moved(base, round(number) * (1 if forward else -1), unit)


def _moved(base: date, count: int, unit: str) -> Meaning | None:
    """Weeks away names the week, except that one or two weeks name the day, as reporters use them."""
    if unit in ("W", "2W") and abs(count) > 2:
        return values.week(base + timedelta(7 * count))
    return values.shift(base, count, unit)


def _named(context: Context, forward: bool, unit: str) -> date | None:
    """Where "earlier" and "later" count from: the days last named (the last single day, to count days), otherwise the document's."""
    last = context.last_day if unit in _DAYS and context.last_day is not None else context.last
    if last is not None:
        return last.end if forward else last.start
    return context.now()


def unit_ago(match: re.Match[str], context: Context) -> Meaning | None:
    """years ago; weeks later."""
    return Meaning("DATE", "PAST_REF" if match["which"].lower() in ("ago", "earlier") else "FUTURE_REF")


def this_unit(match: re.Match[str], context: Context) -> Meaning | None:
    """this week; early last month; next year; the weekend; that day; the following year."""
    shift, unit = match["shift"].lower(), unit_code(match["unit"])
    plural = match["unit"].lower().endswith("s") and match["unit"].lower() not in ("centuries",)
    if plural or match["unit"].lower() in ("centuries", "millennia") or unit[0] == "T":
        return None
    if shift in ("these", "those"):
        return None
    if shift.startswith("the same") or shift in _SAME or shift in ("the following", "the next", "the previous", "the preceding"):
        return _from_named(shift, unit, context)
    if shift == "the":
        return _the_unit(match, unit, context)
    now = context.now()
    if now is None:
        return Meaning("DATE", {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[_step(shift)])
    return _current(now, unit, _step(shift), match)


def _step(shift: str) -> int:
    return -1 if shift in _BACK else 1 if shift in _ON else 0


def _current(now: date, unit: str, step: int, match: re.Match[str]) -> Meaning | None:
    """The unit in which the day lies, or the one before or after it."""
    if match["shift"].lower() == "the past" and unit in "MYECQ":
        return values.duration(1, unit)
    if unit == "D":
        if match["unit"].lower() == "night" and step == -1:
            return values.day(now - timedelta(1), "TNI")
        return values.day(now + timedelta(step)) if match["unit"].lower() == "day" else values.day(now, "TNI")
    if unit == "W":
        return values.week(now + timedelta(7 * step))
    if unit == "WE":
        ahead = step == 1 or (step == 0 and now.weekday() < 5 and match["shift"].lower() == "this")
        if step == -1 or (step == 0 and not ahead):
            return values.weekend(now if now.weekday() >= 5 and step == 0 else now - timedelta(now.weekday() + 1))
        return values.weekend(now if now.weekday() < 5 or step == 0 else now + timedelta(7))
    if unit == "E":
        return values.decade(now.year + 10 * step)
    if unit == "C":
        return values.century(now.year // 100 + 1 + step)
    return values.shift(now, step, unit)


def _from_named(shift: str, unit: str, context: Context) -> Meaning | None:
    """ "that year", "the next day" count from the date named before."""
    base = context.last_day if unit in _DAYS and context.last_day is not None else context.last
    if base is None:
        if context.now() is None:
            return None
        base = Interval(context.published, context.published) if context.published else None
    if base is None:
        return None
    if unit == "D" and base.start != base.end:
        return Meaning("DATE", "XXXX-XX-XX")  # no single day is named that this one could count from
    forward = shift in _ON
    step = 1 if forward else -1 if shift in _BACK else 0
    if unit == "W" and step == 0:
        return values.week(base.start)
    if unit == "WE":
        return values.weekend(base.start + timedelta(7 * step))
    if unit == "E":
        return values.decade(base.start.year + 10 * step)
    if unit == "C":
        return values.century(base.start.year // 100 + 1 + step)
    return values.shift(base.end if forward else base.start, step, unit)


def _the_unit(match: re.Match[str], unit: str, context: Context) -> Meaning | None:
    """Bare "the year", "the weekend", "the week": only where a preposition makes it a time."""
    if re.match(r"[ \t\n]+(?:of|in|when|after|before|that|two)\b", context.text[match.end() : match.end() + 9]):
        return None
    lead = re.search(r"\b(over|for|of|in|during|at|by|through|throughout|within|on|this)[ \t\n]+(?:the[ \t\n]+)?$", context.before())
    now = context.now()
    if now is None or not (lead or match["part"] or match["full"]):
        return None
    if unit == "WE":
        ahead = context.direction() == "future"
        monday = now - timedelta(now.weekday())
        return values.weekend(monday if ahead or now.weekday() >= 5 else monday - timedelta(1))
    if unit in ("D", "C", "E") or match["unit"].lower() == "night":
        return None
    after = context.text[match.end() : match.end() + 8].lower()
    if re.match(r"[ \t\n]*(?:ended|ending|to )", after):
        return values.duration(1, unit)
    if unit == "W":
        return values.week(now)
    return values.shift(now, 0, unit)


def end_of(match: re.Match[str], context: Context) -> Meaning | None:
    """the end of the year; the beginning of this month; the end of 1990."""
    if match["year"]:
        return values.year(int(match["year"]))
    shift, unit = match["shift"].lower(), unit_code(match["unit"])
    now = context.now()
    if now is None:
        return None
    if shift == "that":
        return _from_named("that", unit, context)
    step = {"last": -1, "next": 1}.get(shift, 0)
    if unit == "W":
        return values.week(now + timedelta(7 * step))
    if unit in "EC":
        return values.decade(now.year + 10 * step) if unit == "E" else values.century(now.year // 100 + 1 + step)
    return values.shift(now, step, unit)


def year_end(match: re.Match[str], context: Context) -> Meaning | None:
    """year-end; month-end."""
    now = context.now()
    if now is None:
        return None
    if match["part"].lower() == "month":
        return values.day(values.month_interval(now.year, now.month).end)
    return values.day(date(now.year, 12, 31))


def ordinal_day(match: re.Match[str], context: Context) -> Meaning | None:
    """on the 16th: of the month in course, or of the one before."""
    now = context.now()
    if now is None or not re.search(r"\b(?:on|by|from|until|before|after|since|and|of)[ \t\n]+$", context.before()):
        return None
    if not match["shift"] and re.match(r"[ \t\n-]+[A-Za-z]*[a-z]", context.text[match.end() : match.end() + 12]):
        following = re.match(r"[ \t\n-]+([A-Za-z]+)", context.text[match.end() : match.end() + 24])
        if following and following[1].lower() not in ("and", "to", "in", "at", "for", "when", "after", "but", "of", "with", "said", "that"):
            return None
    number = parse_ordinal(match["day"])
    if number is None or number > 31 or (number < 4 and match["day"].isalpha()):
        return None
    month = {"last": -1, "next": 1}.get((match["shift"] or "").lower(), 0)
    direction = context.direction()
    if not match["shift"]:
        month = -1 if number > now.day and direction != "future" else 1 if number < now.day and direction == "future" else 0
    at = values.add_months(date(now.year, now.month, 1), month)
    found = safe_date(at.year, at.month, number)
    return values.day(found) if found else None


def reference(match: re.Match[str], context: Context) -> Meaning | None:
    """now; recently; the future."""
    word = re.sub(r"\s+", " ", match["word"].lower())
    after = context.text[match.end() : match.end() + 10].lower()
    if (
        word == "the past"
        and re.match(r"[ \t\n]+[a-z]", after)
        and not re.match(r"[ \t\n]+(?:and|was|is|has|that|but|to|he|she|they|it|we|for)\b", after)
    ):
        return None
    if word == "future" and re.match(r"[ \t\n]+[a-z]", after):
        return None
    if word == "shortly" and re.match(r"[ \t\n]+(?:after|before)\b", after):
        return None
    if (word == "soon" and context.before().endswith("as ")) or (word == "future" and context.before().endswith("the ")):
        return None
    if word == "now" and re.match(r" that\b", after):
        return None
    return Meaning("DATE", table("reference")[word.replace("-", " ")] if word != "present-day" else "PRESENT_REF")
