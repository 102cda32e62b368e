"""From a report to what merging looks at."""

from __future__ import annotations

from datetime import date

from dragoman.ledger.merging.claim import Claim, ClaimParty, ClaimSource, Page
from dragoman.model import Event, Party, Report, Source


def claims_of(report: Report, document: str) -> list[Claim]:
    """The claims of a report, named ``document:id``; in text order."""
    return [claim_of(event, report, document, report.published.date) for event in report.events]


def page_of(report: Report, document: str, publisher: Source | None = None) -> Page:
    """The document of a report; ``publisher`` is who published it, where more is known than a name."""
    name = publisher.name if publisher else report.document.outlet
    code, state = (publisher.code, publisher.state_media) if publisher else (None, False)
    return Page(document, report.document.text, report.published.date, name, code, state)


def claim_of(event: Event, report: Report, document: str, published: date | None) -> Claim:
    """One event of a report as a claim of ``document``."""
    text = report.document.text
    return Claim(
        claim=f"{document}:{event.id}",
        document=document,
        type=event.type,
        mode=event.mode,
        status=event.status,
        actors=tuple(map(_party, event.actors)),
        recipients=tuple(map(_party, event.recipients)),
        date_start=event.date.start if event.date else None,
        date_end=event.date.end if event.date else None,
        place=event.place.name if event.place else None,
        place_country=event.place.country if event.place else None,
        confidence=event.confidence,
        trigger=event.trigger.of(text),
        evidence=tuple(span.of(text) for span in event.evidence),
        sources=tuple(tuple(map(_source, chain)) for chain in event.source_details),
        denied_by=tuple(map(_party, event.denied_by)),
        one_sided=event.one_sided,
        published=published,
        day_assumed=event.date is not None and event.date.span is None,
    )


def _party(party: Party) -> ClaimParty:
    actor = party.actor
    return ClaimParty(actor.code, actor.name, actor.sector, actor.office, actor.qid)


def _source(source: Source) -> ClaimSource:
    return ClaimSource(source.name, source.code, source.kind, source.state_media, source.unnamed)
