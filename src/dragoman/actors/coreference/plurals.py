"""Words for several at once: they, each other, both, the two leaders, the pair, the former and the latter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.coreference.clauses import (
    Scores,
    barred,
    clause_subject,
    clear,
    note,
    objects_of,
    salience,
    same_clause,
    subjects_before,
)
from dragoman.actors.coreference.discourse import SUBJECTS, Discourse, pair, together
from dragoman.actors.coreference.strangers import people_between, plural_between, plural_subject
from dragoman.actors.mentions.referents import Draft, Referent
from dragoman.actors.words.word_sets import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

Answer = tuple[Referent, str]
_MEETING = word_set("plurals.meeting")
"""Verbs whose subject and object do it together."""
_SHARED = word_set("plurals.shared")
"""What two have in common: "their border"."""
_FAR = 9
_ORDERING = frozenset({"ask", "urge", "tell", "press", "call", "order", "invite", "allow", "want", "warn"})


def they(discourse: Discourse, index: int) -> Answer | None:
    """The plural or joined mention that stands out before, in the same sentence or one of the two before."""
    token = discourse.frame.token(index)
    scores: Scores = {}
    joined: set[int] = set()
    stranger = plural_subject(discourse, subjects_before(discourse, index))
    out = barred(discourse, token)
    for distance, draft in discourse.before(index, 2):
        if id(draft) in joined or same_clause(discourse, draft, token) or draft.referent is out:
            continue
        if stranger is not None and (draft.start < stranger.i or not discourse.is_subject(draft)):
            continue
        group = [one for one in discourse.joined(draft) if one.start < index]
        if any(one.referent is out for one in group):
            joined.update(id(member) for member in group)
            continue
        referent = together(draft)
        if referent is None and draft.referent.kind == "group" and discourse.is_subject(draft):
            referent = draft.referent
        if len(group) > 1:
            joined.update(id(member) for member in group)
            referent = pair(discourse.frame, group, "joined by and")
        if referent is not None and referent.codes and not discourse.is_place(draft):
            own = discourse.is_subject(draft) and clause_subject(token) in {discourse.root(one) for one in group}
            note(scores, salience(discourse, draft, token, distance) + (0.8 if own else 0.0), referent)
    best = clear(scores, 0.25)
    if best is not None and best.plural and _people_between(discourse, index, best):
        return None
    if best is not None:
        return best, f"pronoun: nearest several, {best.name}"
    return _parted(discourse, token) if not scores and stranger is None else None


def _people_between(discourse: Discourse, index: int, best: Referent) -> bool:
    """Whether people of no known actor stand nearer to a pronoun, in its own sentence, than the several who are its best."""
    start = discourse.sentences[discourse.sentence_of(index)]
    last = max((d.end for _, d in discourse.before(index, 0) if set(d.all_codes()) & set(best.codes)), default=start)
    return people_between(discourse, last, index)


def _parted(discourse: Discourse, token: Token) -> Answer | None:
    """Two who stand apart: "X met Y. They …", "A protested to B over their border"."""
    number = discourse.sentence_of(token.i)
    if token.lower_ == "their" and token.head.lemma_ in _SHARED:
        verb = clause_subject(token)
        here = _two_sides(discourse, verb.head, token.i, frozenset({"with", "to", "of", "from", "against"})) if verb is not None else None
        if here is not None:
            return here
    if number < 1:
        return None
    start, stop = discourse.sentences[number - 1], discourse.sentences[number]
    if token.dep_ != "nsubj" or plural_between(discourse, start, stop):
        return None
    verbs = [discourse.frame.token(i) for i in range(start, stop) if discourse.frame.token(i).lemma_ in _MEETING]
    found = [answer for answer in (_two_sides(discourse, verb, stop, frozenset({"with"})) for verb in verbs) if answer is not None]
    return found[0] if len(found) == 1 else None


def _two_sides(discourse: Discourse, verb: Token, before: int, links: frozenset[str]) -> Answer | None:
    """The subject of a verb and its one partner, if each stands for another state or body."""
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if subject is None or subject.i not in discourse.by_token:
        return None
    partners = [discourse.by_token.get(noun.i) for noun in objects_of(verb, links) if noun.i < before]
    known = [partner for partner in partners if partner is not None and partner.all_codes()]
    if len(known) != 1 or len(partners) != 1 or len(discourse.by_token[subject.i].all_codes()) != 1:
        return None
    referent = pair(discourse.frame, [discourse.by_token[subject.i], known[0]], "one does it with the other")
    return (referent, f"pronoun: the two of whom the clause tells, {referent.name}") if referent is not None else None


def reciprocal(discourse: Discourse, index: int) -> Answer | None:
    """ "each other", "one another": the several who are the subject of the clause."""
    subject = clause_subject(discourse.frame.token(index))
    if subject is None or subject.i > index:
        return None
    draft = discourse.by_token.get(subject.i)
    if draft is None:
        return None
    group = discourse.joined(draft)
    referent = pair(discourse.frame, group, "joined by and") if len(group) > 1 else together(draft)
    if referent is None or len(referent.codes) < 2:
        return None
    return referent, f"each of {referent.name}"


def ordinal(discourse: Discourse, index: int) -> Answer | None:
    """ "the former", "the latter" without a noun: the first or second of the two named together last."""
    frame = discourse.frame
    token = frame.token(index)
    following = frame.token(index + 1) if index + 1 < len(frame.words) else None
    if following is not None and not following.is_punct and following.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"}:
        return None
    if token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss"}:
        return None
    for distance in range(3):
        row = [d for gap, d in discourse.before(index, distance) if gap == distance][::-1]
        series = next((group for group in (discourse.joined(draft) for draft in row) if len(group) > 1), None)
        if series is None:
            series = [d for d in row if d.acting and d.all_codes() and discourse.root(d).dep_ in SUBJECTS | {"dobj", "pobj"}]
        referents = list(dict.fromkeys(draft.referent for draft in series))
        if len(referents) == 2:
            chosen = referents[frame.lower[index] == "latter"]
            return chosen, f"the {frame.lower[index]} of {referents[0].name} and {referents[1].name}"
        if len(referents) > 2:
            return None
    return None


def several(discourse: Discourse, index: int, number: int, persons: bool, reach: int = _FAR) -> Answer | None:
    """So many states or persons as were named together last, or in the sentences before; None if more come into view."""
    out = _ordered_by(discourse, index)
    alike = _same_state(discourse, index, number)
    if alike is not None:
        return alike
    for _, draft in discourse.before(index, 3):
        if len(draft.referent.members) == number and (not persons or draft.referent.sector == "GOV"):
            return _group(draft.referent.members, f"named together: {draft.referent.name}", draft.referent.name)
    gathered: list[Draft] = []
    for distance in range(reach):
        row = [d for gap, d in discourse.before(index, distance) if gap == distance and d.acting and not _only_place(discourse, d)]
        gathered.extend(d for d in row if d.all_codes() and d.referent is not out and (leads(d.referent) or not persons))
        codes = list(dict.fromkeys(code for d in gathered for code in d.all_codes() if discourse.frame.registry.state(code) is not None))
        if len(codes) == number:
            chosen = list(dict.fromkeys(next(d for d in gathered if code in d.all_codes()) for code in codes))
            referent = pair(discourse.frame, chosen[::-1], "those named before")
            return (referent, f"those named before: {referent.name}") if referent is not None else None
        if len(codes) > number:
            return _main(discourse, codes) if number == 2 else None
    return None


def _same_state(discourse: Discourse, index: int, number: int) -> Answer | None:
    """So many persons of one state who act together in the sentence before: "Both" after "Senators A and B met"."""
    for distance, draft in discourse.before(index, 1):
        group = discourse.joined(draft) if distance == 1 and discourse.is_subject(draft) and draft.referent.kind == "person" else []
        codes = {code for one in group for code in one.all_codes()}
        if len({id(one.referent) for one in group}) == number and len(codes) == 1:
            names = " and ".join(dict.fromkeys(one.referent.name for one in sorted(group, key=lambda d: d.start)))
            return Referent("group", names, codes.pop(), plural=True), f"those named together: {names}"
    return None


def bodies(discourse: Discourse, index: int, number: int) -> Answer | None:
    """ "both organisations": so many bodies, no states, as were named last."""
    gathered: list[Draft] = []
    for distance in range(4):
        row = [d for gap, d in discourse.before(index, distance) if gap == distance and d.referent.kind in {"organisation", "group"}]
        gathered.extend(d for d in row if d.referent.code and not d.referent.members)
        referents = list(dict.fromkeys(d.referent.name for d in gathered))
        if len(referents) == number:
            referent = pair(discourse.frame, gathered[::-1], "the bodies named before")
            return (referent, f"the bodies named before: {referent.name}") if referent is not None else None
        if len(referents) > number:
            return None
    return None


def all_before(discourse: Discourse, index: int) -> Answer | None:
    """ "the long-allied countries": all the states that the sentence before names as acting, if there are several."""
    for distance in range(1, 3):
        row = [d for gap, d in discourse.before(index, distance) if gap == distance and d.acting and not _only_place(discourse, d)]
        codes = list(dict.fromkeys(c for d in row[::-1] for c in d.all_codes() if discourse.frame.registry.state(c) is not None))
        if len(codes) > 1:
            return _group(tuple(codes), "all the states named before", " and ".join(codes))
        if codes:
            break
    return None


def _ordered_by(discourse: Discourse, index: int) -> Referent | None:
    """Who asks, tells or orders those meant, and so is none of them: "Egypt asked both sides to stop"."""
    token = discourse.frame.token(index)
    while token.dep_ not in SUBJECTS | {"dobj"} and token.head != token and token.head.pos_ in {"NOUN", "PROPN"}:
        token = token.head
    verb = token.head
    if token.dep_ in SUBJECTS and verb.dep_ in {"ccomp", "xcomp"} and any(child.lower_ == "to" for child in verb.children):
        verb = verb.head
    elif token.dep_ != "dobj":
        return None
    if verb.lemma_ not in _ORDERING:
        return None
    draft = next((discourse.by_token[c.i] for c in verb.children if c.dep_ in SUBJECTS and c.i in discourse.by_token), None)
    return draft.referent if draft is not None else None


def other_than(discourse: Discourse, index: int, one: Referent) -> Referent | None:
    """The one other state of which the sentences before speak, seen from one party."""
    for distance in range(4):
        row = [d for gap, d in discourse.before(index, distance) if gap == distance]
        codes = {code for d in row for code in d.all_codes() if discourse.frame.registry.state(code) is not None} - {one.code}
        if len(codes) == 1:
            code = codes.pop()
            state = discourse.frame.registry.state(code)
            return Referent("state", state.name if state is not None else code, code)
        if codes:
            return None
    return None


def with_other(discourse: Discourse, index: int, one: Referent) -> Answer | None:
    """A party and the other one of which the text speaks, where a word like "bilateral" says that there are two."""
    found = several(discourse, index, 2, persons=False)
    if found is not None and one.code in found[0].codes:
        return found
    other = other_than(discourse, index, one)
    if other is None or one.code is None or other.code is None:
        return None
    return _group((one.code, other.code), f"{one.name} and the other one spoken of", f"{one.name} and {other.name}")


def leads(referent: Referent) -> bool:
    """Whether a referent is one person who may be one of "the two leaders": no spokesman, aide or unnamed official."""
    office = (referent.office or "").lower()
    lesser = ("spokes", "aide", "advis", "official", "member", "reporter", "journalist", "negotiator")
    return referent.kind == "person" and not referent.plural and not any(word in office for word in lesser)


def _main(discourse: Discourse, codes: list[str]) -> Answer | None:
    """Of several states named before, the two that the text is about, if they stand out."""
    counts = discourse.frame.states.most_common(3)
    if len(counts) < 2 or (len(counts) == 3 and counts[1][1] < 2 * counts[2][1]):
        return None
    main = tuple(code for code, _ in counts[:2])
    return _group(main, "the two states that the text is about", " and ".join(main)) if set(main) <= set(codes) else None


def _group(codes: tuple[str, ...], reason: str, name: str) -> Answer:
    return Referent("group", name, None, None, plural=True, members=codes, reason=reason), reason


def _only_place(discourse: Discourse, draft: Draft) -> bool:
    return draft.referent.kind == "state" and discourse.is_place(draft)
