"""Nouns for a state spoken of before: "the country", "the island", "its traditional allies"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.coreference.discourse import SUBJECTS, Discourse
from dragoman.actors.coreference.role_phrases import Phrase
from dragoman.actors.mentions.named import RELATIONAL
from dragoman.actors.mentions.referents import Draft, Referent
from dragoman.actors.words import state_kinds
from dragoman.actors.words.role_nouns import RoleNoun
from dragoman.actors.words.word_sets import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

Answer = tuple[Referent, str]
_AT = frozenset({"in", "from", "to", "at", "across", "into", "throughout", "of"})
_STANDING = word_set("state_nouns.standing")
"""What makes "its allies" those whom a reader knows: traditional, long-time."""
MUTUAL = word_set("state_nouns.mutual")
"""How several states stand to each other: allied, neighbouring, warring."""


def country(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """The state spoken of: the subject or owner in this or the last sentence, else the state named last; of the kind told."""
    frame = discourse.frame
    if frame.words[phrase.end - 1][0].isupper():
        return None
    kinds = state_kinds.fitting(frame.lower, phrase.start, phrase.end)
    if kinds is None and (phrase.noun.noun in RELATIONAL | {"power", "state"} or phrase.determiner == "this"):
        return None
    best: dict[str, tuple[float, Draft]] = {}
    for distance, draft in discourse.before(phrase.start, 3):
        code = draft.referent.code
        if code is None or draft.referent.members or frame.registry.state(code) is None or (kinds is not None and code not in kinds):
            continue
        score = _score(discourse, phrase, draft, distance)
        if score is not None and (code not in best or score > best[code][0]):
            best[code] = (score, draft)
    ranked = sorted(best.values(), key=lambda item: -item[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[1][1] in discourse.joined(ranked[0][1])):
        return None
    code = ranked[0][1].referent.code or ""
    name = _state_name(discourse, code)
    return Referent("state", name, code), f"{phrase.noun.noun}: state spoken of, {name}"


def former_part(discourse: Discourse, draft: Draft) -> None:
    """ "the former Soviet republic" is not the state whose part it was, but the one spoken of before."""
    frame, start = discourse.frame, draft.start
    if frame.lower[draft.end - 1] not in {"republic", "state"} or start < 2 or not {"former", "ex"} & set(frame.lower[start - 2 : start]):
        return
    noun = RoleNoun("republic", "state", None, False)
    if frame.lower[start - 2] != "the" and frame.lower[start - 3 : start - 2] != ["the"]:
        answer = None
    else:
        answer = country(discourse, Phrase(start, draft.end, draft.end - 1, noun, (noun,), "the", None))
    draft.referent = answer[0] if answer is not None else Referent("state", frame.doc[start : draft.end].text)
    draft.reason = answer[1] if answer is not None else "a state that was part of another"


def _score(discourse: Discourse, phrase: Phrase, draft: Draft, distance: int) -> float | None:
    """How much a mention stands out as the state meant; None where it cannot be."""
    token = discourse.frame.token(phrase.end - 1)
    if distance == 0 and draft.referent.code in _codes_over(discourse, token):
        return None
    place = token.dep_ == "pobj" and token.head.lower_ in _AT
    root = discourse.root(draft)
    if root.head.pos_ in {"NOUN", "PROPN"} and root.head.is_ancestor(token):
        return None
    subject = discourse.is_subject(draft) and not place
    score = 3.0 - distance + (1.0 if subject else 0.0) + (0.7 if draft.referent.kind == "state" else -0.7)
    score += 1.2 if place and discourse.is_place(draft) else 0.0
    score -= 0.0 if draft.acting else 0.5
    return score + (0.3 if draft.referent.code == discourse.frame.dominant() else 0.0)


def _codes_over(discourse: Discourse, token: Token) -> set[str | None]:
    """The states in whose act a noun is or is part of an object; those would be "its", not "the country's"."""
    while token.dep_ not in SUBJECTS and token.head != token and token.head.pos_ in {"NOUN", "PROPN", "ADP"}:
        token = token.head
    found: set[str | None] = set()
    if token.dep_ in SUBJECTS:
        return found
    verb = token.head
    for _ in range(8):
        draft = next((discourse.by_token[c.i] for c in verb.children if c.dep_ in SUBJECTS and c.i in discourse.by_token), None)
        if draft is not None and draft.referent.kind == "state" and draft.referent.sector is None:
            found.add(draft.referent.code)
        finite = not any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
        if verb.head == verb or (verb.dep_ in {"ccomp", "relcl"} and finite):
            break
        verb = verb.head
    return found


def _state_name(discourse: Discourse, code: str) -> str:
    state = discourse.frame.registry.state(code)
    return state.name if state is not None else code


def _described(discourse: Discourse, phrase: Phrase) -> set[str]:
    """The words of a phrase before its noun, those joined by hyphens as one."""
    return set(" ".join(discourse.frame.lower[phrase.start : phrase.noun_start]).replace(" - ", "-").split())


def standing_partners(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """ "its traditional allies": the states named together before, without the owner, or the one named along with him."""
    owner = discourse.by_token.get(phrase.start)
    if owner is None or not owner.referent.code or not _described(discourse, phrase) & _STANDING:
        return None
    for distance in range(3):
        row = [d for gap, d in discourse.before(phrase.start, distance) if gap == distance]
        for draft in row:
            series = discourse.joined(draft)
            codes = tuple(dict.fromkeys(code for one in series for code in one.all_codes() if discourse.frame.registry.state(code)))
            others = tuple(code for code in codes if code != owner.referent.code)
            if len(codes) > 1 and others and (len(others) > 1 or len(codes) > len(others)):
                names = " and ".join(_state_name(discourse, code) for code in others)
                kind: tuple[str, ...] = others if len(others) > 1 else ()
                referent = Referent("group", names, others[0] if not kind else None, plural=True, members=kind)
                return referent, f"{phrase.noun.noun} of {owner.referent.name}: {names}"
    return None
