"""Countries named in a text, for choosing between occasions of one name (the actors stage runs after dating)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from dragoman.dating.terms import read_rows


@cache
def _forms() -> Mapping[str, str]:
    return {form.lower(): code for code, forms in read_rows("countries.tsv") for form in forms.split("|")}


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(_forms(), key=lambda form: (-len(form), form))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)", re.IGNORECASE)


def countries_named(text: str) -> list[tuple[int, str]]:
    """Offset and ISO 3166 alpha-3 code of each country named by name, demonym or capital, in text order."""
    return [(match.start(), _forms()[match[0].lower()]) for match in _pattern().finditer(text)]
