"""Windows over a document for the encoder: whole sentences, packed, with the sentences before as context.

One pass over a window serves every trigger and every pair of parties in it. Training packs in the same way, into shorter windows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain

from spacy.tokens import Doc, Span
from tokenizers import Tokenizer

from dragoman.model import FURNITURE

MAX_PIECES = 256
"""Word pieces a window may hold, the two special ones included."""
CONTEXT_PIECES = 64
"""Word pieces of preceding sentences that a window may open with."""
CLS, SEP = 101, 102


@cache
def tokenizer() -> Tokenizer:
    """The encoder's word-piece tokenizer (uncased), from the package's own files."""
    made: Tokenizer = Tokenizer.from_str(files("dragoman.coding").joinpath("data/tokenizer.json").read_text("utf-8"))
    made.no_truncation()
    made.no_padding()
    return made


@lru_cache(maxsize=65536)
def pieces(word: str) -> tuple[int, ...]:
    """The word-piece ids of one spaCy token; empty for white space."""
    return tuple(tokenizer().encode(word, add_special_tokens=False).ids) if word.strip() else ()


Spot = tuple[int, tuple[int, int]]
"""A window of a document and a place in it."""
Cut = tuple[int, tuple[int, ...]]
"""A token's index and its word pieces."""


@dataclass(frozen=True, slots=True)
class Window:
    """Word-piece ids with the place of each spaCy token among them, and the sentences that it is there to code."""

    ids: tuple[int, ...]
    named: tuple[int, ...]
    """For each id, 1 if it is part of an actor's mention, else 0: the encoder's token types."""
    places: dict[int, tuple[int, int]]
    """spaCy token index → [first, last) position in ``ids``; absent for white space and what was cut."""
    sentences: tuple[int, ...]
    """Indices (into the document's coded sentences) of all sentences in the window, in order."""
    focus: tuple[int, ...]
    """Those of them that are coded from this window; the others are context."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's windows, and the one that each token is coded from."""

    windows: tuple[Window, ...]
    home: Mapping[int, int]
    """Token index → which of the windows has its sentence in focus; absent for white space and what was cut."""

    @staticmethod
    def of(sentences: list[Span], actors: Collection[int]) -> Layout:
        """The layout of a document's coded sentences; ``actors``: indices of the tokens that name one."""
        made = tuple(windows(sentences, actors))
        home = {t.i: at for at, window in enumerate(made) for n in window.focus for t in sentences[n] if t.i in window.places}
        return Layout(made, home)

    def place(self, token: int, window: int) -> Spot | None:
        """Where a token is read from one window: its window and place, in that window if it stands there, else in its home."""
        at = window if token in self.windows[window].places else self.home.get(token)
        return None if at is None else (at, self.windows[at].places[token])


def coded_sentences(doc: Doc) -> list[Span]:
    """The sentences of body text and headlines; page furniture is left out."""
    furniture = [(p.start, p.end) for p in doc._.passages if p.kind in FURNITURE]
    found = []
    for sentence in doc.sents:
        first = next((t for t in sentence if not t.is_space), None)
        if first is not None and not any(start <= first.idx < end for start, end in furniture):
            found.append(sentence)
    return found


def windows(sentences: list[Span], actors: Collection[int], longest: int = MAX_PIECES) -> Iterator[Window]:
    """Pack sentences into windows: each is in the focus of exactly one.

    ``actors``: indices of the tokens that name one; ``longest``: word pieces a window may hold.
    """
    cut = [[(token.i, pieces(token.text)) for token in sentence] for sentence in sentences]
    lengths = [sum(len(found) for _, found in words) for words in cut]
    first = 0
    while first < len(sentences):
        start, used = first, 0
        while start > 0 and used + lengths[start - 1] <= CONTEXT_PIECES:
            start -= 1
            used += lengths[start]
        last = first + 1
        used += lengths[first]
        while last < len(sentences) and used + lengths[last] <= longest - 2:
            used += lengths[last]
            last += 1
        yield _window(cut[start:last], actors, range(start, last), range(first, last), longest)
        first = last


def _window(cut: Sequence[Sequence[Cut]], actors: Collection[int], held: range, focus: range, longest: int) -> Window:
    ids, named = [CLS], [0]
    places: dict[int, tuple[int, int]] = {}
    for token, found in chain.from_iterable(cut):
        if found and len(ids) + len(found) < longest:
            places[token] = (len(ids), len(ids) + len(found))
            ids.extend(found)
            named.extend([int(token in actors)] * len(found))
    ids.append(SEP)
    named.append(0)
    return Window(tuple(ids), tuple(named), places, tuple(held), tuple(focus))
