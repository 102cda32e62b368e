"""Merging of claims into events, on dispatches annotated with which claim is of which happening (``tests/data/merging/*.txt``).

A file holds dispatches parted by blank lines: ``# id | day of publication | outlet``, one line of text in which ``{word:K}`` marks
the word that states claim K, and a line ``K HAPPENING TYPE mode status ACTORS > RECIPIENTS DATE`` for each claim. Measured are
pairs of claims: *pairwise F1* of those put together, and the share of *look-alike* pairs (the same parties and type, another
happening) put together; once with the claims as annotated and once as ``dragoman.read`` codes them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from dragoman.evaluation.matching import pair
from dragoman.evaluation.tables import Row, counted_row
from dragoman.ledger.merging import Claim, ClaimParty, Page, regroup
from dragoman.ledger.merging.dates import period
from dragoman.ledger.merging.reported import claim_of
from dragoman.model import Event, Report, Span

_HEADING = re.compile(r"# [^|\n]+ \| \d{4}-\d\d-\d\d \| ")
_MARK = re.compile(r"\{([^{}:]+):(\d+)\}")
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’')]*\s+(?=[\"“‘'(A-ZÀ-Þ0-9])")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|St|No|Sen|Rep|Gov|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z])\.$")
Reader = Callable[[str, date], Report]
Answer = Mapping[str, str]
"""The happening, or event, of each claim."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated claim; ``trigger`` is where its word stands in the dispatch's text."""

    number: str
    happening: str
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    trigger: Span


@dataclass(frozen=True, slots=True)
class Dispatch:
    """An annotated dispatch; ``text`` is without the marks."""

    id: str
    published: date
    outlet: str
    text: str
    claims: tuple[Annotated, ...]


def files(folder: Path) -> list[Path]:
    """The files of a folder that hold dispatches: their first line is the heading of one."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8", errors="replace") as lines:
            if _HEADING.match(next(lines, "")):
                found.append(path)
    return found


def dispatches(text: str) -> list[Dispatch]:
    """The dispatches of a file, in its order. Raises ValueError for what is not in the format."""
    return [_dispatch(block.strip().split("\n")) for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]


def _dispatch(lines: Sequence[str]) -> Dispatch:
    id_, day, outlet = (part.strip() for part in lines[0].removeprefix("#").split("|"))
    text, triggers = _unmarked(lines[1])
    claims = tuple(_annotated(line, triggers) for line in lines[2:])
    return Dispatch(id_, date.fromisoformat(day), outlet, text, claims)


def _unmarked(marked: str) -> tuple[str, dict[str, Span]]:
    pieces: list[str] = []
    triggers: dict[str, Span] = {}
    length = at = 0
    for mark in _MARK.finditer(marked):
        pieces += (marked[at : mark.start()], mark[1])
        start = length + mark.start() - at
        length = start + len(mark[1])
        triggers[mark[2]] = Span(start, length)
        at = mark.end()
    return "".join((*pieces, marked[at:])), triggers


def _annotated(line: str, triggers: Mapping[str, Span]) -> Annotated:
    number, happening, type_, mode, status, *rest = line.split()
    sides, when = " ".join(rest[:-1]), rest[-1]
    actors, _, recipients = sides.partition(" > ")
    return Annotated(
        number,
        happening,
        type_,
        None if mode == "-" else mode,
        status,
        _codes(actors),
        _codes(recipients),
        None if when == "-" else when,
        triggers[number],
    )


def _codes(listed: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in listed.split(",") if code.strip() not in {"", "-"})


def sentence(text: str, at: Span) -> Span:
    """The sentence around a word."""
    start, end = 0, len(text)
    for gap in _SENTENCE_END.finditer(text):
        if _ABBREVIATED.search(text[: gap.start()]):
            continue
        if gap.end() <= at.start:
            start = gap.end()
        elif gap.start() >= at.end:
            end = gap.start()
            break
    return Span(start, end)


def annotated_claim(dispatch: Dispatch, item: Annotated) -> Claim:
    """A claim with what is annotated of it, its sentence for evidence."""
    first, last = period(item.date)
    return Claim(
        claim=f"{dispatch.id}:{item.number}",
        document=dispatch.id,
        type=item.type,
        mode=item.mode,
        status=item.status,
        actors=tuple(ClaimParty(code) for code in item.actors),
        recipients=tuple(ClaimParty(code) for code in item.recipients),
        date_start=first,
        date_end=last,
        trigger=item.trigger.of(dispatch.text),
        evidence=(sentence(dispatch.text, item.trigger).of(dispatch.text),),
        published=dispatch.published,
    )


def pages(found: Iterable[Dispatch]) -> dict[str, Page]:
    """The dispatches as merging knows documents."""
    return {d.id: Page(d.id, d.text, d.published, d.outlet) for d in found}


def grouped(claims: Iterable[Claim], documents: Mapping[str, Page]) -> dict[str, str]:
    """The event of each claim."""
    return {claim: event.event for event in regroup(claims, documents) for claim in event.claims}


def aligned(dispatch: Dispatch, report: Report) -> dict[str, Event]:
    """For each annotated claim that the reader coded, its event.

    First come events that share the trigger, then those with evidence in its sentence and the same type, then any with evidence there.
    """
    found: dict[str, Event] = {}
    spans = {item.number: sentence(dispatch.text, item.trigger) for item in dispatch.claims}
    rules: tuple[Callable[[Event, Annotated], bool], ...] = (
        lambda event, item: event.trigger.overlaps(item.trigger),
        lambda event, item: event.type == item.type and any(span.overlaps(spans[item.number]) for span in event.evidence),
        lambda event, item: any(span.overlaps(spans[item.number]) for span in event.evidence),
    )
    for rule in rules:
        free = [event for event in report.events if event not in found.values()]
        for event, item in pair(free, [item for item in dispatch.claims if item.number not in found], rule):
            found[item.number] = event
    return found


def put_together(answer: Answer) -> set[tuple[str, str]]:
    """The pairs of claims with the same event, the smaller id first."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for claim, event in answer.items():
        members[event].append(claim)
    return {pair_ for group in members.values() for pair_ in combinations(sorted(group), 2)}


def look_alikes(claims: Iterable[Claim], happenings: Answer) -> set[tuple[str, str]]:
    """Pairs of claims with the same parties and type that are of different happenings; a plan counts as what it plans."""
    alike: defaultdict[tuple[str, frozenset[str | None]], list[str]] = defaultdict(list)
    for claim in claims:
        codes = frozenset(party.code for party in (*claim.actors, *claim.recipients))
        alike["CONSULT" if claim.type == "AGREE" and claim.status == "planned" else claim.type, codes].append(claim.claim)
    return {pair_ for group in alike.values() for pair_ in combinations(sorted(group), 2) if happenings[pair_[0]] != happenings[pair_[1]]}


def happenings_of(found: Iterable[Dispatch]) -> dict[str, str]:
    """The annotated happening of each claim."""
    return {f"{d.id}:{item.number}": item.happening for d in found for item in d.claims}


def scored(data: str, answer: Answer, gold: Answer, claims: Sequence[Claim], note: str = "") -> list[Row]:
    """Pairwise F1 and look-alikes merged; claims that ``answer`` lacks stand alone."""
    got, wanted = put_together(answer), put_together(gold)
    alike = look_alikes(claims, gold)
    return [
        counted_row(data, "pairwise F1", len(got & wanted), len(got), len(wanted), note),
        Row(data, "look-alikes merged (less is better)", len(got & alike) / len(alike) if alike else 0.0, len(alike), note=note),
    ]


def rows_as_annotated(found: Sequence[Dispatch], data: str) -> list[Row]:
    """The figures with claims as annotated."""
    claims = [annotated_claim(d, item) for d in found for item in d.claims]
    return scored(data, grouped(claims, pages(found)), happenings_of(found), claims, "claims as annotated")


def rows_as_read(found: Sequence[Dispatch], data: str, read: Reader) -> list[Row]:
    """The figures with claims as the reader codes them, and how many it codes; what it does not code stands alone."""
    claims: list[Claim] = []
    names: dict[str, str] = {}
    for dispatch in found:
        report = read(dispatch.text, dispatch.published)
        claims += [claim_of(event, report, dispatch.id, dispatch.published) for event in report.events]
        names |= {f"{dispatch.id}:{number}": f"{dispatch.id}:{event.id}" for number, event in aligned(dispatch, report).items()}
    events = grouped(claims, pages(found))
    gold = happenings_of(found)
    answer = {name: events[coded] for name, coded in names.items()}
    annotated = [annotated_claim(d, item) for d in found for item in d.claims]
    coded = [claim for claim in annotated if claim.claim in names]
    part = {claim.claim: gold[claim.claim] for claim in coded}
    return [
        Row(data, "annotated claims coded", len(names) / len(gold) if gold else 0.0, len(gold), note="claims as read"),
        *scored(data, answer, part, coded, "claims as read, coded ones only"),
        *scored(data, answer, gold, annotated, "claims as read, all"),
    ]


def rows(path: Path) -> list[Row]:
    """All figures of one annotated file."""
    import dragoman

    found = dispatches(path.read_text(encoding="utf-8"))
    data = f"merging ({path.stem})"
    return [*rows_as_annotated(found, data), *rows_as_read(found, data, lambda text, day: dragoman.read(text, day))]
