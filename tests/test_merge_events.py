"""An event's values out of its claims, the sources behind it, and where accounts differ."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from merging_samples import claim, ledgers, outlet, page

from dragoman.ledger.merging import Claim, ClaimParty, Correction, MergedEvent, Page, likeness, regroup
from dragoman.ledger.merging.disagreements import numbers_in
from dragoman.ledger.merging.reprints import contained, reprint_groups, sketch
from dragoman.ledger.merging.traits import traits_of

_STORY = (
    "The fisheries ministers of the two countries met on Monday in a harbour town to speak about quotas for herring and cod, the "
    "ministry said. They parted after two hours without a paper. Boats stayed in port while the talks went on, and a choir sang."
)
_OTHER = (
    "On the quay the guests were shown a trawler. Of what was said behind the door nobody would speak, least of all the hosts' own press."
)


def merged(*claims: Claim, pages: tuple[Page, ...] = ()) -> MergedEvent:
    """The one event of claims that are joined by hand, whatever likeness says."""
    by_hand = Correction(1, "merge", tuple(c.claim for c in claims))
    (event,) = regroup(claims, {p.document: p for p in pages}, [by_hand])
    return event


def test_an_event_is_named_after_its_smallest_claim() -> None:
    assert merged(claim("a:1"), claim("b:1")).event == merged(claim("a:1")).event
    assert merged(claim("b:1")).event != merged(claim("a:1")).event
    assert merged(claim("a:1")).event.startswith("E")


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ("planned occurred", "occurred"),
        ("occurred background", "occurred"),
        ("background planned", "background"),
        ("planned planned", "planned"),
        ("planned negated", "negated"),
        ("occurred denied", "denied"),
        ("uncertain planned planned", "planned"),
        ("occurred occurred negated", "occurred"),
        ("negated negated occurred", "negated"),
    ],
)
def test_what_came_of_it(statuses: str, status: str) -> None:
    assert merged(*(claim(f"{n}:1", status=s) for n, s in enumerate(statuses.split()))).status == status


def test_a_denial_by_name_makes_it_denied() -> None:
    event = merged(claim("a:1", denied_by=(ClaimParty("ISL", "Jon Gunnarsson"),)), claim("b:1"))
    assert event.denied
    assert event.status == "denied"
    assert event.disagreements == ("Denied by Jon Gunnarsson.",)


def test_the_most_exact_date_wins_and_then_the_more_frequent() -> None:
    event = merged(claim("a:1", day="2011-05"), claim("b:1", day="2011-05-03"), claim("c:1"), claim("d:1"))
    assert (event.date_start, event.date_end, event.date_precision) == (date(2011, 5, 2), date(2011, 5, 2), "day")


def test_a_day_that_words_say_goes_before_days_of_publication() -> None:
    said = claim("a:1", day="2011-05-02", published="2011-05-05")
    assumed = [claim(f"{name}:1", day=day, published=day, day_assumed=True) for name, day in (("b", "2011-05-03"), ("c", "2011-05-03"))]
    event = merged(said, *assumed, pages=tuple(page(name, publisher=name) for name in "abc"))
    assert (event.date_start, event.disagreements) == (date(2011, 5, 2), ())
    assert merged(*assumed).date_start == date(2011, 5, 3)
    assert merged(claim("a:1", day="2011-05"), *assumed).date_precision == "day"


def test_a_day_that_no_words_say_is_worth_less_than_one_they_say() -> None:
    said, assumed = ([claim(f"{name}:1", day_assumed=assumed) for name in "ab"] for assumed in (False, True))
    assert likeness.log_odds(*map(traits_of, said)) > likeness.log_odds(*map(traits_of, assumed)) > likeness.threshold()


def test_who_announced_it_is_no_source_that_it_happened() -> None:
    plan = claim("a:1", day="2011-06-20", status="planned", published="2011-06-04", confidence=0.9)
    visit = claim("b:1", day="2011-06-20", published="2011-06-21", confidence=0.7)
    pages = (page("a", publisher="One"), page("b", publisher="Two", state_media=True, publisher_code="NOR"))
    event = merged(plan, visit, pages=pages)
    assert (event.status, event.first_published) == ("occurred", date(2011, 6, 21))
    assert (event.independent_sources, event.state_media_sources, event.confidence) == (1, 1, 0.7)
    assert merged(plan, pages=pages).first_published == date(2011, 6, 4)


def test_a_plan_gives_way_to_what_was_told() -> None:
    plan = claim("a:1", "AGREE", "NOR,ISL,DNK >", day="2011-05-04", status="planned")
    event = merged(plan, claim("b:1", mode="visit", place="Bergen", place_country="NOR"))
    assert (event.type, event.mode, event.status) == ("CONSULT", "visit", "occurred")
    assert (event.actors, event.recipients) == (("NOR",), ("ISL",))
    assert (event.date_start, event.place, event.place_country) == (date(2011, 5, 2), "Bergen", "NOR")
    assert event.codes == ("DNK", "ISL", "NOR")
    assert (event.quad, event.score, event.cameo) == ("verbal cooperation", 1.9, "042")
    assert event.summary == "2011-05-02: NOR > ISL: CONSULT (visit) in Bergen"


def test_reprints_are_one_source() -> None:
    claims = [claim(f"{d}:1") for d in "abc"]
    pages = (page("a", _STORY, "Wire"), page("b", "BERGEN (Wire) " + _STORY[:-40], "Morning Paper"), page("c", _OTHER, "Evening Paper"))
    event = merged(*claims, pages=pages)
    assert (event.documents, event.independent_sources) == (3, 2)


def test_what_rests_on_one_outlet_is_one_source() -> None:
    agency = ((outlet("KCNA", "PRK", True),),)
    claims = [claim("a:1", sources=agency), claim("b:1", sources=agency), claim("c:1")]
    pages = (page("a", _STORY, "A"), page("b", _OTHER, "B"), page("c", "", "KCNA"))
    assert merged(*claims, pages=pages).independent_sources == 1


def test_reprints_vote_once() -> None:
    claims = [
        claim("a:1", day="2011-05-02"),
        claim("b:1", day="2011-05-02"),
        claim("c:1", day="2011-05-03"),
        claim("d:1", day="2011-05-03"),
    ]
    pages = (
        page("a", _STORY, "a"),
        page("b", _STORY, "b"),
        page("c", _OTHER, "c"),
        page("d", "Two sentences of another kind. They end.", "d"),
    )
    assert merged(*claims, pages=pages).date_start == date(2011, 5, 3)


def test_state_media_of_a_party_are_counted() -> None:
    own = page("a", _STORY, "TASS", publisher_code="RUS", state_media=True)
    foreign = page("b", _OTHER, "Xinhua", publisher_code="CHN", state_media=True)
    claims = [claim("a:1", parties="RUS > NOR"), claim("b:1", parties="RUS > NOR")]
    event = merged(*claims, pages=(own, foreign))
    assert (event.independent_sources, event.state_media_sources) == (2, 1)


def test_state_media_in_the_chain_are_counted_too() -> None:
    event = merged(claim("a:1", parties="PRK > KOR", sources=((outlet("KCNA", "PRK", True),),)))
    assert event.state_media_sources == 1


def test_an_event_is_one_sided_only_if_all_accounts_are() -> None:
    assert merged(claim("a:1", one_sided="NOR"), claim("b:1", one_sided="NOR")).one_sided == "NOR"
    assert merged(claim("a:1", one_sided="NOR"), claim("b:1")).one_sided is None


def test_further_sources_raise_the_confidence_and_reprints_do_not() -> None:
    two = [claim("a:1", confidence=0.8), claim("b:1", confidence=0.6)]
    assert merged(*two, pages=(page("a", _STORY, "A"), page("b", _OTHER, "B"))).confidence > 0.8
    assert merged(*two, pages=(page("a", _STORY, "A"), page("b", _STORY, "B"))).confidence == 0.8


def test_disagreements_name_who_says_what() -> None:
    one = claim("a:1", "ASSAULT", text="Gunners fired on the village and six soldiers were killed.")
    other = claim("b:1", "ASSAULT", day="2011-05-03", text="Eleven soldiers died when shells fell on the village.", parties="ISL > NOR")
    event = merged(one, other, pages=(page("a", _STORY, "Bergens Blad"), page("b", _OTHER, "Radio Nord")))
    assert event.disagreements == (
        "Dates differ: 2011-05-02 (Bergens Blad), 2011-05-03 (Radio Nord).",
        "Numbers differ (soldiers): 11 (Radio Nord), 6 (Bergens Blad).",
        "Who acted differs: ISL > NOR (Radio Nord), NOR > ISL (Bergens Blad).",
    )


def test_a_period_that_holds_the_day_is_no_disagreement() -> None:
    assert merged(claim("a:1"), claim("b:1", day="2011-05")).disagreements == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Six soldiers were killed.", [("soldiers", 6)]),
        ("It freed 1,200 of its prisoners; twenty-three were wounded.", [("prisoners", 1200), ("injured", 23)]),
        ("A soldier spoke for two hours about the year 1998.", []),
        ("", []),
    ],
)
def test_numbers_of_people_and_weapons_are_read(text: str, found: list[tuple[str, int]]) -> None:
    assert numbers_in(text) == found


@given(ledgers())
def test_any_claims_make_sound_events(claims: list[Claim]) -> None:
    pages = {c.document: page(c.document, c.evidence[0]) for c in claims}
    for event in regroup(claims, pages):
        assert 1 <= event.independent_sources <= event.documents
        assert event.state_media_sources <= event.independent_sources
        assert 0.0 <= event.confidence <= 1.0
        assert set(event.actors) | set(event.recipients) <= set(event.codes)
        assert (event.date_start is None) == (event.date_precision == "unknown")


def test_a_few_words_are_no_reprint_of_a_long_text_that_has_none_of_them() -> None:
    long = sketch(" ".join(f"w{n}" for n in range(3000)))
    assert all(contained(long, sketch(f"six words and the number {n}")) == 0.0 for n in range(20))


def test_hundreds_of_reprints_with_lines_of_their_own_are_one_group() -> None:
    sketches = {f"x{n:03d}": sketch(f"Paper number {n} prints what follows from its agency. {_STORY}") for n in range(300)}
    assert set(reprint_groups(sketches).values()) == {"x000"}


def test_reprints_are_found_among_many() -> None:
    texts = {f"x{n:02d}": " ".join(f"w{n}{i}" for i in range(60)) for n in range(20)} | {
        "a": _STORY,
        "b": _STORY + " " + _OTHER,
        "c": _OTHER,
    }
    groups = reprint_groups({name: sketch(text) for name, text in texts.items()})
    assert groups["a"] == groups["b"] == "a"
    assert groups["c"] == "a"  # b holds both texts whole
    assert groups["x07"] == "x07"


@given(st.text(max_size=200), st.text(max_size=200))
def test_containment_is_a_share(one: str, other: str) -> None:
    assert 0.0 <= contained(sketch(one), sketch(other)) <= 1.0
    assert contained(sketch(one), sketch(one)) == float(bool(sketch(one)))
