"""What can be asked of a ledger, as methods; the class that keeps the file inherits them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from dragoman.ledger.brief import brief
from dragoman.ledger.explain import explain
from dragoman.ledger.exports import export
from dragoman.ledger.faults import query_told
from dragoman.ledger.firsts import firsts
from dragoman.ledger.invitations import invitations
from dragoman.ledger.network import network
from dragoman.ledger.questions import events, quotes
from dragoman.ledger.relations import relation
from dragoman.ledger.ruptures import changes
from dragoman.ledger.site import site
from dragoman.ledger.views import ensure
from dragoman.ledger.visits import visits

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

P = ParamSpec("P")
R = TypeVar("R")


def _method(answer: Callable[Concatenate[DuckDBPyConnection, P], R]) -> Callable[Concatenate[Answers, P], R]:
    """The function that answers a question, as a method of what holds the connection."""

    @wraps(answer)
    def ask(self: Answers, /, *values: P.args, **named: P.kwargs) -> R:
        return answer(self.connection, *values, **named)

    connection, *asked = (told := signature(answer)).parameters.values()
    ask.__signature__ = told.replace(  # type: ignore[attr-defined]
        parameters=[connection.replace(name="self", annotation=Parameter.empty), *asked]
    )
    return ask


class Answers(ABC):
    """The questions; each is the function of the same name, asked of this ledger."""

    @property
    @abstractmethod
    def connection(self) -> DuckDBPyConnection:
        """The open database."""

    def sql(self, query: str) -> DuckDBPyRelation:
        """The answer to plain SQL on the tables and the documented views (docs/ledger.md): ``.df()``, ``.pl()``, ``.fetchall()``.

        Raises:
            BadRequest: it cannot be answered.
        """
        ensure(self.connection)
        with query_told(self.connection, query):
            return self.connection.sql(query)

    events = _method(events)
    quotes = _method(quotes)
    relation = _method(relation)
    changes = _method(changes)
    visits = _method(visits)
    invitations = _method(invitations)
    firsts = _method(firsts)
    network = _method(network)
    brief = _method(brief)
    explain = _method(explain)
    export = _method(export)
    site = _method(site)
