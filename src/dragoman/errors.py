"""One exception tree. Every message is one line that says what is wrong and what to do about it."""

from __future__ import annotations


class DragomanError(Exception):
    """Base of everything that Dragoman raises on purpose. ``exit_code`` is what the command line ends with."""

    exit_code = 1


class UnreadableDocument(DragomanError):
    """The file or address cannot be read as a document: missing, empty, binary, wrongly encoded, too large."""

    exit_code = 3


class NotEnglish(DragomanError):
    """The document is in a language that Dragoman does not read; it is skipped."""

    exit_code = 4


class BadRequest(DragomanError):
    """An option or argument has a value that cannot be used."""

    exit_code = 2
