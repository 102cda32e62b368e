"""The registry: every name under which a state, organisation, group or outlet is written, and who held which office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from dragoman.actors.registry.aliases import Aliases, Entry, Form, Found
from dragoman.actors.registry.holders import Directory, Holders, Holding
from dragoman.actors.registry.offices import Office, Titles, titles, tokens
from dragoman.model import Actor, ActorKind

__all__ = ["Entry", "Form", "Holding", "Office", "Registry", "default"]

_FORMS: frozenset[str] = frozenset(Form.__args__)  # type: ignore[attr-defined]


class Registry:
    """Names to actors, titles to offices, persons to the offices that they held. Immutable once made."""

    def __init__(self, entries: Iterable[Entry] | Aliases, office_titles: Titles, holders: Directory, blockers: Iterable[str] = ()) -> None:
        self._aliases = entries if isinstance(entries, Aliases) else Aliases(entries, blockers)
        self._titles = office_titles
        self._holders = holders
        self._states: dict[str, Entry] = {}
        self._by_initial: dict[str, list[Entry]] = {}
        for entry in self._aliases.entries():
            if entry.actor.kind != "state":
                continue
            if entry.actor.code and entry.form == "name" and not entry.actor.sector:
                self._states.setdefault(entry.actor.code, entry)
            if entry.form in {"name", "demonym", "capital"}:
                self._by_initial.setdefault(entry.alias[0], []).append(entry)

    def over(self, entries: Iterable[Entry], persons: Sequence[tuple[Holding, ...]]) -> Registry:
        """This registry with a user's own names and persons laid over it; they win over those that are there."""
        from dragoman.actors.registry.layers import Layered

        new = Registry(self._aliases.over(entries), self._titles, Layered(persons, self._holders))
        for code, entry in self._states.items():
            new._states.setdefault(code, entry)
        return new

    def entries(self) -> Iterator[Entry]:
        """Every alias, in no particular order."""
        return self._aliases.entries()

    def everyone(self) -> Iterator[tuple[Holding, ...]]:
        """Every person, each as the terms of office that they held."""
        return self._holders.everyone()

    def spellings(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The number and the spellings of every person; :meth:`person` gives the terms."""
        return self._holders.spellings()

    def person(self, number: int) -> tuple[Holding, ...]:
        """The terms of office of the person of that number, the earliest first."""
        return self._holders.person(number)

    def scan(self, words: Sequence[str]) -> list[Found]:
        """The aliases in a sequence of words as spaCy parts them, leftmost and longest: ``(start, end, entries)``.

        Several entries mean that the alias alone does not tell. Case counts: "US" is a state and "us" is not.
        """
        return self._aliases.scan(words)

    def lookup(self, alias: str) -> tuple[Entry, ...]:
        """The entries of an alias that is the whole of ``alias`` (a leading article is left out)."""
        words = tokens(alias)
        if len(words) > 1 and words[0].lower() == "the" and not self._aliases.whole(words):
            words = words[1:]
        return self._aliases.whole(words)

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
