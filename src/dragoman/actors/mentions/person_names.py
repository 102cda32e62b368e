"""Where the names of persons stand: the entity recogniser's spans with their ends put right, and names after titles."""

from __future__ import annotations

from dragoman.actors.mentions import windows
from dragoman.actors.mentions.frame import POSSESSIVE, Frame
from dragoman.actors.words.name_lists import first_names
from dragoman.actors.words.names import plain
from dragoman.actors.words.word_sets import word_set

HONORIFICS = {word: gender for gender in ("m", "f", "") for word in word_set(f"person_names.honorifics_{gender or 'either'}")}
"""Titles of courtesy and rank, with the gender that they tell."""
PARTICLES = word_set("person_names.particles")
NOT_NAMES = word_set("person_names.not_names")
_MAX_TOKENS = 7

_JOINED = word_set("person_names.joined")
"""What a hyphen adds to a name without being part of it: "Putin-sponsored"."""


def spans(frame: Frame) -> list[tuple[int, int]]:
    """Token ranges of persons' names in text order, without titles, honorifics and possessive endings."""
    taken: dict[int, tuple[int, int]] = {}
    for ent in frame.doc.ents:
        if ent.label_ == "PERSON":
            _claim(taken, _repaired(frame, ent.start, ent.end))
    for index in range(len(frame.words)):
        if index not in taken and _announced(frame, index):
            _claim(taken, _repaired(frame, index, name_end(frame, index)))
    for start, end in _unlabelled(frame, taken):
        if _described(frame, end) or frame.registry.holders(frame.doc[start:end].text, frame.published):
            _claim(taken, (start, end))
    surnames = {frame.words[end - 1] for start, end in set(taken.values()) if end - start > 1} - {""}
    for index, word in enumerate(frame.words):
        if index in taken or index in frame.hit_at or frame.token(index).pos_ not in {"PROPN", "NOUN", "ADJ", "VERB"}:
            continue
        if word in surnames:
            _claim(taken, (index, index + 1))
    return sorted(set(taken.values()))


def _described(frame: Frame, end: int) -> bool:
    """Whether a description of one person in commas follows a name: "X Y, the Hungarian defence minister,"."""
    if end >= len(frame.words) or frame.words[end] != ",":
        return False
    description = windows.after(frame, end, set())
    if description is None or description.title.plural:
        return False
    return description.end < len(frame.words) and frame.words[description.end] in {",", "."}


def _unlabelled(frame: Frame, taken: dict[int, tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of two to five capitalised words outside of every name found: persons, if the registry knows them."""
    runs: list[tuple[int, int]] = []
    index, words = 0, frame.words
    while index < len(words):
        start = index
        index += 1
        if start in taken or start in frame.hit_at or not _capital(words[start]) or frame.token(start).pos_ not in {"PROPN", "NOUN", "ADJ"}:
            continue
        if len(words[start]) < 2 or start in frame.titles or frame.lower[start] in NOT_NAMES:
            continue
        end = name_end(frame, start)
        while end > start and (end - 1 in taken or end - 1 in frame.hit_at):
            end -= 1
        if end - start >= 2:
            index = end
            if not (words[start].isupper() and words[end - 1].isupper()) and end - start <= 6:
                runs.append((start, end))
    return runs


def _claim(taken: dict[int, tuple[int, int]], span: tuple[int, int] | None) -> None:
    if span is not None and not any(index in taken for index in range(*span)):
        for index in range(*span):
            taken[index] = span


def _capital(word: str) -> bool:
    return word[:1].isupper() and word.replace(".", "").replace("'", "").replace("’", "").isalpha()


def _glued(frame: Frame, index: int) -> bool:
    """Whether the token joins its neighbours without a space, as the hyphen of a double name does."""
    return (
        frame.words[index] in {"-", "–", "‑"}
        and index > 0
        and not frame.token(index - 1).whitespace_
        and not frame.token(index).whitespace_
    )


def name_end(frame: Frame, start: int) -> int:
    """Where the run of capitalised words, particles and hyphens that starts at ``start`` ends."""
    kind, index, words = frame.kinds[start], start, frame.words
    limit = min(len(words), start + _MAX_TOKENS + 2)
    while index < limit and frame.kinds[index] == kind:
        word = words[index]
        if index > start and frame.token(index).is_sent_start:
            break
        hit = frame.hit_at.get(index)
        if index > start and hit is not None and hit.start == index and hit.form in {"demonym", "outlet", "abbreviation"}:
            break
        if (
            index > start
            and _glued(frame, index)
            and index + 1 < limit
            and words[index + 1][:1].isalpha()
            and frame.lower[index + 1] not in _JOINED
        ):
            index += 2
        elif (
            word.lower() in PARTICLES
            and index + 1 < limit
            and (_capital(words[index + 1]) or words[index + 1].lower() in PARTICLES | {"-"})
        ) or (_capital(word) and word.lower() not in NOT_NAMES and frame.token(index).pos_ not in {"VERB", "AUX", "ADP"}):
            index += 1
        else:
            break
    while index > start and (words[index - 1].lower() in PARTICLES or words[index - 1] in {"-", "–"}):
        index -= 1
    return index


def _announced(frame: Frame, index: int) -> bool:
    """Whether a person's name may start here because a title or an honorific stands right before it."""
    if index == 0 or not _capital(frame.words[index]) or frame.lower[index] in NOT_NAMES or not frame.same_sentence(index - 1, index):
        return False
    hit = frame.hit_at.get(index)
    if hit is not None and hit.form != "capital":
        return False
    if frame.words[index].isupper() and len(frame.words[index]) > 3 and frame.token(index).ent_type_ != "PERSON":
        return False
    if frame.lower[index - 1] in HONORIFICS:
        return True
    if frame.token(index).pos_ not in {"PROPN", "NOUN"} or _title_starts(frame, index):
        return False
    title = frame.title_ending(index)
    if title is None and frame.words[index - 1] == "," and index > 2 and index + 1 < len(frame.words) and _capital(frame.words[index + 1]):
        title = frame.title_ending(index - 1)
        if title is not None and not {"the", "'s", "’s"} & set(frame.lower[max(0, title.start - 4) : title.start]):
            return False
    return title is not None and (not title.plural or frame.token(index).ent_type_ in {"PERSON", "ORG"})


def _title_starts(frame: Frame, index: int) -> bool:
    if index in frame.titles or frame.lower[index] in HONORIFICS:
        return True
    return any(title is not None and title.start <= index for title in (frame.title_ending(end) for end in range(index + 1, index + 3)))


def _repaired(frame: Frame, start: int, end: int) -> tuple[int, int] | None:
    """The name inside a range: titles, demonyms and lower-case words off its start, endings and other passages off its end."""
    words = frame.words
    start = _without_titles(frame, start, end)
    stop = start
    while stop < end and frame.kinds[stop] == frame.kinds[start] and words[stop] not in POSSESSIVE and not words[stop].isspace():
        stop += 1
    end = stop
    if start >= end:
        return None
    end = max(_tightened(frame, start, end), start)
    if start < end and frame.token(end - 1).ent_type_ != "":
        end = max(end, _grown(frame, start, end))
    if start > 0 and frame.words[start - 1] == "-" and start > 1 and _glued(frame, start - 1) and _capital(words[start - 2]):
        start -= 2
    while start > 0 and _left_part(frame, start - 1) and frame.same_sentence(start - 1, start):
        start -= 1
    return (start, end) if start < end and _is_name(frame, start, end) else None


def _left_part(frame: Frame, index: int) -> bool:
    """Whether a word before a name was left out of it: capitalised, no name or title of something else."""
    token = frame.token(index)
    free = index not in frame.hit_at and not token.ent_type_ and token.pos_ == "PROPN" and frame.lower[index] not in HONORIFICS
    return free and _capital(frame.words[index]) and frame.kinds[index] == frame.kinds[index + 1] and not _title_part(frame, index)


def _title_part(frame: Frame, index: int) -> bool:
    if any(frame.title_ending(end) is not None for end in range(index + 1, min(len(frame.words), index + 3) + 1)):
        return True
    return any(start in frame.titles and frame.titles[start][0] > index for start in range(max(0, index - 4), index + 1))


def _without_titles(frame: Frame, start: int, end: int) -> int:
    moved = True
    while moved and start < end:
        moved = False
        known = frame.titles.get(start)
        if known is not None and known[0] < end:
            start, moved = known[0], True
            continue
        hit = frame.hit_at.get(start)
        if (
            frame.lower[start] in HONORIFICS
            or (frame.words[start].islower() and frame.lower[start] not in PARTICLES)
            or not frame.words[start][:1].isalpha()
        ):
            start, moved = start + 1, True
        elif hit is not None and hit.start == start and hit.end < end and hit.form == "demonym":
            start, moved = hit.end, True
        else:
            for stop in range(min(end - 1, start + 4), start, -1):
                title = frame.title_ending(stop)
                if title is not None and title.start == start:
                    start, moved = stop, True
                    break
    return start


def _tightened(frame: Frame, start: int, end: int) -> int:
    """The end of the leading part of a range that can be a name."""
    grown = name_end(frame, start) if _capital(frame.words[start]) or frame.lower[start] in PARTICLES else start
    return min(grown, end)


def _grown(frame: Frame, start: int, end: int) -> int:
    """The end moved over capitalised words that the recogniser left out of the name."""
    grown = name_end(frame, start)
    given = end - start == 1 and plain(frame.words[start]) in first_names()
    while grown > end and frame.token(grown - 1).ent_type_ not in {"PERSON", ""} and not (given and grown == end + 1):
        grown -= 1
    if grown > end and any(frame.titles.get(i) or frame.title_ending(i + 1) for i in range(end, grown)):
        return end
    return grown


def _is_name(frame: Frame, start: int, end: int) -> bool:
    words = frame.words
    if not any(_capital(word) and len(word) > 1 for word in words[start:end]):
        return False
    if end - start == 1 and (frame.lower[start] in NOT_NAMES or frame.title_ending(end) is not None):
        return False
    hit = frame.hit_at.get(start)
    if hit is None:
        return True
    return not (hit.start <= start and hit.end >= end) or (hit.form == "capital" and _announced_strictly(frame, start))


def _announced_strictly(frame: Frame, start: int) -> bool:
    return start > 0 and (frame.lower[start - 1] in HONORIFICS or frame.title_ending(start) is not None)
