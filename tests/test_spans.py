"""Every value points at its evidence: the spans of every stage, on the example dispatches and on whatever ``../shared`` holds."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import dragoman
from dragoman import examples
from dragoman.model import FURNITURE, Actor, Event, Report, Span
from dragoman.report import from_dict, to_dict, to_json

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = SHARED / "gold" / "dev"
DOCUMENTS = [*examples.paths(), *sorted((SHARED / "seeds").glob("*.txt")), *sorted(GOLD.glob("*.txt"))]

pytestmark = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


@cache
def days() -> dict[str, str]:
    """The day of publication of each annotated document, where its manifest gives one."""
    if not (GOLD / "manifest.csv").is_file():
        return {}
    with (GOLD / "manifest.csv").open(encoding="utf-8") as rows:
        return {row["doc"]: row["published"] for row in csv.DictReader(rows) if row["published"]}


@cache
def read(path: Path) -> Report:
    return dragoman.read(path, published=days().get(path.stem) if path.parent == GOLD else None)


def stage_spans(report: Report) -> Iterator[tuple[str, int, int]]:
    """Every span of a report, with the name of what it belongs to."""
    for name in ("passages", "mentions", "times", "places", "unplaced"):
        yield from ((name, item.start, item.end) for item in getattr(report, name))
    if report.published.span is not None:
        yield "published", report.published.span.start, report.published.span.end
    for quote in report.quotes:
        for span in (*quote.content, quote.speaker_span, quote.cue_span):
            if span is not None:
                yield "quotes", span.start, span.end
    for event in report.events:
        yield from (("events", span.start, span.end) for span in event_spans(event))


def event_spans(event: Event) -> Iterator[Span]:
    yield event.trigger
    yield from event.evidence
    yield from (mention for party in (*event.actors, *event.recipients) for mention in party.mentions)
    if event.condition is not None:
        yield event.condition
    if event.date is not None and event.date.span is not None:
        yield event.date.span
    if event.place is not None:
        yield Span(event.place.start, event.place.end)


def test_every_span_is_inside_the_text_and_holds_words(path: Path) -> None:
    report = read(path)
    text = report.document.text
    assert not [span for span in stage_spans(report) if not 0 <= span[1] < span[2] <= len(text) or not text[span[1] : span[2]].strip()]


def test_words_that_a_value_carries_are_the_text_to_the_letter(path: Path) -> None:
    report = read(path)
    text = report.document.text
    assert not [time for time in report.times if text[time.start : time.end] != time.text]
    assert not [quote for quote in report.quotes if quote.cue_span is not None and not quote.cue]
    assert not [event for event in report.events if event.date and event.date.span and event.date.span.of(text) != event.date.text]


def test_every_span_of_the_written_report_is_the_text_to_the_letter(path: Path) -> None:
    report = read(path)
    text = report.document.text
    written = list(texts(to_dict(report)))
    assert written
    assert not [span for span in written if text[span["start"] : span["end"]] != span["text"]]


def texts(value: object) -> Iterator[dict[str, Any]]:
    """Every object with start, end and text, however deep."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= set(value) and isinstance(value["start"], int):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def test_passages_cover_the_text_in_order_and_do_not_overlap(path: Path) -> None:
    report = read(path)
    text = report.document.text
    assert all(before.end <= after.start for before, after in pairwise(report.passages))
    bounds = [0, *(at for passage in report.passages for at in (passage.start, passage.end)), len(text)]
    assert not [gap for gap in zip(bounds[::2], bounds[1::2], strict=True) if text[slice(*gap)].strip()]


def test_what_a_stage_finds_comes_in_text_order(path: Path) -> None:
    report = read(path)
    for name in ("mentions", "times", "places"):
        starts = [item.start for item in getattr(report, name)]
        assert starts == sorted(starts), name


def test_the_evidence_of_an_event_holds_its_trigger(path: Path) -> None:
    assert not [event for event in read(path).events if not event.evidence or not event.evidence[0].overlaps(event.trigger)]
    assert not [
        event for event in read(path).events if not any(e.start <= event.trigger.start < event.trigger.end <= e.end for e in event.evidence)
    ]


def test_statements_of_one_event_do_not_overlap(path: Path) -> None:
    for event in read(path).events:
        ordered = sorted(event.evidence, key=lambda span: span.start)
        assert all(before.end <= after.start for before, after in pairwise(ordered))


def test_no_event_is_taken_from_furniture(path: Path) -> None:
    report = read(path)
    furniture = [Span(p.start, p.end) for p in report.passages if p.kind in FURNITURE]
    assert not [(event.id, span) for event in report.events for span in event.evidence if any(span.overlaps(f) for f in furniture)]


def test_every_party_is_named_by_a_mention_of_the_report(path: Path) -> None:
    report = read(path)
    mentions = {mention.span for mention in report.mentions}
    for event in report.events:
        for party in (*event.actors, *event.recipients):
            assert party.mentions
            assert set(party.mentions) <= mentions


def test_every_party_has_a_code_and_stands_on_one_side(path: Path) -> None:
    for event in read(path).events:
        codes = [party.actor.code for party in (*event.actors, *event.recipients)]
        assert None not in codes
        assert len(codes) == len(set(codes)) > 1


def test_speakers_are_actors_with_a_name(path: Path) -> None:
    speakers: list[Actor] = [quote.speaker for quote in read(path).quotes if quote.speaker is not None]
    assert all(speaker.name.strip() for speaker in speakers)


def test_confidences_are_probabilities(path: Path) -> None:
    assert all(0 <= event.confidence <= 1 for event in read(path).events)


def test_dates_run_forward(path: Path) -> None:
    report = read(path)
    assert all(event.date.start <= event.date.end for event in report.events if event.date is not None)
    assert all(time.interval.start <= time.interval.end for time in report.times if time.interval is not None)


def test_the_report_survives_json(path: Path) -> None:
    report = read(path)
    assert from_dict(json.loads(to_json(report)), report.document.text) == report
