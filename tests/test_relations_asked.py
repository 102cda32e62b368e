"""Who is asked for: codes, names and blocs; and what is said where a question cannot be answered."""

from __future__ import annotations

from datetime import date
from inspect import isfunction, signature

import pytest
from asking_samples import Told, filled, put_quote

from dragoman.errors import BadRequest
from dragoman.ledger import Ledger, asked, blocs
from dragoman.ledger.answers import Answers
from dragoman.ledger.asked import codes, label, membership, parted


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("PRK", ("PRK",)),
        ("prk", ("PRK",)),
        ("North Korea", ("PRK",)),
        ("DPRK", ("PRK",)),
        ("the Kremlin", ("RUS",)),
        ("ROK", ("KOR",)),
        ("UN", ("UNO",)),
        ("USA+Japan", ("USA", "JPN")),
        ("NAT", ("NAT",)),
        ("ORG:ASEAN", ("ORG:ASEAN",)),
        ("Red Cross", ("ORG:Red Cross",)),
    ],
)
def test_actors_are_asked_for_by_code_or_name(words: str, expected: tuple[str, ...]) -> None:
    assert codes(words) == expected


@pytest.mark.parametrize("wrong", ["Atlantis", "", "BBB", "Pyongyang@2010", "EU@1900", "EU@soon"])
def test_what_is_no_actor_is_said_in_one_line(wrong: str) -> None:
    with pytest.raises(BadRequest) as told:
        codes(wrong)
    assert "\n" not in str(told.value)


def test_a_person_is_not_taken_for_a_state() -> None:
    with pytest.raises(BadRequest, match="stands under the code RUS here"):
        codes("Vladimir Putin")


@pytest.mark.parametrize(
    ("words", "on", "member", "stranger"),
    [
        ("EU", None, "HRV", "GBR"),
        ("EU@2012", None, "GBR", "HRV"),
        ("EU", date(2012, 1, 1), "GBR", "HRV"),
        ("NATO", date(2023, 4, 3), "MNE", "FIN"),
        ("NATO", date(2023, 4, 4), "FIN", "SWE"),
        ("Shanghai Cooperation Organisation", None, "BLR", "TKM"),
        ("CSTO@2010", None, "UZB", "GEO"),
        ("ECOWAS", date(2025, 1, 29), "NER", "MRT"),
        ("ECOWAS", date(2025, 1, 30), "NGA", "NER"),
    ],
)
def test_a_bloc_is_its_members_on_the_day(words: str, on: date | None, member: str, stranger: str) -> None:
    assert member in codes(words, on)
    assert stranger not in codes(words, on)


def test_a_bloc_holds_its_organisation_too() -> None:
    assert "EUU" in codes("EU")
    assert codes("EUU") == ("EUU",)
    assert membership("AUKUS") == ["AUKUS is its 3 members (AUS, GBR, USA), and ORG:AUKUS, the organisation itself"]


def test_every_member_of_every_bloc_has_a_name_and_left_after_it_came() -> None:
    for name in blocs.names():
        bloc = blocs.named(name)
        assert bloc is not None
        for term in bloc.terms:
            assert asked.name_of(term.member) != term.member
            assert term.until is None or term.since < term.until


def test_a_member_is_not_also_on_the_side_of_its_bloc() -> None:
    ours, theirs = parted("EU", "Germany")
    assert theirs == ("DEU",)
    assert "DEU" not in ours
    with pytest.raises(BadRequest, match="and others stand on both sides"):
        parted("EU", "NATO")


def test_blocs_are_counted_by_who_was_a_member_when_the_period_ended() -> None:
    memory = filled([Told("2015-03-01", "ACCUSE", "GBR", "RUS"), Told("2022-03-01", "ACCUSE", "FRA", "RUS")])
    assert [row["event"] for row in memory.events("EU,RUS", until="2016")] == ["E0"]
    assert [row["event"] for row in memory.events("EU,RUS")] == ["E1"]
    assert sum(row["events"] for row in memory.relation("NATO", "Russia")) == 2


def test_labels_name_what_was_asked_for() -> None:
    assert label("EU") == "EU"
    assert label("USA+PRK") == "the United States and North Korea"
    assert filled([]).brief(about="EU").startswith("# EU: what is new")


def test_years_may_be_numbers() -> None:
    assert len(filled([Told("2015-03-01", "ACCUSE", "GBR", "RUS")]).events(since=2015, until=2015)) == 1


def test_speakers_are_found_however_their_names_are_spelt() -> None:
    memory = filled([Told("2023-01-10", "CONSULT", "PRK,RUS")])
    put_quote(memory, "D0-0", 0, "Choe Son-hui", "PRK", "We came to talk.")
    for speaker in ("choe son hui", "North Korea", "PRK", "CHOE"):
        assert len(memory.quotes(speaker)) == 1, speaker
    assert len(memory.quotes("RUS")) == 0
    with pytest.raises(BadRequest):
        memory.quotes(" ")


def test_a_statement_in_reprints_is_given_once() -> None:
    memory = filled([Told("2023-01-10", "CONSULT", "PRK,RUS", publishers=("One", "Two"))])
    for document in ("D0-0", "D0-1"):
        put_quote(memory, document, 0, "Ana Petrov", "BGR", "We came to talk.")
    assert len(memory.quotes()) == 2
    memory.connection.execute("UPDATE documents SET reprint_group = 'D0-0'")
    assert len(memory.quotes()) == 1


def test_doubtful_events_are_no_firsts() -> None:
    told = [Told("2020-01-01", "CONSULT", "FJI", "TON", "visit"), Told("2023-01-10", "CONSULT", "FJI", "TON", "visit")]
    memory = filled(told)
    assert len(memory.firsts()) > 0
    memory.connection.execute("UPDATE events SET confidence = 0.3 WHERE event = 'E1'")
    assert len(memory.firsts()) == 0


def test_what_three_did_together_is_one_first_in_a_brief() -> None:
    told = [Told("2020-01-01", "ACCUSE", "FJI", "TON"), Told("2023-01-10", "CONSULT", "FJI,TON,WSM", mode="phone")]
    assert filled(told).brief().count("First call between Fiji, Tonga and Samoa in this ledger") == 1


def test_a_brief_shows_the_clearest_words_and_marks_what_is_not_word_for_word() -> None:
    memory = filled([Told("2023-01-10", "CONSULT", "PRK,RUS", publishers=("One", "Two"))])
    memory.connection.execute("UPDATE claims SET confidence = 0.99 WHERE claim = 'D0-1:e1'")
    put_quote(memory, "D0-0", 0, "Ana Petrov", "BGR", "that she came to talk")
    memory.connection.execute("UPDATE quotes SET kind = 'indirect'")
    page = memory.brief()
    assert "number 0. [2](#s2)" in page
    assert "that she came to talk (not word for word)" in page
    assert "“that she" not in page


def test_days_are_days_in_pandas() -> None:
    pytest.importorskip("pandas")
    frame = filled([Told("2023-01-10", "CONSULT", "PRK,RUS"), Told(None, "CONSULT", "PRK,RUS")]).events().pandas()
    assert frame["date_start"].dt.year.tolist()[0] == 2023


@pytest.mark.parametrize("name", [name for name, method in vars(Answers).items() if isfunction(method)])
def test_a_question_is_shown_as_a_method_of_the_ledger(name: str) -> None:
    of_class, of_one = signature(getattr(Ledger, name)), signature(getattr(filled([]), name))
    assert next(iter(of_class.parameters)) == "self"
    assert list(of_class.parameters)[1:] == list(of_one.parameters)
    assert "connection" not in of_class.parameters
