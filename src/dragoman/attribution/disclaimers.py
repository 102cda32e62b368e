"""Denials of one's own part: "denied any role in the attack" says nothing against the attack, only against who is held to have made it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.attribution.cues import words
from dragoman.attribution.page import Page, word_span
from dragoman.model import Span


def disclaimed_acts(page: Page, verb: Token, object_: Token | None) -> tuple[Span, ...]:
    """The words for the act that the denier disowns, here and wherever the page tells of it; none where no act is named.

    ``verb`` denies, ``object_`` is what it denies: "responsibility for the strike", "having any part in the killing".
    """
    if object_ is None or object_.lemma_.lower() not in words("involvement"):
        done = _done(verb)
        return tuple(word_span(token) for token in _tellings(page, done)) if done is not None else ()
    acts = [token for child in object_.children if child.dep_ == "prep" for token in child.children if token.dep_ in {"pobj", "pcomp"}]
    acts += [token for act in acts for token in act.conjuncts]
    return tuple(word_span(token) for act in acts for token in _tellings(page, act))


def _done(verb: Token) -> Token | None:
    """The violent act that somebody denies having done: "denied carrying out the raid", "the raid, which it denies having ordered"."""
    clause = next((child for child in verb.children if child.dep_ in {"xcomp", "pcomp"} and child.lemma_ in words("do")), None)
    if clause is None:
        return None
    act = next((child for child in clause.children if child.dep_ == "dobj"), None)
    if act is None and verb.dep_ == "relcl":
        before = (token for token in (verb.head, *verb.head.ancestors) if token.pos_ == "NOUN")
        act = next((token for token in before if token.lemma_.lower() in words("violent")), None)
    return act if act is not None and act.lemma_.lower() in words("violent") else None


def _tellings(page: Page, act: Token) -> Iterator[Token]:
    """The words of the page that tell of the act: its own family, or any violent act where it is one."""
    lemma = act.lemma_.lower()
    violent = lemma in words("violent")
    for token in page.doc:
        other = token.lemma_.lower()
        if token.pos_ in {"NOUN", "VERB"} and (akin(other, lemma) or (violent and other in words("violent"))):
            yield token


def akin(one: str, other: str) -> bool:
    """Whether two words are of one family: "talk" and "talks", "meeting" and "meet"."""
    short, long = sorted((one.removesuffix("s"), other.removesuffix("s")), key=len)
    return len(short) >= 4 and long.startswith(short)
