"""Attributions as the tagger sees them, put back into characters: cue, source and content of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dragoman.attribution.features import Ints, View, view_of, words_of
from dragoman.attribution.network import CONTENT, CUE, SOURCE, Network, network
from dragoman.attribution.page import Page
from dragoman.model import Span

_LOOK = 0.08
"""From which probability on a word is looked at as a cue."""
_AT_ONCE = 128
"""How many cues are looked from at a time, so that long texts need no more memory."""
_SHORT = 5
"""How many words at most complete a content that stops within a phrase."""
_EDGE = " \t\r\n,;:—–_-.…"
_QUOTES = "\"'“”‘’`«»„"


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution. ``cue`` and ``source`` are word indices (``source``: head of the phrase); ``chance``: that it is an
    attribution at all."""

    cue: int
    cue_span: Span
    source: int | None
    source_span: Span | None
    content: tuple[Span, ...]
    chance: float


def find_tagged(page: Page, tagger: Network | None = None) -> list[Tagged]:
    """Every attribution that has a chance, in the order of the cues; of two that share a cue the likelier."""
    tagger = tagger or network()
    if not len(page.doc):
        return []
    words = words_of(page, tagger.names)
    states = tagger.states(words)
    chances = tagger.cues(states)
    likely = [int(at) for at in np.flatnonzero(chances >= _LOOK) if page.paragraph_of(page.starts[at]) is not None]
    found: list[tuple[set[int], Tagged]] = []
    for at in range(0, len(likely), _AT_ONCE):
        views = [view_of(page, words, tagger.names, cue) for cue in likely[at : at + _AT_ONCE]]
        for view, (tags, chance) in zip(views, tagger.tags(states, views), strict=True):
            made = _made(page, view, tags, chance)
            if made is not None:
                found.append(({view.first + int(at) for at in np.flatnonzero(tags == CUE)} | {view.cue}, made))
    return _apart(found)


def _apart(found: list[tuple[set[int], Tagged]]) -> list[Tagged]:
    kept: dict[int, Tagged] = {}
    claimed: set[int] = set()
    for words, one in sorted(found, key=lambda pair: -pair[1].chance):
        if one.cue not in claimed and kept.keys().isdisjoint(words):
            kept[one.cue] = one
            claimed |= words
    return [kept[cue] for cue in sorted(kept)]


def _made(page: Page, view: View, tags: Ints, chance: float) -> Tagged | None:
    content = tuple(_content(page, view, tags))
    if not content:
        return None
    cue = _run_at(page, view, tags, view.cue)
    source = _source(page, view, tags)
    return Tagged(view.cue, cue, source[0] if source else None, source[1] if source else None, content, chance)


def _runs(tags: Ints, wanted: int) -> Iterator[tuple[int, int]]:
    """First and last place of every run of one tag."""
    held = np.concatenate([[False], tags == wanted, [False]])
    edges = np.flatnonzero(held[1:] != held[:-1]).tolist()
    return ((first, end - 1) for first, end in zip(edges[::2], edges[1::2], strict=True))


def _run_at(page: Page, view: View, tags: Ints, cue: int) -> Span:
    first = last = cue
    for low, high in _runs(tags, CUE):
        if view.first + low <= cue <= view.first + high:
            first, last = view.first + low, view.first + high
    return page.trimmed(*_characters(page, first, last)) or Span(*_characters(page, cue, cue))


def _characters(page: Page, first: int, last: int) -> tuple[int, int]:
    return page.starts[first], page.starts[last] + len(page.doc[last])


def _source(page: Page, view: View, tags: Ints) -> tuple[int, Span] | None:
    """The longest run of source words, and its head."""
    runs = [
        (low, high)
        for low, high in _runs(tags, SOURCE)
        if any(page.doc[view.first + at].pos_ not in {"PUNCT", "SPACE"} for at in range(low, high + 1))
    ]
    if not runs:
        return None
    low, high = max(runs, key=lambda run: run[1] - run[0])
    first, last = view.first + low, view.first + high
    while last > first and (page.doc[last].is_punct or page.doc[last].is_space):
        last -= 1
    while first < last and (page.doc[first].is_punct or page.doc[first].is_space):
        first += 1
    return page.doc[first : last + 1].root.i, Span(*_characters(page, first, last))


def _content(page: Page, view: View, tags: Ints) -> Iterator[Span]:
    """The runs of content words; those parted by nothing but white space or punctuation are one."""
    joined: list[list[int]] = []
    for low, high in _runs(tags, CONTENT):
        first, last = view.first + low, view.first + high
        if joined and all(page.doc[at].is_punct or page.doc[at].is_space for at in range(joined[-1][1] + 1, first)):
            joined[-1][1] = last
        else:
            joined.append([first, last])
    held = {view.first + int(at) for at in np.flatnonzero(tags != CONTENT)}
    for first, last in joined:
        span = _trimmed(page, *_characters(page, first, _completed(page, last, held, view)))
        if span is not None:
            yield span


def _completed(page: Page, last: int, held: set[int], view: View) -> int:
    """The end of the phrase that the words from ``last`` on belong to, where ``last`` opens it ("by" March)."""
    token = page.doc[last]
    edge = token.right_edge.i
    opens = token.pos_ in {"ADP", "DET", "SCONJ", "PART"} or token.dep_ in {"compound", "amod", "poss", "nummod"}
    if token.dep_ in {"compound", "amod", "poss", "nummod", "det"} and token.head.i > last:
        edge = token.head.i
    if not opens or edge - last > _SHORT or edge >= view.first + len(view.codes):
        return last
    stray = held & set(range(last + 1, edge + 1))
    return last if any(page.doc[at].is_punct or page.doc[at].is_space for at in stray) else edge


def _trimmed(page: Page, start: int, end: int) -> Span | None:
    """The stretch without separators at its edges, and without quotation marks that have no partner in it."""
    text = page.text
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end) if any(char.isalnum() for char in text[start:end]) else None
