"""What the coder chooses among: words that may state an event, mentions that may be parties, and how the two hang together."""

from __future__ import annotations

from collections import Counter

import pytest
from coding_samples import read, rows, unmark
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from dragoman.coding import candidates as cand
from dragoman.coding.encoder import model
from dragoman.coding.windows import coded_sentences
from dragoman.model import Actor, Mention, Span


def near(doc: Doc, trigger: Span) -> list[tuple[Mention, dict[str, int]]]:
    """The mentions that the word at ``trigger`` may have as parties, the nearest first, with the features of each."""
    word = doc.char_span(trigger.start, trigger.end)
    assert word is not None
    cast = cand.Cast.of(doc, coded_sentences(doc))
    found = cast.near(cast.sentence_of[word.root.i])
    features = cand.features(word.root, found, cast)
    assert features.shape == (len(found.mentions), len(cand.FEATURES))
    return [
        (doc._.mentions[i], dict(zip(cand.FEATURES, row, strict=True))) for i, row in zip(found.mentions, features.tolist(), strict=True)
    ]


def test_relations_are_told_apart() -> None:
    assert len(set(cand.RELATIONS)) == len(cand.RELATIONS)


@pytest.mark.parametrize("row", rows("candidates_relations.tsv"), ids=lambda row: row["text"])
def test_a_mention_stands_to_a_trigger_as_the_syntax_says(row: dict[str, str]) -> None:
    text, trigger, words = unmark(row["text"])
    doc = read(text)
    assert words is not None
    found = [cand.RELATIONS[features["relation"]] for mention, features in near(doc, trigger) if mention.span.overlaps(words)]
    assert found == [row["relation"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Peru condemned the raid.", ["Peru", "condemned", "raid"]),
        ("Talks broke down in 2019.", ["Talks", "broke"]),
        ("She did not do it.", ["did"]),
        ("U.S. jets hit it.", ["jets", "hit"]),
    ],
)
def test_verbs_nouns_and_adjectives_may_state_events(text: str, words: list[str]) -> None:
    doc = read(text)
    assert {token.text for sentence in doc.sents for token in cand.trigger_tokens(sentence)} >= set(words)


@pytest.mark.parametrize("word", ["2019", ",", "the", "in", "of", "%"])
def test_numbers_marks_and_small_words_may_not(word: str) -> None:
    doc = read("The value of exports fell by 4 %, the bank said in 2019.")
    assert word not in {token.text for sentence in doc.sents for token in cand.trigger_tokens(sentence)}


def codes_near(text: str) -> list[str]:
    """The codes of what the marked word of a text may have as parties, the nearest first."""
    plain, trigger, _ = unmark(text)
    doc = read(plain)
    return [code for mention, _ in near(doc, trigger) for code in mention.codes]


def test_a_party_is_looked_for_in_all_sentences_before() -> None:
    assert codes_near("Chad closed the road. The sun rose. Nobody came. It rained. Soldiers {fired} at the gate.") == ["TCD"]


def test_a_party_is_looked_for_two_sentences_after_and_no_further() -> None:
    assert codes_near("Soldiers {fired} at the gate. It rained. Chad denied it. Peru denied it.") == ["TCD"]


def test_the_nearest_mentions_are_kept_of_a_great_many() -> None:
    text = "Peru met Chile. " * 30 + "Bolivia {fired} at the gate. Ecuador watched."
    found = codes_near(text)
    assert len(found) == cand.MOST
    assert found[:4] == ["BOL", "ECU", "PER", "CHL"]


def test_how_far_back_a_mention_is_counts_in_sentences() -> None:
    text, trigger, _ = unmark("Chad closed the road. " + "It rained. " * 12 + "Peru knew. Bolivia {fired} at the gate. Ecuador watched.")
    doc = read(text)
    assert [features["back"] for _, features in near(doc, trigger)] == [0, cand.FAR + 1, 1, cand.FAR]


def test_the_code_mentioned_last_comes_first_in_order() -> None:
    text, trigger, _ = unmark("Chad met Peru. Chad {left} early.")
    doc = read(text)
    assert [(mention.codes[0], features["order"]) for mention, features in near(doc, trigger)] == [("TCD", 0), ("TCD", 0), ("PER", 1)]


@pytest.mark.parametrize("row", rows("candidates_relations.tsv"), ids=lambda row: row["text"])
def test_each_feature_stays_within_what_the_model_reads(row: dict[str, str]) -> None:
    text, trigger, _ = unmark(row["text"])
    for _, features in near(read(text), trigger):
        assert all(0 <= value < size for value, size in zip(features.values(), cand.FEATURE_SIZES, strict=True))


def test_the_code_that_is_mentioned_most_has_the_first_rank() -> None:
    assert cand.ranks({"PER": 1, "CHL": 2, "BOL": 1}) == {"CHL": 0, "BOL": 1, "PER": 2}


@given(st.lists(st.sampled_from(["PER", "CHL", "BOL", "ECU", "COL", "BRA", "ARG", "URY"])))
def test_ranks_stay_within_what_the_model_reads(codes: list[str]) -> None:
    found = cand.ranks(Counter(codes))
    assert found.keys() == set(codes)
    assert all(0 <= rank < cand.RANKS for rank in found.values())


def test_a_mention_outside_the_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside the text"):
        cand.mention_heads(read("Peru met."), [_mention(500, "PER")])


def test_the_head_of_a_phrase_is_its_syntactic_head() -> None:
    doc = read("The foreign minister of Norway left.")
    (head,) = cand.mention_heads(doc, [Mention(0, 30, "role", Actor("NOR", "person", "minister"), ("NOR",))])
    assert doc[head].text == "minister"


def test_mentions_without_a_code_do_not_count_as_named() -> None:
    doc = read("Peru met the delegation.")
    known, unknown = _mention(0, "PER"), Mention(9, 23, "role", Actor(None, "group", "delegation"), ())
    assert cand.mention_tokens(doc, [known, unknown]) == {0}


def test_each_feature_says_of_a_mention_what_its_name_says() -> None:
    text, trigger, _ = unmark("Chad met Peru. Talks went on. Chad and Peru {scolded} the Kenyan minister.")
    last = next(features for mention, features in near(read(text), trigger) if mention.codes == ("KEN",))
    told = {"form": cand.FORM_INDEX["demonym"], "kind": cand.KIND_INDEX["person"], "rank": 2, "back": 0, "opening": 2, "told": 0}
    assert told.items() <= last.items()
    assert (last["order"], last["codes"]) == (cand.ORDERS - 1, 0)


def test_the_shipped_heads_fit_the_features() -> None:
    sizes = [len(model()._weights[f"parties.features.{i}.weight"]) for i in range(len(cand.FEATURE_SIZES))]
    assert tuple(sizes) == cand.FEATURE_SIZES


def _mention(start: int, code: str) -> Mention:
    return Mention(start, start + 4, "name", Actor(code, "state", code), (code,))
