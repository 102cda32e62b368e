"""All that the registry knows of one state, organisation, group, outlet or person, as plain JSON-ready values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dragoman.actors.registry import Registry
from dragoman.actors.registry.aliases import Entry
from dragoman.actors.registry.holders import Holding
from dragoman.actors.registry.offices import PRINCIPAL, titles
from dragoman.actors.registry.search import near
from dragoman.actors.words.names import fold
from dragoman.errors import BadRequest
from dragoman.model import Actor

Profile = dict[str, object]
_OF_STATE = ("name", "demonym", "capital", "nickname", "abbreviation", "former")
_COLLECTIVE = {"UNO": "United Nations", "NAT": "NATO", "EUU": "European Union", "ARL": "Arab League"}
_BODIES = frozenset({"metonym", "ministry", "army", "parliament"})


def show(registry: Registry, query: str, on: date | None = None) -> list[Profile]:
    """What a code (``FRA``, ``UNO``, ``ORG:ASEAN``) or a name stands for, one profile for each actor that it may mean.

    ``on`` picks the holders of offices; None means those whose term has no known end.

    Raises:
        BadRequest: the registry knows neither such a code nor such a name; the message names the nearest.
    """
    found = [_of_code(registry, query, on)] if _known_code(registry, query) else []
    found = found or [_of_actor(registry, actor, on) for actor in _actors(registry.lookup(query))]
    found = found or [person_profile(terms, on) for terms in _persons(registry, query)]
    if not found and _known_code(registry, query.upper()):
        found = [_of_code(registry, query.upper(), on)]
    if not found:
        close = ", ".join(dict.fromkeys(hit.name for hit in near(registry, query, None, 3)))
        advice = f"; did you mean {close}?" if close else "; try dragoman registry search"
        raise BadRequest(f"{query!r}: no code or name of the registry{advice}")
    return found


def _known_code(registry: Registry, query: str) -> bool:
    return any(entry.actor.code == _code(query) and entry.actor.kind in {"state", "organisation"} for entry in registry.entries())


def _code(query: str) -> str:
    return query.replace("_", " ") if query.startswith("ORG:") else query


def _actors(entries: Iterable[Entry]) -> list[Actor]:
    return list(dict.fromkeys(entry.actor for entry in entries))


def _of_actor(registry: Registry, actor: Actor, on: date | None) -> Profile:
    """The profile of a state or of a whole organisation by its code; of anything else by its own names."""
    if actor.code and (actor.kind == "state" or actor.code.startswith("ORG:")):
        return _of_code(registry, actor.code, on)
    names = sorted({entry.alias for entry in registry.entries() if entry.actor == actor}, key=fold)
    return {**_head(actor), "names": {"name": names}}


def _head(actor: Actor) -> Profile:
    return {"kind": actor.kind, "code": actor.code, "name": actor.name, "sector": actor.sector, "state_media": actor.state_media}


def _of_code(registry: Registry, query: str, on: date | None) -> Profile:
    code = _code(query)
    of_code = [entry for entry in registry.entries() if entry.actor.code == code]
    main = registry.state(code) or _organisation(code, of_code)
    own = [e for e in of_code if (e.actor.kind, e.actor.name) == (main.kind, main.name) and e.form not in _BODIES]
    rest = [e for e in of_code if e not in own]
    return {
        **_head(main),
        "names": {form: _aliases(own, form) for form in (*_OF_STATE, "organisation") if _aliases(own, form)},
        "bodies": _grouped(e for e in rest if e.form in _BODIES or (main.kind == "organisation" and e.actor.kind == "organisation")),
        "outlets": _grouped(e for e in rest if e.actor.kind == "outlet"),
        "groups": _grouped(e for e in rest if e.actor.kind == "group"),
        "offices": [_office(holding, on) for holding in _in_office(registry, code, on)],
    }


def _organisation(code: str, entries: list[Entry]) -> Actor:
    """The organisation itself among the bodies that have its code."""
    bodies = [entry.actor for entry in entries if entry.actor.kind == "organisation"]
    return min(bodies, key=lambda actor: (actor.name != _COLLECTIVE.get(code, code.removeprefix("ORG:")), len(actor.name)))


def _aliases(entries: Iterable[Entry], form: str) -> list[str]:
    return sorted({entry.alias for entry in entries if entry.form == form}, key=fold)


def _grouped(entries: Iterable[Entry]) -> list[Profile]:
    """One value for each actor, with its other spellings."""
    names: dict[Actor, set[str]] = {}
    for entry in entries:
        names.setdefault(entry.actor, set()).add(entry.alias)
    return [
        {"name": actor.name, "sector": actor.sector, "state_media": actor.state_media, "names": sorted(aliases - {actor.name}, key=fold)}
        for actor, aliases in sorted(names.items(), key=lambda item: (fold(item[0].name), item[0].sector or ""))
    ]


def _in_office(registry: Registry, code: str, on: date | None) -> Iterator[Holding]:
    """Who holds the principal offices of a state, or any office of an organisation, the weightiest first."""
    least = PRINCIPAL if registry.state(code) else 0
    for office in sorted(titles().offices.values(), key=lambda office: -office.rank):
        if office.rank >= least:
            yield from registry.incumbents(code, office.role, on or date.max)


def _persons(registry: Registry, query: str) -> list[tuple[Holding, ...]]:
    """All terms of each person whom a name may mean."""
    found: dict[tuple[str, str | None], list[Holding]] = {}
    for holding in registry.holders(query):
        found.setdefault((holding.person, holding.qid), []).append(holding)
    return [tuple(sorted(terms, key=lambda term: term.since)) for terms in found.values()]


def person_profile(terms: tuple[Holding, ...], on: date | None) -> Profile:
    """A person with all offices, the earliest first."""
    first = terms[0]
    return {
        "kind": "person",
        "name": first.person,
        "qid": first.qid,
        "spellings": list(first.aliases),
        "offices": [_office(term, on) for term in terms],
    }


def _office(holding: Holding, on: date | None) -> Profile:
    return {
        "person": holding.person,
        "qid": holding.qid,
        "code": holding.code,
        "office": holding.office,
        "role": holding.role or None,
        "start": holding.since or None,
        "end": holding.until or None,
        "term": holding.term_in_words(),
        "held": holding.held(on),
        "source": holding.source,
        "start_inferred": holding.start_inferred,
        "end_inferred_from": holding.ended or None,
    }
