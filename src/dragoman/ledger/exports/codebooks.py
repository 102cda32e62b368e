"""Column lists and codes of POLECAT, ICEWS and GDELT (``data/SOURCES.md``)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Country:
    """A state's codes elsewhere; empty where that list has none."""

    cow: str
    fips: str
    cameo: str


def _text(name: str) -> str:
    return files("dragoman.ledger.exports").joinpath(f"data/{name}").read_text(encoding="utf-8")


@cache
def columns(name: str) -> tuple[str, ...]:
    """The columns of ``polecat``, ``icews`` or ``gdelt``, in order."""
    return tuple(_text(f"{name}.txt").split("\n")[:-1])


@cache
def countries() -> Mapping[str, Country]:
    """The codes of each state, by our code."""
    rows = csv.DictReader(_text("countries.tsv").splitlines(), delimiter="\t")
    return MappingProxyType({row["code"]: Country(row["cow"], row["fips"], row["cameo"]) for row in rows})


@cache
def cameo_names() -> Mapping[str, str]:
    """What CAMEO's categories are called, by their full codes."""
    return MappingProxyType({row["code"]: row["name"] for row in csv.DictReader(_text("cameo.tsv").splitlines(), delimiter="\t")})


def full_cameo(code: str | None) -> str:
    """The code of three or four digits: that of a whole root is its first category, "not specified below"."""
    if not code:
        return ""
    return f"{code}0" if len(code) == 2 else code
