"""The registry: aliases in running words, titles, and who held which office when."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.actors.registry import Registry, default


@pytest.fixture(scope="module")
def registry() -> Registry:
    return default()


def _codes(registry: Registry, text: str) -> list[tuple[str, str | None]]:
    words = text.split()
    return [(" ".join(words[start:end]), entries[0].actor.code) for start, end, entries in registry.scan(words)]


def test_aliases_are_found_leftmost_and_longest(registry: Registry) -> None:
    found = _codes(registry, "envoys of South Korea and the Democratic Republic of Congo met in Guinea - Bissau")
    assert found == [("South Korea", "KOR"), ("Democratic Republic of Congo", "COD"), ("Guinea - Bissau", "GNB")]


def test_case_tells_names_from_words(registry: Registry) -> None:
    assert _codes(registry, "the US told us that turkey from Turkey is on the table") == [("US", "USA"), ("Turkey", "TUR")]
    assert _codes(registry, "TURKEY SENDS TROOPS TO SYRIA AGAIN") == [("TURKEY", "TUR"), ("SYRIA", "SYR")]
    assert _codes(registry, "ENVOYS ASK WHO WILL PAY FOR IT") == []


def test_names_that_hold_a_state_and_are_not_it_are_passed_over(registry: Registry) -> None:
    assert _codes(registry, "Latin American ships crossed the South China Sea from New Mexico") == []


def test_an_alias_of_several_actors_gives_them_all(registry: Registry) -> None:
    ((_, _, entries),) = registry.scan(["Congolese"])
    assert {entry.actor.code for entry in entries} == {"COD", "COG"}


def test_typographic_apostrophes_and_diacritics_do_not_matter(registry: Registry) -> None:
    assert _codes(registry, "Cote d'Ivoire , Côte d’Ivoire and Brasília") == [
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Brasília", "BRA"),
    ]


def test_state_media_are_marked(registry: Registry) -> None:
    marked = {name: registry.lookup(name)[0].actor.state_media for name in ("KCNA", "Xinhua", "Interfax", "Reuters", "TASS", "Yonhap")}
    assert marked == {"KCNA": True, "Xinhua": True, "Interfax": False, "Reuters": False, "TASS": True, "Yonhap": False}


@pytest.mark.parametrize(
    ("words", "end", "role", "sector"),
    [
        ("foreign minister of", 2, "foreign_minister", "GOV"),
        ("Defence Secretary", 2, "defence_minister", "MIL"),
        ("vice foreign minister", 3, "deputy_foreign_minister", "GOV"),
        ("minister of foreign affairs said", 4, "foreign_minister", "GOV"),
        ("Lt. Gen. in", 2, "officer", "MIL"),
        ("party chief", 2, "party_leader", "PTY"),
        ("commander - in - chief", 5, "chief_of_staff", "MIL"),
    ],
)
def test_the_longest_title_at_a_place_is_taken(registry: Registry, words: str, end: int, role: str, sector: str) -> None:
    found = registry.title(words.split(), 0)
    assert found is not None
    assert (found[0], found[1].role, found[1].sector) == (end, role, sector)


def test_no_title_where_there_is_none(registry: Registry) -> None:
    assert registry.title(["harvest"], 0) is None


def test_holders_on_a_date_come_before_former_ones(registry: Registry) -> None:
    then = registry.holders("Bush", date(1990, 5, 1))
    assert then[0].person == "George H. W. Bush"
    assert then[0].sector == "GOV"
    later = registry.holders("Angela Merkel", date(2023, 1, 1))
    assert {holding.sector for holding in later} == {"ELI"}


def test_incumbents_by_office_title_or_role(registry: Registry) -> None:
    for office in ("foreign minister", "Minister of Foreign Affairs", "foreign_minister", "top diplomat"):
        assert [holding.person for holding in registry.incumbents("USA", office, date(1990, 8, 2))] == ["James Baker"]
    assert registry.incumbents("USA", "foreign minister", date(1900, 1, 1)) == ()


@pytest.mark.parametrize("day", [date(year, 6, 15) for year in range(1986, 2027, 5)])
def test_the_great_powers_have_heads_and_ministers_at_all_times(registry: Registry, day: date) -> None:
    for code, office in (("USA", "president"), ("USA", "foreign minister"), ("RUS", "foreign minister"), ("CHN", "foreign minister")):
        assert len({holding.person for holding in registry.incumbents(code, office, day)}) == 1, (code, office, day)
    assert len({holding.person for holding in registry.incumbents("UNO", "secretary-general", day)}) == 1


def test_every_state_code_has_one_plain_name(registry: Registry) -> None:
    for code in ("USA", "XKX", "PSE", "TWN", "YUG", "VAT"):
        actor = registry.state(code)
        assert actor is not None
        assert actor.sector is None
    assert registry.state("UNO") is None


@given(st.lists(st.text(min_size=1, max_size=8), max_size=12))
def test_spans_lie_in_order_inside_the_words(words: list[str]) -> None:
    last = 0
    for start, end, entries in default().scan(words):
        assert last <= start < end <= len(words)
        assert entries
        last = end


def test_the_registry_loads_quickly_and_into_little_memory() -> None:
    code = (
        "import resource, time; from dragoman.actors.registry import default; "
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
        "before, began = peak(), time.process_time(); default(); print(time.process_time() - began, peak() - before)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() for _ in range(2)]
    per_mebibyte = 2**20 if sys.platform == "darwin" else 2**10
    assert min(float(seconds) for seconds, _ in runs) < 1.0
    assert min(int(grown) for _, grown in runs) / per_mebibyte < 150


def test_every_alias_can_be_listed(registry: Registry) -> None:
    assert {"United Nations", "Kremlin", "Xinhua", "Hamas", "Chinese"} <= {entry.alias for entry in registry.entries()}
