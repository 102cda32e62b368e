"""Report → the rows of one document."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import numpy as np

from dragoman import __version__
from dragoman.coding import MODEL_VERSION
from dragoman.coding.codebook import category
from dragoman.ledger.publisher import publisher_of
from dragoman.model import Document, Event, Party, Quote, Report, Source, Span
from dragoman.report import SYNTAX_MODEL, digest
from dragoman.sources.files import STDIN

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

Row = tuple[object, ...]
Tables = dict[str, list[Row]]

DATED = ("stated", "given")
"""Grounds on which a day of publication tells which version of a page is the newer one; an inferred day does not."""
_LINKS = ("http://", "https://")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ELISION = " … "
_ID_DIGITS = 16
CHILDREN = ("passages", "claims", "parties", "evidence", "sources", "denials", "quotes")
"""The tables that a document fills, besides its own row, in the order of their columns in ``data/schema.sql``."""


@dataclass(frozen=True, slots=True)
class PageName:
    """What a document is a version of: its address, the path as given, or its own text where it came from no file."""

    page: str
    name: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All that one document brings into the ledger; ``head`` are the columns of ``documents`` up to ``text_hash``."""

    document: str
    page: PageName
    text_hash: str
    publisher: str | None
    dated: date | None
    """Its day of publication, where the page states it or it was given."""
    head: Row
    tables: Tables

    @property
    def claims(self) -> int:
        """How many claims it makes."""
        return len(self.tables["claims"])


def storable(words: str) -> str:
    """The same number of characters without lone surrogates, which no UTF-8 file can hold."""
    return _SURROGATE.sub("\ufffd", words)


def page_of(document: Document) -> PageName:
    """The page of a document. A path below the working folder is written from there, so that either spelling is the same page."""
    path = document.path
    if path is None or path == STDIN or not path.strip():
        return PageName(digest(document.text), None, None)
    if path.startswith(_LINKS):
        return PageName(storable(path), storable(path.rstrip("/").rpartition("/")[2]) or None, storable(path))
    return PageName(file_page(path), storable(PurePath(path).name), None)


def file_page(path: str | Path) -> str:
    """The page that a file is: its path, from the working folder where it lies below it."""
    plain = os.path.normpath(path)
    here = os.getcwd()
    if os.path.isabs(plain) and plain.startswith(here + os.sep):
        plain = os.path.relpath(plain, here)
    return storable(PurePath(plain).as_posix())


def document_id(page: str, text: str) -> str:
    """The key of a document: the first 16 hexadecimal digits of the SHA-256 of its page, a line end and its text."""
    return sha256(f"{page}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]


def rows_of(report: Report) -> DocumentRows:
    """The rows of a report; the same report always gives the same rows."""
    document, text = report.document, report.document.text
    page = page_of(document)
    key = document_id(page.page, text)
    by = publisher_of(report)
    plain, text_hash = storable(text), digest(text)
    name, code, state = (by.name, by.code, by.state_media) if by is not None else (None, None, False)
    published = report.published
    head: Row = (
        key,
        page.page,
        page.name,
        page.url,
        document.title,
        name,
        code,
        state,
        published.date,
        published.basis,
        plain,
        text_hash,
    )
    tables: Tables = {table: [] for table in CHILDREN}
    tables["passages"] = [(key, passage.start, passage.end, passage.kind) for passage in report.passages]
    for event in report.events:
        _put_claim(tables, f"{key}:{event.id}", key, event, plain)
    tables["quotes"] = [_quote(key, n, quote, plain) for n, quote in enumerate(report.quotes)]
    if plain != text or (document.title and _SURROGATE.search(document.title)):
        head, tables = _storable_row(head), {table: [_storable_row(row) for row in rows] for table, rows in tables.items()}
    return DocumentRows(key, page, text_hash, name, published.date if published.basis in DATED else None, head, tables)


def document_row(rows: DocumentRows, version: int, superseded_by: str | None, added: datetime) -> Row:
    """The document's own row, as a version of its page."""
    model = f"{SYNTAX_MODEL}; coder {MODEL_VERSION}"
    return (*rows.head, version, superseded_by, False, rows.document, added, f"dragoman {__version__}", model)


def _storable_row(row: Row) -> Row:
    return tuple(storable(cell) if isinstance(cell, str) else _storable_list(cell) for cell in row)


def _storable_list(cell: object) -> object:
    return [storable(item) if isinstance(item, str) else item for item in cell] if isinstance(cell, list) else cell


def _put_claim(tables: Tables, claim: str, document: str, event: Event, text: str) -> None:
    """Add the rows of one claim to those of its document."""
    tables["claims"].append((claim, document, *_values(event, text)))
    for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
        tables["parties"] += [_party(claim, side, position, party) for position, party in enumerate(parties)]
    tables["evidence"] += [(claim, field, position, span.start, span.end) for field, position, span in _evidence(event)]
    tables["sources"] += [
        (claim, chain, position, source.name, source.code, source.kind, source.state_media, source.unnamed, source.party_to_event)
        for chain, sources in enumerate(_chains(event))
        for position, source in enumerate(sources)
    ]
    tables["denials"] += [(claim, party.actor.name, party.actor.code) for party in event.denied_by]


def _values(event: Event, text: str) -> Row:
    """The columns of a claim from ``id`` on."""
    kind = category(event.type, event.mode)
    when, place, trigger, condition = event.date, event.place, event.trigger, event.condition
    return (
        *(event.id, event.type, event.mode, event.quad, event.score, kind.score, kind.cameo, event.status, event.confidence),
        *((when.start, when.end, when.text or None) if when is not None else (None, None, None)),
        *((place.name, place.country, place.latitude, place.longitude) if place is not None else (None, None, None, None)),
        *(trigger.start, trigger.end, trigger.of(text), list(event.contexts)),
        *(condition.of(text) if condition is not None else None, event.one_sided, list(event.why)),
    )


def _chains(event: Event) -> tuple[tuple[Source, ...], ...]:
    """The chains of sources, by name alone where nothing more is known of them."""
    return event.source_details or tuple(tuple(Source(name) for name in chain) for chain in event.sources)


def _party(claim: str, side: str, position: int, party: Party) -> Row:
    actor = party.actor
    return (claim, side, position, actor.code, actor.sector, actor.name, actor.office, actor.qid, actor.kind)


def _evidence(event: Event) -> Iterator[tuple[str, int, Span]]:
    """Every stretch of text that a value of the event was read from: its field, its position there, the characters."""
    for position, span in enumerate(event.evidence):
        yield "evidence", position, span
    for field, parties in (("actor", event.actors), ("recipient", event.recipients), ("denial", event.denied_by)):
        for position, party in enumerate(parties):
            for span in party.mentions:
                yield field, position, span
    if event.date is not None and event.date.span is not None:
        yield "date", 0, event.date.span
    if event.place is not None:
        yield "place", 0, Span(event.place.start, event.place.end)
    yield "trigger", 0, event.trigger
    if event.condition is not None:
        yield "condition", 0, event.condition
    for position, chain in enumerate(event.source_details):
        for source in chain:
            if source.span is not None:
                yield "source", position, source.span


def _quote(document: str, n: int, quote: Quote, text: str) -> Row:
    who = quote.speaker
    speaker = (who.name, who.code, who.qid) if who is not None else (None, None, None)
    spans = [edge for span in quote.content for edge in (span.start, span.end)]
    return (document, n, quote.kind, *speaker, quote.cue, content_of(spans, text), spans, list(quote.via))


def content_of(spans: Sequence[int], text: str) -> str:
    """What a quotation says, of its ``start, end, start, end …``: its parts with an ellipsis between them."""
    return _ELISION.join(text[start:end] for start, end in zip(spans[::2], spans[1::2], strict=True))


def insert(connection: DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Add rows, which have a value for each of the table's first columns, in one statement."""
    if not rows:
        return
    known = connection.table(table)
    count = len(rows[0])
    names = ", ".join(f'"{name}"' for name in known.columns[:count])
    sample = [_SAMPLES[str(kind)] for kind in known.types[:count]]
    columns = {f"column{n}": _array(column) for n, column in enumerate(zip(sample, *rows, strict=True))}
    connection.register("incoming", {**columns, "given": np.arange(len(rows) + 1) > 0})
    connection.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(columns)} FROM incoming WHERE given")
    connection.unregister("incoming")


_SAMPLES = {
    "VARCHAR": "",
    "INTEGER": 0,
    "DOUBLE": 0.0,
    "BOOLEAN": False,
    "DATE": date.min,
    "TIMESTAMP": datetime.min,
    "VARCHAR[]": [""],
    "INTEGER[]": [0],
}
"""A value of each type, for a first row that is not kept: DuckDB guesses a column's type from some of its rows, which may all be NULL."""


def _array(values: Sequence[object]) -> NDArray[np.object_]:
    """The values as they are: DuckDB reads an array several times as fast as a list."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
