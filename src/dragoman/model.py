"""The project's words as small immutable types.

Every ``start`` and ``end`` is a character offset into ``Document.text``: ``text[start:end]`` is the evidence, to the
letter. Codes are ISO 3166 alpha-3 for states, ``UNO``, ``NAT``, ``EUU`` and ``ARL`` for those organisations,
``ORG:Name`` for the others; sectors are PLOVER's (``GOV``, ``MIL`` ...).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PassageKind = Literal["body", "headline", "related-headline", "caption", "credit", "promo", "dateline"]
PublishedBasis = Literal["stated", "given", "inferred", "unknown"]
Status = Literal["occurred", "background", "planned", "conditional", "negated", "denied", "uncertain"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
QuoteKind = Literal["direct", "mixed", "indirect"]
Stance = Literal[
    "asserted", "denied", "demanded", "promised", "threatened", "warned", "accused", "evaluated", "questioned", "hoped", "believed"
]
ActorKind = Literal["state", "organisation", "group", "person", "outlet"]
MentionForm = Literal["name", "demonym", "title", "pronoun", "role"]

FURNITURE: frozenset[str] = frozenset({"related-headline", "caption", "credit", "promo", "dateline"})
"""The kinds of passage that are page furniture: no event is taken from them."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` up to but not including ``end`` of the document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One page or dispatch as read, with what its carrier says of it (never inferred from the text)."""

    text: str
    id: str = "-"
    path: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = "unknown"
    extracted: bool = False
    """True where ``text`` is not the file itself but was taken out of it (HTML)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text of one kind; the passages of a document lie in order and do not overlap."""

    start: int
    end: int
    kind: PassageKind


@dataclass(frozen=True, slots=True)
class Published:
    """The document's own date, on what basis, and the words that it was read from."""

    date: date | None
    basis: PublishedBasis
    span: Span | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, organisation, group or person acting for one, as of the document's date."""

    code: str | None
    kind: ActorKind
    name: str
    sector: str | None = None
    office: str | None = None
    qid: str | None = None
    state_media: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for an actor. ``codes`` holds several codes for "both sides" or "the two leaders"."""

    start: int
    end: int
    form: MentionForm
    actor: Actor
    codes: tuple[str, ...]
    reason: str = ""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, both inclusive."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3: its extent, type and value; ``interval`` where the value names days on the calendar."""

    start: int
    end: int
    text: str
    type: TimeType
    value: str
    interval: Interval | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A named place. Degrees north and east (WGS 84)."""

    start: int
    end: int
    name: str
    country: str | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """An attribution: source, cue and content. ``content`` has several spans where the cue splits it."""

    content: tuple[Span, ...]
    kind: QuoteKind
    speaker: Actor | None
    speaker_span: Span | None = None
    cue: str | None = None
    cue_span: Span | None = None
    addressees: tuple[Actor, ...] = ()
    via: tuple[str, ...] = ()
    cites: tuple[Actor, ...] = ()
    """On whom the speaker rests it ("citing a diplomat"), as far as the text says."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words or thoughts that the text attributes to somebody: statements, but beliefs, wishes, plans and feelings too.

    ``stance``: what the cue says of the content's reality, None for a cue that the lexicon does not hold; ``statement``: whether it
    is among the report's quotes; ``probability``: that it is an attribution at all.
    """

    quote: Quote
    stance: Stance | None
    statement: bool
    probability: float


@dataclass(frozen=True, slots=True)
class Source:
    """Who stands in a chain of sources.

    ``unnamed``: only described ("a senior official"); ``party_to_event``: of the state or organisation that acts or is acted
    towards; ``span``: the words that name it for this event, or its nearest mention.
    """

    name: str
    code: str | None = None
    kind: ActorKind | None = None
    state_media: bool = False
    unnamed: bool = False
    party_to_event: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in an event, with the mentions that put it there."""

    actor: Actor
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an event happened, and the words that say so (``span`` is None where the news frame does)."""

    start: date
    end: date
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that one political actor did or said towards, or with, another; PLOVER 2 codes.

    ``confidence`` is a probability; ``score`` is on PLOVER's conflict-cooperation scale, -10 to 10; ``why`` says in
    words how each value was reached. ``source_details`` says of each name in ``sources`` what it is; ``one_sided`` is the code
    of the party from whose side alone the event is known; ``denied_by`` are those who say that it did not happen.
    """

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    quad: str
    score: float
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    status: Status
    condition: Span | None
    date: EventDate | None
    place: Place | None
    trigger: Span
    evidence: tuple[Span, ...]
    sources: tuple[tuple[str, ...], ...]
    confidence: float
    why: tuple[str, ...] = ()
    source_details: tuple[tuple[Source, ...], ...] = ()
    one_sided: str | None = None
    denied_by: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something that reads like an event but was left out, and what was missing."""

    start: int
    end: int
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What reading one document yields. ``to_dict`` (see :mod:`dragoman.report`) is the format of record."""

    document: Document
    published: Published
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[Place, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    attributions: tuple[Attribution, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The report as plain JSON-ready values."""
        from dragoman.report import to_dict

        return to_dict(self)
