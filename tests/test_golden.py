"""Reading the example dispatches yields what it did when their golden reports were last looked at (``make_golden.py``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from make_golden import FOLDER, differences, golden, golden_path

from dragoman import examples

PATHS = examples.paths()
REPORT: dict[str, Any] = {"events": [{"id": "e1", "confidence": 0.5, "actors": ["PER"]}], "quotes": [], "title": None}


def test_each_example_has_a_golden_report_and_nothing_else_has() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {golden_path(path).name for path in PATHS}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_the_report_is_the_golden_one(path: Path) -> None:
    wanted = json.loads(golden_path(path).read_text(encoding="utf-8"))
    # Through JSON, as the golden one went.
    found = json.loads(json.dumps(golden(path)))
    assert list(differences(found, wanted)) == []


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"title": "Raid"}, "report.title: 'Raid', None in the golden report"),
        ({"quotes": [1]}, "report.quotes: 1 items, 0 in the golden report"),
        ({"places": []}, "report.places: not in the golden report"),
        (
            {"events": [{"id": "e1", "confidence": 0.53, "actors": ["PER"]}]},
            "report.events[0].confidence: 0.53, 0.50 in the golden report",
        ),
        ({"events": [{"id": "e1", "confidence": 0.5, "actors": ["CHL"]}]}, "report.events[0].actors[0]: 'CHL', 'PER' in the golden report"),
        ({"events": [{"id": "e1", "confidence": 0.5}]}, "report.events[0].actors: missing"),
    ],
)
def test_a_difference_is_named_where_it_is(changed: dict[str, Any], line: str) -> None:
    assert list(differences({**REPORT, **changed}, REPORT)) == [line]


@pytest.mark.parametrize("confidence", [0.48, 0.49, 0.5, 0.51, 0.52])
def test_a_confidence_may_lie_a_little_off(confidence: float) -> None:
    assert not list(differences({"confidence": confidence}, {"confidence": 0.5}))
