"""Merges and splits by hand, kept whatever is added later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from ledger_samples import KAZ, RIVER, STEPPE, TJK, VALLEY, aid, closure, story, visit

from dragoman.errors import BadRequest
from dragoman.ledger import Ledger
from dragoman.model import Report

DAY = date(2023, 10, 2)


def members(ledger: Ledger) -> list[tuple[str, ...]]:
    """The claims of each event."""
    found = ledger.connection.execute("SELECT list(claim ORDER BY claim) FROM memberships GROUP BY event ORDER BY 1").fetchall()
    return [tuple(claims) for (claims,) in found]


def events(ledger: Ledger, type: str) -> list[str]:
    return [event for (event,) in ledger.connection.execute("SELECT event FROM events WHERE type = ? ORDER BY event", [type]).fetchall()]


def two_visits(ledger: Ledger) -> list[str]:
    ledger.add([visit("a.txt", DAY, STEPPE), visit("b.txt", date(2023, 12, 4), VALLEY)])
    return events(ledger, "CONSULT")


def test_events_are_merged_by_hand(ledger: Ledger) -> None:
    event = ledger.merge(*two_visits(ledger), note="one journey, dated twice")
    assert events(ledger, "CONSULT") == [event]
    assert ledger.connection.execute("SELECT kind, note FROM corrections").fetchall() == [("merge", "one journey, dated twice")]


def test_claims_of_different_kinds_and_months_are_merged_too(ledger: Ledger) -> None:
    ledger.add([aid("aid.txt", date(2024, 2, 10), KAZ, TJK), closure("closure.txt", date(2024, 4, 2))])
    claims = [claim for (claim,) in ledger.connection.execute("SELECT claim FROM claims WHERE id = 'e1' ORDER BY claim").fetchall()]
    ledger.merge(*claims)
    assert tuple(claims) in members(ledger)


def test_a_merge_holds_when_more_is_added(ledger: Ledger) -> None:
    event = ledger.merge(*two_visits(ledger))
    ledger.add([visit("c.txt", DAY, RIVER), *story()])
    found = ledger.connection.execute("SELECT event FROM memberships WHERE claim IN (SELECT unnest(claims) FROM corrections)").fetchall()
    assert len(set(found)) == 1
    assert event


# ---------------------------------------------------------------- a page that changes after its claims were corrected


def rewritten(report: Report, more: str) -> Report:
    """A later version of the page, which says something more at its end."""
    return replace(report, document=replace(report.document, text=f"{report.document.text} {more}"))


def test_a_merge_holds_for_what_a_new_version_of_the_page_still_says(ledger: Ledger) -> None:
    ledger.merge(*two_visits(ledger), note="one journey, dated twice")
    for more in ("The page was corrected.", "The page was corrected twice."):
        ledger.add(rewritten(visit("a.txt", DAY, STEPPE), more))
        (event,) = events(ledger, "CONSULT")
        assert len(_claims(ledger, event)) == 2
    assert "one journey, dated twice" in ledger.explain(event)


def test_a_split_holds_for_what_a_new_version_of_the_page_still_says(ledger: Ledger) -> None:
    ledger.add([visit("a.txt", DAY, STEPPE), visit("b.txt", DAY, VALLEY)])
    (whole,) = members(ledger)
    ledger.split(events(ledger, "CONSULT")[0], [whole[0]], note="another minister")
    ledger.add([rewritten(visit(name, DAY, outlet), "The page was corrected.") for name, outlet in (("a.txt", STEPPE), ("b.txt", VALLEY))])
    assert [len(claims) for claims in members(ledger)] == [1, 1]
    assert all("another minister" in ledger.explain(event) for event in events(ledger, "CONSULT"))


def test_a_correction_does_not_reach_what_a_new_version_says_anew(ledger: Ledger) -> None:
    ledger.merge(*two_visits(ledger))
    ledger.add(visit("a.txt", DAY, STEPPE, words="by train"))
    assert len(events(ledger, "CONSULT")) == 2


def test_claims_are_split_from_their_event(ledger: Ledger) -> None:
    ledger.add([visit(f"{name}.txt", DAY, outlet) for name, outlet in (("a", STEPPE), ("b", VALLEY), ("c", RIVER))])
    (whole,) = members(ledger)
    (event,) = events(ledger, "CONSULT")
    left, taken = ledger.split(event, whole[2], note="another minister")
    assert left != taken
    assert sorted(map(len, members(ledger))) == [1, 2]


def test_a_split_holds_when_more_is_added(ledger: Ledger) -> None:
    ledger.add([visit("a.txt", DAY, STEPPE), visit("b.txt", DAY, VALLEY)])
    (whole,) = members(ledger)
    ledger.split(events(ledger, "CONSULT")[0], [whole[0]])
    ledger.add([visit("c.txt", DAY, RIVER), *story()])
    assert not any(set(whole) <= set(claims) for claims in members(ledger))


def test_what_is_split_stays_together_when_more_is_added(ledger: Ledger) -> None:
    taken = [claim for event in two_visits(ledger) for claim in _claims(ledger, event)]
    ledger.add(visit("c.txt", date(2021, 3, 1), RIVER))
    ledger.split(ledger.merge(*events(ledger, "CONSULT")), taken)
    ledger.add(visit("d.txt", DAY, "Pamir Post"))
    assert any(set(taken) <= set(claims) for claims in members(ledger))


def _claims(ledger: Ledger, event: str) -> list[str]:
    return [claim for (claim,) in ledger.connection.execute("SELECT claim FROM memberships WHERE event = ?", [event]).fetchall()]


def test_the_later_correction_holds(ledger: Ledger) -> None:
    event = ledger.merge(*two_visits(ledger))
    (whole,) = members(ledger)
    ledger.split(event, [whole[0]])
    assert len(members(ledger)) == 2
    ledger.merge(*whole)
    assert members(ledger) == [whole]


def test_corrections_are_listed_among_the_changes(ledger: Ledger) -> None:
    two_visits(ledger)
    last = ledger.connection.execute("SELECT max(change) FROM changes").fetchone()
    ledger.merge(*events(ledger, "CONSULT"))
    kinds = ledger.connection.execute("SELECT kind FROM changes WHERE change > ? ORDER BY kind", last).fetchall()
    assert kinds == [("event-changed",), ("event-removed",)]


def test_merging_needs_two_events(ledger: Ledger) -> None:
    (event, _) = two_visits(ledger)
    with pytest.raises(BadRequest, match="one event already"):
        ledger.merge(event)
    with pytest.raises(BadRequest, match="no event or live claim 'E0'"):
        ledger.merge(event, "E0")


def test_splitting_needs_some_of_the_claims(ledger: Ledger) -> None:
    (event, other) = two_visits(ledger)
    (claim,) = _claims(ledger, event)
    with pytest.raises(BadRequest, match="but not all"):
        ledger.split(event, [claim])
    with pytest.raises(BadRequest, match="is no claim of"):
        ledger.split(event, _claims(ledger, other))


def test_a_correction_that_fails_is_not_kept(ledger: Ledger) -> None:
    (event, _) = two_visits(ledger)
    with pytest.raises(BadRequest):
        ledger.split(event, _claims(ledger, event))
    assert ledger.connection.execute("SELECT count(*) FROM corrections").fetchone() == (0,)
