"""Marked sentences for the relation classifier, as they are trained on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.coding.codebook import labels
from dragoman.coding.marked import encode
from training.pairs import Pair, paired, turned


def pair(sentence: str, type_: str) -> Pair:
    encoded = encode(sentence)
    assert encoded is not None
    return Pair(encoded.ids, encoded.named, encoded.source, encoded.target, (labels().index(type_),))


def test_a_one_way_act_turned_round_is_none() -> None:
    (found,) = turned([pair("<s>Rwanda</s> accused <t>Burundi</t>.", "ACCUSE")])
    assert found == replace(pair("<t>Rwanda</t> accused <s>Burundi</s>.", "NONE"), kind="flipped")


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("<s>Rwanda</s> and <t>Burundi</t> met.", "CONSULT"),
        ("<s>Rwanda</s> signed a pact with <t>Burundi</t>.", "SUPPORT"),
        ("<t>Two newspapers</t> were ordered to close.", "COERCE"),
    ],
)
def test_what_is_mutual_or_names_one_party_is_not_turned(sentence: str, type_: str) -> None:
    assert not list(turned([pair(sentence, type_)]))


def test_our_own_pairs_are_read_with_their_kind_and_labels() -> None:
    found = list(paired())
    none = labels().index("NONE")
    assert len(found) > 8000
    assert all((one.kind == "stated") == (none not in one.labels) and one.source and one.target for one in found)
