"""The command line: formats, options, exit codes. Reading itself is replaced by a stand-in, so that only the command is tested."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from report_samples import TEXT, sample

import dragoman
from dragoman import cli, output, reading
from dragoman.model import Document, Published, Report

OTHER = "The weather in the valley was mild on Monday, and the market was open as it is on every other day of the week.\n"


@dataclass
class Ended:
    """How a run of the command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


def stand_in(nlp: object, document: Document) -> Report:
    """What reading would yield: the sample's findings for the sample's text, nothing for any other."""
    if document.text == TEXT:
        found = sample()
        return Report(document, found.published, found.passages, found.mentions, found.times, found.places, found.quotes, found.events)
    return Report(document, Published(document.published, document.published_basis))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``dragoman ARGUMENTS`` in this process, with the stand-in for reading."""
    monkeypatch.setattr(reading, "pipeline", lambda: None)
    monkeypatch.setattr(reading, "read_document", stand_in)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def call(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return Ended(int(ended.value.code or 0), shown.out, shown.err)

    return call


@pytest.fixture
def dispatch(tmp_path: Path) -> Path:
    """The sample's text in a file."""
    path = tmp_path / "steppe.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A text without events in a file."""
    path = tmp_path / "weather.txt"
    path.write_text(OTHER, encoding="utf-8")
    return path


# ---------------------------------------------------------------- formats


def test_a_table_is_printed_unless_another_format_is_asked_for(run: Run, dispatch: Path) -> None:
    ended = run("read", dispatch)
    assert ended.code == 0
    assert "UZB deputy trade minister → KAZ Kazakhstan" in ended.out
    assert ended.err == ""


def test_json_of_one_document_is_one_object(run: Run, dispatch: Path) -> None:
    report = json.loads(run("read", dispatch, "--format", "json").out)
    assert report["document"]["id"] == "steppe"
    assert len(report["events"]) == 3


def test_json_of_several_documents_is_an_array_in_their_order(run: Run, dispatch: Path, other: Path) -> None:
    reports = json.loads(run("read", other, dispatch, "--format", "json").out)
    assert [report["document"]["id"] for report in reports] == ["weather", "steppe"]


def test_json_stays_whole_when_no_document_can_be_read(run: Run, tmp_path: Path) -> None:
    ended = run("read", tmp_path / "a.txt", tmp_path / "b.txt", "--format", "json")
    assert json.loads(ended.out) == []
    assert ended.code == 3


def test_jsonl_is_one_object_a_line(run: Run, dispatch: Path, other: Path) -> None:
    lines = run("read", other, dispatch, "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["document"]["id"] for line in lines] == ["weather", "steppe"]


def test_html_of_one_document_goes_to_standard_output(run: Run, dispatch: Path) -> None:
    shown = run("read", dispatch, "--format", "html").out
    assert shown.startswith("<!DOCTYPE html>")
    assert shown.rstrip().endswith("</html>")


def test_html_of_several_documents_goes_to_a_folder(run: Run, dispatch: Path, other: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin" / "weather.txt"
    twin.parent.mkdir()
    twin.write_text(OTHER, encoding="utf-8")
    assert run("read", dispatch, other, twin, "--format", "html", "--output", tmp_path / "pages").code == 0
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["steppe.html", "weather-2.html", "weather.html"]


def test_html_of_several_documents_without_a_folder_is_refused(run: Run, dispatch: Path, other: Path) -> None:
    ended = run("read", dispatch, other, "--format", "html")
    assert ended.code == 2
    assert ended.err == "dragoman: several HTML pages need a folder: add --output FOLDER\n"


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "html"])
def test_output_goes_to_a_file_just_as_to_the_screen(run: Run, dispatch: Path, tmp_path: Path, form: str) -> None:
    printed = run("read", dispatch, "--format", form).out
    ended = run("read", dispatch, "--format", form, "--output", tmp_path / "out")
    assert ended.out == ""
    assert (tmp_path / "out").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "html"])
def test_the_same_input_gives_the_same_bytes(run: Run, dispatch: Path, form: str) -> None:
    assert run("read", dispatch, "-f", form).out == run("read", dispatch, "-f", form).out


# ---------------------------------------------------------------- input and options


def test_a_folder_is_read_in_the_order_of_its_names(run: Run, dispatch: Path, other: Path) -> None:
    lines = run("read", dispatch.parent, "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["document"]["id"] for line in lines] == ["steppe", "weather"]


def test_a_folder_without_documents_is_named(run: Run, tmp_path: Path) -> None:
    ended = run("read", tmp_path)
    assert ended.code == 3
    assert ended.err.startswith(f"dragoman: {tmp_path}: no text or HTML file in it")


def test_the_date_of_publication_can_be_given(run: Run, other: Path) -> None:
    report = json.loads(run("read", other, "--format", "json", "--published", "2024-03-12").out)
    assert (report["document"]["published"], report["document"]["published_basis"]) == ("2024-03-12", "given")


@pytest.mark.parametrize("value", ["yesterday", "2024-13-01", "12/03/2024", ""])
def test_a_date_that_is_none_is_refused(run: Run, other: Path, value: str) -> None:
    ended = run("read", other, "--published", value)
    assert ended.code == 2
    assert "write it as YYYY-MM-DD" in ended.err


def test_events_can_be_left_out_by_confidence(run: Run, dispatch: Path) -> None:
    report = json.loads(run("read", dispatch, "--format", "json", "--min-confidence", "0.5").out)
    assert [event["id"] for event in report["events"]] == ["e1", "e3"]
    assert report["unplaced"][-1]["reason"] == "confidence 0.41 is below 0.50"


def test_verbose_tables_say_how_each_value_was_reached(run: Run, dispatch: Path) -> None:
    assert "mode visit" not in run("read", dispatch).out
    assert "the host stands in the capital: mode visit" in run("read", dispatch, "--verbose").out


@pytest.mark.parametrize(
    "arguments", [["--bogus"], ["--format", "xml"], ["--min-confidence", "2"], []], ids=["option", "format", "confidence", "no file"]
)
def test_an_option_that_cannot_be_used_ends_in_2(run: Run, arguments: list[str]) -> None:
    ended = run("read", *(["FILE", *arguments] if arguments else []))
    assert ended.code == 2
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("where", ["missing/out.json", "."])
def test_output_that_cannot_be_written_is_refused(run: Run, dispatch: Path, tmp_path: Path, where: str) -> None:
    ended = run("read", dispatch, "--format", "json", "--output", tmp_path / where)
    assert ended.code == 2
    assert ended.err.startswith("dragoman: --output ")
    assert len(ended.err.splitlines()) == 1


# ---------------------------------------------------------------- other commands


def test_resolve_prints_the_actor_as_json(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def resolve(*arguments: object) -> dragoman.Actor:
        asked.extend(arguments)
        return dragoman.Actor("UZB", "state", "Uzbekistan")

    monkeypatch.setattr(dragoman, "resolve", resolve)
    shown = json.loads(run("resolve", "Tashkent", "--on", "2024-03-12", "--context", "talks").out)
    assert (shown["code"], shown["name"]) == ("UZB", "Uzbekistan")
    assert asked == ["Tashkent", "2024-03-12", "talks"]


def test_resolve_prints_null_for_nobody(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dragoman, "resolve", lambda *_: None)
    assert run("resolve", "the tall one").out == "null\n"


def test_classify_prints_type_and_confidence_for_each_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dragoman, "classify", lambda sentences: [("THREATEN", 0.875) for _ in sentences])
    sentence = "<s>A</s> warned <t>B</t>."
    assert run("classify", sentence, sentence).out == f"THREATEN\t0.875\t{sentence}\n" * 2


def test_help_names_the_commands_and_the_exit_codes(run: Run) -> None:
    shown = " ".join(run("--help").out.split())
    assert all(command in shown for command in ("read", "resolve", "classify", "evaluate"))
    assert "3 some documents could not be read; 4 some were skipped as not English (3 wins over 4); 130 interrupted" in shown


def test_the_version_is_the_packages(run: Run) -> None:
    stated = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"].get("version")
    assert run("--version").out == f"dragoman {dragoman.__version__}\n"
    assert stated in {None, dragoman.__version__}


# ---------------------------------------------------------------- when something goes wrong


def test_an_internal_error_is_one_line_and_asks_to_be_reported(capsys: pytest.CaptureFixture[str]) -> None:
    cli._last_resort(ValueError, ValueError("two\nlines"), None)
    shown = capsys.readouterr().err
    assert shown.startswith("dragoman: internal error (ValueError: two lines). Please report it")
    assert len(shown.splitlines()) == 1


def test_an_internal_error_ends_in_1_without_a_traceback() -> None:
    code = "import sys; from dragoman import cli, output; output.run = lambda _: 1 / 0; sys.argv = ['dragoman', {}'read', 'x']; cli.main()"
    quiet = subprocess.run([sys.executable, "-c", code.format("")], capture_output=True, text=True, check=False)
    assert quiet.returncode == 1
    assert quiet.stderr.startswith("dragoman: internal error (ZeroDivisionError: division by zero)")
    assert "Traceback" not in quiet.stderr
    loud = subprocess.run([sys.executable, "-c", code.format("'--debug', ")], capture_output=True, text=True, check=False)
    assert loud.returncode == 1
    assert "Traceback" in loud.stderr


def test_an_interruption_ends_in_130_and_what_was_printed_stays(
    run: Run, monkeypatch: pytest.MonkeyPatch, dispatch: Path, other: Path
) -> None:
    def stop_at_the_second(nlp: object, document: Document) -> Report:
        if document.text == OTHER:
            raise KeyboardInterrupt
        return stand_in(nlp, document)

    monkeypatch.setattr(reading, "read_document", stop_at_the_second)
    ended = run("read", dispatch, other, "--format", "jsonl")
    assert ended.code == 130
    assert [json.loads(line)["document"]["id"] for line in ended.out.splitlines()] == ["steppe"]


def test_a_reader_that_has_had_enough_is_no_error(dispatch: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_cli; from dragoman import cli, reading;"
        "reading.pipeline = lambda: None; reading.read_document = test_cli.stand_in;"
        "sys.argv = ['dragoman', 'read', '-f', 'jsonl', *[sys.argv[2]] * 400]; cli.main()"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(dispatch)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUTF8": "1"}) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_no_bar_is_drawn_where_nobody_looks(run: Run, dispatch: Path, other: Path) -> None:
    assert run("read", dispatch, other).err == ""


def test_the_package_is_imported_without_anything_heavy() -> None:
    code = (
        "import sys, dragoman, dragoman.cli; print(*[name for name in ('spacy', 'numpy', 'jinja2', 'rich.table') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


# ---------------------------------------------------------------- the same from Python


def test_read_takes_a_text_a_path_or_the_name_of_a_file(run: Run, dispatch: Path) -> None:
    assert dragoman.read(TEXT).events == dragoman.read(dispatch).events == dragoman.read(str(dispatch)).events
    assert dragoman.read(TEXT).document.path is None
    assert dragoman.read(dispatch).document.path == str(dispatch)


def test_read_takes_one_word_for_a_file_name(run: Run) -> None:
    with pytest.raises(dragoman.UnreadableDocument, match="no such file"):
        dragoman.read("missing.txt")


@pytest.mark.parametrize("published", [date(2024, 3, 12), "2024-03-12"])
def test_read_takes_a_date_as_date_or_words(run: Run, published: date | str) -> None:
    document = dragoman.read(OTHER, published).document
    assert (document.published, document.published_basis) == (date(2024, 3, 12), "given")


def test_reading_many_yields_reports_and_failures_in_order(run: Run, dispatch: Path, tmp_path: Path) -> None:
    outcomes = list(reading.read_many([dispatch, tmp_path / "none.txt", dispatch]))
    assert [type(outcome).__name__ for outcome in outcomes] == ["Report", "Failure", "Report"]


def test_the_formats_are_the_ones_documented() -> None:
    assert [form.value for form in output.Format] == ["table", "json", "jsonl", "html"]
