"""Attributions on PolNeAR: ``text/<doc>.txt`` with brat stand-off in ``attributions/<doc>_*.ann``.

The rule: a predicted attribution is right if its content overlaps that of an annotated one and, besides, its cue overlaps the
annotated cue or its speaker's words overlap the annotated source; one to one, the largest pairing. *Source* counts, of the predictions
with a speaker and the annotations with a source, the pairs in which the two overlap. *Content exact* counts the pairs whose content
covers the same characters, white space, quotation marks and final punctuation aside. *Direct quotes* are the annotations whose
content stands all in quotation marks: the share of them that are paired at all (*found*), and that are paired with the exact content
and an overlapping source (*exact, right speaker*). Where a text was annotated several times, the first file by name counts.

PolNeAR counts beliefs, wishes and plans too; so what is scored is ``doc._.attributions``. The row *quotes alone* scores by the same
rule ``doc._.quotes``, which holds only statements, as the codebook of the annotated documents counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.evaluation.matching import pair, touch
from dragoman.evaluation.tables import Row, counted_row
from dragoman.model import Document, Quote, Span

Spans = tuple[Span, ...]
_QUOTES = "\"“”‘’`'"
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


def is_direct(text: str, gold: Attribution) -> bool:
    """Whether the annotated content stands all in quotation marks: one at its beginning, one at its end."""
    spans = sorted(gold.content, key=lambda span: span.start)
    words = [span.of(text).strip() for span in spans]
    return bool(words and words[0] and words[-1]) and words[0][0] in _QUOTES and words[-1].rstrip(".,;:")[-1:] in _QUOTES


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
    every, alone = Counts(), Counts()
    for text, gold in articles(folder):
        doc = next(annotate(nlp, [Document(text=text)]))
        every.add(text, tuple(one.quote for one in doc._.attributions), gold)
        alone.add(text, tuple(doc._.quotes), gold)
    data = f"attribution (PolNeAR {folder.name})"
    return [
        counted_row(data, "attribution", every.right, every.got, every.wanted),
        counted_row(data, "source", every.source_right, every.speakers, every.sources),
        counted_row(data, "content exact", every.exact, every.got, every.wanted),
        Row(data, "direct quotes found", every.direct_found / max(every.direct, 1), every.direct, note="share"),
        Row(data, "direct quotes exact, right speaker", every.direct_exact / max(every.direct, 1), every.direct, note="share"),
        counted_row(data, "quotes alone", alone.right, alone.got, alone.wanted, "statements only"),
    ]


@dataclass(slots=True)
class Counts:
    """What the figures are made of, added up over articles."""

    got: int = 0
    wanted: int = 0
    right: int = 0
    speakers: int = 0
    sources: int = 0
    source_right: int = 0
    exact: int = 0
    direct: int = 0
    direct_found: int = 0
    direct_exact: int = 0

    def add(self, text: str, quotes: Sequence[Quote], gold: Sequence[Attribution]) -> None:
        """Count one article."""
        pairs = pair(quotes, gold, fits)
        self.got += len(quotes)
        self.wanted += len(gold)
        self.right += len(pairs)
        self.speakers += sum(quote.speaker_span is not None for quote in quotes)
        self.sources += sum(bool(one.source) for one in gold)
        self.direct += sum(is_direct(text, one) for one in gold)
        for quote, one in pairs:
            exact = characters(text, quote.content) == characters(text, one.content)
            self.source_right += source_fits(quote, one)
            self.exact += exact
            self.direct_found += is_direct(text, one)
            self.direct_exact += is_direct(text, one) and exact and source_fits(quote, one)
