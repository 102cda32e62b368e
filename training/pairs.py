"""Sentences with a marked source and target, and their type: PLV and ACE/WikiEvents rows, and pairs from annotated documents."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from dragoman.coding.codebook import NONE, labels
from dragoman.coding.marked import MARKERS, encode
from dragoman.model import Mention
from training.corpus import HERE, SHARED, Example, parties

YIELD = ("CONCEDE", "RETREAT")
"""PLOVER of 2016 had one type where PLOVER 2 has these two."""
ONE_WAY = ("CONCEDE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
"""Types of which the one who is acted on does, as a rule, nothing of the kind by it; the others are often of both."""
_TURNED = {
    MARKERS["<s>"]: MARKERS["<t>"],
    MARKERS["</s>"]: MARKERS["</t>"],
    MARKERS["<t>"]: MARKERS["<s>"],
    MARKERS["</t>"]: MARKERS["</s>"],
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Word pieces of a marked sentence, the positions of its two opening markers, and the labels any of which is right."""

    ids: tuple[int, ...]
    named: tuple[int, ...]
    source: int
    target: int
    labels: tuple[int, ...]
    kind: str = "given"
    """Given as one marked sentence; of several in a sentence stated, flipped (source and target changed over) or bystander."""
    sentence: int = -1
    """Which row or sentence it is of: several pairs may be of one."""


def plv_sentences() -> list[str]:
    """The sentences of the relation classifier's corpus, in order."""
    with (SHARED / "corpora" / "plv" / "plv_train.tsv").open(encoding="utf-8") as rows:
        return [row["sentence"] for row in csv.DictReader(rows, delimiter="\t")]


def plv() -> Iterator[Pair]:
    """The relation classifier's corpus: one of the PLOVER roots for each sentence."""
    with (SHARED / "corpora" / "plv" / "plv_train.tsv").open(encoding="utf-8") as rows:
        for number, row in enumerate(csv.DictReader(rows, delimiter="\t")):
            types = YIELD if row["gold_root"] == "YIELD" else (row["gold_root"],)
            yield from (replace(pair, sentence=number) for pair in _pair(row["marked_sentence"], types))


def written() -> Iterator[Pair]:
    """The team's own marked sentences (``texts/marked-*.tsv``: type or NONE, sentence), with actors and acts of all kinds."""
    for path in sorted((HERE / "texts").glob("marked-*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            type_, _, marked = line.partition("\t")
            yield from _pair(marked, (type_,))


def paired() -> Iterator[Pair]:
    """The team's own pairs (``texts/pairs-*.tsv``: kind, types or NONE, marked sentence): of each sentence several, most of them NONE."""
    for path in sorted((HERE / "texts").glob("pairs-*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            kind, types, marked = line.split("\t")
            yield from (replace(pair, kind=kind) for pair in _pair(marked, tuple(types.split("|"))))


def turned(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The one-way acts among marked sentences with source and target changed over: NONE."""
    one_way = {labels().index(type_) for type_ in ONE_WAY}
    for pair in pairs:
        if one_way.issuperset(pair.labels) and pair.source and pair.target:
            ids = tuple(_TURNED.get(id_, id_) for id_ in pair.ids)
            yield replace(pair, ids=ids, source=pair.target, target=pair.source, labels=(labels().index(NONE),), kind="flipped")


def unrelated() -> Iterator[Pair]:
    """ACE and WikiEvents rows whose source does nothing to the target."""
    with (SHARED / "corpora" / "plv" / "aw_train.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            if row["gold_binary"] == "0":
                yield from _pair(row["marked_sentence"], (NONE,))


def _pair(marked: str, types: tuple[str, ...]) -> Iterator[Pair]:
    known = tuple(labels().index(type_) for type_ in types if type_ in labels())
    encoded = encode(marked)
    if known and encoded is not None:
        yield Pair(encoded.ids, encoded.named, encoded.source, encoded.target, known)


# ---------------------------------------------------------------- pairs of annotated documents


def of_document(doc: Doc, examples: Sequence[Example]) -> Iterator[Pair]:
    """Pairs of the annotated sentences: each two mentions of different codes, with the types of what the first does to the second.

    A pair without any event from its source to its target is NONE: of a flipped pair the other direction has one, a
    bystander has no part in what the source does. Acts done jointly, and meetings whoever travels, hold in both directions.
    """
    for number, sentence in enumerate(doc.sents):
        told = [e for e in examples if sentence.start_char <= e.trigger[0] < sentence.end_char]
        inside = [m for m in doc._.mentions if sentence.start_char <= m.start and m.end <= sentence.end_char and len(m.codes) == 1]
        if told and len({m.codes for m in inside}) > 1:
            yield from _sentence_pairs(sentence, told, _nearest(inside, told), number)


def _nearest(mentions: Sequence[Mention], told: Sequence[Example]) -> list[Mention]:
    """Of each code the mention that stands nearest to a trigger: one pair of marks for each pair of codes."""
    best: dict[str, tuple[int, Mention]] = {}
    for mention in mentions:
        far = min(abs(mention.start - example.trigger[0]) for example in told)
        code = mention.codes[0]
        if code not in best or far < best[code][0]:
            best[code] = far, mention
    return [mention for _, mention in best.values()]


def _sentence_pairs(sentence: Span, told: Sequence[Example], mentions: Sequence[Mention], number: int) -> Iterator[Pair]:
    acts = {(a.codes[0], b.codes[0]): _acts(told, a, b) for a in mentions for b in mentions if a is not b}
    for source in mentions:
        for target in mentions:
            if source is target or (source.start < target.end and target.start < source.end):
                continue
            types = acts[source.codes[0], target.codes[0]]
            back = acts[target.codes[0], source.codes[0]]
            kind = "stated" if types else "flipped" if back else "bystander"
            marked = _marked(sentence, source, target)
            yield from (replace(pair, kind=kind, sentence=number) for pair in _pair(marked, tuple(sorted(types)) or (NONE,)))


def _acts(told: Sequence[Example], source: Mention, target: Mention) -> set[str]:
    by, to = parties([source.codes[0]]), parties([target.codes[0]])
    found = {e.type for e in told if by <= e.actors and to <= e.recipients}
    found |= {e.type for e in told if e.type == "CONSULT" and to <= e.actors and by <= e.recipients}
    return found | {e.type for e in told if not e.recipients and by <= e.actors and to <= e.actors}


def _marked(sentence: Span, source: Mention, target: Mention) -> str:
    """The sentence with ``<s>…</s>`` and ``<t>…</t>`` around the two mentions."""
    text, start = sentence.text, sentence.start_char
    for mention, mark in sorted(((source, "s"), (target, "t")), key=lambda pair: -pair[0].start):
        first, last = mention.start - start, mention.end - start
        text = f"{text[:first]}<{mark}>{text[first:last]}</{mark}>{text[last:]}"
    return text
