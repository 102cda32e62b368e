"""Who reports what stands in a stretch of text, what kind of source each is, and whether only one side tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from spacy.tokens import Doc, Token

from dragoman.attribution.carriage import carrier_of, who_speaks
from dragoman.attribution.cues import lexicon, outlet_names, words
from dragoman.attribution.denials import denials_of
from dragoman.attribution.outlets import called, is_outlet_name
from dragoman.attribution.sources import can_speak
from dragoman.extensions import document_of
from dragoman.model import Actor, Mention, Quote, Source, Span, Stance

_DISTANT: frozenset[Stance] = frozenset({"believed", "hoped", "questioned"})
"""Stances that report a thought: what it is about is told by nobody."""
_ADDED = {"relcl"}
_STEPS = 4
_CREDIT = re.compile(r"\bSource\s*:\s*([^|(\n]{2,60})")
_ABSTRACT = re.compile(r"(tion|sion|ance|ence|ment|oval|ness|ity|ism|ing)s?$")


def sources_for(doc: Doc, start_char: int, end_char: int) -> tuple[tuple[str, ...], ...]:
    """The names in :func:`source_chains`."""
    return tuple(tuple(source.name for source in chain) for chain in source_chains(doc, start_char, end_char))


def source_chains(doc: Doc, start_char: int, end_char: int, parties: Set[str] = frozenset()) -> tuple[tuple[Source, ...], ...]:
    """The chains of sources for ``text[start_char:end_char]``, each nearest first.

    Of every statement that holds half or more of the stretch, the innermost first: whom the speaker cites, the speaker, then whoever
    relays it. Where the stretch is no statement's content but the act of saying itself ("Kim promised ..., KCNA reported"), the relays
    of that. Of what is denied, whoever claims it, not the denier. Empty where the publisher reports it in its own voice. ``parties``
    are the codes of the event's own parties.
    """
    chain = _claimants(doc, start_char, end_char) or _holders(doc, start_char, end_char)
    if (chain and all(source.kind != "outlet" for source in chain)) or (not chain and _is_message(doc, start_char, end_char)):
        chain += _carriers(doc, start_char, end_char, {source.code for source in chain} or parties)
    if all(source.kind != "outlet" for source in chain):
        chain += _page_carrier(doc, [source.name for source in chain] or [who_speaks(doc, start_char, end_char)], start_char)
    if all(source.kind != "outlet" for source in chain):
        chain += _reprinted(doc, start_char)
    known: dict[str, Source] = {}
    for source in chain:
        if source.name and source.name not in known:
            known[source.name] = replace(source, party_to_event=source.code is not None and source.code in parties)
    return (tuple(known.values()),) if known else ()


def _page_carrier(doc: Doc, speakers: Sequence[str | None], start: int) -> list[Source]:
    """The outlet through which the page has one of them speak."""
    carriers = [carrier_of(doc, name, start) for name in speakers if name is not None]
    return [_named(doc, outlet, start) for outlet in carriers[-1:] if outlet is not None]


def _reprinted(doc: Doc, start: int) -> list[Source]:
    """The outlet whose dispatch the page reprints, as its credit line says: "Source: X"."""
    text = document_of(doc).text
    lines = [text[p.start : p.end] for p in doc._.passages if p.kind == "credit"]
    named = (found.group(1).strip() for line in lines if (found := _CREDIT.search(line)) is not None)
    return [_named(doc, outlet_names().get(name, name), start) for name in named if is_outlet_name(doc, name)][:1]


def _claimants(doc: Doc, start: int, end: int) -> list[Source]:
    return [_source(doc, one.claimant, None, start) for one in denials_of(doc, start, end) if one.claimant is not None]


def _holders(doc: Doc, start: int, end: int) -> list[Source]:
    stances = {one.quote.cue_span: one.stance for one in doc._.attributions if one.quote.cue_span is not None}
    holding: list[tuple[int, Quote]] = []
    telling: list[Source] = []
    for quote in doc._.quotes:
        stance = stances.get(quote.cue_span)
        if _held(quote, start, end) * 2 >= end - start:
            if quote.speaker is not None and _can_tell(doc, quote) and not _is_aside(doc, quote, stance, start, end):
                holding.append((sum(span.end - span.start for span in quote.content), quote))
        elif _hangs_on(quote, start, end):
            telling += _relays(doc, quote, start)
    # An outlet passes on what others say of the same words, however its own content is cut.
    holding.sort(key=lambda item: (item[1].speaker is not None and item[1].speaker.kind == "outlet", item[0]))
    chain: list[Source] = []
    for _, quote in holding:
        chain += [_source(doc, actor, None, start) for actor in quote.cites]
        if quote.speaker is not None:
            chain.append(_source(doc, quote.speaker, quote.speaker_span, start))
        chain += _relays(doc, quote, start)
    return chain or telling


def _can_tell(doc: Doc, quote: Quote) -> bool:
    """Whether the words for the speaker are the kind that tells something: not a sum of money, a stance or a removal."""
    span = quote.speaker_span
    found = doc.char_span(span.start, span.end, alignment_mode="expand") if span is not None else None
    if found is None or can_speak(found.root):
        return True
    named = any(token.pos_ == "PROPN" or token.ent_type_ in {"NORP", "GPE", "ORG"} for token in found)
    return found.root.pos_ in {"NOUN", "PRON"} and (named or _ABSTRACT.search(found.root.lower_) is None)


def _is_aside(doc: Doc, quote: Quote, stance: Stance | None, start: int, end: int) -> bool:
    """Whether the speaker does not vouch for what the stretch tells: it denies it, only has a thought about it, or takes it as known."""
    if stance == "denied" or stance in _DISTANT:
        return True
    held = next((span for span in quote.content if span.start <= start < span.end), None)
    if held is None or quote.kind != "indirect" or (quote.speaker is not None and _is_outlet(quote.speaker)):
        return False
    found = doc.char_span(start, end, alignment_mode="expand")
    return found is not None and (_is_presupposed(found.root) or _in_relative(found.root, held))


def _is_outlet(actor: Actor) -> bool:
    return actor.kind == "outlet" or not words("outletword").isdisjoint(actor.name.lower().split())


def _in_relative(token: Token, held: Span) -> bool:
    """Whether the word stands in a relative clause of the content: what the publisher adds, as a rule."""
    while held.start <= token.head.idx < held.end and token.head.i != token.i:
        if token.dep_ in _ADDED and not _tells_when(token):
            return True
        token = token.head
    return False


def _is_presupposed(token: Token) -> bool:
    """Whether the word names an act that is spoken about as known: "a breach of the deal", "their accusations were absurd".

    An act that the speaker tells of is the verb of its clause, what that verb brings about, or the new subject of one ("an attack").
    """
    while token.dep_ == "conj" and token.head.pos_ == "NOUN":
        token = token.head
    if token.pos_ != "NOUN":
        return False
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return not any(child.lower_ in {"a", "an", "no", "any"} for child in token.children if child.dep_ == "det")
    return token.dep_ in {"pobj", "compound", "poss"} or (token.dep_ in {"dobj", "appos"} and any(c.dep_ == "poss" for c in token.children))


def _tells_when(clause: Token) -> bool:
    """Whether the relative clause, not set off by a comma, is a circumstance of what it stands at ("in 1968 when troops came")."""
    opening = clause.left_edge
    return opening.tag_ == "WRB" and (opening.i == 0 or not opening.nbor(-1).is_punct)


def _hangs_on(quote: Quote, start: int, end: int) -> bool:
    """Whether the stretch is of the words by which the statement is told."""
    return quote.cue_span is not None and start < quote.cue_span.end and quote.cue_span.start < end


def _held(quote: Quote, start: int, end: int) -> int:
    return sum(max(0, min(span.end, end) - max(span.start, start)) for span in quote.content)


def _is_message(doc: Doc, start: int, end: int, by_act: bool = True) -> bool:
    """Whether the word is part of a phrase that names a letter or statement, or (``by_act``) itself an act of words."""
    found = doc.char_span(start, end, alignment_mode="expand")
    if found is None:
        return False
    token = found.root
    if by_act and (token.lemma_.lower(), token.pos_) in lexicon():
        return True
    return any(one.lemma_.lower() in words("document") for one in (token, token.head, token.head.head))


def _carriers(doc: Doc, start: int, end: int, senders: Set[str | None]) -> list[Source]:
    """The outlet of the senders' own state that the text names as carrying their letter or statement.

    "In a letter, which X carried on Tuesday"; "in the message, he thanked them, according to X".
    """
    for mention in doc._.mentions:
        if mention.actor.kind == "outlet" and mention.actor.code in senders and mention.actor.code and _carries(doc, mention.span):
            return [_outlet(doc, mention, start)]
    if not _is_message(doc, start, end, by_act=False):
        return []
    for quote in doc._.quotes:
        if quote.speaker is not None and quote.speaker.kind == "outlet" and quote.speaker.code and quote.speaker.code in senders:
            said = (doc.char_span(span.start, span.end, alignment_mode="expand") for span in quote.content)
            if any(t.lemma_ in words("document") and t.head.lower_ == "in" for words_of in said if words_of for t in words_of):
                return [_source(doc, quote.speaker, quote.speaker_span, start)]
    return []


def _carries(doc: Doc, span: Span) -> bool:
    """Whether the name stands in a clause at a word for a letter or statement."""
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    token = found.root if found is not None else None
    for _ in range(_STEPS):
        if token is None or token.head.i == token.i:
            return False
        if token.dep_ in {"relcl", "acl"} and token.head.lemma_.lower() in words("document"):
            return True
        token = token.head
    return False


def statement_of(doc: Doc, start: int, end: int) -> Quote | None:
    """The innermost statement with a speaker that holds ``text[start:end]`` or hangs on it."""
    found: list[tuple[int, Quote]] = []
    for quote in doc._.quotes:
        if quote.speaker is not None and (_hangs_on(quote, start, end) or _held(quote, start, end) * 2 >= end - start):
            found.append((sum(span.end - span.start for span in quote.content), quote))
    return min(found, key=lambda item: item[0])[1] if found else None


# ---------------------------------------------------------------- what kind of source it is


def _relays(doc: Doc, quote: Quote, start: int) -> list[Source]:
    return [_named(doc, name, start) for name in quote.via]


def _source(doc: Doc, actor: Actor, span: Span | None, near: int) -> Source:
    return Source(actor.name, actor.code, actor.kind, actor.state_media, is_unnamed(actor), span=span or _nearest(doc, actor.name, near))


def _outlet(doc: Doc, mention: Mention, near: int) -> Source:
    """The outlet of a mention, under the name that the page calls it by."""
    name = called(doc).get(mention.actor.name, mention.actor.name)
    return _source(doc, replace(mention.actor, name=name), mention.span, near)


def _named(doc: Doc, name: str, near: int) -> Source:
    """What the document knows of a relay by this name."""
    actor = next((mention.actor for mention in _mentions_of(doc, name)), None)
    if actor is None:
        actor = next((q.speaker for q in doc._.quotes if q.speaker is not None and q.speaker.name == name), None)
    if actor is None:
        kind = "outlet" if name in words("outlet") else None
        return Source(name, kind=kind, span=_nearest(doc, name, near))  # type: ignore[arg-type]
    return _source(doc, replace(actor, name=name), None, near)


def _nearest(doc: Doc, name: str, near: int) -> Span | None:
    """The mention of the name that stands nearest."""
    spans = (mention.span for mention in _mentions_of(doc, name))
    return min(spans, key=lambda span: abs(span.start - near), default=None)


def _mentions_of(doc: Doc, name: str) -> list[Mention]:
    """The mentions of whoever goes by the name, an outlet also by what the page calls it."""
    outlets = called(doc)
    return [m for m in doc._.mentions if name in {m.actor.name, outlets.get(m.actor.name)}]


def is_unnamed(actor: Actor) -> bool:
    """Whether the source is only described: a person or group under common nouns, without a name of its own."""
    if actor.kind not in {"person", "group"} or actor.qid is not None:
        return False
    names = list(_words(actor.name))
    return bool(names) and names[-1].islower()


def _words(name: str) -> Sequence[str]:
    """The words of a description up to its first preposition."""
    found: list[str] = []
    for word in name.split():
        if found and word in {"of", "in", "at", "for", "from", "with", "to", "close"}:
            break
        found.append(word)
    return found


def known_from(doc: Doc, chains: tuple[tuple[Source, ...], ...], start: int) -> tuple[tuple[Source, ...], ...]:
    """The chains of sources of the words at ``start``, or the publisher, if the document names it, of what it reports in its own voice."""
    if chains:
        return chains
    line = [p for p in doc._.passages if p.kind in {"dateline", "credit"}]
    for mention in doc._.mentions:
        if mention.actor.kind == "outlet" and any(p.start <= mention.start < p.end for p in line):
            return ((_outlet(doc, mention, start),),)
    return ((),)


def one_side(chains: Sequence[tuple[Source, ...]], parties: Set[str]) -> str | None:
    """The party from whose side alone something is known: the origin of every chain is its official, body or state medium.

    An outlet that only passes on what an official said adds no second witness, so it is the nearest source of each chain that counts.
    """
    origins = {chain[0].code for chain in chains if chain}
    if len(origins) != 1 or not all(chains):
        return None
    code = next(iter(origins))
    return code if code is not None and code in parties else None
