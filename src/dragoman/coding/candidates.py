"""What the coder chooses among: trigger words, the mentions that may be their parties, and how the two hang together.

Used alike in training and at run time, so that the model sees the same features in both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from dragoman.model import Mention

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
TOLD = (1, 2, 4, 8)
"""Upper bounds of the buckets of how often a code is mentioned."""
ORDERS = 8
DISTANCES = (-24, -12, -6, -3, -1, 0, 3, 6, 12, 24)
"""Upper bounds (in tokens, mention minus trigger) of the distance buckets."""
FEATURE_SIZES = (len(RELATIONS), len(DISTANCES) + 1, len(FORMS), len(KINDS), RANKS, FAR + AFTER + 1, 3, len(TOLD) + 1, ORDERS, 3)
"""How many values each feature of a candidate has."""

_PREPOSITIONS = {name[5:] for name in RELATIONS if name.startswith("prep:")}
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_PASS_THROUGH = frozenset({"conj", "appos", "compound", "nmod", "flat"})
_SUBJECT_SHARING = frozenset({"xcomp", "conj", "advcl", "ccomp", "relcl", "acl", "pcomp"})


class Candidate(NamedTuple):
    """A mention that may be a party of a trigger's event, with the features of the pair."""

    mention: int
    """Index into the document's mentions."""
    head: int
    """Token index of its syntactic head."""
    relation: int
    distance: int
    """Bucket of the tokens between."""
    form: int
    kind: int
    rank: int
    """How often its code is mentioned in the document: 0 the most often of all."""
    back: int
    """Sentences back, ``FAR`` at most; above that, sentences after."""
    opening: int
    """0 and 1 for the document's first two sentences, 2 elsewhere."""
    told: int
    """Bucket of how often its code is mentioned."""
    order: int
    """How many codes were mentioned since its code last was, before the trigger."""
    codes: int
    """How many codes it stands for, less one, 2 at most."""
    series: int
    """Token index of the first member of the coordination that it is in, its own head where it is in none."""

    @property
    def features(self) -> tuple[int, ...]:
        """What the model reads of the pair, from ``relation`` to ``codes``, in the order of ``FEATURE_SIZES``."""
        return self[2:12]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a mention brings to every trigger, by the names that it has in :class:`Candidate`."""

    head: int
    sentence: int
    """Number of its sentence among the coded ones."""
    form: int
    kind: int
    rank: int
    opening: int
    told: int
    codes: int
    series: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is named in a document, and where."""

    mentions: Sequence[Mention]
    sentence_of: Mapping[int, int]
    """Token index → number of its sentence among the coded ones."""
    known: Sequence[int]
    """The mentions in coded sentences that have a code, in the order of their heads."""
    traits: Mapping[int, Traits]
    """Of each of these."""

    @staticmethod
    def of(doc: Doc, sentences: Sequence[Span]) -> Cast:
        """The cast of a document that has its mentions; ``sentences``: those that are coded."""
        mentions: tuple[Mention, ...] = doc._.mentions
        heads = mention_heads(doc, mentions)
        number = {token.i: n for n, sentence in enumerate(sentences) for token in sentence}
        known = sorted((i for i, m in enumerate(mentions) if m.codes and heads[i] in number), key=lambda i: heads[i])
        told = Counter(code for mention in mentions for code in mention.codes)
        rank = ranks(told)
        traits = {i: _traits(mentions[i], doc[heads[i]], number[heads[i]], told, rank) for i in known}
        return Cast(mentions, number, known, traits)

    def near(self, sentence: int) -> Sequence[int]:
        """The mentions that an event of this sentence may have as parties: ``MOST`` of those in the nearest sentences."""

        def up_to(last: int) -> int:
            return bisect_right(self.known, last, key=lambda i: self.traits[i].sentence)

        def away(i: int) -> float:
            back = sentence - self.traits[i].sentence
            return back if back >= 0 else -back - 0.5

        here = up_to(sentence)
        return sorted(self.known[max(0, here - MOST) : up_to(sentence + AFTER)], key=away)[:MOST]

    def order(self, token: int) -> dict[str, int]:
        """The ``ORDERS`` codes mentioned last before a token or there, numbered from the last."""
        found: dict[str, int] = {}
        for at in range(bisect_right(self.known, token, key=lambda i: self.traits[i].head) - 1, -1, -1):
            for code in self.mentions[self.known[at]].codes:
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


def candidates(trigger: Token, cast: Cast) -> list[Candidate]:
    """The mentions up to ``AFTER`` sentences after the trigger's, the nearest ``MOST`` of them, with how each stands to the trigger."""
    paths = _paths(trigger)
    order = cast.order(trigger.i)
    return [_candidate(i, trigger, cast, paths, order) for i in cast.near(cast.sentence_of[trigger.i])]


def _candidate(i: int, trigger: Token, cast: Cast, paths: dict[int, str], order: Mapping[str, int]) -> Candidate:
    of = cast.traits[i]
    back = cast.sentence_of[trigger.i] - of.sentence
    elsewhere = "after" if back < 0 else "before" if back == 1 else "earlier"
    return Candidate(
        mention=i,
        head=of.head,
        relation=RELATION_INDEX[elsewhere if back else _relation(trigger, trigger.doc[of.head], paths)],
        distance=bisect_left(DISTANCES, of.head - trigger.i),
        form=of.form,
        kind=of.kind,
        rank=of.rank,
        back=min(back, FAR) if back >= 0 else FAR - back,
        opening=of.opening,
        told=of.told,
        order=min(min(order.get(code, ORDERS) for code in cast.mentions[i].codes), ORDERS - 1),
        codes=of.codes,
        series=of.series,
    )


def _traits(mention: Mention, head: Token, sentence: int, told: Mapping[str, int], rank: Mapping[str, int]) -> Traits:
    return Traits(
        head=head.i,
        sentence=sentence,
        form=FORM_INDEX[mention.form],
        kind=KIND_INDEX[mention.actor.kind],
        rank=min(rank[code] for code in mention.codes),
        opening=min(sentence, 2),
        told=bisect_left(TOLD, max(told[code] for code in mention.codes)),
        codes=min(len(mention.codes), 3) - 1,
        series=_first(head).i,
    )


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


def _relation(trigger: Token, head: Token, paths: dict[int, str]) -> str:
    if head.i == trigger.i:
        return "self"
    if head.i in paths:
        return paths[head.i]
    if trigger.is_ancestor(head):
        parent = head.head
        if head.dep_ in ("poss", "amod", "compound") and parent.i in paths:
            return "below"
        return "below" if _clause(head) == _clause(trigger) else "clause"
    if head.is_ancestor(trigger):
        return "above"
    return "clause" if _clause(head) == _clause(trigger) else "sentence"


def _clause(token: Token) -> int:
    node = token
    while node.dep_ not in ("ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "conj") and node.head.i != node.i:
        node = node.head
    return node.i
