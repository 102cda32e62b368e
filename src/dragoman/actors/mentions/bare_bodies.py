"""Bodies that every state has, named in full but without their state: "the Foreign Ministry", "Ministry of Health"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.mentions.hits import POSSESSIVE, Hit, without_overlap
from dragoman.actors.words.role_nouns import longest_ending_at, longest_starting_at
from dragoman.model import Actor

if TYPE_CHECKING:
    from dragoman.actors.mentions.frame import Frame

_LOCAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
_OFFICES = frozenset({"ministry", "department"})
_PLACED = frozenset({"in", "at"})
_STYLES = frozenset({"royal", "national", "federal", "imperial"})
_LONGEST = 8


def with_bare_bodies(frame: Frame, hits: list[Hit]) -> list[Hit]:
    """The hits, and each body that is named with capitals and whose state its surroundings give."""
    owned = {index: hit for hit in hits for index in range(hit.start, hit.end)}
    found: list[Hit] = []
    done = 0
    for index, word in enumerate(frame.words):
        if index < done or index in owned or not word[0].isupper() or word.isupper():
            continue
        name = _name_at(frame, index, owned)
        if name is None or _has_owner(frame, index, name[0], owned):
            continue
        end, sector = name
        done = end
        told = _state(frame, index, end, hits, owned)
        if told is not None:
            text = frame.doc[index:end].text.replace("\n", " ")
            found.append(Hit(index, end, Actor(told[0], "state", text, sector=sector, reason=told[1]), "ministry"))
    return without_overlap(hits, found) if found else hits


def _name_at(frame: Frame, start: int, owned: dict[int, Hit]) -> tuple[int, str] | None:
    """End and sector of a body's name with capitals that begins at ``start``: of two words or more, or "Parliament"."""
    if frame.lower[start] in _OFFICES and start + 2 < len(frame.words) and frame.lower[start + 1] in {"of", "for"}:
        end = _portfolio_end(frame, start + 2, owned)
        return (end, "MIL" if {"defence", "defense"} & set(frame.lower[start:end]) else "GOV") if end else None
    end = start
    while end < min(len(frame.words), start + 4) and frame.words[end][0].isupper() and end not in owned and _inside(frame, start, end):
        end += 1
    for stop in range(end, start + 1, -1):
        noun = longest_ending_at(frame.lower, stop - 1, start)
        if noun is None or (noun[0] != start and not (noun[0] == start + 1 and frame.lower[start] in _STYLES)):
            continue
        body = next((n for n in noun[1] if n.kind == "body" and n.sector in _LOCAL and not n.plural), None)
        return (stop, body.sector or "GOV") if body is not None and stop == end else None
    alone = frame.words[start] == "Parliament" and (start == 0 or frame.lower[start - 1] not in {"the", "a"}) and end == start + 1
    return (end, "LEG") if alone else None


def _inside(frame: Frame, start: int, index: int) -> bool:
    return frame.kinds[index] == frame.kinds[start] and (index == start or not frame.token(index).is_sent_start)


def _portfolio_end(frame: Frame, first: int, owned: dict[int, Hit]) -> int | None:
    index = first + (frame.lower[first] == "the")
    last: int | None = None
    while index < min(len(frame.words), first + _LONGEST) and index not in owned and _inside(frame, first, index):
        if frame.words[index][0].isupper():
            last = index + 1
        elif frame.lower[index] not in {"and", "&", ",", "of", "-"}:
            break
        index += 1
    return last


def _has_owner(frame: Frame, start: int, end: int, owned: dict[int, Hit]) -> bool:
    """Whether a name or a possessive right before, or "of" right after, gives the body an owner that is not known here."""
    if start and (start - 1 in owned or frame.words[start - 1] in POSSESSIVE or frame.lower[start - 1] in {"his", "her", "its", "their"}):
        return True
    if (
        start
        and frame.words[start - 1][0].isupper()
        and frame.token(start - 1).pos_ in {"PROPN", "ADJ"}
        and not frame.token(start).is_sent_start
    ):
        return frame.lower[start - 1] not in {"the", "a", "an"}
    longer = longest_starting_at(frame.lower, start)
    if longer is not None and longer[0] > end:
        return True
    return end < len(frame.words) and (frame.lower[end] == "of" or (frame.words[end] == "-" or end in owned))


def _state(frame: Frame, start: int, end: int, hits: list[Hit], owned: dict[int, Hit]) -> tuple[str, str] | None:
    """Whose it is: of the place said to hold it, of the town that heads the line, of the dateline, of the state most spoken of."""
    if end + 1 < len(frame.words) and frame.lower[end] in _PLACED:
        place = owned.get(end + 1)
        if place is not None and place.actor.kind == "state" and place.actor.code:
            return place.actor.code, f"it lies in {frame.doc[place.start : place.end].text}"
    if (
        start > 1
        and frame.words[start - 1] == ":"
        and (town := owned.get(start - 2)) is not None
        and town.form == "capital"
        and town.actor.code
    ):
        return town.actor.code, f"the line is headed {frame.doc[town.start : town.end].text}"
    code = frame.home or frame.dominant()
    if code is None:
        return None
    sentence = frame.openings[start]
    others = {hit.actor.code for hit in hits if sentence <= hit.start < start and hit.actor.kind == "state"} - {code}
    return None if others else (code, f"no owner is named in a text {'from' if frame.home else 'about'} {code}")
