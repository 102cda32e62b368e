"""Which pairs of claims are compared at all, and what speaks for one event."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from merging_samples import claim, ledgers

from dragoman.ledger.merging import Claim, blocks
from dragoman.ledger.merging.dates import period, precision
from dragoman.ledger.merging.joins import reasons
from dragoman.ledger.merging.likeness import comparable, log_odds, threshold
from dragoman.ledger.merging.traits import fold, stem, traits_of

_WIRE = claim("a:1")


def odds(one: Claim, other: Claim) -> float:
    return log_odds(traits_of(one), traits_of(other))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (claim("a:2"), "a document states an event once"),
        (claim("b:1", "ASSAULT"), "no event is told as a meeting and as an attack"),
        (claim("b:1", parties="SWE > FIN"), "no party in common"),
        (claim("b:1", day="2011-05-09"), "a week apart"),
        (claim("b:1", day="2010-05"), "another year's month"),
    ],
)
def test_some_pairs_are_never_one_event(other: Claim, why: str) -> None:
    assert not comparable(traits_of(_WIRE), traits_of(other)), why


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (claim("b:1"), "told again"),
        (claim("b:1", text="Both sides called the evening useful."), "in other words on the same day"),
        (claim("b:1", "AGREE", status="planned", published="2011-04-29"), "announced, then held"),
        (claim("b:1", day="2011-05", status="background", published="2011-09-01"), "looked back on, with the month"),
        (claim("b:1", day="2011-05-01/2011-05-04"), "within an interval"),
    ],
)
def test_one_event_is_recognised(other: Claim, why: str) -> None:
    assert comparable(traits_of(_WIRE), traits_of(other))
    assert odds(_WIRE, other) >= threshold(), why


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (claim("b:1", day="2011-05-04", text="The ministers rang each other about the price of gas.", trigger="rang"), "two days later"),
        (claim("b:1", "AGREE", text="Oslo promised a loan to its guest.", trigger="promised"), "a promise made at the meeting"),
        (claim("b:1", "ACCUSE", parties="ISL > NOR", text="Reykjavik called the quotas theft.", trigger="called"), "another act that day"),
    ],
)
def test_look_alikes_stay_apart(other: Claim, why: str) -> None:
    if comparable(traits_of(_WIRE), traits_of(other)):
        assert odds(_WIRE, other) < threshold(), why


def test_the_same_sentence_states_two_acts_with_two_words() -> None:
    text = "The minister praised the pilots and thanked the island for its harbour."
    one, other = (claim(f"{d}:1", "SUPPORT", text=text, trigger=word) for d, word in (("a", "praised"), ("b", "thanked")))
    same = claim("c:1", "SUPPORT", text=text, trigger="praised")
    assert odds(one, same) > odds(one, other)


@given(ledgers())
def test_likeness_is_the_same_both_ways(claims: list[Claim]) -> None:
    one, other = traits_of(claims[0]), traits_of(claims[1])
    assert comparable(one, other) == comparable(other, one)
    assert log_odds(one, other) == pytest.approx(log_odds(other, one))


@given(ledgers())
def test_claims_that_can_be_one_event_share_a_block(claims: list[Claim]) -> None:
    known = [traits_of(c) for c in claims]
    for one in known:
        for other in known:
            if comparable(one, other):
                assert set(blocks(one.claim)) & set(blocks(other.claim))


def test_a_block_is_a_code_and_a_month() -> None:
    assert blocks(claim("a:1", day="2011-05-02")) == ("ISL 2011-04", "ISL 2011-05", "NOR 2011-04", "NOR 2011-05")
    assert blocks(claim("a:1", parties="NOR >", day="2011-05-15")) == ("NOR 2011-05",)


def test_a_claim_without_date_is_sought_around_its_publication() -> None:
    assert blocks(claim("a:1", parties="NOR >", day=None, published="2011-05-20")) == ("NOR 2011-05",)
    assert "NOR 2011-07" in blocks(claim("a:1", parties="NOR >", day=None, status="planned", published="2011-05-20"))


def test_reasons_are_told_in_words() -> None:
    told = reasons(traits_of(_WIRE), traits_of(claim("b:1")))
    assert told == "same parties (ISL, NOR); same type (CONSULT); same day (2011-05-02); nearly the same wording"
    late = reasons(
        traits_of(_WIRE), traits_of(claim("b:1", "AGREE", parties="NOR > ISL, DNK", day="2011-05-03", text="Fishing quotas again."))
    )
    assert (
        late
        == "parties in common (ISL, NOR); AGREE and CONSULT as announcement and act; dates 1 day apart; words in common (fishing, quotas)"
    )


@pytest.mark.parametrize(
    ("value", "first", "last", "exactness"),
    [
        ("2011-05-02", date(2011, 5, 2), date(2011, 5, 2), "day"),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29), "month"),
        ("2011", date(2011, 1, 1), date(2011, 12, 31), "year"),
        ("2011-04-30/2011-05-04", date(2011, 4, 30), date(2011, 5, 4), "range"),
        (None, None, None, "unknown"),
    ],
)
def test_periods_and_their_exactness(value: str | None, first: date | None, last: date | None, exactness: str) -> None:
    assert period(value) == (first, last)
    assert precision(first, last) == exactness


def test_spellings_and_forms_of_a_word_meet() -> None:
    assert fold("Hernán") == fold("Hernan")
    assert fold("al-Mahdi") == fold("Al Mahdi".replace(" ", ""))
    assert stem("launched") == stem("launches") == stem("Launching")


@given(st.text(max_size=40))
def test_any_word_has_a_stem(word: str) -> None:
    assert len(stem(word)) <= 7
