"""Countries named in a text, by name, demonym or capital; for stages that run before or beside that of the actors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dragoman.gazetteer.entries import read_lines

_WORD = re.compile(r"\w+")
_Forms = tuple[tuple[str, str], ...]


@cache
def _by_first_word() -> Mapping[str, _Forms]:
    """The first word of each form, in small letters, to the forms that begin with it, the longest first, and their codes."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in read_lines("countries.tsv")[1:]:
        code, forms = line.split("\t")
        for form in forms.lower().split("|"):
            first = _WORD.match(form)
            if first is None:
                raise ValueError(f"countries.tsv: {form!r} does not begin with a word")
            found.setdefault(first[0], []).append((form, code))
    return MappingProxyType({word: tuple(sorted(group, key=lambda pair: -len(pair[0]))) for word, group in found.items()})


def countries_named(text: str) -> list[tuple[int, str]]:
    """Offset and ISO 3166 alpha-3 code of each country named by name, demonym or capital, in text order."""
    table = _by_first_word()
    found: list[tuple[int, str]] = []
    done = 0
    for word in _WORD.finditer(text):
        start = word.start()
        for form, code in table.get(word[0].lower(), ()) if start >= done else ():
            end = start + len(form)
            if text[start:end].lower() == form and not (text[end : end + 1].isalnum() or text[end : end + 1] == "_"):
                found.append((start, code))
                done = end
                break
    return found
