"""Who held which office when (``data/holders.tsv.gz``, made by ``training/build_registry.py``)."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from typing import Literal, Protocol

from dragoman.actors.registry.offices import Office, titles
from dragoman.actors.registry.terms import first_day, last_day, term_in_words
from dragoman.actors.words.names import PARTICLES, name_tokens, same_word, sound, surname_keys, without_address
from dragoman.actors.words.word_sets import word_set
from dragoman.errors import DragomanError

SCHEMA = "#dragoman holders 2"
"""The first line of the table; its number rises with every change of the columns (see docs/registry.md)."""

SourceKind = Literal["", "wikidata", "factbook", "ifg", "own", "user"]
EndKind = Literal["", "successor", "next post", "last known", "longest term", "approximate"]

SOURCES: dict[str, SourceKind] = {"w": "wikidata", "f": "factbook", "i": "ifg", "o": "own"}
"""Where a term of office comes from: Wikidata, the World Factbook, the Institute for Government, the project's own tables."""
ENDS: dict[str, EndKind] = {"s": "successor", "n": "next post", "u": "last known", "l": "longest term", "a": "approximate"}
"""Ends that no source states: the day on which a successor is known, or another post of the person's; the last day on which the
person is known to have held it; the longest term; about a day."""
START_INFERRED = "p"
"""The start is that day because the predecessor's end is; the source gives only the year, or another day."""

FAMILY_FIRST = word_set("holders.family_first")
"""States whose names are written family name first."""
GIVEN_NAMES = word_set("holders.given_names")
"""States whose people are called by the given name, mostly written first: Thaksin, Abiy, Mahathir."""
TWO_SURNAMES = word_set("holders.two_surnames")
"""States whose names end in the father's and the mother's."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in an office. ``start`` and ``end`` are the first and last day known, None where open or not known.

    ``sector`` is that of the office while it is held and ELI (former elite) after it; ``rank`` is the office's weight.
    ``since`` and ``until`` are the same days as the source writes them, a year or month where it knows no more (ISO 8601);
    ``source`` says where the term comes from. ``ended`` is empty where a source states the end, else what the end was inferred from;
    ``start_inferred`` says the same of the start. ``told`` puts it all in words.
    """

    person: str
    qid: str | None
    code: str
    office: str
    sector: str
    start: date | None
    end: date | None
    role: str = ""
    rank: int = 0
    aliases: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    source: SourceKind = ""
    ended: EndKind = ""
    start_inferred: bool = False

    def held(self, on: date | None) -> bool:
        """Whether the office was held on a day; with None, whether its end is not known to have come."""
        if on is None:
            return self.end is None
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def told(self, whose: str = "") -> str:
        """The term of office in words, such as "A held Minister of Trade of B from 2017 to 2019-03-01".

        ``whose`` is the name of the state or organisation, left out where the office's own name has it. An end that was
        inferred is not put as a fact.
        """
        of = f" of {whose}" if whose and whose not in self.office else ""
        return f"{self.person} held {self.office}{of} {self.term_in_words()}"

    def term_in_words(self) -> str:
        """From when to when, as far as that is known: "from 2017-01-20, until 2021 or before"."""
        since = self.since or (self.start.isoformat() if self.start else "")
        until = self.until or (self.end.isoformat() if self.end else "")
        return term_in_words(since, until, self.ended, self.start_inferred)


class Directory(Protocol):
    """Where persons and their offices can be looked up: the shipped table, or a user's own laid over it."""

    def named(self, name: str, on: date | None) -> tuple[Holding, ...]:
        """The offices of those whom a name may mean, best first."""
        ...

    def incumbents(self, code: str, role: str, on: date) -> tuple[Holding, ...]:
        """Who held a role on a day."""
        ...

    def fitting(self, words: tuple[str, ...]) -> Iterator[tuple[int, tuple[Holding, ...]]]:
        """The persons whose name fits these words, each with how well it does."""
        ...

    def everyone(self) -> Iterator[tuple[Holding, ...]]:
        """All persons, each as the terms that they held."""
        ...

    def spellings(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The number and the spellings of every person."""
        ...

    def person(self, number: int) -> tuple[Holding, ...]:
        """The terms of the person of that number."""
        ...


class Holders:
    """Persons by the sound of their surnames. Lines are parsed when they are first asked for."""

    def __init__(
        self, lines: Iterable[str], sectors: Mapping[str, tuple[str, int]], organisations: Mapping[str, str] | None = None
    ) -> None:
        self._lines: list[str] = []
        self._by_key: dict[str, list[int]] = {}
        self._by_role: dict[tuple[str, str], list[int]] = {}
        self._sectors = sectors
        self._organisations = organisations or {}
        self._parsed: dict[int, tuple[Holding, ...]] = {}
        self._words: dict[int, tuple[tuple[str, ...], ...]] = {}
        for line in lines:
            number = len(self._lines)
            keys, roles, rest = line.split("\t", 2)
            self._lines.append(rest)
            for key in keys.split(" "):
                self._by_key.setdefault(key, []).append(number)
            for role in roles.split(" "):
                code, _, name = role.rpartition(":")
                self._by_role.setdefault((code.replace("_", " "), name), []).append(number)

    @classmethod
    def shipped(cls) -> Holders:
        """The table that ships with Dragoman.

        Raises:
            DragomanError: it was made for another version.
        """
        folder = files("dragoman.actors").joinpath("data")
        text = gzip.decompress(folder.joinpath("holders.tsv.gz").read_bytes()).decode("utf-8")
        return cls(
            checked(text), role_sectors(titles().offices), organisation_sectors(folder.joinpath("organisations.tsv").read_text("utf-8"))
        )

    def everyone(self) -> Iterator[tuple[Holding, ...]]:
        """All persons of the table, each as the terms that they held, in the order of the table."""
        return (self.person(number) for number in range(len(self._lines)))

    def spellings(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The number and the spellings of every person, without parsing their terms; ``person`` takes the number."""
        return ((number, tuple(line.split("\t", 1)[0].split(";"))) for number, line in enumerate(self._lines))

    def person(self, number: int) -> tuple[Holding, ...]:
        """The terms of the person of that number."""
        if number not in self._parsed:
            self._parsed[number] = tuple(self._read(self._lines[number]))
        return self._parsed[number]

    def _read(self, line: str) -> Iterator[Holding]:
        names, qid, *held = line.split("\t")
        person, *aliases = names.split(";")
        for item in held:
            yield self._term(person, qid or None, tuple(aliases), item.split("|"))

    def _term(self, person: str, qid: str | None, aliases: tuple[str, ...], fields: list[str]) -> Holding:
        code, role, office, since, until, marks = fields
        code = code.replace("_", " ")
        sector, rank = self._sectors[role]
        return Holding(
            person,
            qid,
            code,
            office,
            self._organisations.get(code, sector),
            first_day(since),
            last_day(until),
            role,
            rank,
            aliases,
            since,
            until,
            SOURCES[marks[0]],
            next((ENDS[mark] for mark in marks[1:] if mark in ENDS), ""),
            START_INFERRED in marks[1:],
        )

    def named(self, name: str, on: date | None) -> tuple[Holding, ...]:
        """See :meth:`dragoman.actors.registry.Registry.holders`."""
        words = asked_words(name)
        return ranked(words, self.fitting(words), on)

    def fitting(self, words: tuple[str, ...]) -> Iterator[tuple[int, tuple[Holding, ...]]]:
        """The persons whose name fits these words (see :func:`asked_words`), each with how well it does."""
        numbers = {number for word in outer(words) for number in self._by_key.get(sound(word), ())}
        for number in sorted(numbers):
            fit = how_well(words, self._spelt(number))
            if fit:
                yield fit, self.person(number)

    def _spelt(self, number: int) -> tuple[tuple[str, ...], ...]:
        """The words of each spelling of a person."""
        if number not in self._words:
            self._words[number] = tuple(map(name_tokens, self._lines[number].split("\t", 1)[0].split(";")))
        return self._words[number]

    def incumbents(self, code: str, role: str, on: date) -> tuple[Holding, ...]:
        """See :meth:`dragoman.actors.registry.Registry.incumbents`."""
        found = [
            holding
            for number in self._by_role.get((code, role), ())
            for holding in self.person(number)
            if holding.code == code and holding.role == role and holding.held(on)
        ]
        return tuple(sorted(found, key=lambda holding: holding.start or date.min, reverse=True))


def role_sectors(offices: Mapping[str, Office]) -> dict[str, tuple[str, int]]:
    """The sector and the rank of every role."""
    return {role: (office.sector, office.rank) for role, office in offices.items()}


def organisation_sectors(table: str) -> dict[str, str]:
    """The sector in which the head of each organisation of ``organisations.tsv`` acts: NGO for those that are, else IGO."""
    rows = (line.split("\t", 4) for line in table.splitlines() if line and not line.startswith("#"))
    found: dict[str, str] = {}
    for _, _, code, sector, _ in rows:
        found.setdefault(code, "NGO" if sector == "NGO" else "IGO")
    return found


def checked(text: str) -> list[str]:
    """The lines of the table after its first, which must name the schema that this version reads.

    Raises:
        DragomanError: it names another.
    """
    first, _, rest = text.partition("\n")
    if first != SCHEMA:
        found = first if first.startswith("#") and len(first) < 60 else "no schema line"
        raise DragomanError(
            f"the table of office-holders has {found!r} where this Dragoman reads {SCHEMA!r}: reinstall Dragoman, or make the table anew"
            " with training/build_registry.py"
        )
    return rest.splitlines()


def surname_sounds(names: Iterable[str], codes: Iterable[str]) -> tuple[str, ...]:
    """The sounds of the surnames by which a person of these states may be called, in a stable order."""
    states = set(codes)
    family_first, two_surnames = bool(states & (FAMILY_FIRST | GIVEN_NAMES)), bool(states & TWO_SURNAMES)
    return tuple(dict.fromkeys(sound(key) for name in names for key in surname_keys(name, family_first, two_surnames)))


def asked_words(name: str) -> tuple[str, ...]:
    """The words of a name to be looked up, without forms of address."""
    return without_address(name_tokens(name))


def outer(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name that may be its surname: the last and the first."""
    return tuple(word for word in dict.fromkeys(words[-1:] + words[:1]) if word not in PARTICLES)


def how_well(words: tuple[str, ...], spellings: Iterable[tuple[str, ...]]) -> int:
    """How well words fit the best of a person's spellings: 0 not, then rising with every word that is the same and spelt the same."""
    return max(_fit(words, spelling) for spelling in spellings)


def ranked(words: tuple[str, ...], found: Iterable[tuple[int, tuple[Holding, ...]]], on: date | None) -> tuple[Holding, ...]:
    """The offices of the persons found, best first; of a full name only of those whom it fits about as well as any."""
    scored = [(fit, holding) for fit, holdings in found for holding in holdings]
    best = max((fit for fit, _ in scored), default=0)
    kept = [(fit, holding) for fit, holding in scored if fit >= best - 1] if len(words) > 1 else scored
    return tuple(_as_of(holding, on) for _, holding in sorted(kept, key=lambda item: _order(item[0], item[1], on)))


def _fit(asked: tuple[str, ...], own: tuple[str, ...]) -> int:
    """How well a name fits a person's: 0 not, then rising with every word that is the same and spelt the same."""
    if len(asked) == 1:
        return _surname_fit(asked[0], own)
    if "".join(asked) == "".join(own):  # "HR McMaster" for "H. R. McMaster"
        return 3 * len(own)
    matched = exact = 0
    rest = list(own)
    for word in asked:
        other = next((o for o in rest if o == word), None) or next((o for o in rest if same_word(word, o) and len(o) > 1), None)
        if other is not None:
            matched += 1
            exact += other == word
            rest.remove(other)
    if matched < 2 or (matched < len(asked) and matched < len(own)):
        return 0
    return 2 * matched + exact


def _surname_fit(word: str, own: tuple[str, ...]) -> int:
    spelt = [o for o in own if sound(o) == sound(word)]
    return (2 + (word in spelt)) if spelt else 0


def _order(fit: int, holding: Holding, on: date | None) -> tuple[int, ...]:
    past = on is None or (holding.end is not None and holding.end < on)
    when = 0 if holding.held(on) else 1 if past else 2
    last = (holding.end or holding.start or date.min).toordinal()
    return (when, holding.source != "user", -fit, -holding.rank, -last)


def _as_of(holding: Holding, on: date | None) -> Holding:
    past = holding.end is not None and (on is None or holding.end < on)
    return replace(holding, sector="ELI") if past else holding
