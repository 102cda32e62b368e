"""Rows of office-holders from the sources of the registry: one term of office each, with where it comes from."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from dragoman.actors.registry.holders import FAMILY_FIRST
from dragoman.actors.registry.terms import first_day, last_day
from dragoman.actors.words.names import fold, name_tokens, sound

DATA = Path(__file__).resolve().parents[1] / "src/dragoman/actors/data"
OWN = Path(__file__).resolve().parent / "registry"
"""The project's own tables: office-holders that the source lacks, which office a title is, and what is known of conflicts."""
EARLIEST = date(1983, 1, 1)
ORGANISATIONS = frozenset({"UNO", "NAT", "EUU", "ARL"})
HEADS_OF_STATE = frozenset({"head_of_state", "monarch"})
SINGLE = frozenset(
    {
        "head_of_state",
        "head_of_government",
        "chancellor",
        "monarch",
        "foreign_minister",
        "defence_minister",
        "supreme_leader",
        "secretary_general",
        "commission_president",
        "council_president",
        "eu_foreign_policy",
    }
)
"""Roles that one person holds at a time in a state or organisation."""
CABINET = frozenset(
    {"minister", "foreign_minister", "defence_minister", "interior_minister", "finance_minister", "trade_minister", "justice_minister"}
)
ONE_A_TITLE = CABINET | {"ambassador", "un_ambassador"}
SINGLE_TITLE = re.compile(r"(?:Minister|Secretary) (?:of|for) |ambassador to |Permanent Representative to ", re.IGNORECASE)
"""Titles of these roles that one person holds at a time."""
PATRONYMIC = frozenset({"bin", "bint", "ibn", "ben", "ould", "binti", "bte"})
_RENAMED = {"UN": "UNO", "NATO": "NAT", "EU": "EUU"}
_NAME = re.compile(r"(?!(?:of|for|and|the|in|is) )(?=.*[A-Za-z])")
"""What a name of a person begins with: not the rest of a title, as in some rows of the Factbook; and it has Latin letters."""
_SKIPPED = re.compile(
    r"whip|in waiting|first lady|first gentleman|second lady|solicitor general for scotland|comptroller of hm|lord commissioner"
    r"|chancellor of the duchy|justice of the supreme court|judge of|captain of the|treasurer of hm|chamberlain"
    r"|chargé|church|bishop|honorary|parliamentary private|law officer|regional minister|advocate general for",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Row:
    """One term of office. ``since`` and ``until`` are ISO dates of which month or day may be missing, empty where not known.

    ``source`` is a key of :data:`dragoman.actors.registry.holders.SOURCES`; ``ended`` one of its ``ENDS`` or empty; ``begun`` is
    ``START_INFERRED`` or empty.
    """

    person: str
    qid: str
    code: str
    role: str
    office: str
    since: str
    until: str
    source: str = "w"
    aliases: tuple[str, ...] = ()
    ended: str = ""
    begun: str = ""
    where: str = ""
    asof: str = ""
    """The last day of which the source knows anything."""

    @property
    def own(self) -> bool:
        """Whether it is of the project's own tables."""
        return self.source == "o"

    @property
    def start(self) -> date:
        """The first day that it may have begun on."""
        return first_day(self.since) or date.min

    @property
    def end(self) -> date:
        """The last day that it may have ended on."""
        return last_day(self.until) or date.max

    @property
    def open(self) -> bool:
        """Whether its end is not known, or only from a list in which the name was no longer found."""
        return not self.until or bool(self.ended)

    @property
    def post(self) -> str:
        """What one person holds at a time within a state: a role, or the title of an office; empty for offices of many."""
        if self.role in SINGLE:
            return self.role
        return fold(self.office) if self.role in ONE_A_TITLE and SINGLE_TITLE.match(self.office) else ""


def sure_overlap(one: Row, other: Row) -> int:
    """The days on which both offices were surely held; dates of which only the year is known count as little as they can."""
    begun = max(last_day(row.since) or date.min for row in (one, other))
    over = min(first_day(row.until) or date.max for row in (one, other))
    return (over - begun).days


def _role_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    lines = (OWN / "role_patterns.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple((re.compile(pattern, re.IGNORECASE), role) for role, pattern in pairs)


_ROLES = _role_patterns()


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
    """The rows of the table of office-holders that are worth their bytes, known mistakes put right."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        table = list(csv.DictReader(stream))
    last: dict[str, str] = {}
    for raw in table:
        last[raw["source_repo"]] = max(last.get(raw["source_repo"], ""), raw["start"][:10], raw["end"][:10])
    known = codes()
    for raw in table:
        row = _row(raw, last[raw["source_repo"]])
        row = _corrected(row) if row is not None and row.code in known else None
        if row is not None and row.end >= EARLIEST:
            yield row


def _row(raw: dict[str, str], asof: str) -> Row | None:
    code, title = _RENAMED.get(raw["country_iso3"], raw["country_iso3"]), raw["office_title"]
    office = re.sub(r"[|;\t]", " ", title).strip()
    other = _tables("title_roles.csv", "code", "title").get((code, title))
    role = role_of(raw["office"], title)
    if other:
        role, office = other[0]["role"], other[0]["office"]
    elif code not in ORGANISATIONS:
        role = {"secretary_general": "chairman", "eu_foreign_policy": "special_envoy"}.get(role or "", role)
    person = clean(raw["person"])
    if role is None or (role in HEADS_OF_STATE and code in {"HKG", "MAC", "PRI"}) or not _NAME.match(person):
        return None
    since, until = _partial(raw["start"], last=False), _partial(raw["end"], last=True)
    about = "a" if "end approx" in raw["source_repo"] and until else ""
    return Row(person, raw["qid"], code, role, office, since, until, _source(raw["source_repo"]), ended=about, asof=asof)


def _corrected(row: Row) -> Row | None:
    """The row as it should be; None where it is left out."""
    for other in _tables("corrections.csv", "code", "role", "person").get((row.code, row.role, row.person), ()):
        if other["since"] in {"", row.since}:
            right = replace(row, since=other["right_since"], until=other["right_until"], ended="")
            return right if right.since or right.until else None
    return row


@cache
def _tables(name: str, *keys: str) -> dict[tuple[str, ...], list[dict[str, str]]]:
    """The rows of one of the project's own tables by the values of some columns."""
    found: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(line for line in (OWN / name).read_text("utf-8").splitlines() if not line.startswith("#")):
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return found


def _source(name: str) -> str:
    return "f" if name.startswith("factbook") else "i" if name.startswith("instituteforgov") else "w"


def _partial(text: str, last: bool) -> str:
    """A date of the table as ISO text; of a decade the first or last year, nothing where it is no date."""
    match = re.fullmatch(r"(\d{4})s|(\d{4}(?:-\d\d){0,2})", text.strip())
    if not match:
        return ""
    return str(int(match[1]) + 9 * last) if match[1] else match[2]


@cache
def codes() -> frozenset[str]:
    """The states of the registry, and the organisations."""
    lines = (DATA / "states.csv").read_text("utf-8").splitlines()[1:]
    return frozenset({line.partition(",")[0] for line in lines} | ORGANISATIONS | set(organisations().values()))


@cache
def organisations() -> dict[str, str]:
    """The organisations without a code of their own: ``ORG:Name`` by that, and by the name in full."""
    found: dict[str, str] = {}
    for line in (DATA / "organisations.tsv").read_text("utf-8").splitlines():
        if "\tORG:" in line:
            _, _, code, _, _, name, *_ = line.split("\t")
            found[code] = found[f"ORG:{name}"] = code
    return found


def code_of(text: str) -> str:
    """A code as written in the project's own tables: ``ORG:African_Union`` stands for ``ORG:African Union``."""
    spaced = text.replace("_", " ")
    return organisations().get(spaced, spaced)


def clean(name: str) -> str:
    """A person's name without notes in brackets."""
    return re.sub(r"\s+", " ", re.sub(r"\(.*?\)|[|;\t]", " ", name)).strip()


def own_rows(folder: Path = OWN / "offices") -> Iterator[Row]:
    """The team's own additions, each with the file and line that it stands in."""
    for path in sorted(folder.glob("*.csv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if not line or line.startswith(("#", "code,")):
                continue
            code, role, office, person, qid, since, until, *aliases = line.split(",")
            spellings = tuple(filter(None, aliases[0].split(";"))) if aliases else ()
            where = f"{path.name}:{number}"
            yield Row(person, qid, code_of(code), role, office, since, until, "o", spellings, where=where)


def sounds(name: str, code: str = "") -> str:
    """One key for the spellings of a full name: its words in order where the order tells (family name first, sons of fathers)."""
    words = name_tokens(name)
    ordered = code not in FAMILY_FIRST and not PATRONYMIC.isdisjoint(words)
    keys = [sound(word) for word in words]
    return " ".join(keys if ordered else sorted(keys))
