"""The relation classifier: what a marked source does to a marked target."""

from __future__ import annotations

import pytest
from coding_samples import rows

import dragoman
from dragoman import BadRequest
from dragoman.coding.codebook import labels
from dragoman.coding.encoder import relations_model
from dragoman.coding.marked import encode
from dragoman.coding.relations import classify

CASES = rows("relations_cases.tsv")
SENTENCES = [row["sentence"] for row in CASES]


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["sentence"])
def test_a_clear_sentence_has_its_type(row: dict[str, str]) -> None:
    ((type_, probability),) = classify([row["sentence"]])
    assert type_ == row["type"]
    assert probability > 1 / len(labels())


def test_there_is_one_answer_a_sentence_in_their_order() -> None:
    assert classify(SENTENCES) == [classify([sentence])[0] for sentence in SENTENCES]


def test_answers_are_labels_with_probabilities() -> None:
    found = classify(SENTENCES)
    assert {type_ for type_, _ in found} <= set(labels())
    assert all(0 <= probability <= 1 for _, probability in found)


def test_the_probabilities_of_one_sentence_sum_to_one() -> None:
    encoded = encode(SENTENCES[0])
    assert encoded is not None
    model = relations_model()
    found = model.pair(model.states(encoded.ids, encoded.named), encoded.source, encoded.target)
    assert found.shape == (len(labels()),)
    assert found.min() >= 0
    assert float(found.sum()) == pytest.approx(1, abs=1e-5)


def test_no_sentences_have_no_answers() -> None:
    assert classify([]) == []


def test_the_public_call_is_the_same() -> None:
    assert dragoman.classify(SENTENCES[:2]) == classify(SENTENCES[:2])


@pytest.mark.parametrize("sentence", ["", "Rwanda accused Burundi."])
def test_an_unmarked_sentence_is_refused_in_one_line_that_says_how_to_mark_it(sentence: str) -> None:
    with pytest.raises(BadRequest, match="mark the source with <s>") as caught:
        classify([sentence])
    assert "\n" not in str(caught.value)


def test_one_bad_sentence_among_good_ones_is_named() -> None:
    with pytest.raises(BadRequest, match="neither is marked"):
        classify([SENTENCES[0], "neither is marked"])
