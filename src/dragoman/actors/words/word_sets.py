"""Closed sets of words that the actor stage looks for, kept in ``data/word_sets.tsv``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in files("dragoman.actors").joinpath("data/word_sets.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, words = line.split("\t")
            table[name] = frozenset(word.replace("_", " ") for word in words.split(" "))
    return table


def word_set(name: str) -> frozenset[str]:
    """The words of one set.

    Raises:
        KeyError: no set has that name.
    """
    return _table()[name]
