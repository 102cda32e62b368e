"""What can be read: text files, HTML pages, bytes from standard input; each becomes a :class:`dragoman.model.Document`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from dragoman.model import Document
from dragoman.sources.files import MOST_BYTES, STDIN, load, walk
from dragoman.sources.html import from_html, is_html
from dragoman.sources.text import decode, from_text

__all__ = ["from_bytes", "from_html", "from_text", "read", "walk"]


def read(path: Path | str, published: date | None = None) -> Document:
    """Read one file (``-``: standard input) as a document.

    ``published`` is the document's date as given by the user; it overrides what the page states.

    Raises:
        UnreadableDocument: missing, a folder, empty, binary, wrongly encoded, too large, or a page without an article.
    """
    if str(path) == STDIN:
        return from_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), STDIN, published)
    return from_bytes(load(Path(path)), str(path), published)


def from_bytes(data: bytes, name: str, published: date | None = None) -> Document:
    """Make a document of a file's content; ``name`` is its path or file name (its ending may say that it is HTML).

    Raises:
        UnreadableDocument: as for :func:`read`.
    """
    if is_html(data, name):
        return from_html(data, name, published)
    return from_text(decode(data, name), name, published)
