"""Fuzzy search over every name of the registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dragoman.actors.registry import Registry
from dragoman.actors.registry.holders import Holding
from dragoman.actors.words.names import fold

_ABOVE_PERSONS = 101
LEAST = 75.0
"""The least likeness, of 100, at which a name is shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that is like the one looked for; ``score`` is the likeness, 100 for the same."""

    name: str
    spelling: str
    kind: str
    code: str | None
    sector: str | None
    office: str | None
    qid: str | None
    score: float


def near(registry: Registry, text: str, on: date | None = None, limit: int = 10) -> list[Hit]:
    """The actors whose names are most like ``text``, best first, each once.

    With ``on`` only those persons count who held an office on that day.
    """
    from rapidfuzz import fuzz, process

    wanted = fold(text)
    if not wanted:
        return []
    spellings = list(_spellings(registry, len(wanted) - 1 if " " not in wanted else None))
    found = process.extract(
        wanted, [fold(spelling) for spelling, _ in spellings], scorer=fuzz.WRatio, limit=limit * 8 + 40, score_cutoff=LEAST
    )
    ordered = sorted(found, key=lambda item: (-round(item[1]), -fuzz.ratio(wanted, item[0]), item[2]))
    hits: dict[tuple[str, str | None, str | None], tuple[Hit, int]] = {}
    for _, score, index in ordered:
        spelling, whose = spellings[index]
        hit = _hit(registry, spelling, whose, round(score, 1), on)
        if hit is not None:
            hits.setdefault((hit[0].name, hit[0].code, hit[0].qid), hit)
    return [hit for hit, _ in sorted(hits.values(), key=lambda item: (-item[0].score, -item[1]))[:limit]]


def _spellings(registry: Registry, least_surname: int | None) -> Iterator[tuple[str, Hit | int]]:
    """Every spelling, with what it is a spelling of: an actor, or the number of a person.

    Surnames stand alone, too, from ``least_surname`` letters on (None: none): shorter ones are like a part of any word.
    """
    for entry in registry.entries():
        actor = entry.actor
        kind = actor.kind if entry.form not in {"ministry", "army", "parliament", "metonym"} else "body"
        yield entry.alias, Hit(actor.name, entry.alias, kind, actor.code, actor.sector, None, actor.qid, 0.0)
    for number, names in registry.spellings():
        yield from ((name, number) for name in names)
        if least_surname is not None:
            surnames = dict.fromkeys(name.split()[-1] for name in names if " " in name)
            yield from ((surname, number) for surname in surnames if len(surname) >= least_surname)


def _hit(registry: Registry, spelling: str, whose: Hit | int, score: float, on: date | None) -> tuple[Hit, int] | None:
    """What a spelling stands for, and how high its office is; None where no office was held on the day asked for."""
    if isinstance(whose, Hit):
        return Hit(whose.name, spelling, whose.kind, whose.code, whose.sector, None, whose.qid, score), _ABOVE_PERSONS
    terms = registry.person(whose)
    if on is not None:
        terms = tuple(term for term in terms if term.held(on))
    if not terms:
        return None
    term = max(terms, key=_weight)
    return Hit(term.person, spelling, "person", term.code, term.sector, term.office, term.qid, score), term.rank


def _weight(term: Holding) -> tuple[bool, int, str]:
    """The office that tells best who someone is: one still held, then the highest, then the latest."""
    return term.end is None, term.rank, term.since
