"""Persons of a document: their names put together, their state and office found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from dragoman.actors.mentions import windows
from dragoman.actors.mentions.frame import POSSESSIVE, Frame, Hit
from dragoman.actors.mentions.person_names import HONORIFICS, spans
from dragoman.actors.mentions.referents import Draft, Referent
from dragoman.actors.registry.offices import HEADS, PRINCIPAL
from dragoman.actors.words.name_lists import common_surnames, first_names
from dragoman.actors.words.names import plain
from dragoman.actors.words.word_sets import word_set

if TYPE_CHECKING:
    from dragoman.actors.registry import Holding

_SILENT = frozenset({"credit", "dateline"})
_LOCAL = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "OPP", "SPY"})
_AMERICAN = word_set("persons.american")
"""Titles by which the press names legislators and governors of the United States."""
_ALSO_WRITTEN = frozenset({"PHL", "NGA"})
"""States whose press writes them too."""
_POWERS = word_set("persons.powers")
"""States whose leaders the press names without naming the state."""
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
    for person in persons:
        _settle_by_setting(frame, person, persons)
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
        if naming.plural_of is None:
            _share_in_turn(frame, namings, index)
        titled = naming.description is not None
        if after + 1 < len(frame.words) and frame.lower[after] == "of":
            hit = frame.hit_at.get(after + 1) or (frame.hit_at.get(after + 2) if frame.lower[after + 1] == "the" else None)
            if hit is not None and hit.actor.code and (titled or hit.is_state or hit.actor.kind != "state"):
                naming.code = hit.actor.code


def _share_in_turn(frame: Frame, namings: list[Naming], first: int) -> None:
    """ "The foreign ministers of A and B, X and Y": X has the state that is named first, Y the second."""
    description, owners = _owners_before(frame, namings[first])
    listed = namings[first : first + len(owners)]
    joined = all(set(frame.lower[a.end : b.start]) <= {"and", ","} for a, b in pairwise(listed))
    if description is None or len(owners) < 2 or len(listed) != len(owners) or not joined:
        return
    if any(set(frame.lower[listed[-1].end : other.start]) <= {"and", ","} for other in namings[first + len(owners) :][:1]):
        return
    for naming, owner in zip(listed, owners, strict=True):
        naming.description, naming.code, naming.plural_of = description, owner.actor.code, first


def _owners_before(frame: Frame, naming: Naming) -> tuple[windows.Description | None, list[Hit]]:
    """A plural title before a name, and the states in a list before it or after its "of"."""
    description = naming.description
    index = naming.start if description is None else description.title.start
    owners: list[Hit] = []
    while index > 0 and (frame.lower[index - 1] in {"and", ",", "the"} or index - 1 in frame.hit_at):
        hit = frame.hit_at.get(index - 1)
        if hit is not None and hit.actor.code:
            owners.insert(0, hit)
        index = hit.start if hit is not None else index - 1
    if description is not None:
        return (description if description.title.plural else None), owners
    title = frame.title_ending(index - 1) if index > 1 and owners and frame.lower[index - 1] == "of" else None
    if title is None or not title.plural:
        return None, []
    return windows.Description(title.start, naming.start - 1, title, None, None, "of"), owners


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
        if not grade or _of_other_state(frame, naming, person) or (naming.gender and full.gender and naming.gender != full.gender):
            continue
        before = [n.start for n in person.namings if n.start < naming.start]
        fits.append((grade, max(before) if before else -min(n.start for n in person.namings), person))
    return max(fits, key=lambda fit: fit[:2])[2] if fits else None


def _of_other_state(frame: Frame, naming: Naming, person: Person) -> bool:
    """Whether a title gives the short name another state than the person has ("Jordan's King Hussein")."""
    own = naming.told()
    if own is None:
        return False
    others = {code for code in (n.told() for n in person.namings) if code}
    full = person.fullest()
    if not others and len(full.words) > 1 and len(naming.words) < len(full.words):
        others = {holding.code for holding in frame.registry.holders(frame.doc[full.start : full.end].text, frame.published)}
    return bool(others) and own not in others


def _grade(short: tuple[str, ...], full: tuple[str, ...]) -> int:
    """How well a name can be a form of a fuller one: 3 the same, 2 its surname, 1 another part of it, 0 not."""
    a, b = [w for w in short if len(w.strip(".")) > 1], [w for w in full if len(w.strip(".")) > 1]
    if not a or not b:
        return 0
    if a == b:
        return 3
    if len(a) == 1:
        if len(b) > 1 and a[0] == b[-1]:
            return 2
        return 1 if a[0] in {b[0], *b[1:-1]} and (len(b) > 2 or a[0] not in first_names()) else 0
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
    referent.code, referent.reason = code, reason
    if title is not None:
        referent.office, referent.sector = title.name, title.sector
        owner = next((d.hit for d in described if d.hit is not None and d.hit.actor.code == code), None)
        if owner is not None and owner.actor.kind in {"organisation", "group", "outlet"} and owner.actor.sector:
            referent.sector = owner.actor.sector
    if holding is not None and holding.code == code:
        referent.qid, referent.name = holding.qid, referent.name if len(full.words) > 1 else holding.person
        referent.office, referent.sector = referent.office or holding.office, referent.sector or holding.sector


def _settle_by_setting(frame: Frame, person: Person, persons: list[Person]) -> None:
    """The state of a person for whom neither words nor registry give one: that of a superior, or of the text's setting."""
    referent = person.referent
    if referent.code is not None:
        return
    described = [d for n in person.namings for d in (n.description, n.apposition) if d is not None]
    title = described[0].title if described else None
    superior = next((other for d in described if (other := _superior(frame, d, persons)) is not None), None)
    only = next(iter(frame.states.items())) if len(frame.states) == 1 else ("", 0)
    if superior is not None and superior.referent.code:
        referent.code, referent.reason = superior.referent.code, f"{described[0].title.name} of {superior.referent.name}"
    elif title is not None and set(frame.lower[title.start : title.end]) & _AMERICAN and frame.dominant() not in _ALSO_WRITTEN:
        referent.code, referent.reason = "USA", f'"{frame.words[title.start]}" is a title of the United States'
    elif title is not None and title.sector in _LOCAL and not _ENVOYS.intersection(title.name.lower().split()):
        referent.code = frame.home or frame.dominant()
        referent.reason = f"title {title.name} in a text about {referent.code}" if referent.code else ""
    elif only[1] > 1 and title is None and len(person.fullest().words) > 1:
        referent.code, referent.reason = only[0], f"no state is named in the text but {only[0]}"


def _superior(frame: Frame, description: windows.Description, persons: list[Person]) -> Person | None:
    """The person whose aide or deputy a description names: "Lavrov's deputy, X"."""
    mark = description.start - 1
    if mark < 1 or frame.words[mark] not in POSSESSIVE:
        return None
    return next((person for person in persons if any(naming.end == mark for naming in person.namings)), None)


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
        named = [h for h in holdings if frame.states[h.code] or frame.home == h.code]
        first = named[0] if named and frame.published is None else holdings[0]
        surname = plain(first.person).split()[-1]
        equal = [h for h in holdings if h.rank == first.rank and h.sector == first.sector and plain(h.person).split()[-1] == surname]
        return max(equal, key=lambda h: frame.states[h.code])
    return _by_surname(frame, full.words[-1], holdings)


def _by_surname(frame: Frame, surname: str, holdings: tuple[Holding, ...]) -> Holding | None:
    """Who a bare surname means: a principal in office, of a state that the text names where several may be meant."""
    published = frame.published
    serving = [h for h in holdings if published is not None and h.held(published)]
    current = [h for h in serving if h.rank >= PRINCIPAL]
    heads = [h for h in holdings if h.rank >= HEADS and (published is None or (h.start is not None and h.start <= published))]
    likely = (*current, *heads)
    named = {h.code for h in likely if frame.states[h.code] or frame.home == h.code}
    named = named or {h.code for h in likely if h.code in _POWERS}
    if current and len({h.code for h in serving}) == 1 and (current[0].code in named or len({h.code for h in likely}) == 1):
        return current[0]
    if len(named) != 1 or (not current and surname in common_surnames()):
        return None
    return next((h for h in likely if h.code in named), None)


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
