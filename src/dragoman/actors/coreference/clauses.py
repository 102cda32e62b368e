"""What the syntax of a clause says of its parts: who does what, what cannot be the same, how much a mention stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.coreference.discourse import SUBJECTS, Discourse
from dragoman.actors.mentions.referents import Draft, Referent

if TYPE_CHECKING:
    from spacy.tokens import Token

POSSESSIVE = frozenset({"his", "her", "their", "its"})
Scores = dict[object, tuple[float, Referent, int]]
"""By referent, or by their codes for several taken together: the best score, whom it is of, and how often more it was met."""
_OFTEN = 0.6
"""The most that further mentions add to a score."""


def salience(discourse: Discourse, draft: Draft, token: Token, distance: int) -> float:
    """How much a mention ``distance`` sentences before a pronoun stands out: nearness first, then its part in the clause."""
    score = 4.0 - 1.3 * distance
    role = discourse.clause_role(draft)
    if role in SUBJECTS:
        score += 1.5
    elif role in {"poss", "compound", "nmod"}:
        score -= 0.6
    elif role == "pobj":
        score += 0.5 if discourse.root(draft).head.lower_ == "by" else -0.3
    if distance == 0 and token.lower_ in POSSESSIVE and token.i - draft.end <= 2:
        score += 0.8
    return score


def note(scores: Scores, score: float, referent: Referent) -> None:
    """Take a mention's score in; each further mention of the same one adds a little."""
    key: object = frozenset(referent.members) if referent.members else id(referent)
    held = scores.get(key)
    times = 0 if held is None else held[2] + 1
    best = score if held is None else max(held[0], score)
    scores[key] = (best, referent, times)


def clear(scores: Scores, margin: float) -> Referent | None:
    """The referent with the best score if the next one is clearly behind."""
    ranked = sorted(((score + min(0.3 * times, _OFTEN), referent) for score, referent, times in scores.values()), key=lambda item: -item[0])
    if not ranked or ranked[0][0] < 0.5 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < margin):
        return None
    return ranked[0][1]


def same_clause(discourse: Discourse, draft: Draft, token: Token) -> bool:
    """Whether a mention and a pronoun are arguments of one verb, so that they cannot be the same."""
    if token.lower_ in POSSESSIVE or token.lower_.endswith("self"):
        return False
    root = discourse.root(draft)
    if token.dep_ not in SUBJECTS and clause_subject(token) == root:
        return True
    governor = token.head.head if token.dep_ == "pobj" else token.head
    other = root.head.head if root.dep_ == "pobj" else root.head
    return governor == other and root.dep_ not in {"conj", "appos", "advcl"}


def barred(discourse: Discourse, token: Token) -> Referent | None:
    """Who does what is done to a pronoun: an object is never its own clause's subject."""
    if token.dep_ in SUBJECTS or (token.lower_ in POSSESSIVE and token.dep_ == "poss") or token.lower_.endswith("self"):
        return None
    while token.dep_ == "poss" and token.lower_ not in POSSESSIVE and token.head != token:
        token = token.head
    subject = clause_subject(token) if token.dep_ not in SUBJECTS else None
    draft = discourse.by_token.get(subject.i) if subject is not None else None
    return draft.referent if draft is not None else None


def clause_subject(token: Token) -> Token | None:
    """The subject of the clause that a word is in, also where verbs share one."""
    verb = token.head
    for _ in range(6):
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if subject is not None and subject != token:
            return subject
        if verb.head == verb:
            return None
        verb = verb.head
    return None


def relative_head(token: Token) -> Token | None:
    """The noun that a relative clause is about, where "who" or "that" is its subject: "the Russian who gave his name"."""
    subject = clause_subject(token)
    if subject is None or subject.tag_ not in {"WP", "WDT"} or subject.head.dep_ != "relcl" or subject.i > token.i:
        return None
    return subject.head.head


def subjects_before(discourse: Discourse, index: int) -> list[Token]:
    """Subjects of clauses before a token: in its sentence nearest first, then in the one before from its start."""
    number = discourse.sentence_of(index)
    if number < 0:
        return []
    first = discourse.sentences[max(0, number - 1)]
    tokens = [discourse.frame.token(i) for i in range(first, index) if discourse.holds(i)]
    own = discourse.sentences[number]
    here = [t for t in reversed(tokens) if t.i >= own and t.dep_ in SUBJECTS]
    previous = [t for t in tokens if t.i < own and t.dep_ in SUBJECTS]
    return here + previous


def subject_to_come(discourse: Discourse, token: Token) -> Draft | None:
    """The subject that a pronoun in a fronted phrase or clause looks forward to: "In his speech, President X …"."""
    inner = token
    for _ in range(8):
        outer = inner.head
        if outer == inner:
            return None
        if inner.dep_ in {"prep", "advcl", "npadvmod"} and inner.i < outer.i and outer.pos_ in {"VERB", "AUX"}:
            subject = next((child for child in outer.children if child.dep_ in SUBJECTS and child.i > token.i), None)
            if subject is not None and inner.i < subject.i:
                return discourse.by_token.get(subject.i)
            beside = discourse.by_token.get(outer.i - 1)
            return beside if beside is not None and beside.start > token.i else None
        inner = outer
    return None


def objects_of(verb: Token, links: frozenset[str] = frozenset({"with"})) -> list[Token]:
    """The direct objects of a verb and what hangs on it by one of some prepositions, in text order."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in {"dobj", "dative"}:
            found.append(child)
        elif child.dep_ in {"prep", "agent"} and child.lower_ in links:
            found.extend(grandchild for grandchild in child.children if grandchild.dep_ == "pobj")
    return found
