"""Names that a phrase may be asked for and that the registry leaves out: companies, schools, regions, well-known people.

They are parties to few events, so the mention stage does not look for them; ``dragoman.resolve`` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dragoman.actors.registry import Entry, Registry, data_lines
from dragoman.actors.registry.holders import Holders
from dragoman.actors.registry.offices import titles
from dragoman.actors.words.names import fold
from dragoman.model import Actor, ActorKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Kind = str
"""The class of a known name: company, bank, school, part, make, faith, party, crime, charity or person."""

_ACTORS: dict[str, ActorKind] = {"part": "group", "make": "group", "person": "person", "charity": "organisation"}


@dataclass(frozen=True, slots=True)
class Known:
    """The table ``data/known.tsv``."""

    registry: Registry
    kinds: Mapping[tuple[str, str | None], Kind]

    def kind(self, entry: Entry) -> Kind | None:
        """The class of an entry that comes from this table; None for one of the registry."""
        return self.kinds.get((entry.alias, entry.actor.code)) if entry.actor.name == entry.alias else None

    def scan(self, words: Sequence[str], taken: set[int]) -> list[tuple[int, int, tuple[Entry, ...]]]:
        """The known names in the words that no registry name has taken: ``(start, end, entries)``."""
        free = [word if index not in taken else "|" for index, word in enumerate(words)]
        return self.registry.scan(free)


def _entries(lines: Iterable[str]) -> Iterator[tuple[Kind, Entry]]:
    for line in lines:
        if line.startswith("#"):
            continue
        kind, code, sector, names = line.split("\t")
        for name in names.split(";"):
            yield kind, Entry(name, Actor(code or _own_code(kind, name), _ACTORS.get(kind, "group"), name, sector or None), "group")


def _own_code(kind: Kind, name: str) -> str | None:
    return f"ORG:{name}" if kind == "charity" else None


@cache
def known() -> Known:
    """The shipped table; loaded once."""
    rows = list(_entries(data_lines("known.tsv")))
    kinds = {(entry.alias, entry.actor.code): kind for kind, entry in rows}
    return Known(Registry((entry for _, entry in rows), titles(), Holders((), {})), kinds)


@cache
def _nicknames() -> Mapping[str, str]:
    rows = (line.split("\t") for line in data_lines("nicknames.tsv") if not line.startswith("#"))
    return {fold(short): name for short, name in rows}


def full_name(name: str) -> str:
    """The name that a well-known short name stands for, or the name itself."""
    return _nicknames().get(fold(name), name)
