"""What cannot be read is named in one line on standard error, the others go on, and no traceback reaches a user."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from report_samples import TEXT
from test_cli import OTHER, Run, dispatch, run

__all__ = ["dispatch", "run"]  # fixtures

FRENCH = (
    "Le ministre des transports a déclaré lundi que le nouveau pont serait ouvert avant la fin de l'année, et que les "
    "deux pays s'étaient mis d'accord sur le prix du passage. Il a ajouté que les travaux avaient commencé au printemps.\n"
)
PERSIAN = "وزیر راه روز دوشنبه گفت که پل تازه پیش از پایان سال باز خواهد شد و دو کشور بر سر بهای گذر از آن به توافق رسیده‌اند.\n"
RUSSIAN = "Министр транспорта заявил в понедельник, что новый мост откроют до конца года и что страны договорились о плате.\n"
BROKEN = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 8,
    "nul.txt": b"The minister met\x00 the envoy on Monday.\n",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "latin.txt": "Le général a été reçu à l'aéroport".encode("latin-1"),
    "wide.txt": "The minister met the envoy on Monday.".encode("utf-16"),
    "huge.txt": b"The minister met the envoy on Monday. " * 140_000,
    "hollow.html": b"<html><head><script>start()</script></head><body></body></html>",
}
FOREIGN = {"french.txt": FRENCH, "persian.txt": PERSIAN, "russian.txt": RUSSIAN}


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """A file with that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_document_is_named_in_one_line_and_ends_in_3(run: Run, tmp_path: Path, name: str) -> None:
    path = put(tmp_path, name, BROKEN[name])
    ended = run("read", path)
    assert ended.code == 3
    assert ended.out == ""
    assert ended.err.startswith(f"dragoman: {path}: ")
    assert len(ended.err.splitlines()) == 1
    assert ended.err.count(str(path)) <= 2


def test_a_missing_file_is_named(run: Run, tmp_path: Path) -> None:
    ended = run("read", tmp_path / "nowhere.txt")
    assert (ended.code, len(ended.err.splitlines())) == (3, 1)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever runs this may read every file")
def test_a_file_without_permission_is_named(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "locked.txt", TEXT)
    path.chmod(0)
    assert run("read", path).code == 3


def test_a_file_that_the_system_refuses_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "locked.txt", TEXT)
    opens = Path.open

    def refuse(self: Path, *arguments: str, **options: str) -> io.IOBase:
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return opens(self, *arguments, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(Path, "open", refuse)
    ended = run("read", path)
    assert ended.code == 3
    assert "permission" in ended.err


@pytest.mark.parametrize("name", FOREIGN)
def test_another_language_is_skipped_and_ends_in_4(run: Run, tmp_path: Path, name: str) -> None:
    path = put(tmp_path, name, FOREIGN[name])
    ended = run("read", path)
    assert ended.code == 4
    assert ended.out == ""
    assert ended.err.startswith(f"dragoman: {path}: ")
    assert "not English" in ended.err


def test_unreadable_wins_over_not_english(run: Run, tmp_path: Path) -> None:
    french, empty = put(tmp_path, "french.txt", FRENCH), put(tmp_path, "empty.txt", b"")
    assert run("read", french, empty).code == 3
    assert run("read", empty, french).code == 3


def test_no_political_content_is_an_empty_report_and_no_error(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "weather.txt", OTHER)
    ended = run("read", path)
    assert (ended.code, ended.err) == (0, "")
    assert "No events between political actors found." in ended.out
    assert json.loads(run("read", path, "--format", "json").out)["events"] == []


def test_a_broken_file_among_good_ones_does_not_stop_them(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "a.txt", TEXT)
    put(tmp_path, "b.txt", BROKEN["binary.txt"])
    put(tmp_path, "c.txt", FRENCH)
    put(tmp_path, "d.txt", TEXT)
    ended = run("read", tmp_path, "--format", "jsonl")
    assert ended.code == 3
    assert [json.loads(line)["document"]["id"] for line in ended.out.splitlines()] == ["a", "d"]
    assert [line.split(": ")[1] for line in ended.err.splitlines()] == [str(tmp_path / "b.txt"), str(tmp_path / "c.txt")]


@pytest.mark.parametrize(("content", "code"), [(TEXT.encode(), 0), (b"", 3), (bytes(range(256)), 3), (FRENCH.encode(), 4)])
def test_standard_input_is_held_to_the_same(run: Run, monkeypatch: pytest.MonkeyPatch, content: bytes, code: int) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    ended = run("read", "-", "--format", "json")
    assert ended.code == code
    assert ended.err == "" if code == 0 else ended.err.startswith("dragoman: standard input: ")


def test_a_file_name_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a\x1b[2Jb\nc.txt", b"")
    ended = run("read", path)
    assert "\x1b" not in ended.err
    assert len(ended.err.splitlines()) == 1


def test_the_pipeline_takes_every_text_that_is_small_enough_to_be_read() -> None:
    from dragoman.pipeline import AFTER_SYNTAX, load
    from dragoman.sources.files import MOST_TEXT

    assert load(without=AFTER_SYNTAX).max_length >= MOST_TEXT
