"""Annotated documents → training windows: word pieces, and candidate triggers with their labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import NONE, labels, modes
from dragoman.coding.windows import Layout
from dragoman.model import Document
from training.corpus import STATUSES, Annotated, Example

IGNORED = -100
"""Label that the loss passes over."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A candidate word: where it stands, and what it is (index into ``labels()``)."""

    place: tuple[int, int]
    label: int
    mode: int
    status: int
    weight: float


@dataclass(frozen=True, slots=True)
class Item:
    """One window with what is to be learned from it."""

    ids: tuple[int, ...]
    named: tuple[int, ...]
    triggers: tuple[Trigger, ...]


def annotate(nlp: Language, source: Annotated) -> Doc:
    """The text through the pipeline's stages up to actors, as of its date."""
    doc = nlp.make_doc(source.text)
    doc._.document = Document(
        source.text, source.name, published=source.published, published_basis="given" if source.published else "unknown"
    )
    return nlp(doc)


def items(doc: Doc, sentences: list[Span], layout: Layout, source: Annotated) -> Iterator[Item]:
    """The training windows of one document, read as ``doc``; ``sentences``: those that are coded."""
    marked = {token: example for example in source.examples if (token := token_of(doc, example)) is not None}
    for window in layout.windows:
        wanted = {t.i for n in window.focus for t in cand.trigger_tokens(sentences[n])}
        wanted |= {t.i for n in window.focus for t in sentences[n] if t.i in marked}
        found = (_trigger(window.places[i], marked.get(i)) for i in sorted(wanted & window.places.keys()))
        yield Item(window.ids, window.named, tuple(found))


def token_of(doc: Doc, example: Example) -> int | None:
    """The token that an example's trigger is, or the head of its words; None where they are cut."""
    span = doc.char_span(*example.trigger, alignment_mode="expand")
    return span.root.i if span is not None else None


def _trigger(place: tuple[int, int], example: Example | None) -> Trigger:
    if example is None:
        return Trigger(place, labels().index(NONE), IGNORED, IGNORED, 1.0)
    key = (example.type, example.mode)
    return Trigger(
        place,
        labels().index(example.type),
        modes().index(key if key in modes() else (example.type, None)),
        STATUSES.index(example.status),
        example.weight,
    )
