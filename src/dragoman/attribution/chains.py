"""Who reports what stands in a stretch of text."""

from __future__ import annotations

from spacy.tokens import Doc

from dragoman.model import Quote


def sources_for(doc: Doc, start_char: int, end_char: int) -> tuple[tuple[str, ...], ...]:
    """The chains of sources for ``text[start_char:end_char]``, each nearest first.

    The speaker of every quotation that holds half or more of the stretch, the innermost first, then whoever relays it. Where the
    stretch is no quotation's content but the act of saying itself ("Kim promised ..., KCNA reported"), the relays of that. Empty
    where the publisher reports it in its own voice.
    """
    holding: list[tuple[int, Quote]] = []
    telling: list[str] = []
    for quote in doc._.quotes:
        if _held(quote, start_char, end_char) * 2 >= end_char - start_char and quote.speaker is not None:
            holding.append((sum(span.end - span.start for span in quote.content), quote))
        elif quote.cue_span is not None and start_char <= quote.cue_span.start < end_char:
            telling += [name for name in quote.via if name not in telling]
    holding.sort(key=lambda item: item[0])
    chain: list[str] = []
    for _, quote in holding:
        names = (quote.speaker.name if quote.speaker is not None else "", *quote.via)
        chain += [name for name in names if name and name not in chain]
    chain = chain or telling
    return (tuple(chain),) if chain else ()


def _held(quote: Quote, start: int, end: int) -> int:
    return sum(max(0, min(span.end, end) - max(span.start, start)) for span in quote.content)
