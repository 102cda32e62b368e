"""Quotations and frames put together: one entry for each statement, with its speaker resolved."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from dragoman.attribution.cues import lexicon, words
from dragoman.attribution.indirect import find_frames
from dragoman.attribution.marks import is_sentence
from dragoman.attribution.messages import find_messages
from dragoman.attribution.page import Frame, Page
from dragoman.attribution.quotes import Link, find_links
from dragoman.attribution.scorer import believable
from dragoman.attribution.speakers import Speakers
from dragoman.model import Actor, Quote, QuoteKind, Span

_PASSED_ON = {"say", "report", "tell", "warn", "threaten", "accuse", "deny"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its speaker is resolved."""

    content: tuple[Span, ...]
    kind: QuoteKind
    cue: int | None
    cue_text: str | None
    cue_span: Span | None
    source: int | None
    addressees: tuple[int, ...] = ()
    via: tuple[int, ...] = ()
    frame: Frame | None = None

    @property
    def size(self) -> int:
        return sum(span.end - span.start for span in self.content)


def find_quotes(doc: Doc) -> tuple[Quote, ...]:
    """Every attributed statement of ``doc``, in text order."""
    if not doc.has_annotation("DEP"):
        return ()
    page = Page(doc)
    drafts = [draft for draft in candidates(page) if draft.frame is None or believable(page, draft.frame)]
    return _resolved(page, _unique(drafts))


def candidates(page: Page) -> list[Draft]:
    """Everything that looks like a statement, before the scorer has its say."""
    links = find_links(page)
    linked = {link.mark for link in links}
    letters = [
        Draft((span,), "direct", cue, page.doc[cue].text, Span(page.doc[cue].idx, page.doc[cue].idx + len(page.doc[cue])), source)
        for span, cue, source in find_messages(page)
    ]
    framed = (_from_frame(page, frame, linked) for frame in find_frames(page))
    held = [span for letter in letters for span in letter.content]
    apart = (draft for draft in framed if draft is not None and not any(part.overlaps(span) for part in draft.content for span in held))
    return [*(_direct(page, link) for link in links), *letters, *apart]


def _direct(page: Page, link: Link) -> Draft:
    cue = page.doc[link.cue] if link.cue is not None else None
    return Draft(
        (link.whole or page.marks[link.mark].inner,),
        "mixed" if link.whole is not None else "direct",
        link.cue,
        cue.text if cue is not None else None,
        Span(cue.idx, cue.idx + len(cue)) if cue is not None else None,
        link.source,
        link.addressees,
        link.via,
    )


def _from_frame(page: Page, frame: Frame, linked: set[int]) -> Draft | None:
    """The draft of a frame; None where its content is a quotation that has its own cue, or its cue stands in one."""
    inside = page.mark_at(frame.cue_span.start)
    if inside is not None and inside in linked:
        return None
    content: list[Span] = []
    mixed = False
    for span in frame.content:
        piece, quoted = _fitted(page, span, linked)
        mixed = mixed or quoted
        if piece is not None:
            content.append(piece)
    if not content or sum(s.end - s.start for s in content) < 4:
        return None
    kind: QuoteKind = "mixed" if mixed else "indirect"
    return Draft(
        tuple(content), kind, frame.at, frame.cue_span.of(page.text), frame.cue_span, frame.source, frame.addressees, frame.via, frame
    )


def _fitted(page: Page, span: Span, linked: set[int]) -> tuple[Span | None, bool]:
    """``span`` without the quotations that are statements of their own, stretched over those that it holds in part."""
    start, end, quoted = span.start, span.end, False
    for number in page.marks_over(span):
        mark = page.marks[number]
        if not mark.outer.overlaps(Span(start, end)):
            continue
        if number in linked:
            if mark.outer.start <= start + 2:
                start = max(start, mark.outer.end)
            else:
                end = min(end, mark.outer.start)
        elif not is_sentence(page.text, mark) or mark.outer.start > start:
            quoted = True
            end = max(end, mark.inner.end)
        else:
            quoted = True
    return (page.trimmed(start, end) if end - start > 3 else None), quoted


def _unique(drafts: list[Draft]) -> list[Draft]:
    """One draft for one cue and content: of two that share most of their words and their cue the first stays."""
    kept: list[Draft] = []
    by_cue: dict[int, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: (d.content[0].start, -d.size)):
        if draft.cue is not None:
            others = by_cue.setdefault(draft.cue, [])
            if any(_shared(other, draft) * 2 > min(other.size, draft.size) for other in others):
                continue
            others.append(draft)
        kept.append(draft)
    return kept


def _shared(a: Draft, b: Draft) -> int:
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a.content for y in b.content)


def _resolved(page: Page, drafts: list[Draft]) -> tuple[Quote, ...]:
    """Speakers in text order of the source; then relays: a statement that holds little but another one passes that one on."""
    speakers = Speakers(page)
    found: list[tuple[Draft, Quote]] = []
    order = sorted(drafts, key=lambda d: page.doc[d.source].idx if d.source is not None else d.content[0].start)
    by_content: dict[int, Quote] = {}
    for draft in order:
        if draft.source is None:
            continue
        quote = _quote(page, speakers, draft)
        by_content[id(draft)] = quote
    last: Quote | None = None
    for draft in drafts:
        quote_or_none = by_content.get(id(draft))
        if quote_or_none is None:
            quote_or_none = _carried_on(page, speakers, draft, last)
            if quote_or_none is None:
                continue
        found.append((draft, quote_or_none))
        last = quote_or_none
    return _relayed(page, found)


def _carried_on(page: Page, speakers: Speakers, draft: Draft, last: Quote | None) -> Quote | None:
    """A quotation without a cue: by whoever the sentence before it is about, if a new one stands between, else by the last speaker."""
    start = draft.content[0].start
    subject = _topic_before(page, start, last)
    if subject is not None:
        actor, phrase = speakers.resolve(subject, speaks=False)
        return Quote(draft.content, draft.kind, actor, phrase)
    if last is None or last.speaker is None:
        return None
    return replace(last, content=draft.content, kind=draft.kind, cue=None, cue_span=None)


def _topic_before(page: Page, start: int, last: Quote | None) -> Token | None:
    """The personal subject of the sentence right before ``start`` where that sentence says nothing itself."""
    at = page.first_token(start) - 1
    while at > 0 and not page.doc[at].text[:1].isalnum():
        at -= 1
    if at <= 0 or page.mark_at(page.doc[at].idx) is not None:
        return None
    sentence = page.doc[at].sent
    after_last = last is not None and max(span.end for span in last.content) >= sentence.start_char
    cued = last is not None and last.cue_span is not None and last.cue_span.start >= sentence.start_char
    if after_last or cued:
        return None
    root = sentence.root
    subject = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or page.mark_at(subject.idx) is not None:
        return None
    human = subject.ent_type_ == "PERSON" or subject.lemma_.lower() in words("role") or subject.lower_ in {"he", "she"}
    return subject if human else None


def _quote(page: Page, speakers: Speakers, draft: Draft) -> Quote:
    assert draft.source is not None
    actor, phrase = speakers.resolve(page.doc[draft.source])
    via = [speakers.resolve(page.doc[at], speaks=False)[0].name for at in draft.via]
    addressees: list[Actor] = []
    for at in draft.addressees:
        head: Token = page.doc[at]
        named, _ = speakers.resolve(head, speaks=False)
        if named.kind == "outlet" or named.name in words("outlet"):
            via.append(named.name)
        elif head.lemma_.lower() not in words("relayed_to"):
            addressees.append(named)
    return Quote(draft.content, draft.kind, actor, phrase, draft.cue_text, draft.cue_span, tuple(addressees), tuple(dict.fromkeys(via)))


def _relayed(page: Page, found: list[tuple[Draft, Quote]]) -> tuple[Quote, ...]:
    """Statements that hold little but another statement become its relay."""
    quotes = [quote for _, quote in found]
    gone: set[int] = set()
    cues = sorted((said.cue_span.start, at) for at, said in enumerate(quotes) if said.cue_span is not None)
    for outer, (draft, quote) in enumerate(found):
        if quote.speaker is None:
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
            if _shared(draft, other) < other.size * 0.8:
                continue
            after_cue = draft.cue_span is not None and draft.content[0].start > draft.cue_span.start
            if after_cue and other.size * 2 > draft.size and _is_weak(page, other):
                gone.add(inner)
                continue
            if said.speaker is not None and said.speaker.name != name and name not in quotes[inner].via:
                quotes[inner] = replace(quotes[inner], via=(*quotes[inner].via, name))
            if other.size * 2 > draft.size or (not after_cue and _reach(said) * 5 > draft.size * 4):
                gone.add(outer)
    return tuple(quote for at, quote in enumerate(quotes) if at not in gone)


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
