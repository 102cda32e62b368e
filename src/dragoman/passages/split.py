"""A document's text cut into passages by layout and wording."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dragoman.model import Passage, PassageKind
from dragoman.passages import wording
from dragoman.passages.layout import Unit, units

_SENTENCE_GAP = re.compile(r"(?<=[.?!”\"’')•])\s+(?=\S)")
_BULLET = re.compile(r"\s+•\s+")
_TRIM = re.compile(r"\s+")
_LONGEST_HEADLINE = 160
_LONGEST_CAPTION = 400
_NEARBY = 10_000
"""How far a name is looked for around a line; a bound, so that long texts take time in proportion."""
_TAIL = 240
"""Suffixes (credits, sign-offs, end marks) are looked for in this many last characters of a paragraph."""


@dataclass(slots=True)
class _Page:
    """What the rules need to know of the whole while they go from paragraph to paragraph."""

    text: str
    units: list[Unit]
    title: str
    caps: bool
    """All in capitals, like old wires and broadcast scripts: shouting means nothing here."""
    listing: bool
    """Mostly lines without a full stop: a bulletin or table, not paragraphs with lines between them."""
    lead: int
    """How many units stand above the story as its headline."""
    pieces: list[Passage] = field(default_factory=list)
    bodies: int = 0
    dated: bool = False
    links: bool = False
    """Inside a list of links announced by "Related articles" or the like."""
    named: bool = False
    """The piece before was a caption that is only a name."""

    def add(self, start: int, end: int, kind: PassageKind) -> None:
        """Append a piece, white space around it left out."""
        body = self.text[start:end]
        stripped = body.strip()
        if stripped:
            start += len(body) - len(body.lstrip())
            self.pieces.append(Passage(start, start + len(stripped), kind))
            self.bodies += kind == "body"
            self.dated = self.dated or kind == "dateline"


def split(text: str, title: str | None = None) -> tuple[Passage, ...]:
    """Cut ``text`` into passages.

    The passages lie in order, do not overlap, and hold every character that is not white space. ``title`` is the
    page's own title where its carrier states one; a paragraph equal to it is the headline.
    """
    page = _survey(text, units(text), _plain(title or ""))
    for index, unit in enumerate(page.units):
        named, page.named = page.named, False
        kind = _headline(page, index, unit) or _whole(page, index, unit, named)
        if kind is None:
            page.links = False
            _parts(page, index, unit)
        else:
            page.add(unit.start, unit.end, kind)
    return tuple(page.pieces)


def _plain(phrase: str) -> str:
    """A phrase in small letters with its hyphens and runs of white space as single blanks."""
    return _TRIM.sub(" ", phrase.replace("-", " ")).strip().casefold()


def _survey(text: str, found: list[Unit], title: str) -> _Page:
    """Measure the page as a whole."""
    size = sum(unit.length for unit in found) or 1
    caps = sum(unit.upper * unit.length for unit in found) / size > 0.6
    loose = sum(unit.length for unit in found if not unit.stopped)
    page = _Page(text, found, title, caps, len(found) >= 4 and loose >= 0.5 * size, 0)
    page.lead = _lead(page)
    return page


def _lead(page: _Page) -> int:
    """The number of units above the story: up to four, fewer in a list, none where no story follows."""
    count = 0
    for unit in page.units:
        line = page.text[unit.start : unit.end]
        if wording.date_line().match(line) or wording.byline().match(line) or wording.credit_line().match(line):
            count += 1
        elif unit.length > _LONGEST_HEADLINE or (unit.stopped and not _title_case(line)) or _dateline_end(line, True):
            break
        else:
            count += 1
    if count == len(page.units):
        return 1 if count > 2 else 0
    return count if count <= 4 else 1


def _title_case(line: str) -> bool:
    """Whether nearly all longer words of a line of four or more begin with a capital."""
    longer = [word for word in re.findall(r"[^\W\d_][\w’'-]*", line) if len(word) > 3]
    return len(longer) >= 4 and sum(word[0].isupper() for word in longer) >= 0.8 * len(longer)


def _shouted(page: _Page, unit: Unit) -> bool:
    """Whether a line is in capitals on a page that is not."""
    line = page.text[unit.start : unit.end]
    return (
        not page.caps and unit.upper >= 0.85 and unit.words >= 2 and 8 <= unit.length <= _LONGEST_HEADLINE
        and line[0] not in "\"“'‘`(" and not line.endswith(":")
    )  # fmt: skip


def _headline(page: _Page, index: int, unit: Unit) -> PassageKind | None:
    """The page's own headline: its stated title, or the lines above the story."""
    line = page.text[unit.start : unit.end]
    if page.title and unit.length <= len(page.title) + 20 and _plain(line) == page.title:
        return "headline"
    if index >= page.lead or (unit.stopped and not _title_case(line) and not _shouted(page, unit)):
        return None
    return None if wording.stamp().match(line) or _furniture_line(page, index, unit, line) else "headline"


def _whole(page: _Page, index: int, unit: Unit, named: bool) -> PassageKind | None:
    """The kind of a unit that is furniture from end to end, by its wording first, then by its layout."""
    line = page.text[unit.start : unit.end]
    return _furniture_line(page, index, unit, line) or _between(page, index, unit, line, named)


def _furniture_line(page: _Page, index: int, unit: Unit, line: str) -> PassageKind | None:
    """The kind that the wording of a line gives away."""
    if unit.length <= 120 and wording.date_line().match(line):
        return "dateline"
    if unit.length > 600:
        return None
    if unit.length <= 160 and (wording.bracket_credit().match(line) or wording.signing().match(line)):
        return "credit"
    photo = wording.photo_line().match(line) if unit.length <= _LONGEST_CAPTION else None
    if photo:
        return "credit" if wording.credit_only().match(photo["what"]) else "caption"
    if unit.length <= 120 and (wording.agency_line().match(line) or (_near_edge(page, index) and wording.byline().match(line))):
        return "credit"
    if unit.length <= 250 and wording.credit_line().match(line):
        return "credit"
    if wording.promo().match(line) and (unit.length <= 300 or line[:20].casefold().startswith(("editor", "("))):
        return "promo"
    announced = wording.announcement().match(line) if unit.length <= 200 else None
    if announced and (page.bodies if announced["what"] is None else not unit.stopped or line.endswith("?")):
        page.links = announced["what"] is None
        return "related-headline"
    return None


def _near_edge(page: _Page, index: int) -> bool:
    """Whether a unit is where bylines stand: above the story, just below its headline, or at the very end."""
    return page.bodies == 0 or index >= len(page.units) - 2


def _between(page: _Page, index: int, unit: Unit, line: str, named: bool) -> PassageKind | None:
    """The kind that the look of a line gives away among paragraphs."""
    if index == 0 or not unit.gap:
        return None
    if _shouted(page, unit) and page.bodies:
        return "headline" if line[0].isdigit() else "related-headline"
    if page.links and not unit.stopped:
        return "related-headline"
    if page.caps or page.listing or not page.bodies:
        return None
    if named and unit.stopped and unit.words <= 14 and wording.in_the_present(line) and not _SENTENCE_GAP.search(line):
        return "caption"
    if unit.stopped or line[-1] in ":,;-–—" or line[0] in "\"“'‘`•*-" or not _paragraph_below(page, index):
        return None
    if unit.words <= 5 and _bare_name(page, unit, line):
        page.named = True
        return "caption"
    if unit.words >= 5 and unit.length <= _LONGEST_HEADLINE and _title_case(line):
        return "related-headline"
    return "headline" if unit.words <= 4 and line[0].isupper() and line.replace(" ", "").isalpha() else None


def _paragraph_below(page: _Page, index: int) -> bool:
    """Whether a sentence follows, so that the line stands between paragraphs."""
    return any(unit.stopped and unit.length >= 40 for unit in page.units[index + 1 : index + 3])


def _bare_name(page: _Page, unit: Unit, line: str) -> bool:
    """Whether a line is only a name that the story has too: the alternative text of a portrait."""
    parts = line.split()
    if len(parts) < 2 or not all(part[0].isupper() and part.replace("-", "").replace(".", "").replace("’", "").isalpha() for part in parts):
        return False
    before, after = page.text[max(0, unit.start - _NEARBY) : unit.start], page.text[unit.end : unit.end + _NEARBY]
    return _plain(line) in _plain(before) or _plain(line) in _plain(after)


def _dateline_end(line: str, first: bool) -> int:
    """How far a dateline at the start of ``line`` reaches; 0 without one."""
    head = line[:120]
    found = wording.dateline().match(head) or (wording.bare_dateline().match(head) if first else None)
    return found.end() if found else 0


def _parts(page: _Page, index: int, unit: Unit) -> None:
    """Cut a paragraph into what stands before its body, the body, and what stands behind it."""
    start = _front(page, index, unit)
    behind, pictured = _behind(page, index, start, unit.end)
    end = behind[-1].start if behind else unit.end
    if _BULLET.search(page.text, start, end):
        _letters(page, start, end)
    elif start < end:
        last = index == len(page.units) - 1
        biography = last and page.bodies > 2 and not page.dated and _introduces(page, start, end)
        page.add(start, end, "caption" if pictured and _captioned(page, start, end) else "credit" if biography else "body")
    for piece in reversed(behind):
        page.add(piece.start, piece.end, piece.kind)


def _front(page: _Page, index: int, unit: Unit) -> int:
    """Add the datelines and openings at the start of a paragraph; returns where its body begins."""
    start = unit.start
    for _ in range(4):
        line = page.text[start : unit.end]
        stamp = wording.stamp().match(line) if start == unit.start and not page.bodies else None
        kind: PassageKind = "dateline"
        if stamp:
            length = stamp.end()
        elif photo := wording.photo_line().match(line) if page.pieces and start > unit.start and len(line) < 120 else None:
            kind, length = "credit", photo.end()
        else:
            length = _dateline_end(line, page.bodies < 2 and index < 4)
            if not length and not page.bodies and (opened := wording.opening().match(line)):
                kind, length = "credit", opened.end()
            elif not length and index == 0 and (stop := _SENTENCE_GAP.search(line, 0, 120)) and wording.promo().match(line[: stop.start()]):
                kind, length = "promo", stop.start()
        if not length:
            break
        page.add(start, start + length, kind)
        start += length + len(line[length:]) - len(line[length:].lstrip())
    return start


def _behind(page: _Page, index: int, start: int, end: int) -> tuple[list[Passage], bool]:
    """The furniture behind the body of a paragraph, last piece first, and whether a picture's credit is among it."""
    found: list[Passage] = []
    pictured = False
    last = index == len(page.units) - 1
    closing = index >= len(page.units) - 2 and page.text[end - 1] not in "\"”’'" and not _BULLET.search(page.text, start, end)
    for _ in range(6):
        low = max(start, end - _TAIL)
        cut, kind = _suffix(page.text[low:end], last, closing)
        if low + cut <= start or cut < 0:
            break
        pictured = kind == "caption"
        found.append(Passage(low + cut, end, "credit" if pictured else kind))
        end = low + len(page.text[low : low + cut].rstrip())
    return found, pictured


def _suffix(tail: str, last: bool, closing: bool) -> tuple[int, PassageKind]:
    """Where the last piece of furniture in ``tail`` begins (-1: none) and its kind: "caption" for a picture's credit."""
    if found := wording.bracket_credit().search(tail):
        return found.start(), "credit" if found["agency"] else "caption"
    if found := wording.tail_credit().search(tail):
        return found.end() - len(found.group().lstrip()), "caption"
    if found := wording.signing().search(tail) or (wording.wire_end().search(tail) if last else None):
        return found.end() - len(found.group().lstrip()), "credit"
    if closing:
        *_, gap = [0, *(gap.end() for gap in _SENTENCE_GAP.finditer(tail))]
        if gap and wording.promo().match(tail[gap:]):
            return gap, "promo"
        if gap and wording.credit_line().match(tail[gap:]):
            return gap, "credit"
    return -1, "body"


def _captioned(page: _Page, start: int, end: int) -> bool:
    """Whether the words before a picture's credit are short enough to be its caption."""
    return end - start <= _LONGEST_CAPTION and len(_SENTENCE_GAP.findall(page.text, start, end)) <= 3


def _introduces(page: _Page, start: int, end: int) -> bool:
    """Whether a closing paragraph introduces the author: somebody whom the story has not named."""
    found = wording.biography().match(page.text, start, end)
    return found is not None and found["name"].split()[-1] not in page.text[max(0, start - _NEARBY) : start]


def _letters(page: _Page, start: int, end: int) -> None:
    """A paragraph with bullets in it: each item by itself, signatures of readers' letters and promotions apart."""
    cuts = [match.start() for match in _BULLET.finditer(page.text, start, end)]
    for low, high in zip([start, *cuts], [*cuts, end], strict=True):
        begin = low + len(page.text[low:high]) - len(page.text[low:high].lstrip(" •\t\n\xa0"))
        signed = wording.signature().search(page.text, low, high) if len(cuts) > 1 else None
        if wording.promo().match(page.text[begin:high]):
            page.add(low, high, "promo")
        elif not page.dated and _introduces(page, begin, high):
            page.add(low, high, "credit")
        else:
            _letter(page, low, signed.start() if signed else high, bool(signed))
            if signed:
                page.add(signed.start(), high, "credit")


def _letter(page: _Page, start: int, end: int, signed: bool) -> None:
    """One item; a signed letter may name the article it answers in brackets, with its day."""
    for cited in wording.cited().finditer(page.text, start, end) if signed else ():
        page.add(start, cited.start(1), "body")
        page.add(cited.start(1), cited.end(1), "related-headline")
        start = cited.end(1)
    page.add(start, end, "body")
