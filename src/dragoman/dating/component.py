"""The pipeline component ``dragoman_dating``: sets ``doc._.published`` and ``doc._.times``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from dragoman.dating.document_date import date_document, writes_month_first
from dragoman.dating.expressions import find_expressions
from dragoman.extensions import document_of, register

register()


@Language.component("dragoman_dating")
def dragoman_dating(doc: Doc) -> Doc:
    """Dates the document, then the time expressions in it."""
    month_first = writes_month_first(document_of(doc).text)
    published = date_document(doc, month_first)
    times = find_expressions(document_of(doc).text, published.date, doc, month_first)
    doc._.published = published
    doc._.times = times
    spans = (doc.char_span(time.start, time.end, label=time.type, alignment_mode="expand") for time in times)
    doc.spans["times"] = SpanGroup(doc, name="times", spans=[span for span in spans if span is not None])
    return doc
