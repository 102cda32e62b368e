"""A report as a table for the terminal: each event in a row, its evidence beneath it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.model import FURNITURE, Event, Quote, Report, Span, Unplaced
from dragoman.render import caveats, chains, code, days, kind, squeeze, state_media, when, who

PIPED_WIDTH = 100
"""Columns used where the output is not a terminal."""
_WIDEST = 120
_EVIDENCE_SHOWN = 2
_CONTENT_SHOWN = 220
"""Characters of a quotation or of evidence that was not placed; events show theirs whole."""
_QUAD_STYLE = {
    "verbal cooperation": "cyan",
    "material cooperation": "green",
    "verbal conflict": "yellow",
    "material conflict": "red",
}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters: a document must not be able to steer the terminal."""


def console_for(stream: TextIO) -> Console:
    """A console on a stream: plain and of a fixed width where the stream is not a terminal."""
    console = Console(file=stream, highlight=False, emoji=False, markup=False, soft_wrap=False)
    if not console.is_terminal:
        return Console(file=stream, highlight=False, emoji=False, markup=False, width=PIPED_WIDTH, color_system=None)
    if console.width > _WIDEST:
        console.width = _WIDEST
    return console


def show(report: Report, console: Console, verbose: bool = False) -> None:
    """Print a report; ``verbose`` adds how each value was reached, the attributions that are no statements, the times and the places."""
    more = (_attributions(report), _times(report), _places(report)) if verbose else ()
    parts = (_quotes(report), *more, _unplaced(report))
    with console.capture() as captured:
        console.print(_header(report))
        console.print(_events(report, verbose))
        for part in parts:
            if part is not None:
                console.print()
                console.print(part)
        console.print()
    lines = captured.get().split("\n")
    console.file.write("\n".join(lines if console.is_terminal else [line.rstrip() for line in lines]))
    console.file.flush()


def clean(words: str) -> str:
    """The words on one line, without anything that a terminal would obey."""
    return squeeze(_UNPRINTABLE.sub(" ", words))


def _short(words: str, most: int = _CONTENT_SHOWN) -> str:
    words = clean(words)
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


def _section(title: str, rows: RenderableType) -> Group:
    return Group(Text(title, style="bold"), Padding(rows, (0, 0, 0, 2)))


def _grid(*widths: int | None) -> Table:
    """A table without lines; a width of None takes what is left."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=False)
    for width in widths:
        if width is None:
            grid.add_column(ratio=1, overflow="fold")
        else:
            grid.add_column(width=width, overflow="fold")
    return grid


# ---------------------------------------------------------------- the document


def _header(report: Report) -> Group:
    document = report.document
    lines = [Text(clean(document.title or document.path or document.id), style="bold underline")]
    facts = [clean(document.path or document.id)] if document.title else []
    if document.outlet:
        facts.append(clean(document.outlet))
    facts.append(_published(report))
    furniture = Counter(passage.kind for passage in report.passages if passage.kind in FURNITURE)
    if furniture:
        facts.append("set aside: " + ", ".join(f"{n} {_plural(kind, n)}" for kind, n in sorted(furniture.items())))
    lines.append(Text(" · ".join(facts), style="dim"))
    return Group(*lines, Text())


def _plural(kind: str, n: int) -> str:
    return kind if n == 1 else kind + "s"


def _published(report: Report) -> str:
    published = report.published
    if published.date is None:
        return "date of publication unknown" + (f" ({clean(published.reason)})" if published.reason else "")
    words = f"published {published.date.isoformat()} ({published.basis})"
    if published.basis == "inferred" and published.reason:
        words += f": {clean(published.reason)}"
    return words


# ---------------------------------------------------------------- events


def _events(report: Report, verbose: bool) -> RenderableType:
    if not report.events:
        return Text("No events between political actors found.")
    dates = max(len(when(event.date)) for event in report.events)
    kinds = max(len(kind(event)) for event in report.events)
    states = max(len(event.status) for event in report.events)
    of_states = state_media(report)
    rows: list[RenderableType] = []
    for event in report.events:
        if rows:
            rows.append(Text())
        grid = _grid(dates, None, kinds, states, 4)
        grid.expand = True
        style = _QUAD_STYLE.get(event.quad, "")
        settled = "" if event.status == "occurred" else "italic"
        grid.add_row(
            when(event.date),
            Text(clean(who(event)), style="bold"),
            Text(kind(event), style=style),
            Text(event.status, style=settled),
            f"{event.confidence:.2f}",
        )
        rows += [grid, Padding(_beneath(event, report, of_states, verbose), (0, 0, 0, 4))]
    return Group(*rows)


def _beneath(event: Event, report: Report, of_states: frozenset[str], verbose: bool) -> Group:
    """The evidence with its trigger, who reports it and, on request, how each value was reached."""
    text = report.document.text
    shown = event.evidence if verbose else event.evidence[:_EVIDENCE_SHOWN]
    lines = [_evidence(span, event.trigger, text) for span in shown]
    more = len(event.evidence) - len(shown)
    if more > 0:
        lines.append(Text(f"and said {more} more {'time' if more == 1 else 'times'}", style="dim"))
    notes = []
    if said := chains(event, of_states):
        notes.append(f"according to {clean('; '.join(said))}")
    notes += [clean(caveat) for caveat in caveats(event)]
    if event.place is not None:
        notes.append("in " + clean(event.place.name) + (f" ({event.place.country})" if event.place.country else ""))
    if event.condition is not None:
        notes.append(f"on the condition “{_short(event.condition.of(text))}”")
    if notes:
        lines.append(Text(" · ".join(notes), style="dim"))
    if verbose:
        lines += [Text(f"- {clean(reason)}", style="dim") for reason in event.why]
    return Group(*lines)


def _evidence(span: Span, trigger: Span, text: str) -> Text:
    """The evidence in quotation marks, its trigger in bold."""
    line = Text("“")
    if span.start <= trigger.start and trigger.end <= span.end:
        pieces = [(text[span.start : trigger.start], ""), (trigger.of(text), "bold"), (text[trigger.end : span.end], "")]
    else:
        pieces = [(span.of(text), "")]
    for words, style in pieces:
        words = re.sub(r"\s+", " ", _UNPRINTABLE.sub(" ", words))
        line.append(words, style=style)
    line.rstrip()
    return line.append("”")


# ---------------------------------------------------------------- the rest


def _quotes(report: Report) -> RenderableType | None:
    if not report.quotes:
        return None
    grid = _grid(22, 8, None)
    grid.expand = True
    for quote in report.quotes:
        grid.add_row(Text(_speaker(quote)), Text(quote.kind, style="dim"), _said(quote, report.document.text))
    return _section("Quotations", grid)


def _attributions(report: Report) -> RenderableType | None:
    """What is thought, wished or planned: the statements are shown already."""
    others = [one for one in report.attributions if not one.statement]
    if not others:
        return None
    grid = _grid(22, 10, None)
    grid.expand = True
    for one in others:
        grid.add_row(Text(_speaker(one.quote)), Text(one.stance or "-", style="dim"), _said(one.quote, report.document.text))
    return _section("Other attributions", grid)


def _speaker(quote: Quote) -> str:
    if quote.speaker is None:
        return "speaker unknown"
    name = clean(quote.speaker.name) + (", state media" if quote.speaker.state_media else "")
    return f"{name} ({quote.speaker.code})" if quote.speaker.code and quote.speaker.code != name else name


def _said(quote: Quote, text: str) -> Text:
    line = Text(_short(" … ".join(span.of(text) for span in quote.content)))
    if quote.addressees:
        line.append(" to " + ", ".join(clean(code(actor)) for actor in quote.addressees), style="dim")
    if quote.via:
        line.append(" · via " + clean(", via ".join(quote.via)), style="dim")
    return line


def _times(report: Report) -> RenderableType | None:
    if not report.times:
        return None
    grid = _grid(28, 9, None)
    for time in report.times:
        value = time.value if time.interval is None else f"{time.value} ({days(time.interval.start, time.interval.end)})"
        grid.add_row(Text(clean(time.text)), Text(time.type, style="dim"), Text(clean(f"{value}  {time.reason}")))
    return _section("Times", grid)


def _places(report: Report) -> RenderableType | None:
    if not report.places:
        return None
    grid = _grid(28, 4, None)
    for place in {(p.name, p.country): p for p in report.places}.values():
        where = "" if place.latitude is None or place.longitude is None else f"{place.latitude:.2f}, {place.longitude:.2f}"
        grid.add_row(Text(clean(place.name)), Text(place.country or "-"), Text(where))
    return _section("Places", grid)


def _unplaced(report: Report) -> RenderableType | None:
    if not report.unplaced:
        return None
    grid = _grid(10, None)
    grid.expand = True
    for left in report.unplaced:
        grid.add_row(Text(left.type or "-", style="dim"), _left_out(left, report.document.text))
    return _section("Could not be placed", grid)


def _left_out(left: Unplaced, text: str) -> Text:
    return Text(f"“{_short(text[left.start : left.end])}”").append(f" {clean(left.reason)}", style="dim")
