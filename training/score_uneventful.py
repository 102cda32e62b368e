"""Count the events that are coded in real articles without any: ``python -m training.score_uneventful``.

``annotations/uneventful.tsv`` lists articles of Reuters-21578 in which a reader who followed the codebook, and saw nothing else, was sure
of no event between states: some drawn from all, some from those that name three states or more. Nothing has learned from any of them.
"""

from __future__ import annotations

import csv
from collections import Counter

from dragoman.model import Document
from dragoman.reading import pipeline, read_document
from dragoman.report import scope_of
from training import corpus


def main() -> None:
    kinds = {"any": "of any kind", "three": "that name three states or more"}
    with (corpus.HERE / "annotations" / "uneventful.tsv").open(encoding="utf-8") as rows:
        chosen = {row["source"]: row["chosen"] for row in csv.DictReader(rows, delimiter="\t")}
    documents = (Document(text=text, published=day, published_basis="given") for text, day in map(corpus.article, chosen))
    found: Counter[str] = Counter()
    for kind, document in zip(chosen.values(), documents, strict=True):
        found[kind] += sum(scope_of(event) == "international" for event in read_document(pipeline(), document).events)
    for kind, count in Counter(chosen.values()).items():
        print(f"{found[kind]} false events in {count} articles {kinds[kind]}")


if __name__ == "__main__":
    main()
