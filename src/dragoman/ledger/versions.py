"""Versions of a page: what a document that arrives is, and what becomes of the page's older ones.

A page seen again with the same text is nothing new, even after it was withdrawn. With another text it is a new version: the
older document keeps its rows but counts no more. Which of two is older their days of publication tell, if both are stated or
given and differ; then the order of arrival changes nothing, and what arrives late takes its place among the older versions.
Nothing else tells it but the order of arrival: the text that came last counts, even if it is that of an older version.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.gathering import LIVE, log
from dragoman.ledger.rows import DATED, DocumentRows, Row, document_id, document_row, file_page, insert, page_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from dragoman.model import Document

Copy = tuple[str | None, str, str | None]
"""File name, hash of the text and publisher: a document that has all three in common with another is the same document."""


@dataclass(slots=True)
class Known:
    """A version of a page. ``dated`` is its day of publication as far as that tells which version is newer."""

    document: str
    version: int
    dated: date | None


Chain = list[Known]
"""The versions of a page, oldest first: the last one is current, even if it is withdrawn."""


@dataclass(slots=True)
class Arrival:
    """What a batch of documents comes to. ``superseded`` were current until now; ``late`` came after a newer version of their page."""

    new: list[DocumentRows] = field(default_factory=list)
    skipped: int = 0
    superseded: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
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
    before = _places(pages)
    copies = _copies(connection, incoming)
    for rows in incoming:
        chain = pages.setdefault(rows.page.page, [])
        copy: Copy = (rows.page.name, rows.text_hash, rows.publisher)
        if (not chain and rows.page.name is not None and copy in copies) or not _take(rows, chain, arrival):
            arrival.skipped += 1
        elif chain[-1].document == rows.document:
            copies.add(copy)
    _write(connection, before, _places(pages), arrival, at)
    return arrival


def _take(rows: DocumentRows, chain: Chain, arrival: Arrival) -> bool:
    """Give a document its place among the versions of its page; False if it has it already."""
    known = next((version for version in chain if version.document == rows.document), None)
    others = [version for version in chain if version is not known]
    place = len(others)
    while place and _newer(others[place - 1], rows.dated):
        place -= 1
    if known is not None and (known is chain[-1] or place < len(others)):
        return False
    if known is not None:
        chain.remove(known)
        arrival.revived.append(rows.document)
    else:
        arrival.new.append(rows)
    if place < len(chain):
        arrival.late.append(rows.document)
    elif chain:
        arrival.superseded.append(chain[-1].document)
    number = chain[place].version if place < len(chain) else 1 + max((version.version for version in chain), default=0)
    for later in chain[place:]:
        later.version += 1
    chain.insert(place, Known(rows.document, number, rows.dated))
    return True


def _newer(known: Known, dated: date | None) -> bool:
    return known.dated is not None and dated is not None and known.dated > dated


def _pages(connection: DuckDBPyConnection, incoming: Iterable[DocumentRows]) -> dict[str, Chain]:
    """What is there of the pages that arrive."""
    found = connection.execute(
        "SELECT page, document, version, CASE WHEN list_contains(?::TEXT[], published_basis) THEN published END FROM documents "
        "WHERE page IN (SELECT unnest(?::TEXT[])) ORDER BY page, version",
        [list(DATED), sorted({rows.page.page for rows in incoming})],
    ).fetchall()
    pages: dict[str, Chain] = {}
    for page, *version in found:
        pages.setdefault(page, []).append(Known(*version))
    return pages


Place = tuple[int, str | None]
"""The number of a version and the document that supersedes it."""


def _places(pages: Mapping[str, Chain]) -> dict[str, Place]:
    """Where each document stands among the versions of its page."""
    return {
        one.document: (one.version, after.document if after else None)
        for chain in pages.values()
        for one, after in zip_longest(chain, chain[1:])
    }


def _copies(connection: DuckDBPyConnection, incoming: Iterable[DocumentRows]) -> set[Copy]:
    found = connection.execute(
        "SELECT name, text_hash, publisher FROM documents WHERE superseded_by IS NULL AND text_hash IN (SELECT unnest(?::TEXT[]))",
        [sorted({rows.text_hash for rows in incoming})],
    ).fetchall()
    return set(found)


def _write(connection: DuckDBPyConnection, before: Mapping[str, Place], after: Mapping[str, Place], arrival: Arrival, at: datetime) -> None:
    insert(connection, "documents", [document_row(rows, *after[rows.document], at) for rows in arrival.new])
    tables: dict[str, list[Row]] = {}
    for rows in arrival.new:
        for table, own in rows.tables.items():
            tables.setdefault(table, []).extend(own)
    for table, together in tables.items():
        insert(connection, table, together)
    _move(connection, {document: after[document] for document, place in before.items() if after[document] != place})
    if arrival.revived:
        connection.execute("UPDATE documents SET withdrawn = false WHERE document IN (SELECT unnest(?::TEXT[]))", [arrival.revived])
    log(connection, at, [(rows.document, "document-added") for rows in arrival.new])
    log(connection, at, [(document, "document-superseded") for document in (*arrival.superseded, *arrival.late)])
    log(connection, at, [(document, "document-added") for document in arrival.revived])


def _move(connection: DuckDBPyConnection, places: Mapping[str, Place]) -> None:
    if places:
        numbers, successors = zip(*places.values(), strict=True)
        connection.execute(
            "UPDATE documents SET version = n.number, superseded_by = n.successor FROM (SELECT unnest(?::TEXT[]) AS document, "
            "unnest(?::INTEGER[]) AS number, unnest(?::TEXT[]) AS successor) n WHERE documents.document = n.document",
            [list(places), list(numbers), list(successors)],
        )


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
    if not documents:
        return []
    query = f"SELECT claim FROM claims JOIN documents USING (document) WHERE ({LIVE}) = ? AND document IN (SELECT unnest(?::TEXT[]))"
    return [claim for (claim,) in connection.execute(f"{query} ORDER BY claim", [live, list(documents)]).fetchall()]
