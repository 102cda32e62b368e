"""When a relation changed: its tone (mean score) or its activity (events a period), and the events behind the change."""

from __future__ import annotations

from datetime import date
from math import log1p
from typing import TYPE_CHECKING

from dragoman.ledger.asked import HAPPENED, Codes, Day, one_of
from dragoman.ledger.changepoints import Change, of_level, of_rate
from dragoman.ledger.conditions import Conditions, dyad, period
from dragoman.ledger.relations import STEPS, following, placed_in
from dragoman.ledger.table import Row, Table, select, table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = ("date", "measure", "direction", "before", "after", "gain", "events", "summaries")
_LEAST_EVENTS = 4
_LEAST_PERIODS = 3
_BEHIND = 5
"""How many events are named behind a change."""
_REACH = 3
"""In how many periods from the change on they are looked for."""


def changes(
    connection: DuckDBPyConnection, one: Codes, other: Codes | None = None, by: str = "month", since: Day = None, until: Day = None
) -> Table:
    """The change points of a relation, by date; events reported as fact count, in the period that they are dated to.

    ``measure`` is ``tone`` (``before`` and ``after`` are mean PLOVER scores) or ``activity`` (events a period); ``direction`` is
    warmer, colder, more or less; ``gain`` says how far beyond the threshold (1.0) the change is. ``events`` are those behind it:
    of a change of tone the first ones that differ most from before, best attested first; of a rise in activity the best attested
    ones at its beginning; of a fall the last ones before it. Activity follows what was put into the ledger: a change in the
    choice of documents shows as one, too.

    Raises:
        BadRequest: an argument cannot be used.
    """
    by = one_of(by, STEPS, "step")
    wanted = Conditions()
    first, last = period(since, until)
    wanted.between(dyad(one, other, last))
    wanted.days(first, last)
    wanted.statuses(HAPPENED)
    placed = placed_in(by)
    found = select(
        connection,
        f"SELECT {placed} AS start, event, score, independent_sources, summary, date_start FROM events e WHERE {wanted.where}"
        f" AND {placed} IS NOT NULL ORDER BY date_start, event",
        wanted.values,
    ).rows
    return table(turns(found, by), COLUMNS)


def turns(found: list[Row], by: str) -> list[Row]:
    """The change points of a series. ``found``: its events by date, each with its columns and the ``start`` of its period."""
    starts, groups = _grouped(found, by)
    rows = [
        _row("tone", change, starts, groups) for change in of_level([[row["score"] for row in group] for group in groups], _LEAST_EVENTS)
    ]
    rows += [_row("activity", change, starts, groups) for change in of_rate([len(group) for group in groups], _LEAST_PERIODS)]
    return sorted(rows, key=lambda row: (row["date"], row["measure"]))


def _grouped(found: list[Row], by: str) -> tuple[list[date], list[list[Row]]]:
    """The events of each period from the first to the last, empty periods too."""
    if not found:
        return [], []
    starts = [found[0]["start"]]
    last = max(row["start"] for row in found)
    while starts[-1] < last:
        starts.append(following(starts[-1], by))
    at = {start: i for i, start in enumerate(starts)}
    groups: list[list[Row]] = [[] for _ in starts]
    for row in found:
        groups[at[row["start"]]].append(row)
    return starts, groups


def _row(measure: str, change: Change, starts: list[date], groups: list[list[Row]]) -> Row:
    rises = change.after > change.before
    behind = _behind(measure, change, groups, rises=rises)
    # A change lies where its first event lies: empty periods before it belong to neither side.
    day = (
        next((starts[i] for i in range(change.at, len(starts)) if groups[i]), starts[change.at]) if measure == "tone" else starts[change.at]
    )
    words = {("tone", True): "warmer", ("tone", False): "colder", ("activity", True): "more", ("activity", False): "less"}
    return {
        "date": day,
        "measure": measure,
        "direction": words[measure, rises],
        "before": round(change.before, 2),
        "after": round(change.after, 2),
        "gain": round(change.gain, 2),
        "events": [row["event"] for row in behind],
        "summaries": [row["summary"] for row in behind],
    }


def _behind(measure: str, change: Change, groups: list[list[Row]], *, rises: bool) -> list[Row]:
    if measure == "activity" and not rises:
        before = [row for group in groups[: change.at] for row in group]
        return before[-_BEHIND:]
    busy = [group for group in groups[change.at :] if group][:_REACH]
    near = [row for group in busy for row in group]

    def weight(row: Row) -> float:
        attested = 1 + log1p(row["independent_sources"])
        shift = (row["score"] - change.before) * (1 if rises else -1)
        return attested * shift if measure == "tone" else attested

    chosen = sorted(near, key=lambda row: (-weight(row), row["event"]))[:_BEHIND]
    return sorted((row for row in chosen if weight(row) > 0), key=lambda row: (row["date_start"], row["event"]))
