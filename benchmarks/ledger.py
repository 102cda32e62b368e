"""The ledger at size: adding, answers, the file, and being killed.

    python -m benchmarks.ledger [--claims N] [--kills N] [--json]

The claims are synthetic: happenings between 60 states over three years, each told by one to four documents of about four claims, a
quarter of the documents reprints of another. Reports are made beforehand; adding is measured from reports to merged events.
The kill test adds documents in a process of its own, kills it at a random moment, and looks at the ledger: whole documents only,
nothing lost that was kept before, nothing twice. At the end the ledger must be the same as one that was never interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from dragoman.coding.codebook import categories, category
from dragoman.ledger import Ledger
from dragoman.ledger.adding import add
from dragoman.ledger.rows import rows_of
from dragoman.ledger.store import Store
from dragoman.model import Actor, Document, Event, EventDate, Party, Passage, Published, Report, Source, Span

STATES = re.findall(
    "[A-Z]{3}",
    "PRK RUS CHN USA KOR JPN IND PAK IRN IRQ SYR TUR ISR EGY SAU YEM UKR POL DEU FRA GBR ITA ESP NLD BEL SWE NOR FIN DNK GRC "
    "ROU HUN SRB BLR KAZ UZB KGZ TJK TKM MNG VNM THA MMR PHL IDN MYS AUS NZL CAN MEX BRA ARG CHL COL VEN CUB NGA ETH KEN ZAF",
)
OUTLETS = tuple(
    f"{where} {what}" for where in ("Northern", "Harbour", "Capital", "Valley", "Border") for what in ("Wire", "Herald", "Post")
)
ROOT = Path(__file__).resolve().parents[1]
FIRST = date(2021, 1, 1)
DAYS = 3 * 365
CLAIMS_A_DOCUMENT = 4
REPRINTED = 0.25
_PLACES = ("the capital", "the port", "the border crossing", "the summit hall", "the ministry", "the training ground")
_MANNERS = (
    "after long talks",
    "for the second time this year",
    "to the surprise of observers",
    "as had been expected",
    "without further notice",
)


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened, before anybody tells it."""

    day: date
    actor: str
    recipient: str
    type: str
    mode: str | None
    place: str
    manner: str


def happenings(chance: random.Random, number: int) -> list[Happening]:
    """So many happenings in order of time; some pairs of states have far more of them than others."""
    kinds = list(categories())
    days = sorted(chance.randrange(DAYS) for _ in range(number))
    made = []
    for day in days:
        actor = STATES[min(int(chance.expovariate(0.08)), len(STATES) - 1)]
        recipient = chance.choice([state for state in STATES if state != actor])
        made.append(
            Happening(FIRST + timedelta(day), actor, recipient, *chance.choice(kinds), chance.choice(_PLACES), chance.choice(_MANNERS))
        )
    return made


def reports(claims: int, seed: int = 1) -> Iterator[Report]:
    """Reports with at least so many claims in all, in order of publication; the same for the same seed."""
    chance = random.Random(seed)
    told = happenings(chance, max(claims // 2, CLAIMS_A_DOCUMENT))
    made = number = 0
    while made < claims:
        at = int(made / claims * (len(told) - CLAIMS_A_DOCUMENT))
        chosen = [told[min(at + chance.randrange(40), len(told) - 1)] for _ in range(CLAIMS_A_DOCUMENT)]
        chosen = list(dict.fromkeys(chosen))
        copies = 2 if chance.random() < REPRINTED else 1
        outlets = chance.sample(OUTLETS, copies)
        for outlet in outlets:
            yield _report(number, outlet, chosen, f"{chance.random():.6f}")
            number += 1
            made += len(chosen)


def _report(number: int, outlet: str, told: list[Happening], token: str) -> Report:
    text, events, passages = "", [], []
    for n, happening in enumerate(told):
        sentence, parts = _sentence(happening, token)
        start = len(text)
        passages.append(Passage(start, start + len(sentence), "body"))
        events.append(_event(f"e{n + 1}", happening, start, sentence, parts))
        text += sentence + "\n\n"
    published = max(happening.day for happening in told)
    return Report(
        document=Document(text, id=f"d{number}", path=f"d{number}.txt", outlet=outlet),
        published=Published(published, "stated"),
        passages=tuple(passages),
        events=tuple(events),
    )


def _sentence(told: Happening, token: str) -> tuple[str, tuple[str, str, str]]:
    verb = f"{told.type.lower()}-{told.mode or 'plain'}"
    words = f"{told.actor} {verb} {told.recipient} at {told.place} on {told.day:%d %B} {told.manner}, a note numbered {token[2:]} said."
    return words, (told.actor, told.recipient, verb)


def _event(id: str, told: Happening, start: int, sentence: str, parts: tuple[str, str, str]) -> Event:
    actor, recipient, trigger = (Span(start + (at := sentence.index(words)), start + at + len(words)) for words in parts)
    kind = category(told.type, told.mode)
    day = f"{told.day:%d %B}"
    at = start + sentence.index(day)
    source = Source(f"{told.actor} foreign ministry", told.actor, "organisation", party_to_event=True)
    return Event(
        id=id,
        type=told.type,
        mode=told.mode,
        contexts=("diplomatic",),
        quad=kind.quad,
        score=kind.score,
        actors=(Party(Actor(told.actor, "state", told.actor, "GOV"), (actor,)),),
        recipients=(Party(Actor(told.recipient, "state", told.recipient, "GOV"), (recipient,)),),
        status="occurred",
        condition=None,
        date=EventDate(told.day, told.day, day, Span(at, at + len(day))),
        place=None,
        trigger=trigger,
        evidence=(Span(start, start + len(sentence)),),
        sources=((source.name,),),
        confidence=0.8,
        why=("synthetic",),
        source_details=((source,),),
    )


# ---------------------------------------------------------------- speed and size


@dataclass(frozen=True, slots=True)
class Size:
    """Adding and the file. ``again`` is the time of adding the same once more, ``one`` that of one more document."""

    claims: int
    documents: int
    events: int
    seconds: float
    processor_seconds: float
    claims_a_second: float
    again: float
    one: float
    mebibytes: float
    checked: float
    problems: int


def size(path: Path, claims: int) -> Size:
    """Add so many claims to a new ledger."""
    made = list(reports(claims))
    more = next(reports(CLAIMS_A_DOCUMENT, seed=2))
    with Ledger(path) as ledger:
        began, worked = time.perf_counter(), time.process_time()
        added = ledger.add(made)
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
        again = _seconds(lambda: ledger.add(made))
        one = _seconds(lambda: ledger.add(more))
        events = ledger.connection.execute("SELECT count(*) FROM events").fetchone()
        problems: list[str] = []
        checked = _seconds(lambda: problems.extend(ledger.check()))
    return Size(
        claims=added.claims,
        documents=added.documents,
        events=events[0] if events else 0,
        seconds=seconds,
        processor_seconds=worked,
        claims_a_second=added.claims / seconds,
        again=again,
        one=one,
        mebibytes=path.stat().st_size / 2**20,
        checked=checked,
        problems=len(problems),
    )


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def answers(path: Path, rounds: int = 5) -> dict[str, float]:
    """The median seconds of each answer on a ledger."""
    with Ledger(path, read_only=True) as ledger:
        event = ledger.connection.execute("SELECT event FROM events ORDER BY claims DESC, event LIMIT 1").fetchone()
        asked: dict[str, Callable[[], object]] = {
            "events": lambda: ledger.events(between=("PRK", "RUS"), since="2022-07"),
            "relation": lambda: ledger.relation("PRK", "CHN", by="month"),
            "changes": lambda: ledger.changes("PRK", "CHN"),
            "visits": lambda: ledger.visits(between="PRK"),
            "invitations": lambda: ledger.invitations(between="PRK"),
            "firsts": lambda: ledger.firsts(between=("PRK", "RUS")),
            "quotes": lambda: ledger.quotes(limit=100),
            "network": lambda: ledger.network("2022", "2022"),
            "brief": lambda: ledger.brief(days=7, about="PRK", until=FIRST + timedelta(DAYS)),
            "explain": lambda: ledger.explain(event[0] if event else ""),
        }
        return {name: statistics.median(_seconds(ask) for _ in range(rounds)) for name, ask in asked.items()}


# ---------------------------------------------------------------- killing

KILLED_CLAIMS = 4_000
_EVERY = 0.02
"""Seconds between batches, so that there are many of them to be cut off."""


@dataclass(frozen=True, slots=True)
class Kills:
    """Runs that were killed; how many while they added, and how many of these had kept something by then; what was found wrong."""

    killed: int
    while_adding: int
    kept_some: int
    documents: int
    problems: tuple[str, ...]


def child(path: Path, claims: int) -> float:
    """Add the documents of the kill test, in the process that is killed; the seconds that it takes."""
    made = list(reports(claims))
    rows_of(made[0])  # the registry of outlets is loaded
    print("ready", flush=True)
    began = time.perf_counter()
    store = Store(path)
    add(store, made, every=_EVERY)
    store.close()
    return time.perf_counter() - began


def kill(folder: Path, times: int, claims: int = KILLED_CLAIMS, seed: int = 7) -> Kills:
    """Kill the adding so many times; a ledger that is complete gives way to a new one."""
    chance = random.Random(seed)
    seconds = child(folder / "whole.duckdb", claims)
    whole = _contents(folder / "whole.duckdb")
    problems: list[str] = []
    at_work = kept = number = 0
    path, before = folder / "killed-0.duckdb", dict[str, int]()
    for _ in range(times):
        after = chance.uniform(-0.1, 0.7) * seconds
        _kill_once(path, claims, after)
        held = _documents(path)
        at_work += after >= 0 and len(held) < len(whole[0])
        kept += len(before) < len(held) < len(whole[0])
        problems += _wrong(path, before, held, whole[0])
        before = held
        if len(held) == len(whole[0]):
            number += 1
            path, before = folder / f"killed-{number}.duckdb", {}
    for left in sorted(folder.glob("killed-*.duckdb")):
        child(left, claims)
        if _contents(left) != whole:
            problems.append(f"{left.name}: resumed, it differs from a ledger that was never interrupted")
    return Kills(times, at_work, kept, len(whole[0]), tuple(problems))


def _kill_once(path: Path, claims: int, after: float) -> None:
    """Start the adding and kill it so many seconds after it began; before it began, if they are negative."""
    command = [sys.executable, "-m", "benchmarks.ledger", "--child", str(path), "--claims", str(claims)]
    quiet = {**os.environ, "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=quiet, cwd=ROOT) as process:
        if after >= 0 and process.stdout is not None:
            process.stdout.readline()
        time.sleep(abs(after))
        process.send_signal(signal.SIGKILL)


def _documents(path: Path) -> dict[str, int]:
    """The documents of a ledger, each with its number of claims; none where there is no ledger yet."""
    if not path.exists():
        return {}
    with Ledger(path) as ledger:
        found = ledger.connection.execute(
            "SELECT document, count(claim) FROM documents LEFT JOIN claims USING (document) GROUP BY document"
        )
        return dict(found.fetchall())


def _wrong(path: Path, before: dict[str, int], held: dict[str, int], whole: dict[str, int]) -> list[str]:
    """What the ledger should not look like."""
    if not path.exists():
        return []
    with Ledger(path) as ledger:
        found = [f"{path.name}: {problem}" for problem in ledger.check()]
    found += [f"{path.name}: document {document} was lost" for document in before.keys() - held.keys()]
    return found + [f"{path.name}: document {document} is not whole" for document, claims in held.items() if whole.get(document) != claims]


def _contents(path: Path) -> tuple[dict[str, int], list[object]]:
    """All that a ledger says, but for when it was told."""
    with Ledger(path) as ledger:
        events = ledger.connection.execute("SELECT * FROM events ORDER BY event").fetchall()
        members = ledger.connection.execute("SELECT * FROM memberships ORDER BY ALL").fetchall()
        joins = ledger.connection.execute("SELECT * FROM joins ORDER BY ALL").fetchall()
    return _documents(path), [events, members, joins]


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--claims", type=int, default=100_000)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.child is not None:
        child(options.child, options.claims)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured: dict[str, object] = {}
        if options.claims:
            measured["size"] = asdict(size(folder / "large.duckdb", options.claims))
            measured["answers"] = answers(folder / "large.duckdb")
        if options.kills:
            measured["kills"] = asdict(kill(folder, options.kills))
    if options.json:
        print(json.dumps(measured, indent=2))
        return
    for title, figures in measured.items():
        print(title)
        for key, value in figures.items() if isinstance(figures, dict) else ():
            print(f"  {key:16} {value:,.3f}" if isinstance(value, float) else f"  {key:16} {value}")


if __name__ == "__main__":
    main()
