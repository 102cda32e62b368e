"""What a coder answers for a text that another coder is to learn from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from dragoman.coding.encoder import model
from training.answers import Answers, answers
from training.corpus import parse
from training.lessons import Lesson, read

BLOCK = """Uganda {expelled:1} four Rwandan diplomats on Monday. Rwanda {rejected:2} the charge of spying.
1 COERCE - occurred UGA > RWA
2 REJECT - occurred RWA > UGA"""


@cache
def lesson() -> Lesson:
    return read(parse(BLOCK, "own-0000"))


@cache
def given() -> Answers:
    return answers(model(), lesson())


def test_each_candidate_word_is_answered_for_with_probabilities() -> None:
    words = sum(len(item.triggers) for item in lesson().items)
    assert (given().types.shape, given().statuses.shape) == ((words, 17), (words, 7))
    assert given().types.sum(axis=1) == pytest.approx(np.ones(words), abs=0.01)
    assert given().statuses.sum(axis=1) == pytest.approx(np.ones(words), abs=0.01)


def test_each_mention_of_each_statement_is_answered_for() -> None:
    assert [one.shape for one in given().parties] == [(len(s.mentions), 2) for s in lesson().statements]
    for statement, answer in zip(lesson().statements, given().parties, strict=True):
        likeliest = [statement.codes[at] for at in answer.argmax(axis=0)]
        assert likeliest == [statement.actors, statement.recipients]


def test_answers_fit_the_text_that_was_asked_about() -> None:
    assert given().fit(lesson())


def test_answers_do_not_fit_a_text_that_is_read_otherwise() -> None:
    first = lesson().items[0]
    others = {
        "other words": replace(lesson(), items=(replace(first, ids=tuple(one + 1 for one in first.ids)), *lesson().items[1:])),
        "fewer words": replace(lesson(), items=(replace(first, triggers=first.triggers[1:]), *lesson().items[1:])),
        "fewer statements": replace(lesson(), statements=lesson().statements[1:]),
    }
    assert not [name for name, other in others.items() if given().fit(other)]


def test_a_text_without_words_has_no_answers() -> None:
    found = answers(model(), Lesson("empty", (), (), ()))
    assert (len(found.types), len(found.statuses), found.parties) == (0, 0, ())
