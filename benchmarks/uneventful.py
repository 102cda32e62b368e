"""Articles of our own (`uneventful.txt`) in which no state does anything to another: every event between two that is coded there is false.

    python -m benchmarks.uneventful

They are about accidents, sport, courts, markets, books, history and towns, and name states and their people all the same. The coder is
never trained on them.
An article begins with a line of its day (``@ 2011-03-17``); an empty line ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dragoman.evaluation.tables import Row
from dragoman.model import Document, Event
from dragoman.report import scope_of

ARTICLES = Path(__file__).with_name("uneventful.txt")


def articles() -> Iterator[Document]:
    """The articles with their days."""
    for block in re.split(r"\n\s*\n", ARTICLES.read_text(encoding="utf-8").strip()):
        day, *lines = (line for line in block.split("\n") if not line.startswith("%"))
        yield Document(text="\n".join(lines), published=date.fromisoformat(day.removeprefix("@ ")), published_basis="given")


def false_events() -> Iterator[tuple[Event, ...]]:
    """Of each article the events between two states, or a state and an international body, that are coded in it."""
    from dragoman.reading import pipeline, read_document

    for article in articles():
        yield tuple(event for event in read_document(pipeline(), article).events if scope_of(event) == "international")


def rows() -> list[Row]:
    """The share of the articles in which no such event is coded."""
    found = list(false_events())
    return [Row("uneventful", "left alone", sum(not some for some in found) / len(found), len(found))]


def main() -> None:
    """Print each false event, and how many there are."""
    found = list(false_events())
    for article, events in zip(articles(), found, strict=True):
        for event in events:
            first = event.evidence[0]
            print(f"{event.confidence:.2f} {event.type}: {' '.join(article.text[first.start : first.end].split())}")
    print(f"{sum(map(len, found))} false events in {len(found)} articles")


if __name__ == "__main__":
    main()
