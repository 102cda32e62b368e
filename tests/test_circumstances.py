"""What an event is about, and on what it hangs."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from coding_samples import read, rows, unmark

from dragoman.coding.circumstances import condition, contexts


@pytest.mark.parametrize("row", rows("circumstances_conditions.tsv"), ids=lambda row: row["text"])
def test_the_if_clause_is_the_condition_of_what_hangs_on_it(row: dict[str, str]) -> None:
    text, trigger, clause = unmark(row["text"])
    doc = read(text)
    word = doc.char_span(trigger.start, trigger.end)
    assert word is not None
    found = condition(doc, word.root.i)
    assert (found and found.of(text)) == (clause and clause.of(text))
    assert found == clause


@pytest.mark.parametrize("row", rows("circumstances_contexts.tsv"), ids=lambda row: row["text"])
def test_the_words_of_a_sentence_name_its_contexts(row: dict[str, str]) -> None:
    assert contexts(next(read(row["text"]).sents)) == tuple(row["contexts"].split())


def test_the_context_named_most_often_stands_first() -> None:
    sentence = next(read("The army, the navy and an ambassador were there.").sents)
    assert contexts(sentence) == ("military", "diplomatic")


def test_each_word_of_the_lexicon_has_one_context_and_is_a_lower_case_lemma() -> None:
    with files("dragoman.coding").joinpath("data/contexts.tsv").open(encoding="utf-8") as table:
        lemmas = [row["lemma"] for row in csv.DictReader(table, delimiter="\t")]
    assert len(lemmas) == len(set(lemmas))
    assert lemmas == [lemma.lower().strip() for lemma in lemmas]
