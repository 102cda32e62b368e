"""Events merged out of NewsWCL50r (``event_mentions_*.jsonl``) against its coreference chains.

The context of each ACTION or EVENT mention is read as a document of its own, without a date. A mention is coded where the reader's
event has its trigger among the mention's words. Chains are of one topic, so claims are merged topic by topic; what is scored are the
coded mentions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.evaluation import chains
from dragoman.evaluation.merging import grouped
from dragoman.evaluation.tables import Row
from dragoman.ledger.merging import Claim, Page
from dragoman.ledger.merging.reported import claims_of, page_of
from dragoman.model import Report, Span

_KINDS = frozenset({"ACTION", "EVENT"})
_CLOSERS = frozenset(".,;:!?)]}’”%") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "’s", "n’t", "'"}
_OPENERS = frozenset("([{“‘$")
Reader = Callable[[str], Report]


@dataclass(frozen=True, slots=True)
class ChainMention:
    """An annotated mention: where it stands in ``text``, its context put together again."""

    name: str
    topic: str
    chain: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Coded:
    """What was read of all contexts: the claims by topic, the pages, and the claim of each coded mention."""

    claims: Mapping[str, Sequence[Claim]]
    pages: Mapping[str, Page]
    of_mention: Mapping[str, str]


def mentions(path: Path) -> list[ChainMention]:
    """The ACTION and EVENT mentions of a file, in its order."""
    with path.open(encoding="utf-8") as lines:
        return [_mention(number, json.loads(line)) for number, line in enumerate(lines) if json.loads(line)["mention_type"] in _KINDS]


def _mention(number: int, row: Mapping[str, object]) -> ChainMention:
    tokens, wanted = row["mention_context"], row["tokens_number_context"]
    assert isinstance(tokens, list)
    assert isinstance(wanted, list)
    spans: list[Span] = []
    text = ""
    for piece in _spaced(tokens):
        start = len(text) + len(piece) - len(piece.lstrip())
        text += piece
        spans.append(Span(start, len(text)))
    return ChainMention(
        f"m{number:04d}", str(row["topic"]), str(row["coref_chain"]), text, Span(spans[min(wanted)].start, spans[max(wanted)].end)
    )


def _spaced(tokens: Sequence[str]) -> Iterator[str]:
    """Each token with the space that belongs before it in running text."""
    glued, quoting = True, False
    for token in tokens:
        if token == '"':
            quoting = not quoting
            yield token if glued or not quoting else f" {token}"
            glued = quoting
            continue
        glued = glued or token in _CLOSERS or token.startswith("’") or token in {"-", "\n"}
        yield token if glued else f" {token}"
        glued = token in _OPENERS or token in {"-", "\n"}


def code(found: Sequence[ChainMention], read: Reader) -> Coded:
    """Read every context once; what cannot be read has no claims."""
    documents: dict[str, str] = {}
    reports: dict[str, Report] = {}
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    of_mention: dict[str, str] = {}
    for mention in found:
        name = documents.get(mention.text)
        if name is None:
            name = documents[mention.text] = f"d{len(documents):04d}"
            try:
                reports[name] = read(mention.text)
            except DragomanError:
                continue
            claims[mention.topic] += claims_of(reports[name], name)
        events = [event for event in reports[name].events if event.trigger.overlaps(mention.span)] if name in reports else []
        if events:
            of_mention[mention.name] = f"{name}:{events[0].id}"
    return Coded(claims, {name: page_of(report, name) for name, report in reports.items()}, of_mention)


def rows(path: Path) -> list[Row]:
    """How many mentions are coded, and how well their events agree with the chains."""
    import dragoman

    found = mentions(path)
    return scored(found, code(found, dragoman.read), f"merging ({path.stem})")


def scored(found: Sequence[ChainMention], coded: Coded, data: str) -> list[Row]:
    """The rows of what was coded."""
    events = {claim: event for claims in coded.claims.values() for claim, event in grouped(claims, coded.pages).items()}
    answer = chains.groups({mention: events[claim] for mention, claim in coded.of_mention.items()})
    gold = chains.groups({mention.name: mention.chain for mention in found if mention.name in coded.of_mention})
    count = len(coded.of_mention)
    measures = (("MUC", chains.muc), ("B³", chains.b_cubed), ("CEAF-e", chains.ceaf_e))
    scores = [(name, measure(answer, gold)) for name, measure in measures]
    return [
        Row(data, "mentions coded", count / len(found) if found else 0.0, len(found)),
        *(Row(data, name, score.f1, count, score.precision, score.recall) for name, score in scores),
        Row(data, "CoNLL F1", chains.conll(answer, gold) if count else 0.0, count),
    ]
