"""The tagger of attributions at run time: what it leaves out of its sums is what repeats in them."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.attribution.features import LINKS, NEAR, Words, words_of
from dragoman.attribution.network import ROUNDS, network
from dragoman.attribution.page import Page
from dragoman.pipeline import load

TEXT = "Chad's foreign minister said on Monday that Sudan, which denies it, had armed the rebels who crossed the border in May."


@pytest.fixture(scope="module")
def words() -> Words:
    return words_of(Page(load()(TEXT)), network().names)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_round_takes_in_a_word_and_every_one_that_it_is_linked_with(words: Words, number: int) -> None:
    tagger = network()
    states = np.random.default_rng(number).standard_normal((len(words.links), tagger._w["enter.norm.weight"].size)).astype(np.float32)
    around = np.concatenate([states, *(states[words.links[:, at]] for at in range(len(LINKS)))], axis=1)
    whole = tagger._norm(f"round{number}", states + np.maximum(tagger._linear(f"round{number}.linear", around), 0))
    parts = [tagger._round(number, states, words.links, slice(start, start + 8)) for start in range(0, len(states), 8)]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-4)


def test_some_words_have_others_linked_below_them_and_most_have_none(words: Words) -> None:
    below = words.links[:, NEAR:] != np.arange(len(words.links))[:, None]
    assert below.any(axis=0).all()
    assert below.mean() < 0.5
