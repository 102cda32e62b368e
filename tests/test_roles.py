"""Who did it to whom, given how likely each code is to be the actor and the recipient."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.codebook import labels
from dragoman.coding.roles import Parties, Settings, Slot, choose, settings

SETTINGS = Settings(event=0.5, party=0.5, sole_actor=0.2, sole_recipient=0.2, least=0.0, background=0.5)
ACCUSE, CONSULT = labels().index("ACCUSE"), labels().index("CONSULT")
CODES = st.sampled_from(["PER", "CHL", "BOL", "ECU", "UNO"])
CHANCES = st.floats(0, 1)
FOUND = st.dictionaries(CODES, st.tuples(CHANCES, CHANCES), max_size=5)


def chosen(kind: int, **chances: tuple[float, float]) -> tuple[list[str], list[str]]:
    """Codes of actors and recipients, from each code's two probabilities."""
    parties = parties_of(kind, chances)
    return [s.code for s in parties.actors], [s.code for s in parties.recipients]


def parties_of(kind: int, chances: dict[str, tuple[float, float]]) -> Parties:
    slots = {code: (Slot(code, a, (0,)), Slot(code, r, (0,))) for code, (a, r) in chances.items()}
    return choose(slots, kind, SETTINGS)


def test_each_code_takes_the_role_that_it_is_likely_to_have() -> None:
    assert chosen(ACCUSE, PER=(0.9, 0.1), CHL=(0.1, 0.8)) == (["PER"], ["CHL"])


def test_a_code_that_is_likely_to_be_both_takes_the_likelier_role() -> None:
    assert chosen(ACCUSE, PER=(0.9, 0.6), CHL=(0.6, 0.9)) == (["PER"], ["CHL"])


def test_the_likeliest_stands_first() -> None:
    assert chosen(ACCUSE, BOL=(0.7, 0.0), PER=(0.9, 0.0), CHL=(0.0, 0.6), ECU=(0.0, 0.9)) == (["PER", "BOL"], ["ECU", "CHL"])


def test_equals_stand_in_order_of_their_codes() -> None:
    assert chosen(ACCUSE, PER=(0.8, 0.0), BOL=(0.8, 0.0), CHL=(0.0, 0.8))[0] == ["BOL", "PER"]


def test_an_unlikely_code_is_left_out_where_the_side_is_filled() -> None:
    assert chosen(ACCUSE, PER=(0.9, 0.0), BOL=(0.4, 0.0), CHL=(0.0, 0.9), ECU=(0.0, 0.4)) == (["PER"], ["CHL"])


def test_a_side_without_a_likely_code_takes_the_best_that_is_left() -> None:
    assert chosen(ACCUSE, PER=(0.9, 0.3), CHL=(0.0, 0.25), ECU=(0.0, 0.3)) == (["PER"], ["ECU"])


def test_an_empty_side_stays_empty_where_nothing_is_likely_at_all() -> None:
    assert chosen(ACCUSE, PER=(0.9, 0.0), CHL=(0.0, 0.1)) == (["PER"], [])


def test_what_is_joined_to_the_last_resort_comes_with_it() -> None:
    near = {"KEN": 0.3, "TZA": 0.25, "UGA": 0.28}
    series = {"KEN": 7, "TZA": 7, "UGA": 12}
    slots = {code: (Slot(code, 0.0, (0,)), Slot(code, chance, (0,), series[code])) for code, chance in near.items()}
    slots["UNO"] = (Slot("UNO", 0.9, (0,)), Slot("UNO", 0.0, (0,)))
    assert [slot.code for slot in choose(slots, ACCUSE, SETTINGS).recipients] == ["KEN", "TZA"]


def test_a_joint_act_of_several_has_no_recipient_of_last_resort() -> None:
    assert chosen(CONSULT, PER=(0.9, 0.0), CHL=(0.9, 0.0), BOL=(0.0, 0.3)) == (["CHL", "PER"], [])


def test_a_joint_type_with_one_actor_looks_for_the_other_side() -> None:
    assert chosen(CONSULT, PER=(0.9, 0.0), BOL=(0.0, 0.3)) == (["PER"], ["BOL"])


def test_nothing_within_reach_gives_no_parties() -> None:
    assert chosen(ACCUSE) == ([], [])


@given(FOUND, st.sampled_from([ACCUSE, CONSULT]))
def test_no_code_stands_on_both_sides(chances: dict[str, tuple[float, float]], kind: int) -> None:
    parties = parties_of(kind, chances)
    codes = [slot.code for slot in (*parties.actors, *parties.recipients)]
    assert len(codes) == len(set(codes))
    assert parties.codes == set(codes) <= chances.keys()


@given(FOUND, st.sampled_from([ACCUSE, CONSULT]))
def test_no_party_is_less_likely_than_the_lower_cut_off(chances: dict[str, tuple[float, float]], kind: int) -> None:
    parties = parties_of(kind, chances)
    assert all(slot.probability >= SETTINGS.sole_actor for slot in parties.actors)
    assert all(slot.probability >= SETTINGS.sole_recipient for slot in parties.recipients)


@given(FOUND, st.sampled_from([ACCUSE, CONSULT]))
def test_the_order_in_which_codes_come_does_not_matter(chances: dict[str, tuple[float, float]], kind: int) -> None:
    assert parties_of(kind, dict(reversed(chances.items()))) == parties_of(kind, chances)


@pytest.mark.parametrize(("codes", "interstate"), [((), False), (("PER",), False), (("PER", "CHL"), True)])
def test_an_event_is_interstate_from_two_codes_on(codes: tuple[str, ...], interstate: bool) -> None:
    slots = tuple(Slot(code, 0.9, (0,)) for code in codes)
    assert Parties(slots[:1], slots[1:]).interstate is interstate
    assert Parties(slots, ()).interstate is interstate


def test_the_shipped_settings_are_probabilities() -> None:
    shipped = settings()
    assert all(0 < value < 1 for value in (shipped.event, shipped.party, shipped.sole_actor, shipped.sole_recipient))
    assert 0 <= shipped.least < 1


def test_those_who_meet_are_all_actors() -> None:
    both = Parties((Slot("KEN", 0.9, (0,)),), (Slot("TZA", 0.8, (1,)),)).together()
    assert ([slot.code for slot in both.actors], both.recipients) == (["KEN", "TZA"], ())
