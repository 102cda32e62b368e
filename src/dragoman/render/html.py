"""A report as one self-contained page: the document with its events marked, and how each value was reached."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from dragoman import __version__
from dragoman.model import FURNITURE, Event, Mention, Quote, Report, Span
from dragoman.render import QUADS, caveats, chains, code, days, kind, label, squeeze, state_media, when
from dragoman.render.segments import Mark, blocks

QUAD_CLASS = {"verbal cooperation": "vc", "material cooperation": "mc", "verbal conflict": "vx", "material conflict": "mx"}
_UNSHOWABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "\N{REPLACEMENT CHARACTER}")
_LONG = 240


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of evidence around its trigger; ``trigger`` is empty where it stands elsewhere."""

    before: str
    trigger: str
    after: str


def page(report: Report) -> str:
    """The page; the same report always gives the same page. Nothing is loaded from elsewhere and no script but its own runs."""
    script, style = _source("script.js"), _source("style.css")
    text = report.document.text
    events = report.events
    return (
        _environment()
        .get_template("page.html")
        .render(
            report=report,
            name=report.document.title or report.document.id,
            of_states=state_media(report),
            version=__version__,
            script=Markup(script),
            style=Markup(style),
            script_hash=b64encode(sha256(script.encode()).digest()).decode(),
            blocks=blocks(text, marks(report), report.passages),
            excerpts=[[excerpt(span, event.trigger, text) for span in event.evidence] for event in events],
            quads=[(quad, QUAD_CLASS[quad], n) for quad in QUADS if (n := sum(event.quad == quad for event in events))],
            statuses=sorted(Counter(event.status for event in events).items()),
            furniture=sorted(Counter(p.kind for p in report.passages if p.kind in FURNITURE).items()),
            furniture_kinds=FURNITURE,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dragoman.render"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(when=when, kind=kind, code=code, label=label, chains=chains, squeeze=squeeze, exact=exact, short=short)
    environment.filters["caveats"] = caveats
    environment.globals.update(days=days, quad_class=QUAD_CLASS)
    return environment


def _source(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def exact(words: str) -> Markup:
    """Text that a browser must give back to the letter: carriage returns stay, what no page may hold is replaced one for one."""
    return escape(words.translate(_UNSHOWABLE)).replace("\r", Markup("&#13;"))


def short(words: str) -> str:
    """The words on one line, cut at a word after a few lines' length."""
    words = squeeze(words)
    return words if len(words) <= _LONG else words[: _LONG - 1].rsplit(" ", 1)[0] + "…"


def excerpt(span: Span, trigger: Span, text: str) -> Excerpt:
    """The evidence, cut at its trigger."""
    if span.start <= trigger.start and trigger.end <= span.end:
        return Excerpt(text[span.start : trigger.start], trigger.of(text), text[trigger.end : span.end])
    return Excerpt(span.of(text), "", "")


# ---------------------------------------------------------------- what is marked in the text


def marks(report: Report) -> Iterator[Mark]:
    """Everything that the page marks; a key is a letter for the role and the number of the event, quotation or time."""
    for passage in report.passages:
        if passage.kind in FURNITURE:
            yield Mark(passage.start, passage.end, "", "furniture", f"Set aside: {passage.kind}")
    for i, quote in enumerate(report.quotes):
        yield from _quote_marks(i, quote)
    for i, event in enumerate(report.events):
        yield from _event_marks(i, event)
    for mention in report.mentions:
        yield Mark(mention.start, mention.end, "", "mention", _who(mention))
    for i, time in enumerate(report.times):
        yield Mark(time.start, time.end, f"x{i}", "time", f"{time.value}{_because(time.reason)}")
    for place in report.places:
        yield Mark(place.start, place.end, "", "place", place.name + (f", {place.country}" if place.country else ""))
    for i, left in enumerate(report.unplaced):
        yield Mark(left.start, left.end, f"u{i}", "unplaced", f"Could not be placed{_because(left.reason)}")


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""


def _who(mention: Mention) -> str:
    names = label(mention.actor) if len(mention.codes) < 2 else " and ".join(mention.codes)
    return names + _because(mention.reason)


def _quote_marks(i: int, quote: Quote) -> Iterator[Mark]:
    speaker = "speaker unknown" if quote.speaker is None else label(quote.speaker)
    for span in quote.content:
        yield Mark(span.start, span.end, f"q{i}", "quote", f"{quote.kind.capitalize()} quotation: {speaker}")
    if quote.speaker_span is not None:
        yield Mark(quote.speaker_span.start, quote.speaker_span.end, f"s{i}", "speaker")
    if quote.cue_span is not None:
        yield Mark(quote.cue_span.start, quote.cue_span.end, f"k{i}", "cue")


def _event_marks(i: int, event: Event) -> Iterator[Mark]:
    quad = QUAD_CLASS.get(event.quad, "vc")
    for span in event.evidence:
        yield Mark(span.start, span.end, f"e{i}", f"evidence {quad}")
    yield Mark(event.trigger.start, event.trigger.end, f"t{i}", "trigger")
    for letter, parties in (("a", event.actors), ("r", event.recipients)):
        for span in (span for party in parties for span in party.mentions):
            yield Mark(span.start, span.end, f"{letter}{i}", "party")
    if event.date is not None and event.date.span is not None:
        yield Mark(event.date.span.start, event.date.span.end, f"d{i}", "when")
    if event.place is not None:
        yield Mark(event.place.start, event.place.end, f"p{i}", "where")
    if event.condition is not None:
        yield Mark(event.condition.start, event.condition.end, f"c{i}", "condition")
