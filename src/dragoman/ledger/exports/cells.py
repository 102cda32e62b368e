"""Cells of text files: safe to open in a spreadsheet, on one line where the format wants it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from dragoman.ledger.pages import clean, squeeze

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""How a cell begins that spreadsheets take for a formula (OWASP, "CSV Injection"), the full-width forms included."""
BETWEEN = "; "


def safe(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might run it as a formula."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def cell(value: object) -> str | int | float:
    """A value of the ledger as a cell of a CSV file; lists are joined by semicolons, what is not known is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value) if value.isprintable() else safe(_paragraphs(value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return safe(BETWEEN.join(clean(str(part)) for part in value))
    if isinstance(value, dict):
        return safe(json.dumps(value, ensure_ascii=False, default=str))
    return str(value) if isinstance(value, Decimal) else safe(str(value))


def _paragraphs(text: str) -> str:
    """The text with its line ends kept and other control characters replaced."""
    return "\n".join(clean(line) for line in text.splitlines())


def line_cell(value: object) -> str | int | float:
    """A value as a cell of a file whose rows are single lines that some readers split at tabs, without looking at quotation marks."""
    found = cell(value)
    if not isinstance(found, str):
        return found
    return (found if found.isascii() and found.isprintable() else squeeze(found)).replace('"', "'")


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a CSV file (RFC 4180, UTF-8, with a header line); the number of rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        n = 0
        for n, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the answer
            writer.writerow([cell(value) for value in row])
    return n


def write_lines(path: Path, columns: Sequence[str] | None, rows: Iterable[Sequence[object]]) -> int:
    """Write a tab-separated file, with a header line if there are ``columns``; the number of rows."""
    n = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        if columns is not None:
            file.write("\t".join(columns) + "\n")
        for n, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the answer
            file.write("\t".join(str(line_cell(value)) for value in row) + "\n")
    return n
