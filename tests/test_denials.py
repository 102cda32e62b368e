"""Who denies what: the stretches of text that one side tells and another says did not happen."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.attribution.denials import denials_of
from dragoman.pipeline import load

CASES = Path(__file__).parent / "data" / "denial_cases.tsv"


@cache
def _pipeline() -> Language:
    return load(without=("dragoman_coding", "dragoman_places"))


def read(text: str) -> Doc:
    return _pipeline()(text)


def cases() -> Iterator[tuple[str, str, str]]:
    with CASES.open(encoding="utf-8", newline="") as table:
        yield from ((row["text"], row["denied"], row["denier"]) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(("text", "denied", "denier"), list(cases()))
def test_the_act_is_denied_by_whoever_says_it_did_not_happen(text: str, denied: str, denier: str) -> None:
    at = text.index(denied)
    found = denials_of(read(text), at, at + len(denied))
    assert [one.actor.code for one in found] == ([denier] if denier else [])
    assert all(one.span is not None and one.span.of(text) for one in found)


def test_a_claim_is_reported_by_the_claimant_not_by_the_denier() -> None:
    from dragoman.attribution import sources_for

    text = "A spokesman denied a report by Interfax that India had summoned the Sri Lankan envoy."
    at = text.index("summoned")
    assert sources_for(read(text), at, at + len("summoned")) == (("Interfax",),)


def test_what_a_claim_presupposes_is_not_denied_with_it() -> None:
    text = "Minsk denied that the men who had been arrested by Poland were its agents."
    at = text.index("arrested")
    assert denials_of(read(text), at, at + len("arrested")) == []


def test_an_event_that_the_other_side_denies_keeps_its_claim_and_says_who_denies_it() -> None:
    import dragoman

    claim = "The United States said on Monday that Iran had shipped missiles to Russia."
    text = f"VIENNA, March 4 - {claim} Iran denied that it had shipped missiles to Russia."
    events = dragoman.read(text, published="2024-03-05").events
    shipped = [event for event in events if event.trigger.of(text) == "shipped"]
    assert shipped
    assert all(event.status == "denied" for event in shipped)
    assert {party.actor.code for event in shipped for party in event.denied_by} == {"IRN"}


def test_an_event_that_only_one_party_tells_is_known_from_it() -> None:
    import dragoman

    text = "North Korea fired two missiles towards Japan on Monday, the Japanese defence ministry said."
    (event, *_) = [one for one in dragoman.read(text, published="2024-03-05").events if one.trigger.of(text) == "fired"]
    assert event.one_sided == "JPN"
    assert [(source.code, source.party_to_event) for source in event.source_details[0]] == [("JPN", True)]


@pytest.mark.parametrize(
    ("text", "act", "denier"),
    [
        ("Turkish jets struck a village in Iraq, Iraqi officials said. Ankara denied responsibility for the strike.", "struck", "TUR"),
        ("Iran bombed the refinery at Yanbu, Riyadh says. Tehran has denied any role in the attack on the refinery.", "bombed", "IRN"),
    ],
)
def test_who_denies_a_part_in_an_act_denies_it_as_its_own_act_only(text: str, act: str, denier: str) -> None:
    at = text.index(act)
    assert [one.actor.code for one in denials_of(read(text), at, at + len(act), {denier})] == [denier]
    assert denials_of(read(text), at, at + len(act), {"SAU"}) == []
