"""What the stage looks at: tokens, paragraphs and quotation marks of one document, indexed both ways."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from dragoman.attribution.marks import Mark, find_marks, paragraphs
from dragoman.extensions import document_of
from dragoman.model import FURNITURE, Mention, QuoteKind, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its speaker is resolved."""

    content: tuple[Span, ...]
    kind: QuoteKind
    cue: int | None = None
    cue_span: Span | None = None
    source: int | None = None
    source_span: Span | None = None
    addressees: tuple[int, ...] = ()
    via: tuple[int, ...] = ()
    chance: float = 1.0
    statement: float = 1.0

    @property
    def size(self) -> int:
        return sum(span.end - span.start for span in self.content)


def word_span(word: Token) -> Span:
    """Where the word stands."""
    return Span(word.idx, word.idx + len(word))


class Page:
    """Read-only lookups over a ``Doc`` that has syntax."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = document_of(doc).text
        self.starts = [token.idx for token in doc]
        self.heads = [token.head.i for token in doc]
        """The index of each token's head: its own where it has none."""
        self.entities: dict[int, Tokens] = {i: entity for entity in doc.ents for i in range(entity.start, entity.end)}
        """The named entity that each token is part of, by token index."""
        furniture = [Span(p.start, p.end) for p in doc._.passages if p.kind in FURNITURE]
        lines = [part for line in paragraphs(self.text) for part in _without(line, furniture)]
        self.paragraphs: list[Span] = lines
        self.marks: list[Mark] = find_marks(self.text, lines)
        self._paragraph_starts = [span.start for span in lines]
        self._mark_starts = [mark.outer.start for mark in self.marks]
        self.mentions: tuple[Mention, ...] = tuple(doc._.mentions)
        self._mention_starts = [mention.start for mention in self.mentions]

    def first_token(self, char: int) -> int:
        """The index of the first token that starts at ``char`` or later."""
        return bisect_left(self.starts, char)

    def paragraph_of(self, char: int) -> int | None:
        """The number of the paragraph that holds ``char``; None in page furniture."""
        at = bisect_right(self._paragraph_starts, char) - 1
        return at if at >= 0 and char < self.paragraphs[at].end else None

    def mark_at(self, char: int) -> int | None:
        """The number of the quotation that holds ``char``."""
        at = bisect_right(self._mark_starts, char) - 1
        return at if at >= 0 and char < self.marks[at].outer.end else None

    def marks_over(self, span: Span) -> range:
        """The numbers of the quotations that share a character with ``span``, marks included."""
        first = max(0, bisect_right(self._mark_starts, span.start) - 1)
        if first < len(self.marks) and self.marks[first].outer.end <= span.start:
            first += 1
        return range(first, max(first, bisect_left(self._mark_starts, span.end)))

    def mention_at(self, token: Token) -> Mention | None:
        """The shortest mention that covers ``token``."""
        best: Mention | None = None
        for at in range(bisect_right(self._mention_starts, token.idx) - 1, -1, -1):
            mention = self.mentions[at]
            if token.idx - mention.start > 200:
                break
            if mention.end >= token.idx + len(token) and (best is None or mention.end - mention.start < best.end - best.start):
                best = mention
        return best

    def trimmed(self, start: int, end: int) -> Span | None:
        """The stretch without spaces, separators and unpaired quotation marks at its edges."""
        text = self.text
        while start < end and text[start] in " \t\r\n,;:—–_`'\"”’)-":
            if text[start] in "'`\"" and self.mark_at(start) is not None and text[start] != "'":
                break
            start += 1
        while end > start and text[end - 1] in " \t\r\n,;:—–_-":
            end -= 1
        return Span(start, end) if end > start else None


def _without(line: Span, holes: list[Span]) -> list[Span]:
    parts = [line]
    for hole in holes:
        if not hole.overlaps(line):
            continue
        parts = [
            piece
            for part in parts
            for piece in (Span(part.start, min(part.end, hole.start)), Span(max(part.start, hole.end), part.end))
            if piece.end > piece.start
        ]
    return parts
