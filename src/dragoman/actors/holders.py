"""Who held which office when (``data/holders.tsv.gz``, made by ``training/build_registry.py``)."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from dragoman.actors.names import HONORIFICS, PARTICLES, name_tokens, same_word, sound

_ORGANISATIONS = frozenset({"UNO", "NAT", "EUU", "ARL"})


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in an office. ``start`` and ``end`` are the first and last day known, None where open or not known.

    ``sector`` is that of the office while it is held and ELI (former elite) after it; ``rank`` is the office's weight.
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

    def held(self, on: date | None) -> bool:
        """Whether the office was held on a day; with None, whether its end is not known to have come."""
        if on is None:
            return self.end is None
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


class Holders:
    """Persons by the sound of their surnames. Lines are parsed when they are first asked for."""

    def __init__(self, lines: Iterable[str], sectors: dict[str, tuple[str, int]]) -> None:
        self._lines: list[str] = []
        self._by_key: dict[str, list[int]] = {}
        self._by_role: dict[tuple[str, str], list[int]] = {}
        self._sectors = sectors
        self._parsed: dict[int, tuple[Holding, ...]] = {}
        for line in lines:
            number = len(self._lines)
            keys, roles, rest = line.split("\t", 2)
            self._lines.append(rest)
            for key in keys.split(" "):
                self._by_key.setdefault(key, []).append(number)
            for role in roles.split(" "):
                code, _, name = role.partition(":")
                self._by_role.setdefault((code, name), []).append(number)

    @classmethod
    def shipped(cls) -> Holders:
        """The table that ships with Dragoman."""
        from dragoman.actors.offices import titles

        raw = files("dragoman.actors").joinpath("data/holders.tsv.gz").read_bytes()
        sectors = {role: (office.sector, office.rank) for role, office in titles().offices.items()}
        return cls(gzip.decompress(raw).decode("utf-8").splitlines(), sectors)

    def _person(self, number: int) -> tuple[Holding, ...]:
        if number not in self._parsed:
            self._parsed[number] = tuple(self._read(self._lines[number]))
        return self._parsed[number]

    def _read(self, line: str) -> Iterator[Holding]:
        names, qid, *held = line.split("\t")
        person, *aliases = names.split(";")
        for item in held:
            code, role, office, start, end = item.split("|")
            sector, rank = self._sectors[role]
            sector = "IGO" if code in _ORGANISATIONS else sector
            yield Holding(person, qid or None, code, office, sector, _day(start), _day(end), role, rank, tuple(aliases))

    def named(self, name: str, on: date | None) -> tuple[Holding, ...]:
        """See :meth:`dragoman.actors.registry.Registry.holders`."""
        words = tuple(word for word in name_tokens(name) if word not in HONORIFICS) or name_tokens(name)
        if not words:
            return ()
        numbers = {number for word in {words[-1], words[0]} if word not in PARTICLES for number in self._by_key.get(sound(word), ())}
        scored: list[tuple[int, Holding]] = []
        for number in sorted(numbers):
            holdings = self._person(number)
            fit = max(_fit(words, name_tokens(spelling)) for spelling in (holdings[0].person, *holdings[0].aliases))
            if fit:
                scored.extend((fit, holding) for holding in holdings)
        if not scored:
            return ()
        best = max(fit for fit, _ in scored)
        kept = [(fit, holding) for fit, holding in scored if fit >= best - 1] if len(words) > 1 else scored
        return tuple(_as_of(holding, on) for _, holding in sorted(kept, key=lambda item: _order(item[0], item[1], on)))

    def incumbents(self, code: str, role: str, on: date) -> tuple[Holding, ...]:
        """See :meth:`dragoman.actors.registry.Registry.incumbents`."""
        found = [
            holding
            for number in self._by_role.get((code, role), ())
            for holding in self._person(number)
            if holding.code == code and holding.role == role and holding.held(on)
        ]
        return tuple(sorted(found, key=lambda holding: holding.start or date.min, reverse=True))


def _fit(asked: tuple[str, ...], own: tuple[str, ...]) -> int:
    """How well a name fits a person's: 0 not, then rising with every word that is the same and spelt the same."""
    if len(asked) == 1:
        return _surname_fit(asked[0], own)
    matched = exact = 0
    rest = list(own)
    for word in asked:
        other = next((o for o in rest if o == word), None) or next((o for o in rest if same_word(word, o) and len(o) > 1), None)
        if other is not None:
            matched += 1
            exact += other == word
            rest.remove(other)
    if matched < 2 and "".join(asked) != "".join(own):
        return 0
    if matched < len(asked) and (matched < len(own) or matched < 2):
        return 0
    return 2 * matched + exact


def _surname_fit(word: str, own: tuple[str, ...]) -> int:
    spelt = [o for o in own if sound(o) == sound(word)]
    return (2 + (word in spelt)) if spelt else 0


def _order(fit: int, holding: Holding, on: date | None) -> tuple[int, ...]:
    past = on is None or (holding.end is not None and holding.end < on)
    when = 0 if holding.held(on) else 1 if past else 2
    last = (holding.end or holding.start or date.min).toordinal()
    return (when, -fit, -holding.rank, -last)


def _as_of(holding: Holding, on: date | None) -> Holding:
    past = holding.end is not None and (on is None or holding.end < on)
    if not past:
        return holding
    return Holding(
        holding.person,
        holding.qid,
        holding.code,
        holding.office,
        "ELI",
        holding.start,
        holding.end,
        holding.role,
        holding.rank,
        holding.aliases,
    )
