"""Facts about offices: in the project's own tables and in the table that is built from all sources."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations

import pytest

from dragoman.actors.registry import default
from dragoman.actors.registry.holders import SCHEMA, Holders, Holding, checked
from dragoman.actors.registry.offices import titles
from dragoman.actors.registry.terms import first_day, last_day, term_in_words
from dragoman.actors.words.names import name_tokens, sound
from dragoman.errors import DragomanError
from training.registry_check import check_own, check_rows
from training.registry_persons import HANDOVER, Person, persons
from training.registry_rows import OWN, SINGLE, Row, code_of, codes, own_rows, sure_overlap
from training.registry_terms import may_share, settle, shared_posts


@cache
def everyone() -> tuple[tuple[Holding, ...], ...]:
    return tuple(default().everyone())


@cache
def own() -> tuple[Row, ...]:
    return tuple(own_rows())


def _row(holding: Holding) -> Row:
    return Row(holding.person, holding.qid or "", holding.code, holding.role, holding.office, holding.since, holding.until)


def _all() -> Iterator[Holding]:
    return (holding for person in everyone() for holding in person)


# ---------------------------------------------------------------- the project's own tables


def test_own_rows_have_known_codes_and_roles_and_dates_in_order() -> None:
    assert check_rows(own()) == []


def test_no_term_stands_twice_in_the_own_tables_and_no_post_is_held_by_two() -> None:
    assert check_own(own()) == []


def test_every_shared_post_and_correction_has_a_reason() -> None:
    assert all(post.reason and post.code in codes() and post.role in titles().offices for post in shared_posts())
    for name in ("corrections.csv", "title_roles.csv"):
        rows = csv.DictReader(line for line in (OWN / name).read_text("utf-8").splitlines() if not line.startswith("#"))
        assert all(row["reason"] and None not in row for row in rows), name


def test_organisations_have_codes_by_their_names() -> None:
    assert code_of("ORG:African_Union") == code_of("ORG:African Union") == "ORG:African Union"
    assert code_of("ORG:Arab_Maghreb_Union") == "ORG:Maghreb Union"


# ---------------------------------------------------------------- the table that is built


def test_codes_and_roles_are_known() -> None:
    assert {holding.code for holding in _all()} <= codes()
    assert {holding.role for holding in _all()} <= set(titles().offices)


def test_no_term_ends_before_it_begins() -> None:
    assert [holding.told() for holding in _all() if holding.start and holding.end and holding.start > holding.end] == []


def test_a_wikidata_id_is_one_persons() -> None:
    ids = Counter(person[0].qid for person in everyone() if person[0].qid)
    assert [qid for qid, number in ids.items() if number > 1] == []


def test_no_one_has_a_term_twice() -> None:
    twice = []
    for person in everyone():
        for one, other in combinations(person, 2):
            same = (one.code, one.role) == (other.code, other.role) and (one.role in SINGLE or one.office == other.office)
            if same and sure_overlap(_row(one), _row(other)) > HANDOVER.days:
                twice.append(f"{one.told()} and {other.told()}")
    assert twice == []


def test_no_post_of_one_is_held_by_two() -> None:
    posts: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in _all():
        if holding.role in SINGLE:
            posts[holding.code, holding.role].append(holding)
    conflicts = []
    for group in posts.values():
        for one, other in combinations(sorted(group, key=lambda holding: holding.start or date.min), 2):
            a, b = _row(one), _row(other)
            if (one.person, one.qid) != (other.person, other.qid) and sure_overlap(a, b) > HANDOVER.days and not may_share(a, b):
                conflicts.append(f"{one.code}: {one.told()} and {other.told()}")
    assert conflicts == []


def test_no_two_persons_of_one_name_hold_one_post_at_one_time() -> None:
    named: dict[tuple[str, str, tuple[str, ...]], list[Holding]] = defaultdict(list)
    for holding in _all():
        if holding.role in SINGLE:
            named[holding.code, holding.role, tuple(sorted(map(sound, name_tokens(holding.person))))].append(holding)
    twins = [
        f"{one.told()} and {other.told()}"
        for group in named.values()
        for one, other in combinations(group, 2)
        if one.qid != other.qid and sure_overlap(_row(one), _row(other)) > HANDOVER.days
    ]
    assert twins == []


def test_every_term_says_where_it_comes_from_and_how_its_end_is_known() -> None:
    assert {holding.source for holding in _all()} == {"wikidata", "factbook", "ifg", "own"}
    assert {holding.ended for holding in _all()} <= {"", "successor", "next post", "last known", "longest term", "approximate"}
    assert all(holding.end is not None for holding in _all() if holding.ended)


@pytest.mark.parametrize(
    ("code", "office", "day", "person"),
    [
        ("ORG:ASEAN", "secretary-general", date(2010, 6, 1), "Surin Pitsuwan"),
        ("ORG:OSCE", "secretary-general", date(2019, 6, 1), "Thomas Greminger"),
    ],
)
def test_organisations_without_a_code_of_their_own_have_heads(code: str, office: str, day: date, person: str) -> None:
    (held,) = default().incumbents(code, office, day)
    assert (held.person, held.sector) == (person, "IGO")
    assert default().holders(person, day)[0].code == code


# ---------------------------------------------------------------- how terms are told


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-12", date(2016, 12, 1), date(2016, 12, 31)),
        ("2016-12-05", date(2016, 12, 5), date(2016, 12, 5)),
        ("", None, None),
    ],
)
def test_a_date_without_month_or_day_is_the_days_that_it_may_be(text: str, first: date | None, last: date | None) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize("text", ["17", "2017-13", "2017-00", "2017-02-30", "2017-2-3", "soon", "2017-03-05T00:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        first_day(text)


def test_an_end_that_is_inferred_is_not_told_as_a_fact() -> None:
    assert term_in_words("2017-01-20", "2021-01-20") == "from 2017-01-20 to 2021-01-20"
    assert term_in_words("2017", "") == "from 2017"
    for ended in ("successor", "next post", "last known", "longest term", "approximate"):
        told = term_in_words("2017", "2021-01-20", ended)
        assert " to 2021-01-20" not in told
        assert "2021-01-20" in told


# ---------------------------------------------------------------- the schema


def test_the_table_names_its_schema() -> None:
    raw = files("dragoman.actors").joinpath("data/holders.tsv.gz").read_bytes()
    assert gzip.decompress(raw).decode("utf-8").startswith(SCHEMA + "\n")


@pytest.mark.parametrize("text", ["", "#dragoman holders 1\nrest", "key\tFRA:minister\tA B\t\t"])
def test_a_table_of_another_schema_is_refused(text: str) -> None:
    with pytest.raises(DragomanError, match="make the table anew"):
        checked(text)


def test_a_line_is_read_with_source_and_marks() -> None:
    line = "abel\tORG:African_Union:chairman\tAnn Abel;Anne Abel\tQ1\tORG:African_Union|chairman|Chair|2017|2021-03-02|wsp"
    holders = Holders([line], {"chairman": ("GOV", 30)}, {"ORG:African Union": "IGO"})
    ((held,),) = holders.everyone()
    assert (held.code, held.sector, held.source, held.ended, held.start_inferred) == (
        "ORG:African Union",
        "IGO",
        "wikidata",
        "successor",
        True,
    )
    assert held.told("African Union") == (
        "Ann Abel held Chair of African Union from about 2017, until 2021-03-02 at the latest, when the next holder is known"
    )


# ---------------------------------------------------------------- how sources are put together


def _settled(*rows: Row) -> dict[str, str]:
    """The terms of one post after settling: who held it from when to when."""
    found = persons(rows)
    settle(found)
    return {row.person: f"{row.since}–{row.until} {row.source}{row.ended}{row.begun}" for person in found for row in person.rows}


def _term(person: str, since: str, until: str = "", source: str = "w", qid: str = "", asof: str = "") -> Row:
    return Row(person, qid, "FRA", "foreign_minister", "Minister of Foreign Affairs", since, until, source, asof=asof)


def test_a_successor_closes_an_open_term() -> None:
    assert _settled(_term("Ann Abel", "2001-02-03"), _term("Bo Berg", "2004-05-06", "2008-01-01")) == {
        "Ann Abel": "2001-02-03–2004-05-06 ws",
        "Bo Berg": "2004-05-06–2008-01-01 w",
    }


def test_a_far_successor_closes_it_only_where_the_source_ends() -> None:
    found = _settled(_term("Ann Abel", "2021-02-03", asof="2022-07-01"), _term("Bo Berg", "2025-05-06", source="o"))
    assert found["Ann Abel"] == "2021-02-03–2022-07-01 wu"


def test_the_day_of_a_handover_is_taken_from_who_knows_it() -> None:
    assert _settled(_term("Ann Abel", "2001", "2004"), _term("Bo Berg", "2004-05-06", "2008-01-01"))["Ann Abel"] == "2001–2004-05-06 ws"
    assert _settled(_term("Ann Abel", "2001-02-03", "2004-05-06"), _term("Bo Berg", "2004", "2008"))["Bo Berg"] == "2004-05-06–2008 wp"


def test_the_own_tables_win_over_other_sources() -> None:
    found = _settled(_term("Ann Abel", "2001-02-03", "2008-01-01", "o"), _term("Bo Berg", "2003-01-01", "2005-01-01"))
    assert found == {"Ann Abel": "2001-02-03–2008-01-01 o"}


def test_two_records_of_one_term_are_one() -> None:
    found = _settled(_term("Ann Abel", "2001-02-03", qid="Q1"), _term("Ann Abel", "2004-01-01", "2006-01-01", qid="Q1"))
    assert found == {"Ann Abel": "2001-02-03–2006-01-01 w"}


def test_two_spellings_of_one_holder_are_one_person() -> None:
    found = persons([_term("Abdel Fattah el-Abd", "2001-02-03", qid="Q1"), _term("Abdelfattah Elabd", "2001-02-03", source="f")])
    assert [(person.name, person.aliases) for person in found] == [("Abdel Fattah el-Abd", {"Abdelfattah Elabd"})]


@pytest.mark.parametrize(
    ("one", "other"), [("Li Keqiang", "Li Qiang"), ("Khalid bin Salman", "Mohammed bin Salman"), ("Birendra of Nepal", "Dipendra of Nepal")]
)
def test_those_of_like_names_are_two_persons(one: str, other: str) -> None:
    found: list[Person] = persons([_term(one, "2001-02-03", qid="Q1"), _term(other, "2003-01-01")])
    assert len(found) == 2
