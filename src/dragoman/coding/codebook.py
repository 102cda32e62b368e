"""PLOVER 2: event types with their modes, quad class, score and CAMEO cross-walk.

The score is Goldstein's weight (Goldstein 1992, as carried over to CAMEO by Schrodt) of the CAMEO category named in the
same row, on a scale from -10 (conflict) to 10 (cooperation).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NONE = "NONE"
JOINT = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AGREE"})
"""Types whose parties may act together, so that all stand among the actors and there is no recipient."""
SPOKEN = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types of acts that are done with words: who says it does it."""
MUTUAL = frozenset({("CONSULT", None), ("CONSULT", "phone"), ("CONSULT", "multilateral")})
"""Meetings in which nobody is host or go-between: all who meet are actors (codebook, "Actors and recipients")."""


@dataclass(frozen=True, slots=True)
class Category:
    """One row of the codebook: a type, or a type in one of its modes (``mode`` is None for the type itself)."""

    type: str
    mode: str | None
    quad: str
    score: float
    cameo: str
    meaning: str


@cache
def categories() -> dict[tuple[str, str | None], Category]:
    """All categories by type and mode."""
    with files("dragoman.coding").joinpath("data/codebook.tsv").open(encoding="utf-8") as rows:
        read = [
            Category(row["type"], row["mode"] or None, row["quad"], float(row["score"]), row["cameo"], row["meaning"])
            for row in csv.DictReader(rows, delimiter="\t")
        ]
    return {(category.type, category.mode): category for category in read}


def category(type_: str, mode: str | None = None) -> Category:
    """The category of a type in a mode; that of the type itself where the codebook has no such mode.

    Raises KeyError for a type that PLOVER 2 does not have.
    """
    found = categories()
    return found.get((type_, mode)) or found[(type_, None)]


@cache
def types() -> tuple[str, ...]:
    """The sixteen event types, in the codebook's order."""
    return tuple(dict.fromkeys(type_ for type_, _ in categories()))


@cache
def labels() -> tuple[str, ...]:
    """What the type classifier tells apart: ``NONE``, then the types; the index is the model's."""
    return (NONE, *types())


@cache
def modes() -> tuple[tuple[str, str | None], ...]:
    """What the mode classifier tells apart; the index is the model's."""
    return tuple(categories())
