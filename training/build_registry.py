"""Makes ``src/dragoman/actors/data/holders.tsv.gz`` from a table of office-holders and the team's own additions.

    python -m training.build_registry ../shared/corpora/offices/officeholders.csv.gz [--check]

The columns of the table are ``country_iso3, office, office_title, person, qid, start, end, source_repo, source_licence``;
the files of ``training/registry/offices`` have ``code, role, office, person, qid, start, end, other spellings``. Only facts are taken over.
With ``--check`` nothing is written, and what is wrong or in conflict is told instead.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

from dragoman.actors.registry.holders import SCHEMA, surname_sounds
from training.registry_check import check_own, check_persons, check_rows
from training.registry_persons import Person, at_home, persons
from training.registry_rows import DATA, Row, own_rows, table_rows
from training.registry_terms import settle


def line_of(person: Person) -> str:
    """One line of the output: keys, roles, names, id, terms."""
    names = (person.name, *sorted(person.aliases))
    keys = surname_sounds(names, {row.code for row in person.rows})
    roles = sorted({f"{row.code}:{row.role}".replace(" ", "_") for row in person.rows})
    terms = [term_of(row) for row in sorted(person.rows, key=lambda row: (row.since, row.role, row.office))]
    return "\t".join((" ".join(keys), " ".join(roles), ";".join(names), person.qid, *terms))


def term_of(row: Row) -> str:
    """One term: code, role, office, first and last day, source and marks."""
    return "|".join((row.code.replace(" ", "_"), row.role, row.office, row.since, row.until, row.source + row.ended + row.begun))


def gathered(path: Path) -> list[Person]:
    """All persons of all sources, their terms settled."""
    found = persons(at_home([*own_rows(), *table_rows(path)]))
    settle(found)
    return found


def main() -> None:
    """Write the table, or tell what is wrong with it."""
    ask = argparse.ArgumentParser(description="Make the table of office-holders.")
    ask.add_argument("table", type=Path)
    ask.add_argument("--check", action="store_true", help="write nothing, tell what is wrong")
    args = ask.parse_args()
    own = list(own_rows())
    wrong = check_rows(own)
    if wrong:
        raise SystemExit("\n".join(wrong))
    found = gathered(args.table)
    if args.check:
        problems = [*check_own(own), *check_persons(found)]
        print(*problems, f"{len(problems)} problems", sep="\n")
        raise SystemExit(1 if problems else 0)
    lines = [line for line in map(line_of, found) if not line.startswith("\t")]
    target = DATA / "holders.tsv.gz"
    target.write_bytes(gzip.compress("\n".join((SCHEMA, *lines, "")).encode("utf-8"), 9, mtime=0))
    print(f"{sum(len(person.rows) for person in found)} terms of {len(lines)} persons, {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
