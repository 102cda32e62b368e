"""HTML pages: the main text, title, outlet and date, taken out by trafilatura and htmldate."""

from __future__ import annotations

import codecs
import logging
import re
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.model import Document
from dragoman.sources.files import MOST_TEXT, STDIN, refuse_binary, stem, too_large, unreadable

_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_DATES = {"original_date": True, "extensive_search": False, "min_date": "1985-01-01", "max_date": "2099-12-31"}
"""Only what the page's data states, never a guess from its text; a fixed latest day, so that the result never depends on today's."""

_SHORTEST_PARAGRAPH = 4
"""A page none of whose paragraphs has as many words is all navigation."""


def is_html(data: bytes, name: str) -> bool:
    """Whether a file is HTML, by its ending or by how it begins."""
    return Path(name).suffix.lower() in _SUFFIXES or _MARKUP.match(data[:2000]) is not None


def from_html(html: bytes | str, name: str = STDIN, published: date | None = None) -> Document:
    """A document of an HTML page: its headline and main text, one paragraph from the next by a blank line.

    The document's offsets count this text, not the file (``extracted`` is set). A date stated in the page's data
    becomes ``published`` unless one is given.

    Raises:
        UnreadableDocument: empty, binary, too large, or without an article in it.
    """
    if isinstance(html, bytes):
        refuse_binary(html, name)
        html = _characters(html)
    page = _extract(html)
    text = _text(page)
    if not text:
        raise unreadable(name, "is an HTML page without an article text", "save the article's own page, or its text as a .txt file")
    if len(text.encode("utf-8", "surrogatepass")) > MOST_TEXT:
        raise too_large(name, f"has {len(text) / 1e6:.1f} MB")
    stated = _day(page.get("date"))
    return Document(
        text=text,
        id=stem(name),
        path=None if name == STDIN else name,
        title=page.get("title") or None,
        outlet=page.get("sitename") or page.get("hostname") or None,
        published=published or stated,
        published_basis="given" if published else "stated" if stated else "unknown",
        extracted=True,
    )


def _characters(data: bytes) -> str:
    """The page decoded: by its byte order mark, as UTF-8, as it declares itself, or as windows-1252 (the HTML standard's fallback)."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff")
    declared = _CHARSET.search(data[:4000])
    names = ["utf-8", declared[1].decode("ascii")] if declared else ["utf-8"]
    for encoding in names:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("windows-1252", "replace")


def _extract(html: str) -> dict[str, Any]:
    """What trafilatura takes out of a page; nothing where it finds nothing or cannot parse it."""
    import trafilatura  # late: a third of a second that text files need not wait for

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(
        html, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dict(_DATES)
    )
    return found if isinstance(found, dict) else found.as_dict() if found is not None else {}


def _text(page: dict[str, Any]) -> str:
    """The page's title as a first paragraph, unless the text begins with it, and its paragraphs; empty without an article."""
    paragraphs = [line.strip() for line in (page.get("text") or "").splitlines() if line.strip()]
    if not any(len(paragraph.split()) >= _SHORTEST_PARAGRAPH for paragraph in paragraphs):
        return ""
    title = " ".join((page.get("title") or "").split())
    if title and paragraphs[0].casefold() != title.casefold():
        paragraphs.insert(0, title)
    return "\n\n".join(paragraphs)


def _day(value: str | None) -> date | None:
    """A day as htmldate writes it."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
