"""Reported speech in syntax: the clauses, infinitives and phrases that hold what somebody says."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.attribution.cues import Cue, lexicon
from dragoman.attribution.marks import last_before
from dragoman.attribution.page import Frame, Page
from dragoman.attribution.sources import addressees_of, agent_of, can_speak, is_negated, is_passive, issuer_of, subject_of
from dragoman.model import Span

_SKIP_FIRST = {"that", ":", ",", "--", "-", "–", "—", "if_"}
_CORE = {"say", "add", "claim", "announce", "report", "insist", "argue", "write", "note", "warn", "declare", "confirm"}
_CONDITIONS = {"without", "despite", "unlike", "with", "until", "once", "if", "unless", "given", "because", "under", "by"}
_PRONOUNS = {"him", "her", "them", "it", "us", "me", "you", "both", "he", "she", "they"}


def find_frames(page: Page) -> list[Frame]:
    """Every attribution that syntax shows, in text order of the cues."""
    found: list[Frame] = []
    for token, cue in page.cues:
        frames = _verb_frames(page, token, cue) if cue.pos == "VERB" else _noun_frames(page, token, cue)
        found += frames
    found += according_to(page)
    return sorted(found, key=lambda frame: (frame.cue_span.start, frame.content[0].start))


def _verb_frames(page: Page, verb: Token, cue: Cue) -> Iterator[Frame]:
    if is_negated(verb):
        return
    source, via = _source(verb)
    if source is not None and not can_speak(source) and verb.tag_ == "VBG":
        source = _outer_source(verb) or source
    if source is None or _impersonal(source) or not (can_speak(source) or cue.lemma in _CORE or page.mention_at(source)):
        return
    addressees = tuple(t.i for t in addressees_of(verb, cue) if t is not source)
    seen = False
    for construction, content in _contents(page, verb, cue, source):
        seen = True
        yield Frame(cue, _span(verb), verb.i, source.i, content, addressees, via, construction)
    if not seen and cue.takes("bare") and cue.lemma in _CORE:
        content = _fallback(page, verb, source)
        if content:
            yield Frame(cue, _span(verb), verb.i, source.i, content, addressees, via, "bare")


def _source(verb: Token) -> tuple[Token | None, tuple[int, ...]]:
    """The source of a verb cue, and who relays it ("was quoted as saying by")."""
    if is_passive(verb):
        return agent_of(verb), ()
    quoting = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    if quoting is not None and quoting.lemma_ in {"quote", "cite"}:
        if is_passive(quoting):
            agent = agent_of(quoting) or agent_of(verb)
            speaker = next((c for c in quoting.children if c.dep_ == "nsubjpass"), None)
            if speaker is None and quoting.dep_ == "acl":
                speaker = quoting.head
            return speaker, (agent.i,) if agent is not None else ()
        outlet = subject_of(quoting)
        speaker = next((c for c in quoting.children if c.dep_ == "dobj"), None)
        return speaker, (outlet.i,) if outlet is not None else ()
    return subject_of(verb), ()


def _outer_source(verb: Token) -> Token | None:
    """The speaker of the cue further out, for a participle that the parser hung inside what is said."""
    for ancestor in verb.ancestors:
        if ancestor.pos_ == "VERB" and (ancestor.lemma_.lower(), "VERB") in lexicon():
            subject = subject_of(ancestor)
            if subject is not None and can_speak(subject):
                return subject
    return None


def _impersonal(source: Token) -> bool:
    """Whether the source is no speaker: an expletive, or the first or second person outside a quotation."""
    if source.lower_ in {"this", "that", "there", "what", "which", "you", "everyone", "nobody", "no"}:
        return True
    if source.lower_ == "one":
        return not any(child.lower_ == "of" for child in source.children)
    return (source.lower_ == "it" and source.dep_ == "expl") or (source.pos_ == "PRON" and source.lower_ in {"i", "we", "me", "us"})


def _span(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token))


def _contents(page: Page, verb: Token, cue: Cue, source: Token) -> Iterator[tuple[str, tuple[Span, ...]]]:
    for child in verb.children:
        dep = child.dep_
        if dep in {"ccomp", "xcomp", "advcl"} and child.i > verb.i and cue.takes("for") and _is_for_to(child):
            span = page.trimmed(child.left_edge.idx + len("for"), _end(page, child.right_edge.i))
            yield "for", (span,) if span is not None else ()
        elif dep in {"ccomp", "parataxis"} and _is_clause(child, cue):
            content = _clause(page, verb, source, child, cue)
            if content:
                yield "bare", content
        elif dep == "xcomp" and any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
            if (child.i > verb.i and cue.takes("inf")) or cue.takes("npinf"):
                yield "inf", _infinitive(page, verb, child)
        elif dep == "prep" and child.i > verb.i:
            yield from _phrase(page, verb, cue, child)
        elif dep in {"dobj", "oprd"} and child.i > verb.i and child is not source:
            yield from _object(page, verb, cue, child)


def _is_clause(head: Token, cue: Cue) -> bool:
    """Whether the complement is one that the cue takes: with "that", without it, or object and infinitive."""
    inner = {child.dep_ for child in head.children}
    if _has_to(head):
        return cue.takes("npinf") if inner & {"nsubj", "nsubjpass"} else cue.takes("inf", "npinf")
    if any(child.dep_ == "mark" and child.lower_ in {"that", "if", "whether"} for child in head.children):
        return cue.takes("that")
    if head.pos_ not in {"VERB", "AUX"}:
        return cue.takes("call") and bool(inner & {"nsubj"})
    finite = head.tag_ in {"VBD", "VBZ", "VBP", "MD"} or "aux" in inner or "auxpass" in inner
    return (
        cue.takes("bare")
        and finite
        and (bool(inner & {"nsubj", "nsubjpass", "expl", "csubj"}) or head.left_edge.i < head.i or head.i < _governor(head))
    )


def _governor(head: Token) -> int:
    return int(head.head.i)


def _clause(page: Page, verb: Token, source: Token, head: Token, cue: Cue) -> tuple[Span, ...]:
    """The reported clause, before or after the cue, or around it."""
    left, right = head.left_edge.i, head.right_edge.i
    if left > verb.i:
        return _after(page, _first(verb, head, left), right, cue)
    edge = min(verb.i, _np_start(source) if left <= source.i < verb.i else verb.i)
    parted = last_before(page.text, page.starts[edge]) in {",", "'", '"', "”", "’", "—", "–", "-", "_", ":", "?", "!", ";", "("}
    first = page.trimmed(page.starts[left], page.starts[edge]) if parted else None
    after = max(verb.i, source.right_edge.i if source.i > verb.i else verb.i) + 1
    second = page.trimmed(page.starts[after], _end(page, right)) if right > after else None
    return tuple(span for span in (first, second) if span is not None)


def _first(verb: Token, head: Token, left: int) -> int:
    """Where a clause behind the cue begins: with its subject, where the parser took that for the cue's object, or with the phrase
    that opens it ("said without help, the town would fall")."""
    bare = not any(child.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"} for child in head.children)
    for child in verb.children:
        if not verb.i < child.i < left:
            continue
        if bare and child.dep_ == "dobj" and child.right_edge.i + 1 == left and head.tag_ != "VBG" and not _has_to(head):
            return int(child.left_edge.i)
        opens = (
            (child.dep_ == "advcl" or child.lower_ in _CONDITIONS) and child.left_edge.i == verb.i + 1 and child.right_edge.i + 2 == left
        )
        if opens and verb.doc[left - 1].text == "," and not any(t.ent_type_ in {"DATE", "TIME"} for t in child.subtree):
            return int(child.left_edge.i)
    return left


def _after(page: Page, left: int, right: int, cue: Cue) -> tuple[Span, ...]:
    doc = page.doc
    while left < right and doc[left].lower_ in _SKIP_FIRST:
        left += 1
    if cue.takes("npinf") and doc[left].lower_ in _PRONOUNS and doc[left + 1 : left + 2].text == "to":
        left += 1
    if doc[left].lower_ == "to" and left < right:
        left += 1
    span = page.trimmed(doc[left].idx, _end(page, right))
    return (span,) if span is not None else ()


def _end(page: Page, right: int) -> int:
    """Where the content ends: after the last token, a final period left out."""
    token = page.doc[right]
    while token.text in {".", ",", ";", ":", "''", '"', "”"} and token.i > 0 and page.mark_at(token.idx) is None:
        token = page.doc[token.i - 1]
    return token.idx + len(token)


def _np_start(noun: Token) -> int:
    return int(noun.left_edge.i)


def _infinitive(page: Page, verb: Token, head: Token) -> tuple[Span, ...]:
    held = [c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < head.i]
    own = [c for c in head.children if c.dep_ == "nsubj"]
    doc = page.doc
    start = next(c for c in head.children if c.lower_ == "to" and c.dep_ == "aux").i + 1
    if held and held[0].lower_ not in _PRONOUNS:
        start = held[0].left_edge.i
    elif own and own[0].lower_ not in _PRONOUNS:
        start = own[0].left_edge.i
    span = page.trimmed(doc[start].idx, _end(page, head.right_edge.i))
    return (span,) if span is not None else ()


def _is_for_to(verb: Token) -> bool:
    """Whether the clause is "for X to do Y"."""
    return _has_to(verb) and verb.left_edge.lower_ == "for"


def _phrase(page: Page, verb: Token, cue: Cue, prep: Token) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """call on X to, call for X, accuse X of, warn of X, describe X as."""
    inside = [c for c in prep.children if c.dep_ in {"pobj", "pcomp"}]
    if not inside:
        return
    word = prep.lower_
    if word in {"on", "upon"} and cue.takes("on_inf"):
        infinitive = next(
            (
                c
                for c in (*inside[0].children, *verb.children)
                if c.dep_ in {"acl", "xcomp", "relcl", "advcl"} and c.i > prep.i and _has_to(c)
            ),
            None,
        )
        if infinitive is not None:
            span = page.trimmed(page.starts[inside[0].left_edge.i], _end(page, infinitive.right_edge.i))
            yield "on_inf", (span,) if span is not None else ()
    elif word in cue.constructions and word in {"for", "of", "against", "as"}:
        quoted = _has_mark(page, prep.idx, _end(page, prep.right_edge.i))
        held = next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < prep.i), None)
        if word == "as" and cue.kind == "label" and held is not None and held.lower_ not in _PRONOUNS:
            span = page.trimmed(held.left_edge.idx, _end(page, prep.right_edge.i))
            yield "as", (span,) if span is not None else ()
            return
        if word in {"for", "as"} and cue.kind in {"accuse", "praise", "cite"} and not quoted:
            return
        tail = [c for c in verb.children if c.i > prep.i and c.dep_ in {"xcomp", "advcl", "ccomp"} and _is_for_to(c)]
        if tail and word == "for":
            return
        last = max(
            [prep.right_edge.i]
            + [
                c.right_edge.i
                for c in verb.children
                if c.dep_ in {"xcomp", "advcl"} and c.left_edge.i == prep.right_edge.i + 1 and _has_to(c)
            ]
        )
        span = page.trimmed(page.starts[inside[0].left_edge.i], _end(page, last))
        if span is not None:
            yield word, (span,)


def _has_to(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _object(page: Page, verb: Token, cue: Cue, noun: Token) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Objects that are the content: always for "expressed X", otherwise only with words in quotation marks."""
    end = _end(page, noun.right_edge.i)
    quoted = _has_mark(page, noun.left_edge.idx, end)
    wide = cue.kind in {"express", "demand", "promise", "deny", "threaten", "warn"} and cue.takes("obj")
    if wide or cue.takes("call") or (quoted and cue.takes("obj", "obj_quote")):
        if cue.takes("call"):
            label = next((c for c in verb.children if c.dep_ == "oprd" and c.i > noun.i), None)
            if label is None and not quoted:
                return
            end = _end(page, label.right_edge.i) if label is not None else end
        span = page.trimmed(noun.left_edge.idx, end)
        if span is not None and span.end - span.start > 12:
            yield "obj", (span,)


def _has_mark(page: Page, start: int, end: int) -> bool:
    near = (page.marks[number] for number in page.marks_over(Span(start - 2, end + 2)))
    return any(mark.outer.start >= start - 2 and mark.inner.end <= end + 2 for mark in near)


def _fallback(page: Page, verb: Token, source: Token) -> tuple[Span, ...]:
    """A clause that the parser did not hang on the cue: what stands before ", X said." or after "X said"."""
    doc, sentence = page.doc, verb.sent
    following = verb.i + 1 if verb.i > source.i else source.right_edge.i + 1
    rest = [t for t in doc[following : sentence.end] if not t.is_punct and not t.is_space]
    start = min(verb.i, source.left_edge.i)
    if start > sentence.start + 3 and doc[start - 1].text in {",", "''", "”", '"'} and len(rest) <= 8:
        span = page.trimmed(doc[sentence.start].idx, doc[start - 1].idx)
        return (span,) if span is not None else ()
    if source.i < verb.i and any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in rest) and len(rest) > 3:
        span = page.trimmed(rest[0].idx if rest[0].lower_ != "that" else rest[1].idx, _end(page, sentence.end - 1))
        return (span,) if span is not None else ()
    return ()


def _noun_frames(page: Page, noun: Token, cue: Cue) -> Iterator[Frame]:
    owner = issuer_of(noun)
    if owner is None or owner.lower_ in {"i", "we", "my", "our", "your", "you", "its_"}:
        return
    for child in noun.children:
        if child.i < noun.i:
            continue
        span: Span | None = None
        said = (
            child.dep_ in {"acl", "ccomp", "relcl"}
            and cue.takes("that")
            and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children)
        )
        if said or (child.dep_ == "acl" and cue.takes("inf") and _has_to(child)):
            clause = _after(page, child.left_edge.i, child.right_edge.i, cue)
            span = clause[0] if clause else None
        elif child.dep_ == "prep" and child.lower_ == "for" and cue.takes("for"):
            inside = [c for c in child.children if c.dep_ in {"pobj", "pcomp"}]
            span = page.trimmed(inside[0].left_edge.idx, _end(page, child.right_edge.i)) if inside else None
        if span is not None:
            yield Frame(cue, _span(noun), noun.i, owner.i, (span,), (), (), "noun")


def according_to(page: Page) -> Iterator[Frame]:
    """ "According to X" before, after or inside the sentence that it covers."""
    cue = Cue("according to", "ADP", "say", "asserted", frozenset({"bare", "quote"}))
    doc = page.doc
    for token in doc[:-2]:
        if token.lower_ != "according" or doc[token.i + 1].lower_ != "to" or page.paragraph_of(token.idx) is None:
            continue
        source = next((c for c in doc[token.i + 1].children if c.dep_ == "pobj"), None)
        if source is None or source.tag_ in {"WDT", "WP"}:
            continue
        span = Span(token.idx, doc[token.i + 1].idx + 2)
        content = _around(page, token, source)
        if content:
            yield Frame(cue, span, token.i, source.i, content, (), (), "according")


def _around(page: Page, token: Token, source: Token) -> tuple[Span, ...]:
    """The sentence without the "according to" phrase."""
    doc, sentence = page.doc, token.sent
    stop = source.right_edge.i + 1
    for at in range(source.i + 1, stop):
        if doc[at].text == "," and not _appositive(doc[at + 1] if at + 1 < len(doc) else token, source):
            stop = at
            break
    before = page.trimmed(doc[sentence.start].idx, token.idx)
    after = page.trimmed(doc[stop].idx, _end(page, sentence.end - 1)) if stop < sentence.end - 1 else None
    if before is not None and before.end - before.start < 12:
        before = None
    if after is not None and after.end - after.start < 12:
        after = None
    return tuple(span for span in (before, after) if span is not None)


def _appositive(token: Token, source: Token) -> bool:
    return any(ancestor.dep_ in {"appos", "relcl", "acl"} and source.is_ancestor(ancestor) for ancestor in (token, *token.ancestors))
