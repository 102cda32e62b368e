"""Who reports what stands in a stretch of text."""

from __future__ import annotations

from spacy.tokens import Doc

from dragoman.model import Quote


def sources_for(doc: Doc, start_char: int, end_char: int) -> tuple[tuple[str, ...], ...]:
    """The chains of sources for ``text[start_char:end_char]``, each nearest first: the speaker of the quotation that holds most of
    it, then whoever relays that quotation. Empty where the publisher reports it in its own voice."""
    chains: list[tuple[int, tuple[str, ...]]] = []
    for quote in doc._.quotes:
        held = _held(quote, start_char, end_char)
        if held * 2 < end_char - start_char or quote.speaker is None:
            continue
        size = sum(span.end - span.start for span in quote.content)
        chain = (quote.speaker.name, *quote.via)
        chains.append((size, chain))
    if not chains:
        return ()
    chains.sort(key=lambda item: item[0])
    nearest: list[str] = []
    for _, chain in chains:
        nearest += [name for name in chain if name not in nearest]
    return (tuple(nearest),)


def _held(quote: Quote, start: int, end: int) -> int:
    return sum(max(0, min(span.end, end) - max(span.start, start)) for span in quote.content)
