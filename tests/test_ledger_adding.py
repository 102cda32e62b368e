"""What adding puts into the ledger, in whatever order and however often."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import KAZ, STEPPE, TJK, VALLEY, aid, report, story, visit
from report_samples import sample

from dragoman.errors import BadRequest
from dragoman.ledger import Ledger
from dragoman.ledger.adding import add
from dragoman.ledger.gathering import Claims
from dragoman.ledger.rows import insert
from dragoman.ledger.store import Store
from dragoman.model import Report

WHOLE = ("passages", "claims", "blocks", "parties", "evidence", "sources", "denials", "quotes", "events", "memberships", "joins")
TIMELESS = {"documents": "* EXCLUDE (added)", "changes": "kind, key", **dict.fromkeys(WHOLE, "*")}


def contents(ledger: Ledger, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """All rows in order, but for when they were written."""
    return {
        table: ledger.connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()
        for table, columns in TIMELESS.items()
        if not tables or table in tables
    }


def one(ledger: Ledger, query: str) -> object:
    row = ledger.connection.execute(query).fetchone()
    return row[0] if row else None


@pytest.fixture
def of_quotes_alone(ledger: Ledger) -> Iterator[Ledger]:
    """An empty ledger, for quotations that belong to no document."""
    yield ledger
    ledger.connection.execute("DELETE FROM quotes")


# ---------------------------------------------------------------- what is kept


def test_every_claim_of_every_report_is_kept(ledger: Ledger) -> None:
    added = ledger.add([*story(), sample()])
    assert added.documents == one(ledger, "SELECT count(*) FROM documents") == len(story()) + 1
    assert added.claims == one(ledger, "SELECT count(*) FROM claims") == sum(len(report.events) for report in [*story(), sample()])
    assert ledger.check() == []


def test_every_value_is_kept_with_the_words_it_was_read_from(ledger: Ledger) -> None:
    ledger.add(sample())
    rows = ledger.connection.execute(
        'SELECT field, substring(text, e.start + 1, e."end" - e.start) FROM evidence e '
        "JOIN claims USING (claim) JOIN documents USING (document) WHERE id = 'e1' ORDER BY ALL"
    ).fetchall()
    assert ("trigger", "met") in rows
    assert ("actor", "Uzbekistan's deputy trade minister") in rows
    assert ("date", "on Tuesday") in rows
    assert ("place", "Astana") in rows
    assert ("source", "Steppe Wire") in rows


def test_a_claim_keeps_condition_denial_sources_and_codes(ledger: Ledger) -> None:
    ledger.add(sample())
    row = ledger.connection.execute("SELECT type, status, condition, one_sided, goldstein, cameo FROM claims WHERE id = 'e2'").fetchone()
    assert row == ("AGREE", "conditional", "if the new sheds are ready", "UZB", 4.0, "03")
    assert ledger.connection.execute("SELECT name, code FROM denials").fetchall() == [("Kazakhstan", "KAZ")]
    names = ledger.connection.execute("SELECT s.name FROM sources s JOIN claims USING (claim) WHERE id = 'e2' ORDER BY position").fetchall()
    assert names == [("the Uzbek deputy minister",), ("Steppe Wire",)]


def test_every_document_says_what_read_it(ledger: Ledger) -> None:
    ledger.add(sample())
    row = ledger.connection.execute("SELECT reader, model, published, published_basis, version FROM documents").fetchone()
    assert row is not None
    assert row[0].startswith("dragoman ")
    assert "coder" in row[1]
    assert row[2:] == (date(2024, 3, 12), "inferred", 1)


def test_quotations_are_kept_with_their_speakers(ledger: Ledger) -> None:
    ledger.add(story())
    row = ledger.connection.execute("SELECT kind, speaker_code, content FROM quotes").fetchone()
    assert row == ("direct", "UZB", "The rails must meet by autumn,")


def test_characters_that_no_file_can_hold_are_replaced_one_for_one(ledger: Ledger) -> None:
    report = sample()
    text = report.document.text.replace("Observers", "Observer\ud800")
    ledger.add(replace(report, document=replace(report.document, text=text, title="a \udcff title")))
    assert one(ledger, "SELECT length(text) FROM documents") == len(text)
    assert ledger.check() == []


@pytest.mark.parametrize(
    ("outlet", "opening", "expected"),
    [
        ("The Moscow Times", "", ("The Moscow Times", "RUS", False)),
        ("tass.com", "", ("TASS", "RUS", True)),
        ("A Village Gazette", "", ("A Village Gazette", None, False)),
        (None, "PYONGYANG, July 26 (KCNA) --", ("Korean Central News Agency", "PRK", True)),
        (None, "OSH (Pamir Wire) --", ("Pamir Wire", None, False)),
        (None, "OSH, March 3 --", (None, None, False)),
        (None, "", (None, None, False)),
    ],
)
def test_the_publisher_is_what_the_page_or_its_dateline_names(
    ledger: Ledger, outlet: str | None, opening: str, expected: tuple[str | None, str | None, bool]
) -> None:
    ledger.add(report("a.txt", date(2024, 1, 1), ["Snow fell."], outlet, opening))
    assert ledger.connection.execute("SELECT publisher, publisher_code, state_media FROM documents").fetchone() == expected


def test_reprints_are_one_group_and_others_stand_alone(ledger: Ledger) -> None:
    day = date(2023, 10, 2)
    ledger.add([visit("a.txt", day, STEPPE), visit("b.txt", day, VALLEY), sample()])
    groups = ledger.connection.execute("SELECT list(name ORDER BY name) FROM documents GROUP BY reprint_group ORDER BY 1").fetchall()
    assert groups == [(["a.txt", "b.txt"],), (["steppe-1.txt"],)]
    ledger.withdraw("a.txt")
    assert one(ledger, "SELECT count(*) FROM documents WHERE reprint_group = document") == 3


# ---------------------------------------------------------------- once, in any order, at any time


def test_the_same_documents_added_again_change_nothing(ledger: Ledger) -> None:
    ledger.add(story())
    before = contents(ledger)
    again = ledger.add(story())
    assert (again.documents, again.claims, again.skipped) == (0, 0, len(story()))
    assert contents(ledger) == before


def test_a_document_that_comes_twice_in_one_run_is_kept_once(ledger: Ledger) -> None:
    added = ledger.add([sample(), sample()])
    assert (added.documents, added.skipped) == (1, 1)
    assert ledger.check() == []


def test_a_file_under_another_spelling_of_its_path_is_the_same_document(ledger: Ledger) -> None:
    here = visit("visit.txt", date(2023, 10, 2), STEPPE)
    for path in ("visit.txt", "./visit.txt", str(Path.cwd() / "visit.txt"), "/elsewhere/visit.txt"):
        ledger.add(replace(here, document=replace(here.document, path=path)))
    assert one(ledger, "SELECT count(*) FROM documents") == 1


def test_the_same_text_in_another_outlet_is_another_document(ledger: Ledger) -> None:
    first = visit("visit.txt", date(2023, 10, 2), STEPPE)
    ledger.add([first, replace(first, document=replace(first.document, path="other/visit.txt", outlet=VALLEY))])
    assert one(ledger, "SELECT count(*) FROM documents") == 2


KEPT = ("documents", "claims", "blocks", "parties", "evidence", "sources", "events", "memberships", "joins")


@cache
def straight() -> dict[str, list[tuple[object, ...]]]:
    """What the story comes to when it is added at once."""
    with Ledger(":memory:") as ledger:
        ledger.add(story())
        return contents(ledger, *KEPT)


@settings(max_examples=4)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_the_order_of_arrival_and_the_cut_into_runs_change_nothing(chance: random.Random, runs: int) -> None:
    mixed = story()
    chance.shuffle(mixed)
    with Ledger(":memory:") as shuffled:
        for start in range(runs):
            shuffled.add(mixed[start::runs])
        assert contents(shuffled, *KEPT) == straight()
        assert shuffled.check() == []


def test_hundreds_of_reprints_are_one_event_and_one_source(ledger: Ledger) -> None:
    day = date(2023, 10, 2)
    ledger.add(visit(f"{n}.txt", day, f"Paper {n}") for n in range(300))
    ledger.add(visit(f"{n}.txt", day, f"Paper {n}") for n in range(300, 304))
    assert ledger.connection.execute("SELECT claims, documents, independent_sources FROM events").fetchall() == [(304, 304, 1)]
    assert one(ledger, "SELECT count(DISTINCT reprint_group) FROM documents") == 1
    assert ledger.check() == []


@pytest.mark.parametrize("at", [0, 1501, 2999])
def test_a_value_that_is_rare_in_a_large_batch_is_kept(of_quotes_alone: Ledger, at: int) -> None:
    rows: list[tuple[object, ...]] = [("d", n, "direct", None, None, None, None, "", [], []) for n in range(3000)]
    rows[at] = ("d", at, "direct", "A minister", "KAZ", "Q1", "said", "Snow fell.", [3, 13], ["Steppe Wire"])
    insert(of_quotes_alone.connection, "quotes", rows)
    assert of_quotes_alone.connection.execute("SELECT * FROM quotes WHERE n = ?", [at]).fetchone() == rows[at]
    assert one(of_quotes_alone, "SELECT count(*) FROM quotes WHERE speaker IS NULL") == 2999


def test_a_run_that_is_cut_off_keeps_whole_batches_and_is_resumed_by_running_it_again(tmp_path: Path) -> None:
    def broken() -> Iterator[Report]:
        yield from story()[:9]
        raise KeyboardInterrupt

    store = Store(tmp_path / "cut.duckdb")
    with pytest.raises(KeyboardInterrupt):
        add(store, broken(), every=0.0)
    store.close()
    with Ledger(tmp_path / "cut.duckdb") as resumed:
        assert one(resumed, "SELECT count(*) FROM documents") == 9
        assert resumed.check() == []
        assert resumed.add(story()).skipped == 9
        assert contents(resumed, *KEPT) == straight()


def test_progress_counts_every_document(ledger: Ledger) -> None:
    seen: list[int] = []
    ledger.add(story(), progress=seen.append)
    assert seen == list(range(1, len(story()) + 1))


def test_what_is_neither_path_nor_report_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BadRequest, match="a int cannot be added"):
        ledger.add([3])  # type: ignore[list-item]


# ---------------------------------------------------------------- changes


def test_changes_list_documents_and_events_once(ledger: Ledger) -> None:
    ledger.add(story())
    found = dict(ledger.connection.execute("SELECT kind, count(*) FROM changes GROUP BY kind").fetchall())
    assert found == {"document-added": len(story()), "event-added": one(ledger, "SELECT count(*) FROM events")}


def test_another_account_of_an_event_changes_it(ledger: Ledger) -> None:
    ledger.add(visit("a.txt", date(2023, 10, 2), STEPPE))
    event = one(ledger, "SELECT event FROM events")
    last = one(ledger, "SELECT max(change) FROM changes")
    ledger.add(visit("b.txt", date(2023, 10, 2), VALLEY))
    assert one(ledger, "SELECT claims FROM events") == 2
    kinds = {kind for (kind,) in ledger.connection.execute("SELECT kind FROM changes WHERE change > ?", [last]).fetchall()}
    assert kinds in ({"document-added", "event-changed"}, {"document-added", "event-added", "event-removed"})
    assert isinstance(event, str)


def test_a_claim_knows_whether_words_say_its_day() -> None:
    with Ledger(":memory:") as ledger:
        ledger.add([aid("a.txt", date(2024, 2, 10), KAZ, TJK), visit("b.txt", date(2024, 3, 4), VALLEY)])
        claims = [claim for (claim,) in ledger.connection.execute("SELECT claim FROM claims WHERE status = 'occurred'").fetchall()]
        assert {claim.type: claim.day_assumed for claim in Claims(ledger.connection).named(claims)} == {"AID": True, "CONSULT": False}
