"""Reports made by hand, for the tests of what happens after reading. All texts are our own."""

from __future__ import annotations

from datetime import date

from dragoman.model import (
    Actor,
    Attribution,
    Document,
    Event,
    EventDate,
    Interval,
    Mention,
    Party,
    Passage,
    Place,
    Published,
    Quote,
    Report,
    Source,
    Span,
    TimeExpression,
    Unplaced,
)

TEXT = """ASTANA, March 12 (Steppe Wire) -- Uzbekistan's deputy trade minister met his Kazakh counterpart in Astana on Tuesday.

"We will reopen the crossing if the new sheds are ready," the Uzbek deputy minister said, the Steppe Wire reported.

FLOODS CUT RAIL LINE IN THE SOUTH

Kazakhstan rejected a request for lower transit fees. He said on Tuesday that the fees were fair.

Trucks wait at the border. (Photo by Staff/Steppe Wire)

Observers expect more talks between the neighbours next month.
"""

MARCH_12 = date(2024, 3, 12)


def find(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """Where words stand in a text, the ``nth`` time."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


UZBEK = Actor("UZB", "person", "deputy trade minister", sector="GOV", office="Deputy Minister of Trade", reason="office with a demonym")
KAZAKH = Actor("KAZ", "state", "Kazakhstan", sector="GOV", qid="Q232", reason="name")
WIRE = Actor(None, "outlet", "Steppe Wire", sector="MED", reason="dateline")
ASTANA = Place(find("Astana").start, find("Astana").end, "Astana", "KAZ", 51.18, 71.45)

MEETING = Event(
    id="e1",
    type="CONSULT",
    mode="visit",
    contexts=("economic", "diplomatic"),
    quad="verbal cooperation",
    score=4.0,
    actors=(Party(UZBEK, (find("Uzbekistan's deputy trade minister"),)),),
    recipients=(Party(KAZAKH, (find("his Kazakh counterpart"),)),),
    status="occurred",
    condition=None,
    date=EventDate(MARCH_12, MARCH_12, "on Tuesday", find("on Tuesday")),
    place=ASTANA,
    trigger=find("met"),
    evidence=(find("Uzbekistan's deputy trade minister met his Kazakh counterpart in Astana on Tuesday"),),
    sources=(("Steppe Wire",),),
    confidence=0.93,
    source_details=((Source("Steppe Wire", None, "outlet", span=find("Steppe Wire", nth=1)),),),
    why=("“met” with two parties is CONSULT", "the host stands in the capital: mode visit"),
)
PROMISE = Event(
    id="e2",
    type="AGREE",
    mode=None,
    contexts=(),
    quad="verbal cooperation",
    score=3.0,
    actors=(Party(UZBEK, (find("the Uzbek deputy minister"),)),),
    recipients=(),
    status="conditional",
    condition=find("if the new sheds are ready"),
    date=None,
    place=None,
    trigger=find("will reopen"),
    evidence=(find("We will reopen the crossing if the new sheds are ready"),),
    sources=(("the Uzbek deputy minister", "Steppe Wire"),),
    confidence=0.41,
    source_details=(
        (
            Source("the Uzbek deputy minister", "UZB", "person", unnamed=True, party_to_event=True, span=find("the Uzbek deputy minister")),
            Source("Steppe Wire", None, "outlet"),
        ),
    ),
    one_sided="UZB",
    denied_by=(Party(KAZAKH, (find("Kazakhstan"),)),),
)
REFUSAL = Event(
    id="e3",
    type="REJECT",
    mode=None,
    contexts=("economic",),
    quad="verbal conflict",
    score=-4.0,
    actors=(Party(KAZAKH, (find("Kazakhstan"),)),),
    recipients=(Party(UZBEK, ()),),
    status="occurred",
    condition=None,
    date=EventDate(date(2024, 3, 1), date(2024, 3, 31), "", None),
    place=None,
    trigger=find("rejected"),
    evidence=(find("Kazakhstan rejected a request for lower transit fees."), find("He said on Tuesday that the fees were fair.")),
    sources=(),
    confidence=0.77,
)


def _passages() -> tuple[Passage, ...]:
    kinds = [
        ("ASTANA, March 12 (Steppe Wire) -- ", "dateline"),
        ("Uzbekistan's deputy trade minister met his Kazakh counterpart in Astana on Tuesday.", "body"),
        ('"We will reopen the crossing if the new sheds are ready," the Uzbek deputy minister said, the Steppe Wire reported.', "body"),
        ("FLOODS CUT RAIL LINE IN THE SOUTH", "related-headline"),
        ("Kazakhstan rejected a request for lower transit fees. He said on Tuesday that the fees were fair.", "body"),
        ("Trucks wait at the border. ", "caption"),
        ("(Photo by Staff/Steppe Wire)", "credit"),
        ("Observers expect more talks between the neighbours next month.", "body"),
    ]
    return tuple(Passage(find(words).start, find(words).end, kind) for words, kind in kinds)  # type: ignore[arg-type]


def sample() -> Report:
    """A report with something of everything in it."""
    said, fair = find('"We will reopen the crossing if the new sheds are ready,"'), find("the fees were fair")
    tuesday, next_month = find("Tuesday"), find("next month")
    april = Interval(date(2024, 4, 1), date(2024, 4, 30))
    reopening = Quote((Span(said.start + 1, said.end - 2),), "direct", UZBEK, None, "said", find("said"), cites=(KAZAKH,))
    hoped = Quote((find("more talks between the neighbours next month"),), "indirect", None, None, "expect", find("expect"))
    return Report(
        document=Document(TEXT, id="steppe-1", path="steppe-1.txt", title="Talks at Astana", outlet="Steppe Wire"),
        published=Published(MARCH_12, "inferred", find("March 12"), "12 March fell on a Tuesday in 2024"),
        passages=_passages(),
        mentions=(Mention(find("He").start, find("He").end, "pronoun", UZBEK, ("UZB",), "the last person named"),),
        times=(
            TimeExpression(tuesday.start, tuesday.end, "Tuesday", "DATE", "2024-03-12", Interval(MARCH_12, MARCH_12), "weekday"),
            TimeExpression(next_month.start, next_month.end, "next month", "DATE", "2024-04", april),
        ),
        places=(ASTANA,),
        quotes=(
            Quote(
                (Span(said.start + 1, said.end - 2),),
                "direct",
                UZBEK,
                find("the Uzbek deputy minister"),
                "said",
                find("said"),
                (KAZAKH,),
                ("Steppe Wire",),
            ),
            Quote((fair,), "indirect", None),
        ),
        attributions=(Attribution(reopening, "promised", True, 0.97), Attribution(hoped, "believed", False, 0.61)),
        events=(MEETING, PROMISE, REFUSAL),
        unplaced=(Unplaced(find("Observers").start, find("next month").end, "CONSULT", "no party named"),),
    )
