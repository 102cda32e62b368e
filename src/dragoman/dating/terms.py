"""The words that time expressions are made of, from ``data/terms.tsv`` (kind, form, value)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


def read_rows(name: str) -> list[list[str]]:
    """The rows of a data file of this package, without its heading and remarks."""
    text = files("dragoman.dating").joinpath("data", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#")]


@cache
def table(kind: str) -> Mapping[str, str]:
    """Form to value for one kind of word ("month", "unit" ...)."""
    return MappingProxyType({form: value for row_kind, form, value in read_rows("terms.tsv") if row_kind == kind})


@cache
def either(*kinds: str) -> str:
    """The forms of some kinds of word as alternatives of a regular expression, the longest first."""
    forms = {form for kind in kinds for form in table(kind)}
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


def month_number(form: str) -> int:
    """1 to 12 for a month's name or abbreviation, with or without its full stop."""
    return int(table("month")[form.lower().rstrip(".")])


def weekday_number(form: str) -> int:
    """0 (Monday) to 6 for a weekday's name or abbreviation."""
    plain = form.lower().rstrip(".")
    return int(table("weekday").get(plain) or table("weekday_short")[plain])


def unit_code(form: str) -> str:
    """The unit's letter in TIMEX3 ("Y", "M", "TH" ...) for its singular or plural."""
    plain = form.lower()
    units = table("unit")
    return units.get(plain) or units[plain.removesuffix("s")]
