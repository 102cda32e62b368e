"""Text files: UTF-8, with nothing removed and nothing translated, so that offsets count the file's own characters."""

from __future__ import annotations

from datetime import date

from dragoman.model import Document
from dragoman.sources.files import MOST_TEXT, STDIN, refuse_binary, stem, too_large, unreadable

_WIDE_MARKS = ((b"\xff\xfe\x00\x00", "UTF-32LE"), (b"\x00\x00\xfe\xff", "UTF-32BE"), (b"\xff\xfe", "UTF-16LE"), (b"\xfe\xff", "UTF-16BE"))


def decode(data: bytes, name: str) -> str:
    """The characters of a UTF-8 file; a byte order mark and carriage returns stay.

    Raises:
        UnreadableDocument: empty, binary, too large, or in another encoding (with its likely name and how to convert it).
    """
    wide = _wide_encoding(data)
    if wide:
        raise unreadable(name, f"is not UTF-8 but {wide}", _convert(name, wide))
    refuse_binary(data, name)
    if len(data) > MOST_TEXT:
        raise too_large(name, f"has {len(data) / 1e6:.1f} MB")
    if b"\x00" in data:
        raise unreadable(name, f"is binary (a NUL at byte {data.index(0)})", "give a text or HTML file")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        likely = _likely_encoding(data)
        raise unreadable(name, f"is not UTF-8 (byte {error.start}); it looks like {likely}", _convert(name, likely)) from error
    return text


def from_text(text: str, name: str = STDIN, published: date | None = None) -> Document:
    """A document of a text that is already in characters.

    Raises:
        UnreadableDocument: there is nothing in it but white space, or too much.
    """
    if not text.strip().strip("\ufeff"):
        raise unreadable(name, "has nothing but white space" if text else "is empty", "give a text with words in it")
    size = len(text) if len(text) > MOST_TEXT else len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_TEXT:
        raise too_large(name, f"has {size / 1e6:.1f} MB")
    return Document(
        text=text,
        id=stem(name),
        path=None if name == STDIN else name,
        published=published,
        published_basis="given" if published else "unknown",
    )


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32, by the byte order mark or by the NULs in every second byte of plain English."""
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:2000]
    if len(head) < 16 or head.count(0) < 0.3 * len(head):
        return None
    for offset, encoding in ((1, "UTF-16LE"), (0, "UTF-16BE")):
        if head[offset::2].count(0) > 0.8 * len(head[offset::2]) and head[1 - offset :: 2].count(0) == 0:
            return encoding
    return None


def _likely_encoding(data: bytes) -> str:
    """The encoding that a file in Latin letters most likely has if it is not UTF-8."""
    try:
        data.decode("windows-1252")
    except UnicodeDecodeError:
        return "ISO-8859-1"
    return "windows-1252"


def _convert(name: str, encoding: str) -> str:
    """How to turn a file into UTF-8."""
    source = "" if name == STDIN else f" '{name}'"
    return f"convert it first: iconv -f {encoding.upper()} -t UTF-8{source}"
