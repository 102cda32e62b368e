"""One event per document and happening: statements of the same thing are put together."""

from __future__ import annotations

from dataclasses import replace

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from dragoman.coding.frames import Frame
from dragoman.coding.merging import merge
from dragoman.coding.roles import Parties, Slot
from dragoman.model import Actor, Mention, Status

WORDS = Doc(spacy.blank("en").vocab, words=["word"] * 40)
NAMED_LATE = 35
"""The only word that calls a party by name."""
PERU = Actor("PER", "state", "Peru")
MENTIONS = [
    Mention(0, 4, "pronoun", PERU, ("PER",)),
    Mention(WORDS[NAMED_LATE].idx, WORDS[NAMED_LATE].idx + 4, "name", PERU, ("PER",)),
]


def frame(
    trigger: int, type_: str, actors: str, recipients: str = "", status: Status = "occurred", sure: float = 0.9, mode: str | None = None
) -> Frame:
    """A frame with parties given as codes parted by blanks."""
    sides = tuple(tuple(Slot(code, 1.0, (0, 1)) for code in side.split()) for side in (actors, recipients))
    return Frame(
        trigger=trigger,
        sentence=WORDS[trigger : trigger + 1],
        type=type_,
        type_probability=1.0,
        event_probability=sure,
        mode=mode,
        status=status,
        status_probability=1.0,
        parties=Parties(*sides),
    )


def triggers(*frames: Frame) -> list[list[int]]:
    return [[one.trigger for one in group] for group in merge(frames, MENTIONS)]


def test_the_same_act_told_again_is_one_event() -> None:
    assert triggers(frame(1, "ACCUSE", "PER", "CHL"), frame(9, "ACCUSE", "PER", "CHL")) == [[1, 9]]


def told_in_one_sentence(first: Frame, second: Frame) -> list[list[int]]:
    return triggers(replace(first, sentence=WORDS[1:9]), replace(second, sentence=WORDS[1:9]))


def test_what_one_sentence_tells_with_a_direction_and_without_is_one_event() -> None:
    assert told_in_one_sentence(frame(1, "ACCUSE", "PER", "CHL"), frame(5, "ACCUSE", "PER CHL", sure=0.95)) == [[1, 5]]


def test_what_two_sentences_tell_with_a_direction_and_without_is_two_events() -> None:
    assert triggers(frame(1, "ACCUSE", "PER", "CHL"), frame(5, "ACCUSE", "PER CHL")) == [[1], [5]]


def test_what_two_may_do_jointly_is_no_telling_of_what_one_did_to_the_other() -> None:
    assert told_in_one_sentence(frame(1, "AGREE", "PER", "CHL"), frame(5, "AGREE", "PER CHL")) == [[1], [5]]


def test_the_surest_statement_stands_first() -> None:
    assert triggers(frame(1, "ACCUSE", "PER", "CHL", sure=0.5), frame(9, "ACCUSE", "PER", "CHL", sure=0.8)) == [[9, 1]]


def test_the_statement_that_names_the_parties_stands_before_a_surer_one_that_does_not() -> None:
    assert triggers(frame(1, "ACCUSE", "PER", "CHL", sure=0.9), frame(NAMED_LATE, "ACCUSE", "PER", "CHL", sure=0.5)) == [[NAMED_LATE, 1]]


def test_of_equally_sure_statements_the_first_in_the_text_stands_first() -> None:
    assert triggers(frame(9, "ACCUSE", "PER", "CHL"), frame(1, "ACCUSE", "PER", "CHL")) == [[1, 9]]


def test_events_come_in_text_order() -> None:
    surest_late = [frame(5, "ACCUSE", "PER", "CHL"), frame(2, "AID", "PER", "CHL", sure=0.5), frame(8, "AID", "PER", "CHL")]
    assert triggers(*surest_late) == [[8, 2], [5]]


@pytest.mark.parametrize(
    "other",
    [
        frame(9, "REQUEST", "PER", "CHL"),
        frame(9, "ACCUSE", "CHL", "PER"),
        frame(9, "ACCUSE", "PER", "BOL"),
        frame(9, "ACCUSE", "PER BOL", "CHL"),
        frame(9, "ACCUSE", "PER", "CHL", status="background"),
    ],
    ids=["type", "direction", "recipient", "actors", "background"],
)
def test_what_differs_is_another_event(other: Frame) -> None:
    assert triggers(frame(1, "ACCUSE", "PER", "CHL"), other) == [[1], [9]]


def test_two_statements_of_old_history_are_one_event() -> None:
    assert triggers(*(frame(i, "ASSAULT", "PER", "CHL", status="background") for i in (1, 9))) == [[1, 9]]


def test_the_order_in_which_parties_are_named_does_not_matter() -> None:
    assert triggers(frame(1, "COOPERATE", "PER CHL"), frame(9, "COOPERATE", "CHL PER")) == [[1, 9]]


def test_who_met_whom_is_one_meeting_whichever_side_it_is_told_from() -> None:
    assert triggers(frame(1, "CONSULT", "PER", "CHL"), frame(5, "CONSULT", "CHL", "PER"), frame(9, "CONSULT", "PER CHL")) == [[1, 5, 9]]


def test_a_mode_that_is_given_only_once_does_not_part_statements() -> None:
    assert triggers(frame(1, "ASSAULT", "PER", "CHL", mode="aerial"), frame(9, "ASSAULT", "PER", "CHL")) == [[1, 9]]


def test_nothing_makes_no_event() -> None:
    assert merge([], MENTIONS) == []


FRAMES = st.builds(
    frame,
    st.integers(0, 39),
    st.sampled_from(["ACCUSE", "CONSULT"]),
    st.sampled_from(["PER", "CHL", "PER CHL"]),
    st.sampled_from(["", "BOL", "CHL"]),
    st.sampled_from(["occurred", "background", "planned"]),
    st.floats(0, 1),
)


@given(st.lists(FRAMES, max_size=12, unique_by=lambda one: one.trigger))
def test_every_statement_goes_into_exactly_one_event(frames: list[Frame]) -> None:
    groups = merge(frames, MENTIONS)
    assert sorted(one.trigger for group in groups for one in group) == sorted(one.trigger for one in frames)
    firsts = [min(one.trigger for one in group) for group in groups]
    assert firsts == sorted(firsts)


@given(st.lists(FRAMES, max_size=12, unique_by=lambda one: one.trigger))
def test_the_order_in_which_statements_come_does_not_matter(frames: list[Frame]) -> None:
    assert triggers(*reversed(frames)) == triggers(*frames)
