"""A static HTML site of a ledger: pages with charts that open from a folder, without a server or a network.

``index.html``, one page for each of the busiest relations, events by month with every claim's words and sources, the visit log,
statements and the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.network import network
from dragoman.ledger.pages import render, style
from dragoman.ledger.questions import events, quotes
from dragoman.ledger.relations import beginning, relation
from dragoman.ledger.ruptures import changes
from dragoman.ledger.site import charts
from dragoman.ledger.table import Row, Table, select
from dragoman.ledger.tellings import tellings
from dragoman.ledger.views import ensure
from dragoman.ledger.visits import persons, visits

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["site"]

MOST_RELATIONS = 500
"""How many relations have a page of their own: the busiest."""
_LATEST = 20
_LISTED = 500
_MONTHS = 240
"""From so many months on a relation is drawn by year."""
_RELATIONS = """SELECT one, other, count(*) AS events, round(avg(score), 2) AS mean_score,
    count(*) FILTER (quad LIKE '%cooperation') AS cooperation, count(*) FILTER (quad LIKE '%conflict') AS conflict, max(date_end) AS latest
FROM relations WHERE status IN ('occurred', 'background') GROUP BY one, other ORDER BY events DESC, one, other"""
_FIGURES = """SELECT (SELECT count(*) FROM live_documents) AS documents, (SELECT count(*) FROM live_claims) AS claims,
    (SELECT count(*) FROM events) AS events, (SELECT min(published) FROM live_documents) AS since,
    (SELECT max(published) FROM live_documents) AS until,
    (SELECT count(*) FROM documents WHERE superseded_by IS NOT NULL OR withdrawn) AS gone"""
_PUBLISHERS = """SELECT coalesce(publisher, 'unknown') AS publisher, bool_or(state_media) AS state_media, count(*) AS documents,
    count(DISTINCT reprint_group) AS groups FROM live_documents GROUP BY 1 ORDER BY documents DESC, publisher LIMIT 30"""
_ALL = """SELECT *, date_trunc('month', date_start)::DATE AS start, NULL AS "end" FROM events"""


def site(connection: DuckDBPyConnection, folder: str | Path) -> int:
    """Write the site into a folder, which is made; pages of an earlier site there are replaced. Returns the number of pages.

    Raises:
        BadRequest: the folder cannot be written.
    """
    ensure(connection)
    root = Path(folder)
    n = 0
    try:
        for name, page in _pages(connection):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
            n += 1
    except OSError as problem:
        raise BadRequest(f"{root} cannot be written ({problem.strerror or problem}): name a folder that can be") from problem
    return n


def _pages(connection: DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    related = select(connection, _RELATIONS).rows
    for row in related[:MOST_RELATIONS]:
        row["page"] = relation_page(row["one"], row["other"])
    every = events(connection)
    yield "index.html", _index(connection, related, every)
    for row in related[:MOST_RELATIONS]:
        yield row["page"], _relation(connection, row)
    yield from _event_pages(connection, every)
    log = visits(connection, limit=_LISTED).rows
    yield "visits.html", _page("visits.html", "", rows=[_paged(row) for row in reversed(log)])
    yield "statements.html", _page("statements.html", "", rows=list(reversed(quotes(connection, limit=_LISTED).rows)))
    graph = network(connection)
    edges = sorted(graph.edges(data=True), key=lambda edge: (-edge[2]["alignment"], edge[0], edge[1]))
    yield (
        "network.html",
        _page("network.html", "", chart=charts.network(graph), friends=edges[:30], foes=edges[::-1][:30], groups=_groups(graph.nodes)),
    )


def _groups(nodes: object) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for code, node in nodes(data=True):  # type: ignore[operator]
        found.setdefault(node["group"], []).append(code)
    return [sorted(found[n]) for n in sorted(found) if len(found[n]) > 1]


def _page(template: str, up: str, **values: object) -> str:
    return render(f"site_{template}", html=True, style=style(), up=up, **values)


def relation_page(one: str, other: str) -> str:
    """The page of a dyad, by codes: ``relations/PRK-RUS.html``; other characters than letters and digits become a short hash."""
    parts = [code if re.fullmatch(r"[A-Z0-9]+", code) else f"{re.sub('[^A-Za-z0-9]+', '_', code)}_{_hash(code)}" for code in (one, other)]
    return f"relations/{'-'.join(parts)}.html"


def _hash(code: str) -> str:
    return sha256(code.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def event_page(row: Row) -> str:
    """The page on which an event stands: that of its month, year or of what is not dated."""
    start, end = row.get("date_start", row.get("start")), row.get("date_end", row.get("end"))
    if start is None:
        return "events/undated.html"
    if (
        end is not None
        and beginning(end, "month") != beginning(start, "month")
        and row.get("date_precision", row.get("precision")) == "year"
    ):
        return f"events/{start.year:04}.html"
    return f"events/{start:%Y-%m}.html"


def _paged(row: Row) -> Row:
    return {**row, "page": event_page(row)}


def _index(connection: DuckDBPyConnection, related: list[Row], every: Table) -> str:
    dated = (row for row in every.rows if row["first_published"])
    latest = sorted(dated, key=lambda row: (row["first_published"], row["event"]), reverse=True)
    return _page(
        "index.html",
        "",
        figures=select(connection, _FIGURES).rows[0],
        chart=charts.series(_overall(connection), tone=False),
        relations=related[:MOST_RELATIONS],
        others=max(0, len(related) - MOST_RELATIONS),
        latest=[_paged(row) for row in latest[:_LATEST]],
        publishers=select(connection, _PUBLISHERS).rows,
        pages=sorted({event_page(row) for row in every.rows}),
    )


def _overall(connection: DuckDBPyConnection) -> list[Row]:
    """All events reported as fact by year."""
    quads = ", ".join(
        f"count(*) FILTER (quad = '{quad}') AS {quad.replace(' ', '_')}"
        for quad in ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
    )
    query = f"""WITH placed AS (SELECT *, year(date_start) AS y FROM events
            WHERE status IN ('occurred', 'background') AND year(date_start) = year(date_end)),
        years AS (SELECT unnest(range(min(y), max(y) + 1)) AS y FROM placed)
    SELECT make_date(years.y, 1, 1) AS start, make_date(years.y, 12, 31) AS "end", {quads},
        avg(score) AS mean_score, count(event) AS events,
        count(*) FILTER (quad LIKE '%cooperation') AS cooperation, count(*) FILTER (quad LIKE '%conflict') AS conflict
    FROM years LEFT JOIN placed USING (y) GROUP BY years.y ORDER BY years.y"""
    return select(connection, query).rows


def _relation(connection: DuckDBPyConnection, row: Row) -> str:
    one, other = row["one"], row["other"]
    by = "month"
    rows = relation(connection, one, other, by).rows
    if len(rows) > _MONTHS:
        by = "year"
        rows = relation(connection, one, other, by).rows
    turns = changes(connection, one, other, by).rows
    told = events(connection, (one, other)).rows
    met = visits(connection, (one, other)).rows
    placed = {event["event"]: event_page(event) for event in told}
    return _page(
        "relation.html",
        "../",
        row=row,
        by=by,
        chart=charts.series(rows, [turn["date"] for turn in turns]),
        turns=turns,
        placed=placed,
        visits=[_paged(visit) for visit in reversed(met[-_LISTED:])],
        events=[_paged(event) for event in reversed(told[-_LISTED:])],
        all=len(told),
    )


def _event_pages(connection: DuckDBPyConnection, every: Table) -> Iterator[tuple[str, str]]:
    """The events page by page, each with its claims."""
    rows = sorted((_paged(row) for row in every.rows), key=lambda row: row["page"])
    for page, group in groupby(rows, key=lambda row: str(row["page"])):
        found = list(group)
        keys = [row["event"] for row in found]
        told, who = tellings(connection, keys), persons(connection, keys)
        for row in found:
            row["tellings"], row["persons"] = told.get(row["event"], []), who.get(row["event"], [])
        yield page, _page("events.html", "../", name=page.removeprefix("events/").removesuffix(".html"), rows=found)
