"""The lines and paragraphs of a text as its author set them: blank lines, hard wraps, indents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\f\v\x1c-\x1e\x85\u2028\u2029]")
_FIRST_WORD = re.compile(r"\S+")
_LETTER_RUN = re.compile(r"[^\W\d_]+")
_STOPPED = re.compile(r"(?:[.?!\u2026\u3002]|&[A-Z]+;)[\"'”’»)\]]*$|[\"'”’]{2}$|[.?!]['’”\"]{2}$")

WIDEST_WRAP = 110
"""No hard-wrapped text has longer lines than this; a text with many longer lines is not hard-wrapped."""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters ``start`` to ``end`` of one line, without the white space around it."""

    start: int
    end: int
    indent: int
    blank_before: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph or line that stands by itself, as offsets into the text, with how it is written."""

    start: int
    end: int
    words: int
    upper: float
    """The share of its letters that are capitals, 0 to 1."""
    stopped: bool
    """Whether it ends in a full stop, question mark or exclamation mark, closing quotes and brackets aside."""
    gap: bool
    """Whether a blank line (or the start of the text) stands before it; true throughout where there is no blank line at all."""

    @property
    def length(self) -> int:
        """Characters from first to last."""
        return self.end - self.start


def _lines(text: str) -> Iterator[Line]:
    """The lines with something on them."""
    last = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            continue
        start = match.start() + raw.index(stripped[0])
        breaks = len(_BREAK.findall(text, last, match.start()))
        yield Line(start, start + len(stripped), start - match.start(), last == 0 or breaks > 1)
        last = match.end()


def _wrap_width(lines: list[Line]) -> int:
    """The column at which the text was wrapped by hand or machine; 0 if it was not."""
    lengths = [line.end - line.start for line in lines]
    short = [length for length in lengths if length <= WIDEST_WRAP]
    return 0 if not short or len(short) < 0.9 * len(lengths) else max(short)


def _continues(text: str, above: Line, line: Line, width: int) -> bool:
    """Whether ``line`` goes on with the paragraph of ``above``: only if its first word had no room there."""
    if line.blank_before or not width or (line.indent > above.indent + 1 and above.indent < 2):
        return False
    word = _FIRST_WORD.match(text, line.start)
    room = width - (above.end - above.start)
    if word is not None and len(word.group()) + 1 > room:
        return True
    return text[line.start].islower() and not _STOPPED.search(text[above.start : above.end])


def unit_of(text: str, start: int, end: int, gap: bool) -> Unit:
    """Measure the stretch ``start`` to ``end`` of ``text``."""
    body = text[start:end]
    runs = _LETTER_RUN.findall(body)
    letters = sum(map(len, runs))
    capitals = sum(sum(map(str.isupper, run)) for run in runs)
    words = body.count(" ") + 1
    return Unit(start, end, words, capitals / letters if letters else 0.0, _STOPPED.search(body[-12:]) is not None, gap)


def units(text: str) -> list[Unit]:
    """The paragraphs and free-standing lines of ``text``, in order; they hold every character that is not white space."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    solid = not any(line.blank_before for line in lines[1:])
    found: list[Unit] = []
    start = 0
    for i, line in enumerate(lines):
        if i == 0 or not _continues(text, lines[i - 1], line, width):
            start = i
        if i + 1 == len(lines) or not _continues(text, line, lines[i + 1], width):
            found.append(unit_of(text, lines[start].start, line.end, solid or lines[start].blank_before))
    return found
