"""Exports: the events of a ledger as files that other programs read.

``csv``, ``parquet`` and ``jsonl`` hold all events with their status; ``polecat``, ``icews`` and ``gdelt`` hold those reported as
fact in the columns of these data sets; ``graphml`` is the network of who aligns with whom.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.asked import one_of
from dragoman.ledger.exports import gdelt, icews, polecat
from dragoman.ledger.exports.cells import write_csv, write_lines
from dragoman.ledger.exports.codebooks import columns
from dragoman.ledger.exports.gathered import EVENTS, event_rows, gathered
from dragoman.ledger.exports.since import COLUMNS, Since, remember, since, writable
from dragoman.ledger.pages import clean
from dragoman.ledger.table import select
from dragoman.ledger.tellings import tellings
from dragoman.ledger.views import ensure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["FORMATS", "Exported", "export"]

Only = Collection[str] | None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the file and its number of rows; with ``since_last`` the list of changes and the last export's time (UTC)."""

    path: Path
    rows: int
    changes: Path | None = None
    since: datetime | None = None


def export(connection: DuckDBPyConnection, format: str, path: str | Path, since_last: str | bool | None = None) -> Exported:
    """Write the events to ``path``, which is replaced once the new file is whole.

    ``since_last`` names a series of exports that the ledger remembers (True: by the format's name): only events that are new or
    changed since the last one of that name are written, all of them the first time, and beside the file ``PATH.changes.csv`` lists
    every event and document that was added, changed, removed, superseded or withdrawn. A network (graphml) is always whole.

    Raises:
        BadRequest: there is no such format, the file cannot be written, or the ledger cannot remember the export.
    """
    format = one_of(format, FORMATS, "export format")
    ensure(connection)
    target = Path(path)
    write = _WRITERS[format]
    if not since_last:
        return Exported(target, _written(target, lambda part: write(connection, part, None)))
    writable(connection)
    name = format if since_last is True else since_last
    found = since(connection, name)
    only = None if found.at is None else found.events
    n = _written(target, lambda part: write(connection, part, only))
    beside = target.with_name(target.name + ".changes.csv")
    _written(beside, lambda part: _write_changes(part, found))
    remember(connection, name, found)
    return Exported(target, n, beside, found.at)


def _written(path: Path, write: Callable[[Path], int]) -> int:
    """Write under another name in the same folder, then move into place: a reader never sees half a file."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        n = write(part)
        part.replace(path)
    except OSError as problem:
        raise BadRequest(f"{path} cannot be written ({problem.strerror or problem}): name a file in a folder that is there") from problem
    finally:
        part.unlink(missing_ok=True)
    return n


def _write_changes(path: Path, found: Since) -> int:
    return write_csv(path, COLUMNS, ([row[name] for name in COLUMNS] for row in found.rows))


def _csv(connection: DuckDBPyConnection, path: Path, only: Only) -> int:
    found = event_rows(connection, only)
    return write_csv(path, found.columns, found.values)


def _parquet(connection: DuckDBPyConnection, path: Path, only: Only) -> int:
    """Written by the database itself, so that lists stay lists and days stay days."""
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "no such folder")
    asked = {"events": None if only is None else list(only), "path": str(path)}
    return int(select(connection, f"COPY ({EVENTS}) TO $path (FORMAT parquet)", asked).values[0][0])


def _jsonl(connection: DuckDBPyConnection, path: Path, only: Only) -> int:
    """One event a line, with all its claims: words, characters, sources."""
    found = event_rows(connection, only).rows
    told = tellings(connection, [row["event"] for row in found])
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in found:
            plain = {**row, "tellings": told.get(row["event"], [])}
            file.write(json.dumps(plain, ensure_ascii=False, default=str) + "\n")
    return len(found)


def _graphml(connection: DuckDBPyConnection, path: Path, only: Only) -> int:
    import networkx

    from dragoman.ledger.network import network

    graph = network(connection)
    for _, node in graph.nodes(data=True):
        node["name"] = clean(node["name"])
    networkx.write_graphml_xml(graph, path)
    return int(graph.number_of_edges())


def _polecat(connection: DuckDBPyConnection, path: Path, only: Only) -> int:
    return write_lines(path, columns("polecat"), polecat.rows(gathered(connection, only)))


def _icews(connection: DuckDBPyConnection, path: Path, only: Only) -> int:
    return write_lines(path, columns("icews"), icews.rows(gathered(connection, only)))


def _gdelt(connection: DuckDBPyConnection, path: Path, only: Only) -> int:
    return write_lines(path, None, gdelt.rows(gathered(connection, only)))


_WRITERS: dict[str, Callable[[DuckDBPyConnection, Path, Only], int]] = {
    "csv": _csv,
    "parquet": _parquet,
    "jsonl": _jsonl,
    "graphml": _graphml,
    "polecat": _polecat,
    "icews": _icews,
    "gdelt": _gdelt,
}
FORMATS = tuple(_WRITERS)
