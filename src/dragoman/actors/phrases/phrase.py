"""A noun phrase taken apart: whose it is, which office or kind of people, whose name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.actors.phrases.known import known
from dragoman.actors.words import role_nouns
from dragoman.actors.words.name_lists import common_surnames, first_names
from dragoman.actors.words.names import fold
from dragoman.actors.words.word_sets import word_set

if TYPE_CHECKING:
    from dragoman.actors.registry import Entry, Registry
    from dragoman.actors.registry.offices import Office
    from dragoman.actors.words.role_nouns import RoleNoun

Scanned = list[tuple[int, int, "tuple[Entry, ...]"]]

_WORD = re.compile(r"[A-Za-z]\.(?:[A-Za-z]\.)+|[^\W_]+(?:['’.][^\W_]+)*\.?|['’]s?|[^\w\s]")
_LEADING = word_set("phrase.leading")
_CUT = word_set("phrase.cut")
_FORMER = word_set("phrase.former")
_OWNING = word_set("phrase.owning")
_PLACING = word_set("phrase.placing")
_SHORT = word_set("phrase.short")
_PARTICLES = word_set("phrase.particles")
_GIVEN = word_set("phrase.given")
"""Names of states and places that are given names as well."""
_NOT_NAMES = word_set("phrase.not_names")
_LONGEST = 20
"""The most words that a name of the registry has."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase is made of. ``owners`` are the aliases in it, the likeliest owner first.

    ``head`` is the noun that the words before any preposition are about, ``tail`` that of the words behind it; ``name`` is a
    person's name, if anyone's; ``whole`` are the readings of an alias that is the whole phrase; ``places`` are capitalised words
    that may name a town.
    """

    text: str
    words: tuple[str, ...]
    owners: tuple[tuple[Entry, ...], ...]
    office: Office | None
    title: tuple[str, ...]
    name: str
    head: RoleNoun | None
    head_text: str
    tail: RoleNoun | None
    tail_text: str
    whole: tuple[Entry, ...]
    places: tuple[str, ...]
    former: bool


def words_of(text: str) -> list[str]:
    """``text`` parted into words much as spaCy does it."""
    out: list[str] = []
    for match in _WORD.finditer(text.replace("’", "'")):
        word = match.group()
        if word.endswith("'s") and len(word) > 2:
            out.extend((word[:-2], "'s"))
        elif word.endswith(".") and len(word) > 2 and "." not in word[:-1] and word.lower() not in _SHORT:
            out.extend((word[:-1], "."))
        else:
            out.append(word)
    return out


def told(words: list[str] | tuple[str, ...]) -> str:
    """Words put together again as they are written."""
    return re.sub(r" (?=['’]s\b|[.,;:)])", "", " ".join(words).replace(" - ", "-")).replace("( ", "(")


def parse(text: str, registry: Registry) -> Phrase:
    """Take a phrase apart."""
    words = _trimmed(words_of(text.strip()), registry)
    scanned = registry.scan(words)
    taken = {index for start, end, _ in scanned for index in range(start, end)}
    if len(taken) < len(words):
        scanned = sorted([*scanned, *known().scan(words, taken)], key=lambda hit: hit[0])
        scanned = [] if _is_a_name(words, scanned) else scanned
        taken = {index for start, end, _ in scanned for index in range(start, end)}
    office, spot = _first_office(words, taken, registry)
    if office is not None and _ends_a_name(words, spot):
        office, spot = None, (0, 0)
        taken |= set(range(len(words)))
    cut = _cut(words, taken)
    head, tail = _noun(words, taken, 0, cut), _noun(words, taken, cut + 1, len(words))
    if office is not None and spot[1] < cut and words[spot[1]].istitle() and spot[1] not in taken:  # a name follows, nouns in it are none
        head = _noun(words, taken, 0, spot[1])
    covered = taken.union(range(*spot), *(range(noun[0], noun[1]) for noun in (head, tail) if noun))
    runs = _runs(words, covered)
    return Phrase(
        text=told(words),
        words=tuple(words),
        owners=_owners(words, scanned, cut, office),
        office=office,
        title=tuple(words[spot[0] : spot[1]]),
        name=_name(words, runs),
        head=head[2] if head else None,
        head_text=told(words[head[0] : head[1]]) if head else "",
        tail=tail[2] if tail else None,
        tail_text=told(words[tail[0] : tail[1]]) if tail else "",
        whole=scanned[0][2] if len(scanned) == 1 and scanned[0][:2] == (0, len(words)) else (),
        places=tuple(dict.fromkeys(p for run in runs if office is None or run[0] != spot[1] for p in _place_names(words, run))),
        former=any(word.lower() in _FORMER for word in words),
    )


def _trimmed(words: list[str], registry: Registry) -> list[str]:
    words = [word[0].upper() + word[1:] if word[0].islower() and word[1:2].isupper() and len(word) > 3 else word for word in words]
    first = 0
    while first < len(words) and _leads(words[first]) and not (len(words) - first <= _LONGEST and registry.lookup(" ".join(words[first:]))):
        first += 1
    words = words[first:]
    while words and words[-1] in {".", ",", ";", ":", "!", "'", '"', ")"}:
        words.pop()
    return words


def _leads(word: str) -> bool:
    """Whether a word at the start of a phrase says nothing of whom it means: an article, a number, a mark."""
    return word.lower() in _LEADING or word.isdigit() or not word[0].isalnum()


def _is_a_name(words: list[str], scanned: Scanned) -> bool:
    """Whether the words are someone's name of which one part happens to be an alias: "Jordan Hale", "Jack London"."""
    if len(scanned) != 1 or not 2 <= len(words) <= 3 or not all(word[0].isupper() and word.isalpha() for word in words):
        return False
    start, end, entries = scanned[0]
    if end - start > 1 or not entries or entries[0].form in {"demonym", "abbreviation", "metonym"}:
        return False
    rest = [word.lower() for index, word in enumerate(words) if index != start]
    if any(role_nouns.in_phrase([word]) for word in rest):
        return False
    return rest[0] in first_names() if start else words[0].lower() in first_names() or words[0].lower() in _GIVEN


def _first_office(words: list[str], taken: set[int], registry: Registry) -> tuple[Office | None, tuple[int, int]]:
    best: tuple[Office | None, tuple[int, int]] = (None, (0, 0))
    position = 0
    while position < len(words):
        found = registry.title(words, position) if position not in taken else None
        if found and not any(index in taken for index in range(position, found[0])):
            end, office = found
            if best[0] is None:
                best = (office, (position, end))
            elif position == best[1][1] and not _is_surname(words, position, end):
                best = (max(best[0], office, key=lambda item: item.rank), (best[1][0], end))
            position = end
        else:
            position += 1
    return best


def _is_surname(words: list[str], start: int, end: int) -> bool:
    """Whether a title that ends the phrase is a surname behind another title: "Prime Minister Major"."""
    return end == len(words) and end - start == 1 and start > 0 and words[start].istitle() and words[start].lower() in common_surnames()


def _ends_a_name(words: list[str], spot: tuple[int, int]) -> bool:
    """Whether the title is the last word of someone's name: "Angela King", "Owen Major"."""
    return (
        spot[1] == len(words)
        and spot[1] - spot[0] == 1 < len(words) <= 3
        and all(word.istitle() for word in words)
        and words[0].lower() in first_names()
    )


def _cut(words: list[str], taken: set[int]) -> int:
    """Where the words that say whose or where begin: the first preposition that is no part of a noun ("group of men")."""
    for index, word in enumerate(words):
        if index and word.lower() in _CUT and index not in taken and not (word == "-" or _in_noun(words, index)):
            return index
    return len(words)


def _in_noun(words: list[str], index: int) -> bool:
    if words[index].lower() not in {"of", "in", "for", "to", "and"}:
        return False
    low = [word.lower() for word in words]
    spans = ((start, end) for start in range(max(0, index - 2), index) for end in range(index + 2, min(len(words), start + 5) + 1))
    return any(role_nouns.in_phrase(low[start:end]) for start, end in spans)


def _noun(words: list[str], taken: set[int], first: int, last: int) -> tuple[int, int, RoleNoun] | None:
    """The head noun of the words from ``first`` to ``last``, up to the next preposition."""
    end = next((i for i in range(first + 1, last) if words[i].lower() in _CUT and i not in taken and not _in_noun(words, i)), last)
    found = role_nouns.head([words[i] if i not in taken else "|" for i in range(first, end)])
    if found and found[1] - found[0] == 1 and _ends_given_name(words, found[0] + first, taken):
        return None
    return (found[0] + first, found[1] + first, found[2]) if found else None


def _ends_given_name(words: list[str], index: int, taken: set[int]) -> bool:
    """Whether a capitalised noun is a surname, after a given name: "Julie Bishop"."""
    before = index - 1
    return (
        before >= 0
        and words[index].istitle()
        and before not in taken
        and words[before].istitle()
        and words[before].lower() in first_names()
    )


def _owners(words: list[str], scanned: Scanned, cut: int, office: Office | None) -> tuple[tuple[Entry, ...], ...]:
    owning = _OWNING | {"to"} if office is not None and office.role == "aide" else _OWNING
    before = [entries for start, _, entries in scanned if start < cut]
    after = [entries for start, _, entries in scanned if start >= cut and words[cut].lower() in owning]
    late = [entries for start, _, entries in scanned if start >= cut and words[cut].lower() in {"and", "-"}]
    return tuple(before + after + late)


def _runs(words: list[str], covered: set[int]) -> list[tuple[int, int]]:
    """The runs of capitalised words, with the particles inside names, that are no alias, title or noun."""
    runs: list[tuple[int, int]] = []
    start = -1
    for index, word in enumerate([*words, "|"]):
        inside = index not in covered and (word[0].isupper() or (start >= 0 and _joins(words, index)) or _opens(words, index))
        if inside and start < 0:
            start = index
        elif not inside and start >= 0:
            end = index
            while end > start and not (words[end - 1][0].isupper() or words[end - 2] == "-"):
                end -= 1
            if end > start:
                runs.append((start, end))
            start = -1
    return runs


def _joins(words: list[str], index: int) -> bool:
    """Whether a word that is not capitalised goes on with the name before it: a hyphen and what it joins, a particle, a full stop."""
    word, before = (*words, "|")[index], words[index - 1]
    return word == "-" or (before == "-" and word.isalpha()) or word.lower() in _PARTICLES or (word == "." and len(before) == 1)


def _opens(words: list[str], index: int) -> bool:
    """Whether a particle begins a name: "al-Hakim"."""
    return index + 1 < len(words) and words[index + 1] == "-" and words[index].lower() in _PARTICLES


def _name(words: list[str], runs: list[tuple[int, int]]) -> str:
    """The longest run that can be a person's name: not one behind a preposition unless it has several words."""
    fit = [(s, e) for s, e in runs if e - s > 1 or not (s and words[s - 1].lower() in _PLACING)]
    fit = [(s, e) for s, e in fit if not all(word.lower() in _NOT_NAMES for word in words[s:e])]
    if not fit:
        return ""
    start, end = max(fit, key=lambda run: run[1] - run[0])
    return " ".join(word for word in words[start:end] if word != ".").replace(" - ", "-")


def _place_names(words: list[str], run: tuple[int, int]) -> list[str]:
    start, end = run
    while start < end and words[start].lower() in _NOT_NAMES:
        start += 1
    while start < end and words[end - 1].lower() in _NOT_NAMES:
        end -= 1
    return [" ".join(words[start:end]).replace(" - ", "-")] if end > start else []


def surname_only(name: str) -> bool:
    """Whether a name is one word (a hyphened one counts as several)."""
    return len(name.split()) == 1 and "-" not in name and bool(fold(name))
