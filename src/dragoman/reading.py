"""Document → Doc → Report: one document, or many as a stream in which a broken one does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.dating.days import day
from dragoman.errors import DragomanError
from dragoman.model import Document, Report

if TYPE_CHECKING:
    from spacy.language import Language

_LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why."""

    path: str
    error: DragomanError

    def __str__(self) -> str:
        """``PATH: message``, on one line and without anything that a terminal would obey."""
        from dragoman.sources.files import label

        name, message = _one_line(label(self.path)), _one_line(str(self.error))
        return message if message.startswith(f"{name}: ") else f"{name}: {message}"


def _one_line(words: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in words)


@cache
def pipeline() -> Language:
    """The reading pipeline, loaded once a process."""
    from dragoman.pipeline import load

    return load()


def pipeline_with(actors: str | Path | None) -> Language:
    """The reading pipeline with a user's own table of actors, loaded once and anew when the file has changed.

    Raises:
        BadRequest: there is no such table, or it has a mistake.
    """
    if actors is None:
        return pipeline()
    from dragoman.actors.registry.user_table import stamp

    return _with_table(*stamp(actors))


@lru_cache(maxsize=1)
def _with_table(path: str, changed: int, size: int) -> Language:
    from dragoman.pipeline import load

    return load(actors=path)


def accept(document: Document) -> Document:
    """The document itself, if it is one that Dragoman reads; cheap, and done before the pipeline is loaded.

    Raises:
        NotEnglish: it is in another language.
    """
    from dragoman.passages.language import check

    check(document.text)
    return document


def read_document(nlp: Language, document: Document) -> Report:
    """Run a document through the pipeline."""
    from dragoman.pipeline import annotate
    from dragoman.report import from_doc

    return from_doc(next(annotate(nlp, [document])))


def read_one(text_or_path: str | Path, published: date | str | None = None, actors: str | Path | None = None) -> Report:
    """Read a file or a text; see :func:`dragoman.read`."""
    from dragoman import sources

    when = day(published)
    if isinstance(text_or_path, Path):
        document = sources.read(text_or_path, when)
    elif _names_a_file(text_or_path):
        document = sources.read(Path(text_or_path), when)
    else:
        document = sources.from_text(text_or_path, published=when)
    accept(document)
    return read_document(pipeline_with(actors), document)


def _names_a_file(value: str) -> bool:
    """Whether a string is meant as a path: an existing file, or one word, which is no document."""
    if not value.strip() or "\n" in value or "\0" in value or len(value) > _LONGEST_PATH:
        return False
    if len(value.split()) == 1:
        return True
    try:
        return Path(value).is_file()
    except OSError:  # a sentence can be too long for a file name
        return False


def read_many(paths: Iterable[str | Path], published: date | None = None, actors: str | Path | None = None) -> Iterator[Report | Failure]:
    """Read files one after the other, in order; memory does not grow with their number.

    Raises:
        BadRequest: ``actors`` names no table, or one with a mistake.
    """
    from dragoman import sources
    from dragoman.actors.registry.user_table import registry_for

    if actors is not None:
        registry_for(actors)
    for path in paths:
        try:
            document = accept(sources.read(path, published))
            yield read_document(pipeline_with(actors), document)
        except DragomanError as error:
            yield Failure(str(path), error)
