"""Later mentions of those already named: role nouns and pronouns, in text order, so that each can lead to the next."""

from __future__ import annotations

from dragoman.actors import pronouns
from dragoman.actors.anaphoric_nouns import OWNED, phrase_at, resolve, two_at
from dragoman.actors.discourse import Discourse
from dragoman.actors.frame import Frame
from dragoman.actors.incumbents import link_offices
from dragoman.actors.persons import Person
from dragoman.actors.referents import Draft, Referent
from dragoman.actors.speakers import Quoted, quotations

_THIRD = pronouns.MALE | pronouns.FEMALE | pronouns.MANY | pronouns.THING
_SPEAKERS = pronouns.FIRST | pronouns.FIRST_MANY


_HALVES = (("PRK", "KOR"), ("SDN", "SSD"))
"""States that the press calls the North and the South."""


def resolved(frame: Frame, persons: list[Person], drafts: list[Draft]) -> list[Draft]:
    """Drafts for role nouns and pronouns of the body whose antecedent is clear; what is ambiguous has none."""
    discourse = Discourse(frame, drafts)
    link_offices(frame, drafts)
    taken = {index for draft in drafts for index in range(draft.start, draft.end)}
    quoted = quotations(frame)
    inside = {index: quotation for quotation in quoted for index in range(quotation.start, quotation.end)}
    found: list[Draft] = []
    for index, word in enumerate(frame.lower):
        if frame.kinds[index] != "body" or index in taken:
            continue
        draft = _anaphor(frame, discourse, index, word, inside.get(index), taken)
        if draft is not None:
            _learn(discourse, draft, word)
            found.append(draft)
            discourse.add(draft)
            taken.update(range(draft.start, draft.end))
    found.extend(_spoken(frame, discourse, inside, taken))
    return found


def _anaphor(frame: Frame, discourse: Discourse, index: int, word: str, quoted: Quoted | None, taken: set[int]) -> Draft | None:
    if word in _THIRD:
        answer = pronouns.third_person(discourse, index, quoted)
        return _draft(index, index + 1, index, "pronoun", answer)
    if word in {"north", "south"} and index > 0 and frame.lower[index - 1] == "the" and frame.words[index][0].isupper():
        return _half(frame, index, word)
    if word in {"both", "two"}:
        two = two_at(discourse, index)
        return _draft(two[0], index + 1, index, "role", two[1]) if two is not None else None
    phrase = phrase_at(frame, index, taken)
    if phrase is None:
        return None
    start = phrase.start
    answer = resolve(discourse, phrase)
    while start < phrase.end and start in taken:
        start += 1
    return _draft(start, phrase.end, phrase.end - 1, "role", answer)


def _learn(discourse: Discourse, draft: Draft, word: str) -> None:
    """What a pronoun tells: the gender of its person, and the state of "his envoy X" where the text gives no other."""
    if draft.form != "pronoun":
        return
    if draft.referent.kind == "person" and not draft.referent.gender:
        draft.referent.gender = "f" if word in pronouns.FEMALE else "m" if word in pronouns.MALE else ""
    owned = discourse.by_token.get(draft.end)
    if word not in OWNED or owned is None or owned.form != "title" or owned.start != draft.end or not draft.referent.code:
        return
    if not owned.referent.reason.startswith(("title:", "apposition:", "of ")):
        owned.referent.code, owned.referent.reason = draft.referent.code, f"{owned.referent.office or 'title'} of {draft.referent.name}"


def _half(frame: Frame, index: int, word: str) -> Draft | None:
    """ "the North", "the South" in a text about both Koreas or both Sudans."""
    pair = next((pair for pair in _HALVES if all(frame.states[code] for code in pair)), None)
    if pair is None and frame.states["PRK"] and not frame.states["SSD"]:
        pair = _HALVES[0]
    if pair is None:
        return None
    following = frame.token(index + 1) if index + 1 < len(frame.words) else None
    if following is not None and following.pos_ == "PROPN":
        return None
    actor = frame.registry.state(pair[0] if word == "north" else pair[1])
    if actor is None:
        return None
    return Draft(index - 1, index + 1, index, "name", Referent("state", actor.name, actor.code), f"the {word} of two that share a name")


def _draft(start: int, end: int, head: int, form: str, answer: tuple[Referent, str] | None) -> Draft | None:
    if answer is None:
        return None
    return Draft(start, end, head, "pronoun" if form == "pronoun" else "role", answer[0], answer[1])


def _spoken(frame: Frame, discourse: Discourse, inside: dict[int, Quoted], taken: set[int]) -> list[Draft]:
    """ "I", "we" and "our" inside quotation marks, once every speaker is known."""
    found: list[Draft] = []
    for index, quotation in inside.items():
        if frame.lower[index] in _SPEAKERS and index not in taken and frame.words[index] != "US":
            draft = _draft(index, index + 1, index, "pronoun", pronouns.speaking(discourse, index, quotation))
            if draft is not None:
                found.append(draft)
    return found
