"""A document as arrays of numbers: what the tagger of attributions sees of each word, and of each word seen from a cue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_TYPE, LEMMA, ORTH, TAG  # type: ignore[import-not-found]
from spacy.strings import StringStore

from dragoman.attribution.marks import is_sentence
from dragoman.attribution.page import Page
from dragoman.model import Span

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

COLUMNS = ("word", "tag", "dep", "ent", "quoted", "place", "shape")
"""The categories of a word, in the order of the columns of :attr:`Words.codes`."""
_DEP = COLUMNS.index("dep")
LINKS = ("before", "after", "head", "subject", "complement", "object")
"""The words that a word is seen with, in the order of the columns of :attr:`Words.links`."""
NEAR = 3
"""How many of them every word has; the rest stand below few."""
_SUBJECT, _CLAUSE, _OBJECT = (LINKS.index(name) for name in ("subject", "complement", "object"))
RELATIONS = ("branch", "depth", "distance", "side")
"""The categories of a word as seen from a cue, in the order of the columns of :attr:`View.codes`."""
SIZES = {"quoted": 6, "place": 4, "shape": 6, "depth": 8, "distance": 27, "side": 12}
"""How many values each of the categories has that are no names."""

_SUBJECTS = {"nsubj", "nsubjpass", "agent", "poss", "csubj"}
_CLAUSES = {"ccomp", "xcomp", "parataxis", "acl", "pcomp", "relcl"}
_OBJECTS = {"dobj", "prep", "pobj", "oprd", "attr", "dative", "acomp", "advcl"}
_REACH = 150
"""How many words away from the cue's sentence a quotation beside it is still looked at."""
_CLIMB = 3
"""How many ancestors of the cue are told apart."""


@dataclass(frozen=True, slots=True)
class Words:
    """All words of a document. ``codes``: [n, 7] after COLUMNS; ``links``: [n, 6] word indices after LINKS (itself where there is
    none); ``tensor``: [n, 96], what spaCy's own network makes of each word in its context."""

    codes: Ints
    links: Ints
    tensor: Floats


@dataclass(frozen=True, slots=True)
class View:
    """The words around one cue. ``first``: document index of the first of them; ``codes``: [n, 4] after RELATIONS; ``heads``: [n],
    the place of each word's head among them (its own where that is elsewhere)."""

    cue: int
    first: int
    codes: Ints
    heads: Ints


@dataclass(frozen=True, slots=True)
class Names:
    """The numbers of the names that features take; 0 is for all that are not listed."""

    word: Mapping[str, int]
    tag: Mapping[str, int]
    dep: Mapping[str, int]
    ent: Mapping[str, int]

    @property
    def labels(self) -> int:
        """How many branches there can be below a word: one for each dependency label, one for all others, and the path itself."""
        return len(self.dep) + 2

    @property
    def branches(self) -> int:
        """How many values ``branch`` has: a branch below the cue or one of its ancestors."""
        return self.labels * (_CLIMB + 1)


def words_of(page: Page, names: Names) -> Words:
    """The arrays of a document."""
    doc = page.doc
    forms, lemmas, tags, deps, kinds = doc.to_array([ORTH, LEMMA, TAG, DEP, ENT_TYPE]).T
    strings = doc.vocab.strings
    starts, lines = np.zeros((2, len(doc)), dtype=np.int64)
    starts[[sentence.start for sentence in doc.sents]] = 1
    lines[[at for line in page.paragraphs if (at := page.first_token(line.start)) < len(doc)]] = 1
    codes = (
        _numbered(lemmas, strings, lambda lemma: names.word.get(lemma.lower(), 0)),
        _numbered(tags, strings, lambda tag: names.tag.get(tag, 0)),
        _numbered(deps, strings, lambda dep: names.dep.get(dep, 0)),
        _numbered(kinds, strings, lambda kind: names.ent.get(kind, 0)),
        np.array(_quoted(page), dtype=np.int64),
        2 * lines + starts,
        _numbered(forms, strings, _shape),
    )
    tensor: Any = doc.tensor
    return Words(np.stack(codes, axis=1), _links(page, _numbered(deps, strings, _link)), np.asarray(tensor, dtype=np.float32))


def _numbered(values: NDArray[np.uint64], strings: StringStore, number: Callable[[str], int]) -> Ints:
    """The number of each word [n] by one of its attributes; ``values``: ids of strings [n], each asked about once."""
    known, at = np.unique(values, return_inverse=True)
    return np.array([number(strings[value]) for value in known.tolist()], dtype=np.int64)[at]


def _shape(text: str) -> int:
    if text.isspace():
        return 5
    if text[0].isdigit():
        return 4
    if not text[0].isalpha():
        return 3
    return 0 if text.islower() else 2 if text.isupper() and len(text) > 1 else 1


def _link(dep: str) -> int:
    """The column of the links in which a word of this relation stands at its head; 0 for none."""
    return _SUBJECT if dep in _SUBJECTS else _CLAUSE if dep in _CLAUSES else _OBJECT if dep in _OBJECTS else 0


def _quoted(page: Page) -> list[int]:
    """For each word: outside (0), in quoted words (1) or a quoted statement (2), an opening (3) or a closing mark (4)."""
    states = [0] * len(page.doc)
    for mark in page.marks:
        state = 2 if is_sentence(page.text, mark) else 1
        for at in range(page.first_token(mark.outer.start), page.first_token(mark.outer.end)):
            start = page.starts[at]
            states[at] = 3 if start < mark.inner.start else 4 if start >= mark.inner.end else state
    return states


def _links(page: Page, columns: Ints) -> Ints:
    """``columns``: what ``_link`` gives for each word [n]."""
    at = np.arange(len(page.doc))
    heads = np.array(page.heads, dtype=np.int64)
    links = np.tile(at, (len(LINKS), 1)).T.copy()
    links[1:, 0] -= 1
    links[:-1, 1] += 1
    links[:, 2] = heads
    for column in (_SUBJECT, _CLAUSE, _OBJECT):
        below = at[(columns == column) & (heads != at)]
        links[heads[below], column] = below  # of several the last
    return links


def view_of(page: Page, words: Words, names: Names, cue: int) -> View:
    """The words that may belong to the attribution of which the word ``cue`` is the cue."""
    doc = page.doc
    first, last = _window(page, cue)
    at = np.arange(first, last)
    distance = at - cue
    sentence = doc[cue].sent
    branches = np.zeros((last - first, 2), dtype=np.int64)
    branches[sentence.start - first : sentence.end - first] = _branches(page, words, names.labels, cue, range(sentence.start, sentence.end))
    side = np.where(at < sentence.start, 0, np.where(at >= sentence.end, 2, 1)) * 2
    held = page.mark_at(doc[cue].idx)
    if held is not None:
        mark = page.marks[held].outer
        inside = (at >= page.first_token(mark.start)) & (at < page.first_token(mark.end))
        side = side + 6 + inside
    codes = np.column_stack([branches, _bucket(distance), side])
    heads = np.array(page.heads[first:last], dtype=np.int64)
    heads = np.where((heads >= first) & (heads < last), heads, at) - first
    return View(cue, first, codes, heads)


def _bucket(distance: Ints) -> Ints:
    """Signed distances in steps that widen: 0, 1, 2, 3, 4, 5–6, 7–9, 10–14, 15–22, 23–35, 36–60, 61–100, more."""
    steps = np.array([1, 2, 3, 4, 5, 7, 10, 15, 23, 36, 61, 101])
    size: Ints = np.searchsorted(steps, np.abs(distance), side="right")
    return np.asarray(np.where(distance < 0, 13 - size, 13 + size), dtype=np.int64)


def _branches(page: Page, words: Words, width: int, cue: int, within: range) -> list[tuple[int, int]]:
    """For each word of the cue's sentence the branch below the cue, or below an ancestor of the cue, that it stands in, and how deep.

    ``width``: how many branches are told apart below each.
    """
    known: dict[int, tuple[int, int]] = {}
    heads = page.heads
    at, climbed = cue, 0
    while True:
        known[at] = (min(climbed, _CLIMB) * width + width - 1, 0)
        if heads[at] == at:
            break
        at, climbed = heads[at], climbed + 1
    path = {at: label // width for at, (label, _) in known.items()}
    for start in within:
        at = start
        trail: list[int] = []
        while at not in known and heads[at] != at:
            trail.append(at)
            at = heads[at]
        for below in reversed(trail):
            above = heads[below]
            if above in path:
                known[below] = (path[above] * width + int(words.codes[below, _DEP]) + 1, 1)
            elif above in known:
                label, deep = known[above]
                known[below] = (label, min(deep + 1, SIZES["depth"] - 1))
    return [known.get(at, (0, 0)) for at in within]


def _window(page: Page, cue: int) -> tuple[int, int]:
    """The cue's sentence with the quotations in it and those that touch it before and after."""
    sentence = page.doc[cue].sent
    first, last = sentence.start, sentence.end
    low, high = max(0, first - _REACH), min(len(page.doc), last + _REACH)
    start = page.doc[first].idx
    end = page.doc[last - 1].idx + len(page.doc[last - 1])
    for number in page.marks_over(Span(max(0, start - 3), end + 5)):
        mark = page.marks[number].outer
        first = min(first, page.first_token(mark.start))
        last = max(last, page.first_token(mark.end))
        while page.marks[number].continues and number + 1 < len(page.marks) and last < high:
            number += 1
            last = max(last, page.first_token(page.marks[number].outer.end))
    return max(first, low), min(last, high)
