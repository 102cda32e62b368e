"""A ledger in memory, filled row by row, for the tests of what is asked of a ledger. All texts are our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

import duckdb

from dragoman.coding.codebook import category
from dragoman.ledger import views
from dragoman.ledger.answers import Answers

Person = tuple[str, str, str | None]
"""Code, name, office."""


@dataclass(frozen=True)
class Told:
    """One event, told once or by several documents, one claim each."""

    when: str | None
    type: str
    actors: str
    recipients: str = ""
    mode: str | None = None
    status: str = "occurred"
    persons: tuple[Person, ...] = ()
    hosts: tuple[Person, ...] = ()
    place: str | None = None
    country: str | None = None
    trigger: str = "met"
    text: str = ""
    publishers: tuple[str, ...] = ("Harbour Daily",)
    state_media: bool = False
    published: str | None = None
    disagreements: tuple[str, ...] = ()
    denied: bool = False
    chain: tuple[str, ...] = ()

    @property
    def days(self) -> tuple[date | None, date | None, str]:
        """First and last day, and how exact they are."""
        if self.when is None:
            return None, None, "unknown"
        parts = self.when.split("/")
        if len(parts) == 2:
            return date.fromisoformat(parts[0]), date.fromisoformat(parts[1]), "range"
        if len(self.when) == 4:
            return date(int(self.when), 1, 1), date(int(self.when), 12, 31), "year"
        if len(self.when) == 7:
            first = date.fromisoformat(self.when + "-01")
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), "month"
        return date.fromisoformat(self.when), date.fromisoformat(self.when), "day"


class Memory(Answers):
    """The answers on a database in memory."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        self._connection.execute(files("dragoman.ledger").joinpath("data/schema.sql").read_text(encoding="utf-8"))
        views.create(self._connection)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        return self._connection


def _codes(written: str) -> list[str]:
    return [code for code in written.split(",") if code]


def filled(told: Sequence[Told]) -> Memory:
    """A ledger of these events: ``E0``, ``E1`` ... in their order; document ``Dn-k`` is the k-th that tells of event n."""
    memory = Memory()
    for n, one in enumerate(told):
        _put(memory.connection, n, one)
    return memory


def _put(connection: duckdb.DuckDBPyConnection, n: int, one: Told) -> None:
    event, kind = f"E{n}", category(one.type, one.mode)
    actors, recipients = _codes(one.actors), _codes(one.recipients)
    start, end, precision = one.days
    published = date.fromisoformat(one.published) if one.published else (end or date(2024, 1, 1))
    text = one.text or f"It {one.trigger} as told in number {n}."
    at = text.index(one.trigger)
    summary = f"{'+'.join(actors)} {one.type} {'+'.join(recipients)}".strip()
    for k, publisher in enumerate(one.publishers):
        document, claim = f"D{n}-{k}", f"D{n}-{k}:e1"
        connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, NULL, ?, ?, NULL, ?, ?, 'stated', ?, ?, 1, NULL, false, ?, ?, 'dragoman 0', 'm')",
            [
                document,
                f"{document}.txt",
                f"{document}.txt",
                f"Title {n}",
                publisher,
                one.state_media,
                published,
                text,
                document,
                document,
                published,
            ],
        )
        connection.execute(
            "INSERT INTO claims VALUES (?,?,'e1',?,?,?,?,?,?,?,0.9,?,?,?,?,?,NULL,NULL,?,?,?,['diplomatic'],NULL,NULL,['why it is'])",
            [
                *(claim, document, one.type, one.mode, kind.quad, kind.score, kind.score, kind.cameo, one.status),
                *(start, end, one.when, one.place, one.country, at, at + len(one.trigger), one.trigger),
            ],
        )
        connection.execute("INSERT INTO evidence VALUES (?, 'evidence', 0, 0, ?)", [claim, len(text)])
        connection.execute("INSERT INTO memberships VALUES (?, ?)", [claim, event])
        for side, codes, persons in (("actor", actors, one.persons), ("recipient", recipients, one.hosts)):
            rows = [(code, code, None, "state") for code in codes] + [(c, name, office, "person") for c, name, office in persons]
            for position, (code, name, office, what) in enumerate(rows):
                connection.execute(
                    "INSERT INTO parties VALUES (?, ?, ?, ?, 'GOV', ?, ?, NULL, ?)", [claim, side, position, code, name, office, what]
                )
        for position, name in enumerate(one.chain):
            connection.execute("INSERT INTO sources VALUES (?, 0, ?, ?, NULL, 'outlet', false, false, false)", [claim, position, name])
    connection.execute(
        "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0.9,?,?,?,?,NULL,?,?,?,?)",
        [
            *(event, one.type, one.mode, kind.quad, kind.score, kind.score, kind.cameo, one.status, actors, recipients),
            *(sorted({*actors, *recipients}), start, end, precision, one.place, one.country),
            *(len(one.publishers), len(one.publishers), len(set(one.publishers)), int(one.state_media), one.denied),
            *(list(one.disagreements), published, summary),
        ],
    )
    connection.execute("INSERT INTO changes (\"at\", kind, key) VALUES (?, 'event-added', ?)", [published, event])


def put_quote(memory: Memory, document: str, n: int, speaker: str, code: str, content: str, via: Sequence[str] = ()) -> None:
    """One statement in a document."""
    memory.connection.execute(
        "INSERT INTO quotes VALUES (?, ?, 'direct', ?, ?, NULL, 'said', ?, [0, 4], ?)", [document, n, speaker, code, content, list(via)]
    )


MINISTER: Person = ("BGR", "Ana Petrov", "Minister of Trade")
HOST: Person = ("MAR", "Yusuf Alami", "Minister of Finance")


def story() -> list[Told]:
    """Bulgaria and Morocco over some years: visits, a call, an invitation kept, a quarrel, a plan."""
    return [
        Told("2019-04-25/2019-04-27", "CONSULT", "BGR", "MAR", "visit", persons=(MINISTER,), hosts=(HOST,), place="Rabat", country="MAR"),
        Told("2020-03-02", "CONSULT", "BGR,MAR", mode="phone", trigger="telephoned"),
        Told("2023-05-03", "AGREE", "MAR", "BGR", trigger="invited", text="Rabat invited the minister of trade."),
        Told(
            "2023-07-26",
            *("CONSULT", "BGR", "MAR", "visit"),
            persons=(MINISTER,),
            hosts=(HOST,),
            place="Rabat",
            country="MAR",
            trigger="arrived",
            text="The minister of trade arrived in Rabat on Wednesday.",
            publishers=("Harbour Daily", "Balkan Post", "Atlas Agency"),
            disagreements=("Balkan Post dates it 2023-07-25, the others 2023-07-26",),
        ),
        Told("2023-07-26", "SUPPORT", "BGR,MAR", trigger="signed"),
        Told("2023-09-01", "SANCTION", "MAR", "BGR", "discontinue", trigger="halted", denied=True),
        Told("2023-09", "ACCUSE", "BGR", "MAR", trigger="accused"),
        Told("2021", "COOPERATE", "BGR,MAR", status="background", trigger="traded"),
        Told(None, "ACCUSE", "BGR", "MAR", trigger="blamed"),
        Told("2023-12-01", "AGREE", "BGR", "MAR", status="planned", trigger="visit", published="2023-09-05"),
        Told("2023-09-03", "ASSAULT", "TCD", "LBY", "aerial", trigger="bombed", country="LBY"),
        Told("2023-09-03", "ACCUSE", "BGR,ESP", "TCD", trigger="condemned"),
    ]
