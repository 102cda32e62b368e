"""What happened for the first time, or the first time in long, as far as the ledger reaches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.asked import HAPPENED, Codes, Day, name_in_text
from dragoman.ledger.conditions import period, sides_of
from dragoman.ledger.pages import actors
from dragoman.ledger.table import Row, Table, select, table
from dragoman.ledger.views import ensure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = (
    "date",
    "what",
    "source",
    "target",
    "office",
    "first",
    "since",
    "gap",
    "previous",
    "covered_since",
    "sentence",
    "event",
    "summary",
)
_WORDS = {
    "visit": "visit of {source} to {target}",
    "call": "call between {both}",
    "meeting": "meeting between {both}",
    "COOPERATE": "material cooperation between {both}",
    "AID": "material aid from {source} to {target}",
    "CONCEDE": "concession of {source} to {target}",
    "RETREAT": "withdrawal or release by {source} towards {target}",
    "THREATEN": "threat of {source} against {target}",
    "SANCTION": "sanction of {source} against {target}",
    "MOBILIZE": "show of force by {source} towards {target}",
    "COERCE": "coercion of {target} by {source}",
    "ASSAULT": "attack by {source} on {target}",
}
_GAP = 400
"""Days: what happens once a year is no news."""
_BY_OFFICE = "visit by the {office} of {source} to {target}"
JOINT = frozenset({"call", "meeting", "COOPERATE"})
"""Of what both sides do alike."""
_CONFIDENT = 0.5
"""An event that was read with less confidence is not told as a first; it still counts as one before."""

# An event can be the first of several kinds: a visit by a foreign minister is a visit and a meeting, too.
_QUERY = """
WITH told AS MATERIALIZED (
    SELECT event, type, mode, date_start, date_end, date_precision, confidence FROM events
    WHERE list_contains($happened, status) AND NOT denied AND (len($named) = 0 OR list_has_any(codes, $named))
        AND (type = 'CONSULT' OR list_contains($types, type))
), pairs AS MATERIALIZED (
    SELECT t.event, d.source, d.target FROM told t JOIN dyads d USING (event)
    WHERE len($named) = 0 OR list_contains($named, d.source) OR list_contains($named, d.target)
), asked AS (
    SELECT DISTINCT least(source, target) AS a, greatest(source, target) AS b FROM pairs JOIN told t USING (event)
    WHERE ($since::DATE IS NULL OR t.date_end >= $since) AND ($until::DATE IS NULL OR t.date_start <= $until)
), acts AS MATERIALIZED (
    SELECT t.event, t.type, t.mode, p.source, p.target, t.date_start, t.date_end, t.date_precision, t.confidence
    FROM pairs p JOIN told t USING (event) JOIN asked q ON q.a = least(p.source, p.target) AND q.b = greatest(p.source, p.target)
), kinds AS (
    SELECT *, 'visit' AS what, source AS one, target AS other, NULL AS office FROM acts WHERE type = 'CONSULT' AND mode = 'visit'
    UNION ALL
    SELECT a.*, 'visit', source, target, p.office FROM acts a
    JOIN (SELECT DISTINCT m.event, p.code, p.office
        FROM (SELECT DISTINCT event FROM acts WHERE type = 'CONSULT' AND mode = 'visit') v
        JOIN memberships m ON m.event = v.event JOIN parties p ON p.claim = m.claim
        WHERE p.side = 'actor' AND p.kind = 'person' AND p.office IS NOT NULL
    ) p ON p.event = a.event AND p.code = a.source
    WHERE type = 'CONSULT' AND mode = 'visit'
    UNION ALL
    SELECT *, CASE mode WHEN 'phone' THEN 'call' ELSE 'meeting' END, least(source, target), greatest(source, target), NULL
    FROM acts WHERE type = 'CONSULT' AND mode IS DISTINCT FROM 'third-party'
    UNION ALL
    SELECT *, type, source, target, NULL FROM acts WHERE list_contains($types, type)
), distinct_kinds AS (
    SELECT DISTINCT event, what, one, other, office, date_start, date_end, date_precision, confidence FROM kinds
), ordered AS (
    SELECT *, max(date_end) OVER earlier AS since, arg_max(event, date_end) OVER earlier AS previous,
        count(*) FILTER (date_start IS NULL) OVER (PARTITION BY what, one, other, office) AS undated
    FROM distinct_kinds
    WINDOW earlier AS (PARTITION BY what, one, other, office ORDER BY date_start NULLS LAST, event
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT o.*, e.summary FROM ordered o JOIN events e ON e.event = o.event
WHERE o.date_start IS NOT NULL AND o.confidence >= $confident AND o.date_precision IN ('day', 'range', 'month')
    AND ($since::DATE IS NULL OR o.date_end >= $since) AND ($until::DATE IS NULL OR o.date_start <= $until)
    AND ((since IS NULL AND undated = 0 AND o.date_start - $covered::DATE >= $gap) OR o.date_start - since >= $gap)
ORDER BY o.date_start, o.event, what, office NULLS FIRST, one, other
"""


def firsts(connection: DuckDBPyConnection, between: Codes | None = None, since: Day = None, until: Day = None, gap: int = _GAP) -> Table:
    """First-ever and first-since facts of events in a period, by date.

    A fact is told where ``gap`` days or more lie between an event and the end of the last one of its kind between the same two
    actors (``first`` is "since", ``since`` that day and ``previous`` that event); or where the ledger's documents reach back
    ``gap`` days or more before it and tell of none ("ever": ever in this ledger). ``covered_since`` is the day of the oldest
    document; the sentence says so where the claim reaches further back than that. Of a visit there may be a second fact for the
    visitor's office. Events that somebody denies are neither firsts nor what comes before; those of a confidence below a half are no
    firsts, but come before.

    Raises:
        BadRequest: an argument cannot be used.
    """
    if gap < 1:
        raise BadRequest(f"a gap of {gap} days is none: give 1 or more")
    ensure(connection)
    first, last = period(since, until)
    sides = sides_of(between, last)
    covered: date | None = select(connection, "SELECT min(published) FROM live_documents").values[0][0]
    values = {
        "happened": list(HAPPENED),
        "named": [code for side in sides for code in side],
        "types": [what for what in _WORDS if what.isupper()],
        "since": first,
        "until": last,
        "covered": covered,
        "gap": gap,
        "confident": _CONFIDENT,
    }
    found = select(connection, _QUERY, values).rows
    return table((_row(row, covered) for row in found if _asked(row, sides)), COLUMNS)


def _asked(row: Row, sides: list[tuple[str, ...]]) -> bool:
    pair = (row["one"], row["other"])
    return not sides or all(any(code in side for code in pair) for side in sides)


def _row(row: Row, covered: date | None) -> Row:
    since = row["since"]
    reach = f", whose documents reach back to {covered}" if since is None else ""
    if since is not None and covered is not None and since < covered:
        reach = f" (as far as told: the documents reach back to {covered} only)"
    return {
        **{name: row[name] for name in ("what", "office", "since", "previous", "event", "summary")},
        "date": row["date_start"],
        "source": row["one"],
        "target": row["other"],
        "first": "ever" if since is None else "since",
        "gap": None if since is None else (row["date_start"] - since).days,
        "covered_since": covered,
        "sentence": f"{statement(row['what'], [row['one'], row['other']], row['office'], since)}{reach}.",
    }


def statement(what: str, codes: list[str], office: str | None, since: date | None) -> str:
    """The fact in words: "First visit of China to North Korea since 2019-06-21"; of what is joint there may be several ``codes``."""
    words = _BY_OFFICE if office else _WORDS[what]
    told = words.format(source=name_in_text(codes[0]), target=name_in_text(codes[1]), both=actors(codes), office=office)
    return f"First {told} " + ("in this ledger" if since is None else f"since {since}")
