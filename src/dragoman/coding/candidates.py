"""What the coder chooses among: trigger words, the mentions that may be their parties, and how the two hang together.

Used alike in training and at run time, so that the model sees the same features in both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span, Token

from dragoman.coding.windows import Layout, Spot
from dragoman.model import Mention

Ints = NDArray[np.int64]
TRIGGER_POS = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX"})
AFTER = 2
"""How many sentences after its own a trigger looks for parties; before it, all count."""
MOST = 40
"""How many mentions a trigger looks at: those in the nearest sentences."""

RELATIONS = (
    "after", "self", "nsubj", "nsubjpass", "agent", "dobj", "dative", "poss", "compound", "amod", "appos", "attr", "conj",
    "prep:of", "prep:by", "prep:with", "prep:to", "prep:between", "prep:against", "prep:from", "prep:for", "prep:on", "prep:in",
    "prep:at", "prep:into", "prep:over", "prep:about", "prep:toward", "prep:as", "prep:other",
    "inherited:nsubj", "inherited:nsubjpass", "governor:nsubj", "governor:dobj", "governor:nsubjpass", "governor:prep",
    "below", "above", "clause", "sentence", "before", "earlier",
)  # fmt: skip
"""How a mention stands to a trigger; the index is the feature that the model reads."""
RELATION_INDEX = {name: i for i, name in enumerate(RELATIONS)}
FORMS = ("name", "demonym", "title", "pronoun", "role")
FORM_INDEX = {name: i for i, name in enumerate(FORMS)}
KINDS = ("state", "organisation", "group", "person", "outlet")
KIND_INDEX = {name: i for i, name in enumerate(KINDS)}
RANKS = 5
FAR = 9
"""Sentences from which on it makes no difference how far back a mention is."""
TIMES = (1, 2, 4, 8)
"""Upper bounds of the buckets of how often a code is mentioned."""
ORDERS = 8
DISTANCES = (-24, -12, -6, -3, -1, 0, 3, 6, 12, 24)
"""Upper bounds (in tokens, mention minus trigger) of the distance buckets."""
FEATURES = ("relation", "distance", "form", "kind", "rank", "back", "opening", "told", "order", "codes")
"""What the model reads of a mention and a trigger: how they hang together, the bucket of the tokens between; the mention's form and the
kind of its actor; how often its code is mentioned in the document (0 the most often of all); its sentences back (``FAR`` at most; above
that, sentences after); 0 and 1 for the document's first two sentences, 2 elsewhere; the bucket of how often its code is mentioned; how
many codes were mentioned since its code last was, before the trigger; how many codes it stands for, less one, 2 at most."""
RELATION, DISTANCE, FORM, KIND, RANK, BACK, OPENING, TOLD, ORDER, CODES = range(len(FEATURES))
FEATURE_SIZES = (len(RELATIONS), len(DISTANCES) + 1, len(FORMS), len(KINDS), RANKS, FAR + AFTER + 1, 3, len(TIMES) + 1, ORDERS, 3)
"""How many values each of them has."""
KIN = ("codes", "series", "sentence")
"""In what mentions can be alike: a number for their codes, the head of the first member of their coordination, their sentence's number."""
SERIES = KIN.index("series")

_LATER, _BEFORE, _EARLIER = (RELATION_INDEX[name] for name in ("after", "before", "earlier"))
_PREPOSITIONS = {name[5:] for name in RELATIONS if name.startswith("prep:")}
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_PASS_THROUGH = frozenset({"conj", "appos", "compound", "nmod", "flat"})
_SUBJECT_SHARING = frozenset({"xcomp", "conj", "advcl", "ccomp", "relcl", "acl", "pcomp"})


@dataclass(frozen=True, slots=True)
class Near:
    """The mentions that may be parties of what a sentence tells, n of them."""

    mentions: Sequence[int]
    """Indices into the document's mentions [n]."""
    heads: Ints
    """Token index of each one's syntactic head [n]."""
    back: Ints
    """How many sentences back each stands [n]; below 0, how many after."""
    traits: Ints
    """What each brings to every trigger of the sentence, after ``FEATURES`` [n, 10]; what hangs on the trigger is still to be filled in."""
    kin: Ints
    """After ``KIN`` [n, 3]: the same numbers for mentions that are alike."""
    codes: Sequence[tuple[str, ...]]
    """What each stands for [n]."""

    def placed(self, layout: Layout, window: int) -> tuple[Near, tuple[Spot, ...]]:
        """Those that are not cut from the windows, and where each is read from this one."""
        spots = [layout.place(head, window) for head in self.heads.tolist()]
        found = tuple(spot for spot in spots if spot is not None)
        if len(found) == len(spots):
            return self, found
        kept = [row for row, spot in enumerate(spots) if spot is not None]
        mentions, codes = tuple(self.mentions[row] for row in kept), tuple(self.codes[row] for row in kept)
        return Near(mentions, self.heads[kept], self.back[kept], self.traits[kept], self.kin[kept], codes), found


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is named in a document, and where: the mentions in coded sentences that have a code, k of them, in the order of their heads."""

    mentions: Sequence[Mention]
    sentence_of: Mapping[int, int]
    """Token index → number of its sentence among the coded ones."""
    known: Sequence[int]
    """Which of the mentions these are [k]."""
    heads: Ints
    """Token index of each one's syntactic head [k]."""
    sentences: Ints
    """Number of each one's sentence [k]."""
    traits: Ints
    """What each brings to every trigger, after ``FEATURES`` [k, 10]; 0 for what hangs on where the trigger is."""
    kin: Ints
    """After ``KIN`` [k, 3]."""
    codes: Sequence[tuple[str, ...]]
    """What each stands for [k]."""

    @staticmethod
    def of(doc: Doc, sentences: Sequence[Span]) -> Cast:
        """The cast of a document that has its mentions; ``sentences``: those that are coded."""
        mentions: tuple[Mention, ...] = doc._.mentions
        heads = mention_heads(doc, mentions)
        number = {token.i: n for n, sentence in enumerate(sentences) for token in sentence}
        known = sorted((i for i, m in enumerate(mentions) if m.codes and heads[i] in number), key=lambda i: heads[i])
        told = Counter(code for mention in mentions for code in mention.codes)
        rank = ranks(told)
        code_number = {held: n for n, held in enumerate(dict.fromkeys(frozenset(mentions[i].codes) for i in known))}
        at = [number[heads[i]] for i in known]
        traits = [_traits(mentions[i], n, told, rank) for i, n in zip(known, at, strict=True)]
        kin = [(code_number[frozenset(mentions[i].codes)], _first(doc[heads[i]]).i, n) for i, n in zip(known, at, strict=True)]
        return Cast(
            mentions,
            number,
            known,
            np.array([heads[i] for i in known], dtype=np.int64),
            np.array(at, dtype=np.int64),
            np.array(traits, dtype=np.int64).reshape(-1, len(FEATURES)),
            np.array(kin, dtype=np.int64).reshape(-1, len(KIN)),
            tuple(mentions[i].codes for i in known),
        )

    def near(self, sentence: int) -> Near:
        """The mentions that an event of this sentence may have as parties, the nearest first: ``MOST`` of those up to ``AFTER`` on."""
        here, last = np.searchsorted(self.sentences, [sentence, sentence + AFTER], side="right")
        rows = np.arange(max(0, here - MOST), last)
        back = sentence - self.sentences[rows]
        order = np.where(back >= 0, back, -back - 0.5).argsort(kind="stable")[:MOST]
        rows, back = rows[order], back[order]
        traits = self.traits[rows]
        traits[:, RELATION] = np.where(back < 0, _LATER, np.where(back == 1, _BEFORE, _EARLIER))
        traits[:, BACK] = np.where(back >= 0, np.minimum(back, FAR), FAR - back)
        chosen = rows.tolist()
        mentions, codes = tuple(self.known[row] for row in chosen), tuple(self.codes[row] for row in chosen)
        return Near(mentions, self.heads[rows], back, traits, self.kin[rows], codes)

    def order(self, token: int) -> dict[str, int]:
        """The ``ORDERS`` codes mentioned last before a token or there, numbered from the last."""
        found: dict[str, int] = {}
        for codes in reversed(self.codes[: int(np.searchsorted(self.heads, token, side="right"))]):
            for code in codes:
                found.setdefault(code, len(found))
            if len(found) >= ORDERS:
                break
        return found


def trigger_tokens(sentence: Span) -> list[Token]:
    """The words of a sentence that may state an event."""
    return [t for t in sentence if t.pos_ in TRIGGER_POS and t.is_alpha and len(t) > 2]


def mention_heads(doc: Doc, mentions: Sequence[Mention]) -> list[int]:
    """The token index of each mention's syntactic head."""
    heads = []
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None:
            raise ValueError(f"the mention at {mention.start}:{mention.end} lies outside the text")
        heads.append(span.root.i)
    return heads


def mention_tokens(doc: Doc, mentions: Sequence[Mention]) -> frozenset[int]:
    """The indices of all tokens that are part of a mention whose code is known."""
    spans = (doc.char_span(m.start, m.end, alignment_mode="expand") for m in mentions if m.codes)
    return frozenset(token.i for span in spans if span is not None for token in span)


def ranks(told: Mapping[str, int]) -> dict[str, int]:
    """Each code's place by number of mentions in the document, capped at ``RANKS - 1``."""
    ordered = sorted(told, key=lambda code: (-told[code], code))
    return {code: min(i, RANKS - 1) for i, code in enumerate(ordered)}


def features(trigger: Token, near: Near, cast: Cast) -> Ints:
    """How each of those near a trigger stands to it, after ``FEATURES`` [n, 10]."""
    found = near.traits.copy()
    found[:, DISTANCE] = np.searchsorted(DISTANCES, near.heads - trigger.i)
    order = cast.order(trigger.i)
    last = {codes: min(ORDERS - 1, *(order.get(code, ORDERS) for code in codes)) for codes in set(near.codes)}
    found[:, ORDER] = [last[codes] for codes in near.codes]
    paths, clause = _paths(trigger), _clause(trigger)
    for at in np.flatnonzero(near.back == 0).tolist():
        found[at, RELATION] = RELATION_INDEX[_relation(trigger, trigger.doc[int(near.heads[at])], paths, clause)]
    return found


def _traits(mention: Mention, sentence: int, told: Mapping[str, int], rank: Mapping[str, int]) -> Sequence[int]:
    """What a mention brings to every trigger, after ``FEATURES``."""
    found = [0] * len(FEATURES)
    found[FORM] = FORM_INDEX[mention.form]
    found[KIND] = KIND_INDEX[mention.actor.kind]
    found[RANK] = min(rank[code] for code in mention.codes)
    found[OPENING] = min(sentence, 2)
    found[TOLD] = bisect_left(TIMES, max(told[code] for code in mention.codes))
    found[CODES] = min(len(mention.codes), 3) - 1
    return found


def _first(token: Token) -> Token:
    """ "Kenya" of "Kenya, Uganda and Tanzania"."""
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN"):
        token = token.head
    return token


def _paths(trigger: Token) -> dict[int, str]:
    """Relations that the trigger has by its own or by shared arguments, by token index of the argument."""
    found: dict[int, str] = {}
    _arguments(trigger, "", found)
    node, steps = trigger, 0
    while node.dep_ in _SUBJECT_SHARING and node.head.i != node.i and steps < 4:
        node, steps = node.head, steps + 1
        if node.pos_ in ("VERB", "AUX"):
            _arguments(node, "inherited" if not _has_subject(trigger) else "governor", found)
    if trigger.pos_ in ("NOUN", "PROPN"):
        _governor(trigger, found)
    return found


def _has_subject(token: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in token.children)


def _arguments(token: Token, via: str, found: dict[int, str]) -> None:
    for child in token.children:
        name = child.dep_
        if name in ("prep", "agent", "dative") and child.pos_ == "ADP":
            label = "agent" if name == "agent" else f"prep:{child.lower_ if child.lower_ in _PREPOSITIONS else 'other'}"
            for grandchild in child.children:
                if grandchild.dep_ in ("pobj", "pcomp"):
                    _spread(grandchild, f"{via}:prep" if via == "governor" else label if not via else "below", found)
        elif name in RELATION_INDEX and name != "conj":
            _spread(child, name if not via else f"{via}:{name}", found)
        elif name in ("oprd", "acomp"):
            _spread(child, "attr" if not via else "below", found)


def _spread(token: Token, label: str, found: dict[int, str]) -> None:
    """Give a label to an argument and to all that is joined to it by conjunction or apposition."""
    label = label if label in RELATION_INDEX else "below"
    found.setdefault(token.i, label)
    for child in token.children:
        if child.dep_ in _PASS_THROUGH:
            _spread(child, label, found)


def _governor(noun: Token, found: dict[int, str]) -> None:
    """An event noun's parties may be the arguments of the verb above it: "Russia launched an attack on Kyiv"."""
    node, steps = noun, 0
    while node.pos_ not in ("VERB", "AUX") and node.head.i != node.i and steps < 6:
        node, steps = node.head, steps + 1
    if node.pos_ in ("VERB", "AUX") and node.i != noun.i:
        _arguments(node, "governor", found)
        while not _has_subject(node) and node.dep_ in _SUBJECT_SHARING and node.head.i != node.i:
            node = node.head
            _arguments(node, "governor", found)


def _relation(trigger: Token, head: Token, paths: dict[int, str], clause: int) -> str:
    if head.i == trigger.i:
        return "self"
    if head.i in paths:
        return paths[head.i]
    if trigger.is_ancestor(head):
        parent = head.head
        if head.dep_ in ("poss", "amod", "compound") and parent.i in paths:
            return "below"
        return "below" if _clause(head) == clause else "clause"
    if head.is_ancestor(trigger):
        return "above"
    return "clause" if _clause(head) == clause else "sentence"


def _clause(token: Token) -> int:
    node = token
    while node.dep_ not in ("ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "conj") and node.head.i != node.i:
        node = node.head
    return node.i
