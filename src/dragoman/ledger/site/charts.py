"""Charts as inline SVG: no script, nothing to load. Every bar and dot says its figures when pointed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import cos, pi, sin
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from dragoman.ledger.table import Row

if TYPE_CHECKING:
    import networkx

_WIDE, _LEFT, _RIGHT = 900, 34, 8
_UP, _TONE, _TOP = 190, 90, 10
_STACKS = (
    ("material_cooperation", "mc", 1),
    ("verbal_cooperation", "vc", 1),
    ("material_conflict", "mx", -1),
    ("verbal_conflict", "vx", -1),
)
_TICKS = 12
_GAP = 3
"""Over more periods than that without an event no line is drawn."""


def series(rows: Sequence[Row], marks: Sequence[date] = (), *, tone: bool = True) -> Markup:
    """Events by period (rows of :func:`dragoman.ledger.relations.relation`): cooperation up, conflict down; below, the mean score.

    ``marks`` are days at which a dashed line stands.
    """
    rows = [row for row in rows if row["start"] is not None]
    if not rows:
        return Markup("")
    step = (_WIDE - _LEFT - _RIGHT) / len(rows)
    most, least = max(row["cooperation"] for row in rows), max(row["conflict"] for row in rows)
    unit = _UP / max(most + least, 1)
    zero = _TOP + most * unit
    height = _TOP + _UP + (_TONE + 24 if tone else 0) + 22
    parts = [_line(_LEFT, zero, _WIDE - _RIGHT, zero), _text(_LEFT - 5, zero + 4, "0", "end")]
    parts += [_text(_LEFT - 5, _TOP + 8, str(most), "end")] if most else []
    parts += [_text(_LEFT - 5, _TOP + _UP, str(least), "end")] if least else []
    for i, row in enumerate(rows):
        parts += _bars(row, _LEFT + i * step, step, zero, unit)
    if tone:
        parts += _tone(rows, step)
    parts += _years(rows, step, height)
    starts = [row["start"] for row in rows]
    for mark in marks:
        at = sum(start <= mark for start in starts) - 1
        if at >= 0:
            parts.append(f'<line class="mark" x1="{_n(_LEFT + at * step)}" x2="{_n(_LEFT + at * step)}" y1="{_TOP}" y2="{height - 20}"/>')
    return _svg(_WIDE, height, parts, "Events by period")


def _bars(row: Row, x: float, step: float, zero: float, unit: float) -> list[str]:
    found, up, down = [], zero, zero
    wide = max(step * 0.82, 0.6)
    for name, css, direction in _STACKS:
        tall = row[name] * unit
        if not tall:
            continue
        if direction > 0:
            up -= tall
        top = up if direction > 0 else down
        if direction < 0:
            down += tall
        told = f"{row['start']} to {row['end']}: {row[name]} {name.replace('_', ' ')}"
        found.append(
            f'<rect class="{css}" x="{_n(x)}" y="{_n(top)}" width="{_n(wide)}" height="{_n(tall)}"><title>{escape(told)}</title></rect>'
        )
    return found


def _tone(rows: Sequence[Row], step: float) -> list[str]:
    top = _TOP + _UP + 24
    middle = top + _TONE / 2

    def at(score: float) -> float:
        return middle - score / 10 * _TONE / 2

    found = [
        _line(_LEFT, middle, _WIDE - _RIGHT, middle),
        _text(_LEFT - 5, top + 4, "10", "end"),
        _text(_LEFT - 5, top + _TONE, "-10", "end"),
    ]
    runs: list[list[str]] = [[]]
    before = 0
    for i, row in enumerate(rows):
        if row["mean_score"] is None:
            continue
        x = _LEFT + (i + 0.41) * step
        if i - before > _GAP:
            runs.append([])
        before = i
        runs[-1].append(f"{_n(x)},{_n(at(row['mean_score']))}")
        told = f"{row['start']}: mean score {row['mean_score']:g} of {row['events']} events"
        found.append(f'<circle class="dot" cx="{_n(x)}" cy="{_n(at(row["mean_score"]))}" r="1.8"><title>{escape(told)}</title></circle>')
    return [*found, *(f'<polyline class="tone" points="{" ".join(run)}"/>' for run in runs if len(run) > 1)]


def _years(rows: Sequence[Row], step: float, height: float) -> list[str]:
    firsts = [i for i, row in enumerate(rows) if i == 0 or row["start"].year != rows[i - 1]["start"].year]
    every = max(1, len(firsts) // _TICKS + (len(firsts) % _TICKS > 0))
    return [_text(_LEFT + i * step, height - 5, str(rows[i]["start"].year), "start") for i in firsts[::every]]


def network(graph: networkx.Graph[str], most: int = 60) -> Markup:
    """The network's heaviest ties, their actors in a ring ordered by group; friendly ties and strife in two colours."""
    edges = sorted(graph.edges(data=True), key=lambda edge: (-edge[2]["weight"], edge[0], edge[1]))[:most]
    codes = sorted({code for edge in edges for code in edge[:2]}, key=lambda code: (graph.nodes[code]["group"], code))
    if not codes:
        return Markup("")
    size, middle, radius = 720, 360, 285
    places: Mapping[str, tuple[float, float]] = {
        code: (middle + radius * sin(2 * pi * i / len(codes)), middle - radius * cos(2 * pi * i / len(codes)))
        for i, code in enumerate(codes)
    }
    heaviest = max(edge["weight"] for _, _, edge in edges)
    parts = []
    for one, other, edge in reversed(edges):
        (x1, y1), (x2, y2) = places[one], places[other]
        told = f"{one} and {other}: {edge['events']} events, alignment {edge['alignment']:g}"
        css = "tie" if edge["alignment"] >= 0 else "strife"
        wide, strong = 1 + 5 * edge["weight"] / heaviest, 0.25 + 0.7 * min(abs(edge["alignment"]) * 2, 1)
        parts.append(
            f'<line class="{css}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
            f' stroke-width="{_n(wide)}" stroke-opacity="{_n(strong)}">'
            f"<title>{escape(told)}</title></line>"
        )
    for code, (x, y) in places.items():
        node = graph.nodes[code]
        outward = 18
        label_x, label_y = x + (x - middle) / radius * outward, y + (y - middle) / radius * outward + 4
        anchor = "middle" if abs(x - middle) < radius / 4 else "start" if x > middle else "end"
        told = f"{node['name']}: {node['events']} events, mean score {node['mean_score']:g}"
        parts.append(f'<circle class="node" cx="{_n(x)}" cy="{_n(y)}" r="5"><title>{escape(told)}</title></circle>')
        parts.append(_text(label_x, label_y, code.rpartition(":")[2][:18], anchor, "label"))
    return _svg(size, size, parts, "Who aligns with whom")


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="axis" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def _text(x: float, y: float, words: str, anchor: str, css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<text{kind} x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(width: float, height: float, parts: Sequence[str], title: str) -> Markup:
    body = "".join(parts)
    return Markup(
        f'<svg viewBox="0 0 {_n(width)} {_n(height)}" role="img" aria-label="{title}" xmlns="http://www.w3.org/2000/svg">{body}</svg>'
    )
