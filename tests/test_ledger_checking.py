"""What ``dragoman check`` finds: each kind of damage, and nothing in a sound ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from ledger_samples import VALLEY, story, visit

from dragoman.ledger import Ledger
from dragoman.ledger.checking import checks

DAMAGE = [
    ("INSERT INTO passages SELECT * FROM passages LIMIT 1", "is there twice"),
    ("INSERT INTO claims SELECT * FROM claims LIMIT 1", "is there twice"),
    ("INSERT INTO events SELECT * FROM events LIMIT 1", "is there twice"),
    ("INSERT INTO memberships SELECT * FROM memberships LIMIT 1", "is there twice"),
    ("INSERT INTO quotes SELECT 'nowhere', n, kind, speaker, speaker_code, speaker_qid, cue, '', [], via FROM quotes", "no document"),
    ("INSERT INTO parties SELECT 'x:e1', * EXCLUDE (claim) FROM parties LIMIT 1", "belongs to no claim"),
    ("DELETE FROM evidence WHERE field = 'trigger'", "without the words that state it"),
    ("UPDATE evidence SET \"end\" = 100000 WHERE field = 'actor'", "outside its document's text"),
    ("UPDATE claims SET \"trigger\" = 'danced'", "differs from the words"),
    ("UPDATE claims SET confidence = 1.5", "cannot be"),
    ("UPDATE events SET date_start = '2099-01-01', date_end = '2098-01-01'", "cannot be"),
    ("UPDATE documents SET superseded_by = 'nowhere' WHERE name = 'closure.txt'", "not there or is no later version"),
    ("UPDATE documents SET page = 'one page'", "not exactly one current version"),
    ("DELETE FROM memberships", "outside every event"),
    ("UPDATE documents SET withdrawn = true", "although its document is superseded or withdrawn"),
    ("DELETE FROM events", "stands in an event that is not there"),
    ("UPDATE events SET claims = claims + 1", "another number of claims"),
    ("UPDATE events SET independent_sources = 99", "more sources than it can have"),
    ("UPDATE joins SET other = 'x:e1'", "joins claims of different events"),
    ("INSERT INTO corrections VALUES (1, 'merge', ['x:e1'], [], '2024-01-01', '')", "never there"),
    ("INSERT INTO changes VALUES (9999, '2024-01-01', 'document-added', 'nowhere')", "never there"),
    ("UPDATE documents SET text = text || ' More.'", "another text than its hash"),
    ("UPDATE quotes SET content = 'other words'", "differs from the words"),
    ("DROP TABLE events", "cannot be read"),
]


@pytest.fixture(scope="module")
def sound() -> Iterator[Ledger]:
    with Ledger(":memory:") as ledger:
        ledger.add([*story(), visit("later.txt", date(2018, 5, 14), VALLEY)])
        yield ledger


@pytest.fixture
def ledger(sound: Ledger) -> Iterator[Ledger]:
    """A sound ledger; what a test does to it is taken back."""
    sound.connection.begin()
    yield sound
    sound.connection.rollback()


def test_a_sound_ledger_has_no_problem(ledger: Ledger) -> None:
    assert ledger.check() == []


@pytest.mark.parametrize(("damage", "found"), DAMAGE)
def test_damage_is_found(ledger: Ledger, damage: str, found: str) -> None:
    ledger.connection.execute(damage)
    assert found in " ".join(ledger.check())


def test_every_check_is_tried() -> None:
    assert not {title for title, _ in checks() if not any(found in title for _, found in DAMAGE)}


def test_a_problem_names_some_rows_and_counts_the_rest(ledger: Ledger) -> None:
    ledger.connection.execute("UPDATE claims SET confidence = 1.5")
    (problem,) = ledger.check()
    assert problem.startswith("claim ")
    assert "more): has a date, score or confidence that cannot be" in problem
