"""Exports read back with the tools of those who use them, the static site, and the commands."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from shlex import split

import duckdb
import networkx
import pytest
from asking_samples import Memory, Told, filled, put_quote, story
from hypothesis import given
from hypothesis import strategies as st
from typer import Typer
from typer.testing import CliRunner, Result

from dragoman.errors import BadRequest
from dragoman.ledger.command import asking, exporting
from dragoman.ledger.exports import FORMATS
from dragoman.ledger.exports.cells import cell, line_cell, write_csv
from dragoman.ledger.exports.codebooks import cameo_names, columns, countries, full_cameo
from dragoman.ledger.site import relation_page


@pytest.fixture
def memory() -> Memory:
    return filled(story())


def _lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("name", "first", "last", "n"), [("polecat", "Event ID", "Version", 40), ("icews", "Event ID", "Longitude", 20)])
def test_rows_have_the_published_columns(memory: Memory, tmp_path: Path, name: str, first: str, last: str, n: int) -> None:
    memory.export(name, tmp_path / "out.txt")
    rows = _lines(tmp_path / "out.txt")
    assert (rows[0][0], rows[0][-1], len(rows[0])) == (first, last, n)
    assert {len(row) for row in rows} == {n}


def test_gdelt_has_61_columns_and_no_header(memory: Memory, tmp_path: Path) -> None:
    memory.export("gdelt", tmp_path / "out.CSV")
    rows = [dict(zip(columns("gdelt"), row, strict=True)) for row in _lines(tmp_path / "out.CSV")]
    assert len(columns("gdelt")) == 61
    visit = next(row for row in rows if row["SQLDATE"] == "20230726" and row["EventCode"] == "042")
    assert (visit["Actor1CountryCode"], visit["Actor2CountryCode"]) == ("BGR", "MAR")
    assert (visit["EventBaseCode"], visit["EventRootCode"], visit["QuadClass"], visit["NumSources"]) == ("042", "04", "1", "3")
    assert visit["ActionGeo_CountryCode"] == "MO", "places in GDELT have FIPS codes"


def test_dates_that_are_too_vague_are_left_out_and_not_guessed(memory: Memory, tmp_path: Path) -> None:
    memory.export("gdelt", tmp_path / "out")
    rows = [dict(zip(columns("gdelt"), row, strict=True)) for row in _lines(tmp_path / "out")]
    trade = next(row for row in rows if row["EventRootCode"] == "06")
    assert (trade["SQLDATE"], trade["MonthYear"], trade["Year"]) == ("", "", "2021")


def test_only_facts_go_where_there_is_no_column_for_the_status(memory: Memory, tmp_path: Path) -> None:
    memory.export("polecat", tmp_path / "out")
    assert "E9" not in {row[0] for row in _lines(tmp_path / "out")}, "the plan"


def test_a_joint_event_has_a_row_in_each_direction(tmp_path: Path) -> None:
    filled([Told("2023-01-05", "CONSULT", "FJI,TON")]).export("icews", tmp_path / "out")
    rows = list(csv.DictReader((tmp_path / "out").open(encoding="utf-8"), delimiter="\t"))
    assert [(row["Source Country"], row["Target Country"]) for row in rows] == [("Fiji", "Tonga"), ("Tonga", "Fiji")]


def test_pandas_reads_the_tables(memory: Memory, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    for name in ("csv", "polecat", "icews"):
        memory.export(name, tmp_path / name)
    assert list(pandas.read_csv(tmp_path / "polecat", sep="\t").columns) == list(columns("polecat"))
    frame = pandas.read_csv(tmp_path / "csv", dtype={"cameo": str})
    assert len(frame) == 12
    assert frame.set_index("event").loc["E3", "cameo"] == "042"
    icews = pandas.read_csv(tmp_path / "icews", sep="\t", dtype={"CAMEO Code": str}, parse_dates=["Event Date"])
    assert set(icews["CAMEO Code"]) <= set(cameo_names())


def test_duckdb_reads_the_parquet_file_with_its_types(memory: Memory, tmp_path: Path) -> None:
    memory.export("parquet", tmp_path / "out.parquet")
    found = duckdb.connect().execute(
        "SELECT actors, date_start, claim_ids FROM read_parquet(?) WHERE event = 'E3'", [str(tmp_path / "out.parquet")]
    )
    actors, day, claims = found.fetchall()[0]
    assert (actors, str(day), claims) == (["BGR"], "2023-07-26", ["D3-0:e1", "D3-1:e1", "D3-2:e1"])


def test_networkx_reads_the_graph_as_it_was(memory: Memory, tmp_path: Path) -> None:
    memory.export("graphml", tmp_path / "out.graphml")
    graph = networkx.read_graphml(tmp_path / "out.graphml")
    assert dict(graph.nodes(data=True)) == dict(memory.network().nodes(data=True))
    assert graph["BGR"]["MAR"] == memory.network()["BGR"]["MAR"]


def test_json_lines_carry_every_claim_with_its_words(memory: Memory, tmp_path: Path) -> None:
    memory.export("jsonl", tmp_path / "out.jsonl")
    rows = {row["event"]: row for row in map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())}
    assert len(rows) == 12
    assert [told["publisher"] for told in rows["E3"]["tellings"]] == ["Harbour Daily", "Balkan Post", "Atlas Agency"]
    assert (rows["E3"]["tellings"][0]["start"], rows["E3"]["tellings"][0]["end"]) == (0, 52)


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1"])
def test_no_cell_begins_like_a_formula(text: str) -> None:
    for written in (cell(text), cell([text, "b"]), line_cell(text)):
        assert isinstance(written, str)
        assert not written.lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_negative_numbers_stay_numbers() -> None:
    assert cell(-5.0) == -5.0


@given(st.lists(st.text(max_size=20), min_size=2, max_size=2))
def test_a_row_of_a_csv_file_stays_one_row(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("cells") / "out.csv"
    write_csv(path, ("a", "b"), [texts])
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert [len(row) for row in rows] == [2, 2]


@given(st.text(max_size=30))
def test_a_cell_of_a_tab_separated_file_holds_no_tab_line_end_or_quotation_mark(text: str) -> None:
    assert not re.search('[\t\n\r"]', str(line_cell(text)))


def test_an_export_says_what_changed_since_the_last(memory: Memory, tmp_path: Path) -> None:
    first = memory.export("csv", tmp_path / "a.csv", since_last="desk")
    assert (first.rows, first.since) == (12, None)
    again = memory.export("csv", tmp_path / "b.csv", since_last="desk")
    assert (again.rows, again.since is None) == (0, False)
    for kind, key in (("event-changed", "E3"), ("event-added", "E99"), ("event-removed", "E99"), ("event-removed", "E1")):
        memory.connection.execute("INSERT INTO changes (\"at\", kind, key) VALUES ('2024-02-01', ?, ?)", [kind, key])
    third = memory.export("csv", tmp_path / "c.csv", since_last="desk")
    assert third.rows == 1
    assert third.changes is not None
    told = list(csv.DictReader(third.changes.open(encoding="utf-8")))
    assert [(row["key"], row["change"]) for row in told] == [("E3", "event-changed"), ("E1", "event-removed")]
    assert memory.export("csv", tmp_path / "d.csv", since_last="another").rows == 12


def test_a_file_that_cannot_be_written_is_said_in_one_line(memory: Memory, tmp_path: Path) -> None:
    for format in FORMATS:
        with pytest.raises(BadRequest, match="cannot be written"):
            memory.export(format, tmp_path / "absent" / "out")
    with pytest.raises(BadRequest, match="no export format"):
        memory.export("xls", tmp_path / "out")


def test_the_lists_of_codes_are_whole() -> None:
    assert countries()["KOR"].cow == "732"
    assert countries()["DEU"].fips == "GM"
    assert full_cameo("04") == "040"
    assert full_cameo("0871") == "0871"


# ---------------------------------------------------------------- the site


def test_every_link_of_the_site_leads_somewhere(tmp_path: Path) -> None:
    memory = filled([*story(), Told("2023-01-05", "CONSULT", "ORG:East & West <Union>,FJI")])
    put_quote(memory, "D3-0", 0, "Ana Petrov", "BGR", "We came <b>to talk</b>.")
    assert memory.site(tmp_path) == len(list(tmp_path.rglob("*.html")))
    for page in tmp_path.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "<b>to talk" not in text
        for target in re.findall(r'href="([^"]+)"', text):
            name, _, anchor = target.partition("#")
            there = (page.parent / name).resolve() if name else page
            assert there.exists(), f"{page}: {target}"
            assert not anchor or f'id="{anchor}"' in there.read_text(encoding="utf-8")


def test_a_page_whose_events_are_gone_does_not_stay_in_the_site(tmp_path: Path) -> None:
    filled(story()).site(tmp_path)
    notes = tmp_path / "events" / "notes.html"
    notes.write_text("<p>Somebody's own page.</p>", encoding="utf-8")
    left = filled(story()[:2]).site(tmp_path)
    assert len(list(tmp_path.rglob("*.html"))) == left + 1
    assert notes.exists()
    assert not (tmp_path / "relations" / "LBY-TCD.html").exists()


def test_the_site_of_an_empty_ledger_opens(tmp_path: Path) -> None:
    filled([]).site(tmp_path)
    assert "No dated document yet" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_pages_of_different_relations_have_different_names() -> None:
    assert relation_page("PRK", "RUS") == "relations/PRK-RUS.html"
    assert len({relation_page("FRA", f"ORG:A{sign}B") for sign in " /.&"}) == 4


# ---------------------------------------------------------------- tables and commands


def test_answers_are_frames_of_three_libraries(memory: Memory) -> None:
    for name in ("pandas", "polars", "arrow"):
        pytest.importorskip("pyarrow" if name == "arrow" else name)
        assert len(getattr(memory.events("BGR,MAR"), name)()) == len(memory.events("BGR,MAR"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("events --between KAZ,UZB --type CONSULT", "22 December 2023"),
        ("relation KAZ UZB --by year", "2018-01-01"),
        ("relation KGZ TJK --by year --status denied --status occurred", "2022-01-01"),
        ("changes KAZ UZB", "activity"),
        ("visits --person transport", "Minister of Transport"),
        ("invitations", "kept"),
        ("firsts", "First visit of Kazakhstan to Uzbekistan since 2018-05-14."),
        ("quotes --speaker UZB", "The rails must meet by autumn"),
        ("brief --days 400 --about UZB", "# Uzbekistan: what is new"),
        ("network --since 2019", "alignment"),
        ("sql 'SELECT one, other, count(*) FROM relations GROUP BY ALL'", "UZB"),
    ],
)
def test_the_commands_answer(ledger_file: Path, words: str, expected: str) -> None:
    app = Typer()
    asking.register(app)
    exporting.register(app)
    found = CliRunner().invoke(app, [*split(words), "--ledger", str(ledger_file)])
    assert found.exit_code == 0, found.output
    assert expected in found.output


def test_the_commands_print_json(ledger_file: Path) -> None:
    app = Typer()
    asking.register(app)
    exporting.register(app)
    found = CliRunner().invoke(app, ["visits", "--format", "json", "--ledger", str(ledger_file)])
    assert {row["kind"] for row in json.loads(found.output)} == {"visit", "call"}


def sql(ledger_file: Path, query: str) -> Result:
    app = Typer()
    asking.register(app)
    return CliRunner().invoke(app, ["sql", query, "--format", "csv", "--ledger", str(ledger_file)])


def test_columns_of_one_name_are_told_apart(ledger_file: Path) -> None:
    assert sql(ledger_file, "SELECT 1 AS event, 2 AS event, 3 AS event_1").output == "event,event_1,event_1_1\n1,2,3\n"


def test_every_type_of_the_database_has_a_cell(ledger_file: Path) -> None:
    query = "SELECT -1.5::DECIMAL(4, 2) AS a, INTERVAL 1 DAY AS b, TIME '10:00' AS c, 'x'::BLOB AS d, 1.5 AS e, {'k': 1} AS f, '=1' AS g"
    assert sql(ledger_file, query).output.splitlines()[1] == """-1.50,"1 day, 0:00:00",10:00:00,b'x',1.5,"{""k"": 1}",'=1"""


@pytest.mark.parametrize(("query", "said"), [("", "no query"), (" ; ", "no query"), ("SELECT * FROM connection", "does not exist")])
def test_what_is_no_query_is_told(ledger_file: Path, query: str, said: str) -> None:
    assert said in str(sql(ledger_file, query).exception)


@pytest.fixture(scope="module")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ledger_samples import fill

    from dragoman.ledger import Ledger

    path = tmp_path_factory.mktemp("ledger") / "story.duckdb"
    with Ledger(path) as ledger:
        fill(ledger)
    return path
