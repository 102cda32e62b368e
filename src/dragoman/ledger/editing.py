"""Corrections by hand: which claims are of one event after all, and which are not. They are kept and applied at every merge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.gathering import remerge

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def merge(connection: DuckDBPyConnection, ids: Sequence[str], note: str, at: datetime) -> str:
    """Make one event of several, named by events or claims; returns the event.

    Raises:
        BadRequest: an id is not known, or there is nothing to merge.
    """
    claims = sorted({claim for id in ids for claim in _claims_of(connection, id)})
    if len({_event_of(connection, claim) for claim in claims}) < 2:
        raise BadRequest("these are one event already" if claims else "name two or more events or claims to merge")
    _record(connection, "merge", claims, (), note, at)
    remerge(connection, at, touched=claims)
    return _event_of(connection, claims[0])


def split(connection: DuckDBPyConnection, event: str, claims: Sequence[str], note: str, at: datetime) -> tuple[str, str]:
    """Take claims out of an event, where they stay together; returns the event left and the new one.

    Raises:
        BadRequest: the event is not known, a claim is not of it, or nothing would be left.
    """
    whole = _claims_of(connection, event)
    taken = sorted({_full(claim, whole, event) for claim in claims})
    rest = [claim for claim in whole if claim not in taken]
    if not taken or not rest:
        raise BadRequest(f"name some of the claims of {event}, but not all: {', '.join(whole)}")
    _record(connection, "split", taken, rest, note, at)
    remerge(connection, at, touched=whole)
    return _event_of(connection, rest[0]), _event_of(connection, taken[0])


def _claims_of(connection: DuckDBPyConnection, id: str) -> list[str]:
    """The claims of an event, or the live claim itself, sorted."""
    found = connection.execute("SELECT claim FROM memberships WHERE event = ? OR claim = ? ORDER BY claim", [id, id]).fetchall()
    if not found:
        raise BadRequest(f"the ledger has no event or live claim {id!r}")
    return [claim for (claim,) in found]


def _full(claim: str, whole: Sequence[str], event: str) -> str:
    if claim not in whole:
        raise BadRequest(f"{claim!r} is no claim of {event}: its claims are {', '.join(whole)}")
    return claim


def _event_of(connection: DuckDBPyConnection, claim: str) -> str:
    found = connection.execute("SELECT event FROM memberships WHERE claim = ?", [claim]).fetchone()
    return str(found[0]) if found else ""


def _record(connection: DuckDBPyConnection, kind: str, claims: Sequence[str], apart: Sequence[str], note: str, at: datetime) -> None:
    connection.execute(
        "INSERT INTO corrections SELECT coalesce(max(correction), 0) + 1, ?, ?, ?, ?, ? FROM corrections",
        [kind, list(claims), list(apart), at, note],
    )
