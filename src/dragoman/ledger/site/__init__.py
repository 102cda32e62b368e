"""A static HTML site of a ledger: pages with charts that open from a folder, without a server or a network.

``index.html``, one page for each of the busiest relations, events by month with every claim's words and sources, the visit log,
statements and the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.asked import QUADS
from dragoman.ledger.network import network
from dragoman.ledger.pages import GENERATOR, render, style
from dragoman.ledger.questions import events, quotes
from dragoman.ledger.relations import beginning, placed_in, relation
from dragoman.ledger.ruptures import changes
from dragoman.ledger.site import charts
from dragoman.ledger.table import Row, select
from dragoman.ledger.tellings import tellings
from dragoman.ledger.views import ensure
from dragoman.ledger.visits import persons, visits

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["site"]

MOST_RELATIONS = 200
"""How many relations have a page of their own: the busiest."""
MOST_EVENTS = 15_000
"""How many events stand on the pages by month, with words and sources: the latest."""
_FOLDERS = ("relations", "events")
_HEAD = 1000
"""Characters of a page before which the generator stands."""
_LATEST = 20
_LISTED = 300
_OF_RELATION = 100
_MONTHS = 120
"""From so many months on a chart is drawn by year."""
_RELATIONS = """SELECT one, other, count(*) AS events, round(avg(score), 2) AS mean_score,
    count(*) FILTER (quad LIKE '%cooperation') AS cooperation, count(*) FILTER (quad LIKE '%conflict') AS conflict, max(date_end) AS latest
FROM relations WHERE status IN ('occurred', 'background') GROUP BY one, other ORDER BY events DESC, one, other"""
_FIGURES = """SELECT (SELECT count(*) FROM live_documents) AS documents, (SELECT count(*) FROM live_claims) AS claims,
    (SELECT count(*) FROM events) AS events, (SELECT min(published) FROM live_documents) AS since,
    (SELECT max(published) FROM live_documents) AS until,
    (SELECT count(*) FROM events WHERE type = 'CONSULT' AND status IN ('occurred', 'background')) AS meetings,
    (SELECT count(*) FROM statements) AS statements,
    (SELECT count(*) FROM documents WHERE superseded_by IS NOT NULL OR withdrawn) AS gone"""
_SHOWN = "SELECT * FROM events ORDER BY coalesce(date_start, first_published) DESC NULLS LAST, event LIMIT $many"
_LATEST_EVENTS = """SELECT * FROM events WHERE first_published IS NOT NULL AND status <> 'background'
    ORDER BY first_published DESC, event DESC LIMIT $many"""
_PUBLISHERS = """SELECT coalesce(publisher, 'unknown') AS publisher, bool_or(state_media) AS state_media, count(*) AS documents,
    count(DISTINCT reprint_group) AS groups FROM live_documents GROUP BY 1 ORDER BY documents DESC, publisher LIMIT 30"""


def site(connection: DuckDBPyConnection, folder: str | Path) -> int:
    """Write the site into a folder, which is made; pages of an earlier site there are replaced or removed. Returns the number of pages.

    Raises:
        BadRequest: the folder cannot be written.
    """
    ensure(connection)
    root = Path(folder)
    written = set()
    try:
        for name, page in _pages(connection):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
            written.add(path)
        for path in _ours(root):
            if path not in written:
                path.unlink()
    except OSError as problem:
        raise BadRequest(f"{root} cannot be written ({problem.strerror or problem}): name a folder that can be") from problem
    return len(written)


def _ours(root: Path) -> Iterator[Path]:
    """The pages of relations and events there that a site has: what was withdrawn since must not stay to be read."""
    for folder in _FOLDERS:
        for path in (root / folder).glob("*.html"):
            with path.open(encoding="utf-8", errors="replace") as page:
                if GENERATOR in page.read(len(GENERATOR) + _HEAD):
                    yield path


def _pages(connection: DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    related = select(connection, _RELATIONS).rows
    for row in related[:MOST_RELATIONS]:
        row["page"] = relation_page(row["one"], row["other"])
    figures = select(connection, _FIGURES).rows[0]
    shown = select(connection, _SHOWN, {"many": MOST_EVENTS}).rows
    pages = Pages({row["event"]: event_page(row) for row in shown})
    yield "index.html", _index(connection, figures, related, pages)
    for row in related[:MOST_RELATIONS]:
        yield row["page"], _relation(connection, row, figures, pages)
    yield from _event_pages(connection, shown, pages)
    log = visits(connection, limit=_LISTED).rows
    yield "visits.html", _page("visits.html", "", rows=pages.placed(_latest_first(log, "start")), all=figures["meetings"])
    said = quotes(connection, limit=_LISTED).rows
    yield "statements.html", _page("statements.html", "", rows=_latest_first(said, "published"), all=figures["statements"])
    graph = network(connection)
    edges = sorted(graph.edges(data=True), key=lambda edge: (-edge[2]["alignment"], edge[0], edge[1]))
    friends = [edge for edge in edges if edge[2]["alignment"] > 0][:30]
    foes = [edge for edge in reversed(edges) if edge[2]["alignment"] < 0][:30]
    yield "network.html", _page("network.html", "", chart=charts.network(graph), friends=friends, foes=foes, groups=_groups(graph.nodes))


class Pages:
    """On which page each event stands; what is not shown has none."""

    def __init__(self, places: dict[str, str]) -> None:
        self.places = places

    def placed(self, rows: Iterable[Row]) -> list[Row]:
        """The rows, each with the page of its event, None where it is not shown."""
        return [{**row, "page": self.places.get(row["event"])} for row in rows]


def _latest_first(rows: list[Row], day: str) -> list[Row]:
    """Rows by day turned round, with those of no day still last."""
    return [row for row in reversed(rows) if row[day] is not None] + [row for row in rows if row[day] is None]


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


def _index(connection: DuckDBPyConnection, figures: Row, related: list[Row], pages: Pages) -> str:
    rows, by = _overall(connection, figures)
    return _page(
        "index.html",
        "",
        figures=figures,
        chart=charts.series(rows, tone=False),
        by=by,
        relations=related[:MOST_RELATIONS],
        others=max(0, len(related) - MOST_RELATIONS),
        latest=pages.placed(select(connection, _LATEST_EVENTS, {"many": _LATEST}).rows),
        publishers=select(connection, _PUBLISHERS).rows,
        pages=sorted(set(pages.places.values())),
        left=figures["events"] - len(pages.places),
    )


def _overall(connection: DuckDBPyConnection, figures: Row) -> tuple[list[Row], str]:
    """All events reported as fact since the first document, and the step in which they are counted."""
    first, last = figures["since"], figures["until"]
    if first is None:
        return [], "year"
    by = _step(first, last)
    quads = ", ".join(f"count(*) FILTER (quad = '{quad}') AS {quad.replace(' ', '_')}" for quad in QUADS)
    query = f"""WITH placed AS (SELECT *, {placed_in(by)} AS p FROM events
            WHERE status IN ('occurred', 'background') AND date_start >= date_trunc('{by}', $first) AND date_start <= $last),
        steps AS (SELECT unnest(range(date_trunc('{by}', $first), $last + INTERVAL 1 DAY, INTERVAL 1 {by}))::DATE AS p)
    SELECT steps.p AS start, (steps.p + INTERVAL 1 {by} - INTERVAL 1 DAY)::DATE AS "end", {quads},
        avg(score) AS mean_score, count(event) AS events,
        count(*) FILTER (quad LIKE '%cooperation') AS cooperation, count(*) FILTER (quad LIKE '%conflict') AS conflict
    FROM steps LEFT JOIN placed USING (p) GROUP BY steps.p ORDER BY steps.p"""
    return select(connection, query, {"first": first, "last": last}).rows, by


def _step(first: date, last: date) -> str:
    return "month" if (last - first).days < _MONTHS * 31 else "year"


def _relation(connection: DuckDBPyConnection, row: Row, figures: Row, pages: Pages) -> str:
    one, other = row["one"], row["other"]
    told = events(connection, (one, other)).rows
    days = [event["date_start"] for event in told if event["date_start"] is not None]
    # What documents tell of the time before them is too little for a line through it.
    covered = [day for day in days if figures["since"] is not None and day >= figures["since"]]
    first = figures["since"] if covered else None
    by = _step(first or min(days), max(days)) if days else "month"
    turned = changes(connection, one, other, by, since=first).rows
    met = visits(connection, (one, other)).rows
    return _page(
        "relation.html",
        "../",
        row=row,
        by=by,
        chart=charts.series(relation(connection, one, other, by, since=first).rows, [turn["date"] for turn in turned]),
        since=first,
        turns=turned,
        placed=pages.places,
        visits=pages.placed(_latest_first(met, "start")[:_OF_RELATION]),
        events=pages.placed(_latest_first(told, "date_start")[:_OF_RELATION]),
        all=len(told),
    )


def _event_pages(connection: DuckDBPyConnection, shown: list[Row], pages: Pages) -> Iterator[tuple[str, str]]:
    """The events page by page, each with its claims."""
    rows = sorted(pages.placed(shown), key=lambda row: (row["page"], row["date_start"] or date.min, row["event"]))
    for page, group in groupby(rows, key=lambda row: str(row["page"])):
        found = list(group)
        keys = [row["event"] for row in found]
        told, who = tellings(connection, keys), persons(connection, keys)
        for row in found:
            row["tellings"], row["persons"] = told.get(row["event"], []), who.get(row["event"], [])
        yield page, _page("events.html", "../", name=page.removeprefix("events/").removesuffix(".html"), rows=found)
