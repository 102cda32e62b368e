"""A sourced page of what is new in some days: events, changes, disagreements, statements, what was announced."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.anniversaries import anniversaries
from dragoman.ledger.asked import Codes, Day, codes, last_day, one_of
from dragoman.ledger.conditions import Conditions
from dragoman.ledger.firsts import firsts
from dragoman.ledger.invitations import invitations
from dragoman.ledger.pages import render, style
from dragoman.ledger.ruptures import changes
from dragoman.ledger.table import Row, select
from dragoman.ledger.tellings import tellings
from dragoman.ledger.views import ensure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEMORY = timedelta(days=3 * 365)
"""How far back the weeks reach that a change is looked for in."""
FORMATS = ("markdown", "html")
_MANY = 60
_STATEMENTS = 15
_PARTNERS = 8
_AHEAD = 14
"""For how many days after the brief's last one the days of note are told."""
_ACTIVE = """SELECT one, other FROM relations r WHERE list_has_any([one, other], $about) OR len($about) = 0
GROUP BY one, other HAVING count(*) FILTER (first_published BETWEEN $since AND $until) > 0 AND count(*) >= 8
ORDER BY count(*) FILTER (first_published BETWEEN $since AND $until) DESC, one, other LIMIT $many"""
_SAID = """SELECT * FROM statements q WHERE published BETWEEN $since AND $until AND speaker IS NOT NULL
    AND (len($about) = 0 OR list_contains($about, q.speaker_code)) ORDER BY published DESC, document, n LIMIT $many"""


@dataclass
class Sources:
    """The documents that a page cites, numbered in the order in which they are cited."""

    listed: list[Row] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, row: Row) -> int:
        """The number of a row's document."""
        document = row["document"]
        if document not in self._numbers:
            self.listed.append(row)
            self._numbers[document] = len(self.listed)
        return self._numbers[document]


def brief(connection: DuckDBPyConnection, days: int = 7, about: Codes | None = None, until: Day = None, format: str = "markdown") -> str:
    """The page, in Markdown or as one self-contained HTML page; the same ledger gives the same page.

    New is what was first published in the ``days`` days up to and with ``until``; without it, up to the ledger's latest
    publication. ``about`` keeps to events of these actors. Every event is given with words of its evidence and numbered sources.

    Raises:
        BadRequest: an argument cannot be used.
    """
    one_of(format, FORMATS, "format")
    if days < 1:
        raise BadRequest(f"a brief of {days} days is empty: give 1 or more")
    ensure(connection)
    named = list(codes(about)) if about is not None else []
    last = last_day(until) or select(connection, "SELECT max(published) FROM live_documents").values[0][0]
    html = format == "html"
    template = "brief.html" if html else "brief.md"
    if last is None:
        return render(template, html=html, named=named, since=None, until=None, style=style())
    first = last - timedelta(days=days - 1)
    return render(template, html=html, named=named, since=first, until=last, style=style(), **_content(connection, named, first, last))


def _content(connection: DuckDBPyConnection, named: list[str], first: date, last: date) -> Row:
    found = _new(connection, named, first, last)
    sources = Sources()
    told = tellings(connection, [row["event"] for row in found])
    for row in found:
        row["tellings"] = told.get(row["event"], [])
        row["refs"] = list(dict.fromkeys(sources.number(telling) for telling in row["tellings"]))
    period = {"about": named, "since": first, "until": last}
    said = select(connection, _SAID, {**period, "many": _STATEMENTS}).rows
    for row in said:
        row["refs"] = [sources.number(row)]
    current = [row for row in found if row["status"] not in ("background", "planned")]
    return {
        "happened": current[:_MANY],
        "more": max(0, len(current) - _MANY),
        "planned": [row for row in found if row["status"] == "planned"][:_MANY],
        "background": sum(row["status"] == "background" for row in found),
        "disputed": [row for row in found if row["disagreements"] or row["denied"] or row["one_sided"]],
        "changed": _changed(connection, named, first, last),
        "firsts": _firsts(connection, named, first, last, [row["event"] for row in found]),
        "invited": [
            row for row in invitations(connection, _bloc(named), first - timedelta(days=365), last) if _timely(row, named, first, last)
        ],
        "said": said,
        "noted": anniversaries(named, first, last + timedelta(days=_AHEAD)),
        "sources": sources.listed,
    }


def _new(connection: DuckDBPyConnection, named: list[str], first: date, last: date) -> list[Row]:
    """What was first published in these days, the best attested and the gravest first."""
    wanted = Conditions()
    if named:
        wanted.add("list_has_any({a}.codes, $about)", about=named)
    wanted.add("{a}.first_published BETWEEN $since AND $until", since=first, until=last)
    order = "independent_sources DESC, abs(score) DESC, confidence DESC, event"
    return select(connection, f"SELECT * FROM events e WHERE {wanted.where} ORDER BY {order}", wanted.values).rows


def _changed(connection: DuckDBPyConnection, named: list[str], first: date, last: date) -> list[Row]:
    """Change points by week that fall into the days, of the dyads that had the most that is new."""
    active = select(connection, _ACTIVE, {"about": named, "since": first, "until": last, "many": _PARTNERS}).rows
    monday = first - timedelta(days=first.weekday())
    return [
        {**change, "one": row["one"], "other": row["other"]}
        for row in active
        for change in changes(connection, row["one"], row["other"], "week", since=first - _MEMORY, until=last)
        if monday <= change["date"] <= last
    ]


def _firsts(connection: DuckDBPyConnection, named: list[str], first: date, last: date, new: list[str]) -> list[Row]:
    """First facts of the new events; of a visit, not also that it is a meeting."""
    fresh = set(new)
    found = [
        row for row in firsts(connection, _bloc(named), first - timedelta(days=31), last) if row["event"] in fresh and _about(row, named)
    ]
    visits = {row["event"] for row in found if row["what"] == "visit"}
    return [row for row in found if row["what"] != "meeting" or row["event"] not in visits]


def _bloc(named: list[str]) -> list[str] | None:
    """The actors as one side of whatever they had to do with others."""
    return ["+".join(named)] if named else None


def _about(row: Row, named: list[str]) -> bool:
    return not named or row["source"] in named or row["target"] in named


def _timely(row: Row, named: list[str], first: date, last: date) -> bool:
    """Whether an invitation was made, kept or answered in the days."""
    concerned = not named or any(code in named for code in (*row["inviters"], *row["guests"]))
    return concerned and any(day is not None and first <= day <= last for day in (row["date"], row["kept_on"]))
