"""The coding stage as a whole: from a text to its events."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from check_coding_cases import PUBLISHED, Case, cases, found
from coding_samples import read as uncoded_read

import dragoman
from dragoman.coding.codebook import category, types
from dragoman.model import Event, Report

CASES = cases()
RAID = (
    "Ecuador condemned Colombia on Monday for a raid across the border.\n\n"
    "The weather in the region was fine. Ecuador's foreign ministry condemned Colombia over the raid in a note."
)


@cache
def read(text: str) -> Report:
    return dragoman.read(text, published=PUBLISHED)


def events() -> list[tuple[str, Event]]:
    """All events of all cases, with the text that each was read from."""
    return [(case.text, event) for case in CASES for event in read(case.text).events]


READS_MORE = ("The Greek president thanked France for its help", "Cuba praised Bolivia on Monday for its stand against the embargo")
"""How those begin in which the coder that ships takes a noun of what is spoken about for an event too (its model card says so)."""


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.text, marks=[pytest.mark.xfail(strict=True)] if case.text.startswith(READS_MORE) else [])
        for case in CASES
    ],
)
def test_a_clear_sentence_tells_its_one_event(case: Case) -> None:
    assert found(case) == case.wanted


def test_the_table_has_every_type_and_sentences_without_event() -> None:
    counts = Counter(case.type for case in CASES)
    assert counts.keys() == {"", *types()}


def test_each_event_has_the_codebook_values_of_its_type_and_mode() -> None:
    for _, event in events():
        entry = category(event.type, event.mode)
        assert (event.quad, event.score, event.mode) == (entry.quad, entry.score, entry.mode)


def test_the_evidence_is_the_sentence_and_the_trigger_stands_in_it() -> None:
    for text, event in events():
        assert event.evidence[0].of(text) == text
        assert event.trigger.of(text).isalpha()


def test_each_party_has_a_mention_in_the_evidence() -> None:
    for _, event in events():
        for party in (*event.actors, *event.recipients):
            assert party.actor.code
            assert [m for m in party.mentions for e in event.evidence if e.start <= m.start and m.end <= e.end]


def test_the_reasons_name_trigger_status_and_every_party() -> None:
    for text, event in events():
        assert f"“{event.trigger.of(text)}” states an event" in event.why[0]
        assert event.why[1].startswith(f"status {event.status}") or f", {event.status} by its date" in event.why[1]
        assert not [p for p in event.actors if not any(f"actor {p.actor.code}" in reason for reason in event.why)]
        assert not [p for p in event.recipients if not any(f"recipient {p.actor.code}" in reason for reason in event.why)]


def test_confidences_are_probabilities() -> None:
    assert all(0 < event.confidence < 1 for _, event in events())


def test_the_same_text_gives_the_same_events() -> None:
    assert dragoman.read(RAID, published=PUBLISHED) == read(RAID)


def test_ids_number_the_events_in_text_order() -> None:
    text = " ".join(case.text for case in CASES if case.status == "occurred" and case.type in ("ACCUSE", "SANCTION"))
    found = read(text).events
    assert len(found) > 1
    assert [event.id for event in found] == [f"e{n}" for n in range(1, len(found) + 1)]


def test_what_is_told_twice_is_one_event_with_both_statements() -> None:
    (event,) = (event for event in read(RAID).events if event.type == "ACCUSE")
    said = [span.of(RAID) for span in event.evidence]
    assert any(words.startswith("Ecuador condemned") for words in said)
    assert any(words.startswith("Ecuador's foreign ministry condemned") for words in said)
    assert [reason for reason in event.why if reason.startswith("stated ")]


def test_an_event_within_one_state_is_listed_as_not_placed() -> None:
    report = read("The Peruvian president met the Peruvian foreign minister in Lima on Monday.")
    assert report.events == ()
    assert [left.reason for left in report.unplaced] == ["only one state or organisation is in it (PER)"]


def test_an_event_carries_its_condition() -> None:
    text = "Iran threatened on Monday to strike Israel if its ships were attacked."
    (event,) = (event for event in read(text).events if event.type == "THREATEN")
    assert event.condition is not None
    assert event.condition.of(text) == "if its ships were attacked"


def test_an_event_carries_its_date_place_and_contexts() -> None:
    event = read("Morocco and Senegal signed a trade treaty in Rabat on Tuesday.").events[0]
    assert event.date is not None
    assert event.place is not None
    assert (event.date.start.isoformat(), event.place.name, event.contexts) == ("2021-06-15", "Rabat", ("diplomatic", "economic"))


def test_an_event_carries_who_reported_it() -> None:
    report = read("Rwanda accused Burundi on Monday of sheltering rebels, the Burundian agency ABP reported.")
    (event,) = (event for event in report.events if event.type == "ACCUSE")
    assert "ABP" in event.sources[0][0]


def test_no_event_is_taken_from_a_caption() -> None:
    text = (
        "Bread prices in the capital rose by a tenth last month, shopkeepers said, and the price of milk rose too.\n\n"
        "Rwanda's foreign minister meets the foreign minister of Burundi in Kigali. (Photo by Jean Habimana/AFP via Getty Images)"
    )
    assert read(text).events == ()


def test_a_text_without_any_actor_has_no_events() -> None:
    report = read("The band played until midnight, and the rain did not stop. Nobody went home early.")
    assert (report.events, report.unplaced) == ((), ())


def test_the_coder_leaves_the_stages_above_it_as_they_were() -> None:
    above, whole = uncoded_read(RAID), read(RAID)
    assert (above._.mentions, above._.passages, above._.quotes) == (whole.mentions, whole.passages, whole.quotes)
    assert (above._.times, above._.places) == (whole.times, whole.places)
    assert above._.mentions
    assert above._.passages
