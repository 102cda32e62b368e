"""Short names that a text introduces itself: "the Joint Border Commission (JBC)", "the Movement for X, or MX,".

A name that begins with a state's is shortened without being announced: "the Iraqi Ocean Council ... the Ocean Council".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.actors.mentions.hits import POSSESSIVE, Hit, without_overlap
from dragoman.actors.mentions.unlisted import head_ending
from dragoman.actors.words.word_sets import word_set
from dragoman.model import Actor, ActorKind

if TYPE_CHECKING:
    from dragoman.actors.mentions.frame import Frame

_SHORT = re.compile(r"[A-Z][A-Za-z0-9&]{0,8}[A-Z0-9+]")
_SMALL = word_set("introduced.small")
_BODIES = frozenset({"group", "organisation", "ministry", "army", "parliament"})
_CUES = word_set("introduced.cues")
_LONGEST = 12
_FILLER = 8
"""How many words may part a long form from its abbreviation: "known by its Spanish initials"."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """A long form, tokens ``start`` to ``end``, and the abbreviation for it; ``spelt`` where its initials give the abbreviation."""

    start: int
    end: int
    short: str
    spelt: bool


def with_introduced(frame: Frame, hits: list[Hit]) -> list[Hit]:
    """The hits, with each abbreviation read throughout as the long form that the text gives for it."""
    hits = _with_shortened(frame, hits)
    meanings: dict[str, Hit | None] = {}
    names: list[Hit] = []
    ends = {hit.end: hit for hit in hits}
    by_start = {hit.start: hit for hit in hits}
    for found in introductions(frame, ends):
        if found.short in meanings or _is_state(frame, found.short, hits):
            continue
        meaning = _meaning(frame, found, by_start, ends)
        if meaning is not None:
            meanings[found.short] = meaning
            if (found.spelt or meaning.start == found.start) and all(
                hit.end <= found.start or hit.start >= found.end for hit in hits if hit.form not in {"demonym", "name"}
            ):
                names.append(Hit(found.start, found.end, meaning.actor, meaning.form))
        elif found.spelt:
            meanings[found.short] = _kindred(frame, found, hits)
    return _spread(frame, hits, names, meanings) if meanings else hits


def introductions(frame: Frame, ends: dict[int, Hit]) -> Iterator[Introduction]:
    """Every place where an abbreviation stands next to its long form."""
    for index, word in enumerate(frame.words):
        if word == "(" and index:
            inside = _inside(frame, index)
            short = "".join(frame.words[index + 1 : inside])
            if _SHORT.fullmatch(short):
                yield from _long_before(frame, index, short, ends)
            elif inside > index + 2 and _SHORT.fullmatch(frame.words[index - 1]):
                yield from _long_inside(frame, index + 1, inside, frame.words[index - 1])
        elif word in {",", "-", "–", "—"} and index and index + 1 < len(frame.words):
            place = _cued(frame, index + 1)
            if place is not None:
                yield from _long_before(frame, index, frame.words[place], ends)


def _inside(frame: Frame, opening: int) -> int:
    for index in range(opening + 1, min(len(frame.words), opening + _LONGEST)):
        if frame.words[index] in {")", ",", ";"}:
            return index
    return opening


def _cued(frame: Frame, index: int) -> int | None:
    """Where an abbreviation stands that "or", "known as" or "known by its acronym" announces at ``index``."""
    if frame.lower[index] not in _CUES:
        return None
    for place in range(index + 1, min(len(frame.words) - 1, index + _FILLER)):
        if _SHORT.fullmatch(frame.words[place]):
            closed = frame.words[place + 1] in {",", ".", ")", "-", "–", "—", ";"}
            return place if closed or place > index + 1 else None
        if not frame.lower[place].isalpha():
            return None
    return None


def _long_before(frame: Frame, stop: int, short: str, ends: dict[int, Hit]) -> Iterator[Introduction]:
    start = _spelt_from(frame, stop, short)
    if start is not None:
        yield Introduction(start, stop, short, True)
        return
    hit = ends.get(stop)
    if hit is not None and hit.form in _BODIES | {"outlet"} and hit.end - hit.start > 1:
        yield Introduction(hit.start, stop, short, False)
        return
    start = _named_from(frame, stop)
    if start is not None:
        yield Introduction(start, stop, short, False)


def _long_inside(frame: Frame, start: int, stop: int, short: str) -> Iterator[Introduction]:
    if _spelt_from(frame, stop, short, start) == start or (
        frame.lower[start] == "the" and _spelt_from(frame, stop, short, start + 1) == start + 1
    ):
        yield Introduction(start + (frame.lower[start] == "the"), stop, short, True)


def _spelt_from(frame: Frame, stop: int, short: str, lowest: int = 0) -> int | None:
    """Where a long form ending at ``stop`` begins whose words' first letters are those of the abbreviation.

    Small words are left out; failing that, they may give letters as well ("Department of the Interior", DOI).
    """
    found = _aligned(frame, stop, short, lowest, small=False)
    return found if found is not None else _aligned(frame, stop, short, lowest, small=True)


def _aligned(frame: Frame, stop: int, short: str, lowest: int, small: bool) -> int | None:
    letters = [letter.lower() for letter in short if letter.isalpha()]
    index, left = stop, len(letters)
    lowest = max(lowest, stop - len(letters) * 2 - 3, 0)
    while index > lowest and left:
        index -= 1
        word = frame.lower[index]
        if frame.kinds[index] != frame.kinds[stop - 1] or word in {".", ";", ":", "(", ")", "\n"}:
            return None
        if not word[0].isalpha() or (index and frame.words[index - 1] == "-"):
            continue
        if word[0] == letters[left - 1] and (small or word not in _SMALL):
            left -= 1
        elif word not in _SMALL:
            return None
    if left or not frame.words[index][0].isupper() or len(letters) < 2:
        return None
    return index if stop - index >= 2 else None


def _named_from(frame: Frame, stop: int) -> int | None:
    """Where an organisation's name begins that the recogniser found and that ends at ``stop``."""
    last = frame.token(stop - 1)
    if last.ent_type_ not in {"ORG", "NORP"} or not frame.words[stop - 1][0].isalpha():
        return None
    start = stop - 1
    while start > 0 and frame.token(start - 1).ent_type_ == last.ent_type_ and frame.token(start).ent_iob_ == "I":
        start -= 1
    start += frame.lower[start] == "the"
    return start if stop - start >= 2 and frame.words[start][0].isupper() else None


def _is_state(frame: Frame, short: str, hits: list[Hit]) -> bool:
    return any(hit.is_state and hit.form == "abbreviation" and frame.words[hit.start] == short for hit in hits if hit.end - hit.start == 1)


def _meaning(frame: Frame, found: Introduction, by_start: dict[int, Hit], ends: dict[int, Hit]) -> Hit | None:
    """The long form as a name: the registry's, or one whose words or owner give its state."""
    inside = ends.get(found.end)
    if inside is not None and not inside.is_state and inside.form != "capital" and inside.start <= found.start + 2:
        return inside
    state = next((by_start[i] for i in range(found.start, found.end) if i in by_start and by_start[i].is_state), None)
    if state is None and found.start > 1 and frame.words[found.start - 1] in POSSESSIVE:
        before = ends.get(found.start - 1)
        state = before if before is not None and (before.is_state or before.form == "capital") else None
    if state is None:
        before = ends.get(found.start)
        state = before if before is not None and before.form == "demonym" else None
    if state is None:
        return None
    link = next((i for i in range(found.start, found.end) if frame.lower[i] in {"of", "for"}), found.end)
    head = head_ending(frame.words, link, found.start)
    if head is None and state.start != found.start:
        return None
    kind: ActorKind = head[1].kind if head is not None else "group"
    sector = head[1].sector if head is not None else None
    text = frame.doc[found.start : found.end].text.replace("\n", " ")
    actor = Actor(state.actor.code, kind, text, sector=sector, reason=f"introduced as {found.short}: {state.actor.name}")
    return Hit(found.start, found.end, actor, {"state": "ministry", "outlet": "outlet"}.get(kind, "group"))


def _kindred(frame: Frame, found: Introduction, hits: list[Hit]) -> Hit | None:
    """The registry's reading of the abbreviation, if its name has all words of the long form, endings apart; else none at all."""
    words = [word[:4] for word in frame.lower[found.start : found.end] if word not in _SMALL and word[0].isalpha()]
    for hit in hits:
        if hit.end - hit.start == 1 and frame.words[hit.start] == found.short:
            known = {word[:4] for word in hit.actor.name.lower().replace("-", " ").split()}
            return hit if known.issuperset(words) else None
    return None


def _spread(frame: Frame, hits: list[Hit], names: list[Hit], meanings: dict[str, Hit | None]) -> list[Hit]:
    """Every place of an abbreviation with its meaning; those that have none here lose the registry's."""
    within = {index for hit in [*hits, *names] if hit.end - hit.start > 1 for index in range(hit.start, hit.end)}
    added = list(names)
    for index, word in enumerate(frame.words):
        meaning = meanings.get(word)
        if meaning is not None and index not in within:
            added.append(Hit(index, index + 1, meaning.actor, meaning.form))
    void = {short for short, meaning in meanings.items() if meaning is None}
    kept = [hit for hit in hits if not (hit.end - hit.start == 1 and frame.words[hit.start] in void)]
    return without_overlap(kept, added)


def _with_shortened(frame: Frame, hits: list[Hit]) -> list[Hit]:
    """The hits, and later places of a body's name that leave out the state that it begins with."""
    short: dict[tuple[str, ...], Hit] = {}
    for hit in hits:
        words = tuple(frame.words[hit.start + 1 : hit.end])
        if hit.form not in _BODIES or len(words) < 2 or not words[-1][0].isupper() or not words[0][0].isupper():
            continue
        first = frame.registry.lookup(frame.words[hit.start])
        if first and first[0].actor.kind == "state" and first[0].actor.code == hit.actor.code:
            short.setdefault(words, hit)
    if not short:
        return hits
    owned = {index for hit in hits for index in range(hit.start, hit.end)}
    firsts = {words[0] for words in short}
    added: list[Hit] = []
    for index, word in enumerate(frame.words):
        if word not in firsts or index in owned:
            continue
        for words, hit in short.items():
            end = index + len(words)
            if index > hit.start and tuple(frame.words[index:end]) == words and not owned.intersection(range(index, end)):
                added.append(Hit(index, end, hit.actor, hit.form))
                break
    return without_overlap(hits, added) if added else hits
