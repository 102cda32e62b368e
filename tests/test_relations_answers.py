"""Visits, invitations, firsts, statements, the network, the brief and the explanation."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest
from asking_samples import MINISTER, Memory, Told, filled, put_quote, story

from dragoman.errors import BadRequest
from dragoman.ledger.network import similarity


@pytest.fixture(scope="module")
def memory() -> Memory:
    found = filled(story())
    put_quote(found, "D3-0", 0, "Ana Petrov", "BGR", "We came to talk.", ["Harbour Daily"])
    return found


def test_the_log_of_visits_names_persons_offices_and_places(memory: Memory) -> None:
    visit = memory.visits("BGR,MAR", since="2023").rows[0]
    assert (visit["kind"], visit["actors"], visit["hosts"], visit["place"]) == ("visit", ["BGR"], ["MAR"], "Rabat")
    assert [(person["name"], person["office"]) for person in visit["persons"]] == [
        ("Ana Petrov", "Minister of Trade"),
        ("Yusuf Alami", "Minister of Finance"),
    ]
    assert visit["independent_sources"] == 3


def test_visits_can_be_asked_by_person_or_office(memory: Memory) -> None:
    assert [row["event"] for row in memory.visits(person="petrov")] == ["E0", "E3"]
    assert [row["event"] for row in memory.visits(person="minister of finance")] == ["E0", "E3"]
    assert len(memory.visits(person="Nobody")) == 0
    with pytest.raises(BadRequest, match="name a person"):
        memory.visits(person=" ")


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        ((Told("2023-03-01", "CONSULT", "FJI", "TON", "visit"),), "kept"),
        ((Told("2023-03-01", "CONSULT", "FJI,TON", country="TON"),), "kept"),
        ((Told("2023-03-01", "CONSULT", "FJI,TON", "", "phone", country="TON"),), "open"),
        ((Told("2023-03-01", "CONSULT", "TON", "FJI", "visit"),), "open"),
        ((Told("2023-03-01", "REJECT", "FJI", "TON", trigger="declined"),), "declined"),
        ((Told("2023-03-01", "AGREE", "FJI", "TON", trigger="accepted"),), "accepted"),
        ((Told("2022-12-01", "CONSULT", "FJI", "TON", "visit"),), "open"),
        ((Told("2025-03-01", "CONSULT", "FJI", "TON", "visit"),), "not known"),
    ],
)
def test_an_invitation_is_followed_up(after: tuple[Told, ...], outcome: str) -> None:
    told = [Told("2023-01-10", "AGREE", "TON", "FJI", trigger="invited"), *after]
    assert [row["outcome"] for row in filled(told).invitations(until="2024") if row["kind"] == "invitation"] == [outcome]


def test_an_announced_meeting_is_kept_when_it_takes_place() -> None:
    plan = Told("2023-05-10", "AGREE", "FJI", "TON", status="planned", trigger="visit", published="2023-05-01")
    rows = filled([plan, Told("2023-05-11", "CONSULT", "FJI", "TON", "visit")]).invitations().rows
    assert [(row["kind"], row["outcome"], row["by"]) for row in rows] == [("plan", "kept", "E1")]


def test_a_plan_that_is_one_event_with_its_meeting_is_kept() -> None:
    met = Told("2023-05-11", "CONSULT", "FJI", "TON", "visit", trigger="visit", publishers=("Harbour Daily", "Balkan Post"))
    memory = filled([met])
    assert memory.invitations().rows == []
    memory.connection.execute("UPDATE claims SET status = 'planned' WHERE document = 'D0-0'")
    (row,) = memory.invitations()
    assert (row["kind"], row["outcome"], row["kept_on"], row["by"]) == ("plan", "kept", date(2023, 5, 11), "E0")


def test_a_first_since_names_the_day_and_the_event_before(memory: Memory) -> None:
    facts = [row for row in memory.firsts("BGR,MAR") if row["what"] == "visit" and row["office"] is None]
    assert [(row["event"], row["since"], row["previous"]) for row in facts] == [("E3", date(2019, 4, 27), "E0")]
    assert "since 2019-04-27" in facts[0]["sentence"]


def test_a_first_is_told_for_the_office_too(memory: Memory) -> None:
    assert "Minister of Trade" in {row["office"] for row in memory.firsts("BGR,MAR")}


def test_no_first_ever_is_claimed_where_the_documents_do_not_reach_back() -> None:
    assert len(filled([Told("2023-01-10", "CONSULT", "FJI", "TON", "visit")]).firsts()) == 0


def test_a_first_since_a_time_before_the_documents_says_so() -> None:
    told = [
        Told("1998-05-10", "CONSULT", "FJI", "TON", "visit", status="background", published="2023-01-01"),
        Told("2023-01-10", "CONSULT", "FJI", "TON", "visit"),
    ]
    assert "reach back to 2023-01-01 only" in filled(told).firsts().rows[0]["sentence"]


def test_statements_are_found_by_name_and_by_state(memory: Memory) -> None:
    for asked in ("petrov", "BGR"):
        assert [row["content"] for row in memory.quotes(speaker=asked)] == ["We came to talk."]
    assert len(memory.quotes(speaker="MAR")) == 0


def test_the_network_tells_friends_from_foes(memory: Memory) -> None:
    graph = memory.network()
    assert graph["TCD"]["LBY"]["alignment"] < 0 < graph["BGR"]["MAR"]["alignment"]
    assert graph["BGR"]["ESP"]["together"] == 1
    assert graph.nodes["BGR"]["name"] == "Bulgaria"


def test_the_network_keeps_to_its_period(memory: Memory) -> None:
    assert set(memory.network(since="2019", until="2020")) == {"BGR", "MAR"}


def test_stances_are_compared_only_over_two_shared_others() -> None:
    assert similarity({"A": 1.0}, {"A": 1.0}) is None
    assert similarity({"A": 1.0, "B": -1.0}, {"A": 0.5, "B": -0.5}) == pytest.approx(1.0)


def test_a_brief_cites_a_source_for_every_event(memory: Memory) -> None:
    page = memory.brief(7, "BGR", until="2023-07-28")
    assert "Bulgaria towards Morocco in Rabat" in page
    assert "The minister of trade arrived in Rabat on Wednesday." in page
    assert "[1](#s1) [2](#s2) [3](#s3)" in page
    assert "Atlas Agency, 2023-07-26" in page
    assert "Balkan Post dates it 2023-07-25" in page
    assert "We came to talk." in page
    assert "First visit of Bulgaria to Morocco since 2019-04-27" in page
    assert "kept on 2023-07-26" in page


def test_a_brief_tells_of_a_new_account_that_differs_from_what_was_told_before() -> None:
    told = Told("2023-05-01", "ASSAULT", "TCD", "LBY", publishers=("Harbour Daily", "Balkan Post"), disagreements=("Numbers differ.",))
    memory = filled([told])
    assert "Numbers differ" not in memory.brief(7, until="2023-06-10")
    memory.connection.execute("UPDATE documents SET published = '2023-06-05' WHERE document = 'D0-1'")
    page = memory.brief(7, until="2023-06-10")
    assert "Nothing new." in page
    assert "Numbers differ" in page
    assert "Balkan Post, 2023-06-05" in page


def test_a_brief_tells_of_an_invitation_when_it_is_answered() -> None:
    told = [Told("2023-01-10", "AGREE", "TON", "FJI", trigger="invited"), Told("2023-03-01", "REJECT", "FJI", "TON", trigger="declined")]
    assert "declined" in filled(told).brief(7, until="2023-03-03")
    assert "Invitations" not in filled(told).brief(7, until="2023-02-03")


def test_a_brief_without_a_last_day_ends_with_the_latest_publication(memory: Memory) -> None:
    assert "to 2024-01-01" in memory.brief()


class Tags(HTMLParser):
    """What a page is made of, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_brief_as_html_is_whole_and_loads_nothing() -> None:
    hostile = Told(
        "2023-07-26", "CONSULT", "BGR", "MAR", text="They met <script>alert(1)</script> & left.", publishers=("<b>Post</b>",), trigger="met"
    )
    page = filled([hostile]).brief(format="html")
    tags = Tags()
    tags.feed(page)
    assert not tags.open
    assert "script" not in tags.seen
    assert "http:" not in page.replace("http-equiv", "")
    assert "&lt;script&gt;" in page


def test_an_empty_ledger_has_an_empty_brief() -> None:
    assert "no dated document" in filled([]).brief()
    assert "no dated document" in filled([]).brief(format="html")


def test_an_explanation_shows_every_claim_with_its_words_and_characters(memory: Memory) -> None:
    told = memory.explain("E3")
    assert told.count("(characters 0 to 52)") == 3
    assert "Ana Petrov (Minister of Trade, Bulgaria)" in told
    assert "3 independent sources" in told
    assert memory.explain("D3-1:e1") == told


def test_an_unknown_event_is_refused_in_one_line(memory: Memory) -> None:
    with pytest.raises(BadRequest, match="no event 'E999'"):
        memory.explain("E999")


def test_denied_firsts_are_none() -> None:
    told = [Told("2020-01-01", "CONSULT", "FJI", "TON", "visit"), Told("2023-01-10", "CONSULT", "FJI", "TON", "visit", denied=True)]
    assert len(filled(told).firsts()) == 0


def test_the_same_person_in_two_documents_is_one() -> None:
    told = Told("2023-01-10", "CONSULT", "BGR", "MAR", "visit", persons=(MINISTER,), publishers=("One", "Two"))
    assert len(filled([told]).visits().rows[0]["persons"]) == 1
