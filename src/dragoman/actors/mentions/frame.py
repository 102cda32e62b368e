"""One document as the actor stage looks at it: tokens with their passage, registry names and titles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import SENT_START  # type: ignore[import-not-found]

from dragoman.actors.mentions.bare_bodies import with_bare_bodies
from dragoman.actors.mentions.hits import POSSESSIVE, STATE_FORMS, Hit
from dragoman.actors.mentions.introduced import with_introduced
from dragoman.actors.mentions.peoples import with_peoples
from dragoman.actors.mentions.readings import Scanned, choose, in_need, tells
from dragoman.actors.mentions.unlisted import with_unlisted
from dragoman.actors.registry.in_power import as_of
from dragoman.actors.words.role_nouns import RoleNoun, longest_ending_at

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.actors.registry import Entry, Office, Registry

__all__ = ["POSSESSIVE", "STATE_FORMS", "Frame", "Hit", "Title", "build"]


@dataclass(frozen=True, slots=True)
class Title:
    """A title or person noun ending just before a given token."""

    start: int
    end: int
    name: str
    sector: str | None
    plural: bool


@dataclass(slots=True)
class Frame:
    """The working view; built once a document and only read afterwards."""

    doc: Doc
    registry: Registry
    published: date | None
    words: list[str]
    lower: list[str]
    kinds: list[str]
    openings: list[int]
    """The first token of each token's sentence."""
    hits: list[Hit] = field(default_factory=list)
    hit_at: dict[int, Hit] = field(default_factory=dict)
    titles: dict[int, tuple[int, Office]] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    home: str | None = None

    def token(self, index: int) -> Token:
        """The spaCy token at an index."""
        return self.doc[index]

    def same_sentence(self, first: int, second: int) -> bool:
        """Whether no sentence starts between the two tokens."""
        return self.openings[first] == self.openings[second]

    def title_ending(self, end: int) -> Title | None:
        """The longest title or person noun whose last token is ``end - 1``."""
        best: Title | None = None
        for start in range(max(0, end - 6), end):
            known = self.titles.get(start)
            if known is not None and known[0] == end:
                best = Title(start, end, known[1].name, known[1].sector, self.token(end - 1).tag_ in {"NNS", "NNPS"})
                break
        noun = longest_ending_at(self.lower, end - 1) if end > 0 else None
        if noun is not None:
            person = next((n for n in noun[1] if n.kind == "person"), None)
            if person is not None and (best is None or noun[0] < best.start):
                sector = best.sector if best is not None and best.sector else person.sector
                best = Title(noun[0], end, " ".join(self.words[noun[0] : end]), sector, person.plural)
        return best

    def noun_ending(self, end: int, first: int) -> tuple[int, RoleNoun] | None:
        """The longest noun of the role table whose last token is ``end - 1`` and that starts at ``first`` or later."""
        found = longest_ending_at(self.lower, end - 1, first)
        return (found[0], found[1][0]) if found is not None else None

    def dominant(self) -> str | None:
        """The state that the text is mostly about: half of all mentions of states, at least two; else None."""
        if not self.states:
            return None
        code, count = self.states.most_common(1)[0]
        return code if count >= 2 and count * 2 >= sum(self.states.values()) else None


def build(doc: Doc, registry: Registry) -> Frame:
    """The frame of a document: passages by token, registry names read in context, titles."""
    words = [token.text for token in doc]
    published = doc._.published.date
    frame = Frame(doc, registry, published, words, [word.lower() for word in words], _kinds(doc), _openings(doc))
    scanned = registry.scan([_scannable(word) for word in words])
    frame.hits = _choose(frame, scanned)
    frame.home = _home(frame)
    for step in (with_peoples, with_unlisted, with_introduced, with_bare_bodies):
        frame.hits = step(frame, frame.hits)
    for hit in frame.hits:
        for index in range(hit.start, hit.end):
            frame.hit_at[index] = hit
    for index, word in enumerate(words):
        if word[0].isalpha():
            title = registry.title(words, index)
            if title is not None:
                frame.titles[index] = title
    return frame


def _scannable(word: str) -> str:
    """The word that the registry is asked for: "U.S.-led" is one token, but its name is the part before the hyphen."""
    head, hyphen, tail = word.rpartition("-")
    return head if hyphen and tail in {"led", "backed", "based", "born", "brokered", "allied", "sponsored", "supported"} else word


def _kinds(doc: Doc) -> list[str]:
    kinds = ["body"] * len(doc)
    passages = doc._.passages
    if not passages:
        return kinds
    order = iter(passages)
    passage = next(order)
    for token in doc:
        while passage is not None and token.idx >= passage.end:
            passage = next(order, None)
        if passage is None:
            break
        if token.idx >= passage.start:
            kinds[token.i] = passage.kind
    return kinds


def _openings(doc: Doc) -> list[int]:
    starts = doc.to_array([SENT_START]) == 1
    openings: list[int] = np.maximum.accumulate(np.where(starts, np.arange(len(doc)), 0)).tolist()
    return openings


def _choose(frame: Frame, scanned: list[Scanned]) -> list[Hit]:
    """One reading a name, by the states that the rest of the text names."""
    certain: Counter[str] = Counter()
    for start, _, entries in scanned:
        code = entries[0].actor.code
        if code is None or entries[0].actor.kind != "state" or any(entry.actor.code != code for entry in entries):
            continue
        if frame.kinds[start] in {"body", "headline"} and tells(entries[0]):
            certain[code] += 1
    frame.states = certain
    return [
        Hit(start, end, as_of(entry, frame.published) if frame.published else entry.actor, entry.form)
        for start, end, entry in choose(scanned, certain, _dateline(frame, scanned))
        if not (end - start == 1 and _partial(frame, start, entry))
    ]


def _partial(frame: Frame, index: int, entry: Entry) -> bool:
    """Whether a name of one word that many share is only a part of a longer one."""
    needy = in_need(entry) and frame.token(index).ent_type_ == "ORG"
    return (entry.form == "outlet" or needy) and _inside_name(frame, index)


def _inside_name(frame: Frame, index: int) -> bool:
    """Whether a word is part of a longer entity ("National Liberation Front" does not name the newspaper)."""
    token = frame.token(index)
    near = [frame.token(i) for i in (index - 1, index + 1) if 0 <= i < len(frame.words)]
    return any(n.ent_type_ and n.ent_type_ == token.ent_type_ and n.text[:1].isupper() and frame.same_sentence(n.i, index) for n in near)


def _dateline(frame: Frame, scanned: list[Scanned]) -> str | None:
    """The state that the first name in a dateline passage is of, if it can be of one only."""
    for start, _, entries in scanned:
        if frame.kinds[start] == "dateline" and len({entry.actor.code for entry in entries}) == 1 and entries[0].actor.kind == "state":
            return entries[0].actor.code
    return None


def _home(frame: Frame) -> str | None:
    """The state of the dateline, if a passage or the first words give one."""
    for hit in frame.hits:
        if frame.kinds[hit.start] == "dateline" and hit.actor.kind == "state":
            return hit.actor.code
    return None
