"""Time expressions on TimeML files (``*.tml``), given each document's creation time.

The rule is that of TempEval-3: *extent* counts expressions found with exactly the annotated characters, *extent, loose* those
that overlap an annotated one, one to one; *value* those that overlap and carry the annotated TIMEX3 value, to the letter.
The creation time itself is not scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from dragoman.evaluation.matching import pair
from dragoman.evaluation.tables import Row, counted_row
from dragoman.model import Document, Span, TimeExpression

_LATER = ("dragoman_actors", "dragoman_places", "dragoman_attribution", "dragoman_coding")


@dataclass(frozen=True, slots=True)
class Timex:
    """One annotated time expression."""

    span: Span
    value: str


@dataclass(frozen=True, slots=True)
class Article:
    """A TimeML document: its text, creation day and time expressions."""

    text: str
    created: date | None
    times: tuple[Timex, ...]


def parse(markup: str) -> Article | None:
    """The article in a TimeML file, or None where it has no text."""
    root = ElementTree.fromstring(markup)
    body = root.find("TEXT")
    if body is None:
        return None
    pieces: list[str] = []
    times: list[Timex] = []
    _collect(body, pieces, times)
    stamp = root.find("DCT/TIMEX3")
    value = stamp.get("value", "")[:10] if stamp is not None else ""
    return Article("".join(pieces), _day(value), tuple(times))


def _collect(element: ElementTree.Element, pieces: list[str], times: list[Timex]) -> None:
    """Add the element's text to ``pieces`` and the expressions in it to ``times``."""
    start = sum(map(len, pieces))
    pieces.append(element.text or "")
    for child in element:
        _collect(child, pieces, times)
        pieces.append(child.tail or "")
    end = sum(map(len, pieces))
    if element.tag == "TIMEX3" and end > start:
        times.append(Timex(Span(start, end), element.get("value", "")))


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def articles(folder: Path) -> Iterator[Article]:
    """The articles of a folder, by file name."""
    for path in sorted(folder.glob("*.tml")):
        article = parse(path.read_text(encoding="utf-8"))
        if article is not None:
            yield article


def strictly(found: TimeExpression, gold: Timex) -> bool:
    """The same characters."""
    return (found.start, found.end) == (gold.span.start, gold.span.end)


def loosely(found: TimeExpression, gold: Timex) -> bool:
    """A character in common."""
    return Span(found.start, found.end).overlaps(gold.span)


def rows(folder: Path) -> list[Row]:
    """The figures of a folder of TimeML files."""
    from dragoman.pipeline import annotate, load

    nlp = load(without=_LATER)
    got = wanted = strict = loose = valued = 0
    for article in articles(folder):
        document = Document(text=article.text, published=article.created, published_basis="given" if article.created else "unknown")
        times: tuple[TimeExpression, ...] = next(annotate(nlp, [document]))._.times
        got, wanted = got + len(times), wanted + len(article.times)
        strict += len(pair(times, article.times, strictly))
        pairs = _overlapping(times, article.times)
        loose += len(pairs)
        valued += sum(found.value == gold.value for found, gold in pairs)
    data = f"dating ({folder.name})"
    counts = (("extent", strict), ("extent, loose", loose), ("value", valued))
    return [counted_row(data, measure, right, got, wanted) for measure, right in counts]


def _overlapping(times: tuple[TimeExpression, ...], gold: tuple[Timex, ...]) -> list[tuple[TimeExpression, Timex]]:
    """One-to-one pairs that overlap: those with the same characters first, the rest as they come."""
    exact = pair(times, gold, strictly)
    taken, held = {found for found, _ in exact}, {g for _, g in exact}
    rest = pair([t for t in times if t not in taken], [g for g in gold if g not in held], loosely)
    return exact + rest
