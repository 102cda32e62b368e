"""Page furniture, headlines and datelines told apart from what is reported; the language of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.model import FURNITURE, Passage, PassageKind, Span
from dragoman.passages.split import split

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Passage", "body_spans", "is_body", "is_furniture", "split"]


def is_body(kind: PassageKind | str) -> bool:
    """Whether a passage of this kind is the story itself."""
    return kind == "body"


def is_furniture(kind: PassageKind | str) -> bool:
    """Whether a passage of this kind is page furniture, from which no event is taken."""
    return kind in FURNITURE


def body_spans(doc: Doc) -> tuple[Span, ...]:
    """The characters of the story; the whole text where no stage has told its passages apart."""
    passages: tuple[Passage, ...] = doc._.passages
    if not passages:
        return (Span(0, len(doc.text)),) if doc.text.strip() else ()
    return tuple(Span(passage.start, passage.end) for passage in passages if is_body(passage.kind))
