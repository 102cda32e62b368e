"""The benchmarks, scored: whatever annotated folders are found, in one table. Nothing of them is copied or printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from dragoman.errors import BadRequest
from dragoman.evaluation.tables import Row

SHARED = Path("..") / "shared"
"""Where the annotated data lies beside a checkout, seen from its root."""

Job = tuple[str, Callable[[], list[Row]]]
_KNOWN = (
    "annotated documents (<doc>.txt, <doc>.json), ngec_cases*.tsv, plv*.tsv, pairs*.tsv, *.tml, event_mentions*.jsonl,"
    " text/ and attributions/, or dispatches with their happenings (docs/ledger.md)"
)


def run(folders: Sequence[Path] = (), shared: Path | None = None, as_json: bool = False) -> list[Row]:
    """Score what ``folders`` hold, or without any what ``shared`` (default ``../shared``) holds, and print one table.

    Raises:
        BadRequest: a folder does not exist or holds nothing that can be scored.
    """
    from rich.console import Console

    from dragoman.evaluation import tables

    rows = score(folders, shared)
    if as_json:
        print(tables.to_json(rows))
    else:
        wide = None if sys.stdout.isatty() else 140
        Console(width=wide).print(tables.table(rows))
    return rows


def score(folders: Sequence[Path] = (), shared: Path | None = None) -> list[Row]:
    """The rows that :func:`run` prints; what is being scored is shown on standard error when that is a terminal."""
    from rich.console import Console

    rows: list[Row] = []
    console = Console(stderr=True)
    with console.status("looking for annotated folders") as status:
        for name, job in list(jobs(folders or _within(shared or SHARED))):
            status.update(f"scoring {name}")
            rows += job()
    return rows


def _within(shared: Path) -> list[Path]:
    """The folders of a shared collection that can be scored."""
    if not shared.is_dir():
        raise BadRequest(f"{shared} is not there: name the folders to score ({_KNOWN})")
    wanted = (
        "gold/dev",
        "gold/check",
        "gold/train",
        "corpora/actors",
        "corpora/polnear/dev",
        "corpora/timebank",
        "corpora/plv",
        "corpora/newswcl",
    )
    return [shared / name for name in wanted if (shared / name).is_dir()]


def jobs(folders: Sequence[Path]) -> Iterator[Job]:
    """What there is to score, by what each folder holds."""
    for folder in folders:
        if not folder.is_dir():
            raise BadRequest(f"{folder} is not a folder")
        if (folder / "gold").is_dir() or (folder / "corpora").is_dir():
            yield from jobs(_within(folder))
            continue
        found = list(_jobs_in(folder))
        if not found:
            raise BadRequest(f"{folder} holds nothing that can be scored: {_KNOWN}")
        yield from found


def _jobs_in(folder: Path) -> Iterator[Job]:
    from dragoman.evaluation import actors, attribution, gold, merging, names, newswcl, relations, timex

    if gold.documents(folder):
        yield str(folder), partial(gold.rows, folder)
        yield f"{folder}, names", partial(names.rows, folder)
    for path in sorted(folder.glob("ngec_cases*.tsv")):
        yield str(path), partial(actors.rows, path)
    if (folder / "text").is_dir() and (folder / "attributions").is_dir():
        yield str(folder), partial(attribution.rows, folder)
    if any(folder.glob("*.tml")):
        yield str(folder), partial(timex.rows, folder)
    for path in sorted(folder.glob("plv*.tsv")):
        yield str(path), partial(relations.rows, path)
    for path in sorted(folder.glob("pairs*.tsv")):
        yield str(path), partial(relations.pair_rows, path)
    for path in sorted(folder.glob("event_mentions*.jsonl")):
        yield str(path), partial(newswcl.rows, path)
    for path in merging.files(folder):
        yield str(path), partial(merging.rows, path)
