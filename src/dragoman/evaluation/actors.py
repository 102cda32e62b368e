"""Actor phrases, ``dragoman.resolve``: a table ``ngec_cases*.tsv`` of phrase, context, date → country and sector.

The rule: an empty cell asks nothing; ``<EMPTY>`` asks that there be no such value; ``????`` asks nothing. A case counts as
*country* where it asks for a country, as *country and sector* where it asks for a country or a sector, and then all that it
asks for has to be right (either of two sectors will do). Where the phrase stands for no actor, nothing may be resolved.
Organisations stand in ``country``: IGO, NGO, UNO, EUR. A date that is not a fixed day ("Today") is not passed on, so that the
figure does not change from day to day.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from dragoman.evaluation.tables import Row
from dragoman.model import Actor

_NOTHING = "<EMPTY>"
_UNASKED = frozenset({"", "????"})
_ORGANISATIONS = {"UNO": "UNO", "EUU": "EUR", "NAT": "IGO", "ARL": "IGO"}
_WRITTEN = ("%Y-%m-%d", "%B %d, %Y", "%d %B %Y")


def on(value: str) -> date | None:
    """The day that a case fixes, or None."""
    for form in _WRITTEN:
        try:
            return datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
    return None


def country_fits(actor: Actor | None, wanted: str) -> bool:
    """Whether the actor's code is the country (or the kind of organisation) that the case asks for."""
    code = actor.code if actor else None
    if wanted == _NOTHING or code is None:
        return wanted == _NOTHING and code is None
    if code.startswith("ORG:"):
        return wanted in {"IGO", "NGO"}
    return _ORGANISATIONS.get(code, code.partition(":")[0]) == wanted


def sector_fits(actor: Actor | None, wanted: list[str]) -> bool:
    """Whether the actor's sector is one of those that the case asks for."""
    sectors = set(re.split(r"[^A-Z]+", (actor.sector if actor else None) or "")) - {""}
    return bool(sectors & set(wanted)) or (not sectors and _NOTHING in wanted)


def judge(case: Mapping[str, str], actor: Actor | None) -> dict[str, bool]:
    """What the case asks and whether the actor answers it: keys ``no actor``, ``country``, ``country and sector``."""
    if case["exp_none"]:
        return {"no actor": actor is None}
    country = case["exp_country"] if case["exp_country"] not in _UNASKED else None
    sectors = [case[key] for key in ("exp_code_1", "exp_code_2") if case[key] not in _UNASKED]
    answers: dict[str, bool] = {}
    if country is not None:
        answers["country"] = country_fits(actor, country)
    if country is not None or sectors:
        answers["country and sector"] = answers.get("country", True) and (not sectors or sector_fits(actor, sectors))
    return answers


def rows(path: Path) -> list[Row]:
    """The figures of one table of cases."""
    import dragoman

    with path.open(encoding="utf-8", newline="") as stream:
        cases = list(csv.DictReader(stream, delimiter="\t"))
    right: dict[str, list[bool]] = {"country": [], "country and sector": [], "no actor": []}
    for case in cases:
        context = " ".join(part for part in (case["context"], case["known_country"]) if part)
        for measure, answer in judge(case, dragoman.resolve(case["text"], on(case["query_date"]), context)).items():
            right[measure].append(answer)
    return [Row("actors (NGEC)", measure, sum(some) / len(some), len(some), note="share right") for measure, some in right.items() if some]
