"""An event's values out of its claims: what most independent sources say, the most exact first, and where accounts differ.

Documents that reprint each other, and claims that rest on the same named outlet, are one source. Who announced or guessed at what
others have told of since is no source of it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from dragoman.coding.codebook import category
from dragoman.ledger.merging.claim import Claim, ClaimParty, Join, MergedEvent, Page
from dragoman.ledger.merging.dates import precision
from dragoman.ledger.merging.disagreements import disagreements
from dragoman.ledger.merging.reprints import Reprints
from dragoman.ledger.merging.source_groups import SourceGroup, source_groups

_EXACTNESS = ("day", "range", "assumed", "month", "year")
"""How exactly a date is told, the best first; what no words say is worth more than a mere month."""
_REPORTED = ("occurred", "background")
_OPEN = ("planned", "conditional", "uncertain")
_MOST_CONFIDENT = 0.99
_FURTHER = 0.5
"""How much a further independent source counts next to the best one: sources of one event err together."""
V = TypeVar("V")
Weighted = Sequence[tuple[Claim, float]]
"""Claims with their weight: the claims of one source share a weight of one."""


def event_of(claims: Sequence[Claim], joins: tuple[Join, ...], documents: Mapping[str, Page], reprints: Reprints) -> MergedEvent:
    """The event that these claims tell of; ``claims`` sorted by id."""
    sources = source_groups(claims, documents, reprints)
    weighted = _weighted(claims, sources)
    status = _status(weighted)
    telling = _telling(weighted, status)
    tellers = [claim for claim, _ in telling]
    attesting = sources if len(tellers) == len(claims) else source_groups(tellers, documents, reprints)
    type_, mode = _type_and_mode(telling)
    actors, recipients = _parties(telling, type_)
    start, end = _dates(telling) or _dates(weighted) or (None, None)
    place, country = _place(telling)
    codes = tuple(sorted({party.code for claim in claims for party in (*claim.actors, *claim.recipients) if party.code}))
    known = category(type_, mode)
    published = [claim.published for claim in tellers if claim.published]
    return MergedEvent(
        event=event_id(claims[0].claim),
        claims=tuple(claim.claim for claim in claims),
        joins=joins,
        type=type_,
        mode=mode,
        quad=known.quad,
        score=known.score,
        cameo=known.cameo,
        status=status,
        actors=actors,
        recipients=recipients,
        codes=codes,
        date_start=start,
        date_end=end,
        date_precision=precision(start, end),
        place=place,
        place_country=country,
        confidence=_confidence(attesting),
        documents=len({claim.document for claim in claims}),
        independent_sources=len(attesting),
        state_media_sources=sum(source.state_media_of_party for source in attesting),
        one_sided=_one_sided(claims),
        denied=any(claim.status == "denied" or claim.denied_by for claim in claims),
        disagreements=disagreements(claims, sources),
        first_published=min(published) if published else None,
        summary=_summary(type_, mode, status, actors, recipients, (start, end), place),
    )


def event_id(claim: str) -> str:
    """The id of the event whose smallest claim id this is."""
    return "E" + hashlib.sha256(claim.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _weighted(claims: Sequence[Claim], sources: Sequence[SourceGroup]) -> Weighted:
    share = {claim.claim: 1.0 / len(source.claims) for source in sources for claim in source.claims}
    return [(claim, share[claim.claim]) for claim in claims]


def _status(weighted: Weighted) -> str:
    """What came of it: denied beats told, told beats not, and all of these beat plans and guesses."""
    weights: defaultdict[str, float] = defaultdict(float)
    for claim, weight in weighted:
        weights["denied" if claim.denied_by else claim.status] += weight
    if "denied" in weights:
        return "denied"
    told = sum(weights[status] for status in _REPORTED if status in weights)
    if told and told >= weights.get("negated", 0.0):
        return "occurred" if "occurred" in weights else "background"
    if "negated" in weights:
        return "negated"
    return max((status for status in _OPEN if status in weights), key=lambda status: (weights[status], -_OPEN.index(status)))


def _telling(weighted: Weighted, status: str) -> Weighted:
    """The claims that the values are taken from: not the announcements, where it has been told since."""
    told = [entry for entry in weighted if entry[0].status not in _OPEN]
    return weighted if status in _OPEN else told or weighted


def _best(choices: Iterable[tuple[V, float]], order: Callable[[V], tuple[object, ...]]) -> V | None:
    """The value with the most weight; among equals the first in an order."""
    weights: defaultdict[V, float] = defaultdict(float)
    for value, weight in choices:
        weights[value] += weight
    return min(weights, key=lambda value: (-round(weights[value], 6), order(value))) if weights else None


def _type_and_mode(telling: Weighted) -> tuple[str, str | None]:
    type_ = _best(((claim.type, weight) for claim, weight in telling), lambda value: (value,))
    modes = [(claim.mode, weight) for claim, weight in telling if claim.type == type_ and claim.mode]
    return str(type_), _best(modes, lambda value: (value,))


def _parties(telling: Weighted, type_: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who stands on which side by most accounts; of two as frequent, the one that names more."""
    sides = [((_codes(claim.actors), _codes(claim.recipients)), weight) for claim, weight in telling if claim.type == type_]
    found = _best(sides, lambda value: (-len(value[0]) - len(value[1]), -len(value[1]), value))
    return found or ((), ())


def _codes(parties: Iterable[ClaimParty]) -> tuple[str, ...]:
    return tuple(sorted({party.code for party in parties if party.code}))


def _dates(telling: Weighted) -> tuple[date, date] | None:
    """The most exact period, by most accounts among the equally exact; the earliest if they are as many."""
    dated = [
        ((claim.date_start, claim.date_end or claim.date_start), _exactness(claim), weight) for claim, weight in telling if claim.date_start
    ]
    for exactness in _EXACTNESS:
        exact = [(period, weight) for period, as_exact, weight in dated if as_exact == exactness]
        if exact:
            found = _best(exact, lambda period: period)
            return (found[0], found[1]) if found and found[0] and found[1] else None
    return None


def _exactness(claim: Claim) -> str:
    return "assumed" if claim.day_assumed else precision(claim.date_start, claim.date_end or claim.date_start)


def _place(telling: Weighted) -> tuple[str | None, str | None]:
    named = [((claim.place, claim.place_country), weight) for claim, weight in telling if claim.place]
    return _best(named, lambda value: (value[0] or "", value[1] or "")) or (None, None)


def _confidence(sources: Sequence[SourceGroup]) -> float:
    """That it is rightly coded: the best source's, raised by what the others leave of the doubt."""
    ordered = sorted((max(claim.confidence for claim in source.claims) for source in sources), reverse=True)
    doubt = 1.0 - ordered[0]
    for confidence in ordered[1:]:
        doubt *= (1.0 - confidence) ** _FURTHER if confidence < 1.0 else 0.0
    return round(max(ordered[0], min(1.0 - doubt, _MOST_CONFIDENT)), 4)


def _one_sided(claims: Sequence[Claim]) -> str | None:
    """The party from whose side alone all its claims come, if it is one and the same."""
    sides = Counter(claim.one_sided for claim in claims)
    return next(iter(sides)) if len(sides) == 1 else None


def _summary(
    type_: str,
    mode: str | None,
    status: str,
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
    days: tuple[date | None, date | None],
    place: str | None,
) -> str:
    """One line: when, who to whom, what, where."""
    parties = ", ".join(actors) or "unknown"
    parties += f" > {', '.join(recipients)}" if recipients else ""
    what = type_ + (f" ({mode})" if mode else "") + (f" in {place}" if place else "")
    start, end = days
    kind = precision(start, end)
    if start is None or end is None:
        when = "undated"
    elif kind in {"day", "month", "year"}:
        when = start.isoformat()[: {"day": 10, "month": 7, "year": 4}[kind]]
    else:
        when = f"{start.isoformat()} to {end.isoformat()}"
    return f"{when}: {parties}: {what}" + ("" if status == "occurred" else f", {status}")
