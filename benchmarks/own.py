"""Our own annotation of the example dispatches (`annotated.tsv`), and its score.

A row is an event as the codebook of PLOVER 2 has it: type, actors, recipients, status, date, and the words that state it
(several places parted by ``##``). Commas part readings that are equally right; codes of one reading are parted by blanks, and
organisations without a code are left out. A row with core ``n`` may be found or missed. An event that is reported between parties of
one state only counts where it answers a row and costs nothing where it does not.

*found*: F1 of events whose evidence overlaps; *coded*: with the type and both sides right (for CONSULT, the two sides taken
together); *status*, *date*: share of the coded events that have them right, a date within a day.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dragoman import examples
from dragoman.evaluation.matching import pair, touch
from dragoman.evaluation.tables import Row, f1_row
from dragoman.model import Event, EventDate, Party, Report, Span
from dragoman.report import scope_of

ANNOTATED = Path(__file__).resolve().parent / "annotated.tsv"
Codes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotated event; tuples of readings that are equally right."""

    types: tuple[str, ...]
    actors: tuple[Codes, ...]
    recipients: tuple[Codes, ...]
    statuses: tuple[str, ...]
    date: str
    core: bool
    evidence: tuple[str, ...]


def annotated() -> dict[str, list[Annotation]]:
    """Document name → its events."""
    found: dict[str, list[Annotation]] = {}
    with ANNOTATED.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault(row["doc"], []).append(
                Annotation(
                    tuple(row["type"].split(",")),
                    tuple(frozenset(reading.split()) for reading in row["actors"].split(",")),
                    tuple(frozenset(reading.split()) for reading in row["recipients"].split(",")),
                    tuple(row["status"].split(",")),
                    row["date"],
                    row["core"] == "y",
                    tuple(row["evidence"].split(" ## ")),
                )
            )
    return found


def spans(annotation: Annotation, text: str) -> tuple[Span, ...]:
    """Where the words of the annotation stand in the text as read."""
    starts = ((words, text.find(words)) for words in annotation.evidence)
    return tuple(Span(start, start + len(words)) for words, start in starts if start >= 0)


def codes(parties: tuple[Party, ...]) -> Codes:
    """The codes that are compared: states and the organisations that have one."""
    named = (party.actor.code for party in parties)
    return frozenset(code.partition(":")[0] for code in named if code and not code.startswith("ORG:"))


def coded(event: Event, annotation: Annotation) -> bool:
    """Whether type and parties are right."""
    actors, recipients = codes(event.actors), codes(event.recipients)
    if event.type not in annotation.types:
        return False
    if event.type == "CONSULT":
        return any(actors | recipients == a | r for a in annotation.actors for r in annotation.recipients)
    return actors in annotation.actors and recipients in annotation.recipients


def _edge(value: str, last: bool) -> date:
    year, month, day = ([int(part) for part in value.split("-")] + [0, 0])[:3]
    if day:
        return date(year, month, day)
    if not last:
        return date(year, month or 1, 1)
    return date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1) - timedelta(1)


def same_date(found: EventDate | None, wanted: str) -> bool:
    """Within a day of the annotated date, and no wider than a month more."""
    if found is None:
        return False
    first, _, second = wanted.partition("/")
    start, end = _edge(first, False), _edge(second or first, True)
    slack = timedelta(1)
    width = abs((found.end - found.start) - (end - start))
    return found.start - slack <= end and start - slack <= found.end and width <= timedelta(31)


def _pairs(report: Report, wanted: list[Annotation], strict: bool) -> Iterator[tuple[Event, Annotation]]:
    """One-to-one pairs of events and annotations, core ones first."""
    where = {annotation: spans(annotation, report.document.text) for annotation in wanted}

    def fits(event: Event, annotation: Annotation) -> bool:
        return touch(event.evidence, where[annotation]) and (not strict or coded(event, annotation))

    yield from pair(report.events, sorted(wanted, key=lambda annotation: not annotation.core), fits)


def _f1(measure: str, pairs: list[tuple[Event, Annotation]], core: int, extra: int) -> Row:
    """Recall over the core annotations, precision over all that was predicted."""
    hit = sum(annotation.core for _, annotation in pairs)
    return f1_row("own", measure, len(pairs) / (len(pairs) + extra) if pairs else 0.0, hit / core, core)


def rows() -> list[Row]:
    """The figures."""
    import dragoman

    gold = annotated()
    reports = {path.name: dragoman.read(path) for path in examples.paths()}
    core = sum(annotation.core for some in gold.values() for annotation in some)
    figures: list[Row] = []
    for measure, strict in (("found", False), ("coded", True)):
        pairs: list[tuple[Event, Annotation]] = []
        extra = 0
        for name, report in reports.items():
            here = list(_pairs(report, gold.get(name, []), strict))
            matched = {event.id for event, _ in here}
            extra += sum(scope_of(event) == "international" for event in report.events if event.id not in matched)
            pairs += here
        figures.append(_f1(measure, pairs, core, extra))
    dated = [(event, annotation) for event, annotation in pairs if annotation.date]
    status = sum(event.status in annotation.statuses for event, annotation in pairs)
    when = sum(same_date(event.date, annotation.date) for event, annotation in dated)
    return [
        *figures,
        Row("own", "status", status / len(pairs) if pairs else 0.0, len(pairs)),
        Row("own", "date", when / len(dated) if dated else 0.0, len(dated)),
    ]
