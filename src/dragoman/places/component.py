"""The pipeline component ``dragoman_places``: sets ``doc._.places``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from dragoman.extensions import register
from dragoman.places.finding import find_places

register()


@Language.component("dragoman_places")
def dragoman_places(doc: Doc) -> Doc:
    """Finds the places that the document names."""
    places = find_places(doc)
    doc._.places = places
    spans = (doc.char_span(place.start, place.end, label="PLACE", alignment_mode="expand") for place in places)
    doc.spans["places"] = SpanGroup(doc, name="places", spans=[span for span in spans if span is not None])
    return doc
