"""Dragoman reads news and state-media dispatches: who did what to whom, when, where, and who says so.

This module is the public face. Everything heavy is imported inside the functions, so that ``import dragoman`` is quick.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest, DragomanError, NotEnglish, UnreadableDocument
from dragoman.model import (
    FURNITURE,
    Actor,
    Document,
    Event,
    EventDate,
    Interval,
    Mention,
    Party,
    Passage,
    Place,
    Published,
    Quote,
    Report,
    Span,
    TimeExpression,
    Unplaced,
)

if TYPE_CHECKING:
    from spacy.language import Language

    from dragoman.ledger import Ledger

__version__ = "0.1.0"

__all__ = [
    "FURNITURE",
    "Actor",
    "BadRequest",
    "Document",
    "DragomanError",
    "Event",
    "EventDate",
    "Interval",
    "Ledger",
    "Mention",
    "NotEnglish",
    "Party",
    "Passage",
    "Place",
    "Published",
    "Quote",
    "Report",
    "Span",
    "TimeExpression",
    "Unplaced",
    "UnreadableDocument",
    "__version__",
    "classify",
    "load",
    "read",
    "resolve",
]


def __getattr__(name: str) -> object:
    if name == "Ledger":
        from dragoman.ledger import Ledger

        return Ledger
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def read(text_or_path: str | Path, published: date | str | None = None, actors: str | Path | None = None) -> Report:
    """Read one document and report its events, quotations, times and passages.

    A ``Path`` is a file, and so is a string that names an existing file or is a single word; any other string is the
    text itself. ``published`` is the day of publication (a ``date`` or ``YYYY-MM-DD``) where the page does not say it.
    ``actors`` is a CSV table of your own actors (docs/registry.md), which win over those that ship.

    Raises:
        UnreadableDocument: the file is missing, empty, binary, wrongly encoded or too large.
        NotEnglish: the document is in another language.
        BadRequest: ``published`` is not a date, or the table of actors has a mistake.
    """
    from dragoman.reading import read_one

    return read_one(text_or_path, published, actors)


def load(actors: str | Path | None = None) -> Language:
    """A fresh spaCy pipeline with every stage of the reading as a named component.

    The results are on the ``Doc``: ``doc._.events``, ``doc._.quotes``, ``doc._.times``, ``doc._.passages`` and so on.
    ``actors`` is a CSV table of your own actors, which win over those that ship.

    Raises:
        BadRequest: the table of actors has a mistake.
    """
    from dragoman.pipeline import load as load_pipeline

    return load_pipeline(actors=actors)


def resolve(phrase: str, on: date | str | None = None, context: str = "", actors: str | Path | None = None) -> Actor | None:
    """The actor that a phrase stands for on a day ("the Russian defence minister", "Pyongyang"), or None.

    ``on`` is a ``date`` or ``YYYY-MM-DD``; ``context`` is the text around the phrase, where there is any;
    ``actors`` is a CSV table of your own actors, which win over those that ship.

    Raises:
        BadRequest: ``on`` is not a date, or the table of actors has a mistake.
    """
    from dragoman.actors.phrases.resolver import resolve as resolve_phrase
    from dragoman.actors.registry.user_table import registry_for
    from dragoman.dating.days import day

    if actors is None:
        return resolve_phrase(phrase, day(on), context)
    return resolve_phrase(phrase, day(on), context, registry_for(actors))


def classify(marked_sentences: Iterable[str]) -> list[tuple[str, float]]:
    """The PLOVER 2 type (or ``NONE``) and its confidence, in [0, 1], for each marked sentence.

    Each sentence marks its two parties: ``<s>Russia</s> warned <t>Ukraine</t> on Monday.``
    """
    from dragoman.coding.relations import classify as classify_sentences

    return classify_sentences(list(marked_sentences))
