"""Quotations that the tagger leaves over but that stand right beside their cue: after a colon, or before a dash and a name."""

from __future__ import annotations

import re

from spacy.tokens import Token

from dragoman.attribution.marks import Mark
from dragoman.attribution.page import Draft, Page, word_span
from dragoman.attribution.sources import can_speak, issuer_of, subject_of
from dragoman.model import Span

_SIGNED = re.compile(r"[ \t]*(?:\r?\n[ \t]*)?([―—–]|--?)[ \t]*(?=[A-Z])")
_SAYING = {"VERB", "AUX"}
_LONGEST_NAME = 12
_REACH = 40
"""How many words before a colon its cue may stand."""


def cued_beside(page: Page, mark: Mark) -> Draft | None:
    """The draft of a quotation with the cue right before or after it; None where there is none."""
    return _signed(page, mark) or _announced(page, mark)


def _signed(page: Page, mark: Mark) -> Draft | None:
    """ "…" — A. B.: a dash and a name, to the end of the line."""
    found = _SIGNED.match(page.text, mark.outer.end)
    if found is None:
        return None
    line = page.paragraph_of(found.end())
    if line is None:
        return None
    words = page.doc[page.first_token(found.end()) : page.first_token(page.paragraphs[line].end)]
    named = [token for token in words if not token.is_space]
    if not 0 < len(named) <= _LONGEST_NAME or named[0].pos_ != "PROPN" or any(token.pos_ in _SAYING for token in named):
        return None
    end = next((token for token in named if token.is_punct), None)
    span = page.trimmed(named[0].idx, end.idx if end is not None and end.i > named[0].i else named[-1].idx + len(named[-1]))
    cue = page.first_token(found.start(1))
    return Draft((mark.inner,), "direct", cue, Span(found.start(1), found.end(1)), _head(page, span).i, span) if span else None


def _head(page: Page, span: Span) -> Token:
    head: Token = page.doc[page.first_token(span.start) : page.first_token(span.end)].root
    return head


def _announced(page: Page, mark: Mark) -> Draft | None:
    """X put it this way: "…" — the last verb or noun before the colon that has somebody to say it."""
    at = page.first_token(mark.outer.start) - 1
    while at >= 0 and (page.doc[at].is_space or page.doc[at].text in {'"', "``", "“"}):
        at -= 1
    if at < 0 or page.doc[at].text != ":" or page.paragraph_of(page.starts[at]) is None:
        return None
    first = max(page.doc[at].sent.start, at - _REACH)
    for token in reversed(page.doc[first:at]):
        if page.mark_at(token.idx) is not None:
            return None
        source = subject_of(token) if token.pos_ in _SAYING else issuer_of(token) if token.pos_ == "NOUN" else None
        if source is not None and can_speak(source) and first <= source.i < at and page.mark_at(source.idx) is None:
            return Draft((mark.inner,), "direct", token.i, word_span(token), source.i)
    return None
