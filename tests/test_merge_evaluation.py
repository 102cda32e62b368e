"""The measures of merging, the form of the test set, and the figures that must be held on it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.codebook import types
from dragoman.evaluation import chains, jobs, merging, newswcl
from dragoman.model import Span

_DATA = Path(__file__).parent / "data" / "merging"
_BLOCK = """# t-1 | 2003-03-04 | Agentur
Mr. Berg of Norway {met:1} his guest on Monday. He {thanked:2} Iceland.
1 h1 CONSULT visit occurred ISL > NOR 2003-03-03
2 h2 SUPPORT - occurred NOR > ISL -
"""


def test_a_dispatch_is_read_with_its_marks() -> None:
    (found,) = merging.dispatches(_BLOCK)
    met, thanked = found.claims
    assert found.text == "Mr. Berg of Norway met his guest on Monday. He thanked Iceland."
    assert [item.trigger.of(found.text) for item in found.claims] == ["met", "thanked"]
    assert (met.type, met.mode, met.actors, met.recipients, met.date) == ("CONSULT", "visit", ("ISL",), ("NOR",), "2003-03-03")
    assert (thanked.mode, thanked.date) == (None, None)
    assert merging.sentence(found.text, met.trigger).of(found.text) == "Mr. Berg of Norway met his guest on Monday."


@pytest.mark.parametrize("name", ["m1", "m2", "m3"])
def test_the_test_set_keeps_to_its_form(name: str) -> None:
    found = merging.dispatches((_DATA / f"{name}.txt").read_text(encoding="utf-8"))
    assert len({d.id for d in found}) == len(found) >= 100
    for dispatch in found:
        for item in dispatch.claims:
            assert item.type in types()
            assert item.trigger.of(dispatch.text).strip()
            merging.annotated_claim(dispatch, item)


@pytest.mark.parametrize("name", ["m1", "m2", "m3"])
def test_the_figures_are_held(name: str) -> None:
    found = merging.dispatches((_DATA / f"{name}.txt").read_text(encoding="utf-8"))
    f1, alike = merging.rows_as_annotated(found, name)
    assert f1.value >= 0.92
    assert alike.value <= 0.03
    assert alike.of >= 100


def test_a_folder_of_dispatches_is_scored_by_evaluate(tmp_path: Path) -> None:
    (tmp_path / "set.txt").write_text(_BLOCK, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Nothing annotated.", encoding="utf-8")
    assert [path.name for path in merging.files(tmp_path)] == ["set.txt"]
    assert [name for name, _ in jobs([tmp_path])] == [str(tmp_path / "set.txt")]


def test_look_alikes_have_the_same_parties_and_type() -> None:
    (found,) = merging.dispatches(_BLOCK.replace("2 h2 SUPPORT - occurred NOR > ISL -", "2 h2 AGREE - planned ISL,NOR > - 2003-04-03"))
    claims = [merging.annotated_claim(found, item) for item in found.claims]
    assert merging.look_alikes(claims, merging.happenings_of([found])) == {("t-1:1", "t-1:2")}


def _groups(*groups: str) -> chains.Groups:
    return [frozenset(group) for group in groups]


def test_measures_on_a_worked_example() -> None:
    found, gold = _groups("ab", "cd", "fghi"), _groups("abc", "dfghi")
    assert chains.muc(found, gold) == chains.Score(4 / 5, 4 / 6)
    assert chains.b_cubed(found, gold).precision == pytest.approx((1 + 1 + 1 / 2 + 1 / 2 + 4) / 8)
    assert chains.ceaf_e(found, gold).recall == pytest.approx((4 / 5 + 8 / 9) / 2)


def test_perfect_groups_score_one() -> None:
    gold = _groups("abc", "de")
    assert chains.conll(gold, gold) == pytest.approx(1.0)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5))
def test_the_assignment_is_the_best_one(values: list[list[int]]) -> None:
    wide = [row + [0] * 5 for row in values]
    best = max(sum(row[j] for row, j in zip(wide, columns, strict=True)) for columns in itertools.permutations(range(8), len(wide)))
    assert chains.assignment(wide) == best
    assert chains.assignment(list(zip(*wide, strict=True))) == best


def test_contexts_of_chain_mentions_are_put_together(tmp_path: Path) -> None:
    tokens = [
        "The",
        "minister",
        "'s",
        '"',
        "long",
        "-",
        "awaited",
        '"',
        "trip",
        "(",
        "by",
        "sea",
        ")",
        ",",
        "he",
        "said",
        ".",
        "\n",
        "It",
        "rained",
        ".",
    ]
    row = {
        "mention_type": "EVENT",
        "topic": "0",
        "coref_chain": "0_Trip",
        "mention_context": tokens,
        "tokens_number_context": [4, 5, 6, 7, 8],
    }
    path = tmp_path / "event_mentions_x.jsonl"
    path.write_text(json.dumps(row) + "\n" + json.dumps({**row, "mention_type": "MISC"}) + "\n", encoding="utf-8")
    (mention,) = newswcl.mentions(path)
    assert mention.text == 'The minister\'s "long-awaited" trip (by sea), he said.\nIt rained.'
    assert mention.span.of(mention.text) == 'long-awaited" trip'
    assert mention.span == Span(mention.text.index("long"), mention.text.index(" (by"))
