"""Whether a ledger is sound: its rows fit each other, and every value is still what its words say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

from dragoman.ledger.rows import content_of, document_id
from dragoman.report import digest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MARK = "-- check: "
_SHOWN = 3
_AT_ONCE = 500


def check(connection: DuckDBPyConnection) -> list[str]:
    """What is wrong, one sentence each; an empty list where nothing is."""
    try:
        problems = [_sentence(keys, title) for title, query in checks() if (keys := _keys(connection, query))]
        texts = sorted(_texts(connection))
        quotes = sorted(_quotes(connection))
    except duckdb.Error as problem:
        return [f"the ledger cannot be read: {str(problem).splitlines()[0]}"]
    if texts:
        problems.append(_sentence(texts, "has another text than its hash or key says"))
    if quotes:
        problems.append(_sentence(quotes, "differs from the words that it was read from"))
    return problems


@cache
def checks() -> tuple[tuple[str, str], ...]:
    """Title and query of each check in ``data/checks.sql``."""
    script = files("dragoman.ledger").joinpath("data/checks.sql").read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in script.split(_MARK)[1:]]
    return tuple((title.strip(), query.strip().rstrip(";")) for title, _, query in parts)


def _keys(connection: DuckDBPyConnection, query: str) -> list[str]:
    return [key for (key,) in connection.execute(f"SELECT DISTINCT key FROM ({query}) AS found(key) ORDER BY key").fetchall()]


def _sentence(keys: list[str], title: str) -> str:
    more = f" (and {len(keys) - _SHOWN} more)" if len(keys) > _SHOWN else ""
    return f"{', '.join(keys[:_SHOWN])}{more}: {title}"


def _texts(connection: DuckDBPyConnection) -> Iterator[str]:
    """Documents whose text is not the one that they were added with; one with characters that no file can hold is passed over."""
    found = connection.execute("SELECT document, page, text, text_hash FROM documents")
    while rows := found.fetchmany(_AT_ONCE):
        for document, page, text, text_hash in rows:
            if "\ufffd" not in text and (digest(text) != text_hash or document_id(page, text) != document):
                yield f"document {document}"


def _quotes(connection: DuckDBPyConnection) -> Iterator[str]:
    found = connection.execute("SELECT document, n, content, spans, text FROM quotes JOIN documents USING (document)")
    while rows := found.fetchmany(_AT_ONCE):
        for document, n, content, spans, text in rows:
            if len(spans) % 2 or content != content_of(spans, text):
                yield f"quotation {n} of document {document}"
