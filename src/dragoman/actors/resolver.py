"""One phrase to the actor it stands for: "Russian Defence Minister Sergei Shoigu", "the Kremlin", "rebels in Syria"."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache

from rapidfuzz.distance import OSA

from dragoman.actors.agents import Agent, agents
from dragoman.actors.names import fold
from dragoman.actors.phrase import Phrase, parse, words_of
from dragoman.actors.registry import Entry, Holding, Office, Registry, data_lines, default
from dragoman.dating.days import day as day_of
from dragoman.gazetteer.entries import largest_city
from dragoman.model import Actor

HEADS = 98
PRINCIPAL = 85
_BODIES = frozenset({"ministry", "army", "parliament"})
_IN_BODY = frozenset({"GOV", "IGO", "LEG", "PTY", ""})


def resolve(phrase: str, on: date | str | None = None, context: str = "") -> Actor | None:
    """The actor that ``phrase`` stands for as of a day, or None where the words do not tell.

    ``on`` is a ``date`` or ISO text; None means the latest that the registry knows. ``context`` is text around the
    phrase: it tells states with one name apart and gives the state of an office that the phrase leaves out.

    Raises:
        BadRequest: ``on`` is text that is no date.
    """
    day = day_of(on)
    registry = default()
    parsed = parse(phrase, registry)
    if not parsed.words:
        return None
    setting = _context_codes(context, registry)
    return _whole_alias(parsed, day, setting, registry) or _composed(parsed, day, setting, registry)


def _context_codes(context: str, registry: Registry) -> Counter[str]:
    if not context:
        return Counter()
    found: Counter[str] = Counter()
    for _, _, entries in registry.scan(words_of(context)):
        if len(entries) == 1 and entries[0].actor.kind in {"state", "group"} and entries[0].actor.code:
            found[entries[0].actor.code] += 1
    return found


def _only(setting: Counter[str]) -> str | None:
    """The one state that the context is about, None where it names several equally often."""
    ranked = setting.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _choose(entries: tuple[Entry, ...], setting: Counter[str]) -> Entry | None:
    if len(entries) == 1:
        return entries[0]
    fitting = [entry for entry in entries if entry.actor.code and setting[entry.actor.code]]
    if len(fitting) == 1:
        return fitting[0]
    return None if len({entry.actor.code for entry in entries}) > 1 else entries[0]


def _whole_alias(parsed: Phrase, day: date | None, setting: Counter[str], registry: Registry) -> Actor | None:
    entries = registry.lookup(" ".join(parsed.words)) or registry.lookup(parsed.text)
    if not entries:
        return None
    entry = _choose(entries, setting)
    if entry is None:
        return None
    return replace(_as_of(entry.actor, day), reason=f'"{entry.alias}" is a {entry.form} of {_owner_name(entry, registry)}')


def _as_of(actor: Actor, day: date | None) -> Actor:
    for group, start, end in _in_power():
        if actor.name == group and start <= (day or date.max) <= end:
            return replace(actor, sector="GOV")
    return actor


def _misspelt(parsed: Phrase, registry: Registry) -> Entry | None:
    """The state whose name is one slip of the pen away from a word of a phrase that otherwise says nothing of its owner."""
    if parsed.office is not None or (len(parsed.words) > 1 and agents().head(parsed.head) is None):
        return None
    for word in (word for word in parsed.capitalised if len(word) >= 5 and " " not in word):
        near = [
            e
            for e in registry.of_states(word[0])
            if OSA.distance(word, e.alias, score_cutoff=1) <= 1 and (len(e.alias) >= 7 or sorted(word) == sorted(e.alias))
        ]
        if near and len({e.actor.code for e in near}) == 1:
            return near[0]
    return None


def _owner_name(entry: Entry, registry: Registry) -> str:
    state = registry.state(entry.actor.code or "")
    return state.name if state else entry.actor.name


@cache
def _in_power() -> tuple[tuple[str, date, date], ...]:
    rows = [line.split(",") for line in data_lines("in_power.csv")[1:]]
    return tuple((name, date.fromisoformat(start), date.fromisoformat(end) if end else date.max) for name, start, end in rows)


def _composed(parsed: Phrase, day: date | None, setting: Counter[str], registry: Registry) -> Actor | None:
    entry = next((found for found in (_choose(entries, setting) for entries in parsed.owners) if found), None)
    entry = entry or _misspelt(parsed, registry)
    person = _person(parsed, entry, day, setting, registry) if parsed.name else None
    if person is None and len(parsed.words) == 1 and parsed.office is not None and parsed.words[0].istitle():
        person = _person(replace(parsed, office=None, name=parsed.words[0]), entry, day, setting, registry)
    if person is not None:
        return person
    agent = agents().head(parsed.head)
    if parsed.office is not None and not _is_modifier(parsed, agent):
        return _office(parsed, parsed.office, entry, day, setting, registry)
    if entry is not None:
        return _of_owner(parsed, entry, agent, day)
    place = _place(parsed) if agent else None
    code = place or (_only(setting) if agent else None)
    if agent is None:
        return None
    name = " ".join(parsed.words)
    state = registry.state(code) if code else None
    where = f" of {state.name}" if state else ""
    return Actor(code, "group", name, sector=_past(parsed, agent.sector), reason=f'"{agent.noun}"{where} has sector {agent.sector}')


def _is_modifier(parsed: Phrase, agent: Agent | None) -> bool:
    """Whether the title in the phrase only qualifies its head noun ("official news agency", "indigenous leader")."""
    if agent is None or parsed.name or not parsed.head:
        return False
    noun, title = agent.noun.lower().split(), [word.lower() for word in parsed.title]
    last = parsed.head[-1].lower()
    return len(noun) > len(title) or (last == noun[-1] and last != title[-1])


def _place(parsed: Phrase) -> str | None:
    """The state of a town that the phrase names ("Lyon police"): that of the largest town of the name."""
    cities = (largest_city(run) for run in parsed.capitalised)
    return next((city.country for city in cities if city is not None), None)


def _past(parsed: Phrase, sector: str | None) -> str | None:
    return "ELI" if parsed.former and sector not in {None, "CVL", "CRM", "REF"} else sector


def _of_owner(parsed: Phrase, entry: Entry, agent: Agent | None, day: date | None) -> Actor:
    owner = _as_of(entry.actor, day)
    sector = owner.sector
    if (
        agent is not None
        and agent.sector != "UNK"
        and (sector in _IN_BODY or sector is None)
        and not (sector == "LEG" and agent.sector == "GOV")
    ):
        sector = agent.sector
    sector = None if entry.form == "capital" and agent is None else sector
    body = next((e for entries in parsed.owners for e in entries[:1] if e.form in _BODIES), None) if agent is None and not sector else None
    if body is not None:
        told = f'"{entry.alias}" is a {entry.form} of {owner.name}, "{body.alias}" has sector {body.actor.sector}'
        return replace(owner, name=parsed.text, sector=_past(parsed, body.actor.sector), reason=told)
    if agent is None and not (owner.sector and entry.form not in {"name", "demonym", "capital", "former", "nickname", "abbreviation"}):
        return replace(owner, sector=_past(parsed, sector), reason=f'"{entry.alias}" in it is a {entry.form} of {owner.name}')
    told = f', "{agent.noun}" has sector {agent.sector}' if agent else ""
    kind = owner.kind if owner.kind != "state" or agent is None else "group"
    kind = "state" if kind == "group" and sector in {"GOV", "MIL", "LEG", "JUD", "COP", "SPY"} and owner.kind == "state" else kind
    name = parsed.text if agent else owner.name
    return replace(
        owner, kind=kind, name=name, sector=_past(parsed, sector), reason=f'"{entry.alias}" is a {entry.form} of {owner.name}{told}'
    )


def _office(
    parsed: Phrase, office: Office, entry: Entry | None, day: date | None, setting: Counter[str], registry: Registry
) -> Actor | None:
    sector: str | None = office.sector
    owner = entry.actor if entry else None
    if owner is not None and owner.sector and entry and entry.form not in {"capital"} and office.sector in {"GOV", "IGO"}:
        sector = owner.sector
    sector = _past(parsed, sector)
    code = owner.code if owner else ((None if parsed.name else _place(parsed)) or _only(setting))
    if (
        code
        and day
        and not parsed.former
        and not parsed.name
        and office.rank >= PRINCIPAL
        and (owner is None or not owner.sector or sector == office.sector)
    ):
        holders = registry.incumbents(code, office.role, day)
        if len({holding.person for holding in holders}) == 1:
            return _actor(holders[0], registry)
    state = registry.state(code) if code else None
    whose = f" of {owner.name if owner else state.name if state else code}" if code else ""
    name = parsed.name or " ".join(parsed.words)
    return Actor(code, "person", name, sector=sector, office=office.name, reason=f"the phrase names the office {office.name}{whose}")


def _person(parsed: Phrase, entry: Entry | None, day: date | None, setting: Counter[str], registry: Registry) -> Actor | None:
    bare = len(parsed.name.split()) == 1 and "-" not in parsed.name
    if bare and entry is None and parsed.office is None and any(word[0].islower() for word in parsed.words):
        return None
    holdings = list(registry.holders(parsed.name, day))
    wanted = {entry.actor.code} if entry and entry.actor.code else set(setting)
    inside = [holding for holding in holdings if holding.code in wanted]
    if entry is not None and not inside:
        return None
    pool = inside or holdings
    if parsed.office is not None:
        pool = [holding for holding in pool if holding.role == parsed.office.role or _kindred(holding, parsed.office)] or (
            pool if len(parsed.name.split()) > 1 and (inside or parsed.office.rank <= 30) else []
        )
    best = _best(pool, parsed, day, titled=parsed.office is not None or entry is not None)
    if best is None:
        return None
    actor = _actor(best, registry)
    if parsed.office is not None and parsed.office.role == best.role and best.sector == "ELI" and not parsed.former:
        return replace(actor, sector=parsed.office.sector)
    return replace(actor, sector="ELI") if parsed.former and actor.sector != "ELI" and best.end is not None else actor


_KINDRED = (
    frozenset({"head_of_state", "supreme_leader", "general_secretary", "monarch", "crown_prince"}),
    frozenset({"head_of_government", "chancellor"}),
    frozenset(
        {"minister", "foreign_minister", "defence_minister", "interior_minister", "finance_minister", "trade_minister", "justice_minister"}
    ),
    frozenset({"deputy_minister", "deputy_foreign_minister", "deputy_defence_minister"}),
    frozenset({"ambassador", "un_ambassador", "special_envoy"}),
    frozenset({"secretary_general", "general_secretary", "chairman"}),
    frozenset({"spokesperson", "defence_spokesperson"}),
)


def _kindred(holding: Holding, office: Office) -> bool:
    return any(holding.role in roles and office.role in roles for roles in _KINDRED)


def _best(pool: list[Holding], parsed: Phrase, day: date | None, titled: bool) -> Holding | None:
    """The one person of the candidates who may be meant, in the most telling office; None where two may be."""
    if not pool:
        return None
    if len(parsed.name.split()) > 1:
        top = pool[0]
        same = {
            holding.person for holding in pool if holding.rank == top.rank and holding.sector == top.sector and holding.code != top.code
        }
        return top if not same - {top.person} else None
    serving = [holding for holding in pool if holding.held(day)]
    for least in (HEADS, PRINCIPAL, 0 if titled else 101):
        high = [holding for holding in serving if holding.rank >= least]
        if high:
            return high[0] if len({holding.person for holding in high}) == 1 else None
    if fold(parsed.name) in _common_surnames() and not titled:
        return None
    past = [holding for holding in pool if holding.rank >= (0 if titled else PRINCIPAL)]
    if not past or len({holding.code for holding in past}) > 1:
        return None
    return past[0]


@cache
def _common_surnames() -> frozenset[str]:
    return frozenset(line for line in data_lines("common_surnames.txt") if not line.startswith("#"))


def _actor(holding: Holding, registry: Registry) -> Actor:
    state = registry.state(holding.code)
    whose = f" of {state.name}" if state and state.name not in holding.office else ""
    start = holding.start.isoformat() if holding.start else "an unknown day"
    until = f"{start} to {holding.end.isoformat()}" if holding.end else f"from {start}"
    reason = f"{holding.person} held {holding.office}{whose} {until}"
    return Actor(holding.code, "person", holding.person, holding.sector, holding.office, holding.qid, reason=reason)
