"""A user's own actors: a CSV table of groups, organisations, outlets, bodies and officials that wins over what ships.

The columns are described in docs/registry.md; ``COLUMNS`` lists them.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import StringIO
from pathlib import Path

from dragoman.actors.registry import Registry, default
from dragoman.actors.registry.aliases import Entry
from dragoman.actors.registry.holders import Holding
from dragoman.actors.registry.user_rows import COLUMNS, REQUIRED, Row, Vocabulary, read_row, vocabulary
from dragoman.errors import BadRequest

LARGEST = 20 * 2**20
"""Bytes that a table may have."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a table: a line (from 1, the header's), a column, or neither, and what to do about it."""

    line: int
    column: str
    words: str

    def __str__(self) -> str:
        """``line 4, column sector: …``."""
        where = f"line {self.line}" + (f", column {self.column}" if self.column else "") if self.line else ""
        return f"{where}: {self.words}" if where else self.words


@dataclass(frozen=True, slots=True)
class Table:
    """What a table says: names, and persons each as the offices that they held. ``problems`` are in order of the lines."""

    entries: tuple[Entry, ...] = ()
    persons: tuple[tuple[Holding, ...], ...] = ()
    problems: tuple[Problem, ...] = ()


def registry_for(actors: str | Path | None) -> Registry:
    """The registry with a user's table laid over it; the shipped one where ``actors`` is None.

    A table is read once, and anew when the file has changed.

    Raises:
        BadRequest: there is no such table, or it has a mistake (the first is named, with its line and column).
    """
    return _registry(*stamp(actors)) if actors is not None else default()


def stamp(actors: str | Path) -> tuple[str, int, int]:
    """A file's path, time of change and size: what tells whether it is still the table that was read.

    Raises:
        BadRequest: there is no such file.
    """
    path = os.path.abspath(actors)
    try:
        status = os.stat(path)
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else problem
        raise BadRequest(f"{actors}: no such table of actors ({why}); name a CSV file") from None
    return path, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=4)
def _registry(path: str, changed: int, size: int) -> Registry:
    table = read(path)
    if table.problems:
        others = len(table.problems) - 1
        more = f" (and {others} more: dragoman registry check {path})" if others else ""
        raise BadRequest(f"{path}: {table.problems[0]}{more}")
    return default().over(table.entries, table.persons)


def read(path: str | Path) -> Table:
    """The table of a file, with all that is wrong in it.

    Raises:
        BadRequest: the file cannot be read, is too large, or is no UTF-8 text.
    """
    name = str(path)
    try:
        with open(path, "rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise BadRequest(f"{name}: over {LARGEST >> 20} MiB: a table of actors is smaller")
        return parse(raw.decode("utf-8-sig"))
    except OSError as problem:
        raise BadRequest(f"{name}: cannot be read ({problem.strerror}); name a CSV file") from None
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise BadRequest(f"{name}: line {line}: not UTF-8 text; save the table as CSV in UTF-8") from None


def parse(text: str) -> Table:
    """The table of a CSV text, with all that is wrong in it."""
    problems: list[Problem] = []
    rows = list(_rows(text, problems))
    words = vocabulary(default(), {row.cells["code"] for row in rows if row.cells["kind"] == "state"})
    entries: list[Entry] = []
    people: dict[tuple[str, str, str], list[Holding]] = {}
    spelt: dict[str, int] = {}
    held: dict[Holding, int] = {}
    for row in rows:
        found = list(read_row(row, words))
        wrong = [item for item in found if isinstance(item, tuple)]
        problems += [Problem(row.line, column, told) for column, told in wrong]
        for item in found if not wrong else ():
            if isinstance(item, Entry):
                first = spelt.setdefault(item.alias.casefold(), row.line)
                if first != row.line:
                    column = "name" if item.alias == item.actor.name else "spellings"
                    problems.append(Problem(row.line, column, f"{item.alias!r} stands in line {first} already"))
                entries.append(item)
            elif isinstance(item, Holding):
                first = held.setdefault(item, row.line)
                if first != row.line:
                    problems.append(Problem(row.line, "", f"the same term of office stands in line {first} already"))
                people.setdefault((item.person.casefold(), item.code, item.qid or ""), []).append(item)
    persons = tuple(_one_person(terms) for terms in people.values())
    return Table(tuple(entries), persons, tuple(sorted(problems, key=lambda problem: problem.line)))


def _one_person(terms: list[Holding]) -> tuple[Holding, ...]:
    """The terms of a person, each with every spelling that one of them has."""
    spellings = tuple(dict.fromkeys(alias for term in terms for alias in term.aliases))
    return tuple(replace(term, aliases=spellings) for term in sorted(terms, key=lambda term: term.since))


def _rows(text: str, problems: list[Problem]) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header: list[str] = []
    last = 0
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            values = [cell.strip() for cell in cells]
            if not any(values) or values[0].startswith("#"):
                continue
            if not header:
                header = [value.lower() for value in values]
                faults = list(_header_faults(header))
                problems += [Problem(line, "", fault) for fault in faults]
                if faults:
                    return
            elif len(values) > len(header):
                problems.append(Problem(line, "", f"{len(values)} cells where the header has {len(header)}: quote cells that hold a comma"))
            else:
                given: Mapping[str, str] = dict(zip(header, values, strict=False))
                yield Row(line, {column: given.get(column, "") for column in COLUMNS})
    except csv.Error as problem:
        problems.append(Problem(reader.line_num, "", f"no CSV ({problem})"))
    if not header:
        problems.append(Problem(0, "", f"no header: the first line names the columns ({','.join(COLUMNS)})"))


def _header_faults(header: list[str]) -> Iterator[str]:
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        yield "columns are parted by commas, and the spellings in a cell by semicolons"
        return
    for column in dict.fromkeys(header):
        if column not in COLUMNS:
            yield f"{column!r} is no column; the columns are {', '.join(COLUMNS)}"
        elif header.count(column) > 1:
            yield f"column {column} stands twice"
    for column in REQUIRED:
        if column not in header:
            yield f"column {column} is missing; {', '.join(REQUIRED)} are needed"


__all__ = ["COLUMNS", "Problem", "Table", "Vocabulary", "parse", "read", "registry_for", "stamp"]
