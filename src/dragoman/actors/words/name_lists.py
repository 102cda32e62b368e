"""First names with the gender that they tell, and surnames that are also words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from dragoman.actors.words.names import plain


@cache
def first_names() -> Mapping[str, str]:
    """First names: name to "f" or "m", or "" for one that women bear in one country and men in another."""
    table: dict[str, str] = {}
    for line in _text("first_names.tsv").splitlines():
        gender, _, names = line.partition("\t")
        for name in names.split():
            table.setdefault(plain(name), "" if gender == "either" else gender)
    return MappingProxyType(table)


@cache
def common_surnames() -> frozenset[str]:
    """Surnames that are also words, months, titles, towns or given names, in lower case."""
    return frozenset(line for line in _text("common_surnames.txt").splitlines() if not line.startswith("#"))


def _text(name: str) -> str:
    return files("dragoman.actors").joinpath(f"data/{name}").read_text("utf-8")
