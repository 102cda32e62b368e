"""What must hold of the registry's terms of office: told one line each, with what to look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from itertools import combinations

from dragoman.actors.registry.offices import titles
from dragoman.actors.registry.terms import first_day, last_day
from training.registry_persons import HANDOVER, Person
from training.registry_rows import Row, codes, sounds, sure_overlap
from training.registry_terms import may_share

LATEST = date(2027, 1, 1)


def check_rows(rows: Iterable[Row]) -> list[str]:
    """Rows by themselves: known codes and roles, dates that are dates and in order."""
    return [f"{row.where}: {problem}" for row in rows for problem in _row_problems(row)]


def check_own(rows: Iterable[Row]) -> list[str]:
    """The project's own tables set against each other: no term twice, no post held by two at once."""
    rows, problems = list(rows), []
    for one, other in _pairs(rows, lambda row: (row.code, row.role, row.post or row.office, sounds(row.person, row.code))):
        if sure_overlap(one, other) > HANDOVER.days:
            problems.append(f"{other.where}: {other.person} has this term in {one.where} already")
    for one, other in _pairs([row for row in rows if row.post], lambda row: (row.code, row.post)):
        if sounds(one.person, one.code) != sounds(other.person, other.code) and _conflict(one, other):
            problems.append(f"{other.where}: {told(other)} overlaps {one.where}: {told(one)}")
    return problems


def _row_problems(row: Row) -> Iterator[str]:
    if row.code not in codes():
        yield f"{row.code} is no code"
    if row.role not in titles().offices:
        yield f"{row.role} is no role of titles.csv"
    if not row.person or not row.office:
        yield "the person or the office is missing"
    try:
        since, until = first_day(row.since), last_day(row.until)
    except ValueError as problem:
        yield str(problem)
        return
    if since and until and since > until:
        yield f"{row.person}: the term ends before it begins"
    if (since and since >= LATEST) or (until and until >= LATEST):
        yield f"{row.person}: a date in the future"


def _pairs(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> Iterator[tuple[Row, Row]]:
    """The pairs of rows with one key, each with the earlier first."""
    grouped: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    for group in grouped.values():
        yield from combinations(sorted(group, key=lambda row: (row.start, row.end)), 2)


def _conflict(one: Row, other: Row) -> bool:
    return sure_overlap(one, other) > HANDOVER.days and not may_share(one, other)


def told(row: Row) -> str:
    """A row in a few words."""
    return f"{row.code} {row.role} {row.person} {row.since or '?'}–{row.until or 'open'} ({row.source}{row.ended}{row.begun})"


def check_persons(found: list[Person]) -> list[str]:
    """The settled table: no post held twice at once, no term or person twice, known codes and roles, dates in order."""
    problems = [f"{told(row)}: {problem}" for person in found for row in person.rows for problem in _row_problems(row)]
    twice = Counter(person.qid for person in found if person.qid)
    problems += [f"{qid} is {n} persons" for qid, n in twice.items() if n > 1]
    for person in found:
        for one, other in _pairs(person.rows, lambda row: (row.code, row.role, row.post or row.office)):
            if sure_overlap(one, other) > HANDOVER.days:
                problems.append(f"{told(one)} and again {told(other)}")
    problems += _held_by_two(found)
    return problems


def _held_by_two(found: list[Person]) -> list[str]:
    posts: dict[tuple[str, str], list[tuple[Person, Row]]] = defaultdict(list)
    for person in found:
        for row in person.rows:
            if row.post == row.role:
                posts[row.code, row.post].append((person, row))
    return [
        f"{told(a)} overlaps {told(b)} by {sure_overlap(a, b)} days"
        for group in posts.values()
        for (one, a), (other, b) in combinations(sorted(group, key=lambda item: (item[1].start, item[1].end, item[0].name)), 2)
        if one is not other and _conflict(a, b)
    ]
