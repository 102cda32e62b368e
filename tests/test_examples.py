"""The example dispatches: what `make demo` reads."""

from __future__ import annotations

from pathlib import Path

import pytest

import dragoman
from dragoman import examples
from dragoman.model import FURNITURE, Report

ROOT = Path(__file__).resolve().parents[1]
PATHS = examples.paths()


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {path.name: dragoman.read(path) for path in PATHS}


def test_six_to_ten_ship_with_the_package() -> None:
    assert 6 <= len(PATHS) <= 10
    assert {path.suffix for path in PATHS} == {".txt", ".html"}


def test_each_is_described() -> None:
    page = (ROOT / "docs" / "examples.md").read_text(encoding="utf-8")
    assert not [path.name for path in PATHS if f"`{path.name}`" not in page]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_each_yields_events_with_true_evidence(path: Path, reports: dict[str, Report]) -> None:
    plain = reports[path.name].to_dict()
    text = reports[path.name].document.text
    events = plain["events"]
    assert isinstance(events, list)
    assert events
    for event in events:
        assert event["evidence"]
        assert all(text[e["start"] : e["end"]] == e["text"] for e in event["evidence"])


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_no_event_is_taken_from_furniture(path: Path, reports: dict[str, Report]) -> None:
    report = reports[path.name]
    furniture = [passage for passage in report.passages if passage.kind in FURNITURE]
    inside = [e for event in report.events for e in event.evidence for p in furniture if p.start <= e.start and e.end <= p.end]
    assert not inside


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_second_reading_gives_the_same_report(path: Path, reports: dict[str, Report]) -> None:
    assert dragoman.read(path).to_dict() == reports[path.name].to_dict()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("belta-visit.txt", "2024-10-14"),
        ("irna-visit.txt", "2024-10-14"),
        ("wire-visit.txt", "2024-10-15"),
        ("kcna-launch.txt", "2025-03-12"),
        ("broadcast-launch.txt", "2025-03-12"),
        ("ministry-prisoners.txt", "2023-02-07"),
        ("page-border.html", "2024-02-09"),
    ],
)
def test_a_stated_date_is_read(name: str, day: str, reports: dict[str, Report]) -> None:
    published = reports[name].published
    assert (str(published.date), published.basis) == (day, "stated")


def test_the_undated_page_is_dated_by_its_holiday(reports: dict[str, Report]) -> None:
    published = reports["undated-anniversary.txt"].published
    assert (str(published.date), published.basis) == ("2024-07-05", "inferred")
