"""Who aligns with whom over a period, as a graph of networkx."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.asked import HAPPENED, Day, name_of
from dragoman.ledger.conditions import Conditions, period
from dragoman.ledger.table import Row, select
from dragoman.ledger.views import ensure

if TYPE_CHECKING:
    import networkx
    from duckdb import DuckDBPyConnection

_PULL = 2.0
"""Events' worth of neutrality that an alignment starts from: one friendly act alone makes no ally."""
_TOGETHER = 0.5
"""What one act together towards a third counts, where the friendliest act there is counts 1."""
_SHARED = 2
"""Third actors that two must both deal with for their stances to be compared."""

_PAIRS = """SELECT r.one, r.other, count(*) AS events, avg(r.score) AS mean_score, sum(r.score) AS total,
    count(*) FILTER (r.quad LIKE '%cooperation') AS cooperation, count(*) FILTER (r.quad LIKE '%conflict') AS conflict,
    count(*) FILTER (r.quad LIKE 'verbal%') AS verbal, count(*) FILTER (r.quad LIKE 'material%') AS material
FROM relations r WHERE {where} GROUP BY r.one, r.other ORDER BY r.one, r.other"""
_ALLIES = """WITH acts AS (SELECT event, unnest(actors) AS code, actors FROM events r
        WHERE len(r.recipients) > 0 AND len(r.actors) > 1 AND {where}),
    pairs AS (SELECT DISTINCT event, code AS one, unnest(actors) AS other FROM acts)
SELECT one, other, count(*) AS together FROM pairs WHERE one < other GROUP BY one, other ORDER BY one, other"""


def network(connection: DuckDBPyConnection, since: Day = None, until: Day = None, least: int = 1) -> networkx.Graph[str]:
    """The graph of all actors that had to do with each other, over events reported as fact; the same ledger gives the same graph.

    Nodes are codes, with ``name``, ``events``, ``mean_score`` and ``group`` (a number; actors of one group are more aligned with
    each other than with the rest: greedy modularity on the friendly edges). Edges have the counts ``events``, ``cooperation``,
    ``conflict``, ``verbal``, ``material``, ``together`` (acts of both towards a third), ``mean_score`` (PLOVER), ``weight`` (all that
    they had to do with each other), ``alignment`` from -1 to 1 (their mean score and acts together, pulled towards 0 where there are few)
    and, where they both deal with at least two others, ``similarity`` of their stances towards these (cosine, -1 to 1).
    Pairs with fewer than ``least`` events and acts together are left out. The period's bounds and ``least`` are graph attributes.

    Raises:
        BadRequest: an argument cannot be used.
    """
    import networkx as nx

    if least < 1:
        raise BadRequest(f"at least {least} events is no threshold: give 1 or more")
    ensure(connection)
    wanted = Conditions("r")
    first, last = period(since, until)
    wanted.days(first, last)
    wanted.statuses(HAPPENED)
    edges = {
        (row["one"], row["other"]): {**row, "together": 0} for row in select(connection, _PAIRS.format(where=wanted.where), wanted.values)
    }
    for row in select(connection, _ALLIES.format(where=wanted.where), wanted.values):
        edges.setdefault((row["one"], row["other"]), _stranger(row))["together"] = row["together"]
    graph: networkx.Graph[str] = nx.Graph(since=str(first or ""), until=str(last or ""), least=least)
    for (one, other), row in sorted(edges.items()):
        if row["events"] + row["together"] >= least:
            graph.add_edge(one, other, **_edge(row))
    _add_similarity(graph)
    _add_nodes(graph)
    return graph


def _stranger(row: Row) -> Row:
    counts = dict.fromkeys(("events", "cooperation", "conflict", "verbal", "material", "together"), 0)
    return {"one": row["one"], "other": row["other"], **counts, "mean_score": 0.0, "total": 0.0}


def _edge(row: Row) -> dict[str, int | float]:
    events, together = row["events"], row["together"]
    alignment = (row["total"] / 10 + _TOGETHER * together) / (events + together + _PULL)
    counts = {name: int(row[name]) for name in ("events", "cooperation", "conflict", "verbal", "material", "together")}
    return {**counts, "weight": events + together, "mean_score": round(row["mean_score"], 3), "alignment": round(alignment, 3)}


def _add_similarity(graph: networkx.Graph[str]) -> None:
    stances = {code: {other: edge["alignment"] for other, edge in graph[code].items()} for code in graph}
    for one, other, edge in graph.edges(data=True):
        found = similarity(stances[one], stances[other])
        if found is not None:
            edge["similarity"] = round(found, 3)


def similarity(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float | None:
    """The cosine of two actors' alignments with those that both deal with; None where these are fewer than two."""
    shared = sorted(ours.keys() & theirs.keys())
    if len(shared) < _SHARED:
        return None
    product = sum(ours[code] * theirs[code] for code in shared)
    size = sqrt(sum(ours[code] ** 2 for code in shared) * sum(theirs[code] ** 2 for code in shared))
    return product / size if size else None


def _add_nodes(graph: networkx.Graph[str]) -> None:
    import networkx as nx
    from networkx.algorithms.community import greedy_modularity_communities

    friends: networkx.Graph[str] = nx.Graph()
    friends.add_nodes_from(graph)
    friends.add_weighted_edges_from(
        (one, other, edge["alignment"] * edge["weight"]) for one, other, edge in graph.edges(data=True) if edge["alignment"] > 0
    )
    groups = greedy_modularity_communities(friends, weight="weight") if friends.number_of_edges() else [{code} for code in graph]
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    of = {code: n for n, group in enumerate(ordered, start=1) for code in group}
    for code, node in graph.nodes(data=True):
        edges = list(graph[code].values())
        events = sum(edge["events"] for edge in edges)
        mean = sum(edge["mean_score"] * edge["events"] for edge in edges) / events if events else 0.0
        node.update(name=name_of(code), events=events, mean_score=round(mean, 3), group=of[code])
