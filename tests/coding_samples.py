"""What the tests of the coding stage share: own texts with marks in them, read by all stages above the coder."""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.model import Document, Span
from dragoman.pipeline import load

DATA = Path(__file__).parent / "data"
DAY = date(2021, 6, 16)
_MARK = re.compile(r"\{([^{}]*)\}|\[([^\[\]]*)\]")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table in ``tests/data``; an empty cell is the empty string."""
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


@cache
def uncoded() -> Language:
    """The pipeline without its last stage, so that these tests need no model of the coder's."""
    return load(without=("dragoman_coding",))


def read(text: str) -> Doc:
    """A text published on ``DAY``, through all stages above the coder."""
    doc = uncoded().make_doc(text)
    doc._.document = Document(text, published=DAY, published_basis="given")
    return uncoded()(doc)


def unmark(marked: str) -> tuple[str, Span, Span | None]:
    """The text with one ``{trigger}`` and at most one ``[other]``, without its marks, and where the two stand."""
    text, last = "", 0
    found: dict[str, Span] = {}
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        words = mark[1] if mark[1] is not None else mark[2]
        found["trigger" if mark[1] is not None else "other"] = Span(len(text), len(text) + len(words))
        text += words
        last = mark.end()
    return text + marked[last:], found["trigger"], found.get("other")
