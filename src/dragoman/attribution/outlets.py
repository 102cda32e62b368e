"""Through whom words come: the outlet that carries an interview or a statement, and the source that a report cites."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.attribution.cues import words
from dragoman.attribution.page import Page
from dragoman.attribution.sources import agent_of, subject_of

_WHERE = {"in", "on", "to", "with", "through", "via", "by", "for", "from", "of"}
_SPEAKING = {"speak", "talk", "write", "appear", "read", "interview", "quote", "cite", "respond"}
_CITING = {"cite", "quote"}
_STEPS = 4
"""How many phrases deep an outlet may hang below its cue ("in | a letter | published | in | the Herald")."""


def carriers(page: Page, cue: Token) -> list[Token]:
    """The outlets that carry what the verb ``cue`` introduces: "said in an interview with X", "in a statement carried by X"."""
    found: list[Token] = []
    for child in cue.children:
        speaks = child.dep_ in {"advcl", "acl"} and child.tag_ in {"VBG", "VBN"} and child.lemma_ in _SPEAKING - _CITING
        if speaks:
            for inner in child.children:
                found += _below(page, inner, _STEPS)
        elif child.dep_ in {"prep", "agent", "dative"}:
            found += _below(page, child, _STEPS)
    return list(dict.fromkeys(found))


def _below(page: Page, prep: Token, steps: int) -> Iterator[Token]:
    """The outlets in a phrase, looked for in its noun and in the phrases and clauses at a noun that names words."""
    if prep.dep_ not in {"prep", "agent", "dative"} or prep.lower_ not in _WHERE or steps == 0:
        return
    for noun in (child for child in prep.children if child.dep_ == "pobj"):
        if is_outlet(page, noun) or noun.lemma_.lower() in words("outletword") - {"channel", "site", "network", "station"}:
            yield noun
            continue
        owner = next((child for child in noun.children if child.dep_ in {"poss", "compound"} and is_outlet(page, child)), None)
        if owner is not None:
            yield owner
        elif noun.lemma_.lower() in words("carried"):
            yield from _at_words(page, noun, steps)


def _at_words(page: Page, noun: Token, steps: int) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == "prep":
            yield from _below(page, child, steps - 1)
        elif child.dep_ in {"acl", "relcl"}:
            subject = subject_of(child) if child.dep_ == "relcl" else None
            if subject is not None and subject.i > noun.i and is_outlet(page, subject):
                yield subject
            for inner in child.children:
                yield from _below(page, inner, steps - 1)


def is_outlet(page: Page, token: Token) -> bool:
    """Whether the word is the head of an outlet's name, or of words for one ("state television")."""
    mention = page.mention_at(token)
    if mention is not None and mention.actor.kind == "outlet":
        return True
    entity = next(iter(page.doc[token.i : token.i + 1].ents), None)
    if entity is None:
        entity = next((ent for ent in token.sent.ents if ent.start <= token.i < ent.end), None)
    if entity is not None and entity.text.removeprefix("the ").removesuffix("'s").removesuffix("’s") in words("outlet"):
        return True
    of_state = any(child.lower_ in {"state", "official", "state-run"} for child in token.children if child.dep_ in {"compound", "amod"})
    return of_state and token.lower_ in {"television", "tv", "radio", "media"}


def cited(cue: Token) -> Token | None:
    """On whom a report rests: "…, X reported, citing an aide", "X, quoting officials, said"."""
    subject = subject_of(cue)
    near = [*cue.children, *(subject.children if subject is not None else ())]
    for child in near:
        if child.lemma_ in _CITING and child.tag_ == "VBG" and child.dep_ in {"advcl", "acl", "relcl", "ccomp", "conj", "prep", "dep"}:
            return next((noun for noun in child.children if noun.dep_ == "dobj"), None)
    return None


def passed_by(cue: Token) -> Token | None:
    """Through whom somebody speaks: "said through his spokesman", "via an aide"."""
    for child in cue.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"through", "via"}:
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return agent_of(cue) if cue.tag_ == "VBN" and cue.dep_ == "relcl" else None
