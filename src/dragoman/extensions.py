"""The attributes that the pipeline adds to spaCy's ``Doc``; each stage reads those above it and sets its own."""

from __future__ import annotations

from spacy.tokens import Doc

from dragoman.model import Document, Published


def register() -> None:
    """Declare the extensions; harmless when called again."""
    defaults: dict[str, object] = {
        "document": None,  # Document: what was read (None: the text came straight to nlp())
        "passages": (),  # tuple[Passage, ...]
        "mentions": (),  # tuple[Mention, ...] in text order
        "times": (),  # tuple[TimeExpression, ...] in text order
        "published": Published(None, "unknown"),
        "places": (),  # tuple[Place, ...] in text order
        "quotes": (),  # tuple[Quote, ...] in text order: the statements
        "attributions": (),  # tuple[Attribution, ...] in text order: the statements and what is thought, wished and planned
        "denials": (),  # tuple[Denial, ...]: stretches of text whose truth somebody denies
        "events": (),  # tuple[Event, ...] in text order
        "unplaced": (),  # tuple[Unplaced, ...]
    }
    for name, default in defaults.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def document_of(doc: Doc) -> Document:
    """The document behind a Doc, made from its text, once, where the caller gave none."""
    document: Document | None = doc._.document
    if document is None:
        document = doc._.document = Document(text=doc.text)
    return document
