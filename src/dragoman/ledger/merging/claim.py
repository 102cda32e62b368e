"""What merging looks at and what it yields: plain immutable values, no table and no NLP.

Texts are as in the document; dates are first and last day, both inclusive; codes, types, modes and statuses are those of
:mod:`dragoman.model`. A claim's id is ``document:id`` and so unique in a ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year", "range", "unknown"]


@dataclass(frozen=True, slots=True)
class ClaimParty:
    """A party as one document names it. ``code`` is None for a party that has none."""

    code: str | None
    name: str = ""
    sector: str | None = None
    office: str | None = None
    qid: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimSource:
    """Who stands in a chain of sources (see :class:`dragoman.model.Source`); ``kind`` is a kind of actor."""

    name: str
    code: str | None = None
    kind: str | None = None
    state_media: bool = False
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One document's statement of one event.

    ``evidence`` is the text of its evidence, the fullest statement first, and ``trigger`` the word that states the event.
    ``sources`` are the chains that the text names, nearest to the event first; ``denied_by`` are those who deny it.
    """

    claim: str
    document: str
    type: str
    mode: str | None
    status: str
    actors: tuple[ClaimParty, ...] = ()
    recipients: tuple[ClaimParty, ...] = ()
    date_start: date | None = None
    date_end: date | None = None
    place: str | None = None
    place_country: str | None = None
    confidence: float = 1.0
    trigger: str = ""
    evidence: tuple[str, ...] = ()
    sources: tuple[tuple[ClaimSource, ...], ...] = ()
    denied_by: tuple[ClaimParty, ...] = ()
    one_sided: str | None = None
    published: date | None = None
    """When its document was published: merging bounds with it what the claim's own date leaves open."""
    day_assumed: bool = False
    """Whether no words say when: the date is that of the document, as news is of the day or the day before."""


@dataclass(frozen=True, slots=True)
class Page:
    """The document of a claim, as far as counting sources needs it: one source, and whose."""

    document: str
    text: str = ""
    published: date | None = None
    publisher: str | None = None
    publisher_code: str | None = None
    state_media: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision by hand, by claim ids. ``merge``: these are one event; ``split``: these are apart from what they stood with.

    For a split, ``claims`` are those taken out (they stay together), ``apart`` those that they must not join again.
    Where corrections contradict each other, the later one (the higher ``correction``) holds.
    """

    correction: int
    kind: Literal["merge", "split"]
    claims: tuple[str, ...]
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Why two claims stand in one event. ``likeness`` is in [0, 1]; ``claim`` < ``other``."""

    claim: str
    other: str
    likeness: float
    why: str


@dataclass(frozen=True, slots=True)
class MergedEvent:
    """What happened, out of all claims of it; the columns of the ledger's table of events.

    ``event`` is made of the smallest claim id, so it does not depend on the order of arrival. ``claims`` are sorted;
    ``joins`` connect them all. ``codes`` are all parties' codes, sorted. ``disagreements`` are sentences.
    """

    event: str
    claims: tuple[str, ...]
    joins: tuple[Join, ...]
    type: str
    mode: str | None
    quad: str
    score: float
    cameo: str
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    codes: tuple[str, ...]
    date_start: date | None
    date_end: date | None
    date_precision: Precision
    place: str | None
    place_country: str | None
    confidence: float
    documents: int
    independent_sources: int
    state_media_sources: int
    one_sided: str | None
    denied: bool
    disagreements: tuple[str, ...]
    first_published: date | None
    summary: str
