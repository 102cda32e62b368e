"""Why a phrase stands for an actor, in words that can be checked against the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.phrases.known import known
from dragoman.actors.registry.offices import PRINCIPAL

if TYPE_CHECKING:
    from datetime import date

    from dragoman.actors.registry import Entry, Registry
    from dragoman.actors.registry.holders import Holding
    from dragoman.actors.registry.offices import Office
    from dragoman.actors.words.role_nouns import RoleNoun

_ARTICLE = frozenset(
    {
        "United States", "United Kingdom", "United Arab Emirates", "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives",
        "Central African Republic", "Czech Republic", "Dominican Republic", "Democratic Republic of the Congo", "Republic of the Congo",
        "Solomon Islands", "Marshall Islands", "Comoros", "Seychelles", "Vatican", "European Union", "United Nations",
        "Arab League",
    }
)  # fmt: skip
_SECTORS = {
    "GOV": "government",
    "MIL": "armed forces",
    "REB": "rebels",
    "OPP": "opposition",
    "PTY": "parties",
    "COP": "police",
    "JUD": "courts",
    "SPY": "intelligence services",
    "LEG": "legislature",
    "CRM": "crime",
    "CVL": "civilians",
    "BUS": "business",
    "EDU": "education",
    "REL": "religion",
    "MED": "medicine",
    "HLH": "health",
    "JRN": "news media",
    "LAB": "labour",
    "AGR": "farming",
    "REF": "refugees and migrants",
    "PRM": "paramilitaries",
    "UAF": "unidentified armed men",
    "NGO": "non-governmental organisations",
    "IGO": "intergovernmental organisations",
    "ELI": "former office-holders and elites",
    "PRE": "breakaway states",
    "SET": "settlers",
    "UNK": "no known sector",
}
_KINDS = {
    "company": "a company of",
    "bank": "the central bank of",
    "school": "a place of learning or research of",
    "part": "a region, people or group of",
    "make": "the name of equipment or units of",
    "charity": "an organisation of",
    "faith": "a church or church office of",
    "party": "a party name of",
    "crime": "a criminal organisation of",
    "person": "a well-known person of",
}


def with_article(name: str) -> str:
    """The name of a state or organisation as it stands in a sentence."""
    return f"the {name}" if name in _ARTICLE else name


def sector_in_words(sector: str | None) -> str:
    """A sector code with what it means: "GOV (government)"."""
    return f"{sector} ({_SECTORS[sector]})" if sector in _SECTORS else str(sector)


def of_alias(entry: Entry, registry: Registry) -> str:
    """What a name of the registry is: '"Ankara" is the capital of Turkey'."""
    state = registry.state(entry.actor.code or "")
    owner = with_article(state.name if state else entry.actor.name)
    kind = known().kind(entry)
    if kind is not None:
        return f'"{entry.alias}" is {_KINDS[kind]} {owner}' if state else f'"{entry.alias}" is in the table of well-known names ({kind})'
    if state and entry.alias == state.name:
        return f'"{entry.alias}" is the name of a state'
    if entry.form in {"organisation", "group", "outlet"}:
        return _of_group(entry, owner if state else "")
    forms = {
        "name": f"a name of {owner}",
        "demonym": f"a demonym of {owner}",
        "capital": f"the capital of {owner}",
        "nickname": f"a byname of {owner}",
        "abbreviation": f"short for {owner}",
        "former": f"a former name of {owner}",
        "metonym": f"said for the government of {owner}" if entry.actor.sector == "GOV" else f"a seat of power of {owner}",
        "ministry": f"a ministry or agency of {owner}",
        "army": f"a force of {owner}",
        "parliament": f"a legislature of {owner}",
    }
    sector = f", sector {sector_in_words(entry.actor.sector)}" if entry.form in {"metonym", "ministry", "army", "parliament"} else ""
    return f'"{entry.alias}" is {forms[entry.form]}{sector}'


def _of_group(entry: Entry, owner: str) -> str:
    what = "news outlet" if entry.form == "outlet" else "organisation" if entry.form == "organisation" else "party or group"
    what = f"state {what}" if entry.form == "outlet" and entry.actor.state_media else what
    own = "" if entry.alias == entry.actor.name else f" a name of {entry.actor.name},"
    article = "an" if what[0] in "aeiou" else "a"
    sector = f", sector {sector_in_words(entry.actor.sector)}" if entry.actor.sector else ""
    return f'"{entry.alias}" is{own} {article} {what}{f" of {owner}" if owner else ""}{sector}'


def of_noun(written: str, noun: RoleNoun) -> str:
    """What a noun says: 'the noun "soldiers" is of the sector MIL (armed forces)'."""
    return f'the noun "{written}" is of the sector {sector_in_words(noun.sector)}'


def of_office(title: str, office: Office) -> str:
    """What a title says: the office that it names where that is a principal one, else the sector."""
    if office.rank >= PRINCIPAL and title.lower() != office.name.lower():
        return f'the title "{title}" names the office {office.name}, sector {sector_in_words(office.sector)}'
    return f'the title "{title}" is of the sector {sector_in_words(office.sector)}'


def of_town(city: str, state: str) -> str:
    """Which town a name was taken for."""
    return f"{city} was taken for the largest town of that name, in {with_article(state)}"


def of_term(holding: Holding, day: date | None, registry: Registry) -> str:
    """Who held what when, and how that stands to the day asked for."""
    state = registry.state(holding.code)
    whose = f" of {with_article(state.name)}" if state and state.name not in holding.office else ""
    told = f"{holding.person} was {holding.office}{whose} {holding.term_in_words()}"
    if day is not None and holding.start is not None and day < holding.start:
        return f"{told}; on {day.isoformat()} that was still to come"
    if holding.end is not None and (day is None or holding.end < day):
        return f"{told}; {f'by {day.isoformat()}' if day else 'now'} a former office-holder"
    return told
