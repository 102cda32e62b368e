"""What is learned from each document: its windows with their triggers, its statements with their parties, its pairs."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import labels
from dragoman.coding.party_network import alike
from dragoman.coding.windows import Layout, Spot, coded_sentences
from dragoman.pipeline import load
from training import corpus
from training.corpus import Annotated, parties
from training.features import Item, annotate, items, token_of
from training.pairs import Pair, of_document


@dataclass(frozen=True, slots=True)
class Statement:
    """One annotated event as it is told once, with all that may be its parties."""

    trigger: Spot
    kind: int
    """Index of its type."""
    weight: float
    mentions: tuple[Spot, ...]
    features: tuple[tuple[int, ...], ...]
    codes: tuple[frozenset[str], ...]
    same: NDArray[np.uint8]
    """What :func:`dragoman.coding.party_network.alike` gives, in bytes."""
    actors: frozenset[str]
    recipients: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learned from one document, annotated or not."""

    name: str
    items: tuple[Item, ...]
    """Its windows: the n-th is the n-th of a ``Spot``."""
    statements: tuple[Statement, ...]
    pairs: tuple[Pair, ...]


def lessons_of_all(kept_in: Path | None = None) -> list[Lesson]:
    """All annotated documents as lessons, from the file where they are kept, if it is there; else they are read, a process to each core."""
    if kept_in is not None and kept_in.exists():
        kept: list[Lesson] = pickle.loads(kept_in.read_bytes())
        return kept
    made = read_all(list(corpus.everything()))
    if kept_in is not None:
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        kept_in.write_bytes(pickle.dumps(made))
    return made


def lessons_without(fold: int | None, kept_in: Path | None = None) -> list[Lesson]:
    """:func:`lessons_of_all` but those whose number is ``fold`` modulo 5 (None: all), for cross-validation."""
    return [lesson for number, lesson in enumerate(lessons_of_all(kept_in)) if fold is None or number % 5 != fold]


def read_all(sources: Sequence[Annotated]) -> list[Lesson]:
    """What is learned from each document, read in a process to each core."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # of the processes to come: each has a core of its own
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return list(pool.map(read, sources, chunksize=16))


@cache
def _reader() -> Language:
    return load(without=("dragoman_places", "dragoman_attribution", "dragoman_coding"))


def read(source: Annotated) -> Lesson:
    """What is learned from a document, put through the pipeline's stages up to actors."""
    return lesson(annotate(_reader(), source), source)


def lesson(doc: Doc, source: Annotated) -> Lesson:
    """What is learned from an annotated document that has its mentions."""
    sentences = coded_sentences(doc)
    cast = cand.Cast.of(doc, sentences)
    layout = Layout.of(sentences, cand.mention_tokens(doc, cast.mentions))
    return Lesson(
        source.name,
        tuple(items(doc, sentences, layout, source)),
        tuple(_statements(doc, source, cast, layout)),
        tuple(of_document(doc, source.examples)),
    )


def _statements(doc: Doc, source: Annotated, cast: cand.Cast, layout: Layout) -> Iterator[Statement]:
    for example in source.examples:
        token = token_of(doc, example)
        home = layout.home.get(token) if token is not None else None
        if token is None or home is None:
            continue
        near, spots = cast.near(cast.sentence_of[token]).placed(layout, home)
        if near.mentions:
            yield Statement(
                trigger=(home, layout.windows[home].places[token]),
                kind=labels().index(example.type),
                weight=example.weight,
                mentions=spots,
                features=tuple(map(tuple, cand.features(doc[token], near, cast).tolist())),
                codes=tuple(parties(list(codes)) for codes in near.codes),
                same=alike(near.kin).astype(np.uint8),
                actors=example.actors,
                recipients=example.recipients,
            )
