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

from dragoman.attribution.cues import words
from dragoman.attribution.page import Frame, Page

_DEPS = {"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "xcomp", "pcomp", "parataxis"}
_MODALS = {"may", "might", "could", "would", "should", "can", "must", "will", "shall"}


def probability(page: Page, frame: Frame) -> float:
    """How likely the frame is a statement that a reader would take down as a quotation, between 0 and 1."""
    weights = _weights()
    total = sum(weights.get(name, 0.0) for name in features(page, frame))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def believable(page: Page, frame: Frame) -> bool:
    """Whether the frame's probability reaches the threshold that the training found best."""
    return probability(page, frame) >= _weights().get("threshold", 0.0)


@cache
def _weights() -> dict[str, float]:
    home = files("dragoman.attribution").joinpath("data/cue_weights.json")
    return {str(name): float(value) for name, value in json.loads(home.read_text(encoding="utf-8")).items()} if home.is_file() else {}


def features(page: Page, frame: Frame) -> Iterator[str]:
    """The names of the features that are on."""
    token, cue = page.doc[frame.at], frame.cue
    yield "bias"
    yield f"lemma={cue.lemma}/{cue.pos}"
    yield f"kind={cue.kind}/{cue.pos}"
    yield f"construction={frame.construction}"
    yield f"kind+construction={cue.kind}/{frame.construction}"
    yield f"dep={token.dep_ if token.dep_ in _DEPS else 'other'}"
    yield f"tag={token.tag_}"
    yield f"kind+tag={cue.kind}/{token.tag_}"
    source = _source_type(page.doc[frame.source]) if frame.source is not None else "none"
    yield f"source={source}"
    yield f"kind+source={cue.kind}/{source}"
    yield from _mood(token)
    yield from _content(page, frame)


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


def _content(page: Page, frame: Frame) -> Iterator[str]:
    length = sum(span.end - span.start for span in frame.content)
    yield f"length={min(length // 20, 8)}"
    if any(page.marks_over(span) for span in frame.content):
        yield "quoted"
    if frame.content[0].end <= frame.cue_span.start:
        yield "before"
    elif page.text[frame.cue_span.end : frame.content[0].start].rstrip().endswith("that"):
        yield "that"
    if frame.addressees:
        yield "addressed"
    if frame.via:
        yield "relayed"
    if page.paragraph_of(frame.cue_span.start) == 0:
        yield "first paragraph"
    if page.mark_at(frame.cue_span.start) is not None:
        yield "cue quoted"
    if page.doc[frame.at].pos_ == "VERB" and any(a.lemma_ in {"say", "tell", "add"} for a in page.doc[frame.at].ancestors):
        yield "under say"
