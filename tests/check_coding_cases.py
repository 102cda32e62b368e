"""Own one-sentence dispatches and the one event that each tells: which of them the shipped model reads right.

``python -m tests.check_coding_cases`` prints each row of ``tests/data/coding_cases.tsv`` that is read otherwise, and what is
read instead; with ``--drop`` it takes those rows out of the table, which holds what a model must not unlearn.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import dragoman
from dragoman.model import Event

TABLE = Path(__file__).parent / "data" / "coding_cases.tsv"
PUBLISHED = "2021-06-16"
COLUMNS = ("text", "type", "status", "actors", "recipients")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and its event; without a type there is none to be found in it."""

    text: str
    type: str
    status: str
    actors: str
    recipients: str

    @property
    def wanted(self) -> frozenset[str]:
        """The event as :func:`told` writes it; empty where there is none."""
        sides = [" ".join(sorted(side.split())) for side in (self.actors, self.recipients)]
        return frozenset({f"{self.type} {self.status} {sides[0]} > {sides[1]}"} if self.type else ())


def cases() -> list[Case]:
    """All rows of the table."""
    with TABLE.open(encoding="utf-8", newline="") as rows:
        return [Case(*(row[name] or "" for name in COLUMNS)) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)]


def told(event: Event) -> str:
    """``TYPE status ACTORS > RECIPIENTS``; those who meet are all actors unless one visits the other."""
    actors, recipients = ([party.actor.code or "-" for party in side] for side in (event.actors, event.recipients))
    if event.type == "CONSULT" and event.mode not in ("visit", "third-party"):
        actors, recipients = actors + recipients, []
    return f"{event.type} {event.status} {' '.join(sorted(actors))} > {' '.join(sorted(recipients))}"


def found(case: Case) -> frozenset[str]:
    """The events that are read in the case's sentence."""
    return frozenset(told(event) for event in dragoman.read(case.text, published=PUBLISHED).events)


def main() -> None:
    """Print the failing rows."""
    ask = argparse.ArgumentParser(description="Check tests/data/coding_cases.tsv against the shipped model.")
    ask.add_argument("--drop", action="store_true", help="take the failing rows out of the table")
    drop = ask.parse_args().drop
    kept = []
    for case in cases():
        read = found(case)
        if read == case.wanted:
            kept.append(case)
        else:
            print(f"{case.text}\n  wanted {_joined(case.wanted)}\n  read   {_joined(read)}")
    print(f"{len(kept)} of {len(cases())} right")
    if drop:
        lines = ["\t".join(COLUMNS), *("\t".join(getattr(case, name) for name in COLUMNS) for case in kept)]
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _joined(events: frozenset[str]) -> str:
    return "; ".join(sorted(events)) or "nothing"


if __name__ == "__main__":
    main()
