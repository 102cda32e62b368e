"""End to end: annotated documents (``<doc>.txt`` and ``<doc>.json``), scored by the ``score.py`` that comes with them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from dragoman.errors import BadRequest, DragomanError
from dragoman.evaluation.tables import Row

_F1 = ("found", "dyad", "quad", "coded", "quotes", "furniture")
_SHARES = ("status", "date", "source")


def documents(folder: Path) -> list[Path]:
    """The texts of a folder that have an annotation beside them, by name."""
    return sorted(path for path in folder.glob("*.txt") if path.with_suffix(".json").is_file())


def scorer(folder: Path) -> Path:
    """The ``score.py`` of an annotated folder: in it or beside it.

    Raises:
        BadRequest: there is none.
    """
    for place in (folder, folder.parent):
        if (place / "score.py").is_file():
            return place / "score.py"
    raise BadRequest(f"{folder} holds annotated documents, but there is no score.py in it or in the folder above")


def published(folder: Path) -> dict[str, str]:
    """Document name → date of publication, from ``manifest.csv`` where it gives one."""
    manifest = folder / "manifest.csv"
    if not manifest.is_file():
        return {}
    with manifest.open(encoding="utf-8", newline="") as stream:
        return {row["doc"]: row["published"] for row in csv.DictReader(stream) if row.get("published")}


def write_reports(folder: Path, out: Path) -> list[str]:
    """Read every document of ``folder`` and write its report to ``out``; the names of those that could not be read."""
    from dragoman.reading import read_one
    from dragoman.report import to_json

    dates = published(folder)
    failed: list[str] = []
    for path in documents(folder):
        try:
            report = read_one(path, dates.get(path.stem))
        except DragomanError:
            failed.append(path.stem)
            continue
        (out / f"{path.stem}.json").write_text(to_json(report), encoding="utf-8")
    return failed


def figures(folder: Path) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """What the folder's own scorer says of the reports on its documents, and which documents could not be read.

    Raises:
        BadRequest: the scorer is missing or fails.
    """
    script = scorer(folder)
    with tempfile.TemporaryDirectory(prefix="dragoman-") as out:
        failed = write_reports(folder, Path(out))
        command = [sys.executable, str(script.resolve()), str(folder.resolve()), out, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BadRequest(f"{script} failed on {folder}: {reason}")
    return json.loads(done.stdout), failed


def rows(folder: Path) -> list[Row]:
    """The figures of one annotated folder."""
    scored, failed = figures(folder)
    name = folder.resolve().name
    data, note = f"gold/{name}", f"not read: {len(failed)}" if failed else "trained on" if name == "train" else ""
    found = [Row(data, key, f["f1"], f["gold"], f["precision"], f["recall"], note) for key in _F1 if (f := scored.get(key))]
    shares = [Row(data, key, f["share"], f["of"], note="share of the coded events") for key in _SHARES if (f := scored.get(key))]
    return found + shares
