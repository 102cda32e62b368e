"""The codebook: PLOVER 2's types and modes with quad class, score and CAMEO category, in the order that the model was trained on."""

from __future__ import annotations

from typing import get_args

import pytest

from dragoman.coding.codebook import JOINT, NONE, Category, categories, category, labels, modes, types
from dragoman.coding.encoder import model, relations_model
from dragoman.model import Status

QUADS = {
    "verbal cooperation": {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
    "material cooperation": {"COOPERATE", "AID", "RETREAT"},
    "verbal conflict": {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    "material conflict": {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
ALL = list(categories().values())


def named(entry: Category) -> str:
    return f"{entry.type} {entry.mode or ''}".strip()


def test_it_has_the_sixteen_types_of_plover_2() -> None:
    assert set(types()) == set().union(*QUADS.values())
    assert len(types()) == 16


def test_what_is_no_event_has_the_first_label() -> None:
    assert labels() == (NONE, *types())


def test_every_type_has_a_row_without_mode() -> None:
    assert not [type_ for type_ in types() if (type_, None) not in categories()]


@pytest.mark.parametrize("entry", ALL, ids=named)
def test_a_category_has_the_quad_class_of_its_type(entry: Category) -> None:
    assert entry.type in QUADS[entry.quad]


@pytest.mark.parametrize("entry", ALL, ids=named)
def test_cooperation_scores_above_zero_and_conflict_below(entry: Category) -> None:
    assert -10 <= entry.score <= 10
    assert (entry.score > 0) == entry.quad.endswith("cooperation")


@pytest.mark.parametrize("entry", ALL, ids=named)
def test_a_category_names_its_cameo_root_or_below(entry: Category) -> None:
    assert entry.cameo.isdigit()
    assert 1 <= int(entry.cameo[:2]) <= 20
    assert entry.meaning


def test_a_mode_is_looked_up_within_its_type() -> None:
    assert category("RETREAT", "release").cameo == "0841"
    assert category("SANCTION", "expel") != category("THREATEN", "expel")


def test_a_mode_that_a_type_does_not_have_falls_back_on_the_type() -> None:
    assert category("AID", "aerial") == category("AID")


def test_a_type_that_plover_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        category("YIELD")


def test_joint_types_are_types() -> None:
    assert set(types()) >= JOINT


def test_the_shipped_heads_fit_the_codebook() -> None:
    weights = model()._weights
    assert len(weights["kind.bias"]) == len(weights["parties.kind.weight"]) == len(labels())
    assert len(relations_model()._weights["pair.bias"]) == len(labels())
    assert len(weights["mode.bias"]) == len(modes())
    assert len(weights["status.bias"]) == len(get_args(Status))
