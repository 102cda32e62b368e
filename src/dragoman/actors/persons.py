"""Persons of a document: their names put together, their state and office found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from dragoman.actors import windows
from dragoman.actors.frame import POSSESSIVE, Frame
from dragoman.actors.person_names import HONORIFICS, PARTICLES, first_names, plain, spans
from dragoman.actors.referents import Draft, Referent
from dragoman.actors.word_sets import word_set

if TYPE_CHECKING:
    from dragoman.actors.registry import Holding

_SILENT = frozenset({"credit", "dateline"})
_PRINCIPAL = 85
_LOCAL = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "OPP", "SPY"})
_ENVOYS = word_set("persons.envoys")
"""Titles that say nothing of the state where the text is set."""


@dataclass(slots=True, eq=False)
class Naming:
    """One place where a person is named, with what stands around the name."""

    start: int
    end: int
    words: tuple[str, ...]
    description: windows.Description | None = None
    apposition: windows.Description | None = None
    gender: str = ""
    code: str | None = None
    plural_of: int | None = None
    in_body: bool = True

    def told(self) -> str | None:
        """The state or body that the words right next to the name give."""
        if self.plural_of is None and self.description is not None and self.description.hit is not None:
            return self.description.hit.actor.code
        return self.code


@dataclass(slots=True, eq=False)
class Person:
    """The namings that are one person's."""

    namings: list[Naming] = field(default_factory=list)
    referent: Referent = field(default_factory=lambda: Referent("person", ""))

    def fullest(self) -> Naming:
        """The naming with the most words, the first of them; headlines only where the body has none."""
        return max(self.namings, key=lambda naming: (naming.in_body, len([w for w in naming.words if len(w) > 1]), -naming.start))


def find(frame: Frame) -> tuple[list[Person], list[Draft]]:
    """All persons named, and a draft mention for each naming and each description next to one."""
    namings = [_naming(frame, start, end) for start, end in spans(frame) if frame.kinds[start] not in _SILENT]
    covered = {index for naming in namings for index in range(naming.start, naming.end)}
    for naming in namings:
        naming.description = windows.before(frame, naming.start, covered)
        naming.apposition = windows.after(frame, naming.end, covered)
        naming.gender = _gender_before(frame, naming)
        naming.code = _owned_by(frame, naming.start)
    _share_plural_titles(frame, namings)
    persons = _cluster(frame, namings)
    for person in persons:
        _settle(frame, person)
    persons = [person for person in persons if _evident(person, frame)]
    drafts = [draft for person in persons for naming in person.namings for draft in _drafts(frame, person, naming)]
    return persons, drafts


def _owned_by(frame: Frame, start: int) -> str | None:
    """The state whose possessive stands right before a name: "Tunisia's Kais Saied"."""
    if start < 2 or frame.words[start - 1] not in POSSESSIVE:
        return None
    hit = frame.hit_at.get(start - 2)
    return hit.actor.code if hit is not None and hit.is_state else None


def _evident(person: Person, frame: Frame) -> bool:
    """Whether a name of one word and no known bearer is a person's at all: it acts, has a title, or owns something."""
    full = person.fullest()
    if frame.doc[full.start : full.end].text.isupper() and not person.referent.qid and all(len(word) > 2 for word in full.words):
        return False
    if (
        len(full.words) > 1
        or person.referent.code
        or person.referent.office
        or any(n.gender or n.description or n.apposition for n in person.namings)
    ):
        return True
    return any(frame.token(n.end - 1).dep_ in {"nsubj", "poss"} for n in person.namings)


def _naming(frame: Frame, start: int, end: int) -> Naming:
    text = plain(frame.doc[start:end].text.replace("\n", " "))
    words = tuple(word for word in text.split() if word not in HONORIFICS) or (text,)
    return Naming(start, end, words, in_body=frame.kinds[start] == "body")


def _gender_before(frame: Frame, naming: Naming) -> str:
    for index in range(max(0, naming.start - 2), naming.start):
        gender = HONORIFICS.get(frame.lower[index])
        if gender:
            return gender
    return first_names().get(naming.words[0], "") if len(naming.words) > 1 else ""


def _share_plural_titles(frame: Frame, namings: list[Naming]) -> None:
    """ "Presidents A of X and B of Y": the title holds for both, and each has the state that follows its name."""
    for index, naming in enumerate(namings):
        after = naming.end
        if naming.description is not None and naming.description.title.plural and index + 1 < len(namings):
            nxt = namings[index + 1]
            between = frame.lower[naming.end : nxt.start]
            if nxt.description is None and len(between) <= 6 and {"and", ","} & set(between):
                nxt.description = naming.description
                nxt.plural_of = index
        titled = naming.description is not None
        if after + 1 < len(frame.words) and frame.lower[after] == "of":
            hit = frame.hit_at.get(after + 1) or (frame.hit_at.get(after + 2) if frame.lower[after + 1] == "the" else None)
            if hit is not None and hit.actor.code and (titled or hit.is_state):
                naming.code = hit.actor.code


def _cluster(frame: Frame, namings: list[Naming]) -> list[Person]:
    """Full names first, so that a surname finds its owner wherever the full name stands; ties go to the nearest before."""
    persons: list[Person] = []
    for naming in sorted(namings, key=lambda n: (len(n.words) < 2, not n.in_body, n.start)):
        owner = _owner_of(frame, naming, persons)
        if owner is None:
            persons.append(Person([naming]))
        else:
            owner.namings.append(naming)
    for person in persons:
        person.namings.sort(key=lambda n: n.start)
    persons.sort(key=lambda p: p.namings[0].start)
    return persons


def _owner_of(frame: Frame, naming: Naming, persons: list[Person]) -> Person | None:
    fits: list[tuple[int, int, Person]] = []
    for person in persons:
        full = person.fullest()
        grade = _grade(naming.words, full.words)
        if not grade or _of_other_state(naming, person) or (naming.gender and full.gender and naming.gender != full.gender):
            continue
        before = [n.start for n in person.namings if n.start < naming.start]
        fits.append((grade, max(before) if before else -min(n.start for n in person.namings), person))
    return max(fits, key=lambda fit: fit[:2])[2] if fits else None


def _of_other_state(naming: Naming, person: Person) -> bool:
    """Whether a title gives the short name another state than the person has ("Jordan's King Hussein")."""
    own = naming.told()
    others = {code for code in (n.told() for n in person.namings) if code}
    return own is not None and bool(others) and own not in others


def _grade(short: tuple[str, ...], full: tuple[str, ...]) -> int:
    """How well a name can be a form of a fuller one: 3 the same, 2 its surname, 1 another part of it, 0 not."""
    a, b = [w for w in short if len(w.strip(".")) > 1], [w for w in full if len(w.strip(".")) > 1]
    if not a or not b:
        return 0
    if a == b:
        return 3
    if len(a) == 1:
        if len(b) > 1 and (a[0] == b[-1] or (b[-2] in PARTICLES and a[0] == b[-1])):
            return 2
        return 1 if a[0] in {b[0], *b[1:-1]} and (len(b) > 2 or not first_names().get(a[0])) else 0
    if set(a) <= set(b) or set(b) <= set(a):
        return 3
    alike = len(a) == len(b) and all(
        x == y or (x[0] == y[0] and Levenshtein.normalized_similarity(x, y) >= 0.6) for x, y in zip(a, b, strict=True)
    )
    return 3 if alike and (a[-1] == b[-1] or a[0] == b[0]) else 0


def _settle(frame: Frame, person: Person) -> None:
    """The referent of a person: name, gender, state, office and sector with the reason for them."""
    full = person.fullest()
    referent = person.referent
    referent.name = frame.doc[full.start : full.end].text.replace("\n", " ")
    genders = Counter(n.gender for n in person.namings if n.gender)
    referent.gender = genders.most_common(1)[0][0] if genders else ""
    described = [d for n in person.namings for d in (n.description, n.apposition) if d is not None]
    code, reason = _told(frame, person)
    title = next((d.title for d in described if d.hit is not None), described[0].title if described else None)
    holding = _holding(frame, person, code, title is not None)
    if holding is not None and code is None:
        code, reason = holding.code, f"registry: {holding.person}, {holding.office}"
    elif holding is not None and holding.code == code:
        reason += f"; registry: {holding.person}"
    if code is None and title is not None and title.sector in _LOCAL and not _ENVOYS.intersection(title.name.lower().split()):
        code = frame.home or frame.dominant()
        reason = f"title {title.name} in a text about {code}" if code else ""
    referent.code, referent.reason = code, reason
    if title is not None:
        referent.office, referent.sector = title.name, title.sector
        owner = next((d.hit for d in described if d.hit is not None and d.hit.actor.code == code), None)
        if owner is not None and owner.actor.kind in {"organisation", "group", "outlet"} and owner.actor.sector:
            referent.sector = owner.actor.sector
    if holding is not None and holding.code == code:
        referent.qid, referent.name = holding.qid, referent.name if len(full.words) > 1 else holding.person
        referent.office, referent.sector = referent.office or holding.office, referent.sector or holding.sector


def _told(frame: Frame, person: Person) -> tuple[str | None, str]:
    """The state or body that the text itself gives a person, best evidence first."""
    best: tuple[int, str | None, str] = (0, None, "")
    for naming in person.namings:
        if naming.code is not None and best[0] < 3:
            best = (3, naming.code, "of " + naming.code)
        for description in (naming.description, naming.apposition):
            if description is None or description.hit is None or not description.hit.actor.code or naming.plural_of is not None:
                continue
            rank = 3 if frame.kinds[naming.start] == "body" else 2
            if rank > best[0]:
                words = frame.doc[min(description.start, description.hit.start) : max(description.title.end, description.hit.end)].text
                kind = "title" if description is naming.description else "apposition"
                best = (rank, description.hit.actor.code, f"{kind}: {words}")
    return best[1], best[2]


def _holding(frame: Frame, person: Person, code: str | None, titled: bool) -> Holding | None:
    """The office that the registry knows for the person, if name, date and context leave no doubt."""
    full = person.fullest()
    name = frame.doc[full.start : full.end].text.replace("\n", " ")
    holdings = frame.registry.holders(name, frame.published)
    if code is not None:
        return next((h for h in holdings if h.code == code), None)
    if not holdings:
        return None
    if len([w for w in full.words if len(w) > 1]) > 1:
        first = holdings[0]
        surname = plain(first.person).split()[-1]
        equal = [h for h in holdings if h.rank == first.rank and h.sector == first.sector and plain(h.person).split()[-1] == surname]
        return max(equal, key=lambda h: frame.states[h.code])
    current = [h for h in holdings if frame.published is not None and h.held(frame.published) and h.rank >= _PRINCIPAL]
    codes = {h.code for h in holdings if h.held(frame.published)} if frame.published is not None else set()
    if len(codes) > 1:
        named = {h.code for h in current if frame.states[h.code] or frame.home == h.code}
        current = [h for h in current if len(named) == 1 and h.code in named]
    return current[0] if current else None


def _drafts(frame: Frame, person: Person, naming: Naming) -> list[Draft]:
    """The mention of the name with the title before it, and one for a description in apposition."""
    referent, start, out = person.referent, naming.start, []
    while start > 0 and frame.lower[start - 1] in HONORIFICS and frame.kinds[start - 1] == frame.kinds[naming.start]:
        start -= 1
    form = "title" if start < naming.start else "name"
    own = naming.description if naming.plural_of is None else None
    if own is not None and own.end in {start, naming.start}:
        start, form = own.start, "title"
    elif own is not None:
        out.append(Draft(own.start, own.end, own.title.end - 1, "role", referent, f"description of {referent.name}"))
    if naming.apposition is not None:
        a = naming.apposition
        out.append(Draft(a.start, a.end, a.title.end - 1, "role", referent, f"description of {referent.name}"))
    same = plain(referent.name) == " ".join(naming.words)
    reason = referent.reason if same or form == "title" else f"short for {referent.name}"
    end = naming.end
    out.append(Draft(start, end, end - 1, "title" if form == "title" else "name", referent, reason or "name of a person"))
    return out
