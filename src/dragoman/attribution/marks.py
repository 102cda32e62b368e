"""Quotation marks of every style, paired within their paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.model import Span

_MARK = re.compile(r"``|''|’’|‘‘|[\"“”«»„‘’'`]")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\n(?![ \t]*[a-z])")
_OPENERS = {"``", "‘‘", "“", "«", "„"}
_CLOSERS = {"”", "’’", "»"}
_TERMINAL = ".!?…"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch in quotation marks: ``outer`` with the marks, ``inner`` without them and without a final comma.
    ``continues`` where the closing mark is missing because the next paragraph goes on with the same quotation."""

    outer: Span
    inner: Span
    continues: bool = False


def last_before(text: str, char: int) -> str:
    """The last character before ``char`` that is no white space; empty at the start of the text."""
    while char > 0 and text[char - 1].isspace():
        char -= 1
    return text[char - 1 : char] if char else ""


def paragraphs(text: str) -> list[Span]:
    """The stretches between line breaks, blank ones left out."""
    spans, start = [], 0
    for gap in _PARAGRAPH.finditer(text):
        spans.append(Span(start, gap.start()))
        start = gap.end()
    spans.append(Span(start, len(text)))
    return [span for span in spans if text[span.start : span.end].strip()]


def _opens(text: str, start: int, end: int, low: int) -> bool:
    before = text[start - 1] if start > low else " "
    after = text[end] if end < len(text) else " "
    return (before.isspace() or before in "([{—–-_/:;,‘“\"'") and not after.isspace()


def _closing_single(text: str, start: int, stop: int) -> int | None:
    """Where a quotation opened by a single mark at ``start`` closes: at a mark that no letter follows."""
    first = None
    for hit in re.compile(r"[’']").finditer(text, start + 1, stop):
        at = hit.start()
        if text[at : at + 2] == "''" or (at + 1 < len(text) and text[at + 1].isalnum()) or text[at - 1].isspace():
            continue
        if text[at - 1] in ",.!?…":
            return at
        if first is None and text[at - 1] != "s":
            first = at
        last_s = at
        if first is None and text[at - 1] == "s" and not re.match(r"\s[a-z]", text[at + 1 : at + 3]):
            first = last_s
    return first


def _mark(text: str, outer: Span, low: int, high: int, continues: bool) -> Mark | None:
    while low < high and text[low] in " \t\n`'‘’":
        low += 1
    while high > low and text[high - 1] in " \t\n,`":
        high -= 1
    return Mark(outer, Span(low, high), continues) if high > low else None


def _in_paragraph(text: str, span: Span) -> Iterator[tuple[Span, Span, bool]]:
    opened: tuple[int, int] | None = None
    skip = span.start
    for hit in _MARK.finditer(text, span.start, span.end):
        at, end, sign = hit.start(), hit.end(), hit.group()
        if at < skip:
            continue
        if sign in {"‘", "'", "’", "`"}:
            if (
                opened is None
                and sign != "’"
                and _opens(text, at, end, span.start)
                and text[end : end + 1].isalnum()
                and not text[end].isdigit()
            ):
                close = _closing_single(text, at, span.end)
                if close is not None:
                    yield Span(at, close + 1), Span(end, close), False
                    skip = close + 1
            continue
        opener = sign in _OPENERS or (sign not in _CLOSERS and _opens(text, at, end, span.start))
        if opened is None:
            if sign not in _CLOSERS and opener:
                opened = at, end
        elif sign in _OPENERS or (opener and text[at - 1].isspace() and text[end : end + 1].isalnum()):
            if last_before(text, at) in {".", "!", "?", "…"}:
                yield Span(opened[0], at), Span(opened[1], at), True
            opened = at, end
        else:
            yield Span(opened[0], end), Span(opened[1], at), False
            opened = None
    if opened is not None:
        high = span.start + len(text[span.start : span.end].rstrip())
        yield Span(opened[0], high), Span(opened[1], high), True


def find_marks(text: str, within: Sequence[Span]) -> list[Mark]:
    """Every quotation in the paragraphs ``within``, in text order. One left open counts where the next paragraph opens with a mark
    or where it fills its own paragraph."""
    found: list[Mark] = []
    for index, span in enumerate(within):
        following = within[index + 1] if index + 1 < len(within) else None
        for outer, inner, is_open in _in_paragraph(text, span):
            goes_on = False
            if is_open and outer.end < span.end - 1:
                goes_on = True
            elif is_open:
                goes_on = following is not None and text[following.start : following.end].lstrip()[:1] in ('"', "“", "`", "'", "‘", "«")
                if not goes_on and outer.start > span.start + 2:
                    continue
            mark = _mark(text, outer, inner.start, inner.end, goes_on)
            if mark is not None:
                found.append(mark)
    return found


def is_sentence(text: str, mark: Mark) -> bool:
    """Whether the quoted words read as a whole statement: a capital first and an end mark (or comma) last, or several sentences."""
    inner = mark.inner.of(text)
    first = next((char for char in inner if char.isalnum()), "")
    ends = (
        inner[-1] in _TERMINAL + "-—–"
        or text[mark.inner.end : mark.inner.end + 1] == ","
        or text[mark.outer.end : mark.outer.end + 1] == ","
    )
    words = inner.count(" ") + 1
    return (
        mark.continues
        or ((first.isupper() or first.isdigit()) and ends and (words > 2 or inner[-1] in "!?,."))
        or (words > 3 and re.search(r"[.!?] [A-Z]", inner) is not None)
    )
