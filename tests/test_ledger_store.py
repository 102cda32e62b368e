"""The ledger's file: made, opened, brought up to date, shared."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb
import pytest
from ledger_samples import closure, story

from dragoman.errors import BadRequest
from dragoman.ledger import Ledger
from dragoman.ledger.store import SCHEMA_VERSION, Store, meta, migrate
from dragoman.model import Document, Published, Report


def run(code: str, *values: object) -> str:
    """What a process of its own prints."""
    here = str(Path(__file__).parent)
    done = subprocess.run([sys.executable, "-c", code, *map(str, values)], capture_output=True, text=True, check=False, cwd=here)
    return done.stdout + done.stderr


def test_a_ledger_that_is_absent_is_created(tmp_path: Path) -> None:
    with Ledger(tmp_path / "new.duckdb") as ledger:
        assert ledger.check() == []
    assert [path.name for path in tmp_path.iterdir()] == ["new.duckdb"]


def test_what_a_killed_creation_left_is_removed_at_the_next_opening(tmp_path: Path) -> None:
    gone, running = int(run("import os; print(os.getpid())")), os.getppid()
    left = [tmp_path / f".new.duckdb.{gone}.new", tmp_path / f".new.duckdb.{gone}.new.wal", tmp_path / f".new.duckdb.{running}.new"]
    others = [tmp_path / f".other.duckdb.{gone}.new", tmp_path / ".new.duckdb.notes.new"]
    for path in (*left, *others):
        path.write_bytes(b"half")
    Ledger(tmp_path / "new.duckdb").close()
    assert [path.exists() for path in (*left, *others)] == [False, False, True, True, True]
    os.utime(left[2], (0, 0))
    Ledger(tmp_path / "new.duckdb", read_only=True).close()
    assert left[2].exists()
    Ledger(tmp_path / "new.duckdb").close()
    assert not left[2].exists()


def test_it_says_its_schema_and_what_made_it(tmp_path: Path) -> None:
    with Ledger(tmp_path / "new.duckdb") as ledger:
        known = meta(ledger.connection)
    assert known["schema_version"] == str(SCHEMA_VERSION)
    assert known["created_with"].startswith("dragoman ")


def test_a_ledger_can_be_kept_in_memory() -> None:
    with Ledger(":memory:") as ledger:
        assert ledger.add(story()).documents == len(story())


def test_none_is_created_to_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"no such ledger.*dragoman add"):
        Ledger(tmp_path / "none.duckdb", read_only=True)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="check that its folder exists"):
        Ledger(tmp_path / "nowhere" / "new.duckdb")


@pytest.mark.parametrize("content", [b"", b"these are words and no tables\n" * 400])
def test_another_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(BadRequest, match="not a ledger"):
        Ledger(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("tables", ["CREATE TABLE meta (key TEXT, value TEXT)", "CREATE TABLE meta (a INT)", "CREATE TABLE prices (a INT)"])
def test_another_duckdb_file_is_refused(tmp_path: Path, tables: str) -> None:
    with duckdb.connect(tmp_path / "other.duckdb") as other:
        other.execute(tables)
    with pytest.raises(BadRequest, match="not a ledger"):
        Ledger(tmp_path / "other.duckdb")


@pytest.mark.parametrize("name", ["md:news", "https:x"])
def test_a_name_like_an_address_is_a_file_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with Ledger(name) as ledger:
        ledger.add(story())
    assert (tmp_path / name).is_file()


@pytest.mark.parametrize("left", [0.1, 0.5])
def test_a_ledger_that_was_cut_short_is_told_in_one_line(tmp_path: Path, left: float) -> None:
    path = tmp_path / "one.duckdb"
    with Ledger(path) as ledger:
        ledger.add(story())
    os.truncate(path, int(path.stat().st_size * left))
    for read_only in (True, False):
        with pytest.raises(BadRequest, match=r"file is damaged.*restore a copy"):
            _use(path, read_only=read_only)


def _use(path: Path, *, read_only: bool = False) -> None:
    with Ledger(path, read_only=read_only) as ledger:
        ledger.explain(ledger.events().rows[0]["event"])
        ledger.check()
        ledger.add(closure("more.txt", date(2024, 4, 2)))


def test_damage_within_is_told_whoever_comes_upon_it(tmp_path: Path) -> None:
    path = tmp_path / "one.duckdb"
    with Ledger(path) as ledger:
        ledger.add(story())
    whole = path.read_bytes()
    for at in range(3 * 4096, len(whole), 1 << 18):
        path.write_bytes(whole[:at] + b"\x5a" * 8192 + whole[at + 8192 :])
        with suppress(BadRequest):
            _use(path)


def test_a_closed_ledger_says_so(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "one.duckdb")
    ledger.close()
    with pytest.raises(BadRequest, match="is closed"):
        ledger.add(story())


# ---------------------------------------------------------------- schema versions


def test_a_ledger_of_a_newer_schema_is_refused(tmp_path: Path) -> None:
    with Ledger(tmp_path / "one.duckdb") as ledger:
        ledger.connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    with pytest.raises(BadRequest, match="newer Dragoman"):
        Ledger(tmp_path / "one.duckdb")


def test_an_older_ledger_is_led_through_every_version() -> None:
    steps = {2: "ALTER TABLE events ADD COLUMN weight DOUBLE;", 3: "UPDATE events SET weight = 1;"}
    with Ledger(":memory:") as ledger:
        ledger.add(story())
        migrate(ledger.connection, 1, "sample", target=3, scripts=lambda: steps)
        assert ledger.connection.execute("SELECT DISTINCT weight FROM events").fetchall() == [(1.0,)]
        assert meta(ledger.connection)["schema_version"] == "3"


def test_a_migration_that_fails_changes_nothing() -> None:
    steps = {2: "ALTER TABLE events ADD COLUMN weight DOUBLE;", 3: "UPDATE no_such_table SET a = 1;"}
    with Ledger(":memory:") as ledger:
        with pytest.raises(duckdb.Error):
            migrate(ledger.connection, 1, "sample", target=3, scripts=lambda: steps)
        assert meta(ledger.connection)["schema_version"] == "1"
        assert "weight" not in ledger.connection.table("events").columns


def test_a_reader_does_not_migrate() -> None:
    with Ledger(":memory:") as ledger, pytest.raises(BadRequest, match="open it once for writing"):
        migrate(ledger.connection, 1, "sample", read_only=True, target=2, scripts=lambda: {2: ""})


def test_a_schema_without_a_way_forward_is_told() -> None:
    with Ledger(":memory:") as ledger, pytest.raises(BadRequest, match="no longer reads"):
        migrate(ledger.connection, 1, "sample", target=3, scripts=lambda: {3: ""})


# ---------------------------------------------------------------- several at once

READ = "import sys; from dragoman.ledger import Ledger; print(len(Ledger(sys.argv[1], read_only=True, wait=float(sys.argv[2])).events()))"


def test_two_processes_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "shared.duckdb"
    with Ledger(path) as ledger:
        ledger.add(story())
    with Ledger(path, read_only=True) as first:
        assert run(READ, path, 1).strip() == str(len(first.events()))


def test_a_reader_in_the_writers_own_program_sees_what_is_kept(tmp_path: Path) -> None:
    with Ledger(tmp_path / "shared.duckdb") as writer, Ledger(tmp_path / "shared.duckdb", read_only=True) as reader:
        writer.add(story())
        assert len(reader.events()) == len(writer.events())
        with pytest.raises(BadRequest, match="open for reading only"):
            reader.add(story())


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    Ledger(tmp_path / "shared.duckdb").close()
    with Ledger(tmp_path / "shared.duckdb", read_only=True) as reader:
        with pytest.raises(BadRequest, match="open for reading only"):
            reader.withdraw("a.txt")
        with pytest.raises(BadRequest, match="open for reading in this program"):
            Ledger(tmp_path / "shared.duckdb")


def test_a_ledger_that_another_process_keeps_is_named_with_the_process(tmp_path: Path) -> None:
    path = tmp_path / "shared.duckdb"
    with Ledger(path) as writer:
        writer.add(story())
        assert "is in use by process" in run(READ, path, 0.2)


def test_a_released_ledger_can_be_read_and_is_opened_again_when_needed(tmp_path: Path) -> None:
    path = tmp_path / "shared.duckdb"
    store = Store(path)
    store.release()
    assert run(READ, path, 0.2).strip() == "0"
    with store.transaction() as connection:
        store.release()
        connection.execute("INSERT INTO meta VALUES ('still', 'open')")
    assert meta(store.connection)["still"] == "open"
    store.close()


def test_others_can_read_the_ledger_while_files_are_read_into_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def slow(_: object, document: Document) -> Report:
        seen.append(run(READ, tmp_path / "shared.duckdb", 0.2).strip())
        return Report(document, Published(None, "unknown"))

    monkeypatch.setattr("dragoman.reading.pipeline", lambda: None)
    monkeypatch.setattr("dragoman.reading.read_document", slow)
    (tmp_path / "one.txt").write_text("Snow fell on the high passes, and the drivers waited for the ploughs to come.", encoding="utf-8")
    with Ledger(tmp_path / "shared.duckdb") as ledger:
        assert ledger.add(tmp_path / "one.txt").documents == 1
    assert seen == ["0"]


def test_what_fails_is_taken_back_whole(tmp_path: Path) -> None:
    store = Store(tmp_path / "one.duckdb")
    with pytest.raises(duckdb.CatalogException), store.transaction() as connection:
        connection.execute("INSERT INTO meta VALUES ('half', 'done'); INSERT INTO no_such_table VALUES (1)")
    assert "half" not in meta(store.connection)
    store.close()


def test_no_language_processing_is_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from dragoman import Ledger; from ledger_samples import story\n"
        "ledger = Ledger(sys.argv[1]); ledger.add(story()); ledger.check()\n"
        "print(sorted({'spacy', 'onnxruntime', 'torch', 'trafilatura', 'pandas'} & set(sys.modules)))"
    )
    assert run(code, tmp_path / "one.duckdb").strip() == "[]"


def test_the_command_line_starts_without_the_database() -> None:
    assert run("import sys, dragoman.cli; print('duckdb' in sys.modules)").strip() == "False"
