"""Pages that change, come back or are withdrawn: older versions are kept and count no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from ledger_samples import KAZ, STEPPE, TJK, VALLEY, aid, closure, visit

from dragoman.errors import BadRequest
from dragoman.ledger import Ledger
from dragoman.model import Report

DAY = date(2023, 10, 2)


def first() -> Report:
    return aid("news/page.txt", date(2024, 2, 10), KAZ, TJK)


def second() -> Report:
    return aid("news/page.txt", date(2024, 2, 10), KAZ, TJK, "seed potatoes")


def third() -> Report:
    return closure("news/page.txt", date(2024, 4, 2))


def versions(ledger: Ledger) -> list[tuple[int, bool, bool]]:
    """Version, current, withdrawn of each document."""
    return ledger.connection.execute("SELECT version, superseded_by IS NULL, withdrawn FROM documents ORDER BY version").fetchall()


def types(ledger: Ledger) -> list[str]:
    return [type for (type,) in ledger.connection.execute("SELECT type FROM events ORDER BY type").fetchall()]


def kinds(ledger: Ledger) -> list[str]:
    return [
        kind for (kind,) in ledger.connection.execute("SELECT kind FROM changes WHERE kind LIKE 'document%' ORDER BY change").fetchall()
    ]


@pytest.mark.parametrize("together", [True, False])
def test_a_changed_page_is_a_new_version_and_the_old_one_counts_no_more(ledger: Ledger, together: bool) -> None:
    if together:
        added = ledger.add([first(), third()])
        assert (added.documents, added.changed) == (2, 1)
    else:
        ledger.add(first())
        assert ledger.add(third()).changed == 1
    assert versions(ledger) == [(1, False, False), (2, True, False)]
    assert types(ledger) == ["SANCTION"]


def test_the_old_version_is_kept_and_names_the_new_one(ledger: Ledger) -> None:
    ledger.add([first(), third()])
    rows = ledger.connection.execute("SELECT o.version, n.version FROM documents o JOIN documents n ON n.document = o.superseded_by")
    assert rows.fetchall() == [(1, 2)]
    assert ledger.connection.execute("SELECT count(*) FROM claims").fetchone() == (3,)
    assert kinds(ledger) == ["document-added", "document-added", "document-superseded"]


def test_of_three_versions_each_names_the_next(ledger: Ledger) -> None:
    ledger.add(first())
    ledger.add([second(), third()])
    rows = ledger.connection.execute(
        "SELECT o.version, n.version FROM documents o JOIN documents n ON n.document = o.superseded_by ORDER BY 1"
    )
    assert rows.fetchall() == [(1, 2), (2, 3)]


@pytest.mark.parametrize("together", [True, False])
def test_a_page_that_returns_to_an_older_text_counts_with_it_again(ledger: Ledger, together: bool) -> None:
    ledger.add(first())
    if together:
        ledger.add([second(), first()])
    else:
        ledger.add(second())
        ledger.add(first())
    assert versions(ledger) == [(2, False, False), (3, True, False)]
    row = ledger.connection.execute("SELECT text FROM documents WHERE superseded_by IS NULL").fetchone()
    assert row == (first().document.text,)


@pytest.mark.parametrize(("order", "together"), [*((order, False) for order in permutations(range(3))), ((2, 0, 1), True)])
def test_days_of_publication_tell_which_version_is_newer_in_whatever_order_they_come(
    ledger: Ledger, order: tuple[int, ...], together: bool
) -> None:
    dated = [aid("news/page.txt", date(2024, 2, day), KAZ, TJK, what) for day, what in ((10, "grain"), (12, "flour"), (14, "seed"))]
    came = [dated[at] for at in order]
    for batch in [came] if together else [[one] for one in came]:
        ledger.add(batch)
    rows = ledger.connection.execute(
        "SELECT o.published, o.version, n.published FROM documents o LEFT JOIN documents n ON n.document = o.superseded_by ORDER BY 1"
    ).fetchall()
    assert rows == [(date(2024, 2, 10), 1, date(2024, 2, 12)), (date(2024, 2, 12), 2, date(2024, 2, 14)), (date(2024, 2, 14), 3, None)]
    assert ledger.connection.execute("SELECT DISTINCT first_published FROM events").fetchall() == [(date(2024, 2, 14),)]
    assert ledger.add(dated[0]).skipped == 1


def test_an_inferred_day_does_not_tell_which_version_is_newer(ledger: Ledger) -> None:
    ledger.add(third())
    ledger.add(replace(first(), published=replace(first().published, basis="inferred")))
    assert types(ledger) == ["AID", "AID"]


def test_a_version_older_than_a_withdrawn_one_does_not_count(ledger: Ledger) -> None:
    ledger.add(third())
    ledger.withdraw("news/page.txt")
    ledger.add(first())
    assert versions(ledger) == [(1, False, False), (2, True, True)]
    assert types(ledger) == []


def test_a_changed_page_counts_even_if_its_new_text_is_known_from_another_path(ledger: Ledger) -> None:
    elsewhere = replace(third(), document=replace(third().document, path="archive/page.txt"))
    ledger.add([first(), elsewhere])
    assert ledger.add(replace(third(), document=replace(third().document, path="news/page.txt"))).changed == 1
    assert "AID" not in types(ledger)


def test_an_event_told_elsewhere_too_stays(ledger: Ledger) -> None:
    ledger.add([visit("a.txt", DAY, STEPPE), visit("b.txt", DAY, VALLEY)])
    ledger.add(closure("a.txt", date(2024, 4, 2)))
    assert ledger.connection.execute("SELECT type, claims FROM events ORDER BY type").fetchall() == [("CONSULT", 1), ("SANCTION", 1)]


def test_a_withdrawn_page_counts_no_more_and_is_kept(ledger: Ledger) -> None:
    ledger.add([first(), visit("a.txt", DAY, STEPPE)])
    assert ledger.withdraw("news/page.txt") == 2
    assert types(ledger) == ["CONSULT"]
    assert ledger.connection.execute("SELECT count(*) FROM claims").fetchone() == (3,)
    assert kinds(ledger)[-1] == "document-withdrawn"


def test_a_withdrawn_page_stays_withdrawn_when_it_is_added_again(ledger: Ledger) -> None:
    ledger.add(first())
    ledger.withdraw("news/page.txt")
    assert ledger.add(first()).skipped == 1
    assert types(ledger) == []


def test_a_withdrawn_page_with_another_text_counts_again(ledger: Ledger) -> None:
    ledger.add(first())
    ledger.withdraw("news/page.txt")
    ledger.add(third())
    assert versions(ledger) == [(1, False, True), (2, True, False)]
    assert types(ledger) == ["SANCTION"]


def test_withdrawing_twice_changes_nothing(ledger: Ledger) -> None:
    ledger.add(first())
    assert ledger.withdraw("news/page.txt") == 2
    assert ledger.withdraw("news/page.txt") == 0
    assert kinds(ledger) == ["document-added", "document-withdrawn"]


@pytest.mark.parametrize("name", ["news/page.txt", "page.txt", "./news/page.txt", str(Path.cwd() / "news" / "page.txt")])
def test_a_page_is_named_by_path_or_file_name(ledger: Ledger, name: str) -> None:
    ledger.add(first())
    assert ledger.withdraw(name) == 2


def test_a_page_is_named_by_its_address(ledger: Ledger) -> None:
    report = first()
    ledger.add(replace(report, document=replace(report.document, path="https://example.org/2024/aid.html")))
    assert ledger.withdraw("https://example.org/2024/aid.html") == 2


def test_a_file_name_that_several_pages_have_is_not_enough(ledger: Ledger) -> None:
    other = replace(third(), document=replace(third().document, path="archive/page.txt"))
    ledger.add([first(), other])
    with pytest.raises(BadRequest, match="2 pages are called"):
        ledger.withdraw("page.txt")


def test_an_unknown_page_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BadRequest, match="no current page"):
        ledger.withdraw("nowhere.txt")
