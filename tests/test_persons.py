"""Persons of a document: the state of each, from title, apposition, list, registry or setting; none where nothing tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from spacy.tokens import Doc

from dragoman.evaluation.names import asked, codes_of
from dragoman.pipeline import annotate, load
from dragoman.sources import from_text

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "person_cases.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
Reader = Callable[[str, str], Doc]


@pytest.fixture(scope="module")
def read() -> Reader:
    nlp = load(without=("dragoman_places", "dragoman_attribution", "dragoman_coding"))
    return lambda text, day: next(annotate(nlp, [from_text(text, published=date.fromisoformat(day))]))


@pytest.mark.parametrize(("day", "text", "name", "code"), ROWS)
def test_a_person_has_the_state_that_the_text_or_the_registry_gives(read: Reader, day: str, text: str, name: str, code: str) -> None:
    codes = codes_of(name, text, read(text, day)._.mentions)
    assert "+".join(codes or ()) == code.strip("-")


def test_people_and_offices_are_asked_with_the_codes_of_their_party(read: Reader) -> None:
    doc = read("Norwegian Foreign Minister Ola Brekke met the Finnish ambassador in Tromso, and villagers cheered.", "2024-05-17")
    event = {"actors": ["NOR", "FIN"], "actor_names": ["Ola Brekke", "the Finnish ambassador", "villagers"], "recipients": []}
    party = frozenset({"NOR", "FIN"})
    assert asked({"events": [event]}, doc) == {"Ola Brekke": party, "the Finnish ambassador": party}
