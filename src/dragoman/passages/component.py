"""``dragoman_passages``: the first stage of the pipeline; only the tokenizer has run before it."""

from __future__ import annotations

from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from dragoman.extensions import document_of, register
from dragoman.passages.split import split

register()


_CLOSERS = frozenset(('"', "”", "’", "''", "'", "»", ")", "]", "”."))
_ONE_LINE = frozenset({"dateline", "credit", "headline", "related-headline"})
"""Kinds of passage that are one sentence, whatever stops there are in them."""


@Language.component("dragoman_passages", assigns=["doc._.passages", "doc.spans", "token.is_sent_start"])
def dragoman_passages(doc: Doc) -> Doc:
    """Set ``doc._.passages`` and ``doc.spans["passages"]``, and end sentences where passages end.

    A passage is a paragraph at most, so no sentence runs over a blank line either. White space and closing quotation
    marks never start a sentence: they belong to the one before them.
    """
    passages = split(document_of(doc).text, document_of(doc).title)
    doc._.passages = passages
    _tie(doc)
    starts = [token.idx for token in doc]
    spans: list[Span] = []
    for passage in passages:
        first = bisect_left(starts, passage.start)
        if first == len(doc):
            continue
        last = max(bisect_left(starts, passage.end), first + 1)
        if passage.kind in _ONE_LINE:
            for token in doc[first + 1 : last]:
                token.is_sent_start = False
        if spans:
            doc[first].is_sent_start = True
        spans.append(Span(doc, first, last, label=passage.kind))
    doc.spans["passages"] = SpanGroup(doc, name="passages", spans=spans)
    return doc


def _tie(doc: Doc) -> None:
    """Tie white space and closing quotation marks to the sentence before them."""
    for token in doc[1:]:
        if token.is_space or (token.text in _CLOSERS and not doc[token.i - 1].whitespace_ and not doc[token.i - 1].is_space):
            token.is_sent_start = False
