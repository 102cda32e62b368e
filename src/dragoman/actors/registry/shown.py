"""The registry's answers as tables for the terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.actors.registry.search import Hit

PIPED_WIDTH = 120
"""Columns used where the output is not a terminal."""


def _console() -> Console:
    width = None if sys.stdout.isatty() else PIPED_WIDTH
    return Console(highlight=False, emoji=False, markup=False, width=width)


def _text(value: object, style: str = "") -> Text:
    """A value without anything that a terminal would obey."""
    return Text("".join(c if c.isprintable() else "?" for c in str(value or "")), style=style)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_hits(hits: Sequence[Hit]) -> None:
    """What a search found, best first."""
    table = _table("score", "name", "found as", "kind", "code", "sector", "office", "id")
    for hit in hits:
        spelling = hit.spelling if hit.spelling != hit.name else ""
        cells = (f"{hit.score:.0f}", hit.name, spelling, hit.kind, hit.code, hit.sector, hit.office, hit.qid)
        table.add_row(*map(_text, cells))
    _console().print(table)


def print_profile(profile: Mapping[str, Any]) -> None:
    """A state, organisation, group, outlet or person, a block with a heading for each kind of thing that is known."""
    console = _console()
    facts = (
        profile["kind"],
        profile.get("code"),
        profile.get("sector"),
        profile.get("qid"),
        "state media" * bool(profile.get("state_media")),
    )
    console.print(_text(profile["name"], "bold") + _text(f"  {', '.join(str(fact) for fact in facts if fact)}"))
    if profile.get("spellings"):
        _block(console, "also spelt", _text("; ".join(profile["spellings"])))
    if profile.get("names"):
        names = _table("form", "names")
        for form, aliases in profile["names"].items():
            names.add_row(_text(form), _text("; ".join(aliases)))
        _block(console, "names", names)
    for heading in ("bodies", "outlets", "groups"):
        if profile.get(heading):
            _block(console, heading, _actors(profile[heading]))
    if profile.get("offices"):
        _block(console, "offices", _offices(profile["offices"], person=profile["kind"] == "person"))
    console.print()


def _block(console: Console, heading: str, what: Table | Text) -> None:
    console.print(_text(heading, "dim"))
    console.print(Padding(what, (0, 0, 0, 2)))


def _actors(rows: Sequence[Mapping[str, Any]]) -> Table:
    table = _table("name", "sector", "", "also")
    for row in rows:
        table.add_row(_text(row["name"]), _text(row["sector"]), _text("state" * row["state_media"]), _text("; ".join(row["names"])))
    return table


def _offices(rows: Sequence[Mapping[str, Any]], person: bool) -> Table:
    table = _table("code" if person else "person", "office", "term", "" if person else "id", "source")
    for row in rows:
        first, last = (row["code"], "held" * row["held"]) if person else (row["person"], row["qid"])
        table.add_row(_text(first), _text(row["office"]), _text(row["term"]), _text(last), _text(row["source"]))
    return table
