"""From the words that name a source to the fullest name of who it is."""

from __future__ import annotations

from bisect import bisect_left
from copy import copy
from dataclasses import replace

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from dragoman.actors.phrases.resolver import resolve as resolve_phrase
from dragoman.attribution.cues import outlet_names, words
from dragoman.attribution.outlets import called, glued
from dragoman.attribution.page import Page
from dragoman.attribution.sources import owner_of, strip_article
from dragoman.model import Actor, ActorKind, Mention, Span

_HE = {"he", "she", "him", "her", "his", "himself", "herself"}
_THEY = {"they", "them", "their", "we", "us", "our"}
_IT = {"it", "its"}
_NAMED = {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "EVENT"}
_KIND: dict[str, ActorKind] = {"PERSON": "person", "ORG": "organisation", "GPE": "state"}


class Speakers:
    """Resolves the source phrases of one document in text order; what was resolved helps with what follows."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.people = [ent for ent in page.doc.ents if ent.label_ == "PERSON"]
        self._people_starts = [ent.start for ent in self.people]
        self._full = self._fullest()
        self._called = called(page.doc)
        self.history: list[tuple[Token, Actor]] = []
        """Sources resolved so far, as head token and actor, in text order."""

    def anew(self) -> Speakers:
        """One that has resolved nothing yet; what it knows of the document is not looked up again."""
        other = copy(self)
        other.history = []
        return other

    def _fullest(self) -> dict[str, str]:
        """For each surname the longest name that ends in it; none where two different persons share it."""
        names: dict[str, str] = {}
        for name in (*(clean_name(ent) for ent in self.people), *_titled(self.page)):
            parts = name.split()
            if parts and len(parts) <= 5 and len(name) > len(names.get(parts[-1], "")):
                names[parts[-1]] = name
        return names

    def resolve(self, head: Token, speaks: bool = True) -> tuple[Actor, Span]:
        """The actor that the phrase around ``head`` stands for, and where the phrase stands. Only those that speak are remembered."""
        head = _person_beside(head)
        phrase = source_phrase(self.page, head)
        actor = self._actor(head, phrase)
        if speaks:
            self.history.append((head, actor))
        return actor, phrase

    def _actor(self, head: Token, phrase: Span) -> Actor:
        lower = head.lower_
        others = [child for child in head.children if child.dep_ == "conj" and child.i > head.i and child.pos_ in {"NOUN", "PROPN", "ADJ"}]
        if others and head.dep_ not in {"poss", "compound", "conj"}:
            return self._several(head, others, phrase)
        owner = owner_of(head) if head.lemma_.lower() in words("document") else None
        if owner is not None and owner is not head:
            return self._actor(owner, source_phrase(self.page, owner))
        short = glued(head)
        if short is not None:
            known = resolve_phrase(short)
            return replace(known, name=short) if known is not None and known.kind == "outlet" else Actor(None, "outlet", short)
        actor = self._repeated(head) or self._mentioned(head, phrase)
        if actor is not None:
            return actor
        if lower in _HE:
            return self._antecedent(head, {"person"}) or Actor(None, "person", head.text)
        if lower in _THEY:
            return self._group(head) or Actor(None, "group", head.text)
        if lower in _IT:
            return self._antecedent(head, {"organisation", "state", "outlet", "group"}) or Actor(None, "organisation", head.text)
        if head.ent_type_ == "PERSON" or head.pos_ == "PROPN":
            return self._named(head)
        return self._described(head, phrase)

    def _repeated(self, head: Token) -> Actor | None:
        """An unnamed speaker taken up again: "the official" after "a Turkish official"."""
        if head.lemma_.lower() not in {
            "official",
            "source",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "diplomat",
            "analyst",
            "aide",
            "adviser",
        }:
            return None
        if head.tag_ != "NN" or not any(child.lower_ in {"the", "this"} for child in head.children if child.dep_ == "det"):
            return None
        lemma = head.lemma_.lower()
        return next((actor for earlier, actor in reversed(self.history) if earlier.i < head.i and earlier.lemma_.lower() == lemma), None)

    def _several(self, head: Token, others: list[Token], phrase: Span) -> Actor:
        """A coordination: each name in full where all are names, otherwise the words."""
        heads = [_person_beside(head), *(_person_beside(other) for other in others)]
        if all(one.ent_type_ == "PERSON" for one in heads):
            names = [self._named(one).name for one in heads]
            return Actor(None, "group", ", ".join(names[:-1]) + " and " + names[-1])
        states = {state.code for one in (*heads, *others) if (state := self._state_of(one)) is not None}
        if len(states) == 1 and head.pos_ == "NOUN":
            return Actor(next(iter(states)), "group", strip_article(self._all(head)), reason="named together")
        return Actor(None, "group", strip_article(self.page.text[phrase.start : phrase.end]))

    def _all(self, head: Token) -> str:
        """The words of a coordination, with what stands at its last noun ("president, army and people of Russia")."""
        last = head
        while (after := next((child for child in last.children if child.dep_ == "conj"), None)) is not None:
            last = after
        return self.page.text[
            self.page.doc[head.left_edge.i].idx : self.page.starts[(right := _short_right(last))] + len(self.page.doc[right])
        ]

    def _mentioned(self, head: Token, phrase: Span) -> Actor | None:
        """The actor that the actors stage found here. A state keeps the name that the text uses, a group of people its words."""
        mention = self.page.mention_at(head)
        if mention is None or not mention.actor.name:
            return None
        actor = mention.actor
        if head.tag_ == "NN" and actor.kind == "person" and self._names_another(mention):
            return actor
        if head.pos_ == "NOUN" and (
            head.tag_ == "NNS" or (mention.form in {"demonym", "name"} and mention.end - mention.start < phrase.end - phrase.start)
        ):
            return None
        if actor.kind == "state" and mention.form == "name":
            return replace(actor, name=strip_article(self.page.text[mention.start : mention.end]))
        return replace(actor, name=self._called.get(actor.name, actor.name) if actor.kind == "outlet" else actor.name)

    def _names_another(self, mention: Mention) -> bool:
        """Whether the mention's actor has a name that its words do not hold: the office is somebody's."""
        return mention.actor.name.split()[-1].lower() not in self.page.text[mention.start : mention.end].lower()

    def _named(self, head: Token) -> Actor:
        ent = self.page.entities.get(head.i)
        if ent is None or ent.label_ not in _NAMED:
            name = self.page.text[source_phrase(self.page, head).start : source_phrase(self.page, head).end]
            return Actor(None, "person", self._full.get(head.text, strip_titles(name)))
        name = clean_name(ent)
        if ent.label_ == "PERSON" or name.split()[-1] in self._full:
            return Actor(None, "person", self._full.get(name.split()[-1], name))
        kind = _KIND.get(ent.label_, "organisation")
        if name in words("outlet"):
            kind = "outlet"
        return Actor(None, kind, outlet_names().get(name, strip_titles(name)))

    def _described(self, head: Token, phrase: Span) -> Actor:
        text = strip_article(self.page.text[phrase.start : phrase.end])
        definite = any(child.lower_ in {"the", "this"} and child.dep_ == "det" for child in head.children)
        if definite and head.tag_ == "NN":
            earlier = self._same_noun(head)
            if earlier is not None:
                return earlier
        kind: ActorKind = "group" if head.tag_ == "NNS" else "person" if head.lemma_.lower() in words("role") else "organisation"
        state = self._state_of(head)
        if state is None:
            return Actor(None, kind, text)
        sector = state.sector if state.kind != "state" else None
        sector = sector or ("GOV" if head.lemma_.lower() in words("office") else None)
        reason = f"unnamed, of {state.name}" if state.kind in {"state", "organisation"} else state.reason or "unnamed"
        return Actor(state.code, kind, text, sector, reason=reason)

    def _state_of(self, head: Token) -> Actor | None:
        """The state or body that a described source belongs to: "a senior Turkish official", "an embassy aide in Ankara"."""
        near = [child for child in head.children if child.i < head.i and child.dep_ in {"amod", "compound", "poss", "nmod"}]
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in {"of", "from", "in", "at", "for", "with"}:
                near += [noun for noun in child.children if noun.dep_ == "pobj"]
        for child in near:
            mention = self.page.mention_at(child)
            if mention is not None and mention.actor.kind in {"state", "organisation"} and mention.actor.code:
                return mention.actor
        own = self.page.mention_at(head)
        return own.actor if own is not None and own.actor.code and not self._names_another(own) else None

    def _same_noun(self, head: Token) -> Actor | None:
        """The latest source called by the same noun; for a role the latest person who bears it; for a body the latest one that spoke."""
        lemma = head.lemma_.lower()
        kind = "person" if lemma in words("role") else "outlet" if lemma in words("outletword") else "organisation"
        if kind == "person":
            bearer = self._bearer(head, lemma)
            if bearer is not None:
                return bearer
        title = self._entitled(head, lemma)
        if title is not None:
            return title
        modified = any(
            child.dep_ in {"amod", "compound", "poss", "nmod"} or (child.dep_ == "prep" and child.i > head.i) for child in head.children
        )
        for earlier, actor in reversed(self.history):
            if earlier.i < head.i and (earlier.lemma_.lower() == lemma or (kind == "outlet" and actor.kind == "outlet")):
                return actor
        if modified:
            return None
        return self._antecedent(head, {kind} if kind != "outlet" else {"outlet", "organisation"})

    def _entitled(self, head: Token, lemma: str) -> Actor | None:
        """The latest name that holds the noun: "the embassy" is the U.S. Embassy in Nairobi."""
        if lemma in words("role") or lemma in words("people"):
            return None
        for at in range(head.i - 1, max(head.i - 400, -1), -1):
            token = self.page.doc[at]
            if token.pos_ == "PROPN" and token.lower_ == lemma and token.i != head.i:
                phrase = source_phrase(self.page, token)
                if phrase.end - phrase.start > len(token):
                    return Actor(None, "organisation", strip_article(self.page.text[phrase.start : phrase.end]))
        return None

    def _bearer(self, head: Token, lemma: str) -> Actor | None:
        """The latest person named with the role, and with the same modifiers ("the Turkish president")."""
        wanted = {lemma} | {
            child.lemma_.lower() for child in head.children if child.dep_ in {"amod", "compound", "nmod"} and child.i < head.i
        }
        best: Tokens | None = None
        for ent in self.people[: bisect_left(self._people_starts, head.i)]:
            before = {token.lemma_.lower() for token in self.page.doc[max(ent.start - 7, 0) : ent.start]}
            after = {token.lemma_.lower() for token in self.page.doc[ent.end : min(ent.end + 7, head.i)]}
            if wanted <= before or (wanted <= after and self.page.doc[ent.end].text == ","):
                best = ent
        return self._named(best[-1]) if best is not None else None

    def _antecedent(self, head: Token, kinds: set[str]) -> Actor | None:
        """The latest speaker or grammatical subject of the right kind before ``head``."""
        recent = self._recent(head, kinds)
        subject = self._subject(head, "person" in kinds)
        near = recent is not None and (subject is None or subject.i <= recent[0].i or head.i - recent[0].i < 40 or head.pos_ == "NOUN")
        if recent is not None and near:
            return recent[1]
        return self._named(subject) if subject is not None else None

    def _recent(self, head: Token, kinds: set[str]) -> tuple[Token, Actor] | None:
        """The latest speaker of one of ``kinds``; for he and she not one that was called by the other pronoun."""
        female = head.lower_ in words("female")
        for earlier, actor in reversed(self.history):
            if earlier.i >= head.i or actor.kind not in kinds:
                continue
            if head.lower_ in _HE and earlier.lower_ in _HE and (earlier.lower_ in words("female")) != female:
                return None
            return earlier, actor
        return None

    def _subject(self, head: Token, person: bool) -> Token | None:
        doc, fallback = self.page.doc, None
        for at in range(head.i - 1, max(head.i - 150, -1), -1):
            token = doc[at]
            if token.pos_ != "PROPN" or (token.ent_type_ == "PERSON") != person or self.page.mark_at(token.idx) is not None:
                continue
            if token.dep_ in {"nsubj", "nsubjpass"} or (person and token.dep_ == "appos"):
                return token
            if person and token.dep_ in {"pobj", "dobj", "ROOT", "conj"}:
                fallback = fallback or token
        return fallback

    def _group(self, head: Token) -> Actor | None:
        for earlier, actor in reversed(self.history):
            if earlier.i < head.i and (actor.kind == "group" or earlier.tag_ == "NNS" or earlier.lower_ in _THEY or " and " in actor.name):
                return actor
        doc = self.page.doc
        for at in range(head.i - 1, max(head.i - 80, -1), -1):
            token = doc[at]
            human = (
                token.tag_ == "NNPS"
                or token.ent_type_ == "NORP"
                or token.lemma_.lower() in words("role")
                or token.lemma_.lower() in words("people")
            )
            if human and token.tag_ in {"NNS", "NNPS"} and token.dep_ in {"nsubj", "nsubjpass"}:
                phrase = source_phrase(self.page, token)
                return Actor(None, "group", strip_article(self.page.text[phrase.start : phrase.end]))
        return None


def _person_beside(head: Token) -> Token:
    """The name in apposition: "the foreign minister, A. B." is A. B., "the Daily newspaper" is the Daily."""
    if head.ent_type_ == "PERSON":
        return head
    role = head.lemma_.lower() in words("role")
    if role or head.ent_type_ not in {"ORG", "GPE"}:
        name = next((child for child in head.children if child.dep_ == "appos" and child.pos_ == "PROPN"), None)
        if name is not None and (role or name.ent_type_ == "PERSON"):
            return name
    if head.lemma_.lower() in words("outletword"):
        named = [child for child in head.children if child.dep_ in {"compound", "appos", "nmod"} and child.pos_ == "PROPN"]
        if named:
            return named[-1]
    return head


def _titled(page: Page) -> list[str]:
    """Names that the entity recogniser does not take for persons but that stand beside a role ("the president, A. B.")."""
    names = []
    for token in page.doc:
        if token.pos_ != "PROPN" or token.ent_type_ == "PERSON" or token.dep_ != "appos" or token.head.lemma_.lower() not in words("role"):
            continue
        start = token.i
        while start > 0 and page.doc[start - 1].pos_ == "PROPN" and page.doc[start - 1].dep_ in {"compound", "flat"}:
            start -= 1
        if start < token.i:
            names.append(strip_titles(page.doc[start : token.i + 1].text))
    return names


def source_phrase(page: Page, head: Token) -> Span:
    """The noun phrase around ``head`` without relative clauses, appositions and what follows a comma."""
    doc = page.doc
    left, right = head.i, head.i
    for child in head.children:
        if child.i < head.i and child.dep_ in {"compound", "amod", "det", "poss", "nummod", "nmod", "quantmod", "advmod", "predet"}:
            left = min(left, child.left_edge.i)
        elif (
            child.i > head.i
            and child.dep_ == "prep"
            and child.lower_ in {"of", "for", "from", "in", "at", "on", "with", "to", "close"}
            and child.i == right + 1
        ):
            right = max(right, _short_right(child))
        elif child.i > head.i and child.dep_ in {"cc", "conj"} and head.pos_ != "PRON" and head.dep_ not in {"poss", "compound"}:
            right = max(right, child.i if child.dep_ == "cc" else _short_right(child))
    while right > head.i and (doc[right].is_punct or doc[right].dep_ == "cc"):
        right -= 1
    ent = page.entities.get(head.i)
    if ent is not None and ent.label_ in _NAMED:
        left, right = min(left, ent.start), max(right, ent.end - 1)
    last = doc[right]
    return Span(doc[left].idx, last.idx + len(last))


def _short_right(child: Token) -> int:
    """The right edge of a modifier, cut at the first comma or relative clause."""
    right = child.i
    for token in child.doc[child.i + 1 : child.right_edge.i + 1]:
        if token.text in {",", "--", "–", "—", "_", ";", "("} or token.dep_ in {"relcl"} or token.tag_ in {"WP", "WDT", "VBD", "VBZ"}:
            break
        right = token.i
    return right


def clean_name(ent: Tokens) -> str:
    """The entity's text on one line, without possessive and leading article or title."""
    name = " ".join(ent.text.split())
    for tail in ("'s", "’s", "'", "’"):
        name = name.removesuffix(tail)
    return strip_titles(name) if ent.label_ == "PERSON" else strip_article(name)


def strip_titles(name: str) -> str:
    """``name`` without titles in front, unless nothing would be left."""
    parts = name.split()
    titles = words("titles")
    while len(parts) > 1 and parts[0] in titles:
        parts.pop(0)
    return " ".join(parts) or name
