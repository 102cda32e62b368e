"""What was reached is not lost again: the figures of benchmarks/baseline.json may only rise."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from benchmarks import gate, own, uneventful
from dragoman import examples
from dragoman.model import EventDate


def unmarked(sentence: str) -> str:
    return re.sub(r"</?[st]>", "", sentence)


def test_every_annotation_stands_in_its_example() -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in examples.paths()}
    gold = own.annotated()
    assert gold.keys() == pages.keys()
    assert not [words for name, some in gold.items() for one in some for words in one.evidence if words not in pages[name]]


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ((date(2024, 5, 6), date(2024, 5, 6)), "2024-05-07", True),
        ((date(2024, 5, 6), date(2024, 5, 6)), "2024-05-09", False),
        ((date(2024, 5, 1), date(2024, 5, 31)), "2024-05", True),
        ((date(2024, 1, 1), date(2024, 12, 31)), "2024-05-09", False),
        ((date(2024, 12, 31), date(2024, 12, 31)), "2024-12", True),
        (None, "2024", False),
    ],
)
def test_dates_agree_within_a_day(found: tuple[date, date] | None, wanted: str, same: bool) -> None:
    assert own.same_date(EventDate(*found, text="") if found else None, wanted) is same


def test_a_figure_below_its_baseline_is_named() -> None:
    assert gate.fallen({"found": 0.5, "coded": 0.5}, {"found": 0.5, "coded": 0.4}) == ["coded is 0.4000, held at 0.5000"]
    assert not gate.fallen({"found": 0.5}, {"found": 0.9})


@pytest.mark.parametrize("name", ["own", "pairs", "uneventful"])
def test_own_figures_do_not_fall(name: str) -> None:
    assert not gate.fallen(gate.baseline()[name], gate.measured(name))


def test_no_sentence_of_the_pairs_is_trained_on() -> None:
    texts = gate.PAIRS.parents[1] / "training" / "texts"
    trained = {unmarked(line.split("\t")[-1]) for path in texts.glob("*-*.tsv") for line in path.read_text("utf-8").splitlines()}
    assert len(trained) > 4000
    assert not trained & {unmarked(line.split("\t")[-1]) for line in gate.PAIRS.read_text("utf-8").splitlines()[1:]}


def test_no_uneventful_article_is_trained_on() -> None:
    texts = uneventful.ARTICLES.parents[1] / "training" / "texts"
    trained = {re.sub(r"\{([^{}]*):\d+\}", r"\1", line) for path in texts.glob("*.txt") for line in path.read_text("utf-8").splitlines()}
    articles = [{line for line in article.text.splitlines() if len(line) > 20} for article in uneventful.articles()]
    assert len(trained) > 10_000
    assert len(articles) == 41
    assert all(article and not article & trained for article in articles)


def test_figures_on_the_annotated_development_set_do_not_fall(shared: Path) -> None:
    assert (shared / "gold" / "dev").is_dir()
    assert not gate.fallen(gate.baseline()["gold/dev"], gate.measured("gold/dev"))
