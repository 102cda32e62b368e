"""Pronouns of persons: he and she by salience, gender and syntax; I, we and you by who speaks to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.coreference import plurals, things
from dragoman.actors.coreference.clauses import (
    POSSESSIVE,
    Scores,
    barred,
    clear,
    note,
    relative_head,
    salience,
    same_clause,
    subject_to_come,
)
from dragoman.actors.coreference.discourse import Discourse, pair
from dragoman.actors.coreference.speakers import Quoted
from dragoman.actors.coreference.strangers import is_subject, single
from dragoman.actors.mentions.referents import Referent

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dragoman.actors.mentions.referents import Draft

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
MANY = frozenset({"they", "them", "their", "theirs", "themselves"})
THING = frozenset({"it", "its", "itself"})
FIRST = frozenset({"i", "me", "my", "mine", "myself"})
FIRST_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})
SECOND = frozenset({"you", "your", "yours"})
_BY_OFFICE = frozenset({"pope", "pontiff"})
"""Persons who are named by their office alone."""
_REACH = 3
_GENDER = {("m", "m"): 0.6, ("m", ""): 0.0, ("f", "f"): 1.0, ("f", ""): -1.0}
"""What knowing, or not knowing, a person's gender is worth: most persons in the news of states are men."""


def third_person(discourse: Discourse, index: int, quoted: Quoted | None) -> tuple[Referent, str] | None:
    """Whom a pronoun of the third person at a token stands for, with the reason; None where that is not clear."""
    word = discourse.frame.lower[index]
    token = discourse.frame.token(index)
    beside = index > 1 and token.i - 2 in discourse.by_token and discourse.frame.lower[index - 1] in {"and", "or"}
    if token.dep_ == "poss" and word in POSSESSIVE and not beside:
        noun = relative_head(token)
        told = _of_relative(discourse, noun, word) if noun is not None else None
        if told is not None:
            return told
        if noun is not None and noun.i not in discourse.by_token and noun.tag_ == {"their": "NNS", "its": "NN"}.get(word):
            return None
    if word in MALE or word in FEMALE:
        return _person(discourse, index, "f" if word in FEMALE else "m", quoted)
    if word in MANY:
        return plurals.they(discourse, index)
    if word in THING and not things.pleonastic(discourse.frame.token(index)):
        return things.it(discourse, index)
    return None


def _of_relative(discourse: Discourse, noun: Token, word: str) -> tuple[Referent, str] | None:
    """Who does what a relative clause tells is whose the possessive in it is, if it can be by number and kind."""
    draft = discourse.by_token.get(noun.i)
    if draft is None:
        return None
    several, person = draft.referent.plural or len(draft.all_codes()) > 1, draft.referent.kind == "person"
    people = draft.form == "demonym" and draft.end - draft.start == 1
    if (word == "their") != several or (word in MALE | FEMALE and not (person or people)) or (word == "its" and person):
        return None
    return draft.referent, f"pronoun: the one of whom the clause tells, {draft.referent.name}"


def _person(discourse: Discourse, index: int, gender: str, quoted: Quoted | None) -> tuple[Referent, str] | None:
    token = discourse.frame.token(index)
    if index + 1 < len(discourse.frame.lower) and discourse.frame.lower[index + 1] == "who":
        return None
    told = _told_of(discourse, gender, quoted)
    if told is not None:
        return told.referent, f"pronoun: the one spoken of, {told.referent.name}"
    ahead = subject_to_come(discourse, token)
    if (
        ahead is not None
        and _fits(discourse, ahead, gender)
        and ahead.form in {"name", "title"}
        and not _person_before(discourse, index, gender)
    ):
        return ahead.referent, f"pronoun: looks forward to {ahead.referent.name}"
    scores = _scores(discourse, token, gender, quoted)
    for distance, noun, own in single(discourse, index, 1):
        if own in {"", gender}:
            score = 4.0 - 1.3 * distance + (1.5 if is_subject(noun) else -0.3) + (0.6 if own else 0.0)
            score += 0.8 if distance == 0 and is_subject(noun) and _nearest_subject(discourse, noun.i, index) else 0.0
            note(scores, score, Referent("person", noun.text, reason="no actor known"))
    best = clear(scores, 0.25)
    if best is None or best.reason == "no actor known":
        return None
    return best, f"pronoun: nearest fitting person, {best.name}"


def _scores(discourse: Discourse, token: Token, gender: str, quoted: Quoted | None) -> Scores:
    speaker = discourse.by_token.get(quoted.speaker) if quoted is not None and quoted.speaker is not None else None
    out = barred(discourse, token)
    below = _named_below(discourse, token)
    scores: Scores = {}
    women = gender == "f" and any(d.referent.gender == "f" and _fits(discourse, d, "f") for _, d in discourse.before(token.i, 2 * _REACH))
    for distance, draft in discourse.before(token.i, 2 * _REACH if women else _REACH):
        referent = draft.referent
        if (
            referent is out
            or referent in below
            or not _fits(discourse, draft, gender)
            or (speaker is not None and speaker.referent is referent)
        ):
            continue
        if not same_clause(discourse, draft, token) and (referent.gender or not women):
            score = salience(discourse, draft, token, distance) + (0.6 * distance if women else 0.0)
            note(scores, score + _GENDER[gender, referent.gender], referent)
    return scores


def _nearest_subject(discourse: Discourse, start: int, stop: int) -> bool:
    """Whether no person is the subject of a clause between two tokens."""
    between = (discourse.by_token.get(i) for i in range(start + 1, stop))
    return not any(draft is not None and draft.referent.kind == "person" and discourse.is_subject(draft) for draft in between)


def _named_below(discourse: Discourse, token: Token) -> list[Referent]:
    """Who is named within the clause of which a pronoun is the subject: "He sent fewer than Y asked" is not of Y."""
    if not is_subject(token):
        return []
    found: list[Referent] = []
    index = token.i + 1
    while index < len(discourse.frame.words) and discourse.frame.same_sentence(token.i, index):
        draft = discourse.by_token.get(index)
        if draft is not None and draft.form in {"name", "title"} and token.head.is_ancestor(discourse.root(draft)):
            found.append(draft.referent)
        index = draft.end if draft is not None else index + 1
    return found


def _fits(discourse: Discourse, draft: Draft, gender: str) -> bool:
    referent = draft.referent
    person = referent.kind == "person" or discourse.frame.lower[draft.head] in _BY_OFFICE
    return person and not referent.plural and referent.gender in {"", gender}


def _person_before(discourse: Discourse, index: int, gender: str) -> bool:
    """Whether a person who fits stands before a pronoun in its own sentence."""
    return any(_fits(discourse, draft, gender) for _, draft in discourse.before(index, 0))


def _told_of(discourse: Discourse, gender: str, quoted: Quoted | None) -> Draft | None:
    """The one of whom the speaker says it: "He never asked", X said of Y."""
    draft = discourse.by_token.get(quoted.about) if quoted is not None and quoted.about is not None else None
    return draft if draft is not None and _fits(discourse, draft, gender) else None


def speaking(discourse: Discourse, index: int, quoted: Quoted) -> tuple[Referent, str] | None:
    """Whom "I", "we" and the like inside quotation marks stand for: the speaker, or whom he speaks for."""
    speaker = discourse.by_token.get(quoted.speaker) if quoted.speaker is not None else None
    if speaker is None or not speaker.acting:
        return None
    word = discourse.frame.lower[index]
    if word in FIRST and speaker.referent.kind != "person":
        return None
    if word in FIRST_MANY:
        together = pair(discourse.frame, discourse.joined(speaker), "speak together") if discourse.is_subject(speaker) else None
        if together is not None:
            return together, f"speakers of the quotation: {together.name}"
        if _mutual(discourse, index):
            both = plurals.with_other(discourse, index, speaker.referent)
            if both is not None:
                return both
        if not speaker.all_codes() and " " not in speaker.referent.name:
            return None
    return speaker.referent, f"speaker of the quotation: {speaker.referent.name}"


def _mutual(discourse: Discourse, index: int) -> bool:
    """Whether "our" is said of what two share: "our two parties", "our bilateral ties"."""
    return discourse.frame.lower[index] == "our" and bool(
        {"two", "bilateral", "mutual"} & set(discourse.frame.lower[index + 1 : index + 3])
    )


def addressed(discourse: Discourse, index: int, quoted: Quoted) -> tuple[Referent, str] | None:
    """Whom "you" and "your" inside quotation marks stand for: the one told, else the only other one whom the speaker meets."""
    told = discourse.by_token.get(quoted.addressee) if quoted.addressee is not None else None
    if told is not None:
        return (told.referent, f"addressed by the speaker: {told.referent.name}") if told.all_codes() else None
    speaker = discourse.by_token.get(quoted.speaker) if quoted.speaker is not None else None
    if speaker is None or quoted.addressee is not None or speaker.referent.kind != "person" or not speaker.referent.code:
        return None
    lower = discourse.frame.lower
    if lower[index] != "your" and not (index > 0 and lower[index - 1] in {"thank", "congratulate", "thanking"}):
        return None
    other = plurals.other_than(discourse, index, speaker.referent)
    return (other, f"the other one spoken of: {other.name}") if other is not None else None
