"""What an event is about, on what it hangs, and whether it is news."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

import pytest
from coding_samples import read, rows, unmark

from dragoman.coding.circumstances import condition, contexts, in_frame, is_to_come
from dragoman.model import EventDate, Span, Status


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


@pytest.mark.parametrize(
    ("status", "day", "wanted"),
    [
        ("background", "2021-06-14", "occurred"),
        ("background", "2021-06-02", "occurred"),
        ("occurred", "2021-06-01", "background"),
        ("occurred", "2021-06-16", "occurred"),
        ("occurred", "2021-06-20", "occurred"),
        ("planned", "2021-05-01", "planned"),
        ("denied", "2021-05-01", "denied"),
    ],
)
def test_what_the_text_dates_is_news_within_two_weeks(status: Status, day: str, wanted: Status) -> None:
    when = EventDate(date.fromisoformat(day), date.fromisoformat(day), "on the day", Span(0, 10))
    assert in_frame(status, when, date(2021, 6, 16)) == wanted


@pytest.mark.parametrize("status", ["occurred", "background"])
def test_what_began_before_the_news_and_goes_on_into_it_keeps_its_status(status: Status) -> None:
    when = EventDate(date(2020, 1, 1), date(2021, 6, 16), "since 2020", Span(0, 10))
    assert in_frame(status, when, date(2021, 6, 16)) == status


def test_a_date_that_no_words_give_decides_nothing() -> None:
    assert in_frame("background", EventDate(date(2021, 6, 16), date(2021, 6, 16), "document date"), date(2021, 6, 16)) == "background"
    assert in_frame("background", None, date(2021, 6, 16)) == "background"


@pytest.mark.parametrize(
    ("text", "word", "wanted"),
    [
        ("The two spoke of the slated visit of Ghana's minister.", "visit", True),
        ("Peru praised the planned summit with Chile.", "summit", True),
        ("Peru praised the long summit with Chile.", "summit", False),
        ("Peru had planned the attack on the port.", "attack", False),
    ],
)
def test_a_noun_that_is_called_one_to_come_is_to_come(text: str, word: str, wanted: bool) -> None:
    assert is_to_come(next(token for token in read(text) if token.text == word)) == wanted
