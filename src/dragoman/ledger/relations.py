"""A relation over time: what passed between two actors or blocs by day, week, month or year.

Score is PLOVER's (-10 to 10). Counts are of events, never of reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dragoman.coding.codebook import types
from dragoman.errors import BadRequest
from dragoman.ledger.anniversaries import anniversaries
from dragoman.ledger.asked import HAPPENED, QUADS, Codes, Day, few, one_of
from dragoman.ledger.conditions import Conditions, dyad, period
from dragoman.ledger.table import Row, Table, select, table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STEPS = ("day", "week", "month", "year")
_DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}
_LONG = 14
"""Days that an event may last to be counted in the period that it begins in; a longer one must lie within one period."""
_MANY = 40_000

COLUMNS = (
    *("start", "end", "events", "cooperation", "conflict", "verbal", "material"),
    *("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"),
    *("mean_score", "mean_goldstein", "independent_sources", *types(), "anniversaries"),
)


def relation(
    connection: DuckDBPyConnection,
    one: Codes,
    other: Codes | None = None,
    by: str = "month",
    since: Day = None,
    until: Day = None,
    direction: str = "both",
    statuses: Sequence[str] = HAPPENED,
) -> Table:
    """One row for each period from the first event (or ``since``) to the last (or ``until``), empty periods too.

    ``one`` and ``other`` are actors or blocs (``"USA,JPN,KOR"``, ``"EU"``); without ``other``, all that ``one`` has to do with anybody.
    ``direction``: ``both``, or only what goes ``from`` one ``to`` the other. Events that are not dated closely enough for the
    period stand in a last row whose ``start`` is None. The mean scores are None where nothing happened.
    ``anniversaries``: days of note of the states in that period (not by year, and of up to four states).

    Raises:
        BadRequest: an argument cannot be used.
    """
    by = one_of(by, STEPS, "step")
    first, last = period(since, until)
    sides = dyad(one, other, last)
    wanted = Conditions()
    wanted.between(sides, direction)
    wanted.days(first, last)
    wanted.statuses(statuses)
    found = select(connection, _query(by, wanted), wanted.values).rows
    placed = {row["start"]: row for row in found if row["start"] is not None}
    named = few([code for side in sides for code in side])
    rows = [placed.get(start) or _empty(start) for start in _periods(by, placed, first, last)]
    rows = [_finished(row, by, named) for row in rows]
    return table([*rows, *(_finished(row, by, ()) for row in found if row["start"] is None)], COLUMNS)


def placed_in(by: str) -> str:
    """SQL for the first day of the period that an event is counted in; NULL where its date is too vague.

    Raises:
        BadRequest: ``by`` is not one of ``STEPS``.
    """
    by = one_of(by, STEPS, "step")
    whole = f"date_trunc('{by}', date_start) = date_trunc('{by}', date_end)"
    short = f"date_precision IN ('day', 'range') AND date_end - date_start < {_LONG}"
    return f"CASE WHEN {whole} OR ({short}) THEN date_trunc('{by}', date_start)::DATE END"


def _query(by: str, wanted: Conditions) -> str:
    quads = ", ".join(f"count(*) FILTER (quad = '{quad}') AS {quad.replace(' ', '_')}" for quad in QUADS)
    kinds = ", ".join(f"count(*) FILTER (type = '{type_}') AS {type_}" for type_ in types())
    return (
        f"SELECT {placed_in(by)} AS start, count(*) AS events, {quads}, avg(score) AS mean_score, avg(goldstein) AS mean_goldstein,"
        f" sum(independent_sources)::BIGINT AS independent_sources, {kinds} FROM events e WHERE {wanted.where} GROUP BY 1 ORDER BY 1"
    )


def _empty(start: date) -> Row:
    counts = dict.fromkeys((*(quad.replace(" ", "_") for quad in QUADS), *types(), "events", "independent_sources"), 0)
    return {"start": start, **counts, "mean_score": None, "mean_goldstein": None}


def _finished(row: Row, by: str, named: Sequence[str]) -> Row:
    start = row["start"]
    end = None if start is None else following(start, by) - timedelta(days=1)
    return {
        **row,
        "end": end,
        "cooperation": row["verbal_cooperation"] + row["material_cooperation"],
        "conflict": row["verbal_conflict"] + row["material_conflict"],
        "verbal": row["verbal_cooperation"] + row["verbal_conflict"],
        "material": row["material_cooperation"] + row["material_conflict"],
        "mean_score": _rounded(row["mean_score"]),
        "mean_goldstein": _rounded(row["mean_goldstein"]),
        "anniversaries": [] if end is None or by == "year" else anniversaries(named, start, end),
    }


def _rounded(mean: Any) -> float | None:  # noqa: ANN401 - what the database returns
    return None if mean is None else round(float(mean), 3)


def _periods(by: str, placed: dict[date, Row], first: date | None, last: date | None) -> list[date]:
    """The first days of all periods from the first to the last, without a gap."""
    if not placed:
        return []
    start = min(placed) if first is None else min(beginning(first, by), min(placed))
    end = max(placed) if last is None else max(beginning(last, by), max(placed))
    if (end - start).days > _DAYS[by] * _MANY:
        raise BadRequest(f"{start} to {end} by {by} is too long a series: choose a longer step or a shorter period")
    found = [start]
    while found[-1] < end:
        found.append(following(found[-1], by))
    return found


def beginning(day: date, by: str) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[by]


def following(start: date, by: str) -> date:
    """The first day of the next period."""
    return beginning(start + timedelta(days=_DAYS[by]), by)
