"""What a time expression is read against: the document's date, what was dated before it, the verb that governs it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from spacy.tokens import Doc, Token

from dragoman.dating.terms import read_rows
from dragoman.model import Interval

Direction = Literal["past", "future", "unknown"]

_UNTIL = re.compile(r"\b(?:until|till|by|payable|due|no later than|scheduled for|set for|planned for|slated for|effective)[ \t\n]+$")
_MODALS = frozenset({"will", "shall", "'ll", "wo", "’ll"})
_PAST_TAGS = frozenset({"VBD", "VBN"})


_PLANNING = frozenset(row[0] for row in read_rows("planning_verbs.tsv"))
_SCHEDULED = frozenset(row[0] for row in read_rows("scheduled_verbs.tsv"))
_SET_AHEAD = frozenset({"schedule", "postpone", "slate", "plan", "delay"})


@dataclass(slots=True)
class Context:
    """The reading position: ``published`` and the days last named, which "two days later" counts from."""

    text: str
    published: date | None
    doc: Doc | None = None
    last: Interval | None = None
    last_day: Interval | None = None
    """The single day last named, which "the next day" and "that morning" count from."""
    at: int = 0
    month_first: bool | None = None
    years: list[int] = field(default_factory=list)

    def now(self) -> date | None:
        """The day that deictic words count from."""
        return self.published

    def before(self, length: int = 24) -> str:
        """Lower-case text just before the expression."""
        return self.text[max(0, self.at - length) : self.at].lower()

    def direction(self) -> Direction:
        """Whether the clause around the expression speaks of the past or of what is to come."""
        if _UNTIL.search(self.before()):
            return "future"
        token = self._token()
        return direction_of(token) if token is not None else "unknown"

    def _token(self) -> Token | None:
        if self.doc is None or not self.doc.has_annotation("DEP"):
            return None
        span = self.doc.char_span(self.at, self.at + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None


def direction_of(token: Token) -> Direction:
    """Past or future by the verb that governs ``token``: its auxiliaries, its tense, and what it is the complement of."""
    verb = governing_verb(token)
    steps = 0
    while verb is not None and steps < 4:
        found = _direction_of_verb(verb)
        if found != "unknown":
            return found
        if verb.dep_ not in ("xcomp", "acl", "conj", "advcl", "pcomp", "relcl") or verb.head == verb:
            return "unknown"
        verb = verb.head if verb.head.pos_ in ("VERB", "AUX") else governing_verb(verb.head)
        steps += 1
    return "unknown"


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above a token (itself included), or None in a verbless line."""
    at = token
    for _ in range(12):
        if at.pos_ in ("VERB", "AUX") and at.dep_ not in ("aux", "auxpass", "amod", "compound"):
            return at
        if at.head == at:
            return None
        at = at.head
    return None


def _direction_of_verb(verb: Token) -> Direction:
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(child.lower_ in _MODALS for child in auxiliaries):
        return "future"
    if any(child.lower_ in ("would", "must", "should", "may") for child in auxiliaries) and not any(
        child.lemma_ == "have" for child in auxiliaries
    ):
        return "future"
    past_auxiliary = any(child.tag_ == "VBD" for child in auxiliaries)
    present = any(child.lemma_ == "be" and child.tag_ in ("VBZ", "VBP") for child in auxiliaries)
    if present and (verb.tag_ == "VBG" or verb.lemma_ in _PLANNING):
        return "future"
    if (verb.tag_ == "VB" or any(child.tag_ == "VB" for child in auxiliaries)) and any(child.lower_ == "to" for child in auxiliaries):
        head = verb.head
        if (head != verb and (head.lemma_ in _PLANNING or head.lemma_ == "be")) or verb.dep_ in ("acl", "ROOT", "relcl"):
            return "future"
        return "unknown"
    if verb.lemma_ in _SET_AHEAD and verb.tag_ in _PAST_TAGS and not past_auxiliary:
        return "future"
    if present and verb.tag_ == "VBN" and verb.dep_ == "advcl":
        return "unknown"
    if past_auxiliary or verb.tag_ in _PAST_TAGS or any(child.lemma_ == "have" for child in auxiliaries):
        return "past"
    return "future" if verb.tag_ in ("VBZ", "VBP") and verb.lemma_ in _SCHEDULED else "unknown"
