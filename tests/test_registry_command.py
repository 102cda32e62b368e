"""``dragoman registry``: show, search and check, as tables and as JSON, and how each ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dragoman import cli

HEADER = "kind,code,name,sector,media,spellings,role,office,start,end,qid"


@dataclass
class Ended:
    """How a run of the command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``dragoman registry ARGUMENTS`` in this process."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def call(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["dragoman", "registry", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return Ended(int(ended.value.code or 0), shown.out, shown.err)

    return call


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    rows = "group,COD,Ituri River Brigade,REB,,IRB,,,,,\nperson,UKR,Ostap Hrynko,,,,,Mayor of Lower Vilkhivka,2019,,\n"
    path.write_text(f"{HEADER}\n{rows}", encoding="utf-8")
    return path


def test_a_state_is_shown_with_names_bodies_outlets_groups_and_principal_offices(run: Run) -> None:
    shown = run("show", "RUS", "--on", "2014-07-01", "--json")
    (state,) = json.loads(shown.out)
    assert (shown.code, state["code"], state["kind"], state["name"]) == (0, "RUS", "state", "Russia")
    assert "Russian Federation" in state["names"]["name"]
    assert "Moscow" in state["names"]["capital"]
    assert "Kremlin" in {body["name"] for body in state["bodies"]}
    assert any(outlet["state_media"] for outlet in state["outlets"])
    assert state["groups"]
    held = {office["role"]: office["person"] for office in state["offices"]}
    assert (held["head_of_state"], held["foreign_minister"]) == ("Vladimir Putin", "Sergei Lavrov")


@pytest.mark.parametrize("name", ["Russia", "the Russian Federation", "Moscow", "RUS"])
def test_a_state_is_shown_by_any_of_its_names(run: Run, name: str) -> None:
    (state,) = json.loads(run("show", name, "--json").out)
    assert state["name"] == "Russia"


def test_an_organisation_is_shown_by_code_and_by_name(run: Run) -> None:
    by_code = json.loads(run("show", "NAT", "--on", "2016-01-01", "--json").out)
    by_name = json.loads(run("show", "ORG:African_Union", "--json").out)
    assert by_code[0]["kind"] == by_name[0]["kind"] == "organisation"
    assert by_code[0]["name"] == "NATO"
    assert json.loads(run("show", "UNO", "--json").out)[0]["name"] == "United Nations"
    assert "Jens Stoltenberg" in {office["person"] for office in by_code[0]["offices"]}
    assert by_name[0]["code"] == "ORG:African Union"


def test_a_name_of_several_shows_them_all(run: Run) -> None:
    assert {state["code"] for state in json.loads(run("show", "Congolese", "--json").out)} == {"COD", "COG"}


def test_a_person_is_shown_with_every_office_its_days_and_its_source(run: Run) -> None:
    (person,) = json.loads(run("show", "Sergei Lavrov", "--on", "2010-01-01", "--json").out)
    minister = next(office for office in person["offices"] if office["role"] == "foreign_minister")
    assert (person["kind"], person["qid"]) == ("person", "Q58217")
    assert (minister["code"], minister["start"], minister["held"]) == ("RUS", "2004-03-09", True)
    assert minister["source"] in {"wikidata", "own", "factbook"}
    starts = [office["start"] or "" for office in person["offices"]]
    assert starts == sorted(starts)


def test_a_table_is_printed_without_json(run: Run) -> None:
    shown = run("show", "France", "--on", "2003-03-01")
    assert shown.code == 0
    assert all(word in shown.out for word in ("France", "Paris", "Jacques Chirac", "from 1995-05-17 to 2007-05-16"))


def test_what_is_not_known_is_one_line_with_the_nearest_names(run: Run) -> None:
    shown = run("show", "Kremlinn")
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.count("\n") == 1
    assert "did you mean Kremlin" in shown.err


def test_a_bad_day_is_one_line(run: Run) -> None:
    shown = run("show", "FRA", "--on", "yesterday")
    assert (shown.code, shown.err.count("\n")) == (2, 1)


def test_search_finds_other_spellings(run: Run) -> None:
    for spelling, name in (
        ("Hexbollah", "Hezbollah"),
        ("Angela Merkle", "Angela Merkel"),
        ("Merkle", "Angela Merkel"),
        ("Khazakstan", "Kazakhstan"),
    ):
        found = json.loads(run("search", spelling, "--json").out)
        assert found[0]["name"] == name, spelling
        assert [hit["score"] for hit in found] == sorted((hit["score"] for hit in found), reverse=True)


def test_search_on_a_day_leaves_out_those_not_in_office(run: Run) -> None:
    then = json.loads(run("search", "Angela Merkel", "--on", "2010-01-01", "--limit", "3", "--json").out)
    later = json.loads(run("search", "Angela Merkel", "--on", "2023-01-01", "--limit", "3", "--json").out)
    assert (then[0]["name"], then[0]["code"]) == ("Angela Merkel", "DEU")
    assert len(then) <= 3
    assert "Angela Merkel" not in {hit["name"] for hit in later}


def test_a_search_that_finds_nothing_says_so(run: Run) -> None:
    shown = run("search", "zzzzqqqqxxxx")
    assert (shown.code, shown.out) == (0, "")
    assert "nothing in the registry" in shown.err
    assert json.loads(run("search", "zzzzqqqqxxxx", "--json").out) == []


def test_a_table_of_ones_own_is_shown_and_searched(run: Run, table: Path) -> None:
    (group,) = json.loads(run("show", "IRB", "--actors", table, "--json").out)
    (person,) = json.loads(run("show", "Ostap Hrynko", "--actors", table, "--json").out)
    assert (group["code"], group["kind"], group["sector"]) == ("COD", "group", "REB")
    assert person["offices"][0]["source"] == "user"
    assert json.loads(run("search", "Ituri River Brigad", "--actors", table, "--json").out)[0]["name"] == "Ituri River Brigade"


def test_a_good_table_is_said_to_be_good(run: Run, table: Path) -> None:
    shown = run("check", table)
    assert (shown.code, shown.err) == (0, "")
    assert "2 names and 1 person, no mistakes" in shown.out


def test_each_mistake_of_a_table_is_one_line(run: Run, table: Path) -> None:
    table.write_text(f"{HEADER}\ngrup,COD,A Band,REB,,,,,,,\ngroup,QQ,B Band,REB,,,,,,,\n", encoding="utf-8")
    shown = run("check", table)
    assert (shown.code, shown.out) == (2, "")
    lines = shown.err.splitlines()
    assert [line.partition(": ")[2].partition(":")[0] for line in lines] == ["line 2, column kind", "line 3, column code"]
    told = json.loads(run("check", table, "--json").out)
    assert [problem["line"] for problem in told["problems"]] == [2, 3]


def test_a_table_that_is_not_there_is_one_line(run: Run, tmp_path: Path) -> None:
    for arguments in (("check", tmp_path / "none.csv"), ("show", "FRA", "--actors", tmp_path / "none.csv")):
        shown = run(*arguments)
        assert (shown.code, shown.err.count("\n")) == (2, 1)


def test_a_document_is_not_read_with_a_bad_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The minister met the ambassador on Monday and they spoke of trade.\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["dragoman", "read", str(page), "--actors", str(tmp_path / "none.csv")])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    shown = capsys.readouterr()
    assert (ended.value.code, shown.out) == (2, "")
    assert "no such table of actors" in shown.err
