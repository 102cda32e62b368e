"""Attributions on PolNeAR: ``text/<doc>.txt`` with brat stand-off in ``attributions/<doc>_*.ann``.

The rule: a predicted quotation is right if its content overlaps that of an annotated attribution and, besides, its cue
overlaps the annotated cue or its speaker's words overlap the annotated source; one to one, the largest pairing. *Source*
counts, of the predictions with a speaker and the annotations with a source, the pairs in which the two overlap. *Content
exact* counts the pairs whose content covers the same characters, white space, quotation marks and final punctuation aside.
Where a text was annotated several times, the first file by name counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.evaluation.matching import pair, touch
from dragoman.evaluation.tables import Row, counted_row
from dragoman.model import Document, Quote, Span

Spans = tuple[Span, ...]
_AROUND = " \t\r\n\"'“”‘’`.,;:!?"


@dataclass(frozen=True, slots=True)
class Attribution:
    """One annotated attribution."""

    content: Spans
    cue: Spans
    source: Spans


def parse(standoff: str) -> list[Attribution]:
    """The attributions of a brat stand-off file (``T`` lines name spans, ``E`` lines tie them together)."""
    spans: dict[str, Spans] = {}
    events: list[dict[str, Spans]] = []
    lines = [line.split("\t") for line in standoff.splitlines() if "\t" in line]
    for name, value, *_ in lines:
        if name.startswith("T"):
            places = value.split(" ", 1)[1].split(";")
            spans[name] = tuple(Span(int(start), int(end)) for start, end in (place.split() for place in places))
    for name, value, *_ in lines:
        if name.startswith("E"):
            slots: dict[str, Spans] = {}
            for slot in value.split():
                role, _, target = slot.partition(":")
                role = role.rstrip("0123456789")
                slots[role] = slots.get(role, ()) + spans.get(target, ())
            events.append(slots)
    return [Attribution(s["Content"], s.get("Cue", ()), s.get("Source", ())) for s in events if s.get("Content")]


def fits(quote: Quote, gold: Attribution) -> bool:
    """The rule above."""
    cue = (quote.cue_span,) if quote.cue_span else ()
    return touch(quote.content, gold.content) and (touch(cue, gold.cue) or source_fits(quote, gold))


def source_fits(quote: Quote, gold: Attribution) -> bool:
    """Whether the speaker's words overlap the annotated source."""
    return touch((quote.speaker_span,) if quote.speaker_span else (), gold.source)


def characters(text: str, spans: Spans) -> frozenset[int]:
    """The places of the characters that count for exactness."""
    inside: set[int] = set()
    for span in spans:
        words = span.of(text)
        start = span.start + len(words) - len(words.lstrip(_AROUND))
        inside.update(range(start, span.start + len(words.rstrip(_AROUND))))
    return frozenset(i for i in inside if not text[i].isspace())


def articles(folder: Path) -> Iterator[tuple[str, list[Attribution]]]:
    """Text and annotation of each article of a part of the corpus."""
    for path in sorted((folder / "text").glob("*.txt")):
        annotated = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if annotated:
            yield path.read_bytes().decode("utf-8"), parse(annotated[0].read_text(encoding="utf-8"))


def rows(folder: Path) -> list[Row]:
    """The figures of one part of the corpus."""
    from dragoman.pipeline import annotate, load

    nlp = load(without=("dragoman_coding",))
    counts = dict.fromkeys(("got", "wanted", "right", "speakers", "sources", "source right", "exact"), 0)
    for text, gold in articles(folder):
        doc = next(annotate(nlp, [Document(text=text)]))
        quotes: tuple[Quote, ...] = doc._.quotes
        pairs = pair(quotes, gold, fits)
        counts["got"] += len(quotes)
        counts["wanted"] += len(gold)
        counts["right"] += len(pairs)
        counts["speakers"] += sum(q.speaker_span is not None for q in quotes)
        counts["sources"] += sum(bool(g.source) for g in gold)
        counts["source right"] += sum(source_fits(q, g) for q, g in pairs)
        counts["exact"] += sum(characters(text, q.content) == characters(text, g.content) for q, g in pairs)
    data = f"attribution (PolNeAR {folder.name})"
    return [
        counted_row(data, "attribution", counts["right"], counts["got"], counts["wanted"]),
        counted_row(data, "source", counts["source right"], counts["speakers"], counts["sources"]),
        counted_row(data, "content exact", counts["exact"], counts["got"], counts["wanted"]),
    ]
