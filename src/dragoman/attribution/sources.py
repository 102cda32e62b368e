"""Who a cue belongs to: the source, the addressee and the relaying outlet in the syntax around it."""

from __future__ import annotations

import re

from spacy.tokens import Token

from dragoman.attribution.cues import Cue, words

_SUBJECT = {"nsubj", "nsubjpass", "csubj"}
_RELATIVE = {"who", "which", "that"}


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The grammatical subject, its own or the one that it shares by coordination, control, participle or relative clause."""
    for child in verb.children:
        if child.dep_ in _SUBJECT:
            if child.lower_ in _RELATIVE and child.tag_ in {"WP", "WDT"}:
                return _antecedent(verb)
            return child
        if child.dep_ == "expl":
            return None
    if depth > 4:
        return None
    if verb.dep_ in {"conj", "xcomp", "advcl", "aux"} and verb.head is not verb:
        if verb.head.pos_ in {"NOUN", "PROPN"} and verb.dep_ != "xcomp":
            return None
        if verb.dep_ == "xcomp":
            held = [child for child in verb.head.children if child.dep_ == "dobj"]
            if held and verb.head.lemma_ not in {"promise", "vow", "pledge", "threaten"}:
                return held[0]
        return subject_of(verb.head, depth + 1)
    if verb.dep_ == "pcomp" and verb.head.dep_ == "prep":
        return subject_of(verb.head.head, depth + 1) if verb.head.head.pos_ in {"VERB", "AUX"} else owner_of(verb.head.head)
    if verb.dep_ in {"acl", "relcl"} and (verb.tag_ == "VBG" or verb.dep_ == "relcl"):
        return _described(verb, depth)
    return None


def _described(verb: Token, depth: int) -> Token | None:
    """Whose a participle is: the noun's that it stands at, or the subject's where that noun only receives ("sent a fax saying")."""
    noun = verb.head
    if noun.dep_ in {"dobj", "pobj"} and verb.dep_ == "acl":
        governor = noun.head
        while governor.dep_ in {"prep", "pobj", "dative", "dobj"} and governor.head is not governor:
            governor = governor.head
        if governor.pos_ == "VERB" and noun.lemma_.lower() not in words("role") and noun.lemma_.lower() not in words("people"):
            return agent_of(governor) if is_passive(governor) else subject_of(governor, depth + 1) or noun
    return noun


def strip_article(name: str) -> str:
    """``name`` on one line, a leading "the" left out."""
    name = " ".join(name.split())
    return name[4:] if name[:4].lower() == "the " and len(name) > 4 else name


_HUMAN_END = re.compile(r"(er|or|ist|ian|ant|man|men|woman|women|person|people|eer|ive|ster|ee|crat|can)s?$")


def can_speak(head: Token) -> bool:
    """Whether a phrase with this head is the kind of thing that says something: a name, a pronoun, a person, a body or a document."""
    if head.pos_ != "NOUN" or head.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
        return head.ent_type_ not in {"DATE", "TIME", "MONEY", "QUANTITY"}
    lemma = head.lemma_.lower()
    return (
        any(lemma in words(name) for name in ("role", "people", "document", "outletword", "body"))
        or _HUMAN_END.search(head.lower_) is not None
    )


def _antecedent(verb: Token) -> Token | None:
    while verb.dep_ == "conj":
        verb = verb.head
    if verb.dep_ in {"relcl", "acl"} and not can_speak(verb.head):
        pronoun = next((t for t in verb.doc[verb.left_edge.i : verb.i] if t.lower_ in {"who", "which"}), None)
        at = pronoun.i - 1 if pronoun is not None else -1
        while at > 0 and verb.doc[at].is_punct:
            at -= 1
        if at > 0 and verb.doc[at].pos_ in {"NOUN", "PROPN"}:
            near = verb.doc[at]
            return near.head if near.dep_ in {"compound", "appos"} or near.dep_ == "conj" else near
    return verb.head if verb.dep_ in {"relcl", "acl", "ccomp"} and verb.head.pos_ in {"NOUN", "PROPN", "PRON"} else None


def agent_of(verb: Token) -> Token | None:
    """The by-phrase of a passive."""
    for child in verb.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ == "by":
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def is_passive(verb: Token) -> bool:
    """Whether the verb form is passive."""
    return verb.tag_ == "VBN" and (
        any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)
        or (verb.dep_ == "acl" and not any(c.dep_ == "aux" for c in verb.children))
    )


def owner_of(noun: Token) -> Token | None:
    """Who a statement, call or report is by: possessor, by-phrase, of-phrase of a person, subject of the verb that issues it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
            found = next((n for n in child.children if n.dep_ == "pobj"), None)
            if found is not None:
                return found
        if child.dep_ == "acl" and child.tag_ == "VBN":
            found = agent_of(child)
            if found is not None:
                return found
    for child in noun.children:
        if (child.dep_ == "compound" and child.pos_ == "PROPN") or (child.dep_ == "amod" and child.ent_type_ == "NORP"):
            return child
    return None


def issuer_of(noun: Token) -> Token | None:
    """The owner of a noun, or the subject of a light verb that it is the object of ("made a claim that")."""
    owner = owner_of(noun)
    if owner is not None:
        return owner
    head = noun.head
    if noun.dep_ == "dobj" and head.lemma_ in words("light"):
        return agent_of(head) if is_passive(head) else subject_of(head)
    if noun.dep_ == "nsubjpass" and head.lemma_ in words("light"):
        return agent_of(head)
    if noun.dep_ == "pobj" and head.lower_ in {"with", "in", "by", "through"} and head.head.pos_ == "VERB":
        return subject_of(head.head)
    return None


def addressees_of(verb: Token, cue: Cue) -> tuple[Token, ...]:
    """Whom the words are said to: the object or dative of telling and asking verbs, or a to-phrase."""
    found = []
    for child in verb.children:
        if child.dep_ == "dative" and child.pos_ == "ADP":
            found += [noun for noun in child.children if noun.dep_ == "pobj"]
        elif (child.dep_ in {"dobj", "dative"} and cue.takes("addr") and child.i > verb.i) or (
            child.dep_ == "nsubjpass" and cue.takes("addr")
        ):
            found.append(child)
        elif child.dep_ == "prep" and child.lower_ == "to" and child.i > verb.i:
            found += [noun for noun in child.children if noun.dep_ == "pobj"]
    return tuple(
        noun
        for noun in found
        if noun.pos_ in {"NOUN", "PROPN", "PRON"} and noun.lower_ not in {"itself", "himself", "herself", "themselves"}
    )


def is_negated(verb: Token) -> bool:
    """Whether the cue itself is negated ("did not say")."""
    return any(child.dep_ == "neg" for child in verb.children)


def quoted_source(verb: Token) -> tuple[Token | None, tuple[int, ...]]:
    """Who is quoted, and who relays it, where the cue is "was quoted as saying (by)"; none and nobody elsewhere."""
    if verb.lemma_ in {"quote", "cite"} and is_passive(verb):
        below = [inner for child in verb.children if child.lower_ == "as" for inner in child.children]
        agent = next((found for one in (verb, *below) if (found := agent_of(one)) is not None), None)
        return subject_of(verb), (agent.i,) if agent is not None else ()
    quoting = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    if quoting is None or quoting.lemma_ not in {"quote", "cite"}:
        return None, ()
    if is_passive(quoting):
        agent = agent_of(quoting) or agent_of(verb)
        speaker = next((c for c in quoting.children if c.dep_ == "nsubjpass"), None)
        if speaker is None and quoting.dep_ == "acl":
            speaker = quoting.head
        return speaker, (agent.i,) if agent is not None else ()
    outlet = subject_of(quoting)
    return next((c for c in quoting.children if c.dep_ == "dobj"), None), (outlet.i,) if outlet is not None else ()
