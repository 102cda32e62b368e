"""Where the independent accounts of one event differ: days, numbers, what came of it. Plain sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from dragoman.dating.numbers import parse_number
from dragoman.ledger.merging.claim import Claim
from dragoman.ledger.merging.dates import precision
from dragoman.ledger.merging.source_groups import SourceGroup

_REACH = 4
"""Words after a number among which what it counts is sought."""
_MOST_DIGITS = 7
_ARTICLES = frozenset({"a", "an", "inf", "nan", "infinity"})
"""What reads as a number and counts nothing."""
_MARKS = ".,;:!?()[]\"'“”‘’"
_ENDS = ".;:!?)"
_TOLD = frozenset({"occurred", "background"})
_KINDS = {"dead": "killed", "deaths": "killed", "wounded": "injured", "hurt": "injured", "servicemen": "soldiers", "troops": "soldiers"}
"""Words that count the same."""


@cache
def counted() -> frozenset[str]:
    """Nouns and participles whose number an account gives: people, weapons, losses."""
    return frozenset(files("dragoman.ledger.merging").joinpath("data/counted.txt").read_text(encoding="utf-8").split())


def disagreements(claims: Sequence[Claim], sources: Sequence[SourceGroup]) -> tuple[str, ...]:
    """One sentence for each respect in which accounts differ, in a fixed order; denials among them."""
    found = [_denials(claims), _outcomes(sources)]
    if len(sources) > 1:
        found += [_days(sources), *_numbers(sources), _sides(sources)]
    return tuple(sentence for sentence in found if sentence)


def _denials(claims: Sequence[Claim]) -> str | None:
    names = sorted({party.name or party.code or "" for claim in claims for party in claim.denied_by} - {""})
    if names:
        return f"Denied by {', '.join(names)}."
    told = any(claim.status in _TOLD for claim in claims)
    return "Told as a fact and as denied." if told and any(claim.status == "denied" for claim in claims) else None


def _outcomes(sources: Sequence[SourceGroup]) -> str | None:
    statuses = {claim.status for source in sources for claim in source.claims}
    return "Told as having happened and as not having happened." if "negated" in statuses and statuses & _TOLD else None


def _days(sources: Sequence[SourceGroup]) -> str | None:
    """Exact days that exclude each other; announcements do not count, nor days that no words say, nor periods that hold the day."""

    def days(claim: Claim) -> Iterable[str]:
        stated = not claim.day_assumed and claim.status not in {"planned", "conditional"}
        exact = stated and precision(claim.date_start, claim.date_end) == "day"
        return [claim.date_start.isoformat()] if exact and claim.date_start else []

    return _told_apart("Dates differ", _by_value(sources, days))


def _sides(sources: Sequence[SourceGroup]) -> str | None:
    """Who did it to whom, where two accounts turn it round."""

    def sides(claim: Claim) -> Iterable[str]:
        actors, recipients = ({party.code for party in side if party.code} for side in (claim.actors, claim.recipients))
        return [f"{', '.join(sorted(actors))} > {', '.join(sorted(recipients))}"] if actors and recipients else []

    values = _by_value(sources, sides)
    turned = {value: names for value, names in values.items() if " > ".join(reversed(value.split(" > "))) in values}
    return _told_apart("Who acted differs", turned)


def _numbers(sources: Sequence[SourceGroup]) -> list[str | None]:
    values: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for source in sources:
        for kind, number in sorted({entry for claim in source.claims for text in claim.evidence for entry in numbers_in(text)}):
            values[kind].setdefault(f"{number:,}", []).append(source.name)
    return [_told_apart(f"Numbers differ ({kind})", values[kind]) for kind in sorted(values)]


def numbers_in(text: str) -> list[tuple[str, int]]:
    """What is counted in a text and how many: ``("killed", 6)`` for "six were killed", ``("soldiers", 102)`` for "102 of its soldiers"."""
    found: list[tuple[str, int]] = []
    words = text.split()
    if counted().isdisjoint(word.strip(_MARKS).lower() for word in words):
        return found
    for at, word in enumerate(words):
        number = _value(word)
        if number is None:
            continue
        for following in words[at + 1 : at + 1 + _REACH]:
            kind = following.strip(_MARKS).lower()
            if kind in counted():
                found.append((_KINDS.get(kind, kind), number))
                break
            if following[-1] in _ENDS or _value(following) is not None:
                break
    return found


@lru_cache(maxsize=1 << 12)
def _value(word: str) -> int | None:
    plain = word.strip(_MARKS).lower().replace(",", "")
    if plain.isascii() and plain.isdigit() and len(plain) <= _MOST_DIGITS:
        return int(plain)
    value = parse_number(plain) if plain.replace("-", "").isalpha() and plain not in _ARTICLES else None
    return int(value) if value and value.is_integer() else None


def _by_value(sources: Sequence[SourceGroup], of: Callable[[Claim], Iterable[str]]) -> dict[str, list[str]]:
    """The sources of each value; a source counts once for each."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for source in sources:
        for value in sorted({value for claim in source.claims for value in of(claim)}):
            values[value].append(source.name)
    return values


def _told_apart(heading: str, values: Mapping[str, Sequence[str]]) -> str | None:
    """``Dates differ: 2003-03-03 (Reuters, Clarín), 2003-03-04 (JANA).``, None for a single value."""
    if len(values) < 2:
        return None
    told = (f"{value} ({', '.join(sorted(set(values[value])))})" for value in sorted(values, key=lambda v: (-len(values[v]), v)))
    return f"{heading}: {', '.join(told)}."
