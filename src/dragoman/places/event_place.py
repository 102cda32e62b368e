"""Where an event happened: the locative phrase of its clause."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token

from dragoman.extensions import document_of
from dragoman.gazetteer.countries import countries_named
from dragoman.gazetteer.entries import capital_of, choose, meanings
from dragoman.model import Place
from dragoman.places.finding import SEATS, as_place, countries_beside

_AT = frozenset({"in", "at", "near", "outside", "inside", "off", "over", "within", "around", "into"})
_TO = frozenset({"to", "through", "for"})
_ON = frozenset({"on", "against", "of", "over", "in", "into"})
_HIT = frozenset({"on", "against", "into"})
_FROM = frozenset({"from"})
_NO: frozenset[str] = frozenset()
_CLAUSAL = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
_VERBAL = frozenset({"VERB", "AUX"})


@cache
def _words(kind: str) -> frozenset[str]:
    """Lemmas of one kind: "going" verbs take their place as object, "happening" nouns theirs after "of" or "on" ..."""
    text = files("dragoman.places").joinpath("data/event_words.tsv").read_text(encoding="utf-8")
    return frozenset(lemma for of_kind, lemma in (line.split("\t") for line in text.splitlines()) if of_kind == kind)


def event_place(doc: Doc, trigger: int) -> Place | None:
    """The place of the event that token ``trigger`` stands for, or None where its clause names none.

    A city or site counts before a country, and what hangs on the trigger itself before what hangs on its verb.
    """
    ranked = [(_is_country(place), 0, place.start, place) for place in _gone_to(doc, doc[trigger])]
    for cost, preposition in _prepositions(doc[trigger]):
        place = _place_in(doc, preposition)
        if place is not None:
            ranked.append((_is_country(place), cost, place.start, place))
    if not ranked:
        opening = _opening(doc, doc[trigger])
        return opening if opening is not None and not _is_country(opening) else None
    return min(ranked, key=lambda item: item[:3])[3]


def _is_country(place: Place) -> bool:
    return any(entry.kind == "country" and entry.name == place.name for entry in meanings(place.name))


def _gone_to(doc: Doc, trigger: Token) -> Iterator[Place]:
    """Where a visit or an attack goes: the verb's object, what follows "to" or "on" behind the noun, the name in front of it."""
    noun, lemma = trigger.pos_ == "NOUN", trigger.lemma_.lower()
    heads = [child for child in trigger.children if child.dep_ in ("dobj", "nsubjpass") and lemma in _words("going")]
    wanted = (
        _TO if lemma in _words("travel") else _ON if noun and lemma in _words("happening") else _HIT if lemma in _words("going") else _NO
    )
    if lemma in _words("leaving"):
        wanted = wanted | _FROM
    links = [*trigger.children, *(inner for child in trigger.children if child.dep_ == "dobj" for inner in child.children)]
    if trigger.dep_ in ("acl", "relcl") and trigger.tag_ == "VBN" and lemma in _words("going"):
        heads.append(trigger.head)  # "East Timor, seized by Indonesia"
    heads += [inner for child in links if child.lower_ in wanted for inner in child.children if inner.dep_ == "pobj"]
    if noun and lemma in _words("happening") | _words("meeting"):
        heads += [child for child in trigger.children if child.dep_ in ("compound", "nmod", "poss")]
    for head in heads:
        yield from _at_head(doc, head)


def _at_head(doc: Doc, head: Token) -> Iterator[Place]:
    """The place that a noun phrase names, by its head or behind a common noun ("the enclave of Afrin")."""
    before = head.dep_ in ("compound", "nmod", "poss")
    for place in _seated(doc, head) if not before else _named_by(doc, head):
        if before and _is_country(place):
            continue  # "the Syria talks" are on Syria, and "Turkey's attack" is not in Turkey
        yield place


def _named_by(doc: Doc, head: Token) -> list[Place]:
    places: tuple[Place, ...] = doc._.places
    known = [place for place in places if place.start <= head.idx < place.end]
    if known or not head.text[:1].isupper():
        return known
    entry = choose(head.text, None, countries_beside(document_of(doc).text, countries_named(document_of(doc).text), head.text))
    return [as_place(entry, head.idx, head.idx + len(head))] if entry is not None and entry.kind in ("city", "capital", "site") else []


def _seated(doc: Doc, head: Token) -> list[Place]:
    """The places named by a head or, where it is a town, an enclave, a resort, by what follows "of"."""
    return (_below_seat(doc, head) if head.lower_ in SEATS else []) or _named(doc, head)


def _below_seat(doc: Doc, head: Token) -> list[Place]:
    below = [inner for link in head.children if link.lower_ == "of" for inner in link.children if inner.dep_ == "pobj"]
    return [place for inner in below for place in _named(doc, inner)]


def _named(doc: Doc, head: Token) -> list[Place]:
    places: tuple[Place, ...] = doc._.places
    known = [place for place in places if place.start <= head.idx < place.end]
    if known or head.pos_ != "PROPN":
        return known
    countries, end = countries_beside(document_of(doc).text, countries_named(document_of(doc).text), head.text), head.idx + len(head)
    first = next((token for token in doc[max(head.left_edge.i, head.i - 3) : head.i + 1] if token.text[:1].isupper()), head)
    entry = choose(document_of(doc).text[first.idx : end], None, countries)
    if entry is not None:
        return [as_place(entry, first.idx, end)]
    return []


def _prepositions(trigger: Token) -> Iterator[tuple[int, Token]]:
    """Locative prepositions under the trigger, then under the verbs above it up to the edge of its clause."""
    at, cost, below = trigger, 0, -1
    for _ in range(8):
        for child in _adverbials(at):
            if child.i != below:
                yield cost, child
        if at.head == at or (at.pos_ in _VERBAL and at.dep_ in _CLAUSAL):
            return
        below, at, cost = at.i, at.head, cost + 1


def _adverbials(token: Token) -> Iterator[Token]:
    """Locative prepositions that hang on a token, or on the objects that its own locatives are nested in."""
    speech = token.pos_ in _VERBAL and token.lemma_ in _words("saying")
    for child in token.children:
        if speech and token.i + 1 < child.i:
            continue  # "condemned the killings in Syria" was not said in Syria
        if child.dep_ == "prep" and child.lower_ in _AT:
            yield child
        elif child.dep_ in ("dobj", "pobj", "attr", "prep", "agent", "nsubjpass", "xcomp"):
            yield from (inner for inner in child.children if inner.dep_ == "prep" and inner.lower_ in _AT)
            if child.dep_ == "prep":
                for inner in child.children:
                    yield from (deep for deep in inner.children if deep.dep_ == "prep" and deep.lower_ in _AT)


def _opening(doc: Doc, trigger: Token) -> Place | None:
    """The place that opens the sentence and so holds for all of it, but for what a relative clause recalls: "In Oslo, the envoy said"."""
    first = trigger.sent[0]
    aside = any(token.dep_ == "relcl" for token in (trigger, *trigger.ancestors))
    return _place_in(doc, first) if first.lower_ in ("in", "at") and not aside else None


def _place_in(doc: Doc, preposition: Token) -> Place | None:
    """The first place within the phrase of a preposition; "the capital" of a country named or nicknamed stands for its city."""
    objects = [child for child in preposition.children if child.dep_ in ("pobj", "pcomp")]
    if not objects:
        return None
    head = objects[0]
    start, end = doc[head.left_edge.i].idx, doc[head.right_edge.i].idx + len(doc[head.right_edge.i])
    core_end = head.idx + len(head)
    if head.lower_ == "capital":
        capital = _capital(doc, start, end, head)
        if capital is not None:
            return capital
    if head.lower_ in SEATS:
        seated = _below_seat(doc, head)
        if seated:
            return seated[0]
    places: tuple[Place, ...] = doc._.places
    for place in places:
        if start <= place.start < core_end or (head.idx <= place.start < end and (place.start - core_end < 3 or head.lower_ in SEATS)):
            return place
    return None


def _capital(doc: Doc, start: int, end: int, head: Token) -> Place | None:
    """The capital of the state that the phrase, or failing that the mentions before it, point to."""
    phrase = document_of(doc).text[start:end]
    places: tuple[Place, ...] = doc._.places
    for place in places:
        if start <= place.start < end and not _is_country(place):
            return place
    codes = [code for mention in doc._.mentions if start <= mention.start and mention.end <= end for code in mention.codes]
    codes += [code for _, code in countries_named(phrase)]
    entry = capital_of(codes[0]) if codes else None
    return as_place(entry, start, head.idx + len(head)) if entry else None
