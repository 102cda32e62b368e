"""The registry: every name under which a state, organisation, group or outlet is written, and who held which office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from dragoman.actors.holders import Holders, Holding
from dragoman.actors.names import ascii_letters
from dragoman.actors.offices import Office, Titles, titles, tokens
from dragoman.model import Actor, ActorKind

__all__ = ["Entry", "Form", "Holding", "Office", "Registry", "default"]

Form = Literal[
    "name",
    "demonym",
    "capital",
    "nickname",
    "abbreviation",
    "metonym",
    "ministry",
    "army",
    "parliament",
    "outlet",
    "organisation",
    "group",
    "former",
]
_FORMS: frozenset[str] = frozenset(Form.__args__)  # type: ignore[attr-defined]
_NEVER_SHOUTED = frozenset({"who", "it", "spa", "ice", "sat", "pan", "mend", "rally", "aim", "car", "star", "wires", "plan", "arena"})
"""Abbreviations that are words: in a line all in capitals they are taken for the word."""
_TITLED: frozenset[str] = frozenset({"organisation", "group"})
"""Forms whose abbreviations are also written like words: Nato, Asean."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One alias as the press writes it, and the actor that it stands for."""

    alias: str
    actor: Actor
    form: Form


@dataclass(frozen=True, slots=True)
class _Alias:
    key: tuple[str, ...]
    words: tuple[str, ...]
    entries: tuple[Entry, ...]

    def fits(self, words: Sequence[str], start: int, shouted: bool) -> bool:
        """Whether the case of the words at ``start`` is one in which this alias is written."""
        titled = not self.entries or self.entries[0].form in _TITLED
        return all(_case_fits(own, words[start + index], shouted, titled) for index, own in enumerate(self.words))


def _case_fits(own: str, word: str, shouted: bool, titled: bool) -> bool:
    if not own[0].isupper():
        return True
    if not word[0].isupper():
        return own == "The" and word == "the"
    if own.isupper() and len(own) > 1:
        if shouted and own.lower() in _NEVER_SHOUTED:
            return False
        return word.isupper() or (titled and len(own) > 3 and own.isalpha() and own.lower() not in _NEVER_SHOUTED)
    return True


def _key(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(ascii_letters(word).lower() for word in words)


def _shouted(words: Sequence[str], start: int) -> bool:
    """Whether the words around ``start`` are all in capitals, as in a headline."""
    near = [word for word in words[max(0, start - 4) : start + 5] if word.isalpha() and len(word) > 1]
    return len(near) >= 4 and sum(word.isupper() for word in near) >= 0.8 * len(near)


class Registry:
    """Names to actors, titles to offices, persons to the offices that they held. Immutable once made."""

    def __init__(self, entries: Iterable[Entry], office_titles: Titles, holders: Holders, blockers: Iterable[str] = ()) -> None:
        self._titles = office_titles
        self._holders = holders
        self._by_initial: dict[str, list[Entry]] = {}
        grouped: dict[tuple[str, ...], dict[tuple[str, ...], list[Entry]]] = {}
        self._states: dict[str, Entry] = {}
        for entry in entries:
            words = tokens(entry.alias)
            grouped.setdefault(_key(words), {}).setdefault(words, []).append(entry)
            if entry.actor.kind == "state" and entry.actor.code and entry.form == "name" and not entry.actor.sector:
                self._states.setdefault(entry.actor.code, entry)
            if entry.form in {"name", "demonym", "capital"} and entry.actor.kind == "state":
                self._by_initial.setdefault(entry.alias[0], []).append(entry)
        for blocker in blockers:
            grouped.setdefault(_key(tokens(blocker)), {}).setdefault(tokens(blocker), [])
        self._aliases: dict[str, list[_Alias]] = {}
        for key, spellings in grouped.items():
            row = self._aliases.setdefault(key[0], [])
            row.extend(_Alias(key, words, tuple(found)) for words, found in spellings.items())
        for row in self._aliases.values():
            row.sort(key=lambda alias: -len(alias.words))

    def scan(self, words: Sequence[str]) -> list[tuple[int, int, tuple[Entry, ...]]]:
        """The aliases in a sequence of words as spaCy parts them, leftmost and longest: ``(start, end, entries)``.

        Several entries mean that the alias alone does not tell. Case counts: "US" is a state and "us" is not.
        """
        found: list[tuple[int, int, tuple[Entry, ...]]] = []
        folded = _key(words)
        position = 0
        while position < len(words):
            match = self._at(words, folded, position)
            if match:
                if match[1]:
                    found.append((position, *match))
                position = match[0]
            else:
                position += 1
        return found

    def _at(self, words: Sequence[str], folded: tuple[str, ...], start: int) -> tuple[int, tuple[Entry, ...]] | None:
        row = self._aliases.get(folded[start])
        if row is None:
            return None
        shouted = _shouted(words, start)
        for alias in row:
            end = start + len(alias.words)
            if folded[start:end] == alias.key and alias.fits(words, start, shouted):
                return end, self._same_length(row, words, folded, start, end, shouted)
        return None

    def _same_length(
        self, row: list[_Alias], words: Sequence[str], folded: tuple[str, ...], start: int, end: int, shouted: bool
    ) -> tuple[Entry, ...]:
        out: list[Entry] = []
        for alias in row:
            if len(alias.words) == end - start and folded[start:end] == alias.key and alias.fits(words, start, shouted):
                out.extend(entry for entry in alias.entries if all(entry.actor != other.actor for other in out))
        return tuple(out)

    def lookup(self, alias: str) -> tuple[Entry, ...]:
        """The entries of an alias that is the whole of ``alias`` (a leading article is left out)."""
        words = tokens(alias)
        if len(words) > 1 and words[0].lower() == "the" and not self._whole(words):
            words = words[1:]
        return self._whole(words)

    def _whole(self, words: tuple[str, ...]) -> tuple[Entry, ...]:
        match = self._at(words, _key(words), 0) if words else None
        return match[1] if match and match[0] == len(words) else ()

    def state(self, code: str) -> Actor | None:
        """The state of a code, or None where the code is not a state's."""
        entry = self._states.get(code)
        return entry.actor if entry else None

    def of_states(self, initial: str) -> tuple[Entry, ...]:
        """The names, demonyms and capitals of states that begin with a letter."""
        return tuple(self._by_initial.get(initial, ()))

    def title(self, words: Sequence[str], start: int) -> tuple[int, Office] | None:
        """The longest phrase of office that begins at ``words[start]``: its end, and the office."""
        return self._titles.at(words, start)

    def holders(self, name: str, on: date | None = None) -> tuple[Holding, ...]:
        """The offices of those whom a full name or bare surname may mean, best first.

        Offices held ``on`` that date come first, then past ones (sector ELI), then later ones; within each the more
        important first. ``on=None`` means the latest that the registry knows.
        """
        return self._holders.named(name, on)

    def incumbents(self, code: str, office: str, on: date) -> tuple[Holding, ...]:
        """Who held an office (its name, a title phrase or a role) of a state or organisation on a day."""
        known = self._titles.named(office)
        return self._holders.incumbents(code, known.role if known else office, on)


def _state_entries(lines: Iterable[str]) -> Iterator[Entry]:
    forms: tuple[Form, ...] = ("name", "demonym", "capital", "nickname", "abbreviation", "former")
    for line in lines:
        code, name, *columns = line.split(",")
        columns[0] = f"{name};{columns[0]}"
        state = Actor(code, "state", name)
        government = Actor(code, "state", name, sector="GOV")
        for form, cell in zip(forms, columns, strict=True):
            for alias in filter(None, cell.split(";")):
                bare = alias[4:] if alias[:4].lower() == "the " and form != "nickname" else alias
                yield Entry(bare.removeprefix("the "), government if form == "capital" else state, form)


def _other_entries(lines: Iterable[str]) -> Iterator[Entry]:
    kinds: dict[str, ActorKind] = {"state": "state", "organisation": "organisation", "group": "group", "outlet": "outlet"}
    for line in lines:
        if not line or line.startswith("#"):
            continue
        kind, form, code, sector, media, name, *rest = line.split("\t")
        actor = Actor(code or None, kinds[kind], name, sector=sector or None, state_media=media == "state")
        if form not in _FORMS:
            raise ValueError(f"{name}: {form} is no form of alias")
        for alias in (name, *(rest[0].split(";") if rest else ())):
            if alias:
                yield Entry(alias.removeprefix("the "), actor, form)  # type: ignore[arg-type]


def data_lines(name: str) -> list[str]:
    """The lines of a data file that ships with the package."""
    return files("dragoman.actors").joinpath(f"data/{name}").read_text("utf-8").splitlines()


@cache
def default() -> Registry:
    """The registry that ships with Dragoman; loaded once."""
    entries = [*_state_entries(data_lines("states.csv")[1:])]
    for name in ("bodies.tsv", "organisations.tsv", "groups.tsv", "outlets.tsv"):
        entries.extend(_other_entries(data_lines(name)))
    blockers = (line for line in data_lines("blockers.txt") if not line.startswith("#"))
    return Registry(entries, titles(), Holders.shipped(), blockers)
