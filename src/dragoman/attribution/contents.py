"""What the tagger takes for content, fitted to the quotation marks and paragraphs of the text."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.attribution.marks import Mark, is_sentence, last_before
from dragoman.attribution.page import Page
from dragoman.model import Span

_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_SHORT = 4
"""How many characters a content may stop short of a closing mark and still take in the whole quotation."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of content, without the quotation marks around it; ``quoted``: all of it stands in quotation marks."""

    span: Span
    quoted: bool


def fitted(page: Page, cue: Span, content: tuple[Span, ...]) -> list[Piece]:
    """The stretches as they stand in the text, those that fall away left out; if all would, as they were."""
    pieces = [_fitted(page, cue, span) for whole in content if (span := _in_reach(page, cue, whole)) is not None]
    return pieces or [_fitted(page, cue, span) for span in content]


def _in_reach(page: Page, cue: Span, span: Span) -> Span | None:
    """``span`` without what a paragraph before the cue's says in a quotation of its own."""
    at = page.paragraph_of(cue.start)
    if at is None or page.paragraph_of(span.start) == at or span.end <= page.paragraphs[at].start:
        return span
    low = page.paragraphs[at].start
    if span.start > low:
        return span
    earlier = [number for number in page.marks_over(Span(span.start, low)) if page.marks[number].outer.end <= low]
    if not earlier or page.marks[earlier[-1]].continues:
        return span
    later = page.marks_over(Span(low, span.end))
    return Span(max(low, page.marks[later[0]].outer.start), span.end) if len(later) else span


def _fitted(page: Page, cue: Span, span: Span) -> Piece:
    numbers = page.marks_over(span)
    around = next((page.marks[n] for n in numbers if page.marks[n].outer.start <= span.start and span.end <= page.marks[n].outer.end), None)
    if around is not None:
        if around.outer.overlaps(cue):
            return Piece(span, False)
        return Piece(_within(page, around, span), True)
    led = _without_lead(page, cue, span)
    if led is not None:
        return Piece(led, True)
    covered = sum(max(0, min(page.marks[n].outer.end, span.end) - max(page.marks[n].outer.start, span.start)) for n in numbers)
    start, end = span.start, span.end
    for number in numbers:
        mark = page.marks[number]
        if mark.outer.start <= start < mark.inner.start and mark.outer.end >= end:
            start = mark.inner.start
        if mark.outer.start < end < mark.inner.end and mark.inner.end - end < _SHORT:
            end = mark.inner.end
    return Piece(Span(start, end), covered >= 0.9 * (span.end - span.start))


def _without_lead(page: Page, cue: Span, span: Span) -> Span | None:
    """The quotation that the content ends in, where only a phrase of the cue's leads up to it (told | the crowd, "…")."""
    last = page.marks[page.marks_over(span)[-1]] if len(page.marks_over(span)) == 1 else None
    if last is None or span.start < cue.end or last.outer.end < span.end or not is_sentence(page.text, last):
        return None
    if last_before(page.text, last.outer.start) not in {",", ":"}:
        return None
    lead = page.doc[page.first_token(span.start) : page.first_token(last.outer.start)]
    return last.inner if not any(token.tag_ in _FINITE for token in lead) else None


def _within(page: Page, mark: Mark, span: Span) -> Span:
    """The part of a quotation that is content: all of it where it is a statement, up to its edges where it nearly reaches them."""
    if is_sentence(page.text, mark) and not mark.continues:
        return mark.inner
    low, high = max(span.start, mark.inner.start), min(span.end, mark.inner.end)
    if mark.inner.end - high <= _SHORT:
        high = mark.inner.end
    return Span(low, high) if high > low else span
