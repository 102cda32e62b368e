"""A sourced page of what is new in some days: events, changes, disagreements, statements, what was announced."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from dragoman.errors import BadRequest
from dragoman.ledger.anniversaries import anniversaries
from dragoman.ledger.asked import HAPPENED, Codes, Day, codes, few, label, last_day, membership, name_in_text, one_of
from dragoman.ledger.conditions import Conditions
from dragoman.ledger.firsts import JOINT, firsts, statement
from dragoman.ledger.invitations import invitations
from dragoman.ledger.pages import render, start, style
from dragoman.ledger.relations import placed_in
from dragoman.ledger.ruptures import turns
from dragoman.ledger.table import Row, select
from dragoman.ledger.tellings import clearest, tellings
from dragoman.ledger.views import ensure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEMORY = timedelta(days=3 * 365)
"""How far back the weeks reach that a change is looked for in."""
_LONGEST = 36_525
_EARLIEST, _LATEST = 1800, 2200
FORMATS = ("markdown", "html")
_MANY = 60
_STATEMENTS = 15
_PARTNERS = 8
_AHEAD = 14
"""For how many days after the brief's last one the days of note are told."""
_ACTIVE = f"""WITH fresh AS (
    SELECT event, actors, recipients, codes FROM events WHERE first_published BETWEEN $since AND $until AND len(codes) > 1
), pairs AS (
    SELECT one, other, count(*) AS n FROM (SELECT event, unnest(codes) AS one, codes FROM fresh) a, unnest(a.codes) b(other)
    WHERE one < other AND (len($about) = 0 OR list_contains($about, one) OR list_contains($about, other))
    GROUP BY one, other ORDER BY n DESC, one, other LIMIT $many
)
SELECT one, other, {placed_in("week")} AS start, event, score, independent_sources, summary, date_start
FROM pairs p JOIN (SELECT *, unnest(codes) AS code FROM events WHERE date_end >= $memory AND date_start <= $until) e ON e.code = p.one
WHERE list_contains(e.codes, other) AND list_contains($happened, status) AND {placed_in("week")} IS NOT NULL AND (
    (list_contains(actors, one) AND list_contains(recipients, other)) OR (list_contains(actors, other) AND list_contains(recipients, one))
    OR (len(recipients) = 0 AND list_contains(actors, one) AND list_contains(actors, other)))
ORDER BY n DESC, one, other, date_start, event"""
"""The events of the dyads that had the most that is new, as change points are looked for in them."""
_FIRST = "{a}.first_published BETWEEN $since AND $until"
_RETOLD = """{a}.first_published < $since AND (len({a}.disagreements) > 0 OR {a}.denied) AND {a}.event IN (
    SELECT c.event FROM live_claims c JOIN live_documents d ON d.document = c.document WHERE d.published BETWEEN $since AND $until)"""
"""Older events of which accounts differ and one of these is new."""
_SAID = """SELECT q.*, d.title, d.name, d.publisher, d.state_media, d.published, d.page, d.url
FROM quotes q JOIN documents d ON d.document = q.document AND d.superseded_by IS NULL AND NOT d.withdrawn
WHERE d.published BETWEEN $since AND $until AND q.speaker IS NOT NULL AND (len($about) = 0 OR list_contains($about, q.speaker_code))
QUALIFY row_number() OVER (PARTITION BY d.reprint_group, q.content ORDER BY q.speaker_code NULLS LAST, d.published, q.document, n) = 1
ORDER BY d.published DESC, q.document, n LIMIT $many"""


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
    format = one_of(format, FORMATS, "format")
    if not 1 <= days <= _LONGEST:
        raise BadRequest(f"a brief of {days} days cannot be written: give 1 to {_LONGEST}")
    ensure(connection)
    last = last_day(until) or select(connection, "SELECT max(published) FROM live_documents").values[0][0]
    named = list(codes(about, last)) if about is not None else []
    html = format == "html"
    template = "brief.html" if html else "brief.md"
    common: Row = {"title": f"{start(label(about))}: what is new" if about is not None else "What is new", "style": style()}
    if last is None:
        return render(template, html=html, since=None, until=None, **common)
    if not _EARLIEST <= last.year <= _LATEST:
        raise BadRequest(f"a brief up to {last} cannot be written: give a day between {_EARLIEST} and {_LATEST}")
    first = last - timedelta(days=days - 1)
    notes = membership(about, last)
    return render(template, html=html, since=first, until=last, notes=notes, **common, **_content(connection, named, first, last))


def _content(connection: DuckDBPyConnection, named: list[str], first: date, last: date) -> Row:
    found = _new(connection, named, first, last)
    retold = _new(connection, named, first, last, _RETOLD)
    sources = Sources()
    current = [row for row in found if row["status"] not in ("background", "planned")]
    planned = [row for row in found if row["status"] == "planned"]
    for row in (*found, *retold):
        row["accounts"] = _accounts(row)
    disputed = [row for row in (*found, *retold) if row["accounts"]]
    shown = {row["event"]: row for row in (*current[:_MANY], *planned[:_MANY], *disputed[:_MANY])}
    told = tellings(connection, shown)
    for row in shown.values():
        row["tellings"] = told.get(row["event"], [])
        row["refs"] = list(dict.fromkeys(sources.number(telling) for telling in row["tellings"]))
        row["best"] = clearest(row["tellings"])
        row["ref"] = sources.number(row["best"]) if row["best"] else None
    period = {"about": named, "since": first, "until": last}
    said = select(connection, _SAID, {**period, "many": _STATEMENTS}).rows
    for row in said:
        row["refs"] = [sources.number(row)]
    covered = select(connection, "SELECT min(published) FROM live_documents").values[0][0]
    return {
        "happened": current[:_MANY],
        "more": max(0, len(current) - _MANY),
        "planned": planned[:_MANY],
        "more_planned": max(0, len(planned) - _MANY),
        "background": sum(row["status"] == "background" for row in found),
        "disputed": disputed[:_MANY],
        "more_disputed": max(0, len(disputed) - _MANY),
        "covered": covered,
        "changed": _changed(connection, named, first, last),
        "firsts": _firsts(connection, named, first, last, [row["event"] for row in found]),
        "invited": [
            row
            for row in invitations(connection, _bloc(named), first - timedelta(days=365), last)
            if _timely(row, named, first, last, {event["event"] for event in found})
        ],
        "said": said,
        "noted": anniversaries(few(named), first, last + timedelta(days=_AHEAD)),
        "sources": sources.listed,
    }


def _new(connection: DuckDBPyConnection, named: list[str], first: date, last: date, new: str = _FIRST) -> list[Row]:
    """What is new in these days, the best attested and the gravest first."""
    wanted = Conditions()
    if named:
        wanted.add("list_has_any({a}.codes, $about)", about=named)
    wanted.add(new, since=first, until=last)
    order = "independent_sources DESC, abs(score) * confidence DESC, event"
    return select(connection, f"SELECT * FROM events e WHERE {wanted.where} ORDER BY {order}", wanted.values).rows


def _changed(connection: DuckDBPyConnection, named: list[str], first: date, last: date) -> list[Row]:
    """Change points by week that fall into the days, of the dyads that had the most that is new."""
    asked = {"about": named, "since": first, "until": last, "many": _PARTNERS, "happened": list(HAPPENED)}
    active = select(connection, _ACTIVE, {**asked, "memory": first - _MEMORY}).rows
    monday = first - timedelta(days=first.weekday())
    return [
        {**change, "one": one, "other": other}
        for (one, other), found in groupby(active, key=lambda row: (row["one"], row["other"]))
        for change in turns(list(found), "week")
        if monday <= change["date"] <= last
    ]


def _firsts(connection: DuckDBPyConnection, named: list[str], first: date, last: date, new: list[str]) -> list[Row]:
    """First facts of the new events, in as few lines as there can be.

    What three did together is told once, a visit not also as a meeting, and an office only where it is a first since longer ago.
    """
    fresh = set(new)
    asked = firsts(connection, _bloc(named), first - timedelta(days=31), last)
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in asked:
        if row["event"] in fresh and _about(row, named):
            pair = () if row["what"] in JOINT else (row["source"], row["target"])
            groups.setdefault((row["event"], row["what"], row["since"], row["office"], pair), []).append(row)
    visits = {key[0] for key in groups if key[1] == "visit"}
    told = []
    for (event, what, since, office, pair), rows in groups.items():
        if (what == "meeting" and event in visits) or (office and (event, what, since, None, pair) in groups):
            continue
        who = list(dict.fromkeys(code for row in rows for code in (row["source"], row["target"])))
        whole = len(rows) == len(who) * (len(who) - 1) // 2
        for between in [who] if whole else [[row["source"], row["target"]] for row in rows]:
            told.append({"event": event, "sentence": statement(what, between, office, since) + "."})
    return told


def _accounts(event: Row) -> list[str]:
    """How accounts of an event differ, in sentences."""
    found = list(event["disagreements"])
    if event["denied"] and not any("enied" in words for words in found):
        found.append("Somebody says that it did not happen.")
    if event["one_sided"]:
        found.append(f"Known from the side of {name_in_text(event['one_sided'])} alone.")
    return found


def _bloc(named: list[str]) -> list[str] | None:
    """The actors as one side of whatever they had to do with others."""
    return ["+".join(named)] if named else None


def _about(row: Row, named: list[str]) -> bool:
    return not named or row["source"] in named or row["target"] in named


def _timely(row: Row, named: list[str], first: date, last: date, new: Collection[str]) -> bool:
    """Whether an invitation was made or kept in the days, or answered by one of the new events."""
    concerned = not named or any(code in named for code in (*row["inviters"], *row["guests"]))
    return concerned and (row["by"] in new or any(day is not None and first <= day <= last for day in (row["date"], row["kept_on"])))
