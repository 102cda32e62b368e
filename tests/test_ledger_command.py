"""The commands that keep a ledger, on files of our own."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from ledger_samples import KAZ, TJK, aid, closure
from typer.testing import CliRunner, Result

import dragoman
from dragoman.cli import app
from dragoman.ledger import Ledger

CALL = (
    "TASHKENT, March 5, 2024 (Steppe Wire) -- The president of Uzbekistan met the president of Kazakhstan in Tashkent on Tuesday.\n\n"
    "Kazakhstan promised to deliver grain to Uzbekistan.\n"
)
LATER = CALL.replace("grain", "coal")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    news = tmp_path / "news"
    news.mkdir()
    (news / "talks.txt").write_text(CALL, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_files_are_added_once(folder: Path) -> None:
    first = run("add", "news", "--ledger", "r.duckdb")
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("1 document with ")
    assert "1 there already" in run("add", "news/talks.txt", "--ledger", "r.duckdb").stdout
    assert run("check", "--ledger", "r.duckdb").stdout == "r.duckdb: nothing is wrong\n"


def test_adding_ends_without_a_word_of_leaks(folder: Path) -> None:
    command = [sys.executable, "-m", "dragoman.cli", "add", "news", "--ledger", "r.duckdb"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "1 document with " in done.stdout
    assert "leak" not in done.stdout + done.stderr


def test_a_changed_file_is_a_new_version(folder: Path) -> None:
    run("add", "news", "--ledger", "r.duckdb")
    (folder / "news" / "talks.txt").write_text(LATER, encoding="utf-8")
    assert "1 of them new versions of pages" in run("add", "news", "--ledger", "r.duckdb").stdout


def test_what_cannot_be_read_is_named_and_the_rest_is_added(folder: Path) -> None:
    (folder / "news" / "empty.txt").write_text("", encoding="utf-8")
    done = run("add", "news", "--ledger", "r.duckdb")
    assert done.exit_code == 3
    assert "empty.txt" in done.stderr
    assert "1 not read" in done.stdout


def test_the_ledger_can_be_named_in_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_LEDGER", "mine.duckdb")
    Ledger("mine.duckdb").close()
    assert run("check").stdout == "mine.duckdb: nothing is wrong\n"


def test_pages_are_withdrawn_events_merged_and_split(folder: Path) -> None:
    with Ledger("r.duckdb") as ledger:
        ledger.add(aid("aid.txt", date(2024, 2, 10), KAZ, TJK))
        ledger.add(closure("closure.txt", date(2024, 4, 2)))
        rows = ledger.connection.execute(
            "SELECT event, claim FROM memberships JOIN claims USING (claim) WHERE id = 'e1' ORDER BY claim"
        ).fetchall()
    merged = run("merge", *(event for event, _ in rows), "--note", "one quarrel", "--ledger", "r.duckdb").stdout.strip()
    parted = run("split", merged, rows[0][1], "--ledger", "r.duckdb").stdout.split()
    assert len(set(parted)) == 2
    assert run("withdraw", "aid.txt", "closure.txt", "--ledger", "r.duckdb").stdout == (
        "aid.txt: 2 claims withdrawn\nclosure.txt: 1 claim withdrawn\n"
    )


def test_check_fails_on_a_ledger_that_is_not_sound(folder: Path) -> None:
    run("add", "news", "--ledger", "r.duckdb")
    with Ledger("r.duckdb") as ledger:
        ledger.connection.execute("DELETE FROM memberships")
    done = run("check", "--ledger", "r.duckdb")
    assert done.exit_code == 1
    assert "outside every event" in done.stdout


def test_a_ledger_that_is_not_there_is_not_made_to_be_checked(folder: Path) -> None:
    done = run("check", "--ledger", "none.duckdb")
    assert isinstance(done.exception, dragoman.BadRequest)
    assert not (folder / "none.duckdb").exists()
