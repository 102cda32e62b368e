"""Reporting clauses whose shape alone tells source and content: "…, the agency reported on Tuesday", "it said in a note that …".

The tagger, which learned from articles of one country, misses some of them or takes part of the content for the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from dragoman.attribution.cues import lexicon, words
from dragoman.attribution.page import Page
from dragoman.attribution.sources import agent_of, can_speak, is_negated, is_passive, subject_of
from dragoman.attribution.speakers import source_phrase
from dragoman.model import Span

_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_PHRASE = {"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "ADP", "CCONJ"}
_INSIDE = {"-", ".", "&", "/", "’s", "'s"}
_OPENS = {"after", "when", "while", "as", "if", "although", "though", "because", "since", "before", "once", "until", "but", "and"}
_GOES_ON = {"which", "who", "where", "when", "while", "after", "before", "as", "citing", "quoting", ",", ";", "-", "–", "—", "--"}
_ADVERBS = {"also", "later", "meanwhile", "earlier", "then", "reportedly"}
_LONGEST = 16
"""How many words a source before its verb may have."""


@dataclass(frozen=True, slots=True)
class Trailing:
    """A reporting clause: the verb, the head and words of its source, and the content before it."""

    cue: int
    source: int
    source_span: Span
    content: Span


def find_trailing(page: Page) -> Iterator[Trailing]:
    """The reporting clauses of the page, in text order."""
    for token in page.doc:
        if token.tag_ not in {"VBD", "VBZ", "VBP", "VBN"} or token.pos_ != "VERB" or (is_passive(token) and agent_of(token) is not None):
            continue
        cue = lexicon().get((token.lemma_.lower(), "VERB"))
        if cue is None or cue.kind not in {"say", "report"} or not cue.takes("bare") or page.mark_at(token.idx) is not None:
            continue
        found = _clause(page, token)
        if found is not None:
            yield found


def find_leading(page: Page) -> Iterator[Trailing]:
    """Verbs of saying with a subject that can speak and a that-clause: "the ministry said in a statement that …"."""
    for token in page.doc:
        cue = lexicon().get((token.lemma_.lower(), "VERB")) if token.pos_ == "VERB" else None
        if cue is None or cue.kind not in {"say", "report"} or not cue.takes("that") or page.mark_at(token.idx) is not None:
            continue
        clause = next((clause for clause in _complements(token) if clause.i > token.i), None)
        that = next((child for child in clause.children if child.lower_ == "that" and child.i < clause.i), None) if clause else None
        source = subject_of(token)
        if clause is None or that is None or source is None or not can_speak(source) or source.i > token.i or _unsaid(token):
            continue
        end = max(below.i for below in clause.subtree)
        content = page.trimmed(that.idx, page.starts[end] + len(page.doc[end]))
        line = page.paragraph_of(token.idx)
        if content is not None and line is not None and page.paragraph_of(content.end - 1) == line:
            yield Trailing(token.i, source.i, source_phrase(page, source), _unstopped(page, content))


def _complements(verb: Token) -> Iterator[Token]:
    """The clause of the verb, also where the parser hangs it on the paper that says it ("said in a statement | that …")."""
    for child in verb.children:
        if child.dep_ == "ccomp":
            yield child
        elif child.dep_ == "prep":
            for noun in (below for below in child.children if below.dep_ == "pobj" and below.lemma_ in words("document")):
                yield from (
                    clause for clause in noun.children if clause.dep_ in {"acl", "relcl", "ccomp"} and clause.tag_ in _FINITE | {"VBN"}
                )


def _unsaid(verb: Token) -> bool:
    """Whether nothing is said to have been said: negated, only possible or wanted."""
    if is_negated(verb):
        return True
    return any(child.tag_ == "MD" or (child.dep_ in {"aux", "mark"} and child.lower_ in {"to", "if"}) for child in verb.children)


def _unstopped(page: Page, span: Span) -> Span:
    return Span(span.start, span.end - 1) if page.text[span.end - 1] in ".!?" else span


def _clause(page: Page, verb: Token) -> Trailing | None:
    sent = verb.sent
    first = _phrase_start(page, verb, sent)
    if first is None or _says_on(verb, sent):
        return None
    source = _without_ends(page.doc[first : verb.i])
    before = page.doc[sent.start : first - 1]
    if source is None or not can_speak(source.root) or not _is_clause(page, before):
        return None
    content = page.trimmed(before.start_char, before.end_char)
    line = page.paragraph_of(verb.idx)
    if content is None or line is None or page.paragraph_of(content.start) != line:
        return None
    head = source.root if source.root.pos_ in {"NOUN", "PROPN", "PRON"} else source[-1]
    return Trailing(verb.i, head.i, Span(source.start_char, source.end_char), content)


def _phrase_start(page: Page, verb: Token, sent: Tokens) -> int | None:
    """Where the noun phrase before the verb begins: right after a comma."""
    at = verb.i - 1
    while at > sent.start and (page.doc[at].lower_ in _ADVERBS or page.doc[at].pos_ == "AUX"):
        at -= 1
    last = at
    while at > sent.start and last - at <= _LONGEST:
        token = page.doc[at]
        if token.text == ",":
            return at + 1 if at < last else None
        if token.pos_ not in _PHRASE and token.text not in _INSIDE:
            return at if token.lower_ in {"he", "she", "they", "it"} and at == last and page.doc[at - 1].text == "," else None
        if token.lower_ in {"that", "which", "who"}:
            return None
        at -= 1
    return None


def _says_on(verb: Token, sent: Tokens) -> bool:
    """Whether something said stands after the verb: then the words before it are no content of its."""
    for token in verb.doc[verb.i + 1 : sent.end]:
        if token.lower_ in _GOES_ON:
            return False
        if token.tag_ in _FINITE or token.lower_ in {"that", ":", "to", "it", "whether", "how"} or token.text in {'"', "“", "``", ":"}:
            return token.lower_ != "to" or token.pos_ == "PART"
    return any(child.dep_ in {"dobj", "xcomp"} and child.i > verb.i for child in verb.children)


def _is_clause(page: Page, before: Tokens) -> bool:
    """Whether the words are a whole clause outside quotation marks that hangs on nothing."""
    if not any(token.tag_ in _FINITE for token in before) or any(page.mark_at(token.idx) is not None for token in before):
        return False
    opening = next((token for token in before if not token.is_space and not token.is_punct), None)
    if opening is None or (opening.lower_ in _OPENS and not any(token.text == "," for token in before)):
        return False
    return not _speaks(before)


def _speaks(before: Tokens) -> bool:
    """Whether the clause is itself somebody's saying, with the source as a part of what is said ("X said A, B said")."""
    return any(token.dep_ == "nsubj" and token.head.i >= before.end and token.lemma_ in words("role") for token in before)


def _without_ends(source: Tokens) -> Tokens | None:
    start, end = source.start, source.end
    while end > start and (source.doc[end - 1].pos_ in {"AUX", "ADV"} or source.doc[end - 1].is_space):
        end -= 1
    while start < end and (source.doc[start].is_space or source.doc[start].pos_ == "CCONJ"):
        start += 1
    return source.doc[start:end] if end > start else None
