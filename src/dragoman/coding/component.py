"""The ``dragoman_coding`` component: frames → events, with date, place, sources and the reasons for each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from dragoman.attribution.chains import is_unnamed, known_from, one_side, source_chains, statement_of
from dragoman.attribution.denials import denials_of
from dragoman.coding.circumstances import condition, contexts, in_frame
from dragoman.coding.codebook import SPOKEN, category
from dragoman.coding.confidence import Surroundings, confidence, shipped_weights, signs
from dragoman.coding.encoder import Model, model
from dragoman.coding.frames import Frame, frames
from dragoman.coding.merging import merge
from dragoman.coding.roles import Settings, Slot, settings
from dragoman.dating.event_date import event_date
from dragoman.extensions import document_of
from dragoman.model import Actor, Event, EventDate, Mention, MentionForm, Party, Quote, Source, Span, Status, Unplaced
from dragoman.places.event_place import event_place

_FULLNESS: dict[MentionForm, int] = {"title": 0, "name": 1, "demonym": 2, "role": 3, "pronoun": 4}
"""Which form of mention names an actor best."""
_NEWS: frozenset[Status] = frozenset({"occurred", "planned", "conditional"})
"""Statuses in which saying it does it, or would."""


LEAST_LIKELY = 0.04
"""Likelihood below which a frame is not even a further statement of an event."""


@dataclass(frozen=True, slots=True)
class Told:
    """A happening that a document seems to tell: its frames, the fullest first, and how sure it is."""

    frames: tuple[Frame, ...]
    signs: Mapping[str, float]
    confidence: float


class Coding:
    """Codes the events of a document; its parts are loaded when the component is made."""

    def __init__(self, settings: Settings, model: Model, weights: Mapping[str, float]) -> None:
        self.settings = settings
        self.model = model
        self.weights = weights

    def __call__(self, doc: Doc) -> Doc:
        found = list(self.frames(doc))
        told = self._told(doc, found)
        chosen = [one for one in told if one.confidence >= self.settings.least]
        doc._.events = tuple(_event(doc, one.frames, f"e{n}", one.confidence) for n, one in enumerate(chosen, 1))
        placed = {frame.trigger for one in chosen for frame in one.frames}
        doc._.unplaced = tuple(_unplaced(doc, frame) for frame in found if frame.trigger not in placed)
        spans = [doc.char_span(e.trigger.start, e.trigger.end, label=e.type) for e in doc._.events]
        doc.spans["events"] = SpanGroup(doc, name="events", spans=[span for span in spans if span is not None])
        return doc

    def told(self, doc: Doc) -> list[Told]:
        """What the document tells, however unsure it is that it is an event."""
        return self._told(doc, self.frames(doc))

    def _told(self, doc: Doc, found: Iterable[Frame]) -> list[Told]:
        between = {frame.trigger: frame for frame in found if frame.parties.interstate}
        around = Surroundings({trigger: frame.likelihood for trigger, frame in between.items()}, len(doc))
        groups = merge((frame for trigger, frame in between.items() if around.told[trigger] >= LEAST_LIKELY), doc._.mentions)
        return [Told(group, shown := signs(group, around), confidence(shown, self.weights)) for group in groups]

    def frames(self, doc: Doc) -> Iterable[Frame]:
        """All frames of the document, before they are chosen from and merged."""
        return frames(doc, self.model, self.settings)


@Language.factory("dragoman_coding")
def make(nlp: Language, name: str) -> Coding:
    """Factory: the coder with the settings that ship with its model."""
    return Coding(settings(), model(), shipped_weights())


def _event(doc: Doc, group: tuple[Frame, ...], id_: str, sure: float) -> Event:
    best = group[0]
    kind = category(best.type, best.mode)
    trigger = _characters(doc, best.trigger)
    own = _sentence(best)
    evidence = tuple(sorted({own, *(_sentence(frame) for frame in group[1:])}, key=lambda s: (s != own, s.start)))
    date = _date(doc, group)
    denied_by = _deniers(doc, group)
    status = "denied" if denied_by else in_frame(best.status, date, doc._.published.date)
    teller = statement_of(doc, trigger.start, trigger.end)
    chains = source_chains(doc, trigger.start, trigger.end, best.parties.codes)
    actors = tuple(_actor(doc, slot, evidence, best, teller) for slot in best.parties.actors)
    recipients = tuple(_party(doc, slot, evidence, teller) for slot in best.parties.recipients)
    one_sided = _one_sided(doc, group, chains)
    chains = tuple(tuple(_as_party(doc, source, (*actors, *recipients)) for source in chain) for chain in chains)
    return Event(
        id=id_,
        type=best.type,
        mode=kind.mode,
        contexts=contexts(best.sentence),
        quad=kind.quad,
        score=kind.score,
        actors=actors,
        recipients=recipients,
        status=status,
        condition=condition(doc, best.trigger),
        date=date,
        place=next((place for frame in group if (place := event_place(doc, frame.trigger)) is not None), None),
        trigger=trigger,
        evidence=evidence,
        sources=tuple(tuple(source.name for source in chain) for chain in chains),
        confidence=round(sure, 3),
        why=_why(doc, group, date.text if date is not None else None, status),
        source_details=chains,
        one_sided=one_sided,
        denied_by=denied_by,
    )


def _as_party(doc: Doc, source: Source, parties: tuple[Party, ...]) -> Source:
    """A state that tells of its own event under the name that it has there: "Moscow" is Russia."""
    if source.kind != "state" or source.span is None:
        return source
    own = {party.actor.name for party in parties if party.actor.code == source.code}
    named = next((m.actor.name for m in doc._.mentions if m.span == source.span and m.actor.name in own), None)
    return replace(source, name=named) if named is not None else source


def _deniers(doc: Doc, group: tuple[Frame, ...]) -> tuple[Party, ...]:
    """Who says that it did not happen, each with the words that name it; nobody where the speaker itself is the one who acts."""
    found: dict[str, Party] = {}
    for frame in group:
        trigger = _characters(doc, frame.trigger)
        actors = frozenset(slot.code for slot in frame.parties.actors)
        for denial in denials_of(doc, trigger.start, trigger.end, actors):
            found.setdefault(denial.actor.name, Party(denial.actor, (denial.span,) if denial.span is not None else ()))
    return tuple(found.values())


def _one_sided(doc: Doc, group: tuple[Frame, ...], chains: tuple[tuple[Source, ...], ...]) -> str | None:
    """The party from whose side alone every statement of the event comes; ``chains``: the sources of the fullest statement."""
    told: list[tuple[Source, ...]] = []
    side = None
    for number, frame in enumerate(group):
        trigger = _characters(doc, frame.trigger)
        if number:
            chains = source_chains(doc, trigger.start, trigger.end, frame.parties.codes)
        told += known_from(doc, chains, trigger.start)
        side = one_side(told, group[0].parties.codes)
        if side is None:
            return None
    return side


def _date(doc: Doc, group: tuple[Frame, ...]) -> EventDate | None:
    """The date that the words of one of the statements give; else that of the fullest statement."""
    dates = (event_date(doc, frame.trigger, frame.status) for frame in group)
    first = next(dates)
    if first is not None and first.span is not None:
        return first
    return next((date for date in dates if date is not None and date.span is not None), first)


def _actor(doc: Doc, slot: Slot, evidence: tuple[Span, ...], frame: Frame, teller: Quote | None) -> Party:
    """The party that acts; of an act of words whoever is named as speaking them, where it speaks for this state or body."""
    speaker = teller.speaker if teller is not None else None
    if teller is None or speaker is None or not _is_spoken_by(frame, slot, speaker):
        return _party(doc, slot, evidence, teller)
    party = _party(doc, slot, evidence, None)
    if speaker.kind == "state" or is_unnamed(speaker) or teller.speaker_span is None:
        return party
    named = [m for m in doc._.mentions if m.span.overlaps(teller.speaker_span) and m.codes == (slot.code,)]
    if not named:
        return party
    best = min(named, key=lambda m: (m.actor.name != speaker.name, _FULLNESS[m.form]))
    return Party(replace(best.actor, code=slot.code), tuple(sorted({*party.mentions, best.span}, key=lambda s: (s.start, s.end))))


def _is_spoken_by(frame: Frame, slot: Slot, speaker: Actor) -> bool:
    """Whether the event is done by saying what is said, and the party does it alone."""
    done = frame.type in SPOKEN and frame.status in _NEWS and len(frame.parties.actors) == 1
    return done and speaker.code == slot.code and speaker.kind != "outlet"


def _party(doc: Doc, slot: Slot, evidence: tuple[Span, ...], teller: Quote | None) -> Party:
    """The party under the fullest name that its mentions give it, with the mention that names it and those in the evidence.

    Whoever only tells of it (in ``teller``) names it where no other mention does, those who pass that on only where nothing else names it.
    """
    named: tuple[Mention, ...] = doc._.mentions
    mentions = [named[i] for i in slot.mentions]
    inside = [m for m in mentions if any(m.span.overlaps(span) for span in evidence)] or mentions[:1]
    alone = [m for m in inside if m.codes == (slot.code,) and not _only_relays(m, teller)]
    if not alone:
        # "The two countries" names no one party: a mention of this one alone, however far, names it better.
        alone = [m for m in (*mentions, *named) if m.codes == (slot.code,) and not _only_relays(m, teller)][:1]
    best = min(alone or inside, key=lambda m: (m.actor.code != slot.code, _only_tells(m, teller), _FULLNESS[m.form]))
    spans = {m.span for m in (*inside, best)}
    return Party(replace(best.actor, code=slot.code), tuple(sorted(spans, key=lambda s: (s.start, s.end))))


def _only_tells(mention: Mention, teller: Quote | None) -> bool:
    """Whether the words name the speaker of the statement, in which it does not speak of itself."""
    return teller is not None and teller.speaker is not None and mention.form != "pronoun" and mention.actor.name == teller.speaker.name


def _only_relays(mention: Mention, teller: Quote | None) -> bool:
    """Whether the words name whoever passes the statement on: an outlet, or "a statement released by the ministry"."""
    return mention.actor.kind == "outlet" or (teller is not None and mention.actor.name in teller.via)


def _why(doc: Doc, group: tuple[Frame, ...], date: str | None, status: Status) -> tuple[str, ...]:
    best = group[0]
    word = doc[best.trigger].text
    reasons = [
        f"“{word}” states an event ({best.event_probability:.2f}) of type {best.type} ({best.type_probability:.2f})",
        f"status {best.status} ({best.status_probability:.2f})" + (f", {status} by its date" if status != best.status else ""),
    ]
    for side, slots in (("actor", best.parties.actors), ("recipient", best.parties.recipients)):
        for slot in slots:
            mention = doc._.mentions[slot.mentions[0]]
            said = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            reasons.append(f"{side} {slot.code} ({slot.probability:.2f}): “{said}”" + (f", {mention.reason}" if mention.reason else ""))
    if date:
        reasons.append(f"dated by “{date}”")
    if len(group) > 1:
        reasons.append(f"stated {len(group)} times")
    return tuple(reasons)


def _unplaced(doc: Doc, frame: Frame) -> Unplaced:
    trigger = _characters(doc, frame.trigger)
    codes = frame.parties.codes
    if frame.parties.interstate:
        missing = "too unsure of its type and parties"
    else:
        missing = f"only one state or organisation is in it ({min(codes)})" if codes else "no party could be told"
    return Unplaced(trigger.start, trigger.end, frame.type, missing)


def _characters(doc: Doc, index: int) -> Span:
    token = doc[index]
    return Span(token.idx, token.idx + len(token))


def _sentence(frame: Frame) -> Span:
    """The frame's sentence without white space around it."""
    start, end = frame.sentence.start_char, frame.sentence.end_char
    text = document_of(frame.sentence.doc).text[start:end]
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
