"""The document's own date: given by its carrier, stated in the text, or inferred from what the text says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from dragoman.dating.expressions import find_expressions
from dragoman.dating.inference import infer_date
from dragoman.dating.terms import either, month_number, read_rows, table
from dragoman.dating.values import safe_date
from dragoman.extensions import document_of
from dragoman.gazetteer.entries import largest_city
from dragoman.model import Published, Span, TimeExpression

_HEAD = 700
_LABEL = re.compile(
    r"(?:\bdate|\bpublished|\bupdated|\blast updated|\blast modified|\bposted|\bissued|\breleased|\bdated|\bfiled|\bcreated|\bpubdate|"
    r"\bnews for|\bread at|\bpress release)\b[^.\n]{0,24}$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"(?:^|\n)[ \t]*[A-Z][\w.’' /-]{1,40}(?:, ?[A-Z][\w.’' -]{1,30})?(?:, | ?\(|\. )(?:[A-Z][a-z]+day,? )?$")
_LINE_START = re.compile(r"(?:^|\n)[^\n.]{0,40}$")
_LINE_END = re.compile(r"[ \t]*(?:\n|$|[|.(),:–—-]|at\b|\d\d?[:.]\d\d)")
_IN_A_SENTENCE = re.compile(r"\b(?:on|in|since|until|till|by|from|of|before|after|to|between|and|for|than|the|this)[ \t]+$", re.IGNORECASE)
_CALENDAR_DAYS = frozenset(
    {"iso", "numeric", "dash_date", "month_day", "day_month", "month_ordinal", "ordinal_month", "clock_day", "month_range", "range_month"}
)
"""The rules of the grammar that read a day, and not a distance from one."""
_URL = re.compile(r"https?://\S{4,200}?[/-]((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_WORDED_URL = re.compile(r"https?://\S{4,200}?/((?:19|20)\d\d)/([a-z]{3,9})/(0?[1-9]|[12]\d|3[01])(?!\d)")
_COMPACT = re.compile(r"(?:^|\n)[ \t]*((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[ \t]*(?=\n|$)")
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright)[^\n\d]{0,30}((?:19|20)\d\d)|\bJuche \d+ ?\(((?:19|20)\d\d)\)", re.IGNORECASE)
_CITY = re.compile(
    r"(?:^|\n)[ \t]*([A-Z][A-Z'’-]{2,20}(?: [A-Z][A-Z'’-]{2,20})?|[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)(?=,? ?\d|,? ?\(|[:,.] )"
)
_MONTH_FIRST = frozenset({"USA", "PHL", "FSM", "MHL", "PLW", "GUM", "PRI"})
"""Countries whose news writes 06/10/2024 for the tenth of June."""
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    rank: int
    expression: TimeExpression
    reason: str


def date_document(doc: Doc, month_first: bool | None = None) -> Published:
    """The document's date and on what basis; ``Published(None, "unknown")`` where nothing settles it."""
    document = document_of(doc)
    if document.published is not None:
        basis = document.published_basis if document.published_basis != "unknown" else "given"
        return Published(document.published, basis, None, "given with the document")
    return (
        stated_date(document_of(doc).text, month_first)
        or infer_date(doc)
        or Published(None, "unknown", None, "no date is stated and none can be inferred")
    )


def stated_date(text: str, month_first: bool | None = None) -> Published | None:
    """The date that the text gives for itself: after a label, in the dateline, on a line of its own, in an address."""
    head = text[:_HEAD]
    candidates = sorted(_candidates(head, month_first), key=lambda found: (found.rank, found.expression.start))
    if candidates:
        best = candidates[0]
        found = best.expression.interval
        if found is not None:
            span = Span(best.expression.start, best.expression.end)
            return Published(found.start, "stated", span, f'{best.reason}: "{best.expression.text}"')
    return _dateline_with_year_elsewhere(text, head) or _from_address(text) or _from_foot(text, month_first)


def _candidates(head: str, month_first: bool | None) -> Iterator[_Candidate]:
    for expression in find_expressions(head, None, None, month_first):
        if not _is_day(expression):
            continue
        before = head[: expression.start]
        if _LABEL.search(before[-48:]):
            yield _Candidate(0, expression, "labelled as the document's date")
        elif _DATELINE.search(before[-90:]):
            yield _Candidate(1, expression, "dateline")
        elif _LINE_START.search(before[-60:]) and not _IN_A_SENTENCE.search(before[-12:]) and _LINE_END.match(head, expression.end):
            yield _Candidate(2, expression, "stands in the heading")


def _is_day(expression: TimeExpression) -> bool:
    """A single day of the calendar, its year given here or before."""
    interval = expression.interval
    return interval is not None and interval.start == interval.end and expression.reason in _CALENDAR_DAYS


def _from_address(text: str) -> Published | None:
    """A day in a web address, or in the eight digits of a line of the heading."""
    for pattern, where in ((_URL, "web address"), (_WORDED_URL, "web address"), (_COMPACT, "stands in the heading")):
        match = pattern.search(text if where == "web address" else text[:_HEAD])
        month = match[2] if match else ""
        if match is None or not (month.isdigit() or month in table("month")):
            continue
        found = safe_date(int(match[1]), int(month) if month.isdigit() else month_number(month), int(match[3]))
        if found is not None:
            return Published(found, "stated", Span(match.start(1), match.end(3)), f"{where}: {match[0].strip()[:80]}")
    return None


def _from_foot(text: str, month_first: bool | None) -> Published | None:
    """A date alone on one of the last lines, or labelled there."""
    offset = max(0, len(text) - 300)
    if offset < 100:
        return None
    foot = text[offset:]
    for expression in find_expressions(foot, None, None, month_first):
        before = foot[: expression.start]
        alone = re.search(r"\n[ \t]*$", before) and re.match(r"[ \t.]*(?:\n|$)", foot[expression.end :])
        if expression.interval and _is_day(expression) and (alone or _LABEL.search(before[-48:])):
            span = Span(offset + expression.start, offset + expression.end)
            return Published(expression.interval.start, "stated", span, f'stands at the foot: "{expression.text}"')
    return None


def _dateline_with_year_elsewhere(text: str, head: str) -> Published | None:
    """``PYONGYANG, Oct. 6 (KCNA)``: day and month here, the year from a copyright line, a Juche year or an address."""
    match = _undated_dateline().search(head)
    if match is None:
        return None
    number = _year_elsewhere(text)
    found = safe_date(number, month_number(match["month"]), int(match["day"])) if number else None
    if found is None:
        return None
    span = Span(match.start("month"), match.end("day"))
    return Published(
        found,
        "stated",
        Span(min(span.start, match.start("day")), max(match.end("day"), match.end("month"))),
        "dateline, with the year given elsewhere",
    )


@cache
def _undated_dateline() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|\n)[ \t]*[A-Z][\w.’' /-]{1,40}(?:, ?[A-Z][\w.’' -]{1,30})?, "
        rf"(?:(?P<weekday>[A-Z][a-z]+day),? )?(?P<month>(?i:{either('month')}))\.? (?P<day>\d{{1,2}})\b(?!,? \d{{4}})",
    )


def _year_elsewhere(text: str) -> int | None:
    years = {int(first or second) for first, second in _COPYRIGHT.findall(text)}
    address = _URL.search(text)
    if address:
        years.add(int(address[1]))
    return years.pop() if len(years) == 1 else None


def writes_month_first(text: str) -> bool | None:
    """Whether 06/10/2024 is June here: by another such date, by a day named in words, by who writes; None if nothing says."""
    orders = set()
    pending = []
    for first, second, _ in _NUMERIC.findall(text):
        if int(first) > 12 or int(second) > 12:
            orders.add(int(second) > 12)
        else:
            pending.append((int(first), int(second)))
    if len(orders) == 1:
        return orders.pop()
    if not pending or orders:
        return None
    named = _named_days(text)
    for first, second in pending:
        if ((first, second) in named) != ((second, first) in named):
            return (first, second) in named
    return _by_source(text)


def _named_days(text: str) -> set[tuple[int, int]]:
    """Month and day of every day named in words."""
    months = either("month")
    pattern = re.compile(rf"\b({months})\.? (\d{{1,2}})(?!\d)|(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)? ({months})\b", re.IGNORECASE)
    return {(month_number(a or d), int(b or c)) for a, b, c, d in pattern.findall(text)}


def _by_source(text: str) -> bool | None:
    """The custom of the outlet, or of the country where the dateline's city lies."""
    head = text[:_HEAD]
    found = [(head.find(form), order) for order, form in read_rows("numeric_order.tsv") if form in head]
    if found:
        return min(found)[1] == "month"
    for match in _CITY.finditer(head):
        city = largest_city(match[1])
        if city is not None:
            return city.country in _MONTH_FIRST
    return None
