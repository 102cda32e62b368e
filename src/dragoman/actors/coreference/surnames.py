"""Later namings by a part of the name that no one saw: "Bae" for Bae Sang-woo, "Pino" for Rolando Pino Vega."""

from __future__ import annotations

from dragoman.actors.mentions.frame import Frame
from dragoman.actors.mentions.referents import Draft, Referent
from dragoman.actors.registry.holders import FAMILY_FIRST, GIVEN_NAMES, TWO_SURNAMES
from dragoman.actors.words.name_lists import first_names
from dragoman.actors.words.names import fold

_GIVEN_TOO = frozenset({"VNM", "KHM"})
"""States whose people are called by the given name, too, which is written last."""


def later_namings(frame: Frame, drafts: list[Draft], taken: set[int]) -> list[Draft]:
    """Drafts for capitalised words of the body that are the short name of just one person named in full before."""
    known: dict[str, dict[int, tuple[int, Referent]]] = {}
    for draft in drafts:
        if draft.referent.kind == "person" and draft.form in {"name", "title"} and frame.kinds[draft.start] == "body":
            for word in _short_names(draft.referent):
                known.setdefault(word, {}).setdefault(id(draft.referent), (draft.end, draft.referent))
    if not known:
        return []
    found: list[Draft] = []
    for index, word in enumerate(frame.words):
        bearers = known.get(fold(word)) if word[:1].isupper() and not word.isupper() else None
        if bearers is None or len(bearers) != 1 or index in taken or frame.kinds[index] != "body":
            continue
        first, referent = next(iter(bearers.values()))
        if index >= first and _stands_alone(frame, index, taken):
            found.append(Draft(index, index + 1, index, "name", referent, f"short for {referent.name}"))
    return found


def _short_names(person: Referent) -> list[str]:
    """The words of a full name, beside the last, by which its bearer may be called."""
    words = fold(person.name).split()
    if len(words) < 2 or person.code is None:
        return []
    if person.code in FAMILY_FIRST:
        return [words[0]] + ([words[-1]] if person.code in _GIVEN_TOO else [])
    if person.code in TWO_SURNAMES and len(words) > 2 and words[-2] not in first_names():
        return [words[-2]]
    return [words[0]] if person.code in GIVEN_NAMES else []


def _stands_alone(frame: Frame, index: int, taken: set[int]) -> bool:
    """Whether a word is a name by itself: no neighbour in capitals, no registry name, and someone who acts or has."""
    token = frame.token(index)
    if index in frame.hit_at or token.pos_ not in {"PROPN", "NOUN", "ADJ"} or token.dep_ in {"compound", "amod"}:
        return False
    near = [i for i in (index - 1, index + 1) if 0 <= i < len(frame.words) and not frame.token(i).is_sent_start]
    return not any(
        frame.words[i][:1].isupper() and frame.lower[i] not in {"mr", "mr.", "mrs", "mrs.", "ms", "ms."}
        for i in near
        if i != index - 1 or not token.is_sent_start
    )
