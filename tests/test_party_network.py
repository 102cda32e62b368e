"""The network that tells an event's parties, out of all mentions together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import labels
from dragoman.coding.encoder import model
from dragoman.coding.party_network import Array, alike

WIDTH = 384


def candidate(head: int, series: int) -> cand.Candidate:
    return cand.Candidate(0, head, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, series)


def asked(seed: int, count: int) -> tuple[Array, Array, np.ndarray, Array]:
    """A trigger's state, mentions' states, their features, and which of them are alike, drawn at random."""
    draw = np.random.default_rng(seed)
    features = np.stack([draw.integers(0, size, count) for size in cand.FEATURE_SIZES], axis=1)
    groups = draw.integers(0, 3, (count, 3))
    same = np.concatenate([groups[:, None] == groups[None], np.eye(count, dtype=bool)[..., None]], axis=2)
    states = draw.standard_normal((count + 1, WIDTH)).astype(np.float32)
    return states[0], states[1:], features, same.astype(np.float32)


@given(st.integers(0, 999), st.integers(1, cand.MOST))
def test_the_order_in_which_mentions_come_does_not_matter(seed: int, count: int) -> None:
    trigger, mentions, features, same = asked(seed, count)
    order = np.random.default_rng(seed).permutation(count)
    straight = model().parties.logits(trigger, mentions, features, 3, same)
    mixed = model().parties.logits(trigger, mentions[order], features[order], 3, same[np.ix_(order, order)])
    assert mixed == pytest.approx(straight[order], abs=1e-3)


@pytest.mark.parametrize("kind", range(1, len(labels())))
def test_each_mention_has_a_chance_of_either_role_in_an_event_of_any_type(kind: int) -> None:
    trigger, mentions, features, same = asked(7, 5)
    logits = model().parties.logits(trigger, mentions, features, kind, same)
    assert logits.shape == (5, 2)
    assert np.isfinite(logits).all()


def test_what_else_is_named_bears_on_a_mention() -> None:
    trigger, mentions, features, same = asked(7, 5)
    together = model().parties.logits(trigger, mentions, features, 3, same)
    alone = model().parties.logits(trigger, mentions[:1], features[:1], 3, same[:1, :1])
    assert together[0] != pytest.approx(alone[0], abs=1e-3)


def test_candidates_are_alike_in_code_coordination_and_sentence() -> None:
    near = [candidate(2, 2), candidate(4, 2), candidate(9, 9)]
    codes = [frozenset({"PER"}), frozenset({"CHL"}), frozenset({"PER"})]
    same = alike(near, codes, {2: 0, 4: 0, 9: 1})
    assert same[0].tolist() == [[1, 1, 1, 1], [0, 1, 1, 0], [1, 0, 0, 0]]
    assert (same == same.transpose(1, 0, 2)).all()
