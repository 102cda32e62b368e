"""Golden reports: what reading each example dispatch yields, kept in ``tests/golden`` and compared by ``test_golden.py``.

``python -m tests.make_golden`` writes them anew; look at the difference before it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dragoman
from dragoman import examples

FOLDER = Path(__file__).parent / "golden"
LEFT_OUT = frozenset({"why", "path", "dragoman"})
"""Reasons in words change with every wording, the path with the machine, the program's version with every release."""
TOLERANCE = 0.02
"""How far a confidence may lie from the golden one: processors round differently."""

Json = dict[str, Any]


def golden_path(document: Path) -> Path:
    """Where the golden report of an example lies."""
    return FOLDER / f"{document.name}.json"


def golden(document: Path) -> Json:
    """The report of an example as it is kept: confidences to two decimals, and without what is left out."""
    return {name: _kept(value) for name, value in dragoman.read(document).to_dict().items() if name not in LEFT_OUT}


def _kept(value: object) -> object:
    if isinstance(value, dict):
        kept = {name: _kept(inner) for name, inner in value.items() if name not in LEFT_OUT}
        return {**kept, "confidence": round(value["confidence"], 2)} if "confidence" in value else kept
    return [_kept(inner) for inner in value] if isinstance(value, list) else value


def differences(found: object, wanted: object, at: str = "report") -> Iterator[str]:
    """One line for each place in which a report differs from its golden one."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in sorted(found.keys() | wanted.keys()):
            if name not in found or name not in wanted:
                yield f"{at}.{name}: {'not in the golden report' if name in found else 'missing'}"
            else:
                yield from differences(found[name], wanted[name], f"{at}.{name}")
    elif isinstance(found, list) and isinstance(wanted, list):
        if len(found) != len(wanted):
            yield f"{at}: {len(found)} items, {len(wanted)} in the golden report"
        for place, (one, other) in enumerate(zip(found, wanted, strict=False)):
            yield from differences(one, other, f"{at}[{place}]")
    elif at.endswith(".confidence") and isinstance(found, float) and isinstance(wanted, float):
        if abs(found - wanted) > TOLERANCE + 1e-9:
            yield f"{at}: {found:.2f}, {wanted:.2f} in the golden report"
    elif found != wanted:
        yield f"{at}: {found!r}, {wanted!r} in the golden report"


def main() -> None:
    """Write all golden reports anew and take away those of examples that are gone."""
    FOLDER.mkdir(exist_ok=True)
    wanted = {golden_path(document): document for document in examples.paths()}
    for path in FOLDER.glob("*.json"):
        if path not in wanted:
            path.unlink()
    for path, document in wanted.items():
        report = golden(document)
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{path.name}: {len(report['events'])} events")


if __name__ == "__main__":
    main()
