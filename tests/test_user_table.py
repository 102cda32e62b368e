"""A user's own table of actors: what it may hold, what is wrong in one, and that it wins over what ships."""

from __future__ import annotations

import csv
import io
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dragoman
from dragoman.actors.registry import Registry, default
from dragoman.actors.registry.user_table import COLUMNS, LARGEST, parse, registry_for
from dragoman.errors import BadRequest

HEADER = "kind,code,name,sector,media,spellings,role,office,start,end,qid"
ROWS = """\
# our own list
group,COD,Ituri River Brigade,REB,,IRB;Brigade of the Ituri River,,,,,
organisation,,Lakes Compact Authority,,,LCA,,,,,
outlet,MLI,Bamako Radio Two,,state,,,,,,
body,GEO,Adjara Ports Office,GOV,,,,,,,
state,XZL,Zelandia,,,Zelandian;Zelandians,,,,,
state,PRK,Land of the Long March,,,,,,,,
person,UKR,Ostap Hrynko,,,Ostap Grinko,,Mayor of Lower Vilkhivka,2019-03,2023,
person,UKR,Ostap Hrynko,,,,,Deputy Governor of Vilkhivka,2024-02-01,,
person,ORG:Lakes_Compact_Authority,Amina Kibwana,,,,,Secretary-General of the Lakes Compact Authority,2021,,Q99999991
group,USA,Hezbollah,NGO,,,,,,,
"""
WRONG = [
    ("grup,COD,Blue Band,REB,,,,,,,", "line 2, column kind: 'grup' is no kind"),
    (",COD,Blue Band,REB,,,,,,,", "line 2, column kind: is empty"),
    ("group,QQ,Blue Band,REB,,,,,,,", "line 2, column code: 'QQ' is no code"),
    ("group,,Blue Band,REB,,,,,,,", "line 2, column code: is empty"),
    ("body,ORG:ASEAN,Blue Office,GOV,,,,,,,", "line 2, column code: ORG:ASEAN is no state"),
    ("group,COD,,REB,,,,,,,", "line 2, column name: is empty"),
    ("group,COD,X,REB,,,,,,,", "line 2, column name: 'X' is no name"),
    ("group,COD,Blue Band,REB,,B;Blue Boys,,,,,", "line 2, column spellings: 'B' is no name"),
    ("group,COD,Blue Band,,,,,,,,", "line 2, column sector: is empty"),
    ("group,COD,Blue Band,REBEL,,,,,,,", "line 2, column sector: 'REBEL' is no sector"),
    ("group,COD,Blue Band,REB,state,,,,,,", "line 2, column media: is for rows of kind outlet"),
    ("outlet,MLI,Blue Radio,,royal,,,,,,", "line 2, column media: 'royal' is none of state"),
    ("group,COD,Blue Band,REB,,,,,2019,,", "line 2, column start: is for rows of kind person"),
    ("person,COD,Jean Bleu,,,,,,2019,,", "line 2, column office: is empty"),
    ("person,COD,Jean Bleu,,,,,Keeper of the Seals of Blue,2019,,", "line 2, column sector: is empty"),
    ("person,COD,Jean Bleu,,,,bluebeard,Mayor of Blue,2019,,", "line 2, column role: 'bluebeard' is no role"),
    ("person,COD,Jean Bleu,,,,,Mayor of Blue,2019-13,,", "line 2, column start: '2019-13' is no date"),
    ("person,COD,Jean Bleu,,,,,Mayor of Blue,2019-02-30,,", "line 2, column start: '2019-02-30' is no date"),
    ("person,COD,Jean Bleu,,,,,Mayor of Blue,2019,2018-12,", "line 2, column end: 2018-12 is before the start, 2019"),
    ("person,COD,Jean Bleu,,,,,Mayor of Blue,,,42", "line 2, column qid: '42' is no Wikidata id"),
    ("group,COD,Blue Band,REB,,,,,,,,more", "line 2: 12 cells where the header has 11"),
    ('group,COD,"Blue" Band,REB,,,,,,,', "line 2: no CSV"),
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(f"{HEADER}\n{ROWS}", encoding="utf-8")
    return path


@pytest.fixture
def registry(table: Path) -> Registry:
    return registry_for(table)


def test_a_good_table_has_no_problems(table: Path) -> None:
    found = parse(table.read_text("utf-8"))
    assert found.problems == ()
    assert [len(person) for person in found.persons] == [2, 1]


@pytest.mark.parametrize(("row", "told"), WRONG, ids=[told.partition(": ")[2][:40] for _, told in WRONG])
def test_each_mistake_is_told_with_its_line_and_column(row: str, told: str) -> None:
    problems = [str(problem) for problem in parse(f"{HEADER}\n{row}\n").problems]
    assert any(problem.startswith(told) for problem in problems), problems
    assert all("\n" not in problem for problem in problems)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("", "no header"),
        ("kind;code;name", "line 1: columns are parted by commas"),
        ("kind,code,name,colour", "line 1: 'colour' is no column"),
        ("kind,code,code,name", "line 1: column code stands twice"),
        ("kind,name", "line 1: column code is missing"),
    ],
)
def test_a_wrong_header_is_told(header: str, told: str) -> None:
    problems = parse(f"{header}\n").problems
    assert str(problems[0]).startswith(told)


def test_columns_may_stand_in_any_order_and_be_left_out() -> None:
    found = parse("Name,Sector,Kind,Code\nBlue Band,reb,Group,cod\n")
    assert found.problems == ()
    assert (found.entries[0].actor.code, found.entries[0].actor.sector) == ("COD", "REB")


def test_a_spelling_that_stands_twice_is_told() -> None:
    found = parse(f"{HEADER}\ngroup,COD,Blue Band,REB,,,,,,,\ngroup,MLI,Red Band,REB,,blue band,,,,,\n")
    assert [str(problem) for problem in found.problems] == ["line 3, column spellings: 'blue band' stands in line 2 already"]


def test_a_term_of_office_that_stands_twice_is_told() -> None:
    row = "person,MLI,Sira Kanoute,,,,,Mayor of Lower Niafo,2011,2015,\n"
    assert [str(problem) for problem in parse(f"{HEADER}\n{row}{row}").problems] == [
        "line 3: the same term of office stands in line 2 already"
    ]


def test_the_table_in_the_documentation_is_a_good_one() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs/registry.md").read_text("utf-8")
    found = parse(page.partition("```csv\n")[2].partition("```")[0])
    assert found.problems == ()
    assert found.entries
    assert found.persons


def test_lines_are_counted_where_a_cell_holds_a_line_break() -> None:
    found = parse(f'{HEADER}\ngroup,COD,"Blue\nBand",REB,,,,,,,\ngrup,COD,Red Band,REB,,,,,,,\n')
    assert [(problem.line, problem.column) for problem in found.problems] == [(4, "kind")]


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text: str) -> None:
    for problem in parse(text).problems:
        assert str(problem)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_any_row_is_taken_or_told(cells: list[str]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([COLUMNS, cells])
    found = parse(stream.getvalue())
    assert found.problems or found.entries or found.persons or not any(c.strip() for c in cells) or cells[0].strip().startswith("#")


def test_names_of_the_table_are_found_in_running_words(registry: Registry) -> None:
    text = "fighters of the Ituri River Brigade , the IRB , told Bamako Radio Two and the LCA of Zelandian ships"
    words = text.split()
    found = [(" ".join(words[s:e]), entries[0].actor.code, entries[0].actor.sector) for s, e, entries in registry.scan(words)]
    assert found == [
        ("Ituri River Brigade", "COD", "REB"),
        ("IRB", "COD", "REB"),
        ("Bamako Radio Two", "MLI", "JRN"),
        ("LCA", "ORG:Lakes Compact Authority", "IGO"),
        ("Zelandian", "XZL", None),
    ]


def test_a_name_of_the_table_beats_ours(registry: Registry) -> None:
    for name in ("Hezbollah", "HEZBOLLAH", "the Hezbollah"):
        assert [entry.actor.code for entry in registry.lookup(name)] == ["USA"]
    ((_, _, entries),) = registry.scan(["Hezbollah"])
    assert (entries[0].actor.sector, entries[0].user) == ("NGO", True)
    assert default().lookup("Hezbollah")[0].actor.code == "LBN"


def test_a_spelling_of_a_known_state_stands_for_that_state(registry: Registry) -> None:
    assert registry.lookup("Land of the Long March")[0].actor == default().state("PRK")


def test_a_state_of_ones_own_is_a_state(registry: Registry) -> None:
    state = registry.state("XZL")
    assert state is not None
    assert state.name == "Zelandia"
    assert default().state("XZL") is None


def test_officials_have_their_offices_by_date_and_spelling(registry: Registry) -> None:
    then = registry.holders("Ostap Grinko", date(2020, 1, 1))[0]
    assert (then.code, then.office, then.sector, then.source) == ("UKR", "Mayor of Lower Vilkhivka", "GOV", "user")
    assert then.term_in_words() == "from 2019-03 to 2023"
    later = registry.holders("Hrynko", date(2025, 1, 1))[0]
    assert later.office == "Deputy Governor of Vilkhivka"
    assert default().holders("Ostap Hrynko", date(2020, 1, 1)) == ()


def test_heads_of_organisations_of_ones_own_act_for_them(registry: Registry) -> None:
    (found,) = registry.incumbents("ORG:Lakes Compact Authority", "secretary-general", date(2022, 1, 1))
    assert (found.person, found.sector) == ("Amina Kibwana", "IGO")


def test_a_person_of_the_table_beats_ours_of_that_name() -> None:
    row = "person,MEX,Angela Merkel,,,,,Mayor of San Bueno,2010,,"
    registry = default().over((), parse(f"{HEADER}\n{row}\n").persons)
    assert {holding.code for holding in registry.holders("Angela Merkel", date(2012, 1, 1))} == {"MEX"}
    assert registry.holders("Merkel", date(2012, 1, 1))[0].code == "MEX"
    assert registry.incumbents("DEU", "chancellor", date(2012, 1, 1))[0].code == "DEU"


def test_an_office_added_to_someone_we_know_joins_those_that_we_know() -> None:
    row = "person,DEU,Angela Merkel,,,,,Mayor of Klein Wusterwitz,2023,,"
    registry = default().over((), parse(f"{HEADER}\n{row}\n").persons)
    assert registry.holders("Angela Merkel", date(2024, 1, 1))[0].office == "Mayor of Klein Wusterwitz"
    assert registry.holders("Angela Merkel", date(2012, 1, 1))[0].role == "chancellor"


def test_a_principal_office_of_the_table_is_that_persons_alone() -> None:
    row = "person,FRA,Jeanne Nouvelle,,,,,Foreign Minister,2003,2004,"
    registry = default().over((), parse(f"{HEADER}\n{row}\n").persons)
    assert [holding.person for holding in registry.incumbents("FRA", "foreign minister", date(2003, 5, 1))] == ["Jeanne Nouvelle"]
    assert registry.incumbents("FRA", "foreign minister", date(2012, 6, 1))[0].person != "Jeanne Nouvelle"


def test_the_registry_that_ships_is_not_changed(table: Path) -> None:
    before = default()
    registry_for(table)
    assert default() is before
    assert before.lookup("Ituri River Brigade") == ()


def test_a_table_is_read_once_and_anew_when_it_has_changed(table: Path) -> None:
    first = registry_for(table)
    assert registry_for(table) is first
    table.write_text(f"{HEADER}\ngroup,COD,Blue Band,REB,,,,,,,\n", encoding="utf-8")
    os.utime(table, ns=(1, 1))
    assert registry_for(table).lookup("Blue Band")


def test_no_table_is_the_registry_that_ships() -> None:
    assert registry_for(None) is default()


def test_a_table_that_cannot_be_used_is_a_bad_request(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    with pytest.raises(BadRequest, match=r"bad\.csv: no such table"):
        registry_for(bad)
    bad.write_text(f"{HEADER}\ngrup,,,,,,,,,,\ngrup,,,,,,,,,,\n", encoding="utf-8")
    with pytest.raises(BadRequest, match=r"bad\.csv: line 2, column kind: 'grup' .* \(and 1 more: dragoman registry check"):
        registry_for(bad)
    bad.write_bytes(f"{HEADER}\ngroup,COD,Bl".encode() + b"\xff\xfe band,REB,,,,,,,\n")
    with pytest.raises(BadRequest, match="line 2: not UTF-8"):
        registry_for(bad)
    with pytest.raises(BadRequest, match=r"cannot be read|no such table"):
        registry_for(tmp_path)


def test_a_table_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    with pytest.raises(BadRequest, match="20 MiB"):
        registry_for(large)


def test_a_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "bom.csv"
    path.write_text(f"{HEADER}\r\ngroup,COD,Blue Band,REB,,,,,,,\r\n", encoding="utf-8-sig", newline="")
    assert registry_for(path).lookup("Blue Band")


def test_phrases_are_resolved_with_the_table(table: Path) -> None:
    actor = dragoman.resolve("the Ituri River Brigade", actors=table)
    assert actor is not None
    assert (actor.code, actor.sector) == ("COD", "REB")
    mayor = dragoman.resolve("Mayor Ostap Hrynko", on="2020-01-01", actors=str(table))
    assert mayor is not None
    assert (mayor.code, mayor.office) == ("UKR", "Mayor of Lower Vilkhivka")


def test_documents_are_read_with_the_table(table: Path) -> None:
    text = (
        "Fighters of the Ituri River Brigade attacked Ugandan troops near the border on Monday, Bamako Radio Two reported.\n\n"
        "Ostap Hrynko, who was visiting the region, condemned the attack in a statement.\n"
    )
    mentions = {text[m.start : m.end]: m for m in dragoman.read(text, published="2021-03-04", actors=table).mentions}
    assert mentions["Bamako Radio Two"].actor.state_media
    assert mentions["Ostap Hrynko"].codes == ("UKR",)
    without = {text[m.start : m.end] for m in dragoman.read(text, published="2021-03-04").mentions}
    assert "Bamako Radio Two" not in without


def test_a_pipeline_takes_the_table_in_the_configuration_of_its_stage(table: Path) -> None:
    nlp = dragoman.load(actors=table)
    assert nlp.get_pipe_config("dragoman_actors")["actors"] == str(table)
    with pytest.raises(BadRequest):
        dragoman.load(actors=table.with_name("none.csv"))
