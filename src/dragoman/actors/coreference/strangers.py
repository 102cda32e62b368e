"""People of whom the text speaks and who are no known actor: "a waiter", "his wife". A pronoun may mean them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.actors.coreference.discourse import SUBJECTS, Discourse
from dragoman.actors.words.name_lists import first_names
from dragoman.actors.words.names import plain
from dragoman.actors.words.role_nouns import longest_ending_at
from dragoman.actors.words.word_sets import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_WOMEN = word_set("strangers.women")
_MEN = word_set("strangers.men")
_EITHER = word_set("strangers.either")


def gender_of(word: str) -> str | None:
    """Whether a noun in lower case names one person: "f", "m" or "" where it does not tell the gender; else None."""
    if word in _WOMEN or word.endswith("woman"):
        return "f"
    if word in _MEN or word.endswith("man"):
        return "m"
    return "" if word in _EITHER else None


def single(discourse: Discourse, index: int, reach: int) -> Iterator[tuple[int, Token, str]]:
    """Nouns before a token that name one person and belong to no mention: sentences between, the noun, its gender."""
    frame = discourse.frame
    number = discourse.sentence_of(index)
    for distance in range(min(reach, number) + 1):
        first = discourse.sentences[number - distance]
        stop = index if distance == 0 else discourse.sentences[number - distance + 1]
        for place in range(first, stop):
            token = frame.token(place)
            if token.tag_ == "NNP" and _unknown_name(discourse, token):
                yield distance, token, first_names().get(plain(frame.words[place - 1]), "") if place else ""
            if token.tag_ != "NN" or place in discourse.by_token or not discourse.holds(place) or token.dep_ == "compound":
                continue
            gender = gender_of(token.lower_)
            if gender is None:
                found = longest_ending_at(frame.lower, place, first)
                gender = "" if found is not None and found[1][0].kind == "person" and not found[1][0].plural else None
            if gender is not None:
                yield distance, token, gender


def _unknown_name(discourse: Discourse, token: Token) -> bool:
    """Whether a proper noun that acts or is acted on may be a person of whom nothing is known."""
    if token.i in discourse.by_token or token.i in discourse.frame.hit_at or token.dep_ not in SUBJECTS | {"dobj", "dative", "poss"}:
        return False
    return token.ent_type_ in {"PERSON", ""} and token.text[:1].isupper() and token.text[1:].islower()


def plural_subject(discourse: Discourse, subjects: list[Token]) -> Token | None:
    """The nearest plural subject that is no actor known."""
    for subject in subjects:
        if subject.i not in discourse.by_token and subject.tag_ in {"NNS", "NNPS"}:
            return subject
    return None


def people_between(discourse: Discourse, start: int, stop: int) -> bool:
    """Whether a plural noun for people of no known actor stands in a stretch of tokens."""
    for index in range(start, stop):
        token = discourse.frame.token(index)
        if token.tag_ != "NNS" or index in discourse.by_token or token.dep_ == "compound":
            continue
        word = token.lemma_.lower()
        if gender_of(word) is not None or word.endswith(("er", "ist", "ian", "ee", "ant")) or word == "people":
            return True
        found = longest_ending_at(discourse.frame.lower, index, start)
        if found is not None and found[1][0].kind == "person":
            return True
    return False


def plural_between(discourse: Discourse, start: int, stop: int) -> bool:
    """Whether a plural noun of no known actor stands in a stretch of tokens."""
    return any(
        discourse.frame.token(index).tag_ == "NNS" and index not in discourse.by_token and discourse.frame.token(index).dep_ != "compound"
        for index in range(start, stop)
    )


def is_subject(token: Token) -> bool:
    """Whether a noun is the subject of a clause."""
    return token.dep_ in SUBJECTS
