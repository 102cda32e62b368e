"""What each part of the coder is worth: ``python -m training.ablate`` prints a table in Markdown (docs/ablation.md).

Rules only: a lexicon of triggers counted in the training documents, parties by their place in syntax. Model only: the shipped
model told nothing of syntax. Both: as shipped. ``--model FOLDER`` adds a row for a coder trained otherwise (exported there).
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Token

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import JOINT, MUTUAL, NONE, labels
from dragoman.coding.component import Coding
from dragoman.coding.confidence import shipped_weights
from dragoman.coding.encoder import Array, Model, model, model_at
from dragoman.coding.frames import Frame
from dragoman.coding.party_network import PartyNetwork, Question
from dragoman.coding.roles import Parties, Slot, settings
from dragoman.coding.windows import coded_sentences
from dragoman.pipeline import load
from dragoman.report import from_doc
from training import corpus
from training.features import annotate
from training.tune import figures_of, scorer

LEAST_SEEN, LEAST_SHARE = 3, 0.5
"""How often a lemma must occur in the training documents, and in what share state an event, to be in the rules' lexicon."""
_ACTS = ("nsubj", "agent", "poss", "inherited:nsubj", "governor:nsubj", "prep:by", "prep:from", "amod", "compound")
_SUFFERS = (
    "dobj",
    "dative",
    "nsubjpass",
    "prep:to",
    "prep:against",
    "prep:with",
    "prep:on",
    "prep:at",
    "prep:into",
    "prep:over",
    "governor:dobj",
)
_PLACES = {"gold/dev": "dev", "gold/check": "check"}


class Blind(PartyNetwork):
    """The shipped party network without what comes from the parse: every mention of the sentence stands in the same relation."""

    def __init__(self, shipped: PartyNetwork) -> None:
        self.__dict__.update(shipped.__dict__)

    def logits(self, table: Array, asked: Sequence[Question]) -> list[Array]:
        """As the shipped network's, with one relation for all mentions of the trigger's own sentence."""
        return super().logits(table, [replace(question, features=_without_syntax(question.features)) for question in asked])


def _without_syntax(features: NDArray[np.int64]) -> NDArray[np.int64]:
    seen = features.copy()
    elsewhere = [cand.RELATION_INDEX[name] for name in ("after", "before", "earlier")]
    seen[~np.isin(seen[:, cand.RELATION], elsewhere), cand.RELATION] = cand.RELATION_INDEX["sentence"]
    return seen


def blind() -> Model:
    """The shipped model told nothing of syntax."""
    found = copy(model())
    found.parties = Blind(found.parties)
    return found


class Rules(Coding):
    """Codes by rule: a trigger's type is its lemma's commonest, its parties are what stands where parties stand."""

    def __init__(self, lexicon: Mapping[str, str]) -> None:
        super().__init__(settings(), model(), shipped_weights())
        self.lexicon = lexicon

    def frames(self, doc: Doc) -> Iterator[Frame]:
        """All frames that the lexicon finds."""
        sentences = coded_sentences(doc)
        cast = cand.Cast.of(doc, sentences)
        for sentence in sentences:
            for token in cand.trigger_tokens(sentence):
                kind = self.lexicon.get(token.lemma_.lower())
                if kind is not None:
                    yield Frame(token.i, sentence, kind, 1.0, 1.0, None, "occurred", 1.0, _by_syntax(cast, token, kind))


def _by_syntax(cast: cand.Cast, trigger: Token, kind: str) -> Parties:
    sides: dict[str, dict[str, list[int]]] = {"actor": defaultdict(list), "recipient": defaultdict(list)}
    near = cast.near(cast.sentence_of[trigger.i])
    for mention, codes, number in zip(near.mentions, near.codes, cand.features(trigger, near, cast)[:, cand.RELATION], strict=True):
        relation = cand.RELATIONS[number]
        side = "actor" if relation in _ACTS else "recipient" if relation in _SUFFERS else None
        if side is not None:
            for code in codes:
                sides[side][code].append(mention)
    actors = tuple(Slot(code, 1.0, tuple(found)) for code, found in sorted(sides["actor"].items()))
    suffers = sorted(item for item in sides["recipient"].items() if item[0] not in sides["actor"])
    parties = Parties(actors, tuple(Slot(code, 1.0, tuple(found)) for code, found in suffers))
    return parties.together() if (kind, None) in MUTUAL and kind in JOINT else parties


def lexicon(nlp: Language) -> dict[str, str]:
    """Lemma → type, for those that state an event of one type more often than not in the team's own texts."""
    seen: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for source in corpus.own():
        doc = annotate(nlp, source)
        spans = ((doc.char_span(*e.trigger, alignment_mode="expand"), e.type) for e in source.examples)
        marked = {span.root.i: kind for span, kind in spans if span is not None}
        for token in (t for sentence in doc.sents for t in cand.trigger_tokens(sentence)):
            seen[token.lemma_.lower()] += 1
            kinds[token.lemma_.lower()][marked.get(token.i, NONE)] += 1
    return {
        lemma: best
        for lemma, count in seen.items()
        if count >= LEAST_SEEN and (best := kinds[lemma].most_common(1)[0][0]) in labels()[1:] and kinds[lemma][best] >= LEAST_SHARE * count
    }


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--model", action="append", default=[], metavar="NAME=FOLDER", help="a further row: an exported coder")
    args = ask.parse_args()
    nlp = load(without=("dragoman_coding",))
    others = [(name, Path(folder)) for name, _, folder in (given.partition("=") for given in args.model)]
    coders = {
        "rules only": Rules(lexicon(nlp)),
        "model only": Coding(settings(), blind(), shipped_weights()),
        "both (shipped)": Coding(settings(), model(), shipped_weights()),
        **{name: Coding(settings(), model_at(folder), shipped_weights()) for name, folder in others},
    }
    measures = ("found", "dyad", "quad", "coded", "status")
    print(f"| coder | {' | '.join(f'{data} {measure}' for data in _PLACES for measure in measures)} |")
    print("|---" * (1 + len(_PLACES) * len(measures)) + "|")
    read = {data: _read(nlp, corpus.SHARED / data) for data in _PLACES}
    for name, coder in coders.items():
        cells = [f"{value:.3f}" for docs in read.values() for value in _row(coder, docs, measures)]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _read(nlp: Language, folder: Path) -> list[tuple[corpus.Annotated, Doc, dict[str, Any]]]:
    return [(source, annotate(nlp, source), corpus.raw(folder, source.name)) for source in corpus.gold(folder)]


def _row(coder: Coding, docs: list[tuple[corpus.Annotated, Doc, dict[str, Any]]], measures: tuple[str, ...]) -> list[float]:
    rule: ModuleType = scorer()
    reached = figures_of(rule, ((source.text, raw, from_doc(coder(doc)).to_dict()) for source, doc, raw in docs))
    return [reached[name].get("f1", reached[name].get("share", 0.0)) for name in measures]


if __name__ == "__main__":
    main()
