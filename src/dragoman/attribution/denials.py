"""Whose truth somebody denies: the stretches of text that one side tells and another says did not happen.

A denial has its target in its own content ("denied that it had shipped arms", "denied a report that ..."), in the clause that it hangs on
("..., which Algiers denies", "..., a claim that Kyiv rejected"), or in what somebody else said before ("denies the charge", "called the
report baseless"). Denials without a verb of denial are in ``contradictions.py``.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.attribution.cues import lexicon, words
from dragoman.attribution.disclaimers import disclaimed_acts
from dragoman.attribution.page import Page, word_span
from dragoman.attribution.sources import agent_of, is_negated, is_passive, owner_of, subject_of
from dragoman.attribution.speakers import Speakers
from dragoman.model import Actor, Attribution, Span, Stance

CLAIMS: frozenset[Stance | None] = frozenset({"asserted", "accused", None})
_ANAPHORS = {"it", "this", "that", "them", "these", "those", "which", "everything", "all"}
_VERDICTS = {"call", "describe", "dismiss", "brand", "label", "term", "denounce", "brush"}
_CLAUSES = {"ccomp", "xcomp", "acl", "advcl", "relcl", "pcomp", "csubj"}
_FAR = 900
"""How many characters before its denial a claim may end."""
REACH = 4
"""How many attributions back a claim may stand that is denied without being told again."""


@dataclass(frozen=True, slots=True)
class Denial:
    """What is denied, by whom, and the words that name the denier."""

    denied: tuple[Span, ...]
    actor: Actor
    span: Span | None
    claimant: Actor | None = None
    """Who tells what is denied, where the denial says so ("denied a report by X that ...")."""
    told_by: frozenset[str] = frozenset()
    """The codes of those whose words the denial takes up: of their own acts they are the better witness."""
    words: Span | None = None
    """The verb that denies: what it states is the denial, which nobody denies with it."""
    account: bool = False
    """Whether somebody's account is denied: acts in which the denier took part itself are told otherwise, not denied."""
    own_acts: bool = False
    """Whether only acts of the denier are denied: "denied any role in the attack", "denied the accusations"."""


def find_denials(page: Page, attributions: Sequence[Attribution], speakers: Speakers) -> tuple[Denial, ...]:
    """The denials of the page, in text order. ``attributions`` are those of the page, in text order; ``speakers`` has resolved none yet."""
    found = []
    for verb in page.doc:
        if page.paragraph_of(verb.idx) is None:
            continue
        if verb.pos_ not in {"VERB", "AUX"} or not _may_deny(verb):
            continue
        actor, span = _denier(page, verb, attribution_at(attributions, verb), speakers)
        if actor is not None and (acts := disclaimed_acts(page, verb, object_of(verb))):
            found.append(Denial(acts, actor, span, words=word_span(verb), own_acts=True))
            continue
        claims = [one for one in attributions if one.stance in CLAIMS and not is_same(one.quote.speaker, actor)]
        target = _target(page, verb, claims) if actor is not None else None
        if actor is not None and target:
            found.append(
                Denial(
                    target,
                    actor,
                    span,
                    claimant=_claimant(verb, speakers) or _as_told(verb, speakers),
                    told_by=_tellers(page, claims, verb, target),
                    words=word_span(verb),
                    account=_is_account(page, verb, target),
                    own_acts=_is_plural(verb, target),
                )
            )
    return tuple(found)


def denials_of(doc: Doc, start: int, end: int, actors: Set[str] = frozenset()) -> list[Denial]:
    """The denials of what the word at ``text[start:end]`` tells, an act of ``actors`` (their codes).

    What a claim only presupposes ("the men who were caught", "its sanctions") is not denied with it.
    """
    found = []
    for one in doc._.denials:
        held = next((span for span in one.denied if span.start <= start and end <= span.end), None)
        if held is not None and not _is_other(one, Span(start, end), actors) and not _presupposed(doc, start, end, held):
            found.append(one)
    return found


def _is_other(denial: Denial, word: Span, actors: Set[str]) -> bool:
    """Whether something other than the word's act is denied: the word is the denial itself, or the act is known otherwise."""
    own = denial.actor.code in actors
    is_denial = denial.words is not None and denial.words.overlaps(word)
    return is_denial or bool(actors & denial.told_by) or (denial.account and own) or (denial.own_acts and not own)


def _presupposed(doc: Doc, start: int, end: int, held: Span) -> bool:
    words_of = doc.char_span(start, end, alignment_mode="expand")
    if words_of is None:
        return False
    token = words_of.root
    if token.pos_ == "NOUN" and any(child.tag_ == "PRP$" for child in token.children):
        return True
    while held.start <= token.head.idx < held.end and token.head.i != token.i:
        if token.dep_ == "relcl":
            return True
        token = token.head
    return False


def _is_account(page: Page, verb: Token, target: tuple[Span, ...]) -> bool:
    noun = object_of(verb)
    return noun is not None and all(span.end < verb.idx for span in target) and owner_code(page, noun) is not None


def _is_plural(verb: Token, target: tuple[Span, ...]) -> bool:
    """Whether several claims are denied at once, so that only those against the denier are meant."""
    noun = object_of(verb)
    return len(target) > 1 and (noun is None or noun.tag_ != "NN")


def _tellers(page: Page, claims: Sequence[Attribution], verb: Token, target: tuple[Span, ...]) -> frozenset[str]:
    """The codes of those who told the target before, outside the denial's own words; nobody where it is their account that is denied."""
    noun = object_of(verb)
    if any(span.end > verb.idx for span in target) or (noun is not None and owner_code(page, noun) is not None):
        return frozenset()
    told = (one.quote.speaker for one in claims if set(one.quote.content) & set(target))
    return frozenset(actor.code for actor in told if actor is not None and actor.code is not None and actor.kind != "outlet")


def owner_code(page: Page, noun: Token) -> str | None:
    """The code of whose account it is: "the Elysee's readout"."""
    owner = owner_of(noun) if noun.lemma_.lower() in words("claim") else None
    mention = page.mention_at(owner) if owner is not None else None
    return mention.actor.code if mention is not None else None


def _claimant(verb: Token, speakers: Speakers) -> Actor | None:
    """Whose claim it is that is denied: "a report by Kyodo", "Lima's accusation", "a newspaper report"."""
    noun = object_of(verb)
    if noun is None or noun.lemma_.lower() not in words("claim"):
        return None
    owner = owner_of(noun) or next(
        (child for child in noun.children if child.dep_ == "compound" and child.lemma_ in words("outletword")), None
    )
    return speakers.resolve(owner, speaks=False)[0] if owner is not None and owner.tag_ not in {"PRP$"} else None


def _as_told(verb: Token, speakers: Speakers) -> Actor | None:
    """Whose claim the denial takes up with "as": "denied that ..., as the daily claimed", "..., as mentioned in their readout"."""
    for child in verb.subtree:
        said = child.dep_ == "advcl" and child.i > verb.i and (child.lemma_.lower(), "VERB") in lexicon()
        if not said or not any(mark.lower_ == "as" for mark in child.children if mark.i < child.i):
            continue
        papers = [
            noun for prep in child.children if prep.dep_ == "prep" for noun in prep.children if noun.lemma_.lower() in words("document")
        ]
        head = next((owner for noun in papers if (owner := owner_of(noun)) is not None), None)
        head = head or (agent_of(child) if child.tag_ == "VBN" else subject_of(child))
        if head is not None:
            return speakers.resolve(head, speaks=False)[0]
    return None


# ---------------------------------------------------------------- what is denied


def _target(page: Page, verb: Token, attributions: Sequence[Attribution]) -> tuple[Span, ...] | None:
    lemma = verb.lemma_.lower()
    if lemma in words("deny") or (lemma == "brush" and any(child.lower_ in {"aside", "off"} for child in verb.children)):
        object_ = object_of(verb)
        clause = next((child for child in verb.children if child.dep_ in {"ccomp", "xcomp", "pcomp"} and child.i > verb.i), None)
        if clause is not None and lemma in words("deny_clause"):
            return (phrase(page, clause, verb),)
        return _of_object(page, verb, object_, attributions, lemma in words("deny_clause"))
    if lemma in _VERDICTS and _is_verdict(verb):
        subject = next((child for child in verb.children if child.dep_ == "ccomp"), None)
        held = next((child for child in subject.children if child.dep_ == "nsubj"), None) if subject is not None else object_of(verb)
        return _of_object(page, verb, held, attributions, False)
    return None


def _may_deny(verb: Token) -> bool:
    """Whether the verb is one of denial, and no more is told of it than that it happens: not that it did not, must or may."""
    if verb.lemma_.lower() not in words("deny") | _VERDICTS:
        return False
    return not is_negated(verb) and not any(
        child.lower_ in {"not", "neither", "never", "to"} or child.tag_ == "MD" for child in verb.children if child.i < verb.i
    )


def is_same(one: Actor | None, other: Actor | None) -> bool:
    """Whether two actors are one, or speak for one state, as an outlet does not; nobody known is taken for the same."""
    if one is None or other is None or one.name == other.name:
        return True
    return one.code is not None and one.code == other.code and "outlet" not in {one.kind, other.kind}


def _is_verdict(verb: Token) -> bool:
    """Whether the complement calls something untrue: "as false", "baseless", "a lie"."""
    return any(token.lower_ in words("untrue") for token in verb.subtree if verb.i < token.i < verb.i + 16)


def object_of(verb: Token) -> Token | None:
    """What the verb is done to."""
    wanted = {"nsubjpass"} if is_passive(verb) else {"dobj"}
    found = next((child for child in verb.children if child.dep_ in wanted), None)
    if found is None and _is_verdict(verb):
        # "rejected as baseless X's claims": the parser takes the claims for the subject of what is baseless.
        below = (token for token in verb.subtree if token.i > verb.i and token.dep_ in {"nsubj", "dobj", "pobj"})
        found = next((token for token in below if token.lemma_.lower() in words("claim")), None)
    return found


def _of_object(
    page: Page, verb: Token, object_: Token | None, attributions: Sequence[Attribution], with_acts: bool
) -> tuple[Span, ...] | None:
    """The target of a denial with a noun or pronoun for its object, or in a relative clause at what it denies."""
    if verb.dep_ == "relcl" and (object_ is None or object_.tag_ in {"WDT", "WP"} or object_.lower_ == "that"):
        return _before_relative(page, verb, attributions)
    if object_ is None:
        return None
    lemma = object_.lemma_.lower()
    if object_.lower_ == "something" and object_.i < verb.i:
        return _clause_before(page, verb.sent.start, object_.i)
    if lemma in words("claim"):
        clause = next((child for child in object_.subtree if _may_tell(child) and child.i > object_.i), None)
        if clause is not None and clause.dep_ == "acl" and clause.tag_ == "VBG":
            return None
        if clause is not None and _is_told(object_, clause):
            return (phrase(page, clause, object_),)
        said = next((token for token in verb.doc[object_.i : verb.sent.end] if token.lower_ == "that" and token.tag_ == "IN"), None)
        if said is not None:
            return (phrase(page, said.head, said.nbor(-1)),)
        if owner_code(page, object_) is not None:
            return _own_account(page, object_, verb, attributions) or (word_span(object_),)
        return _claimed_before(verb, attributions, several=object_.tag_ == "NNS")
    if any(child.lower_ == "all" for child in (*object_.children, *verb.children)):
        return _claimed_before(verb, attributions, several=True)
    if object_.lower_ in _ANAPHORS:
        return _claimed_before(verb, attributions)
    if lemma in words("involvement"):
        return _claimed_before(verb, attributions, frozenset({"accused"}))
    if with_acts and any(child.dep_ in {"prep", "det", "acl"} and child.lower_ in {"any", "of", "all"} for child in object_.children):
        return (phrase(page, object_, verb),)
    return None


def owned(page: Page, noun: Token, claims: Sequence[Attribution]) -> list[Attribution]:
    """The claims of those whose account the noun is."""
    code = owner_code(page, noun)
    return [one for one in claims if code is not None and one.quote.speaker is not None and one.quote.speaker.code == code]


def _own_account(page: Page, noun: Token, verb: Token, claims: Sequence[Attribution]) -> tuple[Span, ...]:
    """What those said before whose account the noun is: all that stands near the denial."""
    near = [
        one for one in owned(page, noun, claims) if one.quote.content[0].start < verb.idx and verb.idx - one.quote.content[-1].end < _FAR
    ]
    return tuple(span for one in near for span in one.quote.content)


def _clause_before(page: Page, first: int, at: int) -> tuple[Span, ...] | None:
    """The clause that ends before the word ``at``: the last of those that are coordinated."""
    verbs = [token for token in page.doc[first:at] if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"}]
    subjects = [child for token in verbs for child in token.children if child.dep_ in {"nsubj", "nsubjpass"}]
    start, end = page.starts[subjects[-1].left_edge.i if subjects else first], page.starts[at]
    while end > start and page.text[end - 1] in " ,;–—-\n":
        end -= 1
    return (Span(start, end),) if end > start else None


def _may_tell(token: Token) -> bool:
    """Whether the token heads a clause that can be what a claim says: not "which cited a diplomat"."""
    return token.dep_ in _CLAUSES and not (token.dep_ == "relcl" and any(child.lower_ in {"which", "who"} for child in token.children))


def _is_told(noun: Token, clause: Token) -> bool:
    """Whether the clause tells what the claim says, not who made it or when."""
    return clause.head.i == noun.i or clause.head.dep_ in {"prep", "pobj", "pcomp"}


def phrase(page: Page, head: Token, after: Token) -> Span:
    """The words of a clause or phrase, relative clauses and commas at its end left out."""
    tokens = [token for token in head.subtree if token.i > after.i]
    first, last = tokens[0].i, tokens[-1].i
    for token in page.doc[first + 1 : last + 1]:
        if token.text in {",", ";", "–", "—", "--"} and page.doc[token.i + 1 : token.i + 2].text.lower() in {"which", "as", "a", "an"}:
            last = token.i - 1
            break
    return Span(page.starts[first], page.starts[last] + len(page.doc[last]))


def _before_relative(page: Page, verb: Token, attributions: Sequence[Attribution]) -> tuple[Span, ...] | None:
    """What stands before ", which X denies" or ", a claim that X rejected": a claim's content, else the clause itself."""
    opening = page.doc[min(verb.left_edge.i, verb.i)]
    at = opening.i
    noun = verb.head
    claim = noun.lemma_.lower() in words("claim") or noun.lower_ == "something"
    if claim:
        at = noun.left_edge.i
        clause = next((child for child in noun.children if child.dep_ in _CLAUSES and child.i != verb.i and child.i > noun.i), None)
        if clause is not None and clause.dep_ == "acl":
            return (phrase(page, clause, noun),)
    elif opening.lower_ not in {"which", "something"}:
        return None
    if claim and noun.dep_ not in {"appos", "ROOT", "npadvmod", "dobj", "attr", "oprd", "nsubj", "dep", "conj"}:
        return None
    start, end = page.starts[verb.sent.start], page.starts[at]
    while end > start and page.text[end - 1] in " ,;–—-\n":
        end -= 1
    held = [one for one in attributions if any(span.start >= start and span.start < end for span in one.quote.content)]
    if held:
        inner = tuple(Span(span.start, min(span.end, end)) for span in held[-1].quote.content if span.start < end)
        return inner or None
    return (Span(start, end),) if at > verb.sent.start + 2 else None


def _claimed_before(
    verb: Token, claims: Sequence[Attribution], stances: Set[Stance | None] = CLAIMS, several: bool = False
) -> tuple[Span, ...] | None:
    """The content of the latest claim before the verb, accusations first; of all claims near it where ``several`` are denied."""
    before = [one for one in claims if one.quote.content[0].start < verb.idx and one.stance in stances][-REACH:]
    before = [one for one in before if verb.idx - one.quote.content[-1].end < _FAR]
    if several and before:
        return tuple(span for one in before for span in one.quote.content)
    accused = [one for one in before if one.stance == "accused"]
    return next((one.quote.content for one in (*reversed(accused), *reversed(before))), None)


# ---------------------------------------------------------------- who denies


def attribution_at(attributions: Sequence[Attribution], verb: Token) -> Attribution | None:
    """The attribution that hangs on the verb."""
    return next(
        (one for one in attributions if one.quote.cue_span is not None and one.quote.cue_span.start <= verb.idx < one.quote.cue_span.end),
        None,
    )


def _denier(page: Page, verb: Token, own: Attribution | None, speakers: Speakers) -> tuple[Actor | None, Span | None]:
    head = agent_of(verb) if is_passive(verb) else subject_of(verb)
    accused = _accused(verb) if head is not None and head.lower_ in {"it", "he", "she", "they"} else None
    if accused is None and own is not None and own.quote.speaker is not None:
        return own.quote.speaker, own.quote.speaker_span
    if head is not None and head.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
        head = verb.head
    head = accused or head
    if head is None or head.lower_ in {"who", "which", "that"}:
        return None, None
    return speakers.resolve(head, speaks=False)


def _accused(verb: Token) -> Token | None:
    """Whom "it" names in "A accused B of murder, a charge it denies": the one who is accused."""
    if verb.dep_ != "relcl" or verb.head.lemma_.lower() not in words("claim"):
        return None
    accuser = next((token for token in verb.ancestors if token.pos_ == "VERB" and token.lemma_.lower() in words("accuse")), None)
    return object_of(accuser) if accuser is not None else None
