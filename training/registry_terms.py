"""Terms of office set against each other: conflicts between sources, stale open ends, handovers."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from dragoman.actors.registry.terms import first_day, last_day
from training.registry_persons import HANDOVER, Person, unite
from training.registry_rows import CABINET, OWN, SINGLE, Row, code_of, sure_overlap

LONGEST_TERM = timedelta(days=6 * 365)
"""An open term of an office that many hold, begun long ago, is taken to have ended after this."""
LONGEST_MINISTRY = timedelta(days=15 * 365)
"""The same for a foreign or defence minister, of whom no successor is known."""
UNCERTAIN = timedelta(days=365)
"""How long after the last day that a source knows of a later start is taken to be the next holder's."""
LONG = frozenset({"head_of_state", "monarch", "supreme_leader"})
OPEN_FROM = date(2019, 1, 1)


@dataclass(frozen=True)
class Shared:
    """A post that several hold at once, for a time or always, and why."""

    code: str
    role: str
    since: date
    until: date
    reason: str


@cache
def shared_posts() -> tuple[Shared, ...]:
    """The table of posts with several holders at once (``shared_posts.csv``)."""
    lines = (line for line in (OWN / "shared_posts.csv").read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(
        Shared(code_of(r["code"]), r["role"], first_day(r["since"]) or date.min, last_day(r["until"]) or date.max, r["reason"])
        for r in csv.DictReader(lines)
    )


def may_share(one: Row, other: Row) -> bool:
    """Whether two terms of one post overlap at a time at which several held it."""
    begun, over = max(one.start, other.start), min(one.end, other.end)
    return any(
        (s.code, s.role) == (one.code, one.role) and s.since <= begun + HANDOVER and over - HANDOVER <= s.until for s in shared_posts()
    )


@dataclass(eq=False)
class _Term:
    person: Person
    row: Row
    dropped: bool = False


def settle(found: list[Person]) -> None:
    """Make the terms of each post follow each other, in place, and close the open ends that cannot be true."""
    starts: dict[tuple[str, str], list[tuple[date, Person]]] = defaultdict(list)
    for person in found:
        for row in person.rows:
            if row.post and row.since:
                starts[row.code, row.post].append((row.start, person))
    for person in found:
        unite(person, starts)
    terms = [_Term(person, row) for person in found for row in person.rows]
    posts: dict[tuple[str, str], list[_Term]] = defaultdict(list)
    for term in terms:
        if term.row.post:
            posts[term.row.code, term.row.post].append(term)
    for group in posts.values():
        _follow(group)
    for person in found:
        person.rows.clear()
    for term in terms:
        if not term.dropped:
            term.person.rows.append(term.row)
    for person in found:
        person.rows[:] = [_close(row, person.rows) for row in person.rows]
    found[:] = [person for person in found if person.rows]


def _follow(group: list[_Term]) -> None:
    """Settle the pairs of holders of one post until nothing changes."""
    for _ in range(4):
        before = [(term.row, term.dropped) for term in group]
        alive = sorted((t for t in group if not t.dropped), key=lambda t: (t.row.start, t.row.end, t.person.name))
        for index, first in enumerate(alive):
            for second in alive[index + 1 :]:
                if first.dropped or second.dropped or first.person is second.person or may_share(first.row, second.row):
                    continue
                if second.row.start > first.row.end:
                    break
                _settle_pair(first, second)
        if before == [(term.row, term.dropped) for term in group]:
            return


def _settle_pair(first: _Term, second: _Term) -> None:
    """Let the better source win where two hold one post at once; ``first`` begins no later than ``second``."""
    first.row, second.row = _by_precision(first.row, second.row)
    a, b = first.row, second.row
    if sure_overlap(a, b) <= HANDOVER.days or not b.since:
        return
    if abs(a.start - b.start) <= HANDOVER and rank(a) == rank(b) and a.until and a.end < b.end and not a.ended:
        second.row = replace(b, since=a.until, begun="p")
    elif a.open or (b.end > a.end and rank(a) <= rank(b)):
        first.row = _until(a, b)
        first.dropped = first.row.start >= first.row.end
    elif b.end > a.end:
        second.row = replace(b, since=a.until, begun="p")
    elif rank(a) > rank(b):
        second.dropped = True
    elif rank(b) > rank(a):
        first.row = replace(a, until=b.since, ended="s")
        first.dropped = first.row.start >= first.row.end


def _until(row: Row, successor: Row) -> Row:
    """The row closed by the start of the next term that is known, or by the day up to which its source knows it to be open.

    Other holders may have come between where the two days lie far apart, save for heads of state, whose terms are long.
    """
    gap = successor.start - (first_day(row.asof) or date.max) if row.asof and not row.until else timedelta(0)
    if gap > UNCERTAIN and row.role not in LONG and row.asof > row.since:
        return replace(row, until=row.asof, ended="u")
    return replace(row, until=successor.since, ended="s")


def _by_precision(a: Row, b: Row) -> tuple[Row, Row]:
    """Take the day of a handover from the one of two sources that knows it."""
    if a.until and len(a.until) < len(b.since) and b.since.startswith(a.until) and a.start < b.start:
        return replace(a, until=b.since, ended="s"), b
    if b.since and len(b.since) < len(a.until) and a.until.startswith(b.since) and not a.ended and a.end < b.end:
        return a, replace(b, since=a.until, begun="p")
    return a, b


def rank(row: Row) -> int:
    """How far a row is to be believed: the project's own first, then rows with both days, then those with years alone."""
    if row.own:
        return 2
    return int(len(row.since) == 10 and len(row.until) in {0, 10})


def _close(row: Row, rows: list[Row]) -> Row:
    if row.until or row.own or not row.since:
        return row
    following = _next_post(row, rows)
    if following is not None:
        return replace(row, until=following, ended="n")
    longest = LONGEST_MINISTRY if row.role in SINGLE and row.role in CABINET else None if row.role in SINGLE else LONGEST_TERM
    if longest is None or row.start >= OPEN_FROM or row.start + longest > date(2025, 1, 1):
        return row
    return replace(row, until=(row.start + longest).isoformat(), ended="l")


def _next_post(row: Row, rows: list[Row]) -> str | None:
    """When someone in a cabinet post of no known end took another that is known to be over."""
    if row.role not in CABINET:
        return None
    later = [r for r in rows if r.role in CABINET and r.code == row.code and r.start > row.start and r.until]
    return min(later, key=lambda r: r.start).since if later else None
