"""A report for people: the table in the terminal and the page in the browser."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import MEETING, TEXT, sample
from rich.console import Console

from dragoman.model import Actor, Document, Event, Mention, Party, Passage, Published, Quote, Report, Span, Unplaced
from dragoman.render import days, who
from dragoman.render.html import page
from dragoman.render.segments import Mark, blocks
from dragoman.render.table import PIPED_WIDTH, console_for, show

NASTY = "Kazakhstan met Uzbekistan. </script><img src=x onerror=\"alert(1)\"> <script>alert(2)</script> & 'both' agreed."


def table(report: Report, verbose: bool = False) -> str:
    """The table as it goes into a pipe."""
    out = io.StringIO()
    show(report, console_for(out), verbose)
    return out.getvalue()


def on_terminal(report: Report, width: int) -> str:
    """The table as a terminal of that width gets it."""
    out = io.StringIO()
    show(report, Console(file=out, force_terminal=True, width=width, highlight=False, markup=False, emoji=False, color_system="standard"))
    return out.getvalue()


def nasty() -> Report:
    """A document that tries to write its own page."""
    trigger = Span(NASTY.index("met"), NASTY.index("met") + 3)
    event = replace(MEETING, trigger=trigger, evidence=(Span(0, len(NASTY)),), actors=(), recipients=(), date=None, place=None)
    quote = Quote((Span(NASTY.index("</script>"), len(NASTY)),), "direct", None)
    return Report(
        Document(NASTY, title=NASTY, outlet=NASTY, path=NASTY),
        Published(None, "unknown", None, NASTY),
        quotes=(quote,),
        events=(replace(event, why=(NASTY,), sources=((NASTY,),)),),
        unplaced=(Unplaced(0, len(NASTY), "CONSULT", NASTY),),
    )


class Page(HTMLParser):
    """The parts of a page that the tests ask about."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked: dict[str, str] = {}
        self._inside = False
        self._open: list[dict[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if dict(attrs).get("id") == "text":
            self._inside = True
        if tag == "span":
            self._open.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._inside = False
        if tag == "span" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data
            keys = {key for span in self._open for key in (span.get("data-m") or "").split()}
            for key in keys:
                self.marked[key] = self.marked.get(key, "") + data


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-03-12", "2024-03-12", "2024-03-12"),
        ("2024-03-12", "2024-03-14", "2024-03-12…14"),
        ("2024-03-12", "2024-04-02", "2024-03-12…04-02"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2023-12-30", "2024-01-02", "2023-12-30…2024-01-02"),
        ("2024-01-01", "2024-03-31", "2024-01-01…03-31"),
        ("9999-12-01", "9999-12-31", "9999-12-01…31"),
    ],
)
def test_days_are_said_as_briefly_as_they_can_be(start: str, end: str, words: str) -> None:
    assert days(date.fromisoformat(start), date.fromisoformat(end)) == words


def test_unknown_hands_are_called_unknown() -> None:
    assert who(replace(MEETING, actors=())) == "unknown → KAZ Kazakhstan"


# ---------------------------------------------------------------- table


def test_the_table_says_what_the_document_is() -> None:
    head = table(sample()).split("\n\n")[0]
    assert "Talks at Astana" in head
    assert "Steppe Wire" in head
    assert "published 2024-03-12 (inferred): 12 March fell on a Tuesday in 2024" in head
    assert "1 caption" in head


def test_an_event_is_a_row_with_its_evidence_beneath() -> None:
    lines = table(sample()).splitlines()
    row = next(i for i, line in enumerate(lines) if "CONSULT visit" in line)
    for words in ("2024-03-12", "UZB deputy trade minister → KAZ Kazakhstan", "occurred", "0.93"):
        assert words in lines[row]
    assert lines[row + 1].strip().startswith("“Uzbekistan's deputy trade minister met")
    assert lines[row + 2].strip() == "according to Steppe Wire · in Astana (KAZ)"


def test_state_media_are_marked_as_such() -> None:
    wire = Actor(None, "outlet", "Steppe Wire", state_media=True)
    start = TEXT.index("the Steppe Wire reported")
    report = replace(sample(), mentions=(Mention(start, start + 15, "name", wire, ()),))
    assert "according to Steppe Wire (state media)" in table(report)
    assert "Steppe Wire (state media)" in page(report)
    assert "(state media)" not in table(sample())


def test_a_condition_is_shown() -> None:
    assert "on the condition “if the new sheds are ready”" in " ".join(table(sample()).split())


def test_quotations_and_what_could_not_be_placed_follow() -> None:
    shown = table(sample())
    assert shown.index("CONSULT visit") < shown.index("Quotations") < shown.index("Could not be placed")
    assert "speaker unknown" in shown
    assert "no party named" in shown


def test_times_places_and_reasons_come_with_verbose() -> None:
    assert "Times" not in table(sample())
    shown = table(sample(), verbose=True)
    assert "2024-04" in shown
    assert "51.18, 71.45" in shown
    assert "“met” with two parties is CONSULT" in shown


def test_a_document_without_events_says_so_in_a_line() -> None:
    assert "No events between political actors found." in table(Report(Document(TEXT), Published(None, "unknown")))


def test_a_piped_table_is_plain() -> None:
    shown = table(sample())
    assert "\x1b" not in shown
    assert all(len(line) <= PIPED_WIDTH and line == line.rstrip() for line in shown.splitlines())


def test_a_terminal_gets_the_trigger_in_bold() -> None:
    assert "\x1b[1mmet\x1b[0m" in on_terminal(sample(), 100)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_table_fits_the_terminal(width: int) -> None:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", on_terminal(sample(), width))
    assert max(len(line) for line in plain.splitlines()) <= width


def test_a_document_cannot_steer_the_terminal() -> None:
    text = "Kazakhstan \x1b]0;owned\x07\x1b[2Jmet Uzbekistan. \u202egnp.exe [bold]not markup[/bold]"
    event = replace(MEETING, trigger=Span(0, 3), evidence=(Span(0, len(text)),), actors=(), recipients=(), sources=(("\x1b[31m",),))
    quote = Quote((Span(0, len(text)),), "direct", None)
    report = Report(Document(text, title=text, path=text), Published(None, "unknown", None, text), quotes=(quote,), events=(event,))
    shown = table(report, verbose=True)
    assert not set(shown) & {"\x1b", "\x07", "\u202e"}
    assert "[bold]not markup[/bold]" in shown


# ---------------------------------------------------------------- text cut into runs

MARKS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from("abc")), max_size=8)


@given(st.text("ab \n\r.", max_size=40), MARKS)
def test_runs_put_together_are_the_text_and_carry_their_marks(text: str, wanted: list[tuple[int, int, str]]) -> None:
    made = [Mark(start, end, key, "x") for start, end, key in wanted]
    at, covered = 0, []
    for block in blocks(text, made, ()):
        for run in block.runs:
            assert text.startswith(run.text, at)
            if not run.gap:
                covered += [(i, {mark.key for mark in run.marks}) for i in range(at, at + len(run.text))]
            at += len(run.text)
    assert at == len(text)
    assert all(keys == {mark.key for mark in made if mark.start <= i < mark.end} for i, keys in covered)


def test_overlapping_marks_are_cut_at_every_boundary() -> None:
    [block] = blocks("abcdef", [Mark(0, 4, "one", "x"), Mark(2, 6, "two", "y")], ())
    assert [(run.text, run.keys) for run in block.runs] == [("ab", "one"), ("cd", "one two"), ("ef", "two")]


def test_paragraphs_end_at_blank_lines_and_hard_wrapped_lines_stay_together() -> None:
    assert len(blocks("one\ntwo\n\nthree", (), ())) == 2
    assert len(blocks("one\ntwo\nthree", (), ())) == 3


def test_a_passage_on_a_line_of_its_own_is_a_paragraph_of_its_own() -> None:
    text = "Body here.\nCaption here.\n\nMore."
    kinds = [block.kind for block in blocks(text, (), (Passage(0, 10, "body"), Passage(11, 24, "caption"), Passage(26, 31, "body")))]
    assert kinds == ["body", "caption", "body"]


# ---------------------------------------------------------------- html


def test_the_page_holds_the_whole_text() -> None:
    assert Page(page(sample())).text == TEXT


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t&<>\"'"), min_size=1, max_size=60))
def test_the_page_holds_any_text_to_the_letter(text: str) -> None:
    report = Report(
        Document(text), Published(None, "unknown"), events=(replace(MEETING, trigger=Span(0, 1), evidence=(Span(0, len(text)),)),)
    )
    assert Page(page(report)).text == text


def test_every_role_of_an_event_is_marked_where_it_stands() -> None:
    marked = Page(page(sample())).marked
    assert marked["e0"] == MEETING.evidence[0].of(TEXT)
    assert marked["t0"] == "met"
    assert marked["a0"] == "Uzbekistan's deputy trade minister"
    assert marked["r0"] == "his Kazakh counterpart"
    assert marked["d0"] == "on Tuesday"
    assert marked["p0"] == "Astana"
    assert marked["c1"] == "if the new sheds are ready"
    assert marked["q1"] == "the fees were fair"


def test_furniture_is_shown_as_set_aside() -> None:
    kinds = [attributes.get("data-kind") for tag, attributes in Page(page(sample())).tags if tag == "p" and "data-kind" in attributes]
    assert kinds == ["dateline", "related-headline", "caption"]


def test_a_document_cannot_write_into_the_page() -> None:
    seen = Page(page(nasty()))
    assert seen.text == NASTY
    assert [tag for tag, _ in seen.tags].count("script") == 1
    assert not [tag for tag, _ in seen.tags if tag in {"img", "iframe", "object", "link"}]
    assert not [name for _, attributes in seen.tags for name in attributes if name.startswith("on")]
    assert seen.marked["q0"] == NASTY[NASTY.index("</script>") :]


def test_the_page_is_self_contained_and_runs_only_its_own_script() -> None:
    html = page(sample())
    seen = Page(html)
    assert not [attributes for _, attributes in seen.tags if {"src", "href", "action"} & set(attributes)]
    assert not re.search(r"url\(|@import|https?://", html)
    assert re.search(r"default-src 'none'.*script-src 'sha256-[A-Za-z0-9+/=]{44}'", html)


def test_control_characters_do_not_shift_the_text() -> None:
    text = "Kazakhstan\x00\x0b met\r\nUzbekistan"
    shown = Page(page(Report(Document(text), Published(None, "unknown")))).text
    assert len(shown) == len(text)
    assert "\r\n" in shown


def test_how_each_value_was_reached_is_on_the_page() -> None:
    html = page(sample())
    for words in (
        "the host stands in the capital: mode visit",
        "office with a demonym",
        "no party named",
        "“on Tuesday”",
        "12 March fell on a Tuesday",
    ):
        assert words in html
    assert "the Uzbek deputy minister (UZB, unnamed), in Steppe Wire" in html


def test_the_page_without_events_says_so() -> None:
    assert "No events between political actors were found" in page(Report(Document("Rain."), Published(None, "unknown")))


def test_every_control_has_a_name_and_a_place_in_the_order() -> None:
    seen = Page(page(sample()))
    buttons = [attributes for tag, attributes in seen.tags if tag == "button"]
    assert len([b for b in buttons if b.get("class") == "pick" and b.get("aria-expanded") == "false"]) == 3
    assert all(b.get("type") == "button" and "tabindex" not in b for b in buttons)


def test_the_same_report_gives_the_same_page_and_table() -> None:
    assert page(sample()) == page(sample())
    assert table(sample()) == table(sample())


def test_many_events_on_one_stretch_of_text_stay_quick() -> None:
    text = "Kazakhstan met Uzbekistan. " * 400
    events: tuple[Event, ...] = tuple(
        replace(
            MEETING,
            id=f"e{i}",
            trigger=Span(27 * i + 11, 27 * i + 14),
            evidence=(Span(27 * i, 27 * i + 26),),
            actors=(Party(MEETING.actors[0].actor),),
        )
        for i in range(400)
    )
    assert Page(page(Report(Document(text), Published(None, "unknown"), events=events))).text == text


def test_an_event_known_from_one_side_says_so() -> None:
    assert "known only from UZB" in table(sample())
    assert "known only from UZB" in page(sample())


def test_who_denies_an_event_is_shown() -> None:
    assert "denied by KAZ Kazakhstan" in table(sample())
    assert "denied by KAZ Kazakhstan" in page(sample())


def test_an_unnamed_source_is_marked() -> None:
    assert "the Uzbek deputy minister (UZB, unnamed)" in " ".join(table(sample()).split())


def test_attributions_that_are_no_statements_are_shown_on_request_only() -> None:
    assert "Other attributions" not in table(sample())
    assert "Other attributions" in table(sample(), verbose=True)
    assert "believed" not in page(sample())
