"""One row of a user's table of actors: what its cells may hold, and the names or the office that it stands for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from dragoman.actors.registry import Registry
from dragoman.actors.registry.aliases import Entry, Form
from dragoman.actors.registry.holders import Holding
from dragoman.actors.registry.offices import Office, Titles, titles, tokens
from dragoman.actors.registry.terms import first_day, last_day
from dragoman.actors.words.names import name_tokens
from dragoman.actors.words.role_nouns import table as role_nouns
from dragoman.model import Actor, ActorKind

COLUMNS = ("kind", "code", "name", "sector", "media", "spellings", "role", "office", "start", "end", "qid")
REQUIRED = ("kind", "code", "name")
KINDS = ("state", "body", "organisation", "group", "outlet", "person")
MEDIA = ("state", "public", "private")
LOCAL = 25
"""The rank of an office whose title the registry does not know: it speaks for no one but itself."""
_ONLY = {"media": ("outlet",), "role": ("person",), "office": ("person",), "start": ("person",), "end": ("person",)}
_COLLECTIVE = frozenset({"UNO", "NAT", "EUU", "ARL"})
_ASSIGNABLE = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")
"""Codes that ISO 3166-1 leaves to users: for a state of one's own, recognised or not."""
_QID = re.compile(r"Q[1-9]\d*")
_BODIES: dict[str, Form] = {"MIL": "army", "LEG": "parliament"}

Fault = tuple[str, str]
"""A column and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line where it begins, and its cells by column, empty where not given."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What cells may hold: codes with the name of the state of each, other codes by every name, sectors, titles of office."""

    states: Mapping[str, str]
    organisations: Mapping[str, str]
    sectors: Collection[str]
    titles: Titles


def vocabulary(registry: Registry, own_states: Collection[str]) -> Vocabulary:
    """The words of a registry; ``own_states`` are the codes for which a table has rows of the kind ``state``."""
    states: dict[str, str] = {}
    organisations: dict[str, str] = {}
    sectors = {office.sector for office in titles().offices.values()}
    for entry in registry.entries():
        actor = entry.actor
        sectors |= {actor.sector} if actor.sector else set()
        if actor.code and actor.code.startswith("ORG:"):
            organisations[actor.code] = organisations[f"ORG:{actor.name}"] = actor.code
        elif actor.code and actor.kind == "state" and registry.state(actor.code):
            states[actor.code] = actor.name if not actor.sector else states.get(actor.code, actor.name)
    sectors |= {noun.sector for nouns in role_nouns().values() for noun in nouns if noun.sector}
    states |= {code: code for code in own_states if code not in states and _ASSIGNABLE.fullmatch(code)}
    return Vocabulary(states, organisations, frozenset(sectors) - {"UNK"}, titles())


def read_row(row: Row, words: Vocabulary) -> Iterator[Entry | Holding | Fault]:
    """What a row stands for, or its faults."""
    cells = row.cells
    kind = cells["kind"].lower()
    if kind not in KINDS:
        yield "kind", f"{cells['kind']!r} is no kind; use {', '.join(KINDS)}" if kind else f"is empty; use {', '.join(KINDS)}"
        return
    code, faults = _code(cells["code"], kind, cells["name"], words)
    faults = [*faults, *_cell_faults(cells, kind, words)]
    if faults:
        yield from faults
    elif kind == "person":
        yield from _person(cells, code, words)
    else:
        yield from _names(cells, kind, code, words)


def _code(text: str, kind: str, name: str, words: Vocabulary) -> tuple[str, list[Fault]]:
    """The code that a cell means, as the registry writes it."""
    code = text or (f"ORG:{name}" if kind == "organisation" and name else "")
    if code.upper().startswith("ORG:"):
        code = "ORG:" + " ".join(code[4:].replace("_", " ").split())
        fault = "ORG: wants a name after it, such as ORG:Hanseatic League" if code == "ORG:" else ""
        fault = fault or (f"{text} is no state; a row of kind {kind} needs one" if kind in {"state", "body"} else "")
        return words.organisations.get(code, code), [("code", fault)] if fault else []
    if code.upper() in words.states or code.upper() in _COLLECTIVE or (not code and kind == "outlet"):
        return code.upper(), []
    if not code:
        return "", [("code", "is empty: give the state (ISO 3166 alpha-3) or the organisation (ORG:Name) that the name belongs to")]
    return code, [("code", f"{text!r} is no code: use ISO 3166 alpha-3, UNO, NAT, EUU, ARL or ORG:Name")]


def _cell_faults(cells: Mapping[str, str], kind: str, words: Vocabulary) -> Iterator[Fault]:
    """What is wrong in the other cells, each by itself."""
    for column, kinds in _ONLY.items():
        if cells[column] and kind not in kinds:
            yield column, f"is for rows of kind {kinds[0]}, not {kind}"
    if not cells["name"]:
        yield "name", "is empty"
    for column in ("name", "spellings"):
        for name in spellings(cells[column]):
            if len(name) < 2 or not name_tokens(name) or not name.isprintable():
                yield column, f"{name!r} is no name: write at least two letters, in Latin script"
    if cells["sector"] and cells["sector"].upper() not in words.sectors:
        yield "sector", f"{cells['sector']!r} is no sector; use {', '.join(sorted(words.sectors))}"
    if not cells["sector"] and kind in {"group", "body"}:
        yield "sector", f"is empty: a {kind} needs one, such as {'REB' if kind == 'group' else 'GOV'}"
    if cells["media"] and cells["media"].lower() not in MEDIA:
        yield "media", f"{cells['media']!r} is none of {', '.join(MEDIA)}"
    if cells["qid"] and not _QID.fullmatch(cells["qid"]):
        yield "qid", f"{cells['qid']!r} is no Wikidata id such as Q42"
    yield from _date_faults(cells)


def _date_faults(cells: Mapping[str, str]) -> Iterator[Fault]:
    faults: list[Fault] = []
    for column in ("start", "end"):
        try:
            first_day(cells[column])
            last_day(cells[column])
        except ValueError:
            faults.append((column, f"{cells[column]!r} is no date: write 2017, 2017-03 or 2017-03-05"))
    yield from faults
    if not faults and cells["start"] and cells["end"]:
        start, end = first_day(cells["start"]), last_day(cells["end"])
        if start and end and end < start:
            yield "end", f"{cells['end']} is before the start, {cells['start']}"


def spellings(cell: str) -> list[str]:
    """The names in a cell."""
    return [name for part in cell.split(";") if (name := " ".join(part.split()))]


def _names(cells: Mapping[str, str], kind: str, code: str, words: Vocabulary) -> Iterator[Entry]:
    """The aliases of a row that is no person's."""
    sector = cells["sector"].upper() or {"organisation": "IGO", "outlet": "JRN"}.get(kind)
    names = [name[4:] if name.lower().startswith("the ") else name for name in (*spellings(cells["name"]), *spellings(cells["spellings"]))]
    form: Form
    if kind == "state":
        own = words.states[code] == code if code in words.states else False
        actor = Actor(code, "state", names[0] if own else words.states.get(code, names[0]), sector=sector)
        form = "name" if own else "nickname"
    elif kind == "body":
        actor = Actor(code, "state", names[0], sector=sector)
        form = _BODIES.get(sector or "", "ministry")
    else:
        kinds: dict[str, ActorKind] = {"organisation": "organisation", "group": "group", "outlet": "outlet"}
        actor = Actor(code or None, kinds[kind], names[0], sector, None, cells["qid"] or None, cells["media"].lower() == "state")
        form = kind  # type: ignore[assignment]
    yield from (Entry(name, actor, form, user=True) for name in dict.fromkeys(names))


def _person(cells: Mapping[str, str], code: str, words: Vocabulary) -> Iterator[Holding | Fault]:
    """The office of a row of kind ``person``."""
    if not cells["office"]:
        yield "office", "is empty: a person needs an office, such as Mayor of Mariupol"
        return
    if cells["role"] and cells["role"] not in words.titles.offices:
        yield "role", f"{cells['role']!r} is no role; use one of {', '.join(sorted(words.titles.offices))}, or leave it empty"
        return
    known = words.titles.offices[cells["role"]] if cells["role"] else _title(cells["office"], words.titles)
    sector = cells["sector"].upper() or ("IGO" if code in _COLLECTIVE or code.startswith("ORG:") else known.sector if known else "")
    if not sector:
        yield "sector", f"is empty, and the title {cells['office']!r} tells none"
        return
    name, *others = [*spellings(cells["name"]), *spellings(cells["spellings"])]
    start, end = cells["start"], cells["end"]
    yield Holding(
        name,
        cells["qid"] or None,
        code,
        cells["office"],
        sector,
        first_day(start),
        last_day(end),
        known.role if known else "",
        known.rank if known else LOCAL,
        tuple(others),
        start,
        end,
        "user",
    )


def _title(office: str, known: Titles) -> Office | None:
    """The office that a title in words begins with: "Mayor of Mariupol", "Deputy Foreign Minister for Asia"."""
    found = known.at(tokens(office), 0)
    return found[1] if found else None
