"""Messages read out whole: paragraphs without quotation marks after a line such as "The message reads:"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.attribution.cues import words
from dragoman.attribution.page import Page
from dragoman.attribution.sources import can_speak, owner_of, subject_of
from dragoman.model import Span

_SENDS = {"send", "issue", "address", "write", "extend", "convey", "release", "publish", "deliver", "give", "make"}
_FIRST_PERSON = {"i", "we", "our", "my", "us"}
_MOST = 12


def find_messages(page: Page) -> Iterator[tuple[Span, int, int]]:
    """For each paragraph of a message: its content, the token of the document noun as cue, and the sender's head token."""
    paragraphs = page.paragraphs
    at = 0
    while at + 1 < len(paragraphs):
        noun = _announced(page, paragraphs[at])
        at += 1
        if noun is None:
            continue
        sender = _sender(page, noun)
        block = _block(page, at)
        if sender is None or not any(_first_person(page, span) for span in block):
            continue
        for span in block:
            yield span, noun.i, sender.i
        at += len(block)


def _tokens(page: Page, span: Span) -> list[Token]:
    return list(page.doc[page.first_token(span.start) : page.first_token(span.end)])


def _announced(page: Page, line: Span) -> Token | None:
    """The document noun of a line that ends in a colon."""
    if not line.of(page.text).rstrip().endswith(":"):
        return None
    return next((token for token in _tokens(page, line) if token.pos_ == "NOUN" and _is_message(token)), None)


def _sender(page: Page, noun: Token) -> Token | None:
    """Who sent it: the owner of the noun or the subject of the sending, in the line itself or before."""
    owner = owner_of(noun)
    if owner is not None:
        return owner
    for at in range(noun.i, -1, -1):
        token = page.doc[at]
        if _is_message(token) and token.dep_ == "dobj" and token.head.lemma_ in _SENDS:
            subject = subject_of(token.head)
            if subject is not None and can_speak(subject):
                return subject
    return None


def _block(page: Page, first: int) -> list[Span]:
    """The paragraphs up to the next that is quoted or ends in a colon."""
    block = []
    for line in page.paragraphs[first : first + _MOST]:
        text = line.of(page.text).strip()
        if text[:1] in "\"“`‘'«(" or text.endswith(":") or text[-1:] not in {".", "!", "?"}:
            break
        low = line.start + len(line.of(page.text)) - len(line.of(page.text).lstrip())
        block.append(Span(low, low + len(text)))
    return block


def _first_person(page: Page, span: Span) -> bool:
    return any(token.lower_ in _FIRST_PERSON and page.mark_at(token.idx) is None for token in _tokens(page, span))


def _is_message(noun: Token) -> bool:
    return noun.lemma_.lower() in words("document") or noun.lemma_.lower() in words("reply")
