"""Offices named without their holder ("the Turkish president"): whose they are, by the text or by the registry."""

from __future__ import annotations

from dragoman.actors.mentions.frame import Frame
from dragoman.actors.mentions.referents import Draft, Referent
from dragoman.actors.words.word_sets import word_set

_HEADS = word_set("incumbents.heads")
SAME_OFFICE = tuple(word_set(f"incumbents.same_office_{name}") for name in ("government", "state", "diplomacy", "speech", "throne"))
"""Nouns that the press puts for one another: premier and prime minister, diplomat and ambassador."""
_PRINCIPAL = frozenset({"president", "prime minister", "premier", "chancellor", "foreign minister", "defence minister", "defense minister"})


def link_offices(frame: Frame, drafts: list[Draft]) -> None:
    """Join "the Turkish president" with the president of Turkey whom the text names, else with the incumbent of that day."""
    named: dict[str, list[Referent]] = {}
    for draft in drafts:
        referent = draft.referent
        if referent.kind == "person" and draft.form in {"name", "title"} and referent.code and frame.kinds[draft.start] == "body":
            row = named.setdefault(referent.code, [])
            if referent not in row and referent.name[:1].isupper() and not referent.name.endswith(referent.office or "\0"):
                row.append(referent)
    for draft in drafts:
        referent = draft.referent
        if (
            referent.kind != "person"
            or referent.plural
            or not referent.office
            or not referent.code
            or referent in named.get(referent.code, [])
        ):
            continue
        fitting = [other for other in named.get(referent.code, []) if _fits(referent.office, other)]
        if len(fitting) == 1:
            draft.referent, draft.reason = fitting[0], f"{referent.office} of {referent.code}: {fitting[0].name}"
        elif not fitting:
            _from_registry(frame, referent)


def _fits(noun: str, person: Referent) -> bool:
    office = (person.office or "").lower().replace("defense", "defence")
    noun = noun.lower().replace("defense", "defence")
    if not office or office.startswith(("vice", "deputy", "former")) != noun.startswith(("vice", "deputy", "former")):
        return False
    if any(noun in words and office in words for words in SAME_OFFICE):
        return True
    return noun in office or (noun in _HEADS and office in _HEADS | _PRINCIPAL)


def _from_registry(frame: Frame, referent: Referent) -> None:
    """Name the incumbent where the registry knows just one for the office on the document's date."""
    noun = (referent.office or "").lower()
    if frame.published is None or referent.code is None or noun not in _PRINCIPAL:
        return
    holdings = frame.registry.incumbents(referent.code, noun, frame.published)
    if len({holding.person for holding in holdings}) == 1:
        referent.name, referent.qid = holdings[0].person, holdings[0].qid
        referent.reason = f"registry: {holdings[0].person}, {holdings[0].office} on {frame.published.isoformat()}"
