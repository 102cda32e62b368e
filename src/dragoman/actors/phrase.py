"""A noun phrase taken apart: whose it is, which office or kind of people, whose name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.actors.names import word_set
from dragoman.actors.offices import Office
from dragoman.actors.registry import Entry, Registry

_WORD = re.compile(r"[A-Za-z]\.(?:[A-Za-z]\.)+|[^\W_]+(?:['’.][^\W_]+)*\.?|['’]s?|[^\w\s]")
_LEADING = word_set(
    "the a an this that these those some several many all two three four five six seven eight nine ten dozens hundreds thousands "
    "of its their his her"
)
_CUT = word_set(
    "to against over about for with who which whose that where during after before amid near across in from at on by of and , ( -- —"
)
_FORMER = frozenset({"former", "ex", "retired", "ousted", "deposed", "onetime", "late", "disgraced", "erstwhile"})
_OWNING = frozenset({"of", "in", "from", "across", "at", ",", "(", "near", "on", "by", "within", "inside", "throughout"})
_SHORT = frozenset(
    {
        "lt.",
        "gen.",
        "col.",
        "maj.",
        "adm.",
        "sen.",
        "rep.",
        "gov.",
        "capt.",
        "brig.",
        "pres.",
        "sgt.",
        "dr.",
        "mr.",
        "mrs.",
        "ms.",
        "st.",
        "rev.",
        "prof.",
        "cmdr.",
        "n.",
        "s.",
        "dept.",
        "no.",
    }
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase is made of. ``owners`` are the aliases in it, the likeliest owner first; ``head`` its words before a preposition."""

    text: str
    words: tuple[str, ...]
    owners: tuple[tuple[Entry, ...], ...]
    office: Office | None
    title: tuple[str, ...]
    name: str
    head: tuple[str, ...]
    capitalised: tuple[str, ...]
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


def parse(text: str, registry: Registry) -> Phrase:
    """Take a phrase apart."""
    words = words_of(text.strip())
    while (
        words and (words[0].lower() in _LEADING or words[0].isdigit() or not words[0][0].isalnum()) and not registry.lookup(" ".join(words))
    ):
        words.pop(0)
    while words and words[-1] in {".", ",", ";", ":", "!", "'"}:
        words.pop()
    scanned = registry.scan(words)
    taken = {index for start, end, _ in scanned for index in range(start, end)}
    former = any(word.lower() in _FORMER for word in words)
    office, spot = _first_office(words, taken, registry)
    cut = next((i for i, word in enumerate(words) if i and word.lower() in _CUT and i not in taken), len(words))
    return Phrase(
        text=" ".join(words).replace(" 's", "'s").replace(" - ", "-"),
        words=tuple(words),
        owners=_owners(words, scanned, cut),
        office=office,
        title=tuple(words[spot[0] : spot[1]]),
        name=_name(words, taken, spot, cut),
        head=tuple(words[i] for i in range(cut) if i not in taken),
        capitalised=_runs(words, taken),
        former=former,
    )


def _owners(words: list[str], scanned: list[tuple[int, int, tuple[Entry, ...]]], cut: int) -> tuple[tuple[Entry, ...], ...]:
    before = [entries for start, _, entries in scanned if start < cut]
    after = [entries for start, _, entries in scanned if start >= cut and words[cut].lower() in _OWNING]
    late = [
        entries
        for start, _, entries in scanned
        if start >= cut and words[cut].lower() not in _OWNING and words[cut].lower() in {"and", "-"}
    ]
    return tuple(before + after + late)


def _first_office(words: list[str], taken: set[int], registry: Registry) -> tuple[Office | None, tuple[int, int]]:
    best: tuple[Office | None, tuple[int, int]] = (None, (0, 0))
    position = 0
    while position < len(words):
        found = registry.title(words, position) if position not in taken else None
        if found and not any(index in taken for index in range(position, found[0])):
            end, office = found
            if best[0] is None:
                best = (office, (position, end))
            elif position == best[1][1]:
                best = (max(best[0], office, key=lambda item: item.rank), (best[1][0], end))
            position = end
        else:
            position += 1
    return best


def _name(words: list[str], taken: set[int], spot: tuple[int, int], cut: int) -> str:
    """The longest run of capitalised words that are no alias and no title: a person's name, if anyone's."""
    runs: list[list[str]] = [[]]
    for index, word in enumerate(words):
        named = word[0].isupper() or (
            word.lower() in {"al", "bin", "ibn", "van", "von", "de", "der", "del", "da", "dos", "el", "ul", "la", "le"} and runs[-1]
        )
        if index in taken or spot[0] <= index < spot[1]:
            runs.append([])
        elif named or (word == "-" and runs[-1]):
            runs[-1].append(word)
        elif word not in {"."}:
            runs.append([])
    best = max(runs, key=len)
    while best and (best[-1] == "-" or best[-1].islower()):
        best.pop()
    return " ".join(best).replace(" - ", "-")


def _runs(words: list[str], taken: set[int]) -> tuple[str, ...]:
    free = [(word if index not in taken and word[0].isupper() else "|") for index, word in enumerate(words)]
    out: list[str] = []
    for run in " ".join(free).split("|"):
        parts = run.split()
        if parts:
            out.append(" ".join(parts))
            out.extend(" ".join(parts[:size]) for size in range(len(parts) - 1, 0, -1))
    return tuple(out)
