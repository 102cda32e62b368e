"""Claims and pages of our own making for the tests of merging."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from dragoman.ledger.merging import Claim, ClaimParty, ClaimSource, Page
from dragoman.ledger.merging.dates import period

_SENTENCES = (
    "The two ministers met in the harbour town and spoke about fishing quotas.",
    "Talks on fish were held by the ministers, the coast guard bulletin said.",
    "The delegation arrived in the capital to settle the price of gas.",
    "A convoy of trucks carrying flour was stopped at the border bridge.",
    "Gunners fired twelve shells across the river before dawn.",
)


def claim(name: str, type_: str = "CONSULT", parties: str = "NOR > ISL", day: str | None = "2011-05-02", **given: object) -> Claim:
    """A claim named ``document:id``; parties as ``actors > recipients``, comma-joined; ``published`` an ISO day, ``text`` its evidence."""
    actors, _, recipients = parties.partition(">")
    first, last = period(day)
    values: dict[str, object] = {
        "mode": None,
        "status": "occurred",
        "date_start": first,
        "date_end": last,
        "published": date.fromisoformat(str(given.pop("published", "2011-05-03"))),
        "evidence": (str(given.pop("text", _SENTENCES[0])),),
        "trigger": "met",
        "actors": _sides(actors),
        "recipients": _sides(recipients),
    }
    return Claim(name, name.split(":")[0], type_, **{**values, **given})  # type: ignore[arg-type]


def _sides(codes: str) -> tuple[ClaimParty, ...]:
    return tuple(ClaimParty(code.strip(), code.strip()) for code in codes.split(",") if code.strip())


def page(document: str, text: str = "", publisher: str | None = None, **given: object) -> Page:
    """The page of a document."""
    return Page(document, text, date(2011, 5, 3), publisher, **given)  # type: ignore[arg-type]


def outlet(name: str, code: str | None = None, state_media: bool = False) -> ClaimSource:
    """An outlet in a chain of sources."""
    return ClaimSource(name, code, "outlet", state_media)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Claim]:
    """A few dozen claims of few parties, types and days, so that many are alike; some without date, party or publication."""
    found: list[Claim] = []
    for number in range(draw(st.integers(2, 24))):
        parties = draw(st.sampled_from(("NOR > ISL", "ISL > NOR", "NOR,ISL >", "NOR >", "NOR,ISL,DNK >", "> NOR")))
        day = draw(
            st.sampled_from((None, "2011-05-02", "2011-05-03", "2011-05-06", "2011-05-09", "2011-05", "2011", "2011-04-30/2011-05-04"))
        )
        type_ = draw(st.sampled_from(("CONSULT", "AGREE", "ACCUSE", "REQUEST")))
        status = draw(st.sampled_from(("occurred", "planned", "background", "denied")))
        published = draw(st.sampled_from((date(2011, 5, 3), date(2011, 5, 10), date(2012, 5, 3), None)))
        text = draw(st.sampled_from(_SENTENCES))
        document = f"d{draw(st.integers(0, 15)):02d}"
        made = claim(f"{document}:{number:02d}", type_, parties, day, status=status, text=text)
        found.append(replace(made, published=published))
    return found
