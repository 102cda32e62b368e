"""Relation types, ``dragoman.classify``: tables ``plv*.tsv`` of sentences with marked parties and their root, and ``pairs*.tsv``.

The roots are those of PLOVER as of 2016, whose YIELD became CONCEDE and RETREAT: either counts as YIELD, and YIELD as material
cooperation, as it did then. NONE is always wrong there, since every row has a relation. Of pairs most have none: see :func:`pair_rows`.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from dragoman.errors import BadRequest
from dragoman.evaluation.tables import Row

_TODAY = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "verbal cooperation"),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), "material cooperation"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "material conflict"),
}
PAIR_COLUMNS = ("kind", "types", "marked_sentence")


def macro_f1(predicted: Sequence[str], gold: Sequence[str]) -> float:
    """The mean F1 over the classes of ``gold``."""
    right = Counter(g for p, g in zip(predicted, gold, strict=True) if p == g)
    got, wanted = Counter(predicted), Counter(gold)
    return sum(2 * right[name] / (got[name] + wanted[name]) for name in wanted) / len(wanted) if wanted else 0.0


def rows(path: Path) -> list[Row]:
    """The figures of one table; a training part is marked as such."""
    import dragoman

    with path.open(encoding="utf-8", newline="") as stream:
        cases = [(row["marked_sentence"], row["gold_root"]) for row in csv.DictReader(stream, delimiter="\t") if row.get("gold_root")]
    gold = [root for _, root in cases]
    predicted = [_TODAY.get(kind, kind) for kind, _ in dragoman.classify([sentence for sentence, _ in cases])]
    data = f"relation type ({path.stem})"
    note = "trained on" if "train" in path.stem else ""
    right = sum(p == g for p, g in zip(predicted, gold, strict=True))
    quads = macro_f1([QUADS.get(p, "none") for p in predicted], [QUADS[g] for g in gold])
    return [
        Row(data, "root accuracy", right / len(gold) if gold else 0.0, len(gold), note=note),
        Row(data, "root macro-F1", macro_f1(predicted, gold), len(gold), note=note),
        Row(data, "quad macro-F1", quads, len(gold), note=note),
    ]


def pair_rows(path: Path) -> list[Row]:
    """The shares of right answers among the pairs of one table, whose columns are kind, types and marked_sentence.

    A ``stated`` pair is right with one of its types (parted by ``|``); a ``flipped`` one (source and target of a one-way act
    changed over) and a ``bystander`` (the one does nothing to the other) with NONE.

    Raises:
        BadRequest: the table lacks a column.
    """
    import dragoman

    with path.open(encoding="utf-8", newline="") as stream:
        table = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not set(PAIR_COLUMNS) <= set(table.fieldnames or ()):
            raise BadRequest(f"{path}: its first line has to name the columns {', '.join(PAIR_COLUMNS)}, parted by tabs")
        cases = list(table)
    answers = dragoman.classify([case["marked_sentence"] for case in cases])
    of = Counter(case["kind"] for case in cases)
    right = Counter(case["kind"] for case, (type_, _) in zip(cases, answers, strict=True) if type_ in case["types"].split("|"))
    return [Row(f"pairs ({path.stem})", kind, right[kind] / count, count) for kind, count in sorted(of.items())]
