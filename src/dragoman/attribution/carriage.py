"""The outlet through which somebody spoke, for the whole page: what is said in an interview is told by whoever carried it."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from dragoman.attribution.cues import lexicon, words
from dragoman.attribution.outlets import is_outlet_name
from dragoman.attribution.sources import strip_article, subject_of
from dragoman.model import Mention, Quote

_NEAR = 1200
"""How many characters from the words that name it an outlet still carries what the same speaker says."""
_PASSED = {"quote", "cite"}


def carrier_of(doc: Doc, name: str, start: int) -> str | None:
    """The outlet that carried what ``name`` says in the page, for its words at ``start``.

    None where the page names none or several nearby, and where the sentence itself tells of another setting ("told parliament").
    """
    found = doc.char_span(start, start + 1, alignment_mode="expand")
    if found is None or any(token.lemma_.lower() in words("setting") for token in found.root.sent):
        return None
    outlets = {
        outlet
        for one in doc._.attributions
        if one.quote.speaker is not None and one.quote.speaker.name == name and _is_carried(doc, one.quote, start)
        for outlet in one.quote.via
        if is_outlet_name(doc, outlet)
    }
    fullest = max(sorted(outlets), key=len, default=None)
    return fullest if fullest is not None and all(_is_short_for(outlet, fullest) for outlet in outlets) else None


def _is_short_for(outlet: str, fullest: str) -> bool:
    """ "CBS" for "CBS News", and the name itself."""
    return f"{strip_article(fullest)} ".startswith(f"{strip_article(outlet)} ")


def _is_carried(doc: Doc, quote: Quote, start: int) -> bool:
    """Whether the outlet of the statement, near ``start``, had the speaker speak or write: it did more than quote a sentence."""
    if not quote.via or quote.cue_span is None or abs(quote.cue_span.start - start) > _NEAR:
        return False
    cue = doc.char_span(quote.cue_span.start, quote.cue_span.end, alignment_mode="expand")
    return cue is not None and not any(token.lemma_ in _PASSED for token in cue)


def who_speaks(doc: Doc, start: int, end: int) -> str | None:
    """The name of whoever does the act of words at ``text[start:end]``."""
    found = doc.char_span(start, end, alignment_mode="expand")
    if found is None or (found.root.lemma_.lower(), found.root.pos_) not in lexicon() or found.root.pos_ != "VERB":
        return None
    subject = subject_of(found.root)
    mention = _mention_at(doc, subject) if subject is not None else None
    return mention.actor.name if mention is not None else None


def _mention_at(doc: Doc, token: Token) -> Mention | None:
    return next((m for m in doc._.mentions if m.start <= token.idx < m.end), None)
