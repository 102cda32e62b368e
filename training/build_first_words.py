"""Builds the list of the rules of time expressions that each first word may open: ``first_words.tsv`` of the dating stage.

    python -m training.build_first_words

Whether a rule can begin with a word is asked of ``regex``, which tells a match from one that the end of the text cuts off; at run
time, with Python's own engine, rules that cannot begin there need not be tried. To be made anew when the grammar or its terms change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import regex

from dragoman.dating.grammar import rules
from dragoman.dating.terms import read_rows, table

AFTER = " \t\n\u00a0-–—'’.,:/(;#_é0123456789"
"""What may stand behind a word: every mark that the grammar names, and one of each kind that it does not."""
FILE = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "dating" / "data" / "first_words.tsv"


def words() -> set[str]:
    """The words with which an expression may begin, in small letters, singular and plural, and the digits of a number."""
    found = {row[0] for row in read_rows("starters.tsv")}
    for kind in ("month", "weekday", "weekday_short", "number", "ordinal", "season", "daypart", "decade", "frequency", "reference", "part"):
        found |= {re.split(r"[ -]", form)[0] for form in table(kind)}
    found |= set(table("unit"))
    return {*found, *(f"{word}s" for word in found), *"0123456789'’"}


def rows() -> Iterator[tuple[str, str]]:
    """First word or digit, and the names of the rules that can begin with it, in the order of the grammar."""
    patterns = {rule.name: regex.compile(rule.pattern.pattern.replace("(?a:", "(?:"), regex.IGNORECASE) for rule in rules()}
    for word in sorted(words()):
        begun = [word] if word.isdigit() else [word + mark for mark in AFTER]
        names = [name for name, pattern in patterns.items() if any(pattern.match(text, partial=True) for text in begun)]
        if names:
            yield word, " ".join(names)


def main() -> None:
    """Writes the file."""
    FILE.write_text("".join(f"{word}\t{names}\n" for word, names in (("word", "rules"), *rows())), encoding="utf-8")


if __name__ == "__main__":
    main()
