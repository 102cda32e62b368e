"""How names are spelt: folding of case, diacritics and hyphens, and a key that transliterations share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from dragoman.actors.words.word_sets import word_set

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-"})
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "Ae", "þ": "th", "ð": "d", "ə": "a"}
)
_WORDS = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")


PARTICLES: frozenset[str] = word_set("names.particles")
"""Words inside names that are no surname of their own."""

HONORIFICS: frozenset[str] = word_set("names.honorifics")
"""Forms of address that may stand before or after a name."""

# Applied in order to a folded token; each maps transliterations of one sound onto one spelling.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), target)
    for pattern, target in (
        (r"^(?:qadha|gadda|qadda|kadda|qatha|khadda|gada|kada|ghada|ghadda)(?:fi|ffi|fy)$", "gadafi"),
        (r"^ye(?=l|v|r)", "e"),
        (r"(?:off|ov|ev|iov|yov|iev|yev|yeff|eff|of)$", "ov"),
        (r"(?:skiy|skii|skyi|skyy|skij|skyj|ski|sky)$", "ski"),
        (r"(?:enka|enko|yenko|ienko)$", "enko"),
        (r"(?:itch|ich|ic|icz)$", "ic"),
        (r"tsch|tch|cz|tsh", "ch"),
        (r"sch|shch", "sh"),
        (r"zh", "j"),
        (r"dj", "j"),
        (r"kh|gh|q|ck", "k"),
        (r"ph", "f"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"ts|tz", "c"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"oo|ou|u", "u"),
        (r"ee|ei|ey|ay|ai|oe|oi|oy|yi|iy|y|ie|ii|ij", "i"),
        (r"eo", "o"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[aeiou])h$", ""),
    )
)


def ascii_letters(text: str) -> str:
    """``text`` with diacritics taken off and apostrophes and hyphens made plain; case is kept."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Lower case, no diacritics, single spaces: for comparing words that may be written in several ways."""
    return " ".join(ascii_letters(text.lower()).lower().split())


def plain(name: str) -> str:
    """A folded name with its hyphens as spaces."""
    return fold(name).replace("-", " ").strip()


@lru_cache(maxsize=65536)
def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a person's name, folded; hyphens part words, apostrophes do not.

    >>> name_tokens("Kim Jong-un")
    ('kim', 'jong', 'un')
    """
    return tuple(match.group().replace("'", "") for match in _WORDS.finditer(fold(name)))


@lru_cache(maxsize=65536)
def sound(token: str) -> str:
    """A key that spellings of one name share: Gorbachov and Gorbachev, Shoigu and Shoygu, Choe and Choi.

    ``token`` is folded already. Two different names may share a key; it finds candidates, it does not decide.
    """
    for pattern, target in _SOUNDS:
        token = pattern.sub(target, token)
    return token


def same_word(left: str, right: str) -> bool:
    """Whether two folded name words may be spellings of one word; a single letter stands for an initial."""
    if left == right:
        return True
    if len(left) == 1 or len(right) == 1:
        return left[0] == right[0]
    return sound(left) == sound(right)


_AFTER_NAMES = word_set("names.after")


def without_address(words: tuple[str, ...]) -> tuple[str, ...]:
    """The folded words of a name without forms of address before it and "Jr" after it; a last word always stays (John Major)."""
    first = 0
    while first < len(words) - 1 and words[first] in HONORIFICS:
        first += 1
    last = len(words)
    while last - first > 1 and words[last - 1] in _AFTER_NAMES:
        last -= 1
    return words[first:last]


def surname_keys(name: str, family_first: bool = False, two_surnames: bool = False) -> tuple[str, ...]:
    """The folded words under which a person may be called by surname alone, most usual first.

    ``family_first`` is for names whose first word is used alone (China, the Koreas, Thailand, Ethiopia), ``two_surnames`` for those
    that end in the father's and the mother's (Spain, most of Latin America).
    """
    words = list(without_address(name_tokens(name)))
    if "of" in words[1:]:  # the style of monarchs: "Abdullah II of Jordan"
        words = words[: words.index("of", 1)]
    if not words:
        return ()
    keys = [words[0]] if family_first else []
    if words[-1] not in keys and words[-1] not in PARTICLES and len(words[-1]) > 1:
        keys.append(words[-1])
    if len(words) >= 3 and two_surnames and words[-2] not in PARTICLES and len(words[-2]) > 2:
        keys.append(words[-2])
    return tuple(keys)
