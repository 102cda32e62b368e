"""Paths and bytes: which files are read, and what is told of those that cannot be."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.errors import UnreadableDocument

STDIN = "-"
MOST_TEXT = 5_000_000
"""Bytes of text that a document may have."""
MOST_BYTES = 25_000_000
"""Bytes that a file may have: a page's HTML is far larger than its text."""
SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm"})
_STDIN_LABEL = "standard input"

_KINDS = (
    (b"%PDF", "a PDF file", "extract its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive or office file (docx, xlsx, epub)", "unpack it or save it as plain text first"),
    (b"\xd0\xcf\x11\xe0", "an old office file (doc, xls)", "save it as plain text first"),
    (b"{\\rtf", "a rich text file (RTF)", "save it as plain text first"),
    (b"\x89PNG", "a PNG image", "images cannot be read"),
    (b"\xff\xd8\xff", "a JPEG image", "images cannot be read"),
    (b"GIF8", "a GIF image", "images cannot be read"),
    (b"RIFF", "a RIFF file (WebP image, sound or film)", "images and sound cannot be read"),
    (b"II*\x00", "a TIFF image", "images cannot be read"),
    (b"MM\x00*", "a TIFF image", "images cannot be read"),
    (b"\x1f\x8b", "a gzip file", "unpack it first with gunzip"),
    (b"BZh", "a bzip2 file", "unpack it first with bunzip2"),
    (b"\xfd7zXZ", "an xz file", "unpack it first with unxz"),
    (b"(\xb5/\xfd", "a zstandard file", "unpack it first with unzstd"),
    (b"7z\xbc\xaf", "a 7-zip archive", "unpack it first"),
    (b"\x7fELF", "a program", "give a text or HTML file"),
    (b"PAR1", "a Parquet table", "give a text or HTML file"),
    (b"SQLite format 3", "an SQLite database", "give a text or HTML file"),
    (b"OggS", "a sound or film file", "sound cannot be read"),
    (b"ID3", "a sound file", "sound cannot be read"),
)


def label(name: str) -> str:
    """How a message names a document."""
    return _STDIN_LABEL if name == STDIN else name


def stem(name: str) -> str:
    """The document's id: its file name without the ending."""
    return Path(name).stem or name


def unreadable(name: str, what: str, advice: str) -> UnreadableDocument:
    """The error for a document, in one line: what is wrong, and what to do."""
    line = f"{label(name)}: {what}; {advice}"
    return UnreadableDocument("".join(char if char.isprintable() else "?" for char in line))


def load(path: Path) -> bytes:
    """The content of a file.

    Raises:
        UnreadableDocument: there is none that can be had, or it is larger than any page.
    """
    name = str(path)
    try:
        if path.is_dir():
            os.scandir(path).close()
            raise unreadable(name, "is a folder", "give the files in it, or the folder to `dragoman read`")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise unreadable(name, "there is no such file", "check the path") from error
    except PermissionError as error:
        raise unreadable(name, "no permission to read it", "change its permissions or read it as another user") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise unreadable(name, f"cannot be opened ({reason})", "check the path and the disk") from error
    return data


def refuse_binary(data: bytes, name: str) -> None:
    """Raise if the content is empty, too large or no text at all.

    Raises:
        UnreadableDocument: naming the kind of file where its first bytes tell.
    """
    if not data.strip():
        raise unreadable(name, "is empty" if not data else "has nothing but white space", "give a file with text in it")
    for magic, kind, advice in _KINDS:
        if data.startswith(magic):
            raise unreadable(name, f"is {kind}, not text", advice)
    if len(data) > MOST_BYTES:
        raise too_large(name, f"has more than {MOST_BYTES / 1e6:.0f} MB")


def too_large(name: str, size: str) -> UnreadableDocument:
    """The error for a document over the limit."""
    return unreadable(name, f"{size}, and the limit is {MOST_TEXT / 1e6:.0f} MB of text", "split it into its articles")


def walk(paths: Iterable[Path | str]) -> Iterator[Path]:
    """The files to read: those given, as given (``-`` too), and in folders the text and HTML files, sorted, subfolders included.

    Hidden files and folders, and other kinds of file, are passed over in folders. A folder that cannot be opened is
    handed on itself, so that reading it says why.
    """
    for path in map(Path, paths):
        yield from _below(path) if str(path) != STDIN and _is_folder(path) else (path,)


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; what cannot be told is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _below(folder: Path) -> Iterator[Path]:
    """The readable files of a folder and its subfolders, in sorted order; links to folders are not followed."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(Path(entry.path))
        elif Path(entry.name).suffix.lower() in SUFFIXES and not entry.is_dir():
            yield Path(entry.path)
