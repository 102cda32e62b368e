"""The column ``documents.reprint_group``: documents that tell of one event in the same words are one source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

from dragoman.ledger.merging.reprints import CONTAINED, Sketch, contained, sketch

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LISTED = "(SELECT unnest(?::TEXT[]))"


def regroup_copies(connection: DuckDBPyConnection, documents: Collection[str]) -> None:
    """Name these documents' groups anew, after their events: each group is called after its smallest document."""
    links = _links(connection, documents)
    query = f"SELECT document, reprint_group FROM documents WHERE document IN {_LISTED}"
    before = dict(connection.execute(query, [sorted(links)]).fetchall())
    after = {document: group[0] for group in _groups(links) for document in group}
    differing = sorted((document, group) for document, group in after.items() if before.get(document) != group)
    if differing:
        connection.execute(
            "UPDATE documents SET reprint_group = n.grouped FROM "
            "(SELECT unnest(?::TEXT[]) AS document, unnest(?::TEXT[]) AS grouped) n WHERE documents.document = n.document",
            [list(column) for column in zip(*differing, strict=True)],
        )


def _links(connection: DuckDBPyConnection, documents: Collection[str]) -> dict[str, set[str]]:
    """The documents and all that are linked to them, each with those that share an event and words with it."""
    sketches: dict[str, Sketch] = {}
    links: dict[str, set[str]] = {document: set() for document in documents}
    frontier = sorted(links)
    while frontier:
        pairs = _companions(connection, frontier)
        sketches |= _sketches(connection, {document for pair in pairs for document in pair} - sketches.keys())
        alike = [(one, other) for one, other in pairs if contained(sketches[one], sketches[other]) >= CONTAINED]
        frontier = sorted({document for pair in alike for document in pair} - links.keys())
        for one, other in alike:
            links.setdefault(one, set()).add(other)
            links.setdefault(other, set()).add(one)
    return links


def _sketches(connection: DuckDBPyConnection, documents: Collection[str]) -> dict[str, Sketch]:
    found = connection.execute(f"SELECT document, text FROM documents WHERE document IN {_LISTED}", [sorted(documents)])
    return {document: sketch(text) for document, text in found.fetchall()}


def _companions(connection: DuckDBPyConnection, documents: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of documents that share an event, of which one at least is among these."""
    query = f"""
        WITH told AS (SELECT DISTINCT document, event FROM memberships JOIN claims USING (claim)),
        near AS (SELECT DISTINCT event FROM told WHERE document IN {_LISTED})
        SELECT DISTINCT a.document, b.document FROM near JOIN told a USING (event) JOIN told b USING (event)
        WHERE a.document < b.document ORDER BY ALL"""
    return connection.execute(query, [list(documents)]).fetchall()


def _groups(links: dict[str, set[str]]) -> list[list[str]]:
    """The documents that hang together, each group sorted."""
    group_of: dict[str, str] = {}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for start in sorted(links):
        waiting = [start]
        while waiting:
            document = waiting.pop()
            if document not in group_of:
                group_of[document] = start
                groups[start].append(document)
                waiting += sorted(links.get(document, ()))
    return [sorted(group) for group in groups.values()]
