"""Denials without a verb of denial: "no such talks took place", "the report is false", "..., contradicting a newspaper"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from dragoman.attribution.cues import words
from dragoman.attribution.denials import CLAIMS, REACH, Denial, attribution_at, is_same, object_of, owned, phrase
from dragoman.attribution.disclaimers import akin
from dragoman.attribution.page import Page, word_span
from dragoman.attribution.sources import is_negated
from dragoman.attribution.speakers import Speakers
from dragoman.model import Attribution, Span


def find_contradictions(page: Page, attributions: Sequence[Attribution], speakers: Speakers) -> tuple[Denial, ...]:
    """What is said in the page not to be so, without being called a denial.

    ``attributions`` are those of the page, in text order; ``speakers`` has resolved none yet.
    """
    return (
        *_nothing_such(page, attributions),
        *_called_untrue(page, attributions),
        *_contradicted(page, attributions, speakers),
    )


def _nothing_such(page: Page, attributions: Sequence[Attribution]) -> Iterator[Denial]:
    """ "No such talks took place, the ministry said": against the statement nearest before, or else after, that tells of such talks."""
    for one in attributions:
        if one.quote.speaker is None or one.stance not in CLAIMS:
            continue
        for span in one.quote.content:
            tokens = page.doc[page.first_token(span.start) : page.first_token(span.end)]
            at = next((token for token in tokens[1:] if token.lower_ == "such" and token.nbor(-1).lower_ == "no"), None)
            if at is None:
                continue
            told = _told_elsewhere(page, at.head.lemma_.lower(), one, attributions)
            if told:
                yield Denial(told, one.quote.speaker, one.quote.speaker_span)


def _called_untrue(page: Page, attributions: Sequence[Attribution]) -> Iterator[Denial]:
    """ "X said the report was false", "the readout did not reflect the talks": against what the report or its author said."""
    for one in attributions:
        if one.quote.speaker is None or one.stance not in CLAIMS:
            continue
        span = one.quote.content[0]
        for token in page.doc[page.first_token(span.start) : page.first_token(one.quote.content[-1].end)]:
            if token.lemma_ not in {"be", "reflect", "correspond", "match"} or token.pos_ not in {"VERB", "AUX"}:
                continue
            subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
            if subject is None or not _says_untrue(token):
                continue
            clause = next((child for child in token.subtree if child.dep_ in {"ccomp", "csubj"} and child.i > token.i), None)
            if subject.lower_ == "it" and clause is not None:
                told: tuple[Span, ...] = (phrase(page, clause, token),)
            elif subject.lemma_.lower() in words("claim"):
                told = _told_in(page, subject, one, attributions)
            else:
                continue
            if told:
                yield Denial(told, one.quote.speaker, one.quote.speaker_span)


def _says_untrue(verb: Token) -> bool:
    below = {token.lower_ for child in verb.children if child.dep_ in {"acomp", "attr", "prep"} for token in child.subtree}
    if is_negated(verb):
        return verb.lemma_ != "be" or not below.isdisjoint({"true", "accurate", "correct", "truth", "case"})
    return "true" not in below and not below.isdisjoint(words("untrue"))


def _told_in(page: Page, noun: Token, own: Attribution, attributions: Sequence[Attribution]) -> tuple[Span, ...]:
    """What the report says: the content of the attributions before whose source or cue is that noun, or else of the last claim."""
    lemma, start = noun.lemma_.lower(), own.quote.content[0].start
    before = [
        one
        for one in attributions
        if one.quote.content[0].start < start
        and one is not own
        and one.stance in CLAIMS
        and not is_same(one.quote.speaker, own.quote.speaker)
    ][-2 * REACH :]
    named = []
    for one in before:
        spans = [span for span in (one.quote.speaker_span, one.quote.cue_span) if span is not None]
        if any(
            token.lemma_.lower() == lemma for span in spans for token in page.doc[page.first_token(span.start) : page.first_token(span.end)]
        ):
            named.append(one)
    told = named or owned(page, noun, before) or before[-1:]
    return tuple(span for one in told for span in one.quote.content)


def _contradicted(page: Page, attributions: Sequence[Attribution], speakers: Speakers) -> Iterator[Denial]:
    """ "X has not recalled its envoy, said the ministry, contradicting a newspaper": what the ministry says did not happen."""
    for verb in page.doc:
        if verb.lemma_ != "contradict" or verb.tag_ != "VBG" or verb.dep_ != "advcl":
            continue
        own = attribution_at(attributions, verb.head)
        if own is None or own.quote.speaker is None:
            continue
        said = page.doc[page.first_token(own.quote.content[0].start) : page.first_token(own.quote.content[-1].end)]
        if is_negated(said.root):
            object_ = object_of(verb)
            claimant = speakers.resolve(object_, speaks=False)[0] if object_ is not None else None
            yield Denial(own.quote.content, own.quote.speaker, own.quote.speaker_span, claimant, words=word_span(verb))


def _told_elsewhere(page: Page, lemma: str, own: Attribution, attributions: Sequence[Attribution]) -> tuple[Span, ...]:
    start = own.quote.content[0].start
    others = sorted((one for one in attributions if one is not own), key=lambda one: _distance(one.quote.content[0].start, start))
    for one in others:
        for span in one.quote.content:
            tokens = page.doc[page.first_token(span.start) : page.first_token(span.end)]
            if any(akin(token.lemma_.lower(), lemma) for token in tokens):
                return one.quote.content
    for sent in reversed([sent for sent in page.doc.sents if sent.end_char <= start][-3:]):
        if any(akin(token.lemma_.lower(), lemma) for token in sent):
            return (Span(sent.start_char, sent.end_char),)
    return ()


def _distance(at: int, start: int) -> tuple[bool, int]:
    """Statements before come first, the nearest of them first."""
    return at > start, abs(at - start)
