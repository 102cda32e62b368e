"""Events and statements by who, when and what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dragoman.coding.codebook import types
from dragoman.errors import BadRequest
from dragoman.ledger.asked import QUADS, Codes, Day, codes, one_of, person_of
from dragoman.ledger.conditions import Conditions, asked_for, limited, period
from dragoman.ledger.table import Table, select

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STATEMENTS = "quotes q JOIN documents d ON d.document = q.document AND d.superseded_by IS NULL AND NOT d.withdrawn"
_PLAIN = "replace(lower(strip_accents({})), '-', ' ')"
_SPEAKER = f"""(contains({_PLAIN.format("{a}.speaker")}, {_PLAIN.format("$speaker")}) OR {{a}}.speaker_qid = $qid
    OR {{a}}.speaker_qid = $speaker OR list_contains($codes, {{a}}.speaker_code))"""


def events(
    connection: DuckDBPyConnection,
    between: Codes | None = None,
    since: Day = None,
    until: Day = None,
    type: str | None = None,
    quad: str | None = None,
    status: str | Sequence[str] | None = None,
    min_confidence: float = 0.0,
    limit: int | None = None,
) -> Table:
    """The events asked for, the oldest first and those without a date last; the columns are those of the table of events.

    ``between``: one actor, or two (see :func:`dragoman.ledger.conditions.sides_of`). ``since`` and ``until`` are days, months
    or years, both inclusive: an event counts that may lie in between; one without a date does not. ``status``: one or several.
    With a ``limit`` the latest are given.

    Raises:
        BadRequest: an argument cannot be used.
    """
    wanted = asked_for(between, since, until)
    if type is not None:
        wanted.add("{a}.type = $type", type=one_of(type, types(), "event type"))
    if quad is not None:
        wanted.add("{a}.quad = $quad", quad=one_of(quad, QUADS, "quad class"))
    if status is not None:
        wanted.statuses(status)
    if not 0 <= min_confidence <= 1:
        raise BadRequest(f"the confidence {min_confidence} is not between 0 and 1")
    if min_confidence > 0:
        wanted.add("{a}.confidence >= $confidence", confidence=min_confidence)
    found = f"SELECT * FROM events e WHERE {wanted.where} ORDER BY date_start DESC NULLS LAST, event DESC{limited(limit)}"
    return select(connection, f"SELECT * FROM ({found}) ORDER BY date_start NULLS LAST, event", wanted.values)


def quotes(
    connection: DuckDBPyConnection, speaker: str | None = None, since: Day = None, until: Day = None, limit: int | None = None
) -> Table:
    """Statements in current documents by day of publication, once for all reprints; with a ``limit`` the latest.

    ``speaker`` is a part of a name (case, accents and hyphens do not count), a code or a name of a state, an organisation or a bloc
    (whoever speaks for it), or a Wikidata id (``Q...``). ``via`` are those who pass it on.
    ``spans`` are character offsets of the content into the document's text: start, end, start, end ...

    Raises:
        BadRequest: a day or the limit cannot be used.
    """
    wanted = Conditions("q")
    first, last = period(since, until)
    if speaker is not None and not speaker.strip():
        raise BadRequest("name a speaker: part of a name, a code such as PRK, or a Wikidata id")
    if speaker is not None:
        spoken_for = _spoken_for(speaker, last)
        wanted.add(_SPEAKER, speaker=speaker, qid=None if spoken_for else person_of(speaker), codes=spoken_for)
    if first is not None:
        wanted.add("d.published >= $since", since=first)
    if last is not None:
        wanted.add("d.published <= $until", until=last)
    columns = "published, speaker, speaker_code, speaker_qid, kind, cue, content, via, publisher, state_media"
    columns += ", title, d.name, page, url, q.document, n, spans"
    once = "row_number() OVER (PARTITION BY d.reprint_group, q.speaker, q.content ORDER BY d.published, q.document, n) = 1"
    latest = f"ORDER BY published DESC NULLS LAST, document DESC, n DESC{limited(limit)}"
    found = f"SELECT {columns} FROM {_STATEMENTS} WHERE {wanted.where} QUALIFY {once} {latest}"
    return select(connection, f"SELECT * FROM ({found}) ORDER BY published NULLS LAST, document, n", wanted.values)


def _spoken_for(speaker: str, on: date | None) -> list[str]:
    """The codes that the words stand for: none where they are no actor's."""
    try:
        return list(codes(speaker, on))
    except BadRequest:
        return []
