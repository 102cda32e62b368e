"""What likeness compares, drawn out of a claim once: parties, days, words, names, numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise

from dragoman.ledger.merging.claim import Claim, ClaimParty

UNKNOWN_MONTH = "?"
TOLERANCE = 3
"""Days by which two accounts of one happening may differ and still be compared."""
LONGEST = 400
"""Days: what is dated less exactly than to about a year is sought by its first days only."""
_MINISTERS = frozenset({"minister", "ministers", "secretary"})
_PORTFOLIOS = frozenset({"foreign"})
_HEADS = frozenset({"president", "presidents", "premier", "chancellor", "king", "emir", "pope", "sultan", "emperor"})
_SAME_OFFICE = {"premier": "prime", "presidents": "president", "defense": "defence"}
_WINDOWS = {"planned": (-3, 60), "conditional": (-3, 60), "background": (-45, 1)}
_WINDOW = (-10, 1)
"""First and last day, from that of publication, in which an undated claim of a status is sought."""
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:[-'’][^\W\d_]+)*")
_ROOT, _STEM = 4, 7
_ENDINGS = ("ingly", "edly", "ings", "ies", "ing", "ers", "ed", "es", "er", "ly", "s")


@cache
def stop_words() -> frozenset[str]:
    """Words too common to tell two happenings apart, days and months among them."""
    return frozenset(files("dragoman.ledger.merging").joinpath("data/stopwords.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True, eq=False)
class Traits:
    """A claim as likeness sees it. Days are ordinals; ``first`` is None where neither the claim nor its document is dated.

    What the words yield is worked out when it is first asked for: most claims are never compared with another.
    """

    claim: Claim
    codes: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    dated: bool
    first: int | None
    last: int | None
    published: int | None

    @cached_property
    def wording(self) -> tuple[tuple[str, ...], ...]:
        """All words of each statement of the evidence, as written."""
        return tuple(map(words_of, self.claim.evidence))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The words of the evidence that are not too common, as written; the numbers too, but years."""
        stops = stop_words()
        return tuple(word for words in self.wording for word in words if word.lower() not in stops and not _is_year(word))

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of the content words."""
        return frozenset(stem(word) for word in self.content if not word[0].isdigit())

    @cached_property
    def names(self) -> frozenset[str]:
        """Capitalised words, in the form in which spellings meet."""
        return frozenset(fold(word) for word in self.content if word[0].isupper() and len(word) > 2)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers in figures."""
        return frozenset(word for word in self.content if word[0].isdigit())

    @cached_property
    def sequence(self) -> tuple[str, ...]:
        """All words of the fullest statement, in order."""
        fullest = self.claim.evidence[0] if self.claim.evidence else ""
        # In small letters other alphabets may fall into other words.
        return tuple(map(str.lower, self.wording[0])) if fullest and fullest.isascii() else words_of(fullest.lower())

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Every three words in a row of the fullest statement."""
        return frozenset(zip(self.sequence, self.sequence[1:], self.sequence[2:], strict=False))

    @cached_property
    def offices(self) -> frozenset[str]:
        """Which ministers and heads the evidence speaks of: ``foreign``, ``interior``, ``prime`` before "minister", ``president`` ..."""
        words = [word.lower() for words in self.wording for word in words]
        held = {one for one, other in pairwise(words) if other in _MINISTERS and (one in _PORTFOLIOS or one not in stop_words())}
        return frozenset(_SAME_OFFICE.get(office, office) for office in held | _HEADS.intersection(words))

    @cached_property
    def persons(self) -> frozenset[str]:
        """The persons among its parties."""
        return frozenset(name for party in (*self.claim.actors, *self.claim.recipients) if (name := _person(party)))

    @cached_property
    def trigger(self) -> str:
        """The stem of the word that states the event."""
        return stem(self.claim.trigger)


def said(claim: Claim) -> tuple[object, ...]:
    """All of a claim that its traits are drawn from: claims that have it in common compare alike with any other."""
    return (
        *(claim.type, claim.mode, claim.status, claim.actors, claim.recipients, claim.date_start, claim.date_end),
        *(claim.place, claim.place_country, claim.trigger, claim.evidence, claim.published, claim.day_assumed),
    )


def traits_of(claim: Claim) -> Traits:
    """The traits of a claim."""
    actors, recipients = _codes(claim.actors), _codes(claim.recipients)
    first, last = window(claim)
    published = claim.published.toordinal() if claim.published else None
    return Traits(claim, actors | recipients, actors, recipients, claim.date_start is not None, first, last, published)


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, in order."""
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word in small letters without its ending and cut to seven, so that a verb and its noun meet."""
    folded = word.lower()
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _ROOT:
            return folded[: -len(ending)][:_STEM]
    return folded[:_STEM]


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """A name in small letters without accents, apostrophes and hyphens, so that spellings meet."""
    plain = unicodedata.normalize("NFKD", name) if not name.isascii() else name
    return "".join(c for c in plain.lower() if c.isalnum())


def window(claim: Claim) -> tuple[int | None, int | None]:
    """First and last day, as ordinals, on which the claim's event may have been: its own date, or what its publication leaves open."""
    return _window(claim.date_start, claim.date_end, claim.published, claim.status, claim.day_assumed)


def _window(start: date | None, end: date | None, published: date | None, status: str, assumed: bool) -> tuple[int | None, int | None]:
    if start is not None:  # news that says no day is of the day of publication or the day before
        return start.toordinal() - assumed, (end or start).toordinal()
    if published is None:
        return None, None
    before, after = _WINDOWS.get(status, _WINDOW)
    day = published.toordinal()
    return day + before, day + after


def months(claim: Claim) -> tuple[str, ...]:
    """The months, as ``2018-04``, in which the event may have been, the tolerance included; ``?`` besides for undated documents."""
    return _months(claim.date_start, claim.date_end, claim.published, claim.status, claim.day_assumed)


@lru_cache(maxsize=1 << 14)
def _months(start: date | None, end: date | None, published: date | None, status: str, assumed: bool) -> tuple[str, ...]:
    first, last = _window(start, end, published, status, assumed)
    unknown = (UNKNOWN_MONTH,) if published is None else ()
    if first is None or last is None:
        return unknown
    from_, to = _day(first - TOLERANCE), _day(min(last, first + LONGEST) + TOLERANCE)
    count = (to.year - from_.year) * 12 + to.month - from_.month
    return (*(_month(from_.year, from_.month + i) for i in range(count + 1)), *unknown)


def _month(year: int, month: int) -> str:
    return f"{year + (month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}"


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _codes(parties: tuple[ClaimParty, ...]) -> frozenset[str]:
    return frozenset(party.code for party in parties if party.code)


def _person(party: ClaimParty) -> str | None:
    """The person that a party is, by identifier or family name; None for a state or body."""
    if party.office is None:
        return None
    return party.qid or (fold(party.name.split()[-1]) if party.name else None)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}
