"""Aliases in running words: every spelling of a state, organisation, group or outlet, found leftmost and longest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.actors.registry.offices import tokens
from dragoman.actors.words.names import ascii_letters
from dragoman.model import Actor

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
Found = tuple[int, int, "tuple[Entry, ...]"]
_NEVER_SHOUTED = frozenset({"who", "it", "spa", "ice", "sat", "pan", "mend", "rally", "aim", "car", "star", "wires", "plan", "arena"})
"""Abbreviations that are words: in a line all in capitals they are taken for the word."""
_TITLED: frozenset[str] = frozenset({"organisation", "group"})
"""Forms whose abbreviations are also written like words: Nato, Asean."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One alias as the press writes it, and the actor that it stands for. ``user`` says that it is of the user's own table."""

    alias: str
    actor: Actor
    form: Form
    user: bool = False


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


class Aliases:
    """All aliases by their first word and their second, "" where there is none. Immutable once made."""

    def __init__(self, entries: Iterable[Entry], blockers: Iterable[str] = ()) -> None:
        self._rows = _rows(entries, blockers)

    def over(self, entries: Iterable[Entry]) -> Aliases:
        """These aliases with others laid over them: where both have one, in whatever case, the others' counts alone."""
        new = Aliases(())
        new._rows = {first: dict(rows) for first, rows in self._rows.items()}
        for first, rows in _rows(entries).items():
            known = new._rows.setdefault(first, {})
            for second, row in rows.items():
                keys = {alias.key for alias in row}
                kept = [alias for alias in known.get(second, ()) if alias.key not in keys]
                known[second] = sorted([*row, *kept], key=lambda alias: -len(alias.words))
        return new

    def entries(self) -> Iterator[Entry]:
        """Every entry, in no particular order."""
        return (entry for rows in self._rows.values() for row in rows.values() for alias in row for entry in alias.entries)

    def scan(self, words: Sequence[str]) -> list[Found]:
        """The aliases in a sequence of words, leftmost and longest; see :meth:`dragoman.actors.registry.Registry.scan`."""
        found: list[Found] = []
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

    def whole(self, words: tuple[str, ...]) -> tuple[Entry, ...]:
        """The entries of the alias that is all of ``words``."""
        match = self._at(words, _key(words), 0) if words else None
        return match[1] if match and match[0] == len(words) else ()

    def _at(self, words: Sequence[str], folded: tuple[str, ...], start: int) -> tuple[int, tuple[Entry, ...]] | None:
        rows = self._rows.get(folded[start])
        if rows is None:
            return None
        second = folded[start + 1] if start + 1 < len(folded) else ""
        likely = [rows[key] for key in dict.fromkeys((second, "")) if key in rows]
        shouted = bool(likely) and _shouted(words, start)
        for row in likely:
            for alias in row:
                end = start + len(alias.words)
                if folded[start:end] == alias.key and alias.fits(words, start, shouted):
                    return end, _same_length(row, words, folded, start, end, shouted)
        return None


def _rows(entries: Iterable[Entry], blockers: Iterable[str] = ()) -> dict[str, dict[str, list[_Alias]]]:
    grouped: dict[tuple[str, ...], dict[tuple[str, ...], list[Entry]]] = {}
    for entry in entries:
        words = tokens(entry.alias)
        grouped.setdefault(_key(words), {}).setdefault(words, []).append(entry)
    for blocker in blockers:
        grouped.setdefault(_key(tokens(blocker)), {}).setdefault(tokens(blocker), [])
    rows: dict[str, dict[str, list[_Alias]]] = {}
    for key, spellings in grouped.items():
        row = rows.setdefault(key[0], {}).setdefault(key[1] if len(key) > 1 else "", [])
        row.extend(_Alias(key, words, tuple(found)) for words, found in spellings.items())
    for seconds in rows.values():
        for row in seconds.values():
            row.sort(key=lambda alias: -len(alias.words))
    return rows


def _same_length(
    row: list[_Alias], words: Sequence[str], folded: tuple[str, ...], start: int, end: int, shouted: bool
) -> tuple[Entry, ...]:
    out: list[Entry] = []
    for alias in row:
        if len(alias.words) == end - start and folded[start:end] == alias.key and alias.fits(words, start, shouted):
            out.extend(entry for entry in alias.entries if all(entry.actor != other.actor for other in out))
    return tuple(out)
