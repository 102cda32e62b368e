"""Which office-holder a phrase means: by name, title, state, day and context; None where two may be meant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.actors.phrases import reasons
from dragoman.actors.phrases.known import full_name
from dragoman.actors.phrases.phrase import surname_only
from dragoman.actors.registry.offices import HEADS, PRINCIPAL, titles
from dragoman.actors.words.name_lists import common_surnames
from dragoman.actors.words.names import fold, name_tokens
from dragoman.model import Actor

if TYPE_CHECKING:
    from collections import Counter
    from datetime import date

    from dragoman.actors.phrases.phrase import Phrase
    from dragoman.actors.registry import Entry, Holding, Registry
    from dragoman.actors.registry.offices import Office

MINOR = 30
"""Offices of this rank and below say little of who is meant: a full name wins over them."""
_RECENT_YEARS = 25
_LESSER = 30
"""What the rank of a post in an organisation that has no code of its own is lowered by."""
_GREAT = frozenset({"USA", "RUS", "CHN", "GBR", "FRA", "DEU", "JPN", "IND"})
"""States whose former leaders a bare surname still means abroad."""
_ORDINALS = frozenset({"ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "jr", "sr"})
_LASTING = frozenset({"REB", "CRM", "CVL", "BUS", "JRN", "REL", "EDU"})
"""Sectors that whoever acted in them is not taken out of by the end of a post: such a person never was in office."""
_ADDRESS = frozenset({"officer", "crown_prince", "monarch", "religious_leader"})
"""Roles whose titles are also forms of address: General Prayut was Prime Minister, Sheikh Hasina, too."""
_KINDRED = (
    frozenset({"head_of_state", "supreme_leader", "general_secretary", "monarch", "crown_prince", "religious_leader"}),
    frozenset({"head_of_government", "chancellor"}),
    frozenset(
        {"minister", "foreign_minister", "defence_minister", "interior_minister", "finance_minister", "trade_minister", "justice_minister"}
    ),
    frozenset({"deputy_minister", "deputy_foreign_minister", "deputy_defence_minister"}),
    frozenset({"ambassador", "un_ambassador", "special_envoy"}),
    frozenset({"secretary_general", "general_secretary", "chairman"}),
    frozenset({"general_secretary", "party_leader"}),
    frozenset({"spokesperson", "defence_spokesperson"}),
    frozenset({"governor", "head_of_government", "minister"}),
)


def find(parsed: Phrase, entry: Entry | None, day: date | None, setting: Counter[str], registry: Registry) -> Actor | None:
    """The office-holder whom the phrase names, in the office that tells most."""
    name = full_name(parsed.name)
    if surname_only(name) and entry is None and parsed.office is None and any(word[0].islower() for word in parsed.words):
        return None
    holdings = _of_style(name, registry.holders(name, day))
    wanted = {entry.actor.code} if entry and entry.actor.code else set(setting)
    inside = [holding for holding in holdings if holding.code in wanted]
    if entry is not None and not inside:
        return None
    pool = inside or holdings
    if parsed.office is not None:
        pool = _titled(pool, parsed.office, not surname_only(name) and (bool(inside) or parsed.office.rank <= MINOR))
    best = _best(pool, name, day, titled=parsed.office is not None or entry is not None)
    actor = _as_asked(best, parsed, day, registry) if best else None
    religious = actor and actor.sector == "ELI" and entry and entry.actor.sector == "REL" and not parsed.former
    return replace(actor, sector="REL") if actor and religious else actor


def whole(name: str, day: date | None, registry: Registry) -> Actor | None:
    """The office-holder whose full name is the whole phrase, word for word."""
    asked = set(name_tokens(name))
    found = [h for h in _of_style(name, registry.holders(name, day)) if any(asked <= set(name_tokens(n)) for n in (h.person, *h.aliases))]
    best = _best(found, name, day, titled=False)
    return actor_of(best, day, registry) if best else None


def _of_style(name: str, holdings: tuple[Holding, ...]) -> list[Holding]:
    """Those whose number ("Abdullah II") or style ("Jr.") is the one written, where one is."""
    marks = _ORDINALS.intersection(name_tokens(name)[1:])
    if not marks:
        return list(holdings)
    fitting = [h for h in holdings if any(marks <= set(name_tokens(spelling)) for spelling in (h.person, *h.aliases))]
    return fitting if fitting or "jr" in marks else list(holdings)


def _titled(pool: list[Holding], office: Office, full: bool) -> list[Holding]:
    """Those who held the office that the phrase names; a full name may stand with an office that the registry lacks."""
    same = [h for h in pool if h.role == office.role] or [h for h in pool if kindred(h.role, office.role)]
    return same or (pool if full or office.role in _ADDRESS else [])


def kindred(one: str, other: str) -> bool:
    """Whether two roles are called by each other's titles."""
    return any(one in roles and other in roles for roles in _KINDRED)


def _best(pool: list[Holding], name: str, day: date | None, titled: bool) -> Holding | None:
    """The one person of the candidates who may be meant, in the most telling office; None where two may be."""
    if not pool:
        return None
    if not surname_only(name):
        asked = set(name_tokens(name))
        exact = [h for h in pool if any(asked <= set(name_tokens(spelling)) for spelling in (h.person, *h.aliases))]
        top, *others = exact or pool
        rivals = [h for h in others if h.held(day) == top.held(day) and h.rank == top.rank and h.sector == top.sector]
        if any(h.code != top.code and h.person != top.person for h in rivals):
            return None
        return _most_telling([h for h in exact or pool if h.person == top.person], day)
    serving = [holding for holding in pool if holding.held(day)]
    for least in (HEADS, PRINCIPAL, 0 if titled else 101):
        high = [holding for holding in serving if holding.rank >= least]
        if high:
            one = high[0] if len({holding.person for holding in high}) == 1 else None
            return (_eclipsed_by(pool, one, name, day) or one) if one and not titled else one
    if fold(name) in common_surnames() and not titled:
        return None
    past = [holding for holding in pool if holding.rank >= (0 if titled else PRINCIPAL) and not _to_come(holding, day)]
    if past and not titled:
        past = [h for h in past if h.rank >= HEADS and h.code in _GREAT] or past
    return past[0] if past and len({holding.code for holding in past}) == 1 else None


def _most_telling(terms: list[Holding], day: date | None) -> Holding:
    """The term of one person that says most: a post in a lesser organisation gives way to one of a state, a minor one even to a past."""

    def weight(holding: Holding) -> int:
        return holding.rank - (_LESSER if holding.code.startswith("ORG:") else 0)

    top = terms[0]
    if not top.code.startswith("ORG:"):
        return top
    serving = max((h for h in terms if h.held(day) == top.held(day)), key=weight)
    if weight(serving) > MINOR:
        return serving
    return next((h for h in terms if h.rank >= PRINCIPAL and not h.code.startswith("ORG:") and not _to_come(h, day)), serving)


def _eclipsed_by(pool: list[Holding], serving: Holding, name: str, day: date | None) -> Holding | None:
    """The recent leader of a great power whom a bare surname means rather than a minor state's, who has it too."""
    if serving.code in _GREAT or day is None:
        return None
    famous = [
        h
        for h in pool
        if h.code in _GREAT and h.rank >= HEADS and h.end is not None and 0 <= day.year - h.end.year <= _RECENT_YEARS
        and fold(name) == (name_tokens(h.person) or ("",))[-1]
    ]  # fmt: skip
    return famous[0] if len({h.person for h in famous}) == 1 else None


def _to_come(holding: Holding, day: date | None) -> bool:
    return day is not None and holding.start is not None and day < holding.start


def actor_of(holding: Holding, day: date | None, registry: Registry) -> Actor | None:
    """The person of a term of office; one whose office is still to come keeps only name and state."""
    told = reasons.of_term(holding, day, registry)
    if _to_come(holding, day):
        code = holding.code if registry.state(holding.code) else None
        return Actor(code, "person", holding.person, None, None, holding.qid, reason=told)
    own = titles().offices[holding.role].sector if holding.role in titles().offices else None
    sector = own if holding.sector == "ELI" and own in _LASTING else holding.sector
    return Actor(holding.code, "person", holding.person, sector, holding.office, holding.qid, reason=told)


def _as_asked(holding: Holding, parsed: Phrase, day: date | None, registry: Registry) -> Actor | None:
    """The person as the phrase puts it: its title holds where the registry knows only an earlier or later post."""
    actor = actor_of(holding, day, registry)
    office = parsed.office
    if actor is None or office is None or parsed.former:
        past = actor is not None and parsed.former and actor.sector != "ELI" and holding.end is not None
        return replace(actor, sector="ELI") if actor and past else actor
    if holding.held(day) and (holding.role == office.role or kindred(holding.role, office.role)):
        return actor
    if holding.role == office.role or kindred(holding.role, office.role):
        return replace(actor, sector=office.sector, office=holding.office)
    if holding.held(day) and (office.rank <= MINOR or office.role in _ADDRESS):
        return actor
    title = reasons.of_office(" ".join(parsed.title), office)
    return replace(actor, code=holding.code, sector=office.sector, office=office.name, reason=f"{title}; {actor.reason}")
