"""Sentences with a marked source and target, and their type: PLV and ACE/WikiEvents rows, and pairs from annotated windows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.codebook import NONE, labels
from dragoman.coding.marked import encode
from training.corpus import SHARED

YIELD = ("CONCEDE", "RETREAT")
"""PLOVER of 2016 had one type where PLOVER 2 has these two."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Word pieces of a marked sentence, the positions of its two opening markers, and the labels any of which is right."""

    ids: tuple[int, ...]
    named: tuple[int, ...]
    source: int
    target: int
    labels: tuple[int, ...]


def plv() -> Iterator[Pair]:
    """The relation classifier's corpus: one of the PLOVER roots for each sentence."""
    with (SHARED / "corpora" / "plv" / "plv_train.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            yield from _pair(row["marked_sentence"], YIELD if row["gold_root"] == "YIELD" else (row["gold_root"],))


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
