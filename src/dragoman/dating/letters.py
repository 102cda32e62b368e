"""The day that a letter carries, for what the sentences around it tell of its words.

A dispatch says who thanked whom, then "in a letter dated Sunday", then what else the writer said in it: all of that was said on Sunday.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from dragoman.dating.event_times import Dated, dated
from dragoman.dating.terms import read_rows

_LETTERS = frozenset(row[0] for row in read_rows("letters.tsv"))
_CARRIES = frozenset({"date", "send", "write", "sign"})
_TELLS = frozenset(row[0] for row in read_rows("telling_verbs.tsv"))
_STEPS = 4
"""How far in the parse a letter may stand from its day: letter → dated → on → Sunday."""


def letter_time(doc: Doc, token: Token) -> Dated | None:
    """The day of the one dated letter of the paragraph, for what its sentence, the one before and those after it tell."""
    if token.sent.root.lemma_.lower() not in _TELLS:
        return None
    sentences = list(_paragraph(doc, token.sent))
    letters = [(n, found) for n, sentence in enumerate(sentences) for found in dated(doc, sentence) if _dates_letter(found)]
    if len(letters) != 1:
        return None
    at, found = letters[0]
    here = next(n for n, sentence in enumerate(sentences) if sentence.start == token.sent.start)
    return found if here >= at - 1 else None


def _paragraph(doc: Doc, sentence: Span) -> Iterator[Span]:
    """The sentences between the line breaks around a sentence."""
    first, last = sentence.start, sentence.end
    while first > 0 and "\n" not in doc[first - 1].text_with_ws:
        first -= 1
    while last < len(doc) and "\n" not in doc[last - 1].text_with_ws:
        last += 1
    return (one for one in doc.sents if first <= one.start < last)


def _dates_letter(found: Dated) -> bool:
    """Whether a time hangs on a letter, directly or by a participle: "a letter of 3 May", "the message sent on Friday"."""
    at = found.root
    for _ in range(_STEPS):
        if at.head == at:
            return False
        at = at.head
        if at.lemma_.lower() in _LETTERS:
            return True
        if at.pos_ == "VERB" and (at.dep_ != "acl" or at.lemma_.lower() not in _CARRIES):
            return False
    return False
