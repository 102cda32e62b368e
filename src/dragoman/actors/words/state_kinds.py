"""What states are called without being named: "the kingdom", "the landlocked country", "the Pacific nation"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

_LONGEST = 2


@cache
def _table() -> dict[tuple[str, str], frozenset[str]]:
    table: dict[tuple[str, str], frozenset[str]] = {}
    for line in files("dragoman.actors").joinpath("data/state_kinds.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            part, word, codes = line.split("\t")
            table[part, word] = frozenset(codes.split(" "))
    return table


def noun_ending_at(words: Sequence[str], last: int) -> int | None:
    """Where the noun for a kind of state begins whose last word is ``words[last]`` (lower case); None if it is none."""
    table = _table()
    for start in range(max(0, last - _LONGEST + 1), last + 1):
        if ("noun", " ".join(words[start : last + 1]).replace(" - ", "-")) in table:
            return start
    return None


def is_adjective(words: Sequence[str], index: int) -> bool:
    """Whether a word, alone or with a neighbour, tells a kind of state."""
    table = _table()
    near = (words[index], " ".join(words[index : index + 2]), " ".join(words[max(0, index - 1) : index + 1]))
    return any(("adjective", phrase) in table for phrase in near)


def fitting(words: Sequence[str], first: int, stop: int) -> frozenset[str] | None:
    """The codes of the states that every telling word of a phrase fits; None where no word tells."""
    table = _table()
    found: frozenset[str] | None = None
    index = first
    while index < stop:
        for length in (3, 2, 1):
            phrase = " ".join(words[index : index + length]).replace(" - ", "-")
            codes = table.get(("noun" if index + length == stop else "adjective", phrase))
            if index + length <= stop and codes is not None:
                found = codes if found is None else found & codes
                index += length - 1
                break
        index += 1
    return found
