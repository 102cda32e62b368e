"""The ledger as one object: what is put into it and corrected in it; the questions are :class:`dragoman.ledger.answers.Answers`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from dragoman.ledger import adding, checking, editing, versions
from dragoman.ledger.adding import Added, Item, Progress
from dragoman.ledger.answers import Answers
from dragoman.ledger.faults import damage_told
from dragoman.ledger.gathering import remerge
from dragoman.ledger.store import WAIT, Store

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Ledger(Answers):
    """The store of documents, their claims and the events that these make, in a DuckDB file.

    A context manager. While a file is open for writing no other process can use it, but :meth:`add` lets it go while
    it reads. ``wait`` is the number of seconds to wait for a file that another process has.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False, wait: float = WAIT) -> None:
        """Open a ledger (``:memory:`` for one that is not kept); one that is absent is created.

        Raises:
            BadRequest: there is none to read, it is no ledger, a newer program made it, or another process keeps it.
        """
        self._store = Store(path, read_only=read_only, wait=wait)
        self._lent = False

    @property
    def connection(self) -> DuckDBPyConnection:
        """The open database. Once it is asked for, :meth:`add` keeps it open throughout."""
        self._lent = True
        return self._store.connection

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def add(self, items: Item | Iterable[Item], published: date | str | None = None, progress: Progress | None = None) -> Added:
        """Put in files, folders or reports, each document once; see :func:`dragoman.ledger.adding.add`.

        Raises:
            BadRequest: ``published`` is not a date, or the ledger cannot be written.
        """
        from dragoman.dating.days import day

        with damage_told():
            return adding.add(self._store, items, day(published), progress, shared=not self._lent)

    def withdraw(self, page: str | Path) -> int:
        """Withdraw a page: its claims count no more. Returns how many claims that were.

        Raises:
            BadRequest: the ledger has no such page, or several of that file name.
        """
        at = _now()
        with self._store.transaction() as connection:
            document, was_current = versions.withdraw(connection, page, at)
            gone = versions.claims_of(connection, [document], live=False) if was_current else []
            remerge(connection, at, gone=gone)
        return len(gone)

    def merge(self, *ids: str, note: str = "") -> str:
        """Make one event of several, named by events or claims; kept at every later merge. Returns the event.

        Raises:
            BadRequest: an id is not known, or they are one event already.
        """
        with self._store.transaction() as connection:
            return editing.merge(connection, ids, note, _now())

    def split(self, event: str, claims: str | Sequence[str], note: str = "") -> tuple[str, str]:
        """Take claims out of an event; kept at every later merge. Returns the event left and the new one.

        Raises:
            BadRequest: the event is not known, a claim is not of it, or nothing would be left.
        """
        with self._store.transaction() as connection:
            return editing.split(connection, event, [claims] if isinstance(claims, str) else claims, note, _now())

    def check(self) -> list[str]:
        """What is wrong with the ledger, one sentence each; an empty list where nothing is."""
        return checking.check(self._store.connection)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
