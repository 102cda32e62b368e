"""Numbers as news writes them: "2 1/2", "twenty-four", "a couple of", "several"."""

from __future__ import annotations

import re

from dragoman.dating.terms import table

_SPLIT = re.compile(r"[\s-]+")
_MIXED = re.compile(r"(\d+)(?:\s+|-)(\d)/(\d)")
_VAGUE = frozenset({"several", "few", "many", "some", "dozens", "hundreds", "recent", "various"})
_SKIP = frozenset({"a", "an", "and", "of"})


def parse_number(text: str) -> float | None:
    """The number that ``text`` names, or None where it names none exactly ("several", "a few")."""
    plain = text.strip().lower().replace(",", "")
    mixed = _MIXED.fullmatch(plain)
    if mixed:
        return int(mixed[1]) + int(mixed[2]) / max(1, int(mixed[3]))
    try:
        return float(plain)
    except ValueError:
        return _from_words(_SPLIT.split(plain))


def _from_words(words: list[str]) -> float | None:
    if _VAGUE.intersection(words):
        return None
    if "half" in words:
        rest = [word for word in words[: words.index("half")] if word not in _SKIP]
        return 0.5 + (_from_words(rest) or 0 if rest else 0)
    if "couple" in words or "pair" in words:
        return 2.0
    return _sum(words)


def _sum(words: list[str]) -> float | None:
    """Adds up number words: hundreds and thousands multiply what stands before them."""
    known = table("number")
    total, run, seen = 0, 0, False
    for word in words:
        if word in _SKIP:
            continue
        if word not in known:
            return None
        value, seen = int(known[word]), True
        if value >= 100 or word == "dozen":
            run = max(run, 1) * value
            if value == 1000:
                total, run = total + run, 0
        else:
            run += value
    if not seen:
        return 1.0 if any(word in ("a", "an") for word in words) else None
    return float(total + run)


def parse_ordinal(text: str) -> int | None:
    """21 for "21st" and "twenty-first"; None for anything else."""
    plain = text.strip().lower()
    digits = re.match(r"\d+", plain)
    if digits:
        return int(digits[0])
    value = table("ordinal").get(plain.replace(" ", "-"))
    return int(value) if value else None


def parse_spelled_year(text: str) -> int | None:
    """1956 for "nineteen fifty-six", 2000 for "two thousand"."""
    words = _SPLIT.split(text.strip().lower())
    known = table("number")
    if words[:2] == ["two", "thousand"]:
        rest = [word for word in words[2:] if word != "and"]
        return 2000 + sum(int(known[word]) for word in rest)
    century = int(known.get(words[0], "0"))
    rest = [word for word in words[1:] if word not in ("hundred", "oh", "o", "and")]
    return century * 100 + sum(int(known[word]) for word in rest)
