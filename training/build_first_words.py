"""Builds the list of the rules of time expressions that each first word may open: ``first_words.tsv`` of the dating stage.

Words that open nearly every noun phrase stand there once more with each beginning of a next word that a rule knows behind them.

    python -m training.build_first_words

Whether a rule can begin with a word is asked of ``regex``, which tells a match from one that the end of the text cuts off; at run
time, with Python's own engine, rules that cannot begin there need not be tried. To be made anew when the grammar or its terms change.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import regex

from dragoman.dating.grammar import BEGINNING, FOLLOWED, rules
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
    """First word or digit, of ``FOLLOWED`` with the beginning of the next, and the rules that can begin so, in the grammar's order."""
    patterns = {rule.name: regex.compile(rule.pattern.pattern.replace("(?a:", "(?:"), regex.IGNORECASE) for rule in rules()}
    for word in sorted(words()):
        yield from _row(word, [word] if word.isdigit() else [word + mark for mark in AFTER], patterns)
        if word in FOLLOWED:
            for begun in _followed(word, patterns):
                whole = len(begun) == len(word) + 1 + BEGINNING
                yield from _row(begun, [begun] if whole else [begun + mark for mark in AFTER], patterns)


def _row(key: str, texts: list[str], patterns: Mapping[str, regex.Pattern[str]]) -> Iterator[tuple[str, str]]:
    """A key with the rules that one of the texts can be the beginning of, if there are any."""
    names = [name for name, pattern in patterns.items() if any(pattern.match(text, partial=True) for text in texts)]
    if names:
        yield key, " ".join(names)


def _followed(word: str, patterns: Mapping[str, regex.Pattern[str]]) -> Iterator[str]:
    """A word with each beginning of a next one, up to ``BEGINNING`` letters, that some rule may go on with."""
    grown = [f"{word} "]
    for _ in range(BEGINNING):
        longer = (text + sign for text in grown for sign in string.ascii_lowercase)
        grown = [text for text in longer if any(pattern.match(text, partial=True) for pattern in patterns.values())]
        yield from grown


def main() -> None:
    """Writes the file."""
    FILE.write_text("".join(f"{word}\t{names}\n" for word, names in (("word", "rules"), *rows())), encoding="utf-8")


if __name__ == "__main__":
    main()
