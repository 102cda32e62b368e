"""Annotated documents → training windows: word pieces, candidate triggers with labels, candidate parties with features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.coding import candidates as cand
from dragoman.coding.codebook import NONE, labels, modes
from dragoman.coding.windows import Window, coded_sentences, windows
from dragoman.model import Document
from training.corpus import STATUSES, Annotated, Example, parties

WINDOW_FEATURES = 5
"""How many of a candidate's features say how it stands to a trigger in the same window."""
IGNORED = -100
"""Label that the loss passes over."""


@dataclass(frozen=True, slots=True)
class Link:
    """A mention in the trigger's window: positions of its head in the window, and the pair's features."""

    place: tuple[int, int]
    features: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """All mentions of one code in a trigger's window, and whether the code is an actor, a recipient."""

    code: str
    links: tuple[Link, ...]
    actor: bool
    recipient: bool


@dataclass(frozen=True, slots=True)
class Trigger:
    """A candidate word: where it stands, what it is (index into ``labels()``), and its parties where it is an event."""

    place: tuple[int, int]
    label: int
    mode: int
    status: int
    weight: float
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One window with what is to be learned from it."""

    name: str
    ids: tuple[int, ...]
    named: tuple[int, ...]
    triggers: tuple[Trigger, ...]


def annotate(nlp: Language, source: Annotated) -> Doc:
    """The text through the pipeline's stages up to actors, as of its date."""
    doc = nlp.make_doc(source.text)
    doc._.document = Document(
        source.text, source.name, published=source.published, published_basis="given" if source.published else "unknown"
    )
    return nlp(doc)


def items(doc: Doc, source: Annotated) -> Iterator[Item]:
    """The training windows of one annotated document, read as ``doc``."""
    marked = {token: example for example in source.examples if (token := token_of(doc, example)) is not None}
    yield from _items(doc, source.name, marked, frozenset(marked))


def unlabelled(nlp: Language, source: Annotated) -> Iterator[Item]:
    """The windows of a document without annotation, with the parties in the window of every candidate word."""
    doc = annotate(nlp, source)
    yield from _items(doc, source.name, {}, frozenset(range(len(doc))))


def _items(doc: Doc, name: str, marked: Mapping[int, Example], linked: Set[int]) -> Iterator[Item]:
    """``marked``: the events by the token that states them; ``linked``: the tokens whose parties are wanted."""
    sentences = coded_sentences(doc)
    cast = cand.Cast.of(doc, sentences)
    for window in windows(sentences, cand.mention_tokens(doc, cast.mentions)):
        found = []
        for n in window.focus:
            tokens = {t.i for t in cand.trigger_tokens(sentences[n])} | {t.i for t in sentences[n] if t.i in marked}
            for i in sorted(tokens & window.places.keys()):
                near = cand.candidates(doc[i], cast) if i in linked else []
                links = [(c, cast.mentions[c.mention].codes) for c in near if c.head in window.places]
                found.append(_trigger(window, i, marked.get(i), links))
        yield Item(name, window.ids, window.named, tuple(found))


def token_of(doc: Doc, example: Example) -> int | None:
    """The token that an example's trigger is, or the head of its words; None where they are cut."""
    span = doc.char_span(*example.trigger, alignment_mode="expand")
    return span.root.i if span is not None else None


def _trigger(window: Window, i: int, example: Example | None, links: list[tuple[cand.Candidate, tuple[str, ...]]]) -> Trigger:
    by_code: dict[str, list[Link]] = {}
    for c, codes in links:
        for code in parties(list(codes)):
            by_code.setdefault(code, []).append(Link(window.places[c.head], c.features[:WINDOW_FEATURES]))
    actors, recipients = (example.actors, example.recipients) if example is not None else (frozenset(), frozenset())
    found = tuple(Party(code, tuple(near), code in actors, code in recipients) for code, near in sorted(by_code.items()))
    if example is None:
        return Trigger(window.places[i], labels().index(NONE), IGNORED, IGNORED, 1.0, found)
    key = (example.type, example.mode)
    return Trigger(
        window.places[i],
        labels().index(example.type),
        modes().index(key if key in modes() else (example.type, None)),
        STATUSES.index(example.status),
        example.weight,
        found,
    )
