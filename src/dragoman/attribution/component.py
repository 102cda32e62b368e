"""The spaCy component ``dragoman_attribution``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from dragoman.attribution.assemble import find_attributions
from dragoman.extensions import register

register()


@Language.component("dragoman_attribution")
def dragoman_attribution(doc: Doc) -> Doc:
    """Find every attribution; sets ``doc._.attributions``, the statements as ``doc._.quotes``, ``doc._.denials`` and ``doc.spans``."""
    doc._.attributions, doc._.quotes, doc._.denials = find_attributions(doc)
    spans = [
        doc.char_span(part.start, part.end, label=quote.kind, alignment_mode="expand") for quote in doc._.quotes for part in quote.content
    ]
    doc.spans["quotes"] = SpanGroup(doc, name="quotes", spans=[span for span in spans if span is not None])
    return doc
