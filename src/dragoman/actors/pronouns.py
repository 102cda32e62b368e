"""Pronouns: he, she, they, it and their possessives by salience and syntax; I and we by who is speaking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.discourse import SUBJECTS, Discourse, pair
from dragoman.actors.referents import Draft, Referent
from dragoman.actors.speakers import Quoted
from dragoman.actors.word_sets import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
MANY = frozenset({"they", "them", "their", "theirs", "themselves"})
THING = frozenset({"it", "its", "itself"})
FIRST = frozenset({"i", "me", "my", "mine", "myself"})
FIRST_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})
_POSSESSIVE = frozenset({"his", "her", "their", "its"})
_EMPTY_VERBS = word_set("pronouns.empty_verbs")
_REACH = 3
_GENDER = {("m", "m"): 0.6, ("m", ""): 0.0, ("f", "f"): 1.0, ("f", ""): -1.0}
"""What knowing, or not knowing, a person's gender is worth: most persons in the news of states are men."""
_ADDRESSING = word_set("pronouns.addressing")


def third_person(discourse: Discourse, index: int, quoted: Quoted | None) -> tuple[Referent, str] | None:
    """Whom a pronoun of the third person at a token stands for, with the reason; None where that is not clear."""
    word = discourse.frame.lower[index]
    if word in MALE or word in FEMALE:
        return _person(discourse, index, "f" if word in FEMALE else "m", quoted)
    if word in MANY:
        return _many(discourse, index)
    if word in THING and not pleonastic(discourse.frame.token(index)):
        return _thing(discourse, index)
    return None


def pleonastic(token: Token) -> bool:
    """Whether "it" stands for nothing: "it is clear that", "it seems", "made it possible to"."""
    if token.lower_ != "it":
        return False
    head = token.head
    if token.dep_ == "expl":
        return True
    if token.dep_ not in SUBJECTS and not _behind_preposition(token):
        return True
    if token.dep_ in SUBJECTS and head.lemma_ in _EMPTY_VERBS:
        kinds = {child.dep_ for child in head.children}
        return bool(kinds & {"ccomp", "xcomp", "csubj", "acomp", "advcl", "attr"}) or head.lemma_ in {
            "be",
            "seem",
            "appear",
            "happen",
        }
    if token.dep_ in SUBJECTS and head.dep_ in {"ccomp", "xcomp", "ROOT"} and head.tag_ == "VBN":
        return any(child.dep_ in {"ccomp", "xcomp", "csubj"} for child in head.children)
    return token.dep_ == "nsubj" and head.lemma_ in {"make", "find", "consider", "think"} and token.i > head.i


def _behind_preposition(token: Token) -> bool:
    """Whether a pronoun is the partner of an act ("with it", "against it"); a bare object is too often a thing."""
    return token.dep_ == "pobj" and token.head.lower_ in {"with", "against", "between", "by", "to", "from"}


def _person(discourse: Discourse, index: int, gender: str, quoted: Quoted | None) -> tuple[Referent, str] | None:
    token = discourse.frame.token(index)
    speaker = discourse.by_token.get(quoted.speaker) if quoted is not None and quoted.speaker is not None else None
    barred = _barred(discourse, token)
    scores: dict[int, tuple[float, Referent]] = {}
    for distance, draft in discourse.before(index, _REACH):
        referent = draft.referent
        if referent is barred:
            continue
        if referent.kind != "person" or referent.plural or (referent.gender and referent.gender != gender):
            continue
        if (speaker is not None and speaker.referent is referent) or _same_clause(discourse, draft, token):
            continue
        score = _salience(discourse, draft, token, distance) + _GENDER[gender, referent.gender]
        held = scores.get(id(referent))
        if held is None or held[0] < score:
            scores[id(referent)] = (score + (0.3 if held else 0.0), referent)
        else:
            scores[id(referent)] = (held[0] + 0.3, referent)
    best = _clear(scores, 0.25)
    return (best, f"pronoun: nearest fitting person, {best.name}") if best is not None else None


def _salience(discourse: Discourse, draft: Draft, token: Token, distance: int) -> float:
    score = 4.0 - 1.3 * distance
    if discourse.is_subject(draft):
        score += 1.5
    elif discourse.clause_role(draft) in {"poss", "compound", "nmod"}:
        score -= 0.6
    elif discourse.clause_role(draft) == "pobj":
        score -= 0.3
    if distance == 0 and token.lower_ in _POSSESSIVE and token.i - draft.end <= 2:
        score += 0.8
    return score


def _clear(scores: dict[int, tuple[float, Referent]], margin: float) -> Referent | None:
    """The referent with the best score if the next one is clearly behind."""
    ranked = sorted(scores.values(), key=lambda item: -item[0])
    if not ranked or ranked[0][0] < 0.5 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < margin):
        return None
    return ranked[0][1]


def _same_clause(discourse: Discourse, draft: Draft, token: Token) -> bool:
    """Whether a mention and a pronoun are arguments of one verb, so that they cannot be the same."""
    if token.lower_ in _POSSESSIVE or token.lower_.endswith("self"):
        return False
    root = discourse.root(draft)
    if token.dep_ not in SUBJECTS and _clause_subject(token) == root:
        return True
    governor = token.head.head if token.dep_ == "pobj" else token.head
    other = root.head.head if root.dep_ == "pobj" else root.head
    return governor == other and root.dep_ not in {"conj", "appos", "advcl"}


def _barred(discourse: Discourse, token: Token) -> Referent | None:
    """Who does what is done to a pronoun: an object is never its own clause's subject."""
    if token.dep_ in SUBJECTS or (token.lower_ in _POSSESSIVE and token.dep_ == "poss") or token.lower_.endswith("self"):
        return None
    subject = _clause_subject(token)
    draft = discourse.by_token.get(subject.i) if subject is not None else None
    return draft.referent if draft is not None else None


def _clause_subject(token: Token) -> Token | None:
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


def _many(discourse: Discourse, index: int) -> tuple[Referent, str] | None:
    """The plural or joined subject nearest before, in the same sentence or one of the two before."""
    token = discourse.frame.token(index)
    scores: dict[int, tuple[float, Referent]] = {}
    joined: set[int] = set()
    blocked = _plural_stranger(discourse, index)
    for distance, draft in discourse.before(index, 2):
        if id(draft) in joined or _same_clause(discourse, draft, token):
            continue
        if draft.start < blocked:
            break
        group = discourse.joined(draft)
        referent: Referent | None = draft.referent if draft.referent.plural else None
        if len(group) > 1:
            joined.update(id(member) for member in group)
            referent = pair(discourse.frame, group, "joined by and")
        if referent is None or not referent.codes:
            continue
        scores[id(referent)] = (_salience(discourse, draft, token, distance), referent)
    best = _clear(scores, 0.25)
    return (best, f"pronoun: nearest several, {best.name}") if best is not None else None


def _plural_stranger(discourse: Discourse, index: int) -> int:
    """Where the nearest plural subject stands that is no actor known; antecedents before it are out of reach."""
    for subject in _subjects_before(discourse, index):
        if subject.i not in discourse.by_token and subject.tag_ in {"NNS", "NNPS"}:
            return subject.i
    return -1


def _thing(discourse: Discourse, index: int) -> tuple[Referent, str] | None:
    """The nearest subject before that is no person; a subject that is no actor blocks."""
    token = discourse.frame.token(index)
    if token.lower_ == "its":
        owner = _owner_before(discourse, index)
        if owner is not None:
            return owner, f"pronoun: belongs to {owner.name}"
    warned = _one_addressed(discourse, token)
    if warned is not None:
        return warned, f"pronoun: the one addressed, {warned.name}"
    for subject in _subjects_before(discourse, index):
        noun = subject.head.head if subject.tag_ in {"WDT", "WP"} else subject
        draft = discourse.by_token.get(noun.i)
        if draft is None and noun != subject:
            return None
        if draft is None:
            if subject.pos_ == "PRON" or subject.tag_ in {"NNS", "NNPS"} or subject.ent_type_ == "PERSON":
                continue
            return None
        referent = draft.referent
        if referent.kind == "person" or referent.plural or referent.members or _same_clause(discourse, draft, token):
            continue
        if not draft.acting:
            return None
        return referent, f"pronoun: subject before, {referent.name}"
    return None


def _one_addressed(discourse: Discourse, token: Token) -> Referent | None:
    """In "warned Iraq of strikes if it …" the pronoun is the one warned, not the one who warns."""
    verb = token.head
    for _ in range(4):
        if verb.head == verb:
            return None
        verb = verb.head
        if verb.lemma_ in _ADDRESSING and verb.i < token.i:
            for child in verb.children:
                draft = discourse.by_token.get(child.i) if child.dep_ in {"dobj", "nsubj"} and verb.i < child.i < token.i else None
                if draft is not None and draft.referent.kind != "person" and not draft.referent.plural and not draft.referent.members:
                    return draft.referent
    return None


def _owner_before(discourse: Discourse, index: int) -> Referent | None:
    """For "its": the state or body right before ("Iran and its allies"), or the only one in the clause."""
    found: list[Referent] = []
    for distance, draft in discourse.before(index, 0):
        referent = draft.referent
        if distance or referent.kind == "person" or referent.plural or referent.members or not draft.acting:
            continue
        if index - draft.end <= 1:
            return referent
        if discourse.is_place(draft):
            continue
        if referent not in found:
            found.append(referent)
    subjects = [d.referent for _, d in discourse.before(index, 0) if d.referent in found and discourse.is_subject(d)]
    if subjects:
        return subjects[0]
    return found[0] if len({referent.code for referent in found}) == 1 else None


def _subjects_before(discourse: Discourse, index: int) -> list[Token]:
    """Subjects of clauses before a token, nearest first, in its sentence and the one before."""
    number = discourse.sentence_of(index)
    if number < 0:
        return []
    first = discourse.sentences[max(0, number - 1)]
    tokens = [discourse.frame.token(i) for i in range(first, index) if discourse.frame.kinds[i] == "body"]
    own = discourse.sentences[number]
    here = [t for t in reversed(tokens) if t.i >= own and t.dep_ in SUBJECTS]
    previous = [t for t in tokens if t.i < own and t.dep_ in SUBJECTS]
    return here + previous


def speaking(discourse: Discourse, index: int, quoted: Quoted) -> tuple[Referent, str] | None:
    """Whom "I", "we" and the like inside quotation marks stand for: the speaker, or whom he speaks for."""
    speaker = discourse.by_token.get(quoted.speaker) if quoted.speaker is not None else None
    if speaker is None or not speaker.acting:
        return None
    word = discourse.frame.lower[index]
    if word in FIRST and speaker.referent.kind != "person":
        return None
    return speaker.referent, f"speaker of the quotation: {speaker.referent.name}"
