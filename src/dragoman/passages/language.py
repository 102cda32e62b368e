"""Whether a text is in English, the one language that Dragoman reads."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

from dragoman.errors import NotEnglish

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000
"""Characters looked at, from the start of the text: the language of a page does not change half-way."""
_SHORTEST = 20
"""Texts of fewer words in Latin letters pass: names and headlines have no language that can be told."""
_FEWEST = 12
"""Nor can it be told from fewer words that are not capitalised: the rest are names."""
_SURE = 0.18
"""The share of English function words above which no other language comes."""
_LEAST = 0.10
"""Below this share a text is in another language if the identifier says so; above it, it has the benefit of the doubt."""


@cache
def _table(name: str) -> dict[str, str]:
    """The two columns of ``data/<name>.tsv``."""
    lines = (files("dragoman.passages") / "data" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


@cache
def _function_words() -> frozenset[str]:
    """The English function words, in small letters."""
    text = (files("dragoman.passages") / "data" / "english.txt").read_text(encoding="utf-8")
    return frozenset(line.casefold() for line in text.splitlines() if not line.startswith("#"))


def check(text: str) -> str:
    """Return ``"en"`` for an English text (capitals throughout, foreign names and very short texts included).

    Raises:
        NotEnglish: the text is in another language, which the message names.
    """
    sample = text[:_SAMPLE]
    script = _foreign_script(sample)
    if script:
        raise _refusal(script)
    found = _WORD.findall(sample)
    plain = [word for word in found if word.islower()]
    shouted = sum(map(str.isupper, found)) > 0.6 * len(found)
    words = [word.casefold() for word in found] if shouted else plain
    share = sum(word in _function_words() for word in words) / (len(words) or 1)
    if len(found) < _SHORTEST or len(words) < _FEWEST or share >= _SURE:
        return "en"
    code = _identify(" ".join(words))
    if code != "en" and (share < _LEAST or code in _table("languages")):
        raise _refusal(_table("languages").get(code, f"another language ({code})"))
    return "en"


def _refusal(language: str) -> NotEnglish:
    """The error that names the language found."""
    return NotEnglish(f"the text is in {language}, not English; Dragoman reads English only, so translate it first")


def _foreign_script(sample: str) -> str | None:
    """The language (or languages) of the script that most letters of the sample are in; None for Latin letters."""
    letters = [char for char in sample if char.isalpha()]
    foreign = [
        char for char in letters if char > "\u024f" and not unicodedata.name(char, "").startswith(("LATIN", "MODIFIER", "FULLWIDTH LATIN"))
    ]
    if not foreign or len(foreign) <= 0.3 * len(letters):
        return None
    scripts = Counter(unicodedata.name(char, "UNKNOWN").split()[0].split("-")[0] for char in foreign)
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.1 * len(foreign):
        return "Japanese"
    script = scripts.most_common(1)[0][0]
    return _table("scripts").get(script, f"a language in {script.title()} letters")


def _identify(text: str) -> str:
    """The ISO 639-1 code of the likeliest language."""
    import py3langid  # type: ignore[import-untyped, unused-ignore]  # late: its model takes half a second to load

    code, _ = py3langid.classify(text)
    return str(code)
