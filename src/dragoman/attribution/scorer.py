"""Whether words that look like an attribution are one: a logistic regression over the syntax around the cue.

The weights are made by ``training/train_cues.py`` and kept in ``data/cue_weights.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from dragoman.attribution.cues import lexicon, words
from dragoman.attribution.page import Draft, Page

_DEPS = {"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "xcomp", "pcomp", "parataxis"}
_OPENINGS = {"that", "to", "what", "how", "why", "whether", "if", "for", "against", "of", "as"}
_MODALS = {"may", "might", "could", "would", "should", "can", "must", "will", "shall"}


def statement(page: Page, draft: Draft) -> float:
    """How likely the draft is a statement that a reader would take down as a quotation, between 0 and 1."""
    weights = _weights()
    total = sum(weights.get(name, 0.0) for name in features(page, draft))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def least_statement() -> float:
    """The probability from which on the training found it best to take a draft down as a quotation."""
    return _weights().get("threshold", 0.5)


@cache
def _weights() -> dict[str, float]:
    home = files("dragoman.attribution").joinpath("data/cue_weights.json")
    return {str(name): float(value) for name, value in json.loads(home.read_text(encoding="utf-8")).items()} if home.is_file() else {}


def features(page: Page, draft: Draft) -> Iterator[str]:
    """The names of the features that are on."""
    yield "bias"
    yield f"chance={round(min(max(math.log(draft.chance / (1.0 - min(draft.chance, 0.999))), -3), 5))}"
    yield f"words={draft.kind}"
    if draft.cue is None:
        yield "no cue"
        return
    token = page.doc[draft.cue]
    lemma, pos = token.lemma_.lower(), "VERB" if token.pos_ == "AUX" else token.pos_
    cue = lexicon().get((lemma, pos))
    kind = f"{cue.kind}/{cue.stance}" if cue is not None else f"none/{pos}"
    source = _source_type(page.doc[draft.source]) if draft.source is not None else "none"
    form = _form(page, draft)
    yield f"lemma={lemma}/{pos}"
    yield f"lemma+form={lemma}/{form}"
    yield f"kind={kind}"
    yield f"form={form}"
    yield f"kind+form={kind}/{form}"
    yield f"kind+words={kind}/{draft.kind}"
    yield f"dep={token.dep_ if token.dep_ in _DEPS else 'other'}"
    yield f"tag={token.tag_}"
    yield f"kind+tag={kind}/{token.tag_}"
    yield f"source={source}"
    yield f"kind+source={kind}/{source}"
    yield from _mood(token)
    yield from _content(page, draft)


def _form(page: Page, draft: Draft) -> str:
    """What the content is in syntax: its first word where that opens a clause, and the dependency of its head."""
    first, last = page.first_token(draft.content[0].start), page.first_token(draft.content[0].end)
    if first >= last:
        return "none"
    opening = page.doc[first].lower_
    head = page.doc[first:last].root
    return f"{opening if opening in _OPENINGS else '-'}/{head.dep_}/{head.pos_ if head.pos_ in {'VERB', 'AUX'} else 'NOUN'}"


def _source_type(head: Token) -> str:
    if head.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
        return head.ent_type_
    if head.pos_ == "PRON":
        return f"pronoun:{head.lower_}"
    lemma, number = head.lemma_.lower(), "s" if head.tag_ in {"NNS", "NNPS"} else ""
    return next(
        (name + number for name in ("role", "people", "document", "outletword", "body") if lemma in words(name)), head.pos_ + number
    )


def _mood(token: Token) -> Iterator[str]:
    for child in token.children:
        if child.dep_ == "aux":
            if child.lower_ in _MODALS:
                yield f"modal={child.lower_}"
            elif child.lower_ == "to":
                yield "infinitive"
            elif child.lemma_ in {"have", "be"}:
                yield f"aux={child.lemma_}"
        elif child.dep_ == "mark" or (child.dep_ == "advmod" and child.lower_ in {"when", "how", "why", "where"}):
            yield f"mark={child.lower_}"
        elif child.dep_ == "npadvmod" or child.ent_type_ == "DATE":
            yield "dated"


def _content(page: Page, draft: Draft) -> Iterator[str]:
    yield f"length={min(draft.size // 20, 8)}"
    yield f"parts={min(len(draft.content), 3)}"
    if draft.cue_span is None or draft.cue is None:
        return
    if draft.content[0].end <= draft.cue_span.start:
        yield "before"
    if draft.addressees:
        yield "addressed"
    if draft.via:
        yield "relayed"
    if page.paragraph_of(draft.cue_span.start) == 0:
        yield "first paragraph"
    if page.mark_at(draft.cue_span.start) is not None:
        yield "cue quoted"
    if any(a.lemma_ in {"say", "tell", "add"} for a in page.doc[draft.cue].ancestors):
        yield "under say"
