"""Makes ``src/dragoman/actors/data/holders.tsv.gz`` from a table of office-holders and the team's own additions.

    python training/build_registry.py ../shared/corpora/offices/officeholders.csv.gz

The columns of the table are ``country_iso3, office, office_title, person, qid, start, end, source_repo, source_licence``;
the files of ``training/registry/offices`` have ``code, role, office, person, qid, start, end, other spellings``. Only facts are taken over.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from dragoman.actors.names import fold, name_tokens, sound, surname_keys, word_set
from dragoman.actors.offices import titles

DATA = Path(__file__).resolve().parents[1] / "src/dragoman/actors/data"
OWN = Path(__file__).resolve().parent / "registry"
"""The project's own tables: office-holders that the source lacks, and which office a title is."""
FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "KHM", "HKG", "MAC", "SGP", "MMR"})
TWO_SURNAMES = word_set("ESP MEX ARG CHL COL PER VEN ECU BOL PRY URY CRI GTM HND SLV NIC PAN DOM CUB GNQ")
EARLIEST = date(1983, 1, 1)
SINGLE = frozenset(
    {"head_of_state", "head_of_government", "chancellor", "monarch", "foreign_minister", "defence_minister", "supreme_leader"}
)
"""Roles that one person holds at a time: a successor ends an open term."""
LONGEST_TERM = timedelta(days=6 * 365)
"""An open term of another office that began long ago is taken to have ended after this."""
OPEN_FROM = date(2019, 1, 1)

CABINET = frozenset(
    {"minister", "foreign_minister", "defence_minister", "interior_minister", "finance_minister", "trade_minister", "justice_minister"}
)
HOMES = ("GBR", "NLD", "DNK", "USA", "FRA")
ORGANISATIONS = frozenset({"UNO", "NAT", "EUU", "ARL"})
HEADS_OF_STATE = frozenset({"head_of_state", "monarch"})
_RENAMED = {"UN": "UNO", "NATO": "NAT", "EU": "EUU"}
_SKIPPED = re.compile(
    r"whip|in waiting|first lady|first gentleman|second lady|solicitor general for scotland|comptroller of hm|lord commissioner"
    r"|chancellor of the duchy|justice of the supreme court|judge of|captain of the|treasurer of hm|chamberlain"
    r"|chargé|church|bishop|honorary|parliamentary private|law officer|regional minister|advocate general for",
    re.IGNORECASE,
)


def _role_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    lines = (OWN / "role_patterns.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple((re.compile(pattern, re.IGNORECASE), role) for role, pattern in pairs)


_ROLES = _role_patterns()


@dataclass(frozen=True)
class Row:
    """One term of office."""

    person: str
    qid: str
    code: str
    role: str
    office: str
    start: date | None
    end: date | None
    aliases: tuple[str, ...] = ()
    own: bool = False


@dataclass
class Person:
    """All terms of one person."""

    name: str
    qid: str
    aliases: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)


def day(text: str, last: bool) -> date | None:
    """A date of which month or day may be missing: its first day, or its last."""
    match = re.match(r"(\d{4})(s?)(?:-(\d\d))?(?:-(\d\d))?$", text)
    if not match:
        return None
    parts = [int(part) for part in (match[1], match[3], match[4]) if part]
    if match[2]:
        return date(parts[0] + 9, 12, 31) if last else date(parts[0], 1, 1)
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 2:
        following = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        return following - timedelta(days=1) if last else date(parts[0], parts[1], 1)
    return date(parts[0], 12, 31) if last else date(parts[0], 1, 1)


def role_of(office: str, title: str) -> str | None:
    """The role (a key of ``titles.csv``) of an office, None for offices that are left out."""
    lowered = fold(title)
    if office == "head_of_state":
        return _head_of_state(lowered)
    if office == "head_of_government":
        if "chancellor" in lowered:
            return "chancellor"
        return (
            "head_of_state"
            if lowered.startswith("president") and "government" not in lowered and "council" not in lowered
            else "head_of_government"
        )
    if office in {"foreign_minister", "defence_minister"}:
        return office
    if _SKIPPED.search(title):
        return None
    return next((role for pattern, role in _ROLES if pattern.search(title)), None)


def _head_of_state(title: str) -> str:
    if re.search(r"king|queen|emperor|emir|sultan|amir|prince|grand duke|monarch|yang di", title):
        return "monarch"
    if re.search(r"supreme leader|paramount", title):
        return "supreme_leader"
    return "governor" if "governor" in title else "head_of_state"


def table_rows(path: Path) -> Iterator[Row]:
    """The rows of the table of office-holders that are worth their bytes."""
    known = codes()
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for raw in csv.DictReader(stream):
            role = role_of(raw["office"], raw["office_title"])
            code = _RENAMED.get(raw["country_iso3"], raw["country_iso3"])
            if role == "secretary_general" and code not in ORGANISATIONS:
                role = "chairman"
            start, end = day(raw["start"], False), day(raw["end"], True)
            if (
                role is None
                or (role in HEADS_OF_STATE and code in {"HKG", "MAC", "PRI"})
                or code not in known
                or (end is not None and end < EARLIEST)
                or not raw["person"].strip()
            ):
                continue
            office = re.sub(r"[|;\t]", " ", raw["office_title"]).strip()
            yield Row(clean(raw["person"]), raw["qid"], code, role, office, start, end)


def codes() -> frozenset[str]:
    """The states of the registry, and the organisations that have codes."""
    lines = (DATA / "states.csv").read_text("utf-8").splitlines()[1:]
    return frozenset({line.partition(",")[0] for line in lines} | ORGANISATIONS)


def clean(name: str) -> str:
    """A person's name without notes in brackets."""
    return re.sub(r"\s+", " ", re.sub(r"\(.*?\)|[|;\t]", " ", name)).strip()


def own_rows(folder: Path = OWN / "offices") -> Iterator[Row]:
    """The team's own additions."""
    for line in (line for path in sorted(folder.glob("*.csv")) for line in path.read_text("utf-8").splitlines()):
        if not line or line.startswith(("#", "code,")):
            continue
        code, role, office, person, qid, start, end, *aliases = line.split(",")
        spellings = tuple(filter(None, aliases[0].split(";"))) if aliases else ()
        yield Row(person, qid, code, role, office, day(start, False), day(end, True), spellings, own=True)


def settle(found: list[Person]) -> list[Row]:
    """Close stale open ends in place: by the successor's start where one holds the office, else after a longest term."""
    grouped: dict[tuple[str, str], list[tuple[Person, Row]]] = defaultdict(list)
    for person in found:
        for row in person.rows:
            shared = row.role in SINGLE or re.match(r"(?:Minister|Secretary) (?:of|for)", row.office)
            office = row.role if row.role in SINGLE else row.office if shared else f"{row.office} {person.name}"
            grouped[row.code, office].append((person, row))
        person.rows.clear()
    out: list[Row] = []
    for group in grouped.values():
        group.sort(key=lambda item: (item[1].start or date.min, item[0].name))
        for index, (person, row) in enumerate(group):
            later = [o.start for p, o in group[index + 1 :] if o.start and row.start and o.start > row.start and p is not person]
            person.rows.append(_close(row, later[0] if later else None))
            out.append(person.rows[-1])
    for person in found:
        person.rows[:] = [_close(row, _next_post(row, person.rows)) for row in person.rows]
    return out


def _next_post(row: Row, rows: list[Row]) -> date | None:
    """When someone in a cabinet post of no known end took another that is known to be over."""
    if row.role not in CABINET or row.own or row.start is None:
        return None
    later = [r.start for r in rows if r.role in CABINET and r.code == row.code and r.start and r.start > row.start and r.end]
    return min(later, default=None)


def _close(row: Row, successor: date | None) -> Row:
    if row.end is not None:
        return row
    if successor is not None and row.role != "monarch":
        return replace(row, end=successor)
    if row.own or row.role in SINGLE or row.start is None or row.start >= OPEN_FROM:
        return row
    return replace(row, end=row.start + LONGEST_TERM)


def persons(rows: Iterable[Row]) -> list[Person]:
    """Rows put together by person: by Wikidata id, else by the sound of the name within one state.

    The team's own rows stand first, so that their spelling names the person.
    """
    known: dict[str, Person] = {}
    found: list[Person] = []
    for row in rows:
        keys = [f"{row.code} {sounds(name)}" for name in (row.person, *row.aliases)]
        person = next((known[key] for key in (row.qid, *keys) if key and key in known), None)
        if person is None or (row.qid and person.qid and row.qid != person.qid):
            person = Person(row.person, row.qid)
            found.append(person)
        person.qid = person.qid or row.qid
        for key in (row.qid, *keys):
            if key:
                known.setdefault(key, person)
        person.aliases.update(name for name in (row.person, *row.aliases) if name != person.name)
        _add(person, row)
    return sorted(found, key=lambda person: (min(row.code for row in person.rows), person.name, person.qid))


def sounds(name: str) -> str:
    """One key for the spellings of a full name."""
    return " ".join(sorted(sound(word) for word in name_tokens(name)))


def _add(person: Person, row: Row) -> None:
    """Put a term to a person's others; of two records of one term the earlier in the list stays, or the longer of equal rank."""
    for index, other in enumerate(person.rows):
        if (row.code, row.role) != (other.code, other.role) or row.start is None or other.start is None:
            continue
        apart = abs(row.start - other.start)
        if other.own and row.role in SINGLE and other.start <= row.start < (other.end or date.max):
            return
        if apart < timedelta(days=100) and (other.own or apart < timedelta(days=5)):
            if not other.own and (row.end or date.max) > (other.end or date.max):
                person.rows[index] = row
            return
    person.rows.append(row)


def at_home(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows without those that name the head of one state as head of its territories and realms."""
    rows = list(rows)
    heads = {(sounds(row.person), code) for row in rows for code in HOMES if row.code == code and row.role in HEADS_OF_STATE}
    for row in rows:
        elsewhere = row.role in HEADS_OF_STATE and row.code not in HOMES and any((sounds(row.person), code) in heads for code in HOMES)
        if not elsewhere:
            yield row


def line_of(person: Person) -> str:
    """One line of the output: keys, roles, names, id, terms."""
    states = {row.code for row in person.rows}
    keys: dict[str, None] = {}
    for name in (person.name, *sorted(person.aliases)):
        for key in surname_keys(name, bool(states & FAMILY_FIRST), bool(states & TWO_SURNAMES)):
            keys[sound(key)] = None
    roles = sorted({f"{row.code}:{row.role}" for row in person.rows})
    terms = [
        "|".join((row.code, row.role, row.office, text(row.start), text(row.end)))
        for row in sorted(person.rows, key=lambda row: (text(row.start), row.role))
    ]
    return "\t".join((" ".join(keys), " ".join(roles), ";".join((person.name, *sorted(person.aliases))), person.qid, *terms))


def text(value: date | None) -> str:
    """A day as ISO text, or nothing."""
    return value.isoformat() if value else ""


def main(path: str) -> None:
    """Write the table and say how large it is."""
    unknown = {row.role for row in own_rows()} - set(titles().offices)
    if unknown:
        raise SystemExit(f"{OWN / 'offices'} has roles that titles.csv has not: {', '.join(sorted(unknown))}")
    found = persons(at_home([*own_rows(), *table_rows(Path(path))]))
    rows = settle(found)
    lines = [line_of(person) for person in found]
    body = "\n".join(line for line in lines if not line.startswith("\t")) + "\n"
    target = DATA / "holders.tsv.gz"
    target.write_bytes(gzip.compress(body.encode("utf-8"), 9, mtime=0))
    print(f"{len(rows)} terms of {len(lines)} persons, {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main(sys.argv[1])
