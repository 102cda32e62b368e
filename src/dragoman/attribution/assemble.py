"""Drafts made into what the stage yields: attributions of every kind, and among them the statements, with their speakers resolved."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from dragoman.attribution.beside import cued_beside
from dragoman.attribution.contradictions import find_contradictions
from dragoman.attribution.cues import lexicon, words
from dragoman.attribution.denials import Denial, find_denials
from dragoman.attribution.drafts import candidates, left_over, letters, split, uncued
from dragoman.attribution.outlets import carriers, cited, is_outlet, passed_by
from dragoman.attribution.page import Draft, Page
from dragoman.attribution.relays import relayed, shared
from dragoman.attribution.scorer import least_statement, statement
from dragoman.attribution.sources import subject_of
from dragoman.attribution.speakers import Speakers
from dragoman.model import Actor, Attribution, Quote, Stance

LEAST, LEAST_DIRECT = 0.46, 0.25
"""From which probability on something is an attribution, and a quotation one: the best on a tenth of PolNeAR's training part."""


def find_attributions(doc: Doc) -> tuple[tuple[Attribution, ...], tuple[Quote, ...], tuple[Denial, ...]]:
    """Every attribution with a cue, every statement (with those that hang on no cue), and what is denied; all in text order."""
    if not doc.has_annotation("DEP"):
        return (), (), ()
    page = Page(doc)
    whole = letters(page)
    drafts = [_scored(page, draft) for draft in candidates(page, beside=whole)]
    cued = [draft for draft in drafts if draft.chance >= (LEAST_DIRECT if draft.kind == "direct" else LEAST)]
    cued = _unique([*cued, *_stood_beside(page, [*whole, *cued])])
    parts = [_scored(page, part) for draft in drafts for part in split(page, draft)]
    told = [*whole, *(part for part in parts if part.statement >= least_statement())]
    told += _stood_beside(page, told)
    told += uncued(page, left_over(page, told))
    speakers = Speakers(page)
    quotes = relayed(page, _resolved(page, _unique(told), speakers.anew()))
    attributions = [
        Attribution(quote, _stance(page, draft), _is_among(quote, quotes), round(draft.chance, 4))
        for draft, quote in _resolved(page, cued, speakers.anew())
    ]
    denials = (*find_denials(page, attributions, speakers.anew()), *find_contradictions(page, attributions, speakers.anew()))
    return tuple(attributions), quotes, denials


def _is_among(quote: Quote, quotes: tuple[Quote, ...]) -> bool:
    """Whether one of the statements hangs on the same cue and shares content."""
    return any(other.cue_span == quote.cue_span and any(a.overlaps(b) for a in other.content for b in quote.content) for other in quotes)


def _stood_beside(page: Page, drafts: list[Draft]) -> list[Draft]:
    found = (cued_beside(page, mark) for mark in left_over(page, drafts))
    return [draft for draft in found if draft is not None]


def _scored(page: Page, draft: Draft) -> Draft:
    return replace(draft, statement=statement(page, draft))


def _stance(page: Page, draft: Draft) -> Stance | None:
    if draft.cue is None:
        return None
    token = page.doc[draft.cue]
    cue = lexicon().get((token.lemma_.lower(), "VERB" if token.pos_ == "AUX" else token.pos_))
    return cue.stance if cue is not None else "asserted" if token.lower_ == "according" else None


def _unique(drafts: list[Draft]) -> list[Draft]:
    """One draft for one cue and content: of two that share most of their words and their cue the first stays."""
    kept: list[Draft] = []
    by_cue: dict[int, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: (d.content[0].start, -d.size)):
        if draft.cue is not None:
            others = by_cue.setdefault(draft.cue, [])
            if any(shared(other, draft) * 2 > min(other.size, draft.size) for other in others):
                continue
            others.append(draft)
        kept.append(draft)
    return kept


def _resolved(page: Page, drafts: list[Draft], speakers: Speakers) -> list[tuple[Draft, Quote]]:
    """The drafts with their speakers, resolved in text order of the sources."""
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
        if quote_or_none is None and draft.cue is not None:
            quote_or_none = _sourceless(page, draft, last)
        if quote_or_none is None:
            quote_or_none = _carried_on(page, speakers, draft, last)
            if quote_or_none is None:
                continue
        found.append((draft, quote_or_none))
        last = quote_or_none
    return found


def _sourceless(page: Page, draft: Draft, last: Quote | None) -> Quote:
    """A cue whose source nothing shows ("adding that ..."): by the last speaker of its paragraph, otherwise by nobody known."""
    quote = Quote(draft.content, draft.kind, None, None, draft.cue_span.of(page.text) if draft.cue_span else None, draft.cue_span)
    if last is None or last.speaker_span is None or page.paragraph_of(last.speaker_span.start) != page.paragraph_of(draft.content[0].start):
        return quote
    return replace(quote, speaker=last.speaker)


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


def _speaker(page: Page, draft: Draft) -> Token:
    """The word to resolve: the person named in the source phrase; for "who" what it stands for; else the phrase's head."""
    assert draft.source is not None
    head: Token = page.doc[draft.source]
    if head.tag_ in {"WP", "WDT", "WP$"} and draft.cue is not None:
        return subject_of(page.doc[draft.cue]) or head
    if draft.source_span is None or head.ent_type_ == "PERSON" or head.pos_ == "PRON":
        return head
    first, last = page.first_token(draft.source_span.start), page.first_token(draft.source_span.end)
    for at in range(first, last):
        ent = page.entities.get(at)
        if ent is not None and ent.start == at and ent.end <= last and ent.label_ == "PERSON" and _beside(ent.root, head):
            return ent.root
    if head.pos_ in {"NOUN", "PROPN", "NUM", "ADJ"}:
        return head
    return next((token for token in reversed(list(page.doc[first:last])) if token.pos_ in {"NOUN", "PROPN", "PRON"}), head)


def _beside(name: Token, head: Token) -> bool:
    """Whether the name is another word for the phrase with this head ("the minister, A. B."), not part of it ("A. B.'s aide")."""
    token = name
    while token.i != head.i:
        if token.dep_ not in {"appos", "compound", "nmod", "flat"} or token.head.i == token.i:
            return False
        token = token.head
    return True


def _quote(page: Page, speakers: Speakers, draft: Draft) -> Quote:
    assert draft.source is not None
    actor, phrase = speakers.resolve(_speaker(page, draft))
    phrase = draft.source_span or phrase
    via = [speakers.resolve(page.doc[at], speaks=False)[0].name for at in draft.via]
    origin, carrying = _around(page, draft)
    via += [speakers.resolve(outlet, speaks=False)[0].name for outlet in carrying]
    addressees: list[Actor] = []
    for told in _told(page, draft):
        head = next((child for child in told.children if child.dep_ == "poss" and is_outlet(page, child)), told)
        named, _ = speakers.resolve(head, speaks=False)
        paper = head.lemma_.lower() in {"newspaper", "daily", "weekly", "magazine", "broadcaster", "tabloid"}
        if named.kind == "outlet" or named.name in words("outlet") or paper:
            via.append(named.name)
        elif head.lemma_.lower() not in words("relayed_to"):
            addressees.append(named)
    return Quote(
        draft.content,
        draft.kind,
        actor,
        phrase,
        draft.cue_span.of(page.text) if draft.cue_span else None,
        draft.cue_span,
        tuple(addressees),
        tuple(name for name in dict.fromkeys(via) if name != actor.name),
        (speakers.resolve(origin, speaks=False)[0],) if origin is not None else (),
    )


def _told(page: Page, draft: Draft) -> list[Token]:
    """Whom it is said to: as the cue has it, or those to whom the message goes that says it ("sent a message to X, saying")."""
    heads = [page.doc[at] for at in draft.addressees]
    if heads or draft.cue is None:
        return heads
    verb = page.doc[draft.cue].head
    if page.doc[draft.cue].dep_ not in {"advcl", "acl"} or page.doc[draft.cue].tag_ != "VBG":
        return []
    verb = verb.head if verb.lemma_ in words("document") and verb.dep_ == "dobj" else verb
    sent = [child for child in verb.children if child.dep_ == "dobj" and child.lemma_ in words("document")]
    inner = [prep for one in (verb, *sent) for prep in one.children if prep.dep_ in {"prep", "dative"} and prep.lower_ == "to"]
    return [noun for prep in inner for noun in prep.children if noun.dep_ == "pobj"] if sent else []


def _around(page: Page, draft: Draft) -> tuple[Token | None, list[Token]]:
    """The source that the speaker cites, and through whom and in what outlet the words come, from the syntax around the cue."""
    if draft.cue is None or page.doc[draft.cue].pos_ not in {"VERB", "AUX"}:
        return None, []
    cue: Token = page.doc[draft.cue]
    held = (*draft.content, *((draft.source_span,) if draft.source_span else ()))
    spokesman = passed_by(cue)
    outer = [*([spokesman] if spokesman is not None else []), *carriers(page, cue)]
    outer = [one for one in outer if not any(span.start <= one.idx < span.end for span in held)]
    origin = cited(cue)
    return origin, outer
