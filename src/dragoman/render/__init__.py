"""A report for people: :mod:`dragoman.render.table` for the terminal, :mod:`dragoman.render.html` for the browser."""

from __future__ import annotations

from datetime import date, timedelta

from dragoman.model import Actor, Event, EventDate, Party, Report, Source

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
"""PLOVER's quad classes in the order in which they are shown."""


def days(start: date, end: date) -> str:
    """A stretch of days as briefly as it can be said: a day, a month, a year, or first and last day."""
    if start == end:
        return start.isoformat()
    after = end + timedelta(days=1) if end < date.max else end
    if start.day == 1 and after.day == 1:
        if (start.year, start.month) == (end.year, end.month):
            return start.isoformat()[:7]
        if start.month == 1 and (after.year, after.month) == (start.year + 1, 1):
            return start.isoformat()[:4]
    first, last = start.isoformat(), end.isoformat()
    if first[:8] == last[:8]:
        return f"{first}…{last[8:]}"
    return f"{first}…{last[5:]}" if first[:5] == last[:5] else f"{first}…{last}"


def when(moment: EventDate | None) -> str:
    """When an event happened, or ``undated``."""
    return "undated" if moment is None else days(moment.start, moment.end)


def kind(event: Event) -> str:
    """Type and mode: ``CONSULT visit``."""
    return f"{event.type} {event.mode}" if event.mode else event.type


def code(actor: Actor) -> str:
    """The actor's code; a name where it has none."""
    return actor.code or actor.name


def label(actor: Actor) -> str:
    """Code and name of an actor: ``RUS Sergei Shoigu``; the code alone where the name says no more."""
    if actor.code is None or actor.code.partition(":")[2] == actor.name:
        return actor.name
    return f"{actor.code} {actor.name}" if actor.name and actor.name != actor.code else actor.code


def labels(parties: tuple[Party, ...]) -> str:
    """Several parties in one line."""
    return ", ".join(label(party.actor) for party in parties)


def who(event: Event) -> str:
    """Who → whom; of an event without recipients only those who act, of one by unknown hands ``unknown → whom``."""
    actors = labels(event.actors) or "unknown"
    return f"{actors} → {labels(event.recipients)}" if event.recipients else actors


def state_media(report: Report) -> frozenset[str]:
    """The names under which state media appear in a document."""
    text = report.document.text
    outlets = [mention for mention in report.mentions if mention.actor.state_media]
    return frozenset(name for mention in outlets for name in (mention.actor.name, text[mention.start : mention.end]))


def chains(event: Event, of_states: frozenset[str] = frozenset()) -> list[str]:
    """Who reports an event, nearest source first: ``Shoigu, in The Moscow Times``; empty where the page itself does.

    Sources that are state media, also those named in ``of_states``, and those that only a description names are marked.
    """
    known = {source.name: source for chain in event.source_details for source in chain}
    return [", in ".join(_marked(name, known.get(name), of_states) for name in chain) for chain in event.sources if chain]


def _marked(name: str, source: Source | None, of_states: frozenset[str]) -> str:
    facts = []
    if name in of_states or (source is not None and source.state_media):
        facts.append("state media")
    if source is not None and source.unnamed:
        facts.append(f"{source.code}, unnamed" if source.code else "unnamed")
    return f"{name} ({', '.join(facts)})" if facts else name


def caveats(event: Event) -> list[str]:
    """What to know before believing it: ``denied by Tehran``, ``known only from RUS``."""
    notes = []
    if event.denied_by:
        notes.append("denied by " + ", ".join(label(party.actor) for party in event.denied_by))
    if event.one_sided:
        notes.append(f"known only from {event.one_sided}")
    return notes


def squeeze(words: str) -> str:
    """The words on one line."""
    return " ".join(words.split())
