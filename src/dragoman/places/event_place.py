"""Where an event happened: the locative phrase of its clause."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from dragoman.gazetteer.countries import countries_named
from dragoman.gazetteer.entries import capital_of, meanings
from dragoman.model import Place
from dragoman.places.finding import SEATS, VISITING, as_place

_AT = frozenset({"in", "at", "near", "outside", "inside", "off", "over", "within", "around", "into"})
_TO = frozenset({"to", "through", "for"})
_ON = frozenset({"on", "against"})
_TRAVEL = frozenset(
    {"visit", "trip", "travel", "go", "fly", "arrive", "come", "return", "tour", "journey", "head", "send", "march", "sail"}
)
_CLAUSAL = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
_VERBAL = frozenset({"VERB", "AUX"})


def event_place(doc: Doc, trigger: int) -> Place | None:
    """The place of the event that token ``trigger`` stands for, or None where its clause names none.

    A city or site counts before a country, and what hangs on the trigger itself before what hangs on its verb.
    """
    ranked = [(_is_country(place), 0, place.start, place) for place in _gone_to(doc, doc[trigger])]
    for cost, preposition in _prepositions(doc[trigger]):
        place = _place_in(doc, preposition)
        if place is not None:
            ranked.append((_is_country(place), cost, place.start, place))
    return min(ranked, key=lambda item: item[:3])[3] if ranked else None


def _is_country(place: Place) -> bool:
    return any(entry.kind == "country" and entry.name == place.name for entry in meanings(place.name))


def _gone_to(doc: Doc, trigger: Token) -> Iterator[Place]:
    """Where a visit or an attack goes: the object of the verb, what follows "to" or "on" behind the noun."""
    heads = [child for child in trigger.children if child.dep_ == "dobj" and trigger.lemma_ in VISITING]
    wanted = _TO if trigger.lemma_ in _TRAVEL else _ON if trigger.lemma_ in VISITING else frozenset()
    heads += [inner for child in trigger.children if child.lower_ in wanted for inner in child.children if inner.dep_ == "pobj"]
    places: tuple[Place, ...] = doc._.places
    for head in heads:
        yield from (place for place in places if place.start <= head.idx < place.end)


def _prepositions(trigger: Token) -> Iterator[tuple[int, Token]]:
    """Locative prepositions under the trigger, then under the verbs above it up to the edge of its clause."""
    at, cost, below = trigger, 0, None
    for _ in range(8):
        for child in _adverbials(at):
            if child is not below:
                yield cost, child
        if at.head is at or (at.pos_ in _VERBAL and at.dep_ in _CLAUSAL):
            return
        below, at, cost = at, at.head, cost + 1


def _adverbials(token: Token) -> Iterator[Token]:
    """Locative prepositions that hang on a token, or on the objects that its own locatives are nested in."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in _AT:
            yield child
        elif child.dep_ in ("dobj", "pobj", "attr", "prep", "agent", "nsubjpass", "xcomp"):
            yield from (inner for inner in child.children if inner.dep_ == "prep" and inner.lower_ in _AT)
            if child.dep_ == "prep":
                for inner in child.children:
                    yield from (deep for deep in inner.children if deep.dep_ == "prep" and deep.lower_ in _AT)


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
    places: tuple[Place, ...] = doc._.places
    for place in places:
        if start <= place.start < core_end or (head.idx <= place.start < end and (place.start - core_end < 3 or head.lower_ in SEATS)):
            return place
    return None


def _capital(doc: Doc, start: int, end: int, head: Token) -> Place | None:
    """The capital of the state that the phrase, or failing that the mentions before it, point to."""
    phrase = doc.text[start:end]
    places: tuple[Place, ...] = doc._.places
    for place in places:
        if start <= place.start < end and not _is_country(place):
            return place
    codes = [code for mention in doc._.mentions if start <= mention.start and mention.end <= end for code in mention.codes]
    codes += [code for _, code in countries_named(phrase)]
    entry = capital_of(codes[0]) if codes else None
    return as_place(entry, start, head.idx + len(head)) if entry else None
