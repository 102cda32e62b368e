"""Who reports what a word tells: speakers that vouch for it, outlets that carry them, and parties named for who speaks."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import dragoman
from dragoman.attribution import sources_for
from dragoman.pipeline import load

CASES = Path(__file__).parent / "data" / "source_cases.tsv"


@cache
def _pipeline() -> Language:
    return load(without=("dragoman_coding", "dragoman_places"))


def read(text: str) -> Doc:
    return _pipeline()(text)


def cases() -> Iterator[tuple[str, str, list[str]]]:
    with CASES.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["text"].replace("\\n", "\n"), row["word"], row["sources"].split("|") if row["sources"] else []


@pytest.mark.parametrize(("text", "word", "sources"), list(cases()))
def test_a_word_is_told_by_whoever_vouches_for_it_and_whoever_carries_that(text: str, word: str, sources: list[str]) -> None:
    at = text.index(word)
    assert [name for chain in sources_for(read(text), at, at + len(word)) for name in chain] == sources


def test_the_party_of_an_act_of_words_is_named_for_who_speaks_them() -> None:
    text = "LIMA, March 4 - Peruvian Foreign Minister Tomas Varga said on Monday that Peru would never recognise the new border of Ecuador."
    (event, *_) = dragoman.read(text, published="2024-03-05").events
    assert [party.actor.name for party in event.actors] == ["Tomas Varga"]


def test_an_outlet_is_no_party_where_the_page_names_another_of_its_state() -> None:
    (event, *_) = dragoman.read("KCNA condemned South Korea on Monday. North Korea has not met the envoy.", published="2024-03-05").events
    assert [party.actor.name for party in event.actors] == ["North Korea"]
