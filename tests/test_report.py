"""Report ↔ JSON: the contract of docs/report.md, and that nothing is lost on the way there and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import KAZAKH, MEETING, PROMISE, TEXT, UZBEK, sample

import dragoman
from dragoman import BadRequest, Report
from dragoman.model import (
    Actor,
    Attribution,
    Document,
    Event,
    EventDate,
    Interval,
    Mention,
    Party,
    Passage,
    Place,
    Published,
    Quote,
    Source,
    Span,
    TimeExpression,
    Unplaced,
)
from dragoman.report import at_least, from_dict, scope_of, to_dict, to_json

REQUIRED = {
    "document": {"id", "path", "title", "outlet", "published", "published_basis", "language"},
    "event": {
        *("id", "type", "mode", "contexts", "quad", "score", "actors", "recipients", "status", "condition"),
        *("date", "place", "evidence", "sources", "confidence"),
    },
    "quote": {"content", "kind", "speaker", "speaker_span", "cue", "cue_span", "addressees", "via"},
    "time": {"start", "end", "text", "type", "value"},
    "actor": {"code", "sector", "name", "office", "qid", "mentions"},
}


def spans_in(value: object) -> list[dict[str, Any]]:
    """Every object with start, end and text, however deep."""
    if isinstance(value, dict):
        own = [value] if {"start", "end", "text"} <= set(value) and isinstance(value["start"], int) else []
        return own + [span for inner in value.values() for span in spans_in(inner)]
    return [span for inner in value for span in spans_in(inner)] if isinstance(value, list) else []


def fields_in(value: object) -> set[str]:
    """The name of every field, however deep."""
    if isinstance(value, dict):
        return set(value) | {name for inner in value.values() for name in fields_in(inner)}
    return {name for inner in value for name in fields_in(inner)} if isinstance(value, list) else set()


def test_every_field_is_described() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "report.md").read_text(encoding="utf-8")
    assert not {name for name in fields_in(to_dict(sample())) if f"`{name}`" not in page and f'"{name}"' not in page}


def test_the_report_has_the_fields_of_the_contract() -> None:
    plain = to_dict(sample())
    assert {"document", "passages", "events", "quotes", "times"} <= set(plain)
    assert REQUIRED["document"] <= set(plain["document"])
    assert all(REQUIRED["event"] <= set(event) for event in plain["events"])
    assert all(REQUIRED["actor"] <= set(party) for event in plain["events"] for party in event["actors"] + event["recipients"])
    assert all(REQUIRED["quote"] <= set(quote) for quote in plain["quotes"])
    assert all(REQUIRED["time"] <= set(time) for time in plain["times"])
    assert plain["passages"][0] == {"start": 0, "end": 34, "kind": "dateline"}


def test_every_span_is_the_text_to_the_letter() -> None:
    spans = spans_in(to_dict(sample()))
    assert len(spans) > 15
    assert not [span for span in spans if TEXT[span["start"] : span["end"]] != span["text"]]


def test_dates_are_iso_and_what_is_not_known_is_null() -> None:
    plain = to_dict(sample())
    meeting, promise, refusal = plain["events"]
    assert (meeting["date"]["start"], meeting["date"]["end"], meeting["date"]["text"]) == ("2024-03-12", "2024-03-12", "on Tuesday")
    assert promise["date"] is None
    assert promise["place"] is None
    assert promise["condition"]["text"] == "if the new sheds are ready"
    assert refusal["condition"] is None
    assert refusal["date"]["span"] is None
    assert plain["quotes"][1]["speaker"] is None
    assert plain["quotes"][1]["cue_span"] is None


def test_the_text_is_carried_only_where_it_was_taken_out_of_a_page() -> None:
    report = sample()
    assert "text" not in to_dict(report)["document"]
    taken = replace(report, document=replace(report.document, extracted=True))
    assert to_dict(taken)["document"]["text"] == TEXT


def test_versions_and_digest_tie_the_report_to_program_and_text() -> None:
    plain = to_dict(sample())
    assert plain["dragoman"]["version"] == dragoman.__version__
    assert len(plain["document"]["sha256"]) == 64


def test_json_is_the_same_every_time_and_keeps_letters() -> None:
    report = replace(sample(), document=replace(sample().document, title="Gespräch in Аста́на"))
    assert to_json(report) == to_json(report)
    assert "Gespräch in Аста́на" in to_json(report)
    assert json.loads(to_json(report)) == to_dict(report)


def test_to_dict_of_the_report_is_the_format_of_record() -> None:
    assert sample().to_dict() == to_dict(sample())


@pytest.mark.parametrize(
    ("actors", "recipients", "scope"),
    [
        (["UZB"], ["KAZ"], "international"),
        (["UZB"], ["UZB"], "domestic"),
        (["UZB"], [], "domestic"),
        (["UNO"], [], "international"),
        (["SYR:Opposition"], ["SYR"], "domestic"),
        (["ORG:River Commission"], ["KAZ"], "international"),
        ([], ["KAZ"], "domestic"),
        ([None], ["KAZ"], "domestic"),
    ],
)
def test_scope_follows_the_parties(actors: list[str | None], recipients: list[str], scope: str) -> None:
    def parties(codes: Sequence[str | None]) -> tuple[Party, ...]:
        return tuple(Party(Actor(code, "state", "someone")) for code in codes)

    assert scope_of(replace(MEETING, actors=parties(actors), recipients=parties(recipients))) == scope


def test_events_below_a_confidence_are_listed_apart() -> None:
    report = at_least(sample(), 0.5)
    assert [event.id for event in report.events] == ["e1", "e3"]
    left = report.unplaced[-1]
    assert TEXT[left.start : left.end] == PROMISE.evidence[0].of(TEXT)
    assert left.reason == "confidence 0.41 is below 0.50"


def test_a_report_comes_back_from_its_json() -> None:
    report = sample()
    assert from_dict(json.loads(to_json(report)), report.document.text) == report


def test_a_report_without_its_text_asks_for_it() -> None:
    with pytest.raises(BadRequest, match="pass the document's text"):
        from_dict(to_dict(sample()))


def test_a_report_with_another_text_is_refused() -> None:
    with pytest.raises(BadRequest, match="not the one"):
        from_dict(to_dict(sample()), TEXT + " ")


@pytest.mark.parametrize("broken", [{}, {"document": {}}, {"document": {"sha256": "0"}}, {"document": []}, []])
def test_something_else_is_refused_in_one_line(broken: dict[str, Any]) -> None:
    with pytest.raises(BadRequest) as caught:
        from_dict(broken, TEXT)
    assert "\n" not in str(caught.value)


# ---------------------------------------------------------------- round trip of generated reports

WORDS = st.text(max_size=12)
MAYBE_WORDS = st.none() | WORDS
DAYS = st.dates()
MAYBE_SPAN = st.none() | st.builds(Span, st.integers(0, 50), st.integers(0, 50))
SPANS = st.lists(st.builds(Span, st.integers(0, 50), st.integers(0, 50)), max_size=2).map(tuple)
CODES = st.none() | st.sampled_from(["RUS", "PRK", "UNO", "ORG:Name", "SYR:Group"])
ACTORS = st.builds(
    Actor,
    code=CODES,
    kind=st.sampled_from(["state", "person", "outlet"]),
    name=WORDS,
    sector=MAYBE_WORDS,
    office=MAYBE_WORDS,
    qid=MAYBE_WORDS,
    state_media=st.booleans(),
    reason=WORDS,
)
PARTIES = st.lists(st.builds(Party, ACTORS, SPANS), max_size=2).map(tuple)
OFFSETS = st.integers(0, 50)
PLACES = st.builds(Place, OFFSETS, OFFSETS, WORDS, CODES, st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180))
INTERVALS = st.builds(lambda start, n: Interval(start, start + timedelta(n)), st.dates(max_value=date(2100, 1, 1)), st.integers(0, 400))
SOURCES = st.builds(
    Source,
    name=WORDS,
    code=MAYBE_WORDS,
    kind=st.sampled_from([None, "outlet", "person"]),
    state_media=st.booleans(),
    unnamed=st.booleans(),
    party_to_event=st.booleans(),
    span=MAYBE_SPAN,
)
EVENTS = st.builds(
    Event,
    id=WORDS,
    type=st.sampled_from(["CONSULT", "AID"]),
    mode=MAYBE_WORDS,
    contexts=st.lists(WORDS, max_size=2).map(tuple),
    quad=st.sampled_from(["verbal cooperation", "material conflict"]),
    score=st.floats(-10, 10),
    actors=PARTIES,
    recipients=PARTIES,
    status=st.sampled_from(["occurred", "denied"]),
    condition=MAYBE_SPAN,
    date=st.none() | st.builds(EventDate, DAYS, DAYS, WORDS, MAYBE_SPAN),
    place=st.none() | PLACES,
    trigger=st.builds(Span, OFFSETS, OFFSETS),
    evidence=SPANS,
    sources=st.lists(st.lists(WORDS, max_size=2).map(tuple), max_size=2).map(tuple),
    confidence=st.integers(0, 10_000).map(lambda n: n / 10_000),
    why=st.lists(WORDS, max_size=2).map(tuple),
    source_details=st.lists(st.lists(SOURCES, max_size=2).map(tuple), max_size=2).map(tuple),
    one_sided=MAYBE_WORDS,
    denied_by=PARTIES,
)
QUOTES = st.builds(
    Quote,
    content=SPANS,
    kind=st.sampled_from(["direct", "mixed", "indirect"]),
    speaker=st.none() | ACTORS,
    speaker_span=MAYBE_SPAN,
    cue=MAYBE_WORDS,
    cue_span=MAYBE_SPAN,
    addressees=st.lists(ACTORS, max_size=2).map(tuple),
    via=st.lists(WORDS, max_size=2).map(tuple),
    cites=st.lists(ACTORS, max_size=1).map(tuple),
)
ATTRIBUTIONS = st.builds(
    Attribution,
    quote=QUOTES,
    stance=st.sampled_from([None, "denied", "hoped"]),
    statement=st.booleans(),
    probability=st.integers(0, 10_000).map(lambda n: n / 10_000),
)
REPORTS = st.builds(
    Report,
    document=st.builds(
        Document,
        text=st.text(max_size=60),
        id=WORDS,
        path=MAYBE_WORDS,
        title=MAYBE_WORDS,
        outlet=MAYBE_WORDS,
        published=st.none() | DAYS,
        published_basis=st.sampled_from(["given", "unknown"]),
        extracted=st.booleans(),
    ),
    published=st.builds(Published, st.none() | DAYS, st.sampled_from(["stated", "inferred"]), MAYBE_SPAN, WORDS),
    passages=st.lists(st.builds(Passage, OFFSETS, OFFSETS, st.sampled_from(["body", "promo"])), max_size=2).map(tuple),
    mentions=st.lists(
        st.builds(Mention, OFFSETS, OFFSETS, st.just("name"), ACTORS, st.lists(WORDS, max_size=2).map(tuple), WORDS), max_size=2
    ).map(tuple),
    times=st.lists(
        st.builds(TimeExpression, OFFSETS, OFFSETS, WORDS, st.just("DATE"), WORDS, st.none() | INTERVALS, WORDS), max_size=2
    ).map(tuple),
    places=st.lists(PLACES, max_size=2).map(tuple),
    quotes=st.lists(QUOTES, max_size=2).map(tuple),
    attributions=st.lists(ATTRIBUTIONS, max_size=2).map(tuple),
    events=st.lists(EVENTS, max_size=2).map(tuple),
    unplaced=st.lists(st.builds(Unplaced, OFFSETS, OFFSETS, WORDS, WORDS), max_size=2).map(tuple),
)


@given(REPORTS)
def test_every_report_survives_json(report: Report) -> None:
    assert from_dict(json.loads(to_json(report)), report.document.text) == report


def test_the_public_types_are_the_ones_in_the_report() -> None:
    assert isinstance(sample(), dragoman.Report)
    assert {type(UZBEK), type(KAZAKH)} == {dragoman.Actor}
