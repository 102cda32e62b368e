"""Through whom words come: the outlet that carries an interview or a statement, and the source that a report cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from dragoman.attribution.cues import outlet_names, words
from dragoman.attribution.page import Page
from dragoman.attribution.sources import agent_of, subject_of
from dragoman.extensions import document_of

_WHERE = {"in", "on", "to", "with", "through", "via", "by", "for", "from", "of"}
_SPEAKING = {"speak", "talk", "write", "appear", "read", "interview", "quote", "cite", "respond"}
_CITING = {"cite", "quote"}
_ISSUING = {"release", "issue", "publish", "carry", "distribute", "circulate", "broadcast", "air", "print", "post", "run", "obtain"}
_OPENING = {"in", "during", "on", "speaking", "appearing", "interviewed", "writing", "asked", "quoted"}
_SHORT = re.compile(r"[A-Z]{2,6}")
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
    return list(dict.fromkeys(found or _opening(page, cue)))


def _opening(page: Page, cue: Token) -> list[Token]:
    """The outlet in the words that open the sentence, however they are parsed: "In an interview with X that aired on Sunday, ..."."""
    subject = subject_of(cue)
    first = next((token for token in cue.sent if not token.is_space), cue)
    if subject is None or subject.i >= cue.i or first.lower_ not in _OPENING:
        return []
    opening = page.doc[first.i : subject.left_edge.i]
    at = next((token.i for token in opening if token.lemma_.lower() in words("carried")), None)
    if at is None:
        return []
    return next(([token] for token in opening if token.i > at and is_outlet(page, token)), [])


def _below(page: Page, prep: Token, steps: int) -> Iterator[Token]:
    """The outlets in a phrase, looked for in its noun and in the phrases and clauses at a noun that names words."""
    if prep.dep_ not in {"prep", "agent", "dative"} or prep.lower_ not in _WHERE or steps == 0:
        return
    for noun in (child for child in prep.children if child.dep_ == "pobj"):
        owner = next((child for child in noun.children if child.dep_ in {"poss", "compound"} and is_outlet(page, child)), None)
        if owner is not None and (owner.dep_ == "poss" or not is_outlet(page, noun)):
            yield owner
        elif is_outlet(page, noun) or noun.lemma_.lower() in words("outletword") - {"channel", "site", "network", "station"}:
            yield noun
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
            issuer = agent_of(child) if child.dep_ == "acl" and child.lemma_ in _ISSUING else None
            if issuer is not None and (issuer.pos_ == "PROPN" or issuer.ent_type_ == "ORG"):
                yield issuer
            for inner in child.children:
                yield from _below(page, inner, steps - 1)


def is_outlet(page: Page, token: Token) -> bool:
    """Whether the word is the head of an outlet's name, or of words for one ("state television")."""
    mention = page.mention_at(token)
    if (mention is not None and mention.actor.kind == "outlet") or glued(token) is not None:
        return True
    entity = page.entities.get(token.i)
    if entity is not None and entity.text.removeprefix("the ").removesuffix("'s").removesuffix("’s") in words("outlet"):
        return True
    of_state = any(child.lower_ in {"state", "official", "state-run"} for child in token.children if child.dep_ in {"compound", "amod"})
    return of_state and token.lower_ in {"television", "tv", "radio", "media"}


def glued(token: Token) -> str | None:
    """The outlet's short name in a word that lacks the blank before its bracket: "Agency(KCNA"."""
    if "(" not in token.text[1:]:
        return None
    return next((name for name in _SHORT.findall(token.text) if name in words("outlet")), None)


def called(doc: Doc) -> dict[str, str]:
    """What to call each outlet of the page, by its name: the abbreviation if the page uses that most, else the name that it goes by."""
    text = document_of(doc).text
    said: dict[str, Counter[str]] = {}
    for mention in doc._.mentions:
        if mention.actor.kind == "outlet":
            said.setdefault(mention.actor.name, Counter())[text[mention.start : mention.end].removeprefix("the ")] += 1
    return {name: _abbreviated(forms) or outlet_names().get(name, name) for name, forms in said.items()}


def _abbreviated(forms: Counter[str]) -> str | None:
    short = next((form for form in forms if _SHORT.fullmatch(form)), None)
    return short if short is not None and forms[short] * 2 > forms.total() else None


def is_outlet_name(doc: Doc, name: str) -> bool:
    """Whether the page or the list of outlets knows an outlet by this name."""
    if name in words("outlet"):
        return True
    return any(name in names for names in called(doc).items())


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
