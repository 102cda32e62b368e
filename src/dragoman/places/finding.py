"""Finds names of places in a document and decides which place each is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from dragoman.extensions import document_of
from dragoman.gazetteer.countries import countries_named
from dragoman.gazetteer.entries import Entry, choose, meanings, states
from dragoman.model import Place

LOCATIVE = frozenset(
    {"in", "at", "near", "from", "to", "outside", "inside", "around", "across", "into", "via", "through", "toward", "towards", "off"}
    | {"within", "throughout", "over", "between"}
)
_LABELS = frozenset({"GPE", "LOC", "FAC"})
_PERSONAL = frozenset({"PERSON", "NORP", "DATE", "TIME", "WORK_OF_ART", "LAW", "PERCENT", "MONEY"})
_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*([A-Z][A-Z'’ -]{2,40}?|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
    r"(?=,? [^\n]{0,40}?(?:\([A-Z][\w ]{1,30}\)|--| – | — |\d{4} - ))"
)
SEATS = frozenset(
    {"city", "town", "capital", "port", "island", "region", "province", "village", "district", "border", "outskirts", "suburb"}
    | {"streets", "north", "south", "east", "west", "resort", "enclave", "stronghold", "village", "villages", "camp", "valley", "area"}
    | {"parts", "cities", "towns", "peninsula", "strip", "base", "airport", "airfield", "airbase", "crossing", "settlement", "suburbs"}
)
VISITING = frozenset({"visit", "tour", "enter", "reach", "leave", "invade", "shell", "bomb", "attack", "bombard", "storm"})
_LONGEST = 6


def find_places(doc: Doc) -> tuple[Place, ...]:
    """The places of a document, in text order, none overlapping another; a name that could be several places is left out."""
    text = document_of(doc).text
    countries = countries_named(text)
    found: list[Place] = []
    done = 0
    for start, end in sorted(set(_spans(doc)), key=lambda span: (span[0], -span[1])):
        if start < done:
            continue
        form = _plain(text[start:end])
        named = countries_beside(text, countries, form)
        entry = choose(form.title() if form.isupper() and not meanings(form) else form, _behind(text, end), named)
        if entry is not None:
            found.append(as_place(entry, start, end))
            done = end
    return tuple(found)


def countries_beside(text: str, countries: Sequence[tuple[int, str]], form: str) -> frozenset[str]:
    """The countries that a text names by other words than ``form``: "Tripoli" alone does not speak for Libya."""
    return frozenset(code for at, code in countries if text[at : at + len(form)].lower() != form.lower())


def as_place(entry: Entry, start: int, end: int) -> Place:
    """The entry as named by a span of the text."""
    return Place(start, end, entry.name, entry.country, entry.latitude, entry.longitude)


def _plain(form: str) -> str:
    return re.sub(r"\s+", " ", form)


def _spans(doc: Doc) -> Iterator[tuple[int, int]]:
    """Spans that may name a place: what the entity recogniser holds for one, what a locative preposition precedes, datelines."""
    for entity in doc.ents:
        if entity.label_ in _LABELS:
            start = 1 if entity[0].lower_ == "the" and len(entity) > 1 else 0
            span = entity[start:]
            if span.text[-2:] in ("'s", "’s"):
                span = span[:-1]
            if len(span) and meanings(_plain(span.text)) and _is_location(span):
                yield span.start_char, span.end_char
    for token in doc:
        if token.i + 1 < len(doc) and (token.lower_ in LOCATIVE or (token.pos_ == "VERB" and token.lemma_ in VISITING)):
            yield from _after_preposition(doc, token)
    for match in _DATELINE.finditer(document_of(doc).text):
        form = _plain(match[1])
        if meanings(form) or (form.isupper() and meanings(form.title())):
            yield match.start(1), match.end(1)


def _is_location(span: Span) -> bool:
    """Whether a name stands for a place and not for its government: it hangs on a locative preposition or follows a place."""
    root = span.root
    if root.dep_ in ("conj", "appos", "npadvmod") and root.head.pos_ == "PROPN":
        root = root.head
    if root.dep_ == "pobj":
        return root.head.lower_ in LOCATIVE or (
            (root.head.lower_ == "of" and root.head.head.lower_ in SEATS)
            or (root.head.lower_ in ("on", "against") and root.head.head.lemma_ in VISITING)
        )
    if root.dep_ == "dobj":
        return root.head.lemma_ in VISITING
    return root.dep_ in ("appos", "npadvmod")


def _after_preposition(doc: Doc, preposition: Token) -> Iterator[tuple[int, int]]:
    at = preposition.i + 1
    if doc[at].lower_ == "the" and at + 1 < len(doc):
        at += 1
    if not doc[at].text[:1].isupper() or (doc[at].ent_type_ in _PERSONAL and not _mistaken(doc[at])):
        return
    for length in range(_LONGEST, 0, -1):
        span = doc[at : at + length]
        following = doc[at + length] if at + length < len(doc) else None
        if len(span) == length and span.text[-1:].isalpha() and meanings(_plain(span.text)):
            if following is None or not (following.pos_ == "PROPN" and following.ent_iob_ == "I"):
                yield span.start_char, span.end_char
            return


def _mistaken(token: Token) -> bool:
    """Whether what the recogniser holds for a person or the like is, whole and unmistakably, a site, a capital or a state."""
    if token.ent_iob_ != "B" and not (token.i > 0 and token.nbor(-1).lower_ == "the" and token.nbor(-1).ent_iob_ == "B"):
        return False
    last = token.i + 1
    while last < len(token.doc) and token.doc[last].ent_iob_ == "I":
        last += 1
    longer = (token.doc[token.i : end].text for end in range(last, min(token.i + _LONGEST, len(token.doc)) + 1))
    return any(entry.kind != "city" for form in longer for entry in meanings(_plain(form)))


def _behind(text: str, end: int) -> str | None:
    """The country, or the US state, that a comma puts behind the name."""
    match = re.match(r",\s+((?:[A-Z][\w.'’-]*)(?:\s[A-Z][\w.'’-]*){0,2})", text[end : end + 40])
    if match is None:
        return None
    words = match[1].split()
    for length in range(len(words), 0, -1):
        form = " ".join(words[:length])
        for name in (form, form.rstrip(".")):
            if name in states() and (name not in ("Georgia",) or "Georgia" not in text[:end]):
                return f"USA.{states()[name]}"
            entry = next((entry for entry in meanings(name) if entry.kind == "country"), None)
            if entry is not None:
                return entry.country
    return None
