"""The mentions seen so far, ordered as a reader remembers them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.actors.mentions.frame import Frame
from dragoman.actors.mentions.referents import Draft, Referent
from dragoman.actors.words.word_sets import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PLACE = word_set("discourse.place")
_STATE_NOUNS = word_set("discourse.state_nouns")
"""Nouns that only announce the name after "of": "the island nation of Kiribati"."""


class Discourse:
    """Mentions of the body by sentence; only they can be antecedents. A caption's own ones count for that caption alone."""

    def __init__(self, frame: Frame, drafts: list[Draft], caption: range = range(0)) -> None:
        self.frame = frame
        self.caption = caption
        self.sentences = [sent.start for sent in frame.doc.sents if self.holds(sent.start)]
        self.by_token: dict[int, Draft] = {}
        self.by_sentence: dict[int, list[Draft]] = {}
        for draft in drafts:
            self.add(draft)

    def holds(self, index: int) -> bool:
        """Whether a token is of the body, or of the caption that is being read."""
        return self.frame.kinds[index] == "body" or index in self.caption

    def add(self, draft: Draft) -> None:
        """Take a mention in; those outside the body are known by their tokens but are never antecedents."""
        for index in range(draft.start, draft.end):
            self.by_token[index] = draft
        if self.holds(draft.start):
            row = self.by_sentence.setdefault(self.sentence_of(draft.start), [])
            row.append(draft)
            row.sort(key=lambda d: d.start)

    def sentence_of(self, index: int) -> int:
        """The number of the body sentence that a token stands in, or of the last one before it."""
        return bisect_right(self.sentences, index) - 1

    def before(self, index: int, reach: int) -> Iterator[tuple[int, Draft]]:
        """Mentions before a token, nearest sentence first, each with the number of sentences between."""
        number = self.sentence_of(index)
        for distance in range(reach + 1):
            for draft in reversed(self.by_sentence.get(number - distance, ())):
                if draft.start < index:
                    yield distance, draft

    def root(self, draft: Draft) -> Token:
        """The token of a mention that hangs on a word outside of it."""
        for index in range(draft.end - 1, draft.start - 1, -1):
            token = self.frame.token(index)
            if not draft.start <= token.head.i < draft.end or token.head == token:
                return token
        return self.frame.token(draft.head)

    def clause_role(self, draft: Draft) -> str:
        """The dependency label of a mention, that of the first of a series for the later ones."""
        token = self.root(draft)
        for _ in range(5):
            if token.dep_ in {"conj", "appos"} and token.head != token:
                token = token.head
            elif token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _STATE_NOUNS:
                token = token.head.head
        return token.dep_

    def is_subject(self, draft: Draft) -> bool:
        """Whether a mention is the subject of a clause."""
        return self.clause_role(draft) in SUBJECTS

    def is_place(self, draft: Draft) -> bool:
        """Whether a mention stands after a preposition of place."""
        token = self.root(draft)
        for _ in range(5):
            if token.dep_ == "conj" and token.head != token:
                token = token.head
        return token.dep_ == "pobj" and token.head.lower_ in _PLACE

    def joined(self, draft: Draft) -> list[Draft]:
        """The mentions joined to this one by "and", itself first."""
        root = self.root(draft)
        found = [draft]
        for token in root.conjuncts:
            other = self.by_token.get(token.i)
            if other is not None and other not in found and other.referent is not draft.referent:
                found.append(other)
        return found


def together(draft: Draft) -> Referent | None:
    """The several whom one mention stands for: its own plural, or those of "Armenian and Iranian engineers"."""
    if len(draft.codes) > 1:
        names = f"{draft.referent.name} ({', '.join(draft.codes)})"
        return Referent("group", names, None, draft.referent.sector, plural=True, members=draft.codes, reason="of several states")
    return draft.referent if draft.referent.plural or draft.referent.members else None


def pair(frame: Frame, drafts: list[Draft], reason: str) -> Referent | None:
    """One referent for several mentions together, if each has a code."""
    codes = tuple(dict.fromkeys(code for draft in drafts for code in draft.all_codes()))
    if len(codes) < 2:
        return None
    sectors = {draft.referent.sector for draft in drafts}
    names = " and ".join(dict.fromkeys(draft.referent.name for draft in drafts))
    sector = sectors.pop() if len(sectors) == 1 else None
    return Referent("group", names, None, sector, plural=True, members=codes, reason=reason)
