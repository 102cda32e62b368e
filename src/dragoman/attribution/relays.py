"""Statements that pass on other statements: chains of who relays whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from dragoman.attribution.cues import lexicon, words
from dragoman.attribution.page import Draft, Page
from dragoman.model import Quote, Span

_PASSED_ON = {"say", "report", "tell", "warn", "threaten", "accuse", "deny"}


def relayed(page: Page, found: list[tuple[Draft, Quote]]) -> tuple[Quote, ...]:
    """Statements that hold little but another statement become its relay."""
    quotes = [quote for _, quote in found]
    gone: set[int] = set()
    for told, relay in _twins(page, found):
        speaker = quotes[relay].speaker
        if speaker is not None:
            quotes[told] = replace(quotes[told], via=tuple(dict.fromkeys((*quotes[told].via, speaker.name))))
        gone.add(relay)
    cues = sorted((said.cue_span.start, at) for at, said in enumerate(quotes) if said.cue_span is not None)
    for outer, (draft, quote) in enumerate(found):
        if quote.speaker is None or outer in gone:
            continue
        for inner in _cued_within(cues, draft.content):
            other, said = found[inner]
            if inner == outer or inner in gone:
                continue
            name = quote.speaker.name
            if draft.size <= _length(said.speaker_span) + _length(said.cue_span) + 2:
                # "…," X said, according to Y: all that is left for Y to say is that X said it.
                quotes[inner] = replace(quotes[inner], via=tuple(dict.fromkeys((*quotes[inner].via, name))))
                gone.add(outer)
                continue
            if shared(draft, other) < other.size * 0.8:
                continue
            after_cue = draft.cue_span is not None and draft.content[0].start > draft.cue_span.start
            if after_cue and other.size * 2 > draft.size and _is_weak(page, other):
                gone.add(inner)
                continue
            if said.speaker is not None and said.speaker.name != name and name not in quotes[inner].via:
                quotes[inner] = replace(quotes[inner], via=(*quotes[inner].via, name))
            if other.size * 2 > draft.size or (not after_cue and _reach(said) * 5 > draft.size * 4):
                gone.add(outer)
    _carry_on(page, found, quotes)
    outlets = words("outlet") | {quote.speaker.name for quote in quotes if quote.speaker is not None and quote.speaker.kind == "outlet"}
    return tuple(_nearest_first(quote, outlets) for at, quote in enumerate(quotes) if at not in gone)


def _carry_on(page: Page, found: list[tuple[Draft, Quote]], quotes: list[Quote]) -> None:
    """Give what a speaker adds the relays of what it hangs on, in place: "said in an interview with X ..., adding that ..."."""
    relayed_at = {draft.cue: quote for (draft, _), quote in zip(found, quotes, strict=True) if draft.cue is not None and quote.via}
    for at, (draft, _) in enumerate(found):
        speaker = quotes[at].speaker
        if draft.cue is None or quotes[at].via or speaker is None:
            continue
        above = next((relayed_at[token.i] for token in page.doc[draft.cue].ancestors if token.i in relayed_at), None)
        if above is not None and above.speaker is not None and above.speaker.name == speaker.name:
            quotes[at] = replace(quotes[at], via=above.via)


def _nearest_first(quote: Quote, outlets: frozenset[str]) -> Quote:
    """The statement with its relays in the order of the chain: people and offices, then the outlets that print what they say."""
    via = tuple(sorted(quote.via, key=lambda name: name in outlets))
    return replace(quote, via=via) if via != quote.via else quote


def _twins(page: Page, found: list[tuple[Draft, Quote]]) -> Iterator[tuple[int, int]]:
    """Numbers of two statements of the same words, where one hangs on a verb of saying and the other on "according to"."""
    for at, (one, _) in enumerate(found):
        for beside in range(at + 1, min(at + 4, len(found))):
            other = found[beside][0]
            if one.cue is None or other.cue is None or shared(one, other) * 5 < max(one.size, other.size) * 4:
                continue
            passes = [page.doc[draft.cue].lower_ in {"according", "per"} for draft in (one, other) if draft.cue is not None]
            if passes == [False, True]:
                yield at, beside
            elif passes == [True, False]:
                yield beside, at


def _cued_within(cues: list[tuple[int, int]], content: tuple[Span, ...]) -> list[int]:
    """The numbers of the statements whose cue stands in ``content``; ``cues`` are their offsets and numbers, in order."""
    runs = (cues[bisect_left(cues, (span.start, 0)) : bisect_left(cues, (span.end, 0))] for span in content)
    return sorted({number for run in runs for _, number in run})


def _length(span: Span | None) -> int:
    return span.end - span.start if span is not None else 0


def _reach(quote: Quote) -> int:
    """How far a statement reaches with its speaker and cue."""
    spans = [span for span in (*quote.content, quote.speaker_span, quote.cue_span) if span is not None]
    return max(span.end for span in spans) - min(span.start for span in spans)


def _is_weak(page: Page, draft: Draft) -> bool:
    """Whether the inner statement is only a thought or an act that the outer one tells of, not words passed on."""
    if draft.cue is None:
        return False
    token = page.doc[draft.cue]
    cue = lexicon().get((token.lemma_.lower(), token.pos_))
    return cue is not None and cue.kind not in _PASSED_ON


def shared(a: Draft, b: Draft) -> int:
    """How many characters of content two drafts have in common."""
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a.content for y in b.content)
