"""Words in quotation marks and the cue that they hang on: before, after, between, or carried on from the quotation before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from dragoman.attribution.cues import Cue, lexicon
from dragoman.attribution.marks import Mark, is_sentence, last_before
from dragoman.attribution.page import Page
from dragoman.attribution.sources import addressees_of, agent_of, is_passive, subject_of
from dragoman.model import Span

_STOPS = {".", "!", "?"}


@dataclass(frozen=True, slots=True)
class Link:
    """What a quotation hangs on: the cue token and the source token (either may be missing)."""

    mark: int
    cue: int | None
    source: int | None
    addressees: tuple[int, ...] = ()
    via: tuple[int, ...] = ()
    whole: Span | None = None
    """Where the quotation is only the end of a statement ("…the plan was 'a mistake'," X said), the whole of it."""


def find_links(page: Page) -> list[Link]:
    """For every quotation that reads as a statement, the cue next to it; without one where it only carries on."""
    links: list[Link] = []
    for number, mark in enumerate(page.marks):
        link = _resumed(page, number, mark, links) or _before(page, number, mark) or _after(page, number, mark)
        if link is None and is_sentence(page.text, mark) and not _inside_sentence(page, mark):
            link = Link(number, None, None)
        if link is not None:
            links.append(link)
    return links


def _inside_sentence(page: Page, mark: Mark) -> bool:
    """Whether unquoted words of the same sentence stand before the quotation: then it is a title or a scare quote."""
    paragraph = page.paragraph_of(mark.outer.start)
    if paragraph is None or not page.text[page.paragraphs[paragraph].start : mark.outer.start].strip():
        return False
    return last_before(page.text, mark.outer.start) not in ".!?…:”\"'’"


def _after(page: Page, number: int, mark: Mark) -> Link | None:
    """The cue behind the closing mark: "…," said X."""
    text, doc = page.text, page.doc
    last = text[mark.inner.end - 1]
    comma = "," in text[mark.inner.end : mark.outer.end + 2]
    start = page.first_token(mark.outer.end)
    if start >= len(doc) or not (comma or last in "?!-—–…" or (doc[start].text[:1].islower() and last != ".")):
        return None
    partial = _inside_sentence(page, mark)
    if not comma and (partial or not is_sentence(text, mark)):
        return None
    zone = _zone_after(page, number, start)
    for token in zone:
        cue = _cue(token)
        if cue is None or _subordinate(token, zone) or (cue.kind == "cite" and is_passive(token)):
            continue
        source = _source(page, token, zone, inverted=True)
        if source is None:
            continue
        link = _link(page, number, token, source, cue)
        if not partial:
            return link
        first = next((t for t in zone if not t.is_punct and t.text != "`"), None)
        if first is None or first.i != min(source.left_edge.i, token.i) or cue.kind not in {"say", "report", "tell"} or token.tag_ == "VBG":
            return None
        return replace(link, whole=_sentence_before(page, number, mark))
    return None


def _sentence_before(page: Page, number: int, mark: Mark) -> Span:
    """From the start of the sentence that runs into the quotation to the quotation's end."""
    paragraph = page.paragraph_of(mark.outer.start)
    low = page.paragraphs[paragraph].start if paragraph is not None else mark.outer.start
    if number:
        low = max(low, page.marks[number - 1].outer.end) if is_sentence(page.text, page.marks[number - 1]) else low
    start = page.first_token(mark.outer.start)
    for at in range(start - 1, -1, -1):
        token = page.doc[at]
        if token.idx < low or token.text in _STOPS or "\n" in token.text:
            break
        start = at
    return page.trimmed(page.doc[start].idx, mark.inner.end) or mark.inner


def _resumed(page: Page, number: int, mark: Mark, links: list[Link]) -> Link | None:
    """The second half of a quotation that its cue splits: "…," X said, "…"."""
    if not links or links[-1].mark != number - 1 or links[-1].cue is None or links[-1].whole is not None:
        return None
    low, high = page.marks[number - 1].outer.end, mark.outer.start
    between = page.text[low:high]
    cue = page.doc[links[-1].cue]
    if not low <= cue.idx < high or "\n" in between.strip() or any(t.text in _STOPS for t in page.doc[cue.i : page.first_token(high)]):
        return None
    tail = between.rstrip(" `'\"“").rsplit(" ", 1)[-1].lower()
    if tail.endswith((",", ":", "--", "—", "–", "and", "but")) and not any(
        _cue(t) is not None for t in page.doc[cue.i + 1 : page.first_token(high)]
    ):
        return replace(links[-1], mark=number)
    return None


def _zone_after(page: Page, number: int, start: int) -> list[Token]:
    doc = page.doc
    stop = page.marks[number + 1].outer.start if number + 1 < len(page.marks) else len(page.text)
    paragraph = page.paragraph_of(page.marks[number].outer.start)
    stop = min(stop, page.paragraphs[paragraph].end if paragraph is not None else stop)
    zone = []
    for at in range(start, min(start + 40, len(doc))):
        if doc[at].idx >= stop or doc[at].text in _STOPS:
            break
        zone.append(doc[at])
    return zone


def _before(page: Page, number: int, mark: Mark) -> Link | None:
    """The cue in front of the opening mark: X said, "…" or X said: "…"."""
    doc = page.doc
    low = page.marks[number - 1].outer.end if number else 0
    paragraph = page.paragraph_of(mark.outer.start)
    low = max(low, page.paragraphs[paragraph].start if paragraph is not None else low)
    zone: list[Token] = []
    for at in range(page.first_token(mark.outer.start) - 1, -1, -1):
        token = doc[at]
        if token.idx < low or token.text in _STOPS or "\n" in token.text:
            break
        zone.insert(0, token)
    while zone and zone[-1].text in {"`", "``", '"', "“"}:
        zone.pop()
    if not zone or not is_sentence(page.text, mark):
        return None
    return _nearest(page, number, zone)


def _nearest(page: Page, number: int, zone: list[Token]) -> Link | None:
    """The last cue of the words before, if only a comma, a colon or a short phrase parts it from the quotation."""
    touching = zone[-1].text in {",", ":", "--", "—", "–", "-"}
    for token in reversed(zone):
        cue = _cue(token)
        if cue is None:
            continue
        gap = zone[-1].i - token.i
        if not touching and gap > 0:
            return None
        if gap > 25 or (zone[-1].text == "," and gap > 15):
            return None
        source = _source(page, token, zone, inverted=False)
        if source is not None:
            return _link(page, number, token, source, cue)
    if zone[-1].text == ":":
        subject = next((t for t in zone if t.dep_ in {"nsubj", "nsubjpass"} and t.pos_ != "PRON"), None)
        verb = next((t for t in reversed(zone) if t.pos_ == "VERB"), None)
        if subject is not None and verb is not None:
            return Link(number, verb.i, subject.i)
        if len(zone) <= 12 and zone[-2:-1] and zone[-2].pos_ in {"NOUN", "PROPN"}:
            return Link(number, None, zone[-2].i)
    return None


def _cue(token: Token) -> Cue | None:
    if token.pos_ not in {"VERB", "AUX"} and token.lower_ not in {"said", "says"}:
        return None
    cue = lexicon().get((token.lemma_.lower(), "VERB"))
    return cue if cue is not None and cue.takes("quote") else None


def _subordinate(token: Token, zone: list[Token]) -> bool:
    """Whether the verb stands in a relative clause ("…," the man who said so told …)."""
    return token.dep_ in {"relcl", "acl"} and token.head in zone


def _source(page: Page, verb: Token, zone: list[Token], inverted: bool) -> Token | None:
    low, high = zone[0].i, zone[-1].i
    if is_passive(verb) and agent_of(verb) is not None:
        return agent_of(verb)
    subject = subject_of(verb)
    if (
        subject is not None
        and page.mark_at(subject.idx) is None
        and subject.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"}
        and (low <= subject.i <= high or verb.tag_ == "VBG")
    ):
        return subject
    left = [t for t in zone if t.i < verb.i]
    right = [t for t in zone if t.i > verb.i]
    for side in (left[::-1], right) if not inverted or left else (right, left[::-1]):
        noun = next((t for t in side[:8] if t.pos_ in {"PROPN", "PRON", "NOUN"} and t.ent_type_ not in {"DATE", "TIME"}), None)
        if noun is not None:
            return _np_head(noun, zone)
    return None


def _np_head(noun: Token, zone: list[Token]) -> Token:
    """The head of the noun phrase that begins with ``noun``."""
    head = noun
    while head.head in zone and head.dep_ in {"compound", "poss", "nmod", "amod", "flat"} and head.head is not head:
        head = head.head
    return head


def _link(page: Page, number: int, verb: Token, source: Token, cue: Cue) -> Link:
    addressees = tuple(t.i for t in addressees_of(verb, cue) if t.i != source.i and page.mark_at(t.idx) is None)
    relays: list[int] = []
    if verb.dep_ == "pcomp" and verb.head.head.lemma_ in {"quote", "cite"}:
        agent = agent_of(verb.head.head) or agent_of(verb)
        relays = [agent.i] if agent is not None else []
    return Link(number, verb.i, source.i, addressees, tuple(relays))
