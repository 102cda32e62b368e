"""One phrase to the actor it stands for: "Russian Defence Minister Sergei Shoigu", "the Kremlin", "rebels in Syria"."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from rapidfuzz.distance import OSA

from dragoman.actors.phrases import named_persons, reasons
from dragoman.actors.phrases.known import full_name, known
from dragoman.actors.phrases.phrase import Phrase, parse, words_of
from dragoman.actors.registry import Entry, Office, Registry, default
from dragoman.actors.registry.in_power import as_of
from dragoman.actors.registry.offices import PRINCIPAL
from dragoman.actors.words.name_lists import first_names
from dragoman.actors.words.names import fold, sound
from dragoman.actors.words.role_nouns import RoleNoun, in_phrase
from dragoman.dating.days import day as day_of
from dragoman.gazetteer.entries import largest_city, states
from dragoman.model import Actor

_BODIES = frozenset({"ministry", "army", "parliament"})
_OF_STATE = frozenset({"name", "demonym", "capital", "former", "nickname", "abbreviation"})
_IN_BODY = frozenset({"GOV", "IGO", "LEG", "PTY", "BUS", "EDU", ""})
_MEMBERS = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
_NEVER_PAST = frozenset({None, "CVL", "CRM", "REF", "REB", "UNK"})
_ANY_BODY = frozenset(
    {"chairman", "aide", "spokesperson", "officer", "legislator", "business_leader", "governor", "ambassador", "supreme_leader"}
)
"""Offices that exist in every kind of body, and so say less of the sector than the body's noun does."""
_TOWN = 100_000
"""Inhabitants from which a town's bare name is taken to stand for its people."""


def resolve(phrase: str, on: date | str | None = None, context: str = "", registry: Registry | None = None) -> Actor | None:
    """The actor that ``phrase`` stands for as of a day, or None where the words do not tell.

    ``on`` is a ``date`` or ISO text; None means the latest that the registry knows. ``context`` is text around the
    phrase: it tells states with one name apart and gives the state of an office that the phrase leaves out.

    Raises:
        BadRequest: ``on`` is text that is no date.
    """
    day = day_of(on)
    registry = registry or default()
    parsed = parse(phrase, registry)
    if not parsed.words:
        return None
    setting = _context_codes(context, registry)
    return (
        _whole_alias(parsed, day, setting, registry)
        or _whole_name(parsed, day, registry)
        or _composed(parsed, day, setting, registry)
        or _town(parsed, registry)
    )


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
    entries = parsed.whole or (registry.lookup(parsed.text) if len(parsed.owners) == 1 else ())
    entry = _choose(entries, setting) if entries else None
    if entry is None:
        return _one_of_several(parsed, entries)
    actor = as_of(entry, day or date.max)
    told = reasons.of_alias(entry, registry)
    if entry.form == "capital":
        told += ", said for its government"
    if actor.sector != entry.actor.sector:
        told += f"; then of the sector {reasons.sector_in_words(actor.sector)}"
    if known().kind(entry) in {"part", "make"}:
        state = registry.state(entry.actor.code or "")
        actor = replace(actor, kind="group", name=state.name if state and not actor.sector else actor.name)
    return replace(actor, reason=told)


def _one_of_several(parsed: Phrase, entries: tuple[Entry, ...]) -> Actor | None:
    """What is sure of a name that groups of several states bear: that they are all of one sector."""
    sectors = {entry.actor.sector for entry in entries}
    if len(sectors) != 1 or None in sectors:
        return None
    told = (
        f'"{entries[0].alias}" is a name in {", ".join(sorted(str(entry.actor.code) for entry in entries))}; nothing tells which is meant'
    )
    return Actor(None, entries[0].actor.kind, parsed.text, sectors.pop(), reason=told)


def _whole_name(parsed: Phrase, day: date | None, registry: Registry) -> Actor | None:
    """The office-holder whose name is the whole phrase, though a word of it is a title, an alias or all in capitals."""
    words = parsed.words
    if len(words) == 1:
        name = full_name(words[0])
        return named_persons.whole(name, day, registry) if name != words[0] else None
    if not all(word[0].isupper() or not word.isalpha() or before == "-" for before, word in zip(("", *words), words, strict=False)):
        return None
    shouted = all(word.isupper() for word in words if word.isalpha())
    titled = parsed.office is not None and parsed.words[: len(parsed.title)] == parsed.title
    clerical = bool(parsed.owners) and parsed.owners[0][0].actor.sector == "REL"
    if not shouted and (titled or clerical or parsed.name == parsed.text):
        return None
    name = " ".join(words).replace(" - ", "-")
    return named_persons.whole(name.title() if shouted else full_name(name), day, registry)


def _misspelt(parsed: Phrase, registry: Registry) -> Entry | None:
    """The state whose name is a slip of the pen away from a word of a phrase that otherwise says nothing of its owner."""
    if parsed.office is not None or (len(parsed.words) > 1 and parsed.head is None):
        return None
    for word in (word for place in parsed.places for word in place.split() if len(word) >= 5):
        near = [entry for entry in registry.of_states(word[0]) if _slip(word, entry.alias)]
        if near and len({entry.actor.code for entry in near}) == 1:
            return near[0]
    return None


def _slip(word: str, alias: str) -> bool:
    if OSA.distance(word, alias, score_cutoff=1) <= 1:
        return len(alias) >= 7 or sorted(word) == sorted(alias)
    return len(word) >= 6 and set(word) == set(alias) and sound(fold(word)) == sound(fold(alias))


def _owner(parsed: Phrase, setting: Counter[str], registry: Registry) -> Entry | None:
    """Whose the phrase is: its first alias, but the state behind a body that many states have ("the Senate of Kenya")."""
    certain = Counter(entries[0].actor.code for entries in parsed.owners if len(entries) == 1 and entries[0].actor.code)
    chosen = [found for found in (_choose(entries, setting or certain) for entries in parsed.owners) if found]
    if not chosen:
        return _misspelt(parsed, registry)
    first = chosen[0]
    if (first.form in _BODIES or first.form == "organisation") and f"{first.alias} of " in parsed.text:
        behind = parsed.text.partition(f"{first.alias} of ")[2].removeprefix("the ")
        return next((e for e in chosen[1:] if e.form in _OF_STATE and e.actor.kind == "state" and behind.startswith(e.alias)), first)
    return first


def _composed(parsed: Phrase, day: date | None, setting: Counter[str], registry: Registry) -> Actor | None:
    entry = _owner(parsed, setting, registry)
    person = named_persons.find(parsed, entry, day, setting, registry) if parsed.name else None
    if person is None and len(parsed.words) == 1 and parsed.office is not None and parsed.words[0].istitle():
        person = named_persons.find(replace(parsed, office=None, name=parsed.words[0]), entry, day, setting, registry)
    if person is not None:
        return person
    if parsed.office is not None and not _is_modifier(parsed) and not _is_adjective(parsed, entry):
        return _office(parsed, parsed.office, entry, day, setting, registry)
    if entry is not None:
        return _of_owner(parsed, entry, day, registry)
    return _unowned(parsed, setting, registry)


def _unowned(parsed: Phrase, setting: Counter[str], registry: Registry) -> Actor | None:
    agent, written = _noun_of(parsed)
    if agent is None:
        return None
    place = _place(parsed, registry)
    code = place[0] if place else _only(setting)
    told = reasons.of_noun(written, agent)
    state = registry.state(code) if code else None
    if place:
        told += f"; {place[1]}"
    elif state:
        told += f"; the context is about {reasons.with_article(state.name)}"
    return _as_person(parsed, Actor(code, "group", parsed.text, sector=_past(parsed, agent.sector), reason=told))


def _is_adjective(parsed: Phrase, entry: Entry | None) -> bool:
    """Whether "official" only qualifies the body or outlet that is named behind it."""
    return (
        entry is not None
        and entry.form in {"outlet", "organisation", "ministry", "parliament", "army"}
        and [word.lower() for word in parsed.title] == ["official"]
        and parsed.words[0] == parsed.title[0]
    )


def _is_modifier(parsed: Phrase) -> bool:
    """Whether the title in the phrase only qualifies its head noun ("official news agency", "indigenous leader")."""
    if parsed.head is None or parsed.name:
        return False
    noun, title = parsed.head_text.lower().split(), [word.lower() for word in parsed.title]
    if noun == title:
        return False
    return len(noun) > len(title) or (noun[-1] != title[-1] and parsed.words.index(parsed.title[0]) < _last(parsed, noun[-1]))


def _last(parsed: Phrase, word: str) -> int:
    return max((i for i, other in enumerate(parsed.words) if other.lower() == word), default=-1)


def _noun_of(parsed: Phrase) -> tuple[RoleNoun | None, str]:
    """The noun that gives the sector, and as written: a weak head noun gives way to the one behind it ("members of parliament")."""
    if parsed.head is not None and parsed.head.weak and parsed.tail is not None and not parsed.tail.weak:
        return parsed.tail, parsed.tail_text
    return parsed.head, parsed.head_text


def _as_person(parsed: Phrase, actor: Actor) -> Actor:
    """The actor as the person whom the phrase names behind a noun ("rebel fighter Ahmed Nouri"), if it names one."""
    noun = parsed.head
    named = noun is not None and not noun.plural and (noun.kind == "person" or noun.noun == "member") and len(parsed.name.split()) > 1
    return replace(actor, kind="person", name=parsed.name) if named else actor


def _place(parsed: Phrase, registry: Registry) -> tuple[str, str] | None:
    """The state of a town or US state that the phrase names ("Lyon police"), and how it was found."""
    for name in parsed.places:
        if name in states():
            return "USA", f"{name} is one of the United States"
        city = largest_city(name)
        if city is not None and city.country is not None:
            state = registry.state(city.country)
            return city.country, reasons.of_town(city.name, state.name if state else city.country)
    return None


def _town(parsed: Phrase, registry: Registry) -> Actor | None:
    """A large town whose bare name is the whole phrase: its people."""
    if len(parsed.places) != 1 or parsed.places[0] != parsed.text or fold(parsed.text) in first_names():
        return None
    city = largest_city(parsed.text)
    if city is None or city.country is None or city.population < _TOWN or registry.holders(parsed.text):
        return None
    state = registry.state(city.country)
    told = f"{reasons.of_town(city.name, state.name if state else city.country)}, said for its people"
    return Actor(city.country, "group", city.name, sector="CVL", reason=told)


def _past(parsed: Phrase, sector: str | None) -> str | None:
    return "ELI" if parsed.former and sector not in _NEVER_PAST else sector


def _of_owner(parsed: Phrase, entry: Entry, day: date | None, registry: Registry) -> Actor:
    owner = as_of(entry, day or date.max)
    told = reasons.of_alias(entry, registry)
    agent, written = _noun_of(parsed)
    said = agent.sector if agent else None
    if agent is None:
        return _without_noun(parsed, entry, owner, told)
    sector = owner.sector
    open_to_noun = said not in {None, "UNK"} and (sector in _IN_BODY or entry.form == "capital") and (sector, said) != ("LEG", "GOV")
    if sector is None or open_to_noun:
        sector = said
    kind = "group" if owner.kind == "state" and sector not in _MEMBERS else owner.kind
    told = f"{told}; {reasons.of_noun(written, agent)}" if sector == said else told
    return _as_person(parsed, replace(owner, kind=kind, name=parsed.text, sector=_past(parsed, sector), reason=told))


def _without_noun(parsed: Phrase, entry: Entry, owner: Actor, told: str) -> Actor:
    """A phrase that only names its owner, or a body of it that is a name itself."""
    sector = None if entry.form == "capital" else owner.sector
    body = next((e for entries in parsed.owners for e in entries[:1] if e.form in _BODIES), None) if not sector else None
    if body is not None:
        noun = in_phrase(body.alias.lower().split())
        sector = noun.sector if noun else body.actor.sector
        told = f'{told}; "{body.alias}" is of the sector {reasons.sector_in_words(sector)}'
        return replace(owner, name=parsed.text, sector=_past(parsed, sector), reason=told)
    named = owner.sector and entry.form not in _OF_STATE
    return replace(
        owner,
        name=owner.name if not named else parsed.text if entry.alias != parsed.text else owner.name,
        sector=_past(parsed, sector),
        reason=told,
    )


def _office(
    parsed: Phrase, office: Office, entry: Entry | None, day: date | None, setting: Counter[str], registry: Registry
) -> Actor | None:
    owner = as_of(entry, day or date.max) if entry else None
    sector, why = _office_sector(parsed, office, entry, owner)
    place = _place(parsed, registry) if owner is None else None
    code = owner.code if owner else place[0] if place else _only(setting)
    if code and day and not parsed.former and not parsed.name and sector == office.sector and office.rank >= PRINCIPAL:
        holders = registry.incumbents(code, office.role, day)
        if len({holding.person for holding in holders}) == 1:
            return named_persons.actor_of(holders[0], day, registry)
    told = reasons.of_office(" ".join(parsed.title), office) + why
    state = registry.state(code) if code else None
    if entry:
        told += f"; {reasons.of_alias(entry, registry)}"
    elif place:
        told += f"; {place[1]}"
    elif state:
        told += f"; the context is about {reasons.with_article(state.name)}"
    return Actor(code, "person", parsed.name or parsed.text, sector=_past(parsed, sector), office=_post(parsed, office), reason=told)


def _post(parsed: Phrase, office: Office) -> str:
    """The office of a title: a principal one by its name, another as it is written, for one role has many titles."""
    written = " ".join(parsed.title)
    return office.name if office.rank >= PRINCIPAL or "." in written else written[:1].upper() + written[1:]


def _office_sector(parsed: Phrase, office: Office, entry: Entry | None, owner: Actor | None) -> tuple[str, str]:
    """The sector in which an office is held, and why it is not the office's own."""
    if (
        owner is not None
        and owner.sector
        and entry
        and entry.form != "capital"
        and (office.sector in {"GOV", "IGO"} or office.role in _ANY_BODY)
    ):
        ministers = "minister" in office.role and owner.sector == "IGO"
        if not ministers:
            return owner.sector, ""
    if office.role not in _ANY_BODY:
        return office.sector, ""
    if office.role == "supreme_leader" and parsed.title[-1].lower() != "leader":
        return office.sector, ""
    for noun in (parsed.head, parsed.tail):
        if (
            noun is not None
            and not noun.weak
            and noun.sector not in {None, "CVL", "UNK", "GOV", office.sector}
            and noun.noun not in parsed.title
        ):
            return noun.sector or office.sector, f'; "{noun.noun}" is of the sector {reasons.sector_in_words(noun.sector)}'
    return office.sector, ""
