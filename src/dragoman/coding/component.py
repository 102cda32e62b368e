"""The ``dragoman_coding`` component: frames → events, with date, place, sources and the reasons for each value."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from dragoman.attribution.chains import sources_for
from dragoman.coding.circumstances import condition, contexts
from dragoman.coding.codebook import category
from dragoman.coding.encoder import model
from dragoman.coding.frames import Frame, frames
from dragoman.coding.merging import merge
from dragoman.coding.roles import Settings, Slot, settings
from dragoman.dating.event_date import event_date
from dragoman.model import Event, Party, Span, Unplaced
from dragoman.places.event_place import event_place


class Coding:
    """Codes the events of a document; its parts are loaded when the component is made."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        model()

    def __call__(self, doc: Doc) -> Doc:
        found = list(frames(doc, model(), self.settings))
        groups = merge(frame for frame in found if frame.parties.interstate)
        doc._.events = tuple(_event(doc, g, f"e{n}", self.settings.calibrated(g[0].likelihood)) for n, g in enumerate(groups, 1))
        doc._.unplaced = tuple(_unplaced(doc, frame) for frame in found if not frame.parties.interstate)
        spans = [doc.char_span(e.trigger.start, e.trigger.end, label=e.type) for e in doc._.events]
        doc.spans["events"] = SpanGroup(doc, name="events", spans=[span for span in spans if span is not None])
        return doc


@Language.factory("dragoman_coding")
def make(nlp: Language, name: str) -> Coding:
    """Factory: the coder with the settings that ship with its model."""
    return Coding(settings())


def _event(doc: Doc, group: tuple[Frame, ...], id_: str, confidence: float) -> Event:
    best = group[0]
    kind = category(best.type, best.mode)
    trigger = _characters(doc, best.trigger)
    evidence = tuple(sorted({_sentence(frame) for frame in group}, key=lambda s: (s != _sentence(best), s.start)))
    date = event_date(doc, best.trigger, best.status)
    return Event(
        id=id_,
        type=best.type,
        mode=kind.mode,
        contexts=contexts(best.sentence),
        quad=kind.quad,
        score=kind.score,
        actors=tuple(_party(doc, slot, evidence) for slot in best.parties.actors),
        recipients=tuple(_party(doc, slot, evidence) for slot in best.parties.recipients),
        status=best.status,
        condition=condition(doc, best.trigger),
        date=date,
        place=event_place(doc, best.trigger),
        trigger=trigger,
        evidence=evidence,
        sources=sources_for(doc, trigger.start, trigger.end),
        confidence=round(confidence, 3),
        why=_why(doc, group, date.text if date is not None else None),
    )


def _party(doc: Doc, slot: Slot, evidence: tuple[Span, ...]) -> Party:
    """The party as its likeliest mention names it, with those of its mentions that stand in the evidence."""
    mentions = [doc._.mentions[i] for i in slot.mentions]
    inside = [m.span for m in mentions if any(m.span.overlaps(span) for span in evidence)]
    actor = next((m.actor for m in mentions if m.actor.code == slot.code), mentions[0].actor)
    return Party(actor, tuple(sorted(inside or [mentions[0].span], key=lambda s: s.start)))


def _why(doc: Doc, group: tuple[Frame, ...], date: str | None) -> tuple[str, ...]:
    best = group[0]
    word = doc[best.trigger].text
    reasons = [
        f"“{word}” states an event ({best.event_probability:.2f}) of type {best.type} ({best.type_probability:.2f})",
        f"status {best.status} ({best.status_probability:.2f})",
    ]
    for side, slots in (("actor", best.parties.actors), ("recipient", best.parties.recipients)):
        for slot in slots:
            mention = doc._.mentions[slot.mentions[0]]
            said = doc.text[mention.start : mention.end]
            reasons.append(f"{side} {slot.code} ({slot.probability:.2f}): “{said}”" + (f", {mention.reason}" if mention.reason else ""))
    if date:
        reasons.append(f"dated by “{date}”")
    if len(group) > 1:
        reasons.append(f"stated {len(group)} times")
    return tuple(reasons)


def _unplaced(doc: Doc, frame: Frame) -> Unplaced:
    trigger = _characters(doc, frame.trigger)
    codes = frame.parties.codes
    missing = f"only one state or organisation is in it ({min(codes)})" if codes else "no party could be told"
    return Unplaced(trigger.start, trigger.end, frame.type, missing)


def _characters(doc: Doc, token: int) -> Span:
    return Span(doc[token].idx, doc[token].idx + len(doc[token]))


def _sentence(frame: Frame) -> Span:
    """The frame's sentence without white space around it."""
    tokens = [t for t in frame.sentence if not t.is_space]
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))
