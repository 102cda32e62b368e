"""The confidence of an event: a probability that rises with every probability that it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.confidence import Surroundings, confidence, shipped_weights, signs
from dragoman.coding.frames import Frame
from dragoman.coding.roles import Parties, Slot

CHANCES = st.floats(0.001, 0.999)
SENTENCE = spacy.blank("en")("Kenya warned Uganda.")[:]


def frame(event: float = 0.9, type_: float = 0.9, actor: float = 0.9, recipient: float = 0.9) -> Frame:
    parties = Parties((Slot("KEN", actor, (0,)),), (Slot("UGA", recipient, (1,)),))
    return Frame(1, SENTENCE, "THREATEN", type_, event, None, "occurred", 0.9, parties)


ALONE = Surroundings({1: 0.6}, 100)


def sure(*group: Frame, around: Surroundings = ALONE) -> float:
    return confidence(signs(group, around), shipped_weights())


@given(CHANCES, CHANCES, CHANCES, CHANCES)
def test_it_is_a_probability(event: float, type_: float, actor: float, recipient: float) -> None:
    assert 0 < sure(frame(event, type_, actor, recipient)) < 1


@pytest.mark.parametrize("value", ["event_probability", "type_probability"])
def test_a_surer_reading_is_never_less_confident(value: str) -> None:
    low, high = (sure(replace(frame(), **{value: chance})) for chance in (0.5, 0.99))  # type: ignore[arg-type]
    assert low <= high


def test_surer_parties_make_a_surer_event() -> None:
    assert sure(frame(actor=0.5, recipient=0.5)) < sure(frame(actor=0.99, recipient=0.99))


def test_what_is_told_twice_is_surer() -> None:
    assert sure(frame()) < sure(frame(), replace(frame(), trigger=2))


def test_a_lone_event_in_a_long_document_is_less_sure() -> None:
    assert sure(frame(), around=Surroundings({1: 0.6}, 900)) < sure(frame(), around=Surroundings({1: 0.6}, 100))


def test_an_event_among_others_is_surer_whose_own_frames_do_not_count() -> None:
    assert sure(frame()) < sure(frame(), around=Surroundings({1: 0.6, 2: 0.6}, 100))
    assert signs([frame()], ALONE)["told besides"] == 0.0


def test_every_weight_is_of_a_sign_that_is_read() -> None:
    assert set(shipped_weights()) <= set(signs([frame()], ALONE))


def test_an_event_without_an_actor_says_so() -> None:
    nobody = replace(frame(), parties=Parties((), (Slot("UGA", 0.9, (1,)),)))
    assert signs([nobody], ALONE)["no actor"] == 1.0
