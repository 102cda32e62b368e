"""Relations over time: what is counted where, blocs, change points, anniversaries."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from asking_samples import Told, filled, story
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import BadRequest
from dragoman.ledger.changepoints import of_level, of_rate
from dragoman.ledger.relations import STEPS, beginning, following

TURN = [Told(str(date(2020, 1, 6) + timedelta(weeks=n)), "SUPPORT" if n < 30 else "SANCTION", "NPL", "BTN") for n in range(60)]


def test_a_series_has_every_period_from_the_first_event_to_the_last() -> None:
    rows = filled([Told("2023-01-05", "CONSULT", "FJI,TON"), Told("2023-04-05", "CONSULT", "FJI,TON")]).relation("FJI", "TON").rows
    assert [row["start"].month for row in rows] == [1, 2, 3, 4]
    assert [row["events"] for row in rows] == [1, 0, 0, 1]
    assert rows[1]["mean_score"] is None


def test_what_is_dated_too_vaguely_stands_in_a_last_row_of_its_own() -> None:
    rows = filled(story()).relation("BGR", "MAR", by="month").rows
    assert rows[-1]["start"] is None
    assert rows[-1]["events"] == 2, "the trade of 2021 and the undated reproach"


def test_a_year_holds_what_a_month_cannot() -> None:
    rows = filled(story()).relation("BGR", "MAR", by="year").rows
    assert {row["start"].year: row["events"] for row in rows if row["start"]}[2021] == 1


def test_only_events_reported_as_fact_are_counted() -> None:
    rows = filled([Told("2023-01-05", "AGREE", "FJI", "TON", status=status) for status in ("occurred", "planned", "denied")])
    assert [row["events"] for row in rows.relation("FJI", "TON")] == [1]
    assert [row["events"] for row in rows.relation("FJI", "TON", statuses=("occurred", "denied"))] == [2]
    assert [row["status"] for row in rows.events(status=["planned", "denied"])] == ["planned", "denied"]


def test_a_visit_over_the_end_of_a_month_counts_in_the_month_it_begins_in() -> None:
    rows = filled([Told("2023-01-30/2023-02-02", "CONSULT", "FJI", "TON", "visit")]).relation("FJI", "TON").rows
    assert [(row["start"], row["events"]) for row in rows] == [(date(2023, 1, 1), 1)]


def test_quad_classes_and_types_add_up() -> None:
    for row in filled(story()).relation("BGR", by="year"):
        assert row["events"] == row["cooperation"] + row["conflict"] == row["verbal"] + row["material"]
        assert row["events"] == sum(row[name] for name in row if name.isupper())


def test_direction_tells_who_acts() -> None:
    memory = filled([Told("2023-01-05", "ACCUSE", "FJI", "TON"), Told("2023-01-06", "REJECT", "TON", "FJI")])
    assert memory.relation("FJI", "TON", direction="from").rows[0]["ACCUSE"] == 1
    assert memory.relation("FJI", "TON", direction="from").rows[0]["REJECT"] == 0
    assert memory.relation("FJI", "TON", direction="to").rows[0]["REJECT"] == 1


def test_a_bloc_is_several_actors_on_one_side() -> None:
    told = [Told("2023-01-05", "ACCUSE", one, "TCD") for one in ("FRA", "ESP")] + [Told("2023-01-06", "CONSULT", "FRA,ESP")]
    assert filled(told).relation("FRA+ESP", "TCD").rows[0]["events"] == 2


def test_actors_can_be_named() -> None:
    assert len(filled(story()).events("Bulgaria,Morocco")) == len(filled(story()).events(("BGR", "MAR"))) > 0


def test_anniversaries_of_both_states_are_marked() -> None:
    rows = filled([Told("2023-07-05", "CONSULT", "PRK,RUS")]).relation("PRK", "RUS").rows
    assert any("Victory Day (PRK, 70 years)" in words for words in rows[0]["anniversaries"])


@pytest.mark.parametrize("wrong", [{"one": "Atlantis"}, {"one": "FRA", "other": "FRA"}, {"one": "FRA", "by": "decade"}, {"one": ""}])
def test_what_cannot_be_asked_is_said_in_one_line(wrong: dict[str, str]) -> None:
    with pytest.raises(BadRequest) as told:
        filled(story()).relation(**wrong)
    assert "\n" not in str(told.value)


def test_a_change_of_tone_is_found_with_the_events_behind_it() -> None:
    changes = [row for row in filled(TURN).changes("NPL", "BTN") if row["measure"] == "tone"]
    assert [(row["direction"], row["date"]) for row in changes] == [("colder", date(2020, 8, 1))]
    assert set(changes[0]["events"]) <= {f"E{n}" for n in range(30, 60)}


def test_an_even_relation_has_no_change() -> None:
    even = [Told(str(date(2020, 1, 6) + timedelta(weeks=n)), ("SUPPORT", "ACCUSE", "CONSULT")[n % 3], "NPL", "BTN") for n in range(90)]
    assert len(filled(even).changes("NPL", "BTN")) == 0


def test_a_relation_that_falls_asleep_is_a_change_of_activity() -> None:
    told = [*TURN[:30], Told("2021-12-06", "SUPPORT", "NPL", "BTN")]
    assert [row["direction"] for row in filled(told).changes("NPL", "BTN") if row["measure"] == "activity"] == ["less"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.sampled_from([-9.0, -2.0, 1.0, 4.0]), max_size=3), max_size=40))
def test_segments_of_tone_follow_one_another_and_hold_enough(values: list[list[float]]) -> None:
    changes = of_level(values, 4)
    bounds = [0, *(change.at for change in changes), len(values)]
    assert bounds == sorted(set(bounds)) or not values
    if changes:
        assert all(sum(len(period) for period in values[a:b]) >= 4 for a, b in pairwise(bounds))


def test_rates_that_jump_are_found_where_they_jump() -> None:
    assert [change.at for change in of_rate([1, 2, 1, 1, 2, 1, 9, 11, 10, 12, 9, 10], 3)] == [6]


@given(st.dates(date(1985, 1, 1), date(2030, 12, 31)), st.sampled_from(STEPS))
def test_periods_meet_without_a_gap(day: date, by: str) -> None:
    start = beginning(day, by)
    assert start <= day < following(start, by)
    assert beginning(following(start, by) - timedelta(days=1), by) == start
