"""One phrase to the actor it stands for, as of a day and in its context."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.actors.phrases.resolver import resolve
from dragoman.actors.words import role_nouns
from dragoman.actors.words.names import name_tokens
from dragoman.errors import BadRequest
from dragoman.evaluation.actors import country_fits
from dragoman.model import Actor

HERE = Path(__file__).parent
CASES = HERE.resolve().parents[1] / "shared/corpora/actors/ngec_cases_dev.tsv"


def _table(name: str) -> list[dict[str, str]]:
    with (HERE / "data" / name).open(encoding="utf-8") as stream:
        return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(stream, delimiter="\t")]


PHRASES = _table("actors_phrases.tsv")
"""``code`` and ``sector`` list what will do, parted by ``|``: ``-`` is none, IGO, NGO, UNO and EUR are kinds of organisation, an empty
cell asks nothing. Rows with a ``gap`` were written like the others, before the program saw them, and are known to come out wrong."""


def _code_fits(actor: Actor | None, wanted: str) -> bool:
    if wanted == "-":
        return actor is None or actor.code is None
    return actor is not None and (actor.code == wanted or (actor.code is not None and country_fits(actor, wanted)))


@pytest.mark.parametrize("case", [case for case in PHRASES if not case["gap"]], ids=lambda case: f"{case['phrase']}@{case['on']}")
def test_a_phrase_stands_for(case: dict[str, str]) -> None:
    actor = resolve(case["phrase"], case["on"] or None, case["context"])
    assert not case["code"] or any(_code_fits(actor, code) for code in case["code"].split("|")), actor
    assert not case["sector"] or ((actor.sector if actor else None) or "-") in case["sector"].split("|"), actor
    if case["name"]:
        assert actor is not None
        assert actor.name == case["name"]
    assert actor is None or actor.reason


def test_few_phrases_are_known_to_come_out_wrong() -> None:
    assert len(PHRASES) >= 800
    assert sum(bool(case["gap"]) for case in PHRASES) <= 0.02 * len(PHRASES)


@pytest.mark.parametrize("case", _table("actors_unknown.tsv"), ids=lambda case: f"{case['phrase']}@{case['on']}")
def test_what_is_unknown_stays_unknown(case: dict[str, str]) -> None:
    assert resolve(case["phrase"], case["on"] or None) is None


def test_the_reason_says_who_held_what_when() -> None:
    actor = resolve("Sergei Shoigu", date(2023, 7, 26))
    assert actor is not None
    assert actor.reason == "Sergei Shoigu was Minister of Defence of Russia from 2012-11-06 to 2024-05-12"


@pytest.mark.parametrize(
    ("phrase", "on", "context", "words"),
    [
        ("Slovak soldiers", None, "", '"Slovak" is a demonym of Slovakia; the noun "soldiers" is of the sector MIL (armed forces)'),
        ("Ankara", None, "", '"Ankara" is the capital of Turkey, said for its government'),
        (
            "Lyon police",
            None,
            "",
            'the noun "police" is of the sector COP (police); Lyon was taken for the largest town of that name, in France',
        ),
        (
            "the foreign secretary",
            None,
            "",
            'the title "foreign secretary" names the office Minister of Foreign Affairs, sector GOV (government)',
        ),
        ("a spy", None, "Oslo said so", 'the noun "spy" is of the sector SPY (intelligence services); the context is about Norway'),
        ("Zaire", "1995-01-01", "", '"Zaire" is a former name of the Democratic Republic of the Congo'),
    ],
)
def test_the_reason_can_be_checked(phrase: str, on: str | None, context: str, words: str) -> None:
    actor = resolve(phrase, on, context)
    assert actor is not None
    assert actor.reason == words


@pytest.mark.parametrize(
    ("phrase", "on", "context", "code", "name"),
    [
        ("George Bush", "1990-08-02", "", "USA", "George H. W. Bush"),
        ("George Bush", "2003-03-20", "", "USA", "George W. Bush"),
        ("King Abdullah", "2010-03-01", "Saudi Arabia", "SAU", "Abdullah"),
        ("King Abdullah", "2010-03-01", "Jordan", "JOR", "Abdullah"),
        ("President Kim", "1999-03-01", "Seoul", "KOR", "Kim Dae-jung"),
        ("John Major", "1993-06-01", "", "GBR", "John Major"),
    ],
)
def test_those_who_share_a_name_are_told_apart(phrase: str, on: str, context: str, code: str, name: str) -> None:
    actor = resolve(phrase, on, context)
    assert actor is not None
    assert actor.code == code
    assert set(name_tokens(name)) <= set(name_tokens(actor.name))


def test_an_office_that_is_still_to_come_is_not_given() -> None:
    actor = resolve("Olaf Scholz", "1990-01-01")
    assert actor is None or (actor.office, actor.sector) == (None, None)


def test_an_unknown_name_with_a_title_has_state_sector_and_office() -> None:
    actor = resolve("Estonian Deputy Foreign Minister Aivo Kallasmae", "2015-01-01")
    assert actor is not None
    assert (actor.code, actor.sector, actor.office, actor.name) == ("EST", "GOV", "Deputy Foreign Minister", "Aivo Kallasmae")


def test_a_name_that_groups_of_several_states_bear_keeps_what_is_sure() -> None:
    actor = resolve("the Conservative Party")
    assert actor is not None
    assert (actor.code, actor.sector) in {(None, "PTY"), ("GBR", "PTY")}


def test_no_noun_has_two_sectors() -> None:
    shared = {form: {noun.sector for noun in nouns if noun.kind in {"person", "body"}} for form, nouns in role_nouns.table().items()}
    assert [form for form, sectors in shared.items() if len(sectors) > 1] == []
    for form, sectors in shared.items():
        whole = role_nouns.in_phrase(form.split())
        assert not sectors - {None} or (whole is not None and whole.sector in sectors), form


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


@pytest.mark.parametrize("padding", ["the ", "of ", '"', "- "])
def test_a_very_long_phrase_is_no_trouble(padding: str) -> None:
    assert resolve(padding * 20_000) is None
    found = resolve(padding * 20_000 + "Russia")
    assert found is not None
    assert found.code == "RUS"
