"""Windows for the encoder: whole sentences, each coded from exactly one window, within the encoder's length."""

from __future__ import annotations

from collections.abc import Collection

import spacy
from coding_samples import read
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from dragoman.coding.windows import CLS, CONTEXT_PIECES, MAX_PIECES, SEP, Window, coded_sentences, pieces, windows
from dragoman.extensions import register
from dragoman.model import Passage, PassageKind

register()
BLANK = spacy.blank("en")
WORDS = st.sampled_from(
    ["Peru", "ambassador", "the", "unconstitutionally", "Ouagadougou", "met", "\n", " ", ",", ".", "1994", "Łódź", "x" * 40]
)
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=60), min_size=1, max_size=8)


def document(sentences: list[list[str]]) -> Doc:
    words = [word for sentence in sentences for word in sentence]
    starts: list[bool | int | None] = [place == 0 for sentence in sentences for place in range(len(sentence))]
    return Doc(BLANK.vocab, words=words, sent_starts=starts)


def cut(doc: Doc, actors: Collection[int] = ()) -> tuple[list[Span], list[Window]]:
    sentences = list(doc.sents)
    return sentences, list(windows(sentences, actors))


def length(sentences: list[Span]) -> int:
    return sum(len(pieces(token.text)) for sentence in sentences for token in sentence)


@given(SENTENCES)
def test_each_sentence_is_coded_from_exactly_one_window(words: list[list[str]]) -> None:
    sentences, made = cut(document(words))
    assert [n for window in made for n in window.focus] == list(range(len(sentences)))


@given(SENTENCES)
def test_a_window_is_no_longer_than_the_encoder_takes(words: list[list[str]]) -> None:
    for window in cut(document(words))[1]:
        assert 2 <= len(window.ids) <= MAX_PIECES
        assert len(window.named) == len(window.ids)
        assert (window.ids[0], window.ids[-1]) == (CLS, SEP)


@given(SENTENCES)
def test_each_token_stands_where_the_window_says(words: list[list[str]]) -> None:
    doc = document(words)
    for window in cut(doc)[1]:
        assert all(window.ids[start:end] == pieces(doc[i].text) != () for i, (start, end) in window.places.items())
        assert sum(end - start for start, end in window.places.values()) == len(window.ids) - 2


@given(SENTENCES)
def test_every_coded_token_has_a_place_unless_the_window_is_full(words: list[list[str]]) -> None:
    sentences, made = cut(document(words))
    for window in made:
        if length([sentences[n] for n in window.sentences]) <= MAX_PIECES - 2:
            tokens = {token.i for n in window.focus for token in sentences[n] if pieces(token.text)}
            assert tokens <= window.places.keys()


@given(SENTENCES)
def test_only_a_sentence_that_does_not_fit_is_cut(words: list[list[str]]) -> None:
    sentences, made = cut(document(words))
    for window in made:
        full = length([sentences[n] for n in window.sentences]) > MAX_PIECES - 2
        assert not full or len(window.focus) == 1


@given(SENTENCES)
def test_context_is_the_sentences_just_before(words: list[list[str]]) -> None:
    sentences, made = cut(document(words))
    for window in made:
        assert window.sentences == tuple(range(window.sentences[0], window.focus[-1] + 1))
        context = [sentences[n] for n in window.sentences if n not in window.focus]
        assert length(context) <= CONTEXT_PIECES


@given(SENTENCES, st.sets(st.integers(0, 200)))
def test_the_pieces_of_actors_are_told_apart(words: list[list[str]], actors: set[int]) -> None:
    for window in cut(document(words), actors)[1]:
        named = {at for i, (start, end) in window.places.items() if i in actors for at in range(start, end)}
        assert {at for at, type_ in enumerate(window.named) if type_} == named


def test_a_document_without_sentences_has_no_windows() -> None:
    assert list(windows([], ())) == []


def test_white_space_has_no_pieces() -> None:
    assert pieces(" \n") == ()


def test_sentences_in_furniture_are_left_out() -> None:
    doc = document([["Peru", "met", "."], ["Subscribe", "now", "."], ["Peru", "left", "."]])
    kinds: tuple[PassageKind, ...] = ("headline", "promo", "body")
    doc._.passages = tuple(Passage(s.start_char, s.end_char, kind) for s, kind in zip(doc.sents, kinds, strict=True))
    assert [sentence[1].text for sentence in coded_sentences(doc)] == ["met", "left"]


def test_a_sentence_of_white_space_is_left_out() -> None:
    assert len(coded_sentences(document([["Peru", "met", "."], ["\n", " "]]))) == 1


def test_the_caption_of_a_page_is_not_coded() -> None:
    text = (
        "Peru condemned the raid on the border post on Friday.\n\n"
        "Guards stand at the border post. (Photo by Luis Prado/AFP via Getty Images)\n\n"
        "Ecuador rejected the charge and promised an inquiry of its own."
    )
    coded = [sentence.text.strip() for sentence in coded_sentences(read(text))]
    assert len(coded) == 2
    assert not [sentence for sentence in coded if "Photo" in sentence or "Guards" in sentence]
