"""Versions of a page: what a document that arrives is, and what becomes of the page's older ones.

A page seen again with the same text is nothing new, even after it was withdrawn. With another text it is a new version: the
older document keeps its rows but counts no more. With the text of an older version, that one counts again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.gathering import LIVE, log
from dragoman.ledger.rows import DocumentRows, Row, document_id, document_row, file_page, insert, page_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from dragoman.model import Document

Copy = tuple[str | None, str, str | None]
"""File name, hash of the text and publisher: a document that has all three in common with another is the same document."""


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the ledger, as far as versions need it."""

    document: str
    page: str
    version: int
    current: bool


@dataclass(slots=True)
class Arrival:
    """What a batch of documents comes to."""

    new: list[tuple[DocumentRows, int]] = field(default_factory=list)
    skipped: int = 0
    changed: int = 0
    superseded: list[str] = field(default_factory=list)
    revived: list[str] = field(default_factory=list)


def unknown(connection: DuckDBPyConnection, documents: Sequence[Document]) -> list[Document]:
    """Those that the ledger does not yet have as they are: the others need not be read at all."""
    keys = [document_id(page_of(document).page, document.text) for document in documents]
    found = connection.execute(
        "SELECT document FROM documents WHERE superseded_by IS NULL AND document IN (SELECT unnest(?::TEXT[]))", [keys]
    ).fetchall()
    there = {document for (document,) in found}
    return [document for key, document in zip(keys, documents, strict=True) if key not in there]


def admit(connection: DuckDBPyConnection, incoming: Sequence[DocumentRows], at: datetime) -> Arrival:
    """Put documents into the ledger as versions of their pages, in the order given, inside the caller's transaction."""
    arrival = Arrival()
    pages = _pages(connection, incoming)
    copies = _copies(connection, incoming)
    for rows in incoming:
        versions = pages.setdefault(rows.page.page, {})
        copy: Copy = (rows.page.name, rows.text_hash, rows.publisher)
        known = versions.get(rows.document)
        if (known is not None and known.current) or (known is None and rows.page.name is not None and copy in copies):
            arrival.skipped += 1
            continue
        _take(rows, versions, arrival)
        copies.add(copy)
    _write(connection, pages, arrival, at)
    return arrival


def _take(rows: DocumentRows, versions: dict[str, Known], arrival: Arrival) -> None:
    """Make the document the current version of its page."""
    number = 1 + max((known.version for known in versions.values()), default=0)
    for before in [known for known in versions.values() if known.current]:
        versions[before.document] = Known(before.document, before.page, before.version, current=False)
        arrival.superseded.append(before.document)
        arrival.changed += 1
    if rows.document in versions:
        arrival.revived.append(rows.document)
    else:
        arrival.new.append((rows, number))
    versions[rows.document] = Known(rows.document, rows.page.page, number, current=True)


def _pages(connection: DuckDBPyConnection, incoming: Iterable[DocumentRows]) -> dict[str, dict[str, Known]]:
    """What is there of the pages that arrive: a withdrawn document is still the current version of its page."""
    found = connection.execute(
        "SELECT document, page, version, superseded_by IS NULL FROM documents WHERE page IN (SELECT unnest(?::TEXT[]))",
        [sorted({rows.page.page for rows in incoming})],
    ).fetchall()
    pages: dict[str, dict[str, Known]] = {}
    for row in found:
        pages.setdefault(row[1], {})[row[0]] = Known(*row)
    return pages


def _copies(connection: DuckDBPyConnection, incoming: Iterable[DocumentRows]) -> set[Copy]:
    found = connection.execute(
        "SELECT name, text_hash, publisher FROM documents WHERE superseded_by IS NULL AND text_hash IN (SELECT unnest(?::TEXT[]))",
        [sorted({rows.text_hash for rows in incoming})],
    ).fetchall()
    return set(found)


def _write(connection: DuckDBPyConnection, pages: dict[str, dict[str, Known]], arrival: Arrival, at: datetime) -> None:
    insert(connection, "documents", [document_row(rows, version, at) for rows, version in arrival.new])
    tables: dict[str, list[Row]] = {}
    for rows, _ in arrival.new:
        for table, own in rows.tables.items():
            tables.setdefault(table, []).extend(own)
    for table, together in tables.items():
        insert(connection, table, together)
    log(connection, at, [(rows.document, "document-added") for rows, _ in arrival.new])
    _supersede(connection, pages, arrival, at)


def _supersede(connection: DuckDBPyConnection, pages: dict[str, dict[str, Known]], arrival: Arrival, at: datetime) -> None:
    """Name the next version in each superseded document, and make revived ones current."""
    moved = {document: known for versions in pages.values() for document, known in versions.items()}
    for document in dict.fromkeys(arrival.revived):
        connection.execute(
            "UPDATE documents SET superseded_by = NULL, withdrawn = false, version = ? WHERE document = ?",
            [moved[document].version, document],
        )
    for document in dict.fromkeys(arrival.superseded):
        later = [known for known in pages[moved[document].page].values() if known.version > moved[document].version]
        if later:
            after = min(later, key=lambda known: known.version).document
            connection.execute("UPDATE documents SET superseded_by = ? WHERE document = ?", [after, document])
    log(connection, at, [(document, "document-superseded") for document in arrival.superseded])
    log(connection, at, [(document, "document-added") for document in arrival.revived])


# ---------------------------------------------------------------- withdrawal


def withdraw(connection: DuckDBPyConnection, page: str | Path, at: datetime) -> tuple[str, bool]:
    """Mark a page as withdrawn: its document and whether it was current until now.

    Raises:
        BadRequest: the ledger has no such page, or several of that file name.
    """
    document, withdrawn = _current(connection, str(page))
    if not withdrawn:
        connection.execute("UPDATE documents SET withdrawn = true WHERE document = ?", [document])
        log(connection, at, [(document, "document-withdrawn")])
    return document, not withdrawn


def _current(connection: DuckDBPyConnection, page: str) -> tuple[str, bool]:
    """The current document of a page, named by its page, address, path, document or, where only one has it, file name."""
    names = (("page", page), ("page", file_page(page)), ("page", file_page(os.path.abspath(page))), ("document", page), ("name", page))
    for column, value in names:
        found = connection.execute(
            f"SELECT document, withdrawn, page FROM documents WHERE {column} = ? AND superseded_by IS NULL ORDER BY page", [value]
        ).fetchall()
        if len(found) > 1:
            pages = ", ".join(row[2] for row in found[:3])
            raise BadRequest(f"{len(found)} pages are called {page!r} ({pages} …): name one by its page as the ledger has it")
        if found:
            return found[0][0], found[0][1]
    raise BadRequest(f"the ledger has no current page {page!r}: look for it with SELECT page FROM documents")


def claims_of(connection: DuckDBPyConnection, documents: Sequence[str], *, live: bool) -> list[str]:
    """The claims of these documents, sorted: of those that are current, or of those that are not."""
    query = f"SELECT claim FROM claims JOIN documents USING (document) WHERE ({LIVE}) = ? AND document IN (SELECT unnest(?::TEXT[]))"
    return [claim for (claim,) in connection.execute(f"{query} ORDER BY claim", [live, list(documents)]).fetchall()]
