"""What an event is about (PLOVER contexts), on what it hangs (its condition), and whether it is news by its date."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Span, Token

from dragoman.model import EventDate, Status
from dragoman.model import Span as Characters

NEWS_FRAME = timedelta(days=14)
"""How far back the news of a document reaches: about two weeks up to its date (codebook, "Status")."""
_MARKS = frozenset({"if", "unless", "should", "until", "provided", "once"})
_STEPS = 4


@cache
def _lexicon() -> dict[str, str]:
    with files("dragoman.coding").joinpath("data/contexts.tsv").open(encoding="utf-8") as rows:
        return {row["lemma"]: row["context"] for row in csv.DictReader(rows, delimiter="\t")}


_TO_COME = frozenset({"slated", "planned", "scheduled", "upcoming", "forthcoming", "impending"})


def contexts(sentence: Span) -> tuple[str, ...]:
    """The contexts that the words of the event's sentence name, the most often named first."""
    counts: dict[str, int] = {}
    for token in sentence:
        context = _lexicon().get(token.lemma_.lower())
        if context is not None:
            counts[context] = counts.get(context, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def in_frame(status: Status, when: EventDate | None, published: date | None) -> Status:
    """What happened is ``occurred`` within the news frame and ``background`` before it, where the text itself dates it."""
    if when is None or when.span is None or published is None or status not in ("occurred", "background"):
        return status
    if when.start > published:
        return status
    if when.start < published - NEWS_FRAME <= when.end:
        return status
    return "occurred" if when.end >= published - NEWS_FRAME else "background"


def condition(doc: Doc, trigger: int) -> Characters | None:
    """The if-clause on which the trigger's act, or the act that it announces, hangs; None if there is none."""
    node = doc[trigger]
    for _ in range(_STEPS):
        for near in (node, *(child for child in node.children if child.dep_ in ("xcomp", "ccomp", "prep", "dobj"))):
            clause = next((child for child in near.children if child.dep_ == "advcl" and _opens(child)), None)
            if clause is not None:
                return _characters(clause)
        if node.head.i == node.i:
            return None
        node = node.head
    return None


def _opens(clause: Token) -> bool:
    return any(child.dep_ in ("mark", "aux", "prep") and child.lower_ in _MARKS for child in clause.lefts)


def _characters(clause: Token) -> Characters:
    tokens = [t for t in clause.subtree if not t.is_space]
    while tokens[-1].is_punct:
        tokens.pop()
    return Characters(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


def is_to_come(trigger: Token) -> bool:
    """Whether a noun is called one to come: "the slated visit", "a planned summit"."""
    return trigger.pos_ == "NOUN" and any(child.dep_ == "amod" and child.lower_ in _TO_COME for child in trigger.children)
