"""Actors: the registry of names and offices, mentions of actors in a text, and the resolver of single phrases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.model import Actor

__all__ = ["resolve"]


def resolve(phrase: str, on: date | str | None = None, context: str = "") -> Actor | None:
    """The actor that ``phrase`` stands for as of a day, or None; see :func:`dragoman.actors.phrases.resolver.resolve`."""
    from dragoman.actors.phrases.resolver import resolve as resolve_phrase

    return resolve_phrase(phrase, on, context)
