"""Descriptions next to a person's name: "Russian Defence Minister X", "the Turkish president, X", "X, envoy of Y"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.actors.mentions.frame import POSSESSIVE, Frame, Hit, Title
from dragoman.actors.words.word_sets import word_set

_PORTFOLIO = word_set("windows.portfolio")
_HONORIFIC = word_set("windows.honorific")
_LINKS = frozenset({"of", "for", "to", "at", "on", "in"})
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Description:
    """What a description next to a name says; ``start`` and ``end`` are its tokens, without article."""

    start: int
    end: int
    title: Title
    hit: Hit | None
    owner: str | None
    how: str


def before(frame: Frame, name_start: int, covered: set[int]) -> Description | None:
    """The description that ends where a name starts, or at the comma before it."""
    stop = name_start
    while stop > 0 and frame.lower[stop - 1] in _HONORIFIC:
        stop -= 1
    comma = stop > 1 and frame.words[stop - 1] == ","
    if comma:
        stop -= 1
    start = _reach_back(frame, stop, covered)
    if start >= stop:
        return None
    found = _read(frame, start, stop, named=not comma)
    if found is None or (comma and (found.end != stop or not _introduced(frame, found.start))):
        return None
    if found.hit is None and not comma and start > 1 and frame.words[start - 1] == ",":
        outer = _read(frame, _reach_back(frame, start - 1, covered), start - 1)
        if outer is not None and outer.hit is not None and outer.end == start - 1:
            return replace(found, hit=outer.hit, how="before")
    return found


def _introduced(frame: Frame, start: int) -> bool:
    """Whether a noun phrase before a comma has an article or an owner, as one in apposition has."""
    return (
        start > 0 and frame.lower[start - 1] in {"the", "a", "an", "his", "her", "its", "their", "and", ",", *POSSESSIVE}
    ) or start in frame.hit_at


def _reach_back(frame: Frame, stop: int, covered: set[int]) -> int:
    index, lowest = stop, max(0, stop - _LONGEST)
    sentence = frame.openings[stop - 1] if stop > 0 else 0
    abbreviation = frame.hit_at.get(sentence - 1)
    if abbreviation is not None and frame.words[sentence - 1].endswith(".") and frame.kinds[sentence - 1] == frame.kinds[sentence]:
        sentence = abbreviation.start
    lowest = max(lowest, sentence)
    while index > lowest:
        previous = index - 1
        if previous in covered or frame.kinds[previous] != frame.kinds[stop - 1]:
            break
        word, token = frame.lower[previous], frame.token(previous)
        if word in {"the", "a", "an", "its", "his", "her", "their"}:
            if previous == lowest or frame.lower[previous - 1] not in _LINKS:
                break
        elif word in {"and", "&"}:
            if frame.lower[previous - 1] not in _PORTFOLIO:
                break
        elif not (
            token.pos_ in {"ADJ", "NOUN", "PROPN", "NUM"}
            or word in POSSESSIVE
            or word in {"-", "then", "former", "deputy", "acting"}
            or (
                word in _LINKS
                and previous > lowest
                and frame.token(previous - 1).pos_ in {"NOUN", "PROPN"}
                and _person_noun_near(frame, previous)
            )
            or previous in frame.hit_at
        ):
            break
        index = previous
    return index


def _person_noun_near(frame: Frame, link: int) -> bool:
    """Whether the noun before a preposition names a person, as in "ambassador to", "minister of"."""
    return frame.title_ending(link) is not None


def _read(frame: Frame, start: int, stop: int, named: bool = False) -> Description | None:
    """The person noun that heads a phrase and the state or body that it belongs to."""
    title: Title | None = None
    end = stop
    while end > start:
        title = frame.title_ending(end)
        if title is not None and title.start >= start:
            break
        title, end = None, end - 1
    if title is None:
        return None
    direct = title.end == stop
    gap = range(title.end, stop)
    if title.end < stop and frame.lower[title.end] not in _LINKS and not all(_loose(frame, index) for index in gap):
        return None
    if not (direct and named):
        title = _outermost(frame, title, start)
    hit, how = _owner(frame, title, start, stop)
    owner = next(
        (frame.lower[i - 1] for i in (start,) if i > 0 and frame.lower[i - 1] in {"his", "her", "its", "their", "our", "my"}), None
    )
    begin = min(title.start, hit.start) if hit is not None and hit.start >= start else title.start
    return Description(begin, max(title.end, hit.end if hit is not None else 0, stop), title, hit, owner, how)


def _outermost(frame: Frame, title: Title, start: int) -> Title:
    """In "president of the council of ministers" the first person noun heads the phrase, not the last."""
    index = title.start
    while index - 1 > start and (frame.lower[index - 1] in {"of", "the"} or frame.token(index - 1).pos_ in {"NOUN", "PROPN", "ADJ"}):
        index -= 1
        if frame.lower[index] == "of":
            outer = frame.title_ending(index)
            if outer is not None and outer.start >= start:
                return outer
    return title


def _loose(frame: Frame, index: int) -> bool:
    """Words between a title and a name that do not part them."""
    return frame.words[index] in {"-", ","} or frame.lower[index] in {"designate", "elect"} or index in frame.hit_at


def _owner(frame: Frame, title: Title, start: int, stop: int) -> tuple[Hit | None, str]:
    """The nearest name left of the title that is not the aim of an embassy; else the one after "of"."""
    left = _left_owner(frame, title, start)
    if left is not None:
        return left, "before"
    inside = frame.hit_at.get(title.start)
    if inside is not None and inside.end < title.end:
        return inside, "before"
    for index in range(title.end, stop):
        hit = frame.hit_at.get(index)
        if hit is not None and hit.start == index and _linked(frame, title.end, index):
            return hit, "of"
    return None, ""


def _left_owner(frame: Frame, title: Title, start: int) -> Hit | None:
    """The name before a title; in "UN Syria envoy" the plain name next to the title is its subject, not its owner."""
    found: list[Hit] = []
    for index in range(title.start - 1, start - 1, -1):
        hit = frame.hit_at.get(index)
        if hit is None or hit.start != index or (index > start and frame.lower[index - 1] in {"to", "for", "on"}):
            continue
        found.append(hit)
    if len(found) > 1 and found[0].form != "demonym" and not (found[0].end < title.start and frame.words[found[0].end] in POSSESSIVE):
        return found[1]
    return found[0] if found else None


def _linked(frame: Frame, title_end: int, index: int) -> bool:
    """Whether the name at ``index`` hangs on the title by "of" (or "for", "in" where nothing else stands between)."""
    links = [frame.lower[i] for i in range(title_end, index) if frame.lower[i] in _LINKS]
    if not links:
        return index == title_end
    noun = frame.lower[title_end - 1].rstrip("s")
    if links[0] == "to":
        return len(links) == 1 and noun in {"adviser", "advisor", "aide", "assistant", "deputy"}
    if links[-1] in {"for", "on"} and noun in {"envoy", "representative", "rapporteur", "ambassador"}:
        return False
    return links[-1] in {"of", "for", "in", "at"}


def after(frame: Frame, name_end: int, covered: set[int]) -> Description | None:
    """The description in commas after a name: "X, the president of Y,"; "X, Russia's foreign minister,"."""
    if name_end >= len(frame.words) or frame.words[name_end] not in {",", "(", "-", "–", "—"}:
        return None
    start = index = name_end + 1
    limit = min(len(frame.words), start + _LONGEST)
    while index < limit and index not in covered and frame.kinds[index] == frame.kinds[name_end - 1]:
        word, token = frame.lower[index], frame.token(index)
        if token.is_sent_start and index > start:
            break
        allowed = token.pos_ in {"ADJ", "NOUN", "PROPN", "NUM", "DET"} or word in POSSESSIVE | _LINKS | {"-", "former", "his", "her"}
        if not (allowed or index in frame.hit_at or (word in {"and", "&"} and frame.lower[index - 1] in _PORTFOLIO)):
            break
        index += 1
    while start < index and (frame.token(start).pos_ == "DET" or frame.lower[start] in {"his", "her"}):
        start += 1
    if start >= index:
        return None
    return _first_person_noun(frame, start, index)


def _first_person_noun(frame: Frame, start: int, stop: int) -> Description | None:
    for end in range(start + 1, stop + 1):
        if frame.lower[end - 1] in _LINKS and end - 1 > start:
            break
        title = frame.title_ending(end)
        if title is None or title.start < start:
            continue
        known = frame.titles.get(title.start)
        if known is not None and end < known[0] <= stop:
            title = Title(title.start, known[0], known[1].name, known[1].sector, title.plural)
            end = known[0]
        longer = frame.title_ending(end + 1) if end < stop else None
        if longer is not None and longer.start <= title.start:
            continue
        if end < stop and frame.token(end).pos_ in {"NOUN", "PROPN"} and end not in frame.hit_at and frame.lower[end - 1] not in _LINKS:
            continue
        hit, how = _owner(frame, title, start, stop)
        begin = min(title.start, hit.start) if hit is not None and hit.start >= start else title.start
        return Description(begin, max(title.end, hit.end if hit is not None else 0), title, hit, None, how)
    return None
