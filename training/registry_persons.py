"""Rows put together by person: who is one under several spellings, and what counts as one term of theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations

from rapidfuzz.fuzz import ratio

from dragoman.actors.words.names import HONORIFICS, PARTICLES, fold, name_tokens, sound
from training.registry_rows import HEADS_OF_STATE, PATRONYMIC, Row, sounds, sure_overlap

HOMES = ("GBR", "NLD", "DNK", "USA", "FRA", "NZL")
"""States whose head is head of territories and realms, too."""
HANDOVER = timedelta(days=31)
"""Terms of two holders may overlap by this where the sources round or a handover took time."""
LIFE = 50
"""Years between two offices of one name beyond which they are two persons'."""


@dataclass(eq=False)
class Person:
    """All terms of one person."""

    name: str
    qid: str
    aliases: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Take a row over: the project's own spelling names the person."""
        spellings = {self.name, row.person, *row.aliases}
        if row.own and not any(r.own for r in self.rows):
            self.name = row.person
        self.qid = self.qid or row.qid
        self.aliases |= spellings
        self.aliases.discard(self.name)
        self.rows.append(row)


def persons(rows: Iterable[Row]) -> list[Person]:
    """Rows put together by Wikidata id, else by the sound of the name within one state.

    Rows with an id come first, then those with most spellings, so that the others find their person under any of them.
    """
    by_qid: dict[str, Person] = {}
    by_name: dict[str, list[Person]] = defaultdict(list)
    found: list[Person] = []
    for row in sorted(rows, key=lambda row: (row.own, not row.qid, -len(row.aliases))):
        keys = [f"{row.code} {sounds(name, row.code)}" for name in (row.person, *row.aliases)]
        person = by_qid.get(row.qid) if row.qid else None
        person = person or _namesake(row, [p for key in keys for p in by_name.get(key, ())])
        if person is None:
            person = Person(row.person, row.qid)
            found.append(person)
        person.add(row)
        if row.qid:
            by_qid[row.qid] = person
        for key in keys:
            if person not in by_name[key]:
                by_name[key].append(person)
    return _one_of_each(found)


def _namesake(row: Row, candidates: Sequence[Person]) -> Person | None:
    """Of those with the row's name and no other id the one whose offices are nearest in kind and time."""

    def far(person: Person) -> tuple[bool, int]:
        return not any(r.role == row.role for r in person.rows), min(_years_apart(row, r) for r in person.rows)

    fitting = [p for p in candidates if not (row.qid and p.qid) and far(p)[1] <= LIFE]
    return min(fitting, key=far, default=None)


def _years_apart(one: Row, other: Row) -> int:
    first, second = sorted((one, other), key=lambda row: row.start)
    if not first.since or first.end >= second.start:
        return 0
    return second.start.year - first.end.year


def _one_of_each(found: list[Person]) -> list[Person]:
    """Join those who held one post at one time under names that are alike: the sources spell them in two ways."""
    posts: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in found:
        for row in person.rows:
            if row.post and person not in posts[row.code, row.post]:
                posts[row.code, row.post].append(person)
    gone: dict[int, Person] = {}
    for (code, post), holders in posts.items():
        for one, other in combinations(holders, 2):
            first, second = _now(one, gone), _now(other, gone)
            if first is not second and _same_term(first, second, code, post):
                keeper, lost = (first, second) if (not first.qid, _number(first)) <= (not second.qid, _number(second)) else (second, first)
                for row in lost.rows:
                    keeper.add(row)
                keeper.aliases |= lost.aliases - {keeper.name}
                gone[id(lost)] = keeper
    return sorted((p for p in found if id(p) not in gone), key=lambda p: (min(row.code for row in p.rows), p.name, p.qid))


def _now(person: Person, gone: dict[int, Person]) -> Person:
    while id(person) in gone:
        person = gone[id(person)]
    return person


def _number(person: Person) -> int:
    return int(person.qid.removeprefix("Q")) if person.qid else 0


def _same_term(one: Person, other: Person, code: str, post: str) -> bool:
    pairs = [(a, b) for a in one.rows for b in other.rows if (a.code, a.post) == (b.code, b.post) == (code, post)]
    same_start = any(a.since and b.since and (a.since.startswith(b.since) or b.since.startswith(a.since)) for a, b in pairs)
    if not same_start and not any(sure_overlap(a, b) > HANDOVER.days for a, b in pairs):
        return False
    same_days = any(a.since == b.since for a, b in pairs) and not (one.qid and other.qid)
    names = [(a, b) for a in (one.name, *one.aliases) for b in (other.name, *other.aliases)]
    return any(alike(a, b, same_days) for a, b in names)


def alike(one: str, other: str, same_days: bool) -> bool:
    """Whether two names may be one person's, given that both are said to have held one post at one time.

    ``same_days`` says that both terms begin on one day. The names of a father and his son, or of two kings, are not alike.
    """
    a, b = _bare(one), _bare(other)
    if not a or not b:
        return False
    near = 82 if same_days else 88
    if sorted(a) == sorted(b) or (ratio("".join(a), "".join(b)) >= near and ratio(a[0], b[0]) >= 66 and ratio(a[-1], b[-1]) >= 66):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return same_days and short[0] == long[0]
    return set(short) <= set(long) and (short[0] == long[0] or PATRONYMIC.isdisjoint(name_tokens(one) + name_tokens(other)))


def _bare(name: str) -> list[str]:
    """The sounds of the words of a name, without particles, titles and the style of kings."""
    words = [word for word in name_tokens(name.partition(" of ")[0]) if word not in PARTICLES | HONORIFICS]
    return [sound(word) for word in words if len(word) > 1]


def at_home(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows without those that name the head of one state as head of its territories and realms."""
    rows = list(rows)
    heads = [row for row in rows if row.code in HOMES and row.role in HEADS_OF_STATE]
    for row in rows:
        if row.own or row.role not in HEADS_OF_STATE or not any(_same_head(row, home) for home in heads if home.code != row.code):
            yield row


def _same_head(row: Row, home: Row) -> bool:
    if row.code in HOMES and home.code != "GBR":
        return False
    return sounds(row.person) == sounds(home.person) or (
        row.since != "" and abs(row.start - home.start) <= timedelta(days=3) and alike(row.person, home.person, same_days=True)
    )


def unite(person: Person, others: dict[tuple[str, str], list[tuple[date, Person]]]) -> None:
    """Join a person's records of one term, in place; ``others`` are the starts of all holders by post."""
    grouped: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in person.rows:
        grouped[row.code, row.post or row.role, "" if row.post else fold(row.office)].append(row)
    out: list[Row] = []
    for (code, post, _), rows in grouped.items():
        starts = [start for start, other in others.get((code, post), ()) if other is not person]
        terms: list[Row] = []
        for row in sorted(rows, key=lambda row: (row.start, row.end)):
            joined = _joined(terms[-1], row, starts) if terms else None
            terms[-1:] = [joined] if joined else [*terms[-1:], row]
        out.extend(terms)
    person.rows[:] = out


def _joined(first: Row, second: Row, starts: list[date]) -> Row | None:
    """One term in place of two records of it, the earlier first; None where they are two terms."""
    between = any(first.start + HANDOVER < start < second.start - HANDOVER for start in starts)
    if not first.until and between:
        return None
    touching = second.start <= first.end if first.until else True
    if first.own != second.own:
        own, other = (first, second) if first.own else (second, first)
        near = abs(first.start - second.start) <= timedelta(days=100)
        rounded = len(other.since) < 10 and first.start <= second.end and second.start <= first.end
        return _refined(own, other) if sure_overlap(first, second) > 31 or near or rounded else None
    if not touching and second.start - first.end > timedelta(days=10):
        return None
    later = max((first, second), key=lambda row: row.end) if first.until else second
    best = later if not first.own and later.qid and not first.qid else first
    since = first.since if len(first.since) >= len(second.since) or not second.since.startswith(first.since) else second.since
    return replace(best, since=since, until=later.until, ended=later.ended, begun="", aliases=(*first.aliases, *second.aliases))


def _refined(own: Row, other: Row) -> Row:
    """The project's own row, its days taken from another source where that knows them better."""
    since = other.since if other.since.startswith(own.since) else own.since
    until = other.until if own.until and other.until.startswith(own.until) and not other.ended else own.until
    return replace(own, since=since, until=until, qid=own.qid or other.qid)
