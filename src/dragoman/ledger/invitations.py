"""Invitations and announced meetings, and whether they were kept, as far as the ledger knows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.asked import HAPPENED, STATUSES, Codes, Day
from dragoman.ledger.conditions import Conditions, limited, period, sides_of
from dragoman.ledger.table import Row, Table, select, table
from dragoman.ledger.views import ensure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = ("date", "kind", "inviters", "guests", "outcome", "kept_on", "days", "by", "event", "summary")
_INVITES = "^invit"
_PLANS = "visit|meet|talk|travel|trip|tour|summit|host|arriv|receiv|negotiat|consult"
_ACCEPTS = "accept|agree"
_DECLINES = "declin|refus|reject|turn|cancel|call"
_BEFORE = timedelta(days=3)
"""A planned meeting may take place a little earlier than was said."""
_LATE = timedelta(days=31)

_TRIGGERED = """{a}.event IN (
    SELECT event FROM live_claims WHERE list_contains($told, status) AND regexp_matches(lower("trigger"), $words))"""
_KINDS = (
    ("invitation", _INVITES, HAPPENED, STATUSES),
    ("plan", _PLANS, ("planned",), STATUSES),
    ("plan", _PLANS, HAPPENED, ("planned",)),  # one event with the meeting that it announced
)
"""Kind, words, statuses of the event and statuses of the claim that has the words."""
_ANSWERS = """SELECT e.event, e.type, e.mode, e.actors, e.recipients, e.place_country, e.date_start, e.date_end
FROM events e WHERE e.date_start >= $earliest AND list_contains($happened, e.status) AND (
    e.type = 'CONSULT'
    OR (e.type IN ('AGREE', 'REJECT') AND e.event IN (SELECT event FROM live_claims WHERE regexp_matches(lower("trigger"), $answers)))
) ORDER BY e.date_start, e.event"""

Pair = tuple[str, str]
"""Guest and host; of a meeting of equals, both ways."""


def invitations(
    connection: DuckDBPyConnection,
    between: Codes | None = None,
    since: Day = None,
    until: Day = None,
    within: int = 365,
    limit: int | None = None,
) -> Table:
    """Invitations (``kind`` invitation) and announced meetings (plan), the oldest first; with a ``limit`` the latest.

    ``outcome``: ``kept`` (the guest came within ``within`` days, or the planned meeting took place by a month after the day
    said), ``declined``, ``accepted`` (and no visit known yet), ``open`` (none of these, and time is left up to the ledger's latest
    publication), ``not known`` (time has run out, and the ledger tells of nothing). ``by`` is the event that decided it,
    ``kept_on`` its day and ``days`` how long it took. An undated invitation counts from the day that it was first published.

    Raises:
        BadRequest: an argument cannot be used.
    """
    if within < 1:
        raise BadRequest(f"within {within} days nothing can be kept: give 1 or more")
    ensure(connection)
    found = _told(connection, between, since, until, limit)
    if not found:
        return table((), COLUMNS)
    earliest = min((row["date"] for row in found if row["date"] is not None), default=date.max)
    asked = {"happened": list(HAPPENED), "answers": f"{_ACCEPTS}|{_DECLINES}", "earliest": max(earliest, date.min + _BEFORE) - _BEFORE}
    answers = _Answers(select(connection, _ANSWERS, asked).rows)
    newest = select(connection, "SELECT max(published) FROM live_documents").values[0][0]
    return table((_judged(row, answers, within, newest) for row in found), COLUMNS)


def _told(connection: DuckDBPyConnection, between: Codes | None, since: Day, until: Day, limit: int | None) -> list[Row]:
    """The invitations and plans themselves."""
    first, last = period(since, until)
    found: list[Row] = []
    for kind, words, statuses, told in _KINDS:
        wanted = Conditions()
        if sides := sides_of(between, last):
            wanted.between(sides)
        wanted.statuses(statuses)
        wanted.add(_TRIGGERED, words=words, told=told)
        wanted.add("{a}.type IN ('AGREE', 'CONSULT', 'REQUEST') AND len({a}.codes) > 1")
        if kind == "invitation":
            wanted.add("len({a}.actors) > 0 AND len({a}.recipients) > 0")
        day = "coalesce(e.date_start, e.first_published)"
        if first is not None:
            wanted.add(f"{day} >= $since", since=first)
        if last is not None:
            wanted.add(f"{day} <= $until", until=last)
        columns = f"event, {day} AS date, coalesce(date_end, first_published) AS latest, status, date_start, actors, recipients, summary"
        latest = f"ORDER BY date DESC NULLS LAST, event DESC{limited(limit)}"
        query = f"SELECT '{kind}' AS kind, {columns} FROM events e WHERE {wanted.where} {latest}"
        found += select(connection, query, wanted.values).rows
    found.sort(key=lambda row: (row["date"] or date.max, row["event"]))
    return found if limit is None else found[max(0, len(found) - limit) :]


class _Answers:
    """What may decide an invitation, by guest and host, in order of time."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.came: dict[Pair, list[Row]] = {}
        self.met: dict[Pair, list[Row]] = {}
        self.said: dict[tuple[str, Pair], list[Row]] = {}
        for row in rows:
            if row["type"] == "CONSULT":
                self._meeting(row)
            else:
                for pair in product(row["actors"], row["recipients"]):
                    self.said.setdefault((row["type"], pair), []).append(row)

    def _meeting(self, row: Row) -> None:
        for pair in product(row["actors"], row["recipients"] or row["actors"]):
            self.met.setdefault(pair, []).append(row)
            if row["recipients"]:
                self.met.setdefault((pair[1], pair[0]), []).append(row)
            if row["mode"] == "visit" if row["recipients"] else (row["mode"] != "phone" and row["place_country"] == pair[1]):
                self.came.setdefault(pair, []).append(row)


def _first(events: Mapping[Pair, list[Row]], pairs: Iterable[Pair], start: date, end: date) -> Row | None:
    """The earliest event of one of the pairs from ``start`` to ``end``."""
    found = []
    for pair in pairs:
        rows = events.get(pair, [])
        at = bisect_left(rows, start, key=lambda row: row["date_start"])
        if at < len(rows) and rows[at]["date_start"] <= end:
            found.append(rows[at])
    return min(found, key=lambda row: (row["date_start"], row["event"]), default=None)


def _judged(row: Row, answers: _Answers, within: int, newest: date | None) -> Row:
    invited = row["kind"] == "invitation"
    hosts, guests = (row["actors"], row["recipients"]) if invited else (row["recipients"], row["actors"])
    base = {"date": row["date"], "kind": row["kind"], "inviters": hosts, "guests": guests, "event": row["event"], "summary": row["summary"]}
    if not invited and row["status"] != "planned":
        return {**base, **_outcome("kept", row, row["date_start"])}
    start, end = _window(row, within, invited=invited)
    if start is None or end is None:
        return {**base, **_outcome("not known", None, None)}
    pairs = [pair for pair in product(guests, hosts or guests) if pair[0] != pair[1]]
    if met := _first(answers.came if invited else answers.met, pairs, start, end):
        return {**base, **_outcome("kept", met, row["date"])}
    for type_, outcome in (("REJECT", "declined"), ("AGREE", "accepted")):
        said = {pair: rows for (kind, pair), rows in ((key, answers.said.get(key, [])) for key in ((type_, pair) for pair in pairs))}
        if invited and (answer := _first(said, pairs, start, end)) and answer["event"] != row["event"]:
            return {**base, **_outcome(outcome, answer, None)}
    return {**base, **_outcome("open" if newest is not None and newest <= end else "not known", None, None)}


def _window(row: Row, within: int, *, invited: bool) -> tuple[date | None, date | None]:
    """The days in which it may have been kept."""
    if row["date"] is None:
        return None, None
    if invited:
        return row["date"], row["date"] + timedelta(days=within)
    return row["date"] - _BEFORE, (row["latest"] or row["date"]) + _LATE


def _outcome(outcome: str, decided: Row | None, since: date | None) -> Row:
    on = decided["date_start"] if decided else None
    return {
        "outcome": outcome,
        "kept_on": on if outcome == "kept" else None,
        "days": max((on - since).days, 0) if on and since else None,
        "by": decided["event"] if decided else None,
    }
