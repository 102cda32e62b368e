"""Named blocs (EU, NATO, ASEAN …) and who was a member when (``data/blocs.tsv``).

The table gives first and last days of membership as the treaties and the organisations' own lists of members have them; where it
has a year alone, the whole of that year counts. A suspension does not end a membership. A code in it is the organisation itself.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Term:
    """A membership: a code, the first day and the last one; None: to this day."""

    member: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Bloc:
    """A bloc under its short name; ``code`` is the organisation's own, None where it has none."""

    name: str
    code: str | None
    terms: tuple[Term, ...]

    def members(self, on: date | None) -> tuple[str, ...]:
        """The codes of the members on a day (None: those that the table knows no end of), sorted."""
        held = (
            term
            for term in self.terms
            if (on is None or term.since <= on) and (term.until is None or (on is not None and on <= term.until))
        )
        return tuple(sorted({term.member for term in held}))


@cache
def _blocs() -> Mapping[str, Bloc]:
    """Every bloc, by its short name in lower case and by its code."""
    terms: dict[tuple[str, str], list[Term]] = {}
    with files("dragoman.ledger").joinpath("data/blocs.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            until = _day(row["until"], "-12-31") if row["until"] else None
            terms.setdefault((row["bloc"], row["code"]), []).append(Term(row["member"], _day(row["since"], "-01-01"), until))
    found: dict[str, Bloc] = {}
    for (name, code), held in terms.items():
        found[name.casefold()] = bloc = Bloc(name, code or None, tuple(held))
        if code:
            found[code] = bloc
    return MappingProxyType(found)


def _day(written: str, rest: str) -> date:
    return date.fromisoformat(written if len(written) > 4 else written + rest)


def named(name: str) -> Bloc | None:
    """The bloc of a short name ("NATO", in whatever case) or of its organisation's code, None where there is none."""
    return _blocs().get(name.casefold()) or _blocs().get(name)


def names() -> tuple[str, ...]:
    """The short names of all blocs, in the order of the table."""
    return tuple(dict.fromkeys(bloc.name for bloc in _blocs().values()))
