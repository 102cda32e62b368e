"""Adding many documents: as they come, each once, kept in whole batches, so that a run that was cut off is simply run again.

A batch is a transaction: its documents and the events that they change. Whatever is kept when a run ends is whole.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest, DragomanError
from dragoman.ledger.gathering import remerge
from dragoman.ledger.rows import DocumentRows, rows_of
from dragoman.ledger.store import Store
from dragoman.ledger.versions import admit, claims_of, unknown
from dragoman.model import Document, Report
from dragoman.reading import Failure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Item = str | Path | Report
Progress = Callable[[int], None]
"""Called with the number of documents dealt with so far."""

EVERY = 2.0
"""Seconds between two batches, unless merging takes long."""
MERGING_SHARE = 0.2
"""Of the time, at most, that goes into merging: a large ledger is merged in larger batches."""
MOST_CLAIMS = 5_000
MOST_DOCUMENTS = 1_000
"""Claims and documents that are held in memory before they are written."""
AHEAD = 16
"""Files that are looked up in the ledger together before they are read."""
REOPENING = 600.0
"""Seconds to wait for a reader who has the file when the next batch is to be written."""


@dataclass(frozen=True, slots=True)
class Added:
    """What a run of adding did.

    ``documents`` and ``claims`` are new; ``skipped`` documents were there already; ``changed`` pages have a new version
    (among ``documents``); ``failed`` could not be read, and ``failures`` say why.
    """

    documents: int = 0
    claims: int = 0
    skipped: int = 0
    failed: int = 0
    changed: int = 0
    failures: tuple[Failure, ...] = ()


@dataclass(slots=True)
class _Count:
    done: int = 0
    documents: int = 0
    claims: int = 0
    skipped: int = 0
    changed: int = 0
    failures: list[Failure] = field(default_factory=list)

    def result(self) -> Added:
        return Added(self.documents, self.claims, self.skipped, len(self.failures), self.changed, tuple(self.failures))


def add(
    store: Store,
    items: Item | Iterable[Item],
    published: date | None = None,
    progress: Progress | None = None,
    *,
    shared: bool = True,
    every: float | None = None,
) -> Added:
    """Put documents into a ledger: files, folders and finished reports, in any mixture, as many as there are.

    ``published`` is the day of publication where a page does not say it. With ``shared``, others may use the ledger
    while files are read; ``every`` is the number of seconds between batches where it should not follow the time that merging takes.

    Raises:
        BadRequest: the ledger cannot be written.
    """
    return _Run(store, published, progress or (lambda _: None), shared, every).over(
        [items] if isinstance(items, str | Path | Report) else items
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for reference cycles meanwhile: of millions of small values made here none has any, and it takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Run:
    """One run of adding."""

    def __init__(self, store: Store, published: date | None, progress: Progress, shared: bool, every: float | None) -> None:
        self.store = store
        self.published = published
        self.progress = progress
        self.shared = shared
        self.every = every
        self.count = _Count()
        self.due = 0.0

    def over(self, items: Iterable[Item]) -> Added:
        """Add everything."""
        waited, self.store.wait = self.store.wait, REOPENING
        try:
            reports = self._reports(items)
            self._schedule(0.0)
            while batch := self._gather(reports):
                self._keep(batch, reports)
        finally:
            self.store.wait = waited
        return self.count.result()

    def _keep(self, batch: list[DocumentRows], reports: Iterator[Report]) -> None:
        """Write batches until it is time to merge, and keep them with their events."""
        at = datetime.now(UTC).replace(tzinfo=None)
        come: list[str] = []
        gone: list[str] = []
        with self.store.transaction() as connection:
            while True:
                self._write(connection, batch, at, come, gone)
                if time.monotonic() >= self.due or not (batch := self._gather(reports)):
                    break
            began = time.monotonic()
            live, dead = claims_of(connection, come, live=True), claims_of(connection, gone, live=False)
            with _uncollected():
                remerge(connection, at, new=live, gone=dead)
        self._schedule(time.monotonic() - began)

    def _write(self, connection: DuckDBPyConnection, batch: list[DocumentRows], at: datetime, come: list[str], gone: list[str]) -> None:
        with _uncollected():
            arrival = admit(connection, batch, at)
        come += [rows.document for rows in arrival.new] + arrival.revived
        gone += arrival.superseded
        self.count.documents += len(arrival.new) + len(arrival.revived)
        self.count.claims += sum(rows.claims for rows in arrival.new)
        self.count.skipped += arrival.skipped
        self.count.changed += len(arrival.superseded)

    def _schedule(self, merging: float) -> None:
        wait = max(EVERY, merging * (1 - MERGING_SHARE) / MERGING_SHARE) if self.every is None else self.every
        self.due = time.monotonic() + wait

    def _gather(self, reports: Iterator[Report]) -> list[DocumentRows]:
        """The rows of the next reports: as many as fit a batch, or as come until it is time."""
        batch: list[DocumentRows] = []
        claims = 0
        for report in reports:
            batch.append(rows_of(report))
            claims += batch[-1].claims
            self._step()
            if claims >= MOST_CLAIMS or len(batch) >= MOST_DOCUMENTS or time.monotonic() >= self.due:
                break
        return batch

    def _step(self, documents: int = 1) -> None:
        self.count.done += documents
        self.progress(self.count.done)

    # ------------------------------------------------------------ from files to reports

    def _reports(self, items: Iterable[Item]) -> Iterator[Report]:
        """The reports in order; files are read as they are needed."""
        from dragoman.sources import walk

        waiting: list[Path] = []
        for item in items:
            if not isinstance(item, str | Path | Report):
                raise BadRequest(f"a {type(item).__name__} cannot be added: pass paths of files and folders, or reports")
            for part in [item] if isinstance(item, Report) else walk([item]):
                if isinstance(part, Path):
                    waiting.append(part)
                if waiting and (isinstance(part, Report) or len(waiting) >= AHEAD):
                    yield from self._read(waiting)
                    waiting = []
                if isinstance(part, Report):
                    yield part
        yield from self._read(waiting)

    def _read(self, paths: Iterable[Path]) -> Iterator[Report]:
        """Read those files that the ledger does not have."""
        from dragoman.reading import accept, pipeline, read_document

        documents = list(self._documents(paths))
        new = unknown(self.store.connection, documents)
        self.count.skipped += len(documents) - len(new)
        if len(documents) > len(new):
            self._step(len(documents) - len(new))
        for document in new:
            if self.shared:
                self.store.release()
            try:
                yield read_document(pipeline(), accept(document))
            except DragomanError as problem:
                self._failed(document.path or document.id, problem)

    def _documents(self, paths: Iterable[Path]) -> Iterator[Document]:
        from dragoman import sources

        for path in paths:
            try:
                yield sources.read(path, self.published)
            except DragomanError as problem:
                self._failed(str(path), problem)

    def _failed(self, path: str, problem: DragomanError) -> None:
        self.count.failures.append(Failure(path, problem))
        self._step()
