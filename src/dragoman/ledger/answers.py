"""What can be asked of a ledger, as methods; the class that keeps the file inherits them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.ledger.asked import HAPPENED, Codes, Day
from dragoman.ledger.table import Table

if TYPE_CHECKING:
    import networkx
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from dragoman.ledger.exports import Exported


class Answers(ABC):
    """The questions. Each method calls the function of the same name in the module that answers it."""

    @property
    @abstractmethod
    def connection(self) -> DuckDBPyConnection:
        """The open database."""

    def sql(self, query: str) -> DuckDBPyRelation:
        """The answer to plain SQL on the tables and the documented views (docs/ledger.md): ``.df()``, ``.pl()``, ``.fetchall()``.

        Raises:
            BadRequest: it cannot be answered.
        """
        from dragoman.ledger.faults import query_told
        from dragoman.ledger.views import ensure

        ensure(self.connection)
        with query_told(self.connection, query):
            return self.connection.sql(query)

    def events(
        self,
        between: Codes | None = None,
        since: Day = None,
        until: Day = None,
        type: str | None = None,
        quad: str | None = None,
        status: str | None = None,
        min_confidence: float = 0.0,
        limit: int | None = None,
    ) -> Table:
        """Events by date (see :func:`dragoman.ledger.questions.events`)."""
        from dragoman.ledger.questions import events

        return events(self.connection, between, since, until, type, quad, status, min_confidence, limit)

    def quotes(self, speaker: str | None = None, since: Day = None, until: Day = None, limit: int | None = None) -> Table:
        """Statements (see :func:`dragoman.ledger.questions.quotes`)."""
        from dragoman.ledger.questions import quotes

        return quotes(self.connection, speaker, since, until, limit)

    def relation(
        self,
        one: Codes,
        other: Codes | None = None,
        by: str = "month",
        since: Day = None,
        until: Day = None,
        direction: str = "both",
        statuses: Sequence[str] = HAPPENED,
    ) -> Table:
        """A relation over time (see :func:`dragoman.ledger.relations.relation`)."""
        from dragoman.ledger.relations import relation

        return relation(self.connection, one, other, by, since, until, direction, statuses)

    def changes(self, one: Codes, other: Codes | None = None, by: str = "month", since: Day = None, until: Day = None) -> Table:
        """When a relation changed (see :func:`dragoman.ledger.ruptures.changes`)."""
        from dragoman.ledger.ruptures import changes

        return changes(self.connection, one, other, by, since, until)

    def visits(
        self, between: Codes | None = None, person: str | None = None, since: Day = None, until: Day = None, limit: int | None = None
    ) -> Table:
        """Who met whom (see :func:`dragoman.ledger.visits.visits`)."""
        from dragoman.ledger.visits import visits

        return visits(self.connection, between, person, since, until, limit)

    def invitations(
        self, between: Codes | None = None, since: Day = None, until: Day = None, within: int = 365, limit: int | None = None
    ) -> Table:
        """Invitations and whether they were kept (see :func:`dragoman.ledger.invitations.invitations`)."""
        from dragoman.ledger.invitations import invitations

        return invitations(self.connection, between, since, until, within, limit)

    def firsts(self, between: Codes | None = None, since: Day = None, until: Day = None, gap: int = 400) -> Table:
        """What happened for the first time, or the first time in long (see :func:`dragoman.ledger.firsts.firsts`)."""
        from dragoman.ledger.firsts import firsts

        return firsts(self.connection, between, since, until, gap)

    def network(self, since: Day = None, until: Day = None, least: int = 1) -> networkx.Graph[str]:
        """Who aligns with whom (see :func:`dragoman.ledger.network.network`)."""
        from dragoman.ledger.network import network

        return network(self.connection, since, until, least)

    def brief(self, days: int = 7, about: Codes | None = None, until: Day = None, format: str = "markdown") -> str:
        """A sourced page of what is new (see :func:`dragoman.ledger.brief.brief`)."""
        from dragoman.ledger.brief import brief

        return brief(self.connection, days, about, until, format)

    def explain(self, event: str) -> str:
        """How an event came about, in words (see :func:`dragoman.ledger.explain.explain`)."""
        from dragoman.ledger.explain import explain

        return explain(self.connection, event)

    def export(self, format: str, path: str | Path, since_last: str | bool | None = None) -> Exported:
        """Write the events to a file (see :func:`dragoman.ledger.exports.export`)."""
        from dragoman.ledger.exports import export

        return export(self.connection, format, path, since_last)

    def site(self, folder: str | Path) -> int:
        """Write a static HTML site (see :func:`dragoman.ledger.site.site`); returns the number of pages."""
        from dragoman.ledger.site import site

        return site(self.connection, folder)
