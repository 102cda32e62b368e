"""The patterns of ``data/grammar.tsv``, compiled: what a time expression can look like.

A pattern is a Python regular expression in which ``<NAME>`` stands for a class of words from ``data/terms.tsv`` and
a blank stands for blanks or one line break. No pattern holds a repetition within a repetition, so matching is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.dating.terms import read_rows, table

BLANK = r"(?:[ \t\u00a0]{1,3}\n?|\n)"
_APPROX = (
    "(?:more than|less than|fewer than|at least|at most|no more than|up to|nearly|almost|about|around|roughly|approximately|"
    "some|over|well over|just over|barely|just under|under)"
)
_WORD = re.compile(r"[A-Za-z]+|\d+|['’](?=\d0s)")
FOLLOWED = frozenset({"the", "a", "at", "that"})
"""Words that open so much else that the next word is looked at too."""
BEGINNING = 3
"""How many letters of that next word."""
_NEXT = re.compile(rf"{BLANK}([A-Za-z]{{1,{BEGINNING}}})")


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern."""

    name: str
    pattern: re.Pattern[str]


def _either(forms: Iterator[str] | list[str]) -> str:
    longest_first = sorted(set(forms), key=lambda form: (-len(form), form))
    return "(?:" + "|".join(re.escape(form).replace(r"\ ", " ").replace(r"\-", "[- ]") for form in longest_first) + ")"


@cache
def _classes() -> Mapping[str, str]:
    numbers = table("number")
    ones = _either([form for form, value in numbers.items() if 1 <= int(value) <= 9])
    teens = _either([form for form, value in numbers.items() if 10 <= int(value) <= 19 and form != "dozen"])
    tens = _either([form for form, value in numbers.items() if 20 <= int(value) <= 90])
    word = _either(list(numbers))
    spelled = rf"{word}(?:(?: |-)(?:and )?{word}){{0,4}}"
    vague = "an?|several|a few|few|many|a couple(?: of)?|couple of|a pair of|half(?: an?)?|a dozen|dozens of|hundreds of"
    units = _either(list(table("unit")))
    clock = (
        r"(?:about )?(?:(?P<noon>noon|midnight|midday)|(?P<hour>[01]?\d|2[0-4])(?:(?:[:.](?P<minute>[0-5]\d))? ?"
        r"(?P<half>a\.?m\.?|p\.?m\.?|o['’]clock|in the morning|in the evening|in the afternoon|at night)"
        r"|:(?P<minute2>[0-5]\d)(?::[0-5]\d)?|"
        r"(?P<minute3>[0-5]\d) ?(?=GMT|UTC|hours|hrs|local)))(?: ?\(?(?:GMT|UTC|EST|EDT|CET|CEST|BST|PST|PDT|ET|local time)\)?)?"
    )
    return {
        "DD": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)",
        "Y": r"(?:1[5-9]|20)\d\d(?!\d)",
        "M": _months(),
        "W": _either(list(table("weekday"))),
        "WA": _either(list(table("weekday")) + list(table("weekday_short"))) + r"\b\.?",
        "US": rf"(?:{units}s?)\b",
        "U": rf"{units}\b",
        "N": rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?(?:[- ]\d/\d)?|{spelled}(?: and a half)?|{vague})",
        "ORD": rf"(?:\d+(?:st|nd|rd|th)|{_either(list(table('ordinal')))})",
        "ONES": ones,
        "TEENS": teens,
        "TENS": tens,
        "NOUNISH": r"[a-z]{3,}",
        "SEASON": _either(list(table("season"))),
        "DAYPART": _either(list(table("daypart"))),
        "DECADE": _either(list(table("decade"))),
        "FREQUENCY": _either(list(table("frequency"))),
        "REFERENCE": _either(list(table("reference"))),
        "APPROX": _APPROX,
        "CLOCK": clock,
    }


def _months() -> str:
    """Months, a full stop only behind an abbreviation."""
    full = [form for form in table("month") if len(form) > 4 or form in ("may", "june", "july")]
    short = [form for form in table("month") if form not in full]
    return f"(?:{_either(full)}|{_either(short)}\\b\\.?)"


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the file; of two that match as far, the earlier one counts."""
    made = []
    for name, pattern in read_rows("grammar.tsv"):
        full = re.sub(r"<([A-Z]+)>", lambda found: _classes()[found[1]], pattern)
        blanks = full.replace("[- ]", "(?:-| )").replace(" ", BLANK)
        # In ASCII alone: otherwise "İ" and "ſ" would pass for letters of a month.
        made.append(Rule(name, re.compile(rf"(?<![\w$€£#])(?a:{blanks})(?!\w)", re.IGNORECASE)))
    return tuple(made)


@cache
def _rules_by_word() -> Mapping[str, tuple[Rule, ...]]:
    return {word: tuple(rule for rule in rules() if rule.name in names.split()) for word, names in read_rows("first_words.tsv")}


def rules_for(word: str) -> tuple[Rule, ...]:
    """The rules that can begin with a word of :func:`places_to_try`, by ``data/first_words.tsv``; all for a word not in it."""
    return _rules_by_word().get(word[0] if word.isdigit() else word, rules())


def places_to_try(text: str) -> Iterator[tuple[int, str]]:
    """Offsets of the words with which an expression can begin, each with the word in small letters.

    One of ``FOLLOWED`` comes with the beginning of the next word ("the jan"), where there is one, and only if some rule can begin so.
    """
    known = _rules_by_word()
    for word in _WORD.finditer(text):
        form = word[0].lower()
        if form in FOLLOWED and (following := _NEXT.match(text, word.end())):
            form = f"{form} {following[1].lower()}"
        if form in known or form.isdigit() or (form[0] in "qh" and text[word.end() : word.end() + 1].isdigit()):
            yield word.start(), form
