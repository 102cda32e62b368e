"""The two documents that started the project: what a reader takes from them, Dragoman takes from them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import dragoman
from dragoman.model import FURNITURE, Event, Report

MEETING = "000_6ea88faa5332209b.txt"
VISIT = "001_6f0d806b40008493.txt"


@cache
def report(path: Path) -> Report:
    return dragoman.read(path)


def events(seed: Report, type_: str, actors: set[str], recipients: set[str]) -> list[Event]:
    def codes(event: Event) -> tuple[set[str | None], set[str | None]]:
        return {p.actor.code for p in event.actors}, {p.actor.code for p in event.recipients}

    wanted = (actors, recipients)
    found = [event for event in seed.events if event.type == type_]
    if type_ == "CONSULT":
        return [event for event in found if set.union(*codes(event)) == actors | recipients]
    return [event for event in found if codes(event) == wanted]


@pytest.mark.parametrize(
    ("seed", "type_", "actors", "recipients", "day"),
    [
        (MEETING, "CONSULT", {"PRK", "CHN"}, set(), "2023-05-08"),
        (MEETING, "SUPPORT", {"PRK"}, {"RUS"}, "2023-05-09"),
        (VISIT, "CONSULT", {"RUS", "PRK"}, set(), "2023-07-26"),
        (VISIT, "AGREE", {"PRK"}, {"RUS", "CHN"}, "2023-07-26"),
    ],
    ids=["meeting with the ambassador", "holiday message", "defence minister's visit", "invitation"],
)
def test_what_happened(shared: Path, seed: str, type_: str, actors: set[str], recipients: set[str], day: str) -> None:
    found = events(report(shared / "seeds" / seed), type_, actors, recipients)
    assert day in {event.date.start.isoformat() for event in found if event.date is not None}


def test_the_meeting_is_known_from_the_state_agency(shared: Path) -> None:
    (meeting,) = events(report(shared / "seeds" / MEETING), "CONSULT", {"PRK", "CHN"}, set())
    assert meeting.sources[0][0] in ("KCNA", "Korean Central News Agency")


@pytest.mark.parametrize("seed", [MEETING, VISIT])
def test_no_event_is_taken_from_furniture(shared: Path, seed: str) -> None:
    read = report(shared / "seeds" / seed)
    furniture = [p for p in read.passages if p.kind in FURNITURE]
    assert furniture
    assert not [e for e in read.events for span in e.evidence for p in furniture if span.start < p.end and p.start < span.end]
