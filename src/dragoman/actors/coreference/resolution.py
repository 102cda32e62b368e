"""Later mentions of those already named: role nouns and pronouns, in text order, so that each can lead to the next."""

from __future__ import annotations

from dragoman.actors.coreference import plurals, pronouns
from dragoman.actors.coreference.affiliations import affiliate
from dragoman.actors.coreference.anaphoric_nouns import resolve, two_at
from dragoman.actors.coreference.discourse import Discourse
from dragoman.actors.coreference.incumbents import link_offices
from dragoman.actors.coreference.role_phrases import OWNED, SPEAKERS_OWN, phrase_at
from dragoman.actors.coreference.speakers import Quoted, quotations
from dragoman.actors.coreference.state_nouns import former_part
from dragoman.actors.coreference.surnames import later_namings
from dragoman.actors.mentions.frame import Frame
from dragoman.actors.mentions.persons import Person
from dragoman.actors.mentions.referents import Draft, Referent

_THIRD = pronouns.MALE | pronouns.FEMALE | pronouns.MANY | pronouns.THING
_SPEAKERS = pronouns.FIRST | pronouns.FIRST_MANY
_ALONE = frozenset({"both", "two", "pair", "duo"})

_HALVES = (("PRK", "KOR"), ("SDN", "SSD"))
"""States that the press calls the North and the South."""


def resolved(frame: Frame, persons: list[Person], drafts: list[Draft]) -> list[Draft]:
    """Drafts for role nouns and pronouns of the body whose antecedent is clear; what is ambiguous has none."""
    taken = {index for draft in drafts for index in range(draft.start, draft.end)}
    found = later_namings(frame, drafts, taken)
    taken.update(draft.start for draft in found)
    discourse = Discourse(frame, [*drafts, *found])
    affiliate(discourse, drafts)
    for draft in drafts:
        former_part(discourse, draft)
    link_offices(frame, drafts)
    quoted = quotations(frame)
    inside = {index: quotation for quotation in quoted for index in range(quotation.start, quotation.end)}
    _walk(frame, discourse, range(len(frame.words)), inside, found, taken)
    _spoken(frame, discourse, inside, found, taken)
    for caption in _captions(frame):
        own = Discourse(frame, [draft for draft in [*drafts, *found] if draft.start < caption.stop], caption)
        _walk(frame, own, caption, inside, found, taken)
    return found


def _walk(frame: Frame, discourse: Discourse, tokens: range, inside: dict[int, Quoted], found: list[Draft], taken: set[int]) -> None:
    """Resolve what stands for someone named before, word by word, so that each can lead to the next."""
    for index in tokens:
        if index not in taken and discourse.holds(index):
            draft = _anaphor(frame, discourse, index, frame.lower[index], inside.get(index), taken)
            if draft is not None:
                _learn(discourse, draft, frame.lower[index])
                _take(discourse, draft, found, taken)


def _captions(frame: Frame) -> list[range]:
    """The stretches of tokens that are captions: no antecedents for the body, but read with the body before and themselves."""
    found: list[range] = []
    for index, kind in enumerate(frame.kinds):
        if kind == "caption":
            if found and found[-1].stop == index:
                found[-1] = range(found[-1].start, index + 1)
            else:
                found.append(range(index, index + 1))
    return found


def _take(discourse: Discourse, draft: Draft, found: list[Draft], taken: set[int]) -> None:
    found.append(draft)
    discourse.add(draft)
    taken.update(range(draft.start, draft.end))


def _anaphor(frame: Frame, discourse: Discourse, index: int, word: str, quoted: Quoted | None, taken: set[int]) -> Draft | None:
    if word in _THIRD:
        answer = pronouns.third_person(discourse, index, quoted)
        return _draft(index, index + 1, index, "pronoun", answer)
    if word in {"north", "south"} and index > 0 and frame.lower[index - 1] == "the" and frame.words[index][0].isupper():
        return _half(frame, index, word)
    if word in _ALONE:
        two = two_at(discourse, index)
        return _draft(two[0], index + 1, index, "role", two[1]) if two is not None else None
    if word in {"other", "another"} and index > 0 and f"{frame.lower[index - 1]} {word}" in {"each other", "one another"}:
        return _draft(index - 1, index + 1, index, "pronoun", plurals.reciprocal(discourse, index))
    if word in {"former", "latter"} and index > 0 and frame.lower[index - 1] == "the":
        return _draft(index - 1, index + 1, index, "role", plurals.ordinal(discourse, index))
    return _role(frame, discourse, index, taken)


def _role(frame: Frame, discourse: Discourse, index: int, taken: set[int], spoken: bool = False) -> Draft | None:
    """A role noun that ends at a token; the speakers' own ("our country") are read once every speaker is known."""
    phrase = phrase_at(frame, index, taken)
    if phrase is None or (phrase.determiner in SPEAKERS_OWN) != spoken:
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
    if word not in OWNED or owned is None or owned.form not in {"title", "role"} or owned.start != draft.end or not draft.referent.code:
        return
    if owned.referent.kind == "person" and not owned.referent.reason.startswith(("title:", "apposition:", "of ")):
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


def _spoken(frame: Frame, discourse: Discourse, inside: dict[int, Quoted], found: list[Draft], taken: set[int]) -> None:
    """ "I", "we", "our country" and "your" inside quotation marks, once every speaker is known."""
    for index, quotation in inside.items():
        word = frame.lower[index]
        if index in taken or frame.words[index] == "US" or frame.kinds[index] != "body":
            continue
        if word in _SPEAKERS:
            draft = _draft(index, index + 1, index, "pronoun", pronouns.speaking(discourse, index, quotation))
        elif word in pronouns.SECOND:
            draft = _draft(index, index + 1, index, "pronoun", pronouns.addressed(discourse, index, quotation))
        else:
            draft = _role(frame, discourse, index, taken, spoken=True)
        if draft is not None:
            _take(discourse, draft, found, taken)
