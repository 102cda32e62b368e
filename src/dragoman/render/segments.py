"""Text with overlapping marks, cut into runs at every boundary, and the runs gathered into paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from dragoman.model import Passage

_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")
_LINE_END = re.compile(r"\r?\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to be shown in the text: ``key`` tells it apart, ``css`` is its style class, ``note`` says what it is."""

    start: int
    end: int
    key: str
    css: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that all carry the same marks."""

    text: str
    marks: tuple[Mark, ...] = ()
    gap: bool = False
    """White space between paragraphs: kept, so that the text stays whole, but not shown."""

    @property
    def keys(self) -> str:
        """The keys of its marks, with spaces between."""
        return " ".join(dict.fromkeys(mark.key for mark in self.marks))

    @property
    def css(self) -> str:
        """The style classes of its marks, with spaces between."""
        return " ".join(dict.fromkeys(mark.css for mark in self.marks))

    @property
    def note(self) -> str:
        """What its marks have to say."""
        return "\n".join(dict.fromkeys(mark.note for mark in self.marks if mark.note))


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph and the kind of passage that it begins with."""

    kind: str
    runs: tuple[Run, ...]


def blocks(text: str, marks: Iterable[Mark], passages: Iterable[Passage]) -> list[Block]:
    """The text as paragraphs of runs; their texts, put together, are the text again."""
    passages = tuple(passages)
    gaps = _gaps(text, passages)
    kind_at = {passage.start: passage.kind for passage in passages}
    hidden = {start for start, _ in gaps}
    found: list[Block] = []
    runs: list[Run] = []
    kind = ""
    for start, end, active in _cut(text, marks, gaps):
        if not runs:
            kind = _kind_from(passages, start, kind_at)
        gap = start in hidden
        runs.append(Run(text[start:end], () if gap else active, gap))
        if gap:
            found.append(Block(kind, tuple(runs)))
            runs = []
    if runs:
        found.append(Block(kind, tuple(runs)))
    return found


def _kind_from(passages: tuple[Passage, ...], start: int, kind_at: Mapping[int, str]) -> str:
    known = kind_at.get(start)
    if known is not None:
        return known
    return next((p.kind for p in passages if p.start <= start < p.end), "")


def _gaps(text: str, passages: tuple[Passage, ...]) -> list[tuple[int, int]]:
    """The white space that separates paragraphs: blank lines (line ends where there are none), and line ends between passages."""
    pattern = _BLANK_LINES if _BLANK_LINES.search(text) else _LINE_END
    gaps = {match.span() for match in pattern.finditer(text)}
    for first, second in pairwise(passages):
        between = text[first.end : second.start]
        if "\n" in between and not between.strip():
            gaps.add((first.end, second.start))
    return _joined(sorted(gaps))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping and touching spans made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut(text: str, marks: Iterable[Mark], gaps: list[tuple[int, int]]) -> Iterable[tuple[int, int, tuple[Mark, ...]]]:
    """Start, end and marks of every run, in order, over the whole text; one pass over the sorted boundaries."""
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    cuts = {0, len(text)}
    for mark in marks:
        start, end = max(mark.start, 0), min(mark.end, len(text))
        if start < end:
            opening[start].append(mark)
            closing[end].append(mark)
            cuts |= {start, end}
    for span in gaps:
        cuts |= set(span)
    order = sorted(cuts)
    active: dict[Mark, int] = {}
    for start, end in pairwise(order):
        for mark in closing[start]:
            _leave(active, mark)
        for mark in opening[start]:
            active[mark] = active.get(mark, 0) + 1
        yield start, end, tuple(active)


def _leave(active: dict[Mark, int], mark: Mark) -> None:
    """Equal marks may stand twice: the last to close takes the mark away."""
    active[mark] -= 1
    if not active[mark]:
        del active[mark]
