"""The network that tells an event's parties, out of all mentions together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import labels
from dragoman.coding.encoder import model
from dragoman.coding.party_network import PREFIX, Array, PartyNetwork, Question, alike

WIDTH = 384


def drawn(seed: int, count: int, kind: int = 3) -> tuple[Array, Question]:
    """Mentions' states and what is asked about all of them, drawn at random."""
    draw = np.random.default_rng(seed)
    features = np.stack([draw.integers(0, size, count) for size in cand.FEATURE_SIZES], axis=1)
    groups = draw.integers(0, 3, (count, 3))
    same = np.concatenate([groups[:, None] == groups[None], np.eye(count, dtype=bool)[..., None]], axis=2)
    states = draw.standard_normal((count + 1, WIDTH)).astype(np.float32)
    return states[1:], Question(states[0], kind, np.arange(count), features, same.astype(np.float32))


def only(question: Question, rows: np.ndarray) -> Question:
    """The same question about some of the mentions, in that order."""
    return replace(question, mentions=question.mentions[rows], features=question.features[rows], same=question.same[np.ix_(rows, rows)])


@given(st.integers(0, 999), st.integers(1, cand.MOST))
def test_the_order_in_which_mentions_come_does_not_matter(seed: int, count: int) -> None:
    table, question = drawn(seed, count)
    order = np.random.default_rng(seed).permutation(count)
    (straight,) = model().parties.logits(table, [question])
    (mixed,) = model().parties.logits(table, [only(question, order)])
    assert mixed == pytest.approx(straight[order], abs=1e-3)


@given(st.integers(0, 999), st.lists(st.integers(1, cand.MOST), min_size=2, max_size=20))
def test_what_else_is_asked_does_not_bear_on_an_answer(seed: int, counts: list[int]) -> None:
    table, whole = drawn(seed, cand.MOST)
    questions = [only(whole, np.arange(count)) for count in counts]
    together = model().parties.logits(table, questions)
    assert [answer.shape for answer in together] == [(count, 2) for count in counts]
    for question, answer in zip(questions, together, strict=True):
        assert answer == pytest.approx(model().parties.logits(table, [question])[0], abs=1e-3)


@pytest.mark.parametrize("kind", range(1, len(labels())))
def test_each_mention_has_a_chance_of_either_role_in_an_event_of_any_type(kind: int) -> None:
    table, question = drawn(7, 5, kind)
    (logits,) = model().parties.logits(table, [question])
    assert logits.shape == (5, 2)
    assert np.isfinite(logits).all()


def test_what_else_is_named_bears_on_a_mention() -> None:
    table, question = drawn(7, 5)
    together, alone = model().parties.logits(table, [question, only(question, np.arange(1))])
    assert together[0] != pytest.approx(alone[0], abs=1e-3)


def test_candidates_are_alike_in_code_coordination_and_sentence() -> None:
    same = alike(np.array([(0, 2, 0), (1, 2, 0), (0, 9, 1)]))
    assert same[0].tolist() == [[1, 1, 1, 1], [0, 1, 1, 0], [1, 0, 0, 0]]
    assert (same == same.transpose(1, 0, 2)).all()


def test_it_computes_what_the_network_that_was_trained_computes() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed (make train)")
    from training.party_network import PartyNetwork as Trained

    trained = Trained().eval()
    table, question = drawn(7, 9)
    ours = PartyNetwork({PREFIX + name: value.numpy() for name, value in trained.state_dict().items()})
    given = (question.trigger[None], table[None], question.features[None], np.array([3]), np.ones((1, 9), np.float32), question.same[None])
    with torch.no_grad():
        theirs = trained(*(torch.from_numpy(value) for value in given))[0].numpy()
    assert ours.logits(table, [question])[0] == pytest.approx(theirs, abs=1e-4)
