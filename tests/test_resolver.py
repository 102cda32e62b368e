"""One phrase to the actor it stands for, as of a day and in its context."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.actors.resolver import resolve
from dragoman.errors import BadRequest

HERE = Path(__file__).parent
CASES = HERE.resolve().parents[1] / "shared/corpora/actors/ngec_cases_dev.tsv"


def _table(name: str) -> list[dict[str, str]]:
    with (HERE / "data" / name).open(encoding="utf-8") as stream:
        return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(stream, delimiter="\t")]


@pytest.mark.parametrize("case", _table("actors_phrases.tsv"), ids=lambda case: f"{case['phrase']}@{case['on']}")
def test_a_phrase_stands_for(case: dict[str, str]) -> None:
    actor = resolve(case["phrase"], case["on"] or None, case["context"])
    assert actor is not None
    assert actor.sector == (case["sector"] or None)
    if case["code"]:
        assert actor.code == case["code"]
    if case["name"]:
        assert actor.name == case["name"]
    assert actor.reason


@pytest.mark.parametrize("case", _table("actors_unknown.tsv"), ids=lambda case: f"{case['phrase']}@{case['on']}")
def test_what_is_unknown_stays_unknown(case: dict[str, str]) -> None:
    assert resolve(case["phrase"], case["on"] or None) is None


def test_the_reason_says_who_held_what_when() -> None:
    actor = resolve("Sergei Shoigu", date(2023, 7, 26))
    assert actor is not None
    assert actor.reason == "Sergei Shoigu held Minister of Defence of Russia 2012-11-06 to 2024-05-12"


def test_an_ambiguous_demonym_needs_its_context() -> None:
    alone = resolve("Congolese troops")
    assert alone is None or alone.code is None
    told = resolve("Congolese troops", None, "Kinshasa denied it")
    assert told is not None
    assert told.code == "COD"


def test_context_gives_the_state_of_an_office() -> None:
    actor = resolve("the deputy foreign minister", None, "North Korea received a delegation")
    assert actor is not None
    assert (actor.code, actor.sector) == ("PRK", "GOV")


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(BadRequest, match="YYYY-MM-DD"):
        resolve("Paris", "some day")


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_is_taken(phrase: str, context: str) -> None:
    actor = resolve(phrase, None, context)
    assert actor is None or actor.reason


def test_most_development_cases_have_the_right_country() -> None:
    if not CASES.exists():
        pytest.skip("the shared corpora are not here")
    with CASES.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if len(row["exp_country"]) == 3 and not row["query_date"]]
    rows = [row for row in rows if row["exp_country"] not in {"EUR", "IGO", "NGO", "UNO"}]
    right = sum((actor := resolve(row["text"], None, row["context"])) is not None and actor.code == row["exp_country"] for row in rows)
    assert right / len(rows) >= 0.85
