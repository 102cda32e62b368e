"""Which time expression of a sentence belongs to an event, by syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from dragoman.dating.context import governing_verb
from dragoman.dating.event_times import ADNOMINAL, NOMINAL, Dated, dated, moved, time_apart
from dragoman.dating.terms import read_rows
from dragoman.extensions import document_of
from dragoman.model import Interval, TimeExpression

_VERBAL = frozenset({"VERB", "AUX"})
_CLAUSAL = frozenset({"relcl", "acl", "advcl", "parataxis"})
_EDGES = _CLAUSAL | {"ccomp"}
_EMBEDDED = frozenset({"ccomp", "xcomp", "conj", "advcl", "acl", "pcomp"})
_WITHIN = frozenset({"in", "during", "at", "throughout", "after", "following", "amid"})
_TOGETHER = frozenset({"when", "as", "while"})
_OPENING = frozenset({"in", "on", "at", "since", "during", "by", "late", "early", "last", "throughout"})
_APART = frozenset({"after", "before", "since"})
_OCCASIONS = frozenset(row[0] for row in read_rows("occasion_verbs.tsv"))
"""Verbs whose participle behind a noun tells when what the noun names takes place: "a summit to be held on Friday"."""
_REACTING = frozenset(row[0] for row in read_rows("reacting_verbs.tsv"))
"""Verbs that answer an event: the day of "condemned the bombing on Thursday" is not that of the bombing."""


def _any(found: Dated) -> bool:
    return True


def own_time(doc: Doc, token: Token, fits: Callable[[Dated], bool] = _any) -> Dated | None:
    """The time expression nearest by syntax within the event's clause, of those that fit."""
    ranked = []
    for found in dated(doc, token.sent):
        steps = _distance(found, token) if fits(found) else None
        if steps is not None:
            ranked.append((steps, abs(found.root.i - token.i), found.time.start, found))
    return min(ranked, key=lambda item: item[:3])[3] if ranked else None


def recalled_time(doc: Doc, token: Token) -> Dated | None:
    """The time that a clause hangs on ("2003, when Turkey refused") or that is part of its setting ("seized in the 1967 war")."""
    verb = governing_verb(token)
    if verb is None:
        return None
    while verb.dep_ in ("xcomp", "conj") and verb.head.pos_ in _VERBAL:
        verb = verb.head
    recalled = verb.dep_ in ("relcl", "advcl") and any(child.lower_ == "when" for child in verb.children)
    settings = {
        noun.i
        for link in (*verb.children, *(token.children if token != verb else ()))
        if link.dep_ == "prep" and link.lower_ in _WITHIN
        for noun in link.children
        if noun.dep_ == "pobj" and noun.pos_ in NOMINAL
    }
    for found in dated(doc, token.sent):
        root = found.root
        if recalled and found.time.interval and (root == verb.head or 0 <= verb.left_edge.idx - found.time.end <= 3):
            return replace(found, interval=found.time.interval)
        if root.head.i in settings and root.dep_ in ADNOMINAL:
            return found
    return None


def time_together(doc: Doc, token: Token) -> Dated | None:
    """The time of the clause that says on what occasion: "was arrested when he returned last year"."""
    verb = governing_verb(token)
    if verb is None:
        return None
    for child in verb.children:
        if child.dep_ == "advcl" and any(inner.lower_ == "when" for inner in child.children):
            found = own_time(doc, child)
            if found is not None:
                return found
    return None


def time_above(doc: Doc, token: Token, fits: Callable[[Dated], bool] = _any) -> Dated | None:
    """The time of the clause of which the event's own is the content, the purpose or the setting: "said on Monday that it would leave"."""
    verb = governing_verb(token)
    for _ in range(4):
        if verb is None or verb.head == verb:
            return None
        outer, marks = governing_verb(verb.head), {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod")}
        together = bool(marks & _TOGETHER)
        if verb.dep_ not in _EMBEDDED and not together:
            return None
        if (together or verb.dep_ == "ccomp" or _is_bare(verb)) and outer is not None:
            found = own_time(doc, outer, fits)
            if found is not None:
                return found
        verb = outer
    return None


def _is_bare(verb: Token) -> bool:
    """An infinitive or participle, which has the time of what it hangs on."""
    if verb.dep_ not in ("xcomp", "advcl", "acl", "pcomp"):
        return False
    return verb.tag_ in ("VB", "VBG") and not any(child.dep_ == "mark" or child.tag_ == "MD" for child in verb.children)


def time_beside(doc: Doc, token: Token, published: Interval | None) -> Dated | None:
    """The day of an event told by its distance from another: "on Monday, three days after the two spoke"."""
    verb = governing_verb(token)
    for link in verb.children if verb is not None else ():
        if link.dep_ == "prep" and link.lower_ in ("after", "before") and link.i > token.i:
            counted = _counted_from(doc, link)
            if counted is not None:
                return counted
    at = token
    for _ in range(6):
        links = [child for child in at.children if child.dep_ == "mark"] + ([at.head] if at.dep_ in ("pobj", "pcomp") else [])
        for link in links:
            apart = time_apart(document_of(doc).text, link) if link.lower_ in _APART and _opens(link, token) else None
            if apart is not None:
                return _counted(doc, at, link, apart, published)
        if at.head == at:
            return None
        at = at.head
    return None


def _counted_from(doc: Doc, link: Token) -> Dated | None:
    """The day of "launched the raid a day before the talks on Friday"."""
    apart = time_apart(document_of(doc).text, link)
    other = next((child for child in link.children if child.dep_ == "pobj"), None)
    base = own_time(doc, other) if apart is not None and other is not None else None
    if apart is None or base is None:
        return None
    return _shifted(base.interval, (-apart[0], apart[1]), base.time, link)


def _opens(link: Token, token: Token) -> bool:
    """Whether a token lies in the clause that a conjunction before it opens: up to its first verb or under it."""
    if link.i >= token.i:
        return False
    first = next((verb for verb in link.doc[link.i : token.i + 1] if verb.pos_ in _VERBAL and verb.dep_ not in ("aux", "auxpass")), token)
    return first == token or first.is_ancestor(token)


def _counted(doc: Doc, clause: Token, link: Token, apart: tuple[int, str], published: Interval | None) -> Dated | None:
    outer = governing_verb(clause.head if link.dep_ == "mark" else link.head)
    base = own_time(doc, outer) if outer is not None else None
    interval = base.interval if base is not None else published
    time = next((time for time in doc._.times if time.start < link.idx <= time.end + 1), base.time if base is not None else None)
    return _shifted(interval, apart, time, link) if interval is not None and time is not None else None


def _shifted(interval: Interval, apart: tuple[int, str], time: TimeExpression, link: Token) -> Dated | None:
    if (interval.end - interval.start).days > 7:
        return None
    try:
        return Dated(time, link, Interval(moved(interval.start, *apart), moved(interval.end, *apart)))
    except (OverflowError, ValueError):
        return None


def lent_time(doc: Doc, token: Token) -> Dated | None:
    """The time that the document gives elsewhere to what a noun names: "the bombing" is that of "the 1998 bombing" before it."""
    if token.pos_ != "NOUN" or not _is_definite(token):
        return None
    lent: dict[Interval, Dated] = {}
    for found in dated(doc, doc[:]):
        noun = _named_by(found)
        if noun is not None and noun != token and noun.lemma_.lower() == token.lemma_.lower():
            lent.setdefault(found.interval, found)
    return next(iter(lent.values())) if len(lent) == 1 else None


def _is_definite(noun: Token) -> bool:
    return any(
        child.lower_ in ("the", "that", "this", "those", "these", "its", "their", "whose") or child.dep_ == "poss"
        for child in noun.children
    )


def _named_by(found: Dated) -> Token | None:
    """The noun that a time stands before or right behind: "the 1998 bombing", "the bombing of 1998", "April's attack"."""
    root = found.root
    if root.dep_ in ADNOMINAL and root.head.pos_ == "NOUN":
        return root.head
    if (
        root.dep_ == "pobj"
        and root.head.lower_ in ("of", "in", "on")
        and root.head.head.pos_ == "NOUN"
        and root.head.i - root.head.head.i <= 2
    ):
        return root.head.head
    return None


def _distance(found: Dated, trigger: Token) -> int | None:
    """Steps from a time expression up to the trigger or to the verb of its clause; None where it belongs elsewhere."""
    homes = _homes(trigger)
    root = found.root
    opened = _opened_by(found)
    if opened is not None:
        return homes.get(opened.i)
    if root.dep_ in ADNOMINAL and root.head != trigger and root.head.pos_ in NOMINAL and not _in_name(root.head, trigger):
        return None
    at = root
    for steps in range(14):
        if at.i in homes:
            return steps + homes[at.i]
        if at.lower_ in _APART and at.pos_ == "ADP" and at != root.head:
            return None
        if at != root and at.pos_ in _VERBAL and not _is_occasion(at, trigger) and _elsewhere(at, trigger):
            return None
        if at.head == at:
            return None
        at = at.head
    return None


def _in_name(head: Token, trigger: Token) -> bool:
    """Whether the trigger is a part of the name that a time stands before: "April's Operation Dawn"."""
    return trigger.head == head and trigger.dep_ == "compound"


def _opened_by(found: Dated) -> Token | None:
    """The verb of the clause that a time opens, where the parser ran time and subject into one name: "In April Kenya's minister said"."""
    root = found.root
    first = root.sent[0]
    if root.dep_ not in ADNOMINAL or root.head.pos_ not in NOMINAL or first.lower_ not in _OPENING or root.i - first.i > 3:
        return None
    if root.dep_ == "poss":
        return None
    return next((verb for verb in _finite(root)), None)


def _finite(after: Token) -> Iterator[Token]:
    for token in after.sent:
        if token.i > after.i and token.pos_ in _VERBAL and token.dep_ in ("ROOT", "ccomp", "conj"):
            yield token


def _is_occasion(verb: Token, trigger: Token) -> bool:
    if trigger.pos_ != "NOUN":
        return False
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return verb.head == trigger
    if verb.lemma_ not in _OCCASIONS:
        return False
    if verb.dep_ in ("acl", "relcl"):
        return verb.head == trigger
    near = verb.dep_ == "advcl" and verb.tag_ == "VBG" and 0 < verb.i - trigger.i < 9
    return near and not any(token.pos_ in _VERBAL or token.is_punct for token in verb.doc[trigger.i + 1 : verb.i])


def _elsewhere(verb: Token, trigger: Token) -> bool:
    """Whether a verb between time and trigger has the time for itself: it is that of a clause of its own."""
    return verb.dep_ in _CLAUSAL or verb.dep_ == "conj" or (verb.dep_ == "ccomp" and verb.head == trigger)


def _homes(trigger: Token) -> dict[int, int]:
    """The trigger and what stands for its clause: the verbs above it up to the clause's edge, with a cost each."""
    homes = {trigger.i: 0}
    at, cost = trigger, 0
    while at.head != at and cost < 12:
        if at.pos_ in _VERBAL and at.dep_ in _EDGES:
            break
        above = at.head
        if trigger.pos_ == "NOUN" and above.lemma_ in _REACTING and at.dep_ in ("dobj", "pobj") and _is_definite(trigger):
            break
        if above.lower_ in _APART and above.pos_ == "ADP":
            break
        at, cost = above, cost + 2
        homes[at.i] = cost
    return homes
