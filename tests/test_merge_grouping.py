"""Claims into events: what the grouping promises whatever the claims are, and what a hand decides."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from merging_samples import claim, ledgers

from dragoman.ledger.merging import Claim, Correction, MergedEvent, affected, blocks, regroup, regrouping
from dragoman.ledger.merging.cluster import cluster, linked
from dragoman.ledger.merging.likeness import log_odds
from dragoman.ledger.merging.traits import Traits


def groups(claims: Sequence[Claim], corrections: Sequence[Correction] = ()) -> set[tuple[str, ...]]:
    return {event.claims for event in regroup(claims, {}, corrections)}


@st.composite
def corrected(draw: st.DrawFn) -> tuple[list[Claim], list[Correction]]:
    """Claims with some decisions on them; ids that are gone among them."""
    claims = draw(ledgers())
    some = st.lists(st.sampled_from([*(c.claim for c in claims), "gone:1"]), min_size=1, max_size=4, unique=True).map(tuple)
    made = draw(st.lists(st.tuples(st.sampled_from(("merge", "split")), some, some), max_size=4))
    return claims, [Correction(n, kind, a, b if kind == "split" else ()) for n, (kind, a, b) in enumerate(made)]  # type: ignore[arg-type]


@given(corrected(), st.randoms(use_true_random=False))
def test_the_order_of_claims_and_corrections_changes_nothing(made: tuple[list[Claim], list[Correction]], random: object) -> None:
    claims, corrections = made
    straight = regroup(claims, {}, corrections)
    random.shuffle(claims)  # type: ignore[attr-defined]
    random.shuffle(corrections)  # type: ignore[attr-defined]
    assert regroup(claims, {}, corrections) == straight


@given(corrected())
def test_every_claim_stands_in_one_event(made: tuple[list[Claim], list[Correction]]) -> None:
    claims, corrections = made
    events = regroup(claims, {}, corrections)
    assert sorted(id_ for event in events for id_ in event.claims) == sorted(c.claim for c in claims)
    assert len({event.event for event in events}) == len(events)


@given(ledgers())
def test_no_event_holds_two_claims_of_one_document(claims: list[Claim]) -> None:
    for event in regroup(claims, {}):
        assert event.documents == len(event.claims)


@given(corrected())
def test_joins_connect_an_event_and_no_more(made: tuple[list[Claim], list[Correction]]) -> None:
    for event in regroup(made[0], {}, made[1]):
        assert len(event.joins) <= len(event.claims) - 1
        assert all(join.claim < join.other and 0.0 <= join.likeness <= 1.0 and join.why for join in event.joins)


@given(corrected(), st.integers(0, 23))
def test_adding_in_portions_comes_to_the_same(made: tuple[list[Claim], list[Correction]], at: int) -> None:
    claims, corrections = made
    kept: dict[str, MergedEvent] = {}
    for portion in (claims[:at], claims[at:]):
        live = {c.claim: c for event in kept.values() for id_ in event.claims for c in claims if c.claim == id_}
        live.update((c.claim, c) for c in portion)

        def fetch(wanted: frozenset[str], live: dict[str, Claim] = live) -> list[Claim]:
            return [c for c in live.values() if wanted & set(blocks(c))]

        def named(ids: frozenset[str], live: dict[str, Claim] = live) -> list[Claim]:
            return [c for c in live.values() if c.claim in ids]

        touched = affected(portion, fetch, named, corrections)
        ids = {c.claim for c in touched}
        kept = {name: event for name, event in kept.items() if ids.isdisjoint(event.claims)}
        kept.update((event.event, event) for event in regroup(touched, {}, corrections))
    assert {event.claims for event in kept.values()} == groups(claims, corrections)


_CALLS = [
    claim("a:1", mode="phone", day="2011-05-02", text="The premiers spoke by telephone on Monday about herring."),
    claim("b:1", mode="phone", day="2011-05-02", text="The premiers spoke by telephone on Monday about herring."),
    claim("c:1", mode="phone", day="2011-05-09", published="2011-05-10", text="The premiers spoke by telephone on Monday about cod."),
    claim("d:1", mode="phone", day="2011-05-16", published="2011-05-17", text="The premiers spoke by telephone on Monday about whales."),
]


def test_weekly_calls_are_events_of_their_own() -> None:
    assert groups(_CALLS) == {("a:1", "b:1"), ("c:1",), ("d:1",)}


def test_an_account_between_two_does_not_tie_them() -> None:
    days = [
        claim(f"{d}:1", day=day, text=f"Shells fell near {d}.")
        for d, day in (("a", "2011-05-02"), ("b", "2011-05-05"), ("c", "2011-05-08"))
    ]
    assert ("a:1", "b:1", "c:1") not in groups(days)


def test_a_hand_joins_what_likeness_would_not() -> None:
    assert ("a:1", "b:1", "d:1") in groups(_CALLS, [Correction(1, "merge", ("a:1", "d:1"))])


def test_what_is_joined_by_hand_says_so() -> None:
    (event,) = [e for e in regroup(_CALLS, {}, [Correction(1, "merge", ("c:1", "d:1"))]) if len(e.claims) == 2 and "c:1" in e.claims]
    assert [join.why for join in event.joins] == ["joined by hand"]


def test_a_hand_parts_what_likeness_joins() -> None:
    assert {("a:1",), ("b:1",)} <= groups(_CALLS, [Correction(1, "split", ("b:1",), ("a:1",))])


def test_the_later_decision_holds() -> None:
    split, merge = Correction(1, "split", ("b:1",), ("a:1",)), Correction(2, "merge", ("a:1", "b:1"))
    assert ("a:1", "b:1") in groups(_CALLS, [split, merge])
    again = Correction(3, "split", ("b:1",), ("a:1",))
    assert {("a:1",), ("b:1",)} <= groups(_CALLS, [split, merge, again])


def test_a_decision_on_claims_that_are_gone_is_left_aside() -> None:
    assert groups(_CALLS, [Correction(1, "merge", ("a:1", "z:9"))]) == groups(_CALLS)


def test_two_claims_of_a_document_join_by_hand_only() -> None:
    twice = [claim("a:1"), claim("a:2")]
    assert groups(twice) == {("a:1",), ("a:2",)}
    assert groups(twice, [Correction(1, "merge", ("a:1", "a:2"))]) == {("a:1", "a:2")}


def test_groups_join_by_the_mean_of_their_pairs() -> None:
    odds = {("a", "b"): 3.0, ("b", "c"): 1.0, ("a", "c"): -0.5}
    assert cluster(["a", "b", "c"], odds, 0.0) == [("a", "b", "c")]
    assert cluster(["a", "b", "c"], {**odds, ("a", "c"): -2.0}, 0.0) == [("a", "b"), ("c",)]


def test_components_are_linked_pairs() -> None:
    assert linked("dcba", [("c", "a"), ("d", "c")]) == [("a", "c", "d"), ("b",)]


def alike(number: int) -> list[Claim]:
    """So many claims that say just the same, and one that says nearly that."""
    return [*(claim(f"d{n:04d}:1") for n in range(number)), claim("e:1", text="The two ministers met in the harbour town.")]


def test_thousands_of_claims_that_say_the_same_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[Traits] = []

    def counting(a: Traits, b: Traits) -> float:
        counted.append(a)
        return log_odds(a, b)

    monkeypatch.setattr("dragoman.ledger.merging.likeness.log_odds", counting)
    (event,) = regroup(alike(2000), {})
    assert (len(event.claims), len(event.joins)) == (2001, 2000)
    assert len(counted) < 10


def test_claims_that_join_as_one_come_to_the_same_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [*alike(9), *(claim(f"d{n:04d}:2", "ACCUSE") for n in range(9)), *(claim(f"d{n:04d}:3") for n in range(9))]
    one_by_one = groups(claims)
    monkeypatch.setattr(regrouping, "MOST_ALIKE", 2)
    assert groups(claims) == one_by_one


def test_a_split_holds_among_claims_that_join_as_one() -> None:
    (whole,) = groups(alike(60))
    parted = groups(alike(60), [Correction(1, "split", whole[:1], whole[1:2])])
    assert len(parted) == 2
    assert not any(set(whole[:2]) <= set(group) for group in parted)
