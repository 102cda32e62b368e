"""Bodies that the registry lacks but whose name shows what they are: "Bulgarian Chamber of Trade", "the Ocean Board of Peru"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragoman.actors.mentions.hits import POSSESSIVE, Hit, without_overlap
from dragoman.actors.registry import data_lines
from dragoman.actors.registry.offices import tokens
from dragoman.actors.words.role_nouns import longest_ending_at, longest_starting_at
from dragoman.actors.words.word_sets import word_set
from dragoman.model import Actor, ActorKind

if TYPE_CHECKING:
    from dragoman.actors.mentions.frame import Frame

_FORMS = {"state": "ministry", "group": "group", "outlet": "outlet"}
_LINKS = frozenset({"of", "for"})
_READ = frozenset({"person", "body"})
"""Kinds of noun that make a mention with the name of a state before or after them."""
_LONGEST = 10
_NOT_POLITICAL = word_set("unlisted.not_political")


@dataclass(frozen=True, slots=True)
class Head:
    """What the noun at the head of a name says of its bearer."""

    kind: ActorKind
    sector: str


@cache
def _heads() -> Mapping[tuple[str, ...], Head]:
    heads: dict[tuple[str, ...], Head] = {}
    for line in data_lines("name_heads.tsv"):
        if line and not line.startswith("#"):
            kind, sector, nouns = line.split("\t")
            for noun in nouns.split(" "):
                heads[tokens(noun.replace("_", " "))] = Head(kind, sector)  # type: ignore[arg-type]
    return MappingProxyType(heads)


def head_ending(words: list[str], end: int, first: int) -> tuple[int, Head] | None:
    """The longest head noun whose last word is ``words[end - 1]`` and that begins at ``first`` or later."""
    for start in range(max(first, end - 5), end):
        head = _heads().get(tuple(word.replace("’", "'") for word in words[start:end]))
        if head is not None:
            return start, head
    return None


def with_unlisted(frame: Frame, hits: list[Hit]) -> list[Hit]:
    """The hits, with the name of a body in place of the name of the state in it."""
    hits = _with_owners(frame, hits)
    owned = {index: hit for hit in hits for index in range(hit.start, hit.end)}
    found: list[Hit] = []
    done = 0
    for hit in hits:
        if not (hit.is_state or hit.form == "demonym") or hit.start < done:
            continue
        body = _owned_by(frame, hit, owned) or _of(frame, hit, owned, done)
        if body is not None:
            found.append(body)
            done = body.end
    return without_overlap(hits, found)


def _with_owners(frame: Frame, hits: list[Hit]) -> list[Hit]:
    """The hits, with the name of a state and that of its body right after it as one: "U.S. Department of Energy".

    A group's is left alone in a list ("Russian and Lebanese Hezbollah fighters"), where the state may have a part of its own.
    """
    joined: list[Hit] = []
    for hit in hits:
        last = joined[-1] if joined else None
        if last is None or last.end != hit.start or not last.is_state or last.actor.code != hit.actor.code or not _joins(frame, last, hit):
            joined.append(hit)
        else:
            joined[-1] = Hit(last.start, hit.end, hit.actor, hit.form)
    return joined


def _joins(frame: Frame, state: Hit, body: Hit) -> bool:
    listed = state.start > 0 and frame.lower[state.start - 1] in {"and", ",", "or"}
    return not body.is_state and body.form != "capital" and not (body.form == "group" and listed)


def _name_word(frame: Frame, index: int, kind: str) -> bool:
    word = frame.words[index]
    return (
        word[0].isupper() and word[-1].isalpha() and frame.kinds[index] == kind and frame.token(index).pos_ not in {"VERB", "AUX", "PRON"}
    )


def _owned_by(frame: Frame, hit: Hit, owned: dict[int, Hit]) -> Hit | None:
    """The body whose name begins with that of a state: "Bulgarian Chamber of Trade", "Peru's Ocean Board"."""
    first = hit.end + (hit.end < len(frame.words) and frame.words[hit.end] in POSSESSIVE)
    end, link = _run(frame, first, owned)
    if end - first < 1 or end - hit.start < 3 or _excluded(frame, first, end):
        return None
    head_end = link or end
    head = head_ending(frame.words, head_end, first)
    if head is None or (head[1].sector == "EDU" and hit.form != "demonym"):
        return None
    return None if _told_by_noun(frame, head_end, first, end) else _hit(frame, hit, hit.start, end, head[1])


def _run(frame: Frame, first: int, owned: dict[int, Hit]) -> tuple[int, int | None]:
    """The end of the capitalised words from ``first`` on, links between them included, and where the first link stands."""
    index, link = first, None
    kind = frame.kinds[first - 1]
    limit = min(len(frame.words), first + _LONGEST)
    while index < limit and not (frame.token(index).is_sent_start and index > first - 1) and index not in owned:
        if _name_word(frame, index, kind):
            index += 1
            continue
        after = index + 1
        if frame.lower[index] in _LINKS or (frame.lower[index] in {"and", "&", ","} and link is not None):
            after += after < limit and frame.lower[after] == "the"
        elif not (frame.words[index] in POSSESSIVE or frame.words[index] in {"-", "&"}):
            break
        if after >= limit or after in owned or index == first or not _name_word(frame, after, kind):
            break
        if frame.lower[index] == "," and not _list_goes_on(frame, after, limit):
            break
        link = index if link is None and frame.lower[index] in _LINKS else link
        index = after
    return index, link


def _list_goes_on(frame: Frame, index: int, limit: int) -> bool:
    """Whether "and" follows the word after a comma, as in "Ministry of Trade, Industry and Energy"."""
    return any(frame.lower[place] in {"and", "&"} for place in range(index + 1, min(limit, index + 3)))


def _told_by_noun(frame: Frame, head_end: int, first: int, end: int) -> bool:
    """Whether the table of acting nouns reads the name already ("Russian Defence Ministry")."""
    noun = longest_ending_at(frame.lower, head_end - 1, first)
    if noun is None or noun[1][0].kind not in _READ:
        return False
    longer = longest_starting_at(frame.lower, noun[0])
    return (longer[0] if longer is not None else head_end) >= end


def _of(frame: Frame, hit: Hit, owned: dict[int, Hit], floor: int) -> Hit | None:
    """The body whose name ends with that of a state: "Ocean Board of Peru", "Ministry of Fisheries of Peru"."""
    stop = hit.start
    if stop > floor and frame.lower[stop - 1] == "the":
        stop -= 1
    stop -= 1
    if hit.form == "demonym" or stop <= floor or frame.lower[stop] != "of":
        return None
    start, kind = stop, frame.kinds[hit.start]
    lowest = max(floor, stop - _LONGEST, frame.openings[hit.start])
    while start > lowest:
        index = start - 1
        linked = frame.lower[index] in _LINKS | {"and", "the", "&"} or frame.words[index] in POSSESSIVE | {"-", "&", ","}
        if index in owned or not (linked or _name_word(frame, index, kind)):
            break
        start = index
    while start < stop and (not frame.words[start][0].isupper() or frame.lower[start] in {"the", "a", "an"}):
        start += 1
    if start >= stop or _excluded(frame, start, stop):
        return None
    link = next((index for index in range(start, stop) if frame.lower[index] in _LINKS), stop)
    head = head_ending(frame.words, link, start)
    if head is None or head[1].sector == "EDU" or (link == stop and _read_by_noun(frame, stop, start)):
        return None
    if any(frame.words[index] == "," for index in range(start, link)):
        return None
    return _hit(frame, hit, start, hit.end, head[1])


def _read_by_noun(frame: Frame, stop: int, start: int) -> bool:
    noun = longest_ending_at(frame.lower, stop - 1, start)
    return noun is not None and noun[1][0].kind in _READ


def _excluded(frame: Frame, start: int, end: int) -> bool:
    return any(frame.lower[index] in _NOT_POLITICAL for index in range(start, end))


def _hit(frame: Frame, state: Hit, start: int, end: int, head: Head) -> Hit:
    text = frame.doc[start:end].text.replace("\n", " ")
    reason = f"its name shows it: {state.actor.name}, sector {head.sector}"
    actor = Actor(state.actor.code, head.kind, text, sector=head.sector, reason=reason)
    return Hit(start, end, actor, _FORMS[head.kind])
