"""Where role nouns stand: the noun phrase that one heads, its determiner and its number."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.actors.mentions.frame import Frame
from dragoman.actors.words import state_kinds
from dragoman.actors.words.role_nouns import RoleNoun, longest_ending_at, longest_starting_at

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "neither", "either", "each"})
OWNED = frozenset({"his", "her", "its", "their"})
SPEAKERS_OWN = frozenset({"my", "our", "your"})
INDEFINITE = frozenset({"a", "an", "no", "some", "many", "any", "other", "another", "several"})
_IN_PHRASE = frozenset({"ADJ", "NOUN", "NUM", "DET", "PRON", "ADV", "PUNCT"})
_NUMBERS = ("two", "three", "four", "five", "six", "seven")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase headed by a noun of the role table: its tokens from the determiner on, and how it is determined."""

    start: int
    end: int
    noun_start: int
    noun: RoleNoun
    readings: tuple[RoleNoun, ...]
    determiner: str
    number: int | None


def phrase_at(frame: Frame, last: int, taken: set[int]) -> Phrase | None:
    """The role phrase whose last word is the token ``last``, if its words are free and it is no modifier."""
    if frame.token(last).pos_ not in {"NOUN", "PROPN"}:
        return None
    found = longest_ending_at(frame.lower, last)
    if found is None:
        kind = state_kinds.noun_ending_at(frame.lower, last)
        found = (kind, (RoleNoun("country", "state", None, False),)) if kind is not None else None
    if found is None or any(index in taken for index in range(found[0], last + 1)):
        return None
    longer = longest_starting_at(frame.lower, found[0])
    if (longer is not None and longer[0] > last + 1) or _modifies(frame, last, taken):
        return None
    start, determiner, number = found[0], "", None
    sentence = frame.openings[last]
    while start > sentence and (start - 1 not in taken or frame.lower[start - 1] in OWNED | SPEAKERS_OWN):
        word, part = frame.lower[start - 1], frame.token(start - 1).pos_
        if word in DEFINITE | OWNED | SPEAKERS_OWN | INDEFINITE:
            determiner = word
            start -= 1
            break
        if part not in _IN_PHRASE and not state_kinds.is_adjective(frame.lower, start - 1) and word not in {"allied", "warring"}:
            break
        if word in _NUMBERS and frame.words[start] != "-":
            number = _NUMBERS.index(word) + 2
        elif part in {"DET", "PRON"} or (part == "PUNCT" and word != "-"):
            break
        start -= 1
    if number is not None and not determiner and start > sentence and frame.lower[start - 1] in {"both", "all"}:
        start, determiner = start - 1, "both"
    return Phrase(start, last + 1, found[0], found[1][0], found[1], determiner, number)


def _modifies(frame: Frame, last: int, taken: set[int]) -> bool:
    """Whether a noun only describes the one after it ("ministry officials", "minister-level")."""
    if last + 1 >= len(frame.words):
        return False
    following = frame.token(last + 1)
    if following.text == "-" and not following.whitespace_:
        return True
    return following.pos_ in {"NOUN", "PROPN"} and not following.is_sent_start and bool(following.text.strip()) and last + 1 not in taken
