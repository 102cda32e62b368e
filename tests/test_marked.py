"""Marked sentences as the relation classifier reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.marked import MARKERS, encode
from dragoman.coding.windows import CLS, MAX_PIECES, SEP, pieces

WORDS = st.lists(st.sampled_from(["Peru", "condemned", "the", "Ouagadougou", ",", "unconstitutionally"]), max_size=160).map(" ".join)


def test_the_two_opening_markers_are_found() -> None:
    found = encode("<s>Peru</s> condemned <t>Chile</t> on Friday.")
    assert found is not None
    assert (found.ids[0], found.ids[-1]) == (CLS, SEP)
    assert found.ids[found.source] == MARKERS["<s>"]
    assert found.ids[found.target] == MARKERS["<t>"]
    assert found.source < found.target


def test_the_target_may_stand_before_the_source() -> None:
    found = encode("<t>Chile</t> was condemned by <s>Peru</s>.")
    assert found is not None
    assert found.target < found.source


def test_the_words_between_the_markers_are_told_apart() -> None:
    found = encode("<s>Peru</s> condemned <t>the Chilean army</t>.")
    assert found is not None
    inside = [id_ for id_, named in zip(found.ids, found.named, strict=True) if named]
    assert inside == [*pieces("Peru"), *pieces("the Chilean army")]


@pytest.mark.parametrize(
    "sentence",
    ["", "Peru condemned Chile.", "</s> </t>", "<S>Peru</S> <T>x</T>"],
)
def test_a_sentence_without_either_marker_cannot_be_read(sentence: str) -> None:
    assert encode(sentence) is None


def test_a_long_sentence_is_cut_around_its_markers() -> None:
    found = encode("word " * 300 + "<s>Peru</s> condemned <t>Chile</t>" + " word" * 300)
    assert found is not None
    assert len(found.ids) == MAX_PIECES
    assert [MARKERS["<s>"], MARKERS["<t>"]] == [found.ids[found.source], found.ids[found.target]]


@pytest.mark.parametrize("sentence", ["<s>Peru</s> was condemned.", "<s>Peru</s>" + " word" * 400 + " <t>Chile</t>"])
def test_for_a_party_that_is_not_marked_or_too_far_off_the_whole_sentence_stands(sentence: str) -> None:
    found = encode(sentence)
    assert found is not None
    assert (found.ids[found.source], found.target) == (MARKERS["<s>"], 0)


@given(WORDS, WORDS, WORDS, st.booleans())
def test_what_is_encoded_holds_both_markers_within_the_length(before: str, between: str, after: str, swapped: bool) -> None:
    first, second = ("<t>Chile</t>", "<s>Peru</s>") if swapped else ("<s>Peru</s>", "<t>Chile</t>")
    found = encode(f"{before} {first} {between} {second} {after}")
    assert found is not None
    assert len(found.ids) == len(found.named) <= MAX_PIECES
    if found.source and found.target:
        assert found.ids[found.source] == MARKERS["<s>"]
        assert found.ids[found.target] == MARKERS["<t>"]
        assert (found.target < found.source) is swapped
    else:
        assert len(pieces(between)) > MAX_PIECES // 3


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    found = encode(text)
    assert found is None or len(found.ids) <= MAX_PIECES
