"""Makes ``src/dragoman/actors/data/holders.tsv.gz`` from a table of office-holders and the team's own additions.

    python training/build_registry.py ../shared/corpora/offices/officeholders.csv.gz

The columns of the table are ``country_iso3, office, office_title, person, qid, start, end, source_repo, source_licence``;
``data/offices_own.csv`` has ``code, role, office, person, qid, start, end, other spellings``. Only facts are taken over.
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

from dragoman.actors.names import PARTICLES, fold, name_tokens, sound, surname_keys
from dragoman.actors.offices import titles

DATA = Path(__file__).resolve().parents[1] / "src/dragoman/actors/data"
FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "KHM", "HKG", "MAC", "SGP", "MMR"})
EARLIEST = date(1983, 1, 1)
SINGLE = frozenset({"head_of_state", "head_of_government", "chancellor", "monarch", "foreign_minister", "defence_minister", "supreme_leader"})
"""Roles that one person holds at a time: a successor ends an open term."""
LONGEST_TERM = timedelta(days=6 * 365)
"""An open term of another office that began long ago is taken to have ended after this."""
OPEN_FROM = date(2019, 1, 1)

_RENAMED = {"UN": "UNO", "NATO": "NAT", "EU": "EUU"}
_SKIPPED = re.compile(
    r"whip|in waiting|first lady|first gentleman|second lady|solicitor general for scotland|comptroller of hm|lord commissioner"
    r"|chancellor of the duchy|justice of the supreme court|judge of|captain of the|treasurer of hm|chamberlain"
    r"|chargé|church|bishop|honorary|parliamentary private|law officer|regional minister|advocate general for",
    re.IGNORECASE,
)
_ROLES: tuple[tuple[str, str], ...] = (
    (r"permanent representative to the united nations|ambassador to the united nations|representative .*united nations", "un_ambassador"),
    (r"national security (?:advis|direct|council)|security council secretary|secretary of the .*security council", "security_adviser"),
    (r"deputy (?:head|director)|deputy governor|deputy attorney|deputy chief|deputy speaker|vice.?chair", "chairman"),
    (r"ambassador|high commissioner to|consul", "ambassador"),
    (r"deputy prime minister|vice premier|vice prime minister|vice chancellor|deputy chancellor|tánaiste|first secretary of state", "deputy_prime_minister"),
    (r"vice president of (?:the )?(?:senate|parliament|assembly|chamber|government|council)", "chairman"),
    (r"vice.president", "vice_president"),
    (r"(?:president|speaker|chairman|chairperson) of the .*(?:senate|assembly|parliament|chamber|duma|house|congress|diet|seimas|riigikogu|saeima|rada"
     r"|storting|folketing|riksdag|council of the republic|federation council|bundestag|bundesrat|knesset|majlis|consultative)", "speaker"),
    (r"^speaker", "speaker"),
    (r"president of the supreme court|chief justice|constitutional court|supreme court", "judge"),
    (r"spokes", "spokesperson"),
    (r"chief of (?:the )?(?:general|defen[cs]e|joint|naval|air|army)|joint chiefs|commander.in.chief|chief of staff of the|army staff", "chief_of_staff"),
    (r"intelligence|secret service|federal security service|mossad|shin bet|state security service", "intelligence_chief"),
    (r"(?:under.?secretary|assistant|deputy|vice.?minister|state secretary|parliamentary|minister of state|junior).*(?:foreign|external)", "deputy_foreign_minister"),
    (r"(?:under.?secretary|assistant|deputy|vice.?minister|state secretary|parliamentary|minister of state|junior).*(?:defen[cs]e|army|navy)", "deputy_defence_minister"),
    (r"under.?secretary|assistant|deputy (?:minister|secretary)|vice.?minister|state secretary|parliamentary|junior", "deputy_minister"),
    (r"prosecutor", "prosecutor"),
    (r"attorney.general|justice", "justice_minister"),
    (r"interior|home (?:affairs|secretary|department)|internal affairs|homeland security|public security", "interior_minister"),
    (r"financ|treasur|exchequer|econom", "finance_minister"),
    (r"trade|commerce", "trade_minister"),
    (r"central bank|governor of the (?:bank|reserve)|federal reserve|national bank", "bank_governor"),
    (r"minister|secretary of (?!the)|secretary for", "minister"),
    (r"governor|mayor|prefect", "governor"),
    (r"high representative", "eu_foreign_policy"),
    (r"(?:european )?commissioner", "eu_commissioner"),
    (r"special (?:envoy|representative)|envoy", "special_envoy"),
    (r"secretary.general", "secretary_general"),
    (r"chief of staff", "aide"),
    (r"leader of the opposition|opposition leader", "opposition_leader"),
    (r"secretary", "minister"),
    (r"chair|director|head of|president of|chief", "chairman"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), role) for pattern, role in _ROLES)


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
        return "head_of_state" if lowered.startswith("president") and "government" not in lowered and "council" not in lowered else "head_of_government"
    if office in {"foreign_minister", "defence_minister"}:
        return office
    if _SKIPPED.search(title):
        return None
    return next((role for pattern, role in _COMPILED if pattern.search(title)), None)


def _head_of_state(title: str) -> str:
    if re.search(r"king|queen|emperor|emir|sultan|amir|prince|grand duke|monarch|yang di", title):
        return "monarch"
    if re.search(r"supreme leader|paramount", title):
        return "supreme_leader"
    return "governor" if "governor" in title else "head_of_state"


def table_rows(path: Path) -> Iterator[Row]:
    """The rows of the table of office-holders that are worth their bytes."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for raw in csv.DictReader(stream):
            role = role_of(raw["office"], raw["office_title"])
            start, end = day(raw["start"], False), day(raw["end"], True)
            if role is None or (end is not None and end < EARLIEST) or not raw["person"].strip():
                continue
            code = _RENAMED.get(raw["country_iso3"], raw["country_iso3"])
            office = re.sub(r"[|;\t]", " ", raw["office_title"]).strip()
            yield Row(clean(raw["person"]), raw["qid"], code, role, office, start, end)


def clean(name: str) -> str:
    """A person's name without notes in brackets."""
    return re.sub(r"\s+", " ", re.sub(r"\(.*?\)|[|;\t]", " ", name)).strip()


def own_rows(path: Path) -> Iterator[Row]:
    """The team's own additions."""
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith(("#", "code,")):
            continue
        code, role, office, person, qid, start, end, *aliases = line.split(",")
        spellings = tuple(filter(None, aliases[0].split(";"))) if aliases else ()
        yield Row(person, qid, code, role, office, day(start, False), day(end, True), spellings)


def settle(rows: Iterable[Row]) -> list[Row]:
    """Rows with stale open ends closed: by the successor's start where one holds the office, else after a longest term."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        single = row.role in SINGLE or re.match(r"Minister of|Secretary of|Minister for", row.office)
        grouped[row.code, row.role if row.role in SINGLE else row.office if single else f"{row.office} {row.person}"].append(row)
    out: list[Row] = []
    for group in grouped.values():
        group.sort(key=lambda row: row.start or date.min)
        for index, row in enumerate(group):
            later = [other.start for other in group[index + 1 :] if other.start and row.start and other.start > row.start and other.person != row.person]
            out.append(_close(row, later[0] if later else None))
    return out


def _close(row: Row, successor: date | None) -> Row:
    if row.end is not None:
        return row
    if successor is not None and row.role != "monarch":
        return replace(row, end=successor)
    if row.role in SINGLE or row.start is None or row.start >= OPEN_FROM:
        return row
    return replace(row, end=row.start + LONGEST_TERM)


def persons(rows: Iterable[Row]) -> list[Person]:
    """Rows put together by person: by Wikidata id, else by name and country."""
    by_qid = {}
    rows = list(rows)
    for row in rows:
        if row.qid:
            by_qid.setdefault((row.code, fold(row.person)), row.qid)
    found: dict[str, Person] = {}
    for row in rows:
        qid = row.qid or by_qid.get((row.code, fold(row.person)), "")
        person = found.setdefault(qid or f"{row.code} {fold(row.person)}", Person(row.person, qid))
        person.aliases.update(row.aliases)
        if fold(row.person) != fold(person.name):
            person.aliases.add(row.person)
        if all((row.role, row.start, row.code) != (other.role, other.start, other.code) for other in person.rows):
            person.rows.append(row)
    return [found[key] for key in sorted(found)]


def line_of(person: Person) -> str:
    """One line of the output: keys, roles, names, id, terms."""
    codes = {row.code for row in person.rows}
    keys: dict[str, None] = {}
    for name in (person.name, *sorted(person.aliases)):
        for key in surname_keys(name, bool(codes & FAMILY_FIRST)):
            keys[sound(key)] = None
        words = name_tokens(name)
        if len(words) > 1 and words[0] not in PARTICLES and len(words) <= 2 and not codes & FAMILY_FIRST:
            continue
    roles = sorted({f"{row.code}:{row.role}" for row in person.rows})
    terms = ["|".join((row.code, row.role, row.office, text(row.start), text(row.end))) for row in sorted(person.rows, key=lambda row: (text(row.start), row.role))]
    return "\t".join((" ".join(keys), " ".join(roles), ";".join((person.name, *sorted(person.aliases))), person.qid, *terms))


def text(value: date | None) -> str:
    """A day as ISO text, or nothing."""
    return value.isoformat() if value else ""


def main(path: str) -> None:
    """Write the table and say how large it is."""
    unknown = {row.role for row in own_rows(DATA / "offices_own.csv")} - set(titles().offices)
    if unknown:
        raise SystemExit(f"offices_own.csv has roles that titles.csv has not: {', '.join(sorted(unknown))}")
    rows = settle([*own_rows(DATA / "offices_own.csv"), *table_rows(Path(path))])
    lines = [line_of(person) for person in persons(rows)]
    body = "\n".join(line for line in lines if not line.startswith("\t")) + "\n"
    target = DATA / "holders.tsv.gz"
    target.write_bytes(gzip.compress(body.encode("utf-8"), 9, mtime=0))
    print(f"{len(rows)} terms of {len(lines)} persons, {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main(sys.argv[1])
