"""People and offices in annotated documents: is each resolved to the state of the party for which it was named?

The rule: the ``actor_names`` and ``recipient_names`` of every annotated event are asked, each once a document, if they name a person
(they are capitalised and the parser's entity recogniser says PERSON at an occurrence) or an office (they begin or end with a noun
for a person who holds one). A name is *found* where a mention covers or lies within an occurrence of it, and *right* where the
longest such mention at the first such occurrence has a code of that party (what follows a colon in a code tells a group apart and
is not asked).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.actors.words.role_nouns import longest_ending_at, longest_starting_at
from dragoman.dating.days import day
from dragoman.evaluation.gold import documents, published
from dragoman.evaluation.tables import Row

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.model import Mention


def asked(annotation: dict[str, Any], doc: Doc) -> dict[str, frozenset[str]]:
    """The people and offices of an annotated document, with the codes of the parties for which each is named."""
    codes: dict[str, frozenset[str]] = {}
    for event in annotation.get("events", ()):
        for names, party in ((event.get("actor_names"), event["actors"]), (event.get("recipient_names"), event["recipients"])):
            for name in names or ():
                codes[name] = codes.get(name, frozenset()) | {code.partition(":")[0] for code in party}
    people = [(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == "PERSON"]
    return {name: some for name, some in codes.items() if some and (_office(name) or _person(name, doc.text, people))}


def _office(name: str) -> bool:
    words = name.lower().removeprefix("the ").split()
    first, last = longest_starting_at(words, 0), longest_ending_at(words, len(words) - 1)
    return any(
        noun.kind == "person" and not noun.plural and noun.sector not in {None, "CVL"}
        for found in (first, last)
        if found
        for noun in found[1]
    )


def _person(name: str, text: str, people: Sequence[tuple[int, int]]) -> bool:
    return name[0].isupper() and any(
        start < end_of and start_of < end for start, end in _occurrences(name, text) for start_of, end_of in people
    )


def _occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text, re.IGNORECASE))


def codes_of(name: str, text: str, mentions: Sequence[Mention]) -> tuple[str, ...] | None:
    """The codes of the first mention at an occurrence of ``name`` in ``text``; None where there is none."""
    for start, end in _occurrences(name, text):
        near = [m for m in mentions if (m.start <= start and end <= m.end) or (start <= m.start and m.end <= end)]
        if near:
            return max(near, key=lambda m: (m.end - m.start, -m.start)).codes
    return None


def rows(folder: Path) -> list[Row]:
    """The share of names that are found, and that are right."""
    from dragoman.pipeline import annotate, load
    from dragoman.sources import from_text

    nlp = load(without=("dragoman_attribution", "dragoman_coding"))
    dates = published(folder)
    found = right = wanted = 0
    for path in documents(folder):
        text = path.read_text(encoding="utf-8")
        doc = next(annotate(nlp, [from_text(text, published=day(dates.get(path.stem)))]))
        for name, codes in asked(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")), doc).items():
            said = codes_of(name, text, doc._.mentions)
            wanted += 1
            found += bool(said)
            right += bool(codes & {code.partition(":")[0] for code in said or ()})
    if not wanted:
        return []
    data, note = f"gold/{folder.resolve().name}", "share of the people and offices named for parties"
    return [
        Row(data, "people, offices found", found / wanted, wanted, note=note),
        Row(data, "people, offices right", right / wanted, wanted, note=note),
    ]
