"""It and its: the state or body that acts before; "it" that stands for nothing or for a thing is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.coreference.clauses import same_clause, subject_to_come, subjects_before
from dragoman.actors.coreference.discourse import SUBJECTS, Discourse
from dragoman.actors.mentions.referents import Draft, Referent
from dragoman.actors.words.word_sets import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_EMPTY_VERBS = word_set("things.empty_verbs")
_ADDRESSING = word_set("things.addressing")
_DONE_TO_ACTORS = word_set("things.done_to_actors")
"""What is done to states and bodies rather than to things: their object "it" is one of them."""
_OF_THINGS = word_set("things.of_things")
"""What things do and states do not: the subject "it" of these is none."""
_SAYING = frozenset({"say", "announce", "declare", "claim", "insist", "warn", "add", "state", "report", "promise", "vow", "deny", "admit"})
_BESIDE = frozenset({"and", "or", "with", "for", "over", "from", "against", ",", "'s"})
"""What may stand between an owner and "its": "Iran and its allies", "thanked Iran for its help"."""
_PARTNERS = frozenset({"with", "against", "between", "by", "to", "from"})


def pleonastic(token: Token) -> bool:
    """Whether "it" stands for nothing or most likely for a thing: "it is clear that", "it seems", "made it possible to"."""
    if token.lower_ != "it":
        return False
    head = token.head
    if token.dep_ == "expl":
        return True
    if token.dep_ not in SUBJECTS:
        return not ((token.dep_ == "pobj" and head.lower_ in _PARTNERS) or (token.dep_ == "dobj" and head.lemma_ in _DONE_TO_ACTORS))
    if head.lemma_ in _OF_THINGS:
        return True
    if head.lemma_ in _EMPTY_VERBS:
        kinds = {child.dep_ for child in head.children}
        return bool(kinds & {"ccomp", "xcomp", "csubj", "acomp", "advcl", "attr"}) or head.lemma_ in {
            "be",
            "seem",
            "appear",
            "happen",
        }
    if head.dep_ in {"ccomp", "xcomp", "ROOT"} and any(child.dep_ == "auxpass" for child in head.children):
        return any(child.dep_ in {"ccomp", "xcomp", "csubj"} for child in head.children)
    return token.dep_ == "nsubj" and head.lemma_ in {"make", "find", "consider", "think"} and token.i > head.i


def it(discourse: Discourse, index: int) -> tuple[Referent, str] | None:
    """The nearest subject before that is no person; a subject that is no actor blocks."""
    token = discourse.frame.token(index)
    if token.lower_ == "its":
        if _describes_thing(discourse, token) or _beside_stranger(discourse, index):
            return None
        return _its(discourse, index) or _subject(discourse, token)
    warned = _one_addressed(discourse, token)
    if warned is not None:
        return warned, f"pronoun: the one addressed, {warned.name}"
    return _subject(discourse, token)


def _is_thing(draft: Draft) -> bool:
    """Whether "it" can stand for a mention: one state, body or group."""
    referent = draft.referent
    return referent.kind != "person" and not referent.plural and len(draft.all_codes()) < 2


def _subject(discourse: Discourse, token: Token) -> tuple[Referent, str] | None:
    said = _speaker_of(discourse, token)
    if said is not None:
        return said, f"pronoun: who says it, {said.name}"
    done_to: list[Token] = []
    for subject in subjects_before(discourse, token.i):
        noun = subject.head.head if subject.tag_ in {"WDT", "WP"} else subject
        draft = discourse.by_token.get(noun.i)
        if draft is None and (noun != subject or not _passes(subject)):
            return None
        if draft is None:
            continue
        if not _is_thing(draft) or same_clause(discourse, draft, token):
            continue
        if not draft.acting:
            return None
        if _is_own(discourse, token, draft.referent):
            done_to.append(subject)
            continue
        return draft.referent, f"pronoun: subject before, {draft.referent.name}"
    return _object(discourse, done_to)


def _speaker_of(discourse: Discourse, token: Token) -> Referent | None:
    """The state or body that says what a clause with "it" as its subject tells: "The regime … has said it will come"."""
    verb = token.head
    if token.dep_ not in SUBJECTS or verb.dep_ != "ccomp" or verb.head.lemma_ not in _SAYING or verb.head.i > token.i:
        return None
    subject = next((child for child in verb.head.children if child.dep_ in SUBJECTS), None)
    draft = discourse.by_token.get(subject.i) if subject is not None else None
    return draft.referent if draft is not None and draft.acting and _is_thing(draft) and draft.referent.code else None


def _passes(subject: Token) -> bool:
    """Whether a subject that is no actor cannot be meant by "it" and so does not stand in the way."""
    return subject.pos_ == "PRON" or subject.tag_ in {"NNS", "NNPS"} or subject.ent_type_ == "PERSON"


def _is_own(discourse: Discourse, token: Token, referent: Referent) -> bool:
    """Whether a referent does what is done to the pronoun, so that it is not the one meant."""
    if token.dep_ in SUBJECTS:
        return False
    verb = token.head.head if token.dep_ == "pobj" else token.head
    if token.lower_ == "its":
        verb = token.head.head if token.head.dep_ == "attr" else token.head
    for child in verb.children:
        draft = discourse.by_token.get(child.i) if child.dep_ in SUBJECTS else None
        if draft is not None and draft.referent.code == referent.code:
            return True
    return False


def _object(discourse: Discourse, subjects: list[Token]) -> tuple[Referent, str] | None:
    """Where the subject before is the doer here as well, the one to whom something was done there."""
    for subject in subjects:
        for child in subject.head.children:
            draft = discourse.by_token.get(child.i) if child.dep_ == "dobj" else None
            if draft is not None and draft.acting and _is_thing(draft) and draft.referent.code:
                return draft.referent, f"pronoun: object before, {draft.referent.name}"
    return None


def _its(discourse: Discourse, index: int) -> tuple[Referent, str] | None:
    token = discourse.frame.token(index)
    asked = _one_addressed(discourse, token, infinitive=True) or _to_act(discourse, index)
    if asked is not None:
        return asked, f"pronoun: the one who is to act, {asked.name}"
    holder = _holder_of_phrase(discourse, token)
    if holder is not None:
        return holder, f"pronoun: belongs to {holder.name}"
    owner = _owner_before(discourse, index)
    if owner is not None and not _is_predicate_of(discourse, token, owner):
        return owner, f"pronoun: belongs to {owner.name}"
    ahead = subject_to_come(discourse, token)
    if owner is None and ahead is not None and _is_thing(ahead) and ahead.acting and ahead.referent.code:
        return ahead.referent, f"pronoun: looks forward to {ahead.referent.name}"
    return None


def _is_predicate_of(discourse: Discourse, token: Token, referent: Referent) -> bool:
    """Whether "its" is in what its own clause's subject is said to be: "The kingdom is its last friend"."""
    return token.head.dep_ == "attr" and _is_own(discourse, token, referent)


def _one_addressed(discourse: Discourse, token: Token, infinitive: bool = False) -> Referent | None:
    """In "warned Iraq of strikes if it …" the pronoun is the one warned; ``infinitive``: only in "asked Iraq to open its …"."""
    verb = token.head
    for _ in range(4):
        if verb.head == verb:
            return None
        below, verb = verb, verb.head
        if verb.lemma_ not in _ADDRESSING or verb.i > token.i:
            continue
        if infinitive and not (below.dep_ in {"xcomp", "ccomp", "advcl"} and any(child.lower_ == "to" for child in below.children)):
            continue
        for child in [*verb.children, *(below.children if infinitive else ())]:
            draft = discourse.by_token.get(child.i) if child.dep_ in {"dobj", "nsubj"} and verb.i < child.i < token.i else None
            if draft is not None and _is_thing(draft):
                return draft.referent
    return None


def _beside_stranger(discourse: Discourse, index: int) -> bool:
    """Whether "its" belongs to a noun of no known actor right before it: "the crew and its captain"."""
    if index < 2 or discourse.frame.lower[index - 1] not in {"and", "or"} or index - 2 in discourse.by_token:
        return False
    return discourse.frame.token(index - 2).tag_ in {"NN", "NNP"}


def _describes_thing(discourse: Discourse, token: Token) -> bool:
    """Whether "its" is in a participle phrase about a thing: "a rifle famed for its range"."""
    inner = token.head
    for _ in range(4):
        if inner.dep_ == "acl" and inner.tag_ in {"VBN", "VBG"}:
            own = any(child.dep_ in SUBJECTS for child in inner.children)
            return not own and inner.head.i not in discourse.by_token and inner.head.i < token.i
        if inner.head == inner:
            return False
        inner = inner.head
    return False


def _holder_of_phrase(discourse: Discourse, token: Token) -> Referent | None:
    """The owner of the noun phrase that "its" is inside of: "the country's celebration of its holiday"."""
    noun = token.head
    for _ in range(4):
        if noun.dep_ != "pobj" or noun.head.lower_ not in {"of", "on", "against", "in"} or noun.head.head.pos_ != "NOUN":
            return None
        noun = noun.head.head
        owner = next((child for child in noun.children if child.dep_ == "poss" and child.i < token.i), None)
        draft = discourse.by_token.get(owner.i) if owner is not None else None
        if draft is not None and _is_thing(draft):
            return draft.referent
    return None


def _to_act(discourse: Discourse, index: int) -> Referent | None:
    """Whose act an infinitive before "its" is: "a move by Iran to secure its allies", "pressure on Iran to open its plants"."""
    frame = discourse.frame
    for place in range(index - 1, max(index - 8, 0), -1):
        if frame.token(place).is_sent_start:
            return None
        if frame.lower[place] == "to" and frame.token(place).tag_ == "TO":
            draft = discourse.by_token.get(place - 1)
            if draft is None or not _is_thing(draft) or not draft.referent.code:
                return None
            before = draft.start - 1 - (draft.start > 1 and frame.lower[draft.start - 1] == "the")
            return draft.referent if before >= 0 and frame.lower[before] in {"by", "for", "on"} else None
    return None


def _owner_before(discourse: Discourse, index: int) -> Referent | None:
    """For "its": the state or body right before ("Iran and its allies"), or the only one in the clause."""
    found: list[Referent] = []
    for distance, draft in discourse.before(index, 0):
        if distance or not _is_thing(draft) or not draft.acting:
            continue
        if index - draft.end == 0 or (index - draft.end == 1 and discourse.frame.lower[draft.end] in _BESIDE):
            return draft.referent
        if not discourse.is_place(draft) and draft.referent not in found:
            found.append(draft.referent)
    subjects = [d.referent for _, d in discourse.before(index, 0) if d.referent in found and discourse.is_subject(d)]
    if subjects:
        return subjects[0]
    return found[0] if len({referent.code for referent in found}) == 1 else None
