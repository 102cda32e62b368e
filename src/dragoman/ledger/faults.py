"""What the database says of a damaged file or of somebody's own query, as one line that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SIGNS = (
    "Corrupt database file",
    "Could not read enough bytes",
    "Could not write",
    "No space left",
    "has been invalidated",
    "INTERNAL Error",
)
"""Words of DuckDB when it is the file that is at fault, and not the query."""
_LINE = "\nLINE "
"""Where it begins to quote a query that it cannot answer."""


@contextmanager
def damage_told() -> Iterator[None]:
    """Within it, what DuckDB says of a damaged file becomes an error of ours; its other errors go on as they are.

    Raises:
        BadRequest: the file cannot be read or written as it is.
    """
    import duckdb

    try:
        yield
    except duckdb.Error as problem:
        words = str(problem)
        if not any(sign in words for sign in _SIGNS):
            raise
        raise BadRequest(
            f"the ledger's file is damaged or its disk full ({words.splitlines()[0]}): restore a copy, or add its documents to a new ledger"
        ) from problem


@contextmanager
def query_told(connection: DuckDBPyConnection, query: str) -> Iterator[None]:
    """Within it, a query is asked that somebody else wrote.

    Raises:
        BadRequest: there is none in the text, or it cannot be answered.
    """
    import duckdb

    try:
        if not connection.extract_statements(query):
            raise BadRequest("there is no query in it: write one such as SELECT * FROM events")
        yield
    except duckdb.Error as problem:
        raise BadRequest(f"the query cannot be answered: {' '.join(str(problem).partition(_LINE)[0].split())}") from problem
