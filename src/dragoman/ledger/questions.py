"""Events and statements by who, when and what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.codebook import types
from dragoman.errors import BadRequest
from dragoman.ledger.asked import QUADS, STATUSES, Codes, Day, one_of
from dragoman.ledger.conditions import Conditions, limited, period, sides_of
from dragoman.ledger.table import Table, select
from dragoman.ledger.views import ensure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def events(
    connection: DuckDBPyConnection,
    between: Codes | None = None,
    since: Day = None,
    until: Day = None,
    type: str | None = None,
    quad: str | None = None,
    status: str | None = None,
    min_confidence: float = 0.0,
    limit: int | None = None,
) -> Table:
    """The events asked for, the oldest first and those without a date last; the columns are those of the table of events.

    ``between``: one actor, or two (see :func:`dragoman.ledger.conditions.sides_of`). ``since`` and ``until`` are days, months
    or years, both inclusive: an event counts that may lie in between; one without a date does not.
    With a ``limit`` the latest are given.

    Raises:
        BadRequest: an argument cannot be used.
    """
    wanted = Conditions()
    if sides := sides_of(between):
        wanted.between(sides)
    wanted.days(*period(since, until))
    if type is not None:
        wanted.add("{a}.type = $type", type=one_of(type.upper(), types(), "event type"))
    if quad is not None:
        wanted.add("{a}.quad = $quad", quad=one_of(quad.lower(), QUADS, "quad class"))
    if status is not None:
        wanted.statuses([one_of(status, STATUSES, "status")])
    if not 0 <= min_confidence <= 1:
        raise BadRequest(f"the confidence {min_confidence} is not between 0 and 1")
    if min_confidence > 0:
        wanted.add("{a}.confidence >= $confidence", confidence=min_confidence)
    found = f"SELECT * FROM events e WHERE {wanted.where} ORDER BY date_start DESC NULLS LAST, event DESC{limited(limit)}"
    return select(connection, f"SELECT * FROM ({found}) ORDER BY date_start NULLS LAST, event", wanted.values)


def quotes(
    connection: DuckDBPyConnection, speaker: str | None = None, since: Day = None, until: Day = None, limit: int | None = None
) -> Table:
    """Statements in current documents by day of publication; with a ``limit`` the latest.

    ``speaker`` is a part of a name in any case, a code (``PRK``: whoever speaks for it) or a Wikidata id (``Q...``).
    ``spans`` are character offsets of the content into the document's text: start, end, start, end ...

    Raises:
        BadRequest: a day or the limit cannot be used.
    """
    ensure(connection)
    wanted = Conditions("q")
    if speaker is not None:
        wanted.add("(contains(lower({a}.speaker), lower($speaker)) OR {a}.speaker_code = $speaker OR {a}.speaker_qid = $speaker)")
        wanted.values["speaker"] = speaker
    first, last = period(since, until)
    if first is not None:
        wanted.add("{a}.published >= $since", since=first)
    if last is not None:
        wanted.add("{a}.published <= $until", until=last)
    columns = "published, speaker, speaker_code, speaker_qid, kind, cue, content, via, publisher, state_media"
    columns += ", title, page, url, document, n, spans"
    found = (
        f"SELECT {columns} FROM statements q WHERE {wanted.where} ORDER BY published DESC NULLS LAST, document DESC, n DESC{limited(limit)}"
    )
    return select(connection, f"SELECT * FROM ({found}) ORDER BY published NULLS LAST, document, n", wanted.values)
