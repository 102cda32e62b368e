"""The confidence of an event: a probability that rises with every probability that it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.confidence import confidence, shipped_weights, signs
from dragoman.coding.frames import Frame
from dragoman.coding.roles import Parties, Slot

CHANCES = st.floats(0.001, 0.999)
SENTENCE = spacy.blank("en")("Kenya warned Uganda.")[:]


def frame(event: float = 0.9, type_: float = 0.9, actor: float = 0.9, recipient: float = 0.9) -> Frame:
    parties = Parties((Slot("KEN", actor, (0,)),), (Slot("UGA", recipient, (1,)),))
    return Frame(1, SENTENCE, "THREATEN", type_, event, None, "occurred", 0.9, parties)


@given(CHANCES, CHANCES, CHANCES, CHANCES)
def test_it_is_a_probability(event: float, type_: float, actor: float, recipient: float) -> None:
    assert 0 < confidence([frame(event, type_, actor, recipient)], shipped_weights()) < 1


@pytest.mark.parametrize("value", ["event_probability", "type_probability"])
def test_a_surer_reading_is_never_less_confident(value: str) -> None:
    low, high = (confidence([replace(frame(), **{value: chance})], shipped_weights()) for chance in (0.5, 0.99))  # type: ignore[arg-type]
    assert low <= high


def test_surer_parties_make_a_surer_event() -> None:
    assert confidence([frame(actor=0.5, recipient=0.5)], shipped_weights()) < confidence(
        [frame(actor=0.99, recipient=0.99)], shipped_weights()
    )


def test_every_weight_is_of_a_sign_that_is_read() -> None:
    assert set(shipped_weights()) <= set(signs([frame()]))


def test_an_event_without_an_actor_says_so() -> None:
    nobody = replace(frame(), parties=Parties((), (Slot("UGA", 0.9, (1,)),)))
    assert signs([nobody])["no actor"] == 1.0
