"""When an event happened: by its own clause, what the clause hangs on, the speech that tells it, or the news frame."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from spacy.language import Language

from dragoman.dating.event_date import event_date
from dragoman.pipeline import annotate, load
from dragoman.sources import from_text

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "event_dates.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load(without=("dragoman_actors", "dragoman_places", "dragoman_attribution", "dragoman_coding"))


@pytest.mark.parametrize(("published", "status", "text", "trigger", "days", "words"), ROWS)
def test_an_event_has_the_date_that_a_reader_gives_it(
    nlp: Language, published: str, status: str, text: str, trigger: str, days: str, words: str
) -> None:
    doc = next(annotate(nlp, [from_text(text, published=date.fromisoformat(published))]))
    token = next(token.i for token in doc if token.text == trigger)
    found = event_date(doc, token, None if status == "-" else status)  # type: ignore[arg-type]
    assert (f"{found.start}/{found.end}", found.text) == (days, words) if found else days == "-"
    assert found is None or found.span is None or text[found.span.start : found.span.end] == found.text
