"""Reports made by hand for the tests of the ledger: a small story told by several documents. All texts are our own.

``report`` builds one out of sentences and what they tell; ``story`` is the whole set; ``fill`` puts it into a ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.coding.codebook import category
from dragoman.model import (
    Actor,
    ActorKind,
    Document,
    Event,
    EventDate,
    Party,
    Passage,
    PassageKind,
    Place,
    Published,
    Quote,
    Report,
    Source,
    Span,
    Status,
)

if TYPE_CHECKING:
    from dragoman.ledger import Ledger


NO_DAY = "document date"
"""The words for a day that the document does not name."""


@dataclass(frozen=True, slots=True)
class Who:
    """A party: its words in the sentence, and what they stand for."""

    words: str
    code: str | None
    name: str
    sector: str | None = "GOV"
    office: str | None = None
    kind: ActorKind = "state"

    @property
    def actor(self) -> Actor:
        return Actor(self.code, self.kind, self.name, self.sector, self.office)


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a sentence tells it. ``when`` are its days and the words for them, ``place`` its words, name and country."""

    sentence: str
    trigger: str
    type: str
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...] = ()
    mode: str | None = None
    status: Status = "occurred"
    when: tuple[date, date, str] | None = None
    place: tuple[str, str, float, float] | None = None
    sources: tuple[tuple[Source, ...], ...] = ()
    confidence: float = 0.9
    contexts: tuple[str, ...] = ()
    one_sided: str | None = None
    denied_by: tuple[Who, ...] = ()
    said: tuple[str, Who] | None = None
    """Words quoted in the sentence, and who says them."""


def report(
    name: str,
    published: date | None,
    told: Sequence[Told | str],
    outlet: str | None = None,
    dateline: str = "",
    headline: str = "",
) -> Report:
    """A report of a document whose paragraphs are the sentences told; plain strings are sentences without an event."""
    text, passages = "", []

    def put(words: str, kind: PassageKind, end: str) -> int:
        nonlocal text
        start = len(text)
        passages.append(Passage(start, start + len(words), kind))
        text += words + end
        return start

    if headline:
        put(headline, "headline", "\n\n")
    if dateline:
        put(dateline, "dateline", " ")
    sentences = [one if isinstance(one, str) else one.sentence for one in told]
    starts = [put(sentence, "body", "\n\n") for sentence in sentences]
    events: list[Event] = []
    quotes: list[Quote] = []
    for start, one in zip(starts, told, strict=True):
        if isinstance(one, Told):
            events.append(_event(f"e{len(events) + 1}", one, start))
            if one.said is not None:
                at = start + one.sentence.index(one.said[0])
                quotes.append(Quote((Span(at, at + len(one.said[0])),), "direct", one.said[1].actor, cue="said"))
    return Report(
        document=Document(text, id=name.rpartition("/")[2].rpartition(".")[0] or name, path=name, title=headline or None, outlet=outlet),
        published=Published(published, "stated" if published else "unknown"),
        passages=tuple(passages),
        quotes=tuple(quotes),
        events=tuple(events),
    )


def _event(id: str, one: Told, start: int) -> Event:
    def find(words: str) -> Span:
        at = one.sentence.index(words)
        return Span(start + at, start + at + len(words))

    def parties(all_: tuple[Who, ...]) -> tuple[Party, ...]:
        return tuple(Party(who.actor, (find(who.words),) if who.words in one.sentence else ()) for who in all_)

    place = None
    if one.place is not None:
        at = find(one.place[0])
        place = Place(at.start, at.end, *one.place)
    when = one.when
    kind = category(one.type, one.mode)
    return Event(
        id=id,
        type=one.type,
        mode=one.mode,
        contexts=one.contexts,
        quad=kind.quad,
        score=kind.score,
        actors=parties(one.actors),
        recipients=parties(one.recipients),
        status=one.status,
        condition=None,
        date=None
        if when is None
        else EventDate(when[0], when[1], when[2] or NO_DAY, find(when[2]) if when[2] and when[2] in one.sentence else None),
        place=place,
        trigger=find(one.trigger),
        evidence=(Span(start, start + len(one.sentence)),),
        sources=tuple(tuple(source.name for source in chain) for chain in one.sources),
        confidence=one.confidence,
        why=(f"“{one.trigger}” is {one.type}",),
        source_details=one.sources,
        one_sided=one.one_sided,
        denied_by=parties(one.denied_by),
    )


# ---------------------------------------------------------------- the story

KAZ = Who("Kazakhstan", "KAZ", "Kazakhstan")
UZB = Who("Uzbekistan", "UZB", "Uzbekistan")
KGZ = Who("Kyrgyzstan", "KGZ", "Kyrgyzstan")
TJK = Who("Tajikistan", "TJK", "Tajikistan")
TKM = Who("Turkmenistan", "TKM", "Turkmenistan")
KAZ_MINISTER = Who("Kazakh transport minister", "KAZ", "Kazakh transport minister", "GOV", "Minister of Transport", "person")
UZB_MINISTER = Who("Uzbek transport minister", "UZB", "Uzbek transport minister", "GOV", "Minister of Transport", "person")
TJK_SPOKESMAN = Who("Tajik border service", "TJK", "Tajik border service", "MIL", None, "organisation")
STEPPE, VALLEY, RIVER = "Steppe Wire", "Valley Herald", "Khovar"
KHOVAR = Source("Khovar", "TJK", "outlet", state_media=True, party_to_event=True)


def _place(words: str) -> tuple[str, str, float, float]:
    return {"Tashkent": ("Tashkent", "UZB", 41.3, 69.24), "Astana": ("Astana", "KAZ", 51.17, 71.45), "Osh": ("Osh", "KGZ", 40.53, 72.8)}[
        words
    ]


def _day(day: date, words: str) -> tuple[date, date, str]:
    return day, day, words


def visit(name: str, day: date, outlet: str, published: date | None = None, words: str = "on Monday") -> Report:
    """A minister's visit, told by one outlet; other outlets tell it in the same words."""
    sentence = f"The Kazakh transport minister travelled to Tashkent {words} and met the Uzbek transport minister about the rail link."
    told = Told(
        sentence,
        "travelled",
        "CONSULT",
        (KAZ_MINISTER,),
        (UZB_MINISTER,),
        mode="visit",
        when=_day(day, words),
        place=_place("Tashkent"),
        contexts=("diplomatic", "economic"),
    )
    rest = "Officials on both sides had prepared the agenda for several weeks, and railway engineers joined the delegation."
    return report(name, published or day, [told, rest], outlet, f"TASHKENT ({outlet}) --", "Ministers talk about rails")


def call(name: str, day: date, outlet: str) -> Report:
    """One of the weekly telephone calls: alike in everything but the day."""
    sentence = "Kazakhstan and Uzbekistan discussed water levels by telephone on Friday."
    told = Told(sentence, "discussed", "CONSULT", (KAZ, UZB), mode="phone", when=_day(day, "on Friday"), contexts=("environment",))
    return report(name, day, [told], outlet)


def clash(name: str, day: date, outlet: str, source: tuple[tuple[Source, ...], ...], text: str, one_sided: str | None = None) -> Report:
    """Shots at a border, told by one side or by the other."""
    told = Told(
        text,
        "fired",
        "ASSAULT",
        (TJK,) if text.startswith("Tajik") else (KGZ,),
        (KGZ,) if text.startswith("Tajik") else (TJK,),
        mode="firearms",
        when=_day(day, "on Wednesday"),
        sources=source,
        one_sided=one_sided,
        contexts=("territory",),
    )
    told = replace(
        told, actors=tuple(_as_told(who, text) for who in told.actors), recipients=tuple(_as_told(w, text) for w in told.recipients)
    )
    return report(name, day, [told], outlet)


def _as_told(who: Who, text: str) -> Who:
    words = {"TJK": "Tajik", "KGZ": "Kyrgyz"}[who.code or ""]
    return replace(who, words=words if words in text else who.words)


def invitation(name: str, day: date) -> Report:
    """An invitation to a visit that the story then tells of, and a quotation."""
    told = Told(
        "Uzbekistan invited the Kazakh transport minister to Tashkent. “The rails must meet by autumn,” the Uzbek transport minister said.",
        "invited",
        "AGREE",
        (UZB,),
        (KAZ_MINISTER,),
        when=_day(day, ""),
        said=("The rails must meet by autumn,", UZB_MINISTER),
        contexts=("diplomatic",),
    )
    return report(name, day, [told], VALLEY, headline="An invitation to Tashkent")


def denied(name: str, day: date) -> Report:
    """An accusation that the accused denies."""
    told = Told(
        "Kyrgyzstan accused Tajikistan of moving border posts near Osh; the Tajik border service denied it.",
        "accused",
        "ACCUSE",
        (KGZ,),
        (TJK,),
        mode="allege",
        status="occurred",
        when=_day(day, ""),
        place=_place("Osh"),
        denied_by=(TJK_SPOKESMAN,),
        confidence=0.7,
    )
    return report(name, day, [told], VALLEY)


def aid(name: str, day: date, donor: Who, receiver: Who, what: str = "grain") -> Report:
    """Help from one state to another, with a plan for more."""
    given = Told(f"{donor.words} sent {what} to {receiver.words}.", "sent", "AID", (donor,), (receiver,), when=_day(day, ""))
    more = Told(
        f"{donor.words} will also lend {receiver.words} lorries next month.",
        "lend",
        "AID",
        (donor,),
        (receiver,),
        status="planned",
        when=(date(day.year, day.month, 1) + timedelta(days=32), date(day.year, day.month, 1) + timedelta(days=55), "next month"),
    )
    return report(name, day, [given, more], STEPPE)


def closure(name: str, day: date) -> Report:
    """A market closed to a neighbour."""
    told = Told(
        "Kyrgyzstan closed its market to Uzbekistan’s cement on Tuesday.",
        "closed",
        "SANCTION",
        (KGZ,),
        (UZB,),
        mode="discontinue",
        when=_day(day, "on Tuesday"),
        contexts=("economic",),
    )
    return report(name, day, [told], VALLEY)


def story() -> list[Report]:
    """Some thirty documents over six years: visits, reprints, weekly calls, two accounts of a clash, a denial, aid, sanctions."""
    tajik = "Tajik guards fired at a Kyrgyz post on Wednesday."
    kyrgyz = "Kyrgyz guards fired first on Wednesday at a Tajik post, according to Khovar."
    wednesday = date(2022, 9, 14)
    return [
        visit("visit-2018.txt", date(2018, 5, 14), STEPPE),
        invitation("invitation.txt", date(2023, 9, 20)),
        visit("visit-2023-a.txt", date(2023, 10, 2), STEPPE),
        visit("visit-2023-b.txt", date(2023, 10, 2), VALLEY, date(2023, 10, 3)),
        *(call(f"call-{week}.txt", date(2023, 11, 3) + timedelta(weeks=week), STEPPE) for week in range(8)),
        call("call-3-herald.txt", date(2023, 11, 24), VALLEY),
        clash("clash-kgz.txt", wednesday, VALLEY, (), tajik),
        clash("clash-tjk.txt", wednesday, RIVER, ((KHOVAR,),), kyrgyz, one_sided="TJK"),
        denied("denial.txt", date(2022, 10, 4)),
        *(aid(f"aid-{year}.txt", date(year, 2, 10), KAZ, TJK) for year in range(2019, 2025)),
        aid("aid-tkm.txt", date(2024, 3, 5), TKM, KGZ, "gas"),
        closure("closure.txt", date(2024, 4, 2)),
        report("weather.txt", date(2024, 4, 3), ["Snow fell on the high passes, and drivers waited for the ploughs."], STEPPE),
    ]


def fill(ledger: Ledger) -> None:
    """Put the whole story into a ledger."""
    ledger.add(story())


def empty(ledger: Ledger) -> None:
    """Take everything out of a ledger, for a test that needs none to be made."""
    for (table,) in ledger.connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name <> 'meta'").fetchall():
        ledger.connection.execute(f"DELETE FROM {table}")
