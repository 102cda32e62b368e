"""What may be an attribution: what the tagger finds, messages read out whole, and quotations that hang on no cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from dragoman.attribution.contents import Piece, fitted
from dragoman.attribution.cues import Cue, lexicon
from dragoman.attribution.marks import Mark, is_sentence, last_before
from dragoman.attribution.messages import find_messages
from dragoman.attribution.page import Draft, Page, word_span
from dragoman.attribution.sources import addressees_of, agent_of, is_passive, issuer_of, quoted_source, subject_of
from dragoman.attribution.tagged import Tagged, find_tagged
from dragoman.attribution.trailing import find_leading, find_trailing
from dragoman.model import QuoteKind, Span

_SURE, _CLEAR = 0.45, 0.9
"""From which probability on the tagger's finding stands; the probability of a clause that its shape gives away."""
_PLAIN = Cue("", "VERB", "say", "asserted", frozenset({"that", "bare", "quote"}))


def letters(page: Page) -> list[Draft]:
    """The paragraphs of messages read out whole."""
    found = []
    for span, cue, source in find_messages(page):
        noun = page.doc[cue]
        found.append(Draft((span,), "direct", cue, word_span(noun), source))
    return found


def candidates(page: Page, beside: Sequence[Draft] = ()) -> list[Draft]:
    """Everything that looks like an attribution, however unlikely; nothing that shares content with the drafts ``beside``."""
    held = [span for draft in beside for span in draft.content]
    tagged = [one for one in _amended(page) if not any(part.overlaps(span) for part in one.content for span in held)]
    return [_from_tagged(page, one) for one in tagged]


def _amended(page: Page) -> list[Tagged]:
    """What the tagger finds, and the reporting clauses that it passes over or is unsure of."""
    tagged = {one.cue: one for one in find_tagged(page)}
    for clause in find_trailing(page):
        one = tagged.get(clause.cue)
        if one is not None and one.chance >= _SURE:
            continue
        token = page.doc[clause.cue]
        cue = one.cue_span if one is not None and not one.cue_span.overlaps(clause.source_span) else word_span(token)
        tagged[clause.cue] = Tagged(clause.cue, cue, clause.source, clause.source_span, (clause.content,), _CLEAR)
        for near in [other for other in tagged if clause.cue < other <= clause.cue + 8 and tagged[other].cue_span.overlaps(cue)]:
            del tagged[near]
    for clause in find_leading(page):
        if clause.cue in tagged:
            continue
        if all(
            abs(at - clause.cue) > 1 and not one.cue_span.overlaps(clause.source_span) for at, one in tagged.items() if one.chance >= _SURE
        ):
            token = page.doc[clause.cue]
            cue = word_span(token)
            tagged = {at: one for at, one in tagged.items() if not one.cue_span.overlaps(cue) and at != clause.cue}
            tagged[clause.cue] = Tagged(clause.cue, cue, clause.source, clause.source_span, (clause.content,), _CLEAR)
    return [tagged[at] for at in sorted(tagged)]


def _from_tagged(page: Page, one: Tagged) -> Draft:
    """The draft of what the tagger found: contents fitted to their quotation marks, addressees and relays from syntax."""
    pieces = fitted(page, one.cue_span, one.content)
    kind: QuoteKind = "direct" if all(piece.quoted for piece in pieces) else "mixed" if _quotes(page, pieces) else "indirect"
    token = page.doc[one.cue]
    cue = lexicon().get((token.lemma_.lower(), "VERB" if token.pos_ == "AUX" else token.pos_)) or _PLAIN
    source = one.source
    via: tuple[int, ...] = ()
    addressees: tuple[int, ...] = ()
    if token.pos_ in {"VERB", "AUX"}:
        speaker, via = quoted_source(token)
        if via and speaker is not None:
            source = speaker.i
        addressees = tuple(to.i for to in addressees_of(token, cue) if not _part_of(one, to.i, page))
    if source is None:
        shown = _shown_source(token)
        source = shown.i if shown is not None and not _part_of(one, shown.i, page) else None
    span = one.source_span if source == one.source else None
    return Draft(
        tuple(dict.fromkeys(piece.span for piece in pieces)), kind, one.cue, one.cue_span, source, span, addressees, via, one.chance
    )


def _quotes(page: Page, pieces: list[Piece]) -> bool:
    """Whether the content holds words in quotation marks of its own (not only lies in them)."""
    return any(page.marks[number].outer.start >= piece.span.start - 2 for piece in pieces for number in page.marks_over(piece.span))


def _shown_source(cue: Token) -> Token | None:
    """The source as syntax shows it, where the tagger saw none: subject, by-phrase, owner, or what stands after "according to"."""
    if cue.pos_ in {"VERB", "AUX"} and cue.lower_ != "according":
        return agent_of(cue) if is_passive(cue) else subject_of(cue)
    if cue.pos_ in {"NOUN", "PROPN"}:
        return issuer_of(cue)
    inner = [*cue.children, *(below for child in cue.children for below in child.children)]
    return next((noun for noun in inner if noun.dep_ == "pobj"), None)


def _part_of(one: Tagged, at: int, page: Page) -> bool:
    """Whether a word is part of the attribution's source or content, so that it cannot be whom it is said to."""
    start = page.starts[at]
    return any(span.start <= start < span.end for span in (*one.content, *((one.source_span,) if one.source_span else ())))


def left_over(page: Page, drafts: Sequence[Draft]) -> list[Mark]:
    """The quotations that read as statements and are content of none of the drafts."""
    taken = {number for draft in drafts for span in draft.content for number in page.marks_over(span)}
    return [mark for number, mark in enumerate(page.marks) if number not in taken and is_sentence(page.text, mark)]


def uncued(page: Page, marks: Sequence[Mark]) -> list[Draft]:
    """Quotations that hang on no cue: they carry on what was said before. Titles and scare quotes are none."""
    return [Draft((mark.inner,), "direct") for mark in marks if not _inside_sentence(page, mark)]


def split(page: Page, draft: Draft) -> list[Draft]:
    """A statement that is all quotation, one draft for each stretch in quotation marks; any other as it is."""
    if draft.kind != "direct":
        return [draft]
    parts = []
    for span in draft.content:
        for number in page.marks_over(span):
            inner = page.marks[number].inner
            start, end = max(span.start, inner.start), min(span.end, inner.end)
            if end > start:
                parts.append(Span(start, end))
    return [replace(draft, content=(part,)) for part in parts] if len(parts) > 1 else [draft]


def _inside_sentence(page: Page, mark: Mark) -> bool:
    """Whether unquoted words of the same sentence stand before the quotation: then it is a title or a scare quote."""
    paragraph = page.paragraph_of(mark.outer.start)
    if paragraph is None or not page.text[page.paragraphs[paragraph].start : mark.outer.start].strip():
        return False
    return last_before(page.text, mark.outer.start) not in ".!?…:”\"'’"
