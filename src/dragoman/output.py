"""What ``dragoman read`` does: documents in, reports out in the format asked for, failures named one a line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from dragoman.errors import BadRequest, UnreadableDocument
from dragoman.model import Report
from dragoman.reading import Failure
from dragoman.sources.files import STDIN


class Format(StrEnum):
    """The formats of ``dragoman read``."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    html = "html"


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    files: tuple[str, ...]
    format: Format = Format.table
    published: date | None = None
    output: Path | None = None
    min_confidence: float = 0.0
    verbose: bool = False
    actors: Path | None = None


def run(request: Request) -> int:
    """Read and print; the exit code: 0, or 3 if a document was unreadable, or 4 if one was not English.

    Raises:
        BadRequest: the output cannot be written as asked, or the table of actors has a mistake.
        UnreadableDocument: there is no file at all to read.
    """
    from dragoman.sources import walk

    paths = list(walk(request.files))
    if not paths:
        raise UnreadableDocument(f"{', '.join(request.files)}: no text or HTML file in it; name the files themselves")
    writer = _WRITERS[request.format]
    problems: list[int] = []
    reports = _reports(request, paths, problems)
    try:
        writer(request, reports, len(paths))
    except BrokenPipeError:
        _hush()
    return min(problems, default=0)


def _hush() -> None:
    """Whoever read our output has had enough: nothing more goes there, not even what the interpreter flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _reports(request: Request, paths: Sequence[str | Path], problems: list[int]) -> Iterator[Report]:
    """The reports in order; what went wrong is said on standard error at once, its exit code kept in ``problems``."""
    from dragoman.reading import read_many
    from dragoman.report import at_least

    with _progress(len(paths), request) as step:
        for outcome in read_many(paths, request.published, request.actors):
            step()
            if isinstance(outcome, Failure):
                problems.append(outcome.error.exit_code)
                print(f"dragoman: {outcome}", file=sys.stderr, flush=True)
            else:
                yield at_least(outcome, request.min_confidence) if request.min_confidence else outcome


@contextmanager
def _progress(total: int, request: Request) -> Iterator[Callable[[], None]]:
    """A bar on standard error, for several documents, unless the reports appear on the same terminal anyway."""
    busy = request.output is None and sys.stdout.isatty()
    if total < 2 or not sys.stderr.isatty() or busy:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda: bar.advance(task)


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or the file asked for."""
    if output is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    if output.is_dir():
        raise BadRequest(f"--output {output} is a folder: name a file")
    try:
        with output.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
    except FileNotFoundError as problem:
        raise BadRequest(f"--output {output}: its folder does not exist") from problem
    except PermissionError as problem:
        raise BadRequest(f"--output {output} cannot be written: {problem.strerror}") from problem


# ---------------------------------------------------------------- one writer a format


def _write_table(request: Request, reports: Iterator[Report], total: int) -> None:
    from dragoman.render.table import console_for, show

    with _stream(request.output) as stream:
        console = console_for(stream)
        for report in reports:
            show(report, console, request.verbose)


def _write_json(request: Request, reports: Iterator[Report], total: int) -> None:
    """One object for one document; for several an array, written as the reports come."""
    from dragoman.report import to_json

    with _stream(request.output) as stream:
        if total == 1:
            for report in reports:
                print(to_json(report, indent=2), file=stream)
            return
        opening = "[\n"
        for report in reports:
            stream.write(opening + to_json(report, indent=2))
            stream.flush()
            opening = ",\n"
        stream.write("[]\n" if opening == "[\n" else "\n]\n")


def _write_jsonl(request: Request, reports: Iterator[Report], total: int) -> None:
    from dragoman.report import to_json

    with _stream(request.output) as stream:
        for report in reports:
            print(to_json(report), file=stream, flush=True)


def _write_html(request: Request, reports: Iterator[Report], total: int) -> None:
    """One page: to standard output or a file. Several: one file each in the folder asked for."""
    from dragoman.render.html import page

    folder = request.output
    if total <= 1 and (folder is None or not folder.is_dir()):
        with _stream(folder) as stream:
            for report in reports:
                stream.write(page(report))
        return
    if folder is None:
        raise BadRequest("several HTML pages need a folder: add --output FOLDER")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as problem:
        raise BadRequest(f"--output {folder} is a file: several HTML pages need a folder") from problem
    taken: set[str] = set()
    for report in reports:
        name = _file_name(report, taken)
        (folder / name).write_text(page(report), encoding="utf-8", newline="\n")


def _file_name(report: Report, taken: set[str]) -> str:
    """A name for the page after the document's file; numbered where two documents share one."""
    path = report.document.path
    stem = Path(path).stem if path and path != STDIN else "stdin"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return f"{name}.html"


_WRITERS: dict[Format, Callable[[Request, Iterator[Report], int], None]] = {
    Format.table: _write_table,
    Format.json: _write_json,
    Format.jsonl: _write_jsonl,
    Format.html: _write_html,
}
