"""Whose truth somebody denies: the stretches of text that one side tells and another says did not happen.

A denial has its target in its own content ("denied that it had shipped arms", "denied a report that ..."), in the clause that it hangs on
("..., which Algiers denies", "..., a claim that Kyiv rejected"), or in what somebody else said before ("denies the charge", "called the
report baseless", "no such talks took place").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.attribution.cues import lexicon, words
from dragoman.attribution.disclaimers import akin, disclaimed_acts
from dragoman.attribution.page import Page
from dragoman.attribution.sources import agent_of, is_negated, is_passive, owner_of, subject_of
from dragoman.attribution.speakers import Speakers
from dragoman.model import Actor, Attribution, Span, Stance

_CLAIMS: frozenset[Stance | None] = frozenset({"asserted", "accused", None})
_ANAPHORS = {"it", "this", "that", "them", "these", "those", "which", "everything", "all"}
_VERDICTS = {"call", "describe", "dismiss", "brand", "label", "term", "denounce", "brush"}
_CLAUSES = {"ccomp", "xcomp", "acl", "advcl", "relcl", "pcomp", "csubj"}
_FAR = 900
"""How many characters before its denial a claim may end."""
_REACH = 4
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
    own_acts: bool = False
    """Whether only acts of the denier are denied: "denied any role in the attack", "denied the accusations"."""


def find_denials(page: Page, attributions: Sequence[Attribution]) -> tuple[Denial, ...]:
    """The denials of the page, in text order. ``attributions`` are those of the page, in text order."""
    speakers = Speakers(page)
    found = []
    for verb in page.doc:
        if page.paragraph_of(verb.idx) is None:
            continue
        if verb.pos_ not in {"VERB", "AUX"} or not _may_deny(verb):
            continue
        actor, span = _denier(page, verb, _attribution_at(attributions, verb), speakers)
        if actor is not None and (acts := disclaimed_acts(page, verb, _object(verb))):
            found.append(Denial(acts, actor, span, own_acts=True))
            continue
        claims = [one for one in attributions if one.stance in _CLAIMS and not _same(one.quote.speaker, actor)]
        target = _target(page, verb, claims) if actor is not None else None
        if actor is not None and target:
            several = len(target) > 1
            found.append(
                Denial(
                    target,
                    actor,
                    span,
                    _claimant(verb, speakers) or _as_told(verb, speakers),
                    _tellers(claims, verb, target),
                    own_acts=several,
                )
            )
    found += _nothing_such(page, attributions)
    found += _called_untrue(page, attributions)
    return tuple(found)


def denials_of(doc: Doc, start: int, end: int, actors: Set[str] = frozenset()) -> list[Denial]:
    """The denials of what the word at ``text[start:end]`` tells, an act of ``actors`` (their codes).

    What a claim only presupposes ("the men who were caught", "its sanctions") is not denied with it.
    """
    found = []
    for one in doc._.denials:
        held = next((span for span in one.denied if span.start <= start and end <= span.end), None)
        if held is None or actors & one.told_by or (one.own_acts and one.actor.code not in actors):
            continue
        if not _presupposed(doc, start, end, held):
            found.append(one)
    return found


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


def _tellers(claims: Sequence[Attribution], verb: Token, target: tuple[Span, ...]) -> frozenset[str]:
    """The codes of those who told the target before, outside the denial's own words."""
    if any(span.end > verb.idx for span in target):
        return frozenset()
    told = (one.quote.speaker for one in claims if set(one.quote.content) & set(target))
    return frozenset(actor.code for actor in told if actor is not None and actor.code is not None)


def _claimant(verb: Token, speakers: Speakers) -> Actor | None:
    """Whose claim it is that is denied: "a report by Kyodo", "Lima's accusation", "a newspaper report"."""
    noun = _object(verb)
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
        object_ = _object(verb)
        clause = next((child for child in verb.children if child.dep_ in {"ccomp", "xcomp", "pcomp"} and child.i > verb.i), None)
        if clause is not None and lemma in words("deny_clause"):
            return (_phrase(page, clause, verb),)
        return _of_object(page, verb, object_, attributions, lemma in words("deny_clause"))
    if lemma in _VERDICTS and _is_verdict(verb):
        subject = next((child for child in verb.children if child.dep_ == "ccomp"), None)
        held = next((child for child in subject.children if child.dep_ == "nsubj"), None) if subject is not None else _object(verb)
        return _of_object(page, verb, held, attributions, False)
    return None


def _may_deny(verb: Token) -> bool:
    """Whether the verb is one of denial, and no more is told of it than that it happens: not that it did not, must or may."""
    if verb.lemma_.lower() not in words("deny") | _VERDICTS:
        return False
    return not is_negated(verb) and not any(
        child.lower_ in {"not", "neither", "never", "to"} or child.tag_ == "MD" for child in verb.children if child.i < verb.i
    )


def _same(one: Actor | None, other: Actor | None) -> bool:
    """Whether two actors are one, or of one state; nobody known is taken for the same."""
    return one is None or other is None or one.name == other.name or (one.code is not None and one.code == other.code)


def _is_verdict(verb: Token) -> bool:
    """Whether the complement calls something untrue: "as false", "baseless", "a lie"."""
    return any(token.lower_ in words("untrue") for token in verb.subtree if verb.i < token.i < verb.i + 16)


def _object(verb: Token) -> Token | None:
    wanted = {"nsubjpass"} if is_passive(verb) else {"dobj"}
    return next((child for child in verb.children if child.dep_ in wanted), None)


def _of_object(
    page: Page, verb: Token, object_: Token | None, attributions: Sequence[Attribution], with_acts: bool
) -> tuple[Span, ...] | None:
    """The target of a denial with a noun or pronoun for its object, or in a relative clause at what it denies."""
    if verb.dep_ == "relcl" and (object_ is None or object_.tag_ in {"WDT", "WP"} or object_.lower_ == "that"):
        return _before_relative(page, verb, attributions)
    if object_ is None:
        return None
    lemma = object_.lemma_.lower()
    if lemma in words("claim"):
        clause = next((child for child in object_.subtree if _may_tell(child) and child.i > object_.i), None)
        if clause is not None and clause.dep_ == "acl" and clause.tag_ == "VBG":
            return None
        if clause is not None and _is_told(object_, clause):
            return (_phrase(page, clause, object_),)
        said = next((token for token in verb.doc[object_.i : verb.sent.end] if token.lower_ == "that" and token.tag_ == "IN"), None)
        if said is not None:
            return (_phrase(page, said.head, said.nbor(-1)),)
        return _claimed_before(verb, attributions, several=object_.tag_ == "NNS")
    if any(child.lower_ == "all" for child in (*object_.children, *verb.children)):
        return _claimed_before(verb, attributions, several=True)
    if object_.lower_ in _ANAPHORS:
        return _claimed_before(verb, attributions)
    if lemma in words("involvement"):
        return _claimed_before(verb, attributions, frozenset({"accused"}))
    if with_acts and any(child.dep_ in {"prep", "det", "acl"} and child.lower_ in {"any", "of", "all"} for child in object_.children):
        return (_phrase(page, object_, verb),)
    return None


def _may_tell(token: Token) -> bool:
    """Whether the token heads a clause that can be what a claim says: not "which cited a diplomat"."""
    return token.dep_ in _CLAUSES and not (token.dep_ == "relcl" and any(child.lower_ in {"which", "who"} for child in token.children))


def _is_told(noun: Token, clause: Token) -> bool:
    """Whether the clause tells what the claim says, not who made it or when."""
    return clause.head.i == noun.i or clause.head.dep_ in {"prep", "pobj", "pcomp"}


def _phrase(page: Page, head: Token, after: Token) -> Span:
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
            return (_phrase(page, clause, noun),)
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
    verb: Token, claims: Sequence[Attribution], stances: Set[Stance | None] = _CLAIMS, several: bool = False
) -> tuple[Span, ...] | None:
    """The content of the latest claim before the verb, accusations first; of all claims near it where ``several`` are denied."""
    before = [one for one in claims if one.quote.content[0].start < verb.idx and one.stance in stances][-_REACH:]
    before = [one for one in before if verb.idx - one.quote.content[-1].end < _FAR]
    if several and before:
        return tuple(span for one in before for span in one.quote.content)
    accused = [one for one in before if one.stance == "accused"]
    return next((one.quote.content for one in (*reversed(accused), *reversed(before))), None)


def _nothing_such(page: Page, attributions: Sequence[Attribution]) -> Iterator[Denial]:
    """ "No such talks took place, the ministry said": against the statement nearest before, or else after, that tells of such talks."""
    for one in attributions:
        if one.quote.speaker is None or one.stance not in _CLAIMS:
            continue
        for span in one.quote.content:
            tokens = page.doc[page.first_token(span.start) : page.first_token(span.end)]
            at = next((token for token in tokens[1:] if token.lower_ == "such" and token.nbor(-1).lower_ == "no"), None)
            if at is None:
                continue
            told = _told_elsewhere(page, at.head.lemma_.lower(), one, attributions)
            if told:
                yield Denial(told, one.quote.speaker, one.quote.speaker_span)


def _called_untrue(page: Page, attributions: Sequence[Attribution]) -> Iterator[Denial]:
    """ "X said the report was false", "the readout did not reflect the talks": against what the report or its author said."""
    for one in attributions:
        if one.quote.speaker is None or one.stance not in _CLAIMS:
            continue
        span = one.quote.content[0]
        for token in page.doc[page.first_token(span.start) : page.first_token(one.quote.content[-1].end)]:
            if token.lemma_ not in {"be", "reflect", "correspond", "match"} or token.pos_ not in {"VERB", "AUX"}:
                continue
            subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
            if subject is None or not _says_untrue(token):
                continue
            clause = next((child for child in token.subtree if child.dep_ in {"ccomp", "csubj"} and child.i > token.i), None)
            if subject.lower_ == "it" and clause is not None:
                told: tuple[Span, ...] = (_phrase(page, clause, token),)
            elif subject.lemma_.lower() in words("claim"):
                told = _told_in(page, subject, one, attributions)
            else:
                continue
            if told:
                yield Denial(told, one.quote.speaker, one.quote.speaker_span)


def _says_untrue(verb: Token) -> bool:
    below = {token.lower_ for child in verb.children if child.dep_ in {"acomp", "attr", "prep"} for token in child.subtree}
    if is_negated(verb):
        return verb.lemma_ != "be" or not below.isdisjoint({"true", "accurate", "correct", "truth", "case"})
    return not below.isdisjoint(words("untrue"))


def _told_in(page: Page, noun: Token, own: Attribution, attributions: Sequence[Attribution]) -> tuple[Span, ...]:
    """What the report says: the content of the attributions before whose source or cue is that noun, or else of the last claim."""
    lemma, start = noun.lemma_.lower(), own.quote.content[0].start
    before = [
        one
        for one in attributions
        if one.quote.content[0].start < start
        and one is not own
        and one.stance in _CLAIMS
        and not _same(one.quote.speaker, own.quote.speaker)
    ][-2 * _REACH :]
    named = []
    for one in before:
        spans = [span for span in (one.quote.speaker_span, one.quote.cue_span) if span is not None]
        if any(
            token.lemma_.lower() == lemma for span in spans for token in page.doc[page.first_token(span.start) : page.first_token(span.end)]
        ):
            named.append(one)
    told = named or before[-1:]
    return tuple(span for one in told for span in one.quote.content)


def _told_elsewhere(page: Page, lemma: str, own: Attribution, attributions: Sequence[Attribution]) -> tuple[Span, ...]:
    start = own.quote.content[0].start
    others = sorted((one for one in attributions if one is not own), key=lambda one: _distance(one.quote.content[0].start, start))
    for one in others:
        for span in one.quote.content:
            tokens = page.doc[page.first_token(span.start) : page.first_token(span.end)]
            if any(akin(token.lemma_.lower(), lemma) for token in tokens):
                return one.quote.content
    for sent in reversed([sent for sent in page.doc.sents if sent.end_char <= start][-3:]):
        if any(akin(token.lemma_.lower(), lemma) for token in sent):
            return (Span(sent.start_char, sent.end_char),)
    return ()


def _distance(at: int, start: int) -> tuple[bool, int]:
    """Statements before come first, the nearest of them first."""
    return at > start, abs(at - start)


# ---------------------------------------------------------------- who denies


def _attribution_at(attributions: Sequence[Attribution], verb: Token) -> Attribution | None:
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
    return _object(accuser) if accuser is not None else None
