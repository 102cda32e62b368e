"""Keeping the events in step with the claims: which to regroup after a change, and what that changes.

Merging itself (:mod:`dragoman.ledger.merging`) knows no tables; here its claims are read, and its events written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from dragoman.coding.codebook import category
from dragoman.ledger.merging import (
    Claim,
    ClaimParty,
    ClaimSource,
    Correction,
    MergedEvent,
    Page,
    affected,
    blocks,
    regroup,
)
from dragoman.ledger.merging.cluster import Links
from dragoman.ledger.merging.reprints import Reprints
from dragoman.ledger.rows import Row, insert

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LIVE = "superseded_by IS NULL AND NOT withdrawn"
"""Of a document whose claims count."""
_STILL_SAID = f"""
WITH named AS (SELECT DISTINCT unnest(claims || apart) AS claim FROM corrections),
pages AS (SELECT DISTINCT page FROM named JOIN claims USING (claim) JOIN documents USING (document)),
said AS (
    SELECT c.claim, d.page, {LIVE} AS live, c.type, c."trigger", substring(d.text, x.start + 1, x."end" - x.start) AS words,
        row_number() OVER (PARTITION BY c.document, c.type, c."trigger", words ORDER BY c.trigger_start, c.claim) AS nth
    FROM documents d JOIN pages USING (page) JOIN claims c USING (document)
    JOIN evidence x ON x.claim = c.claim AND x.field = 'evidence' AND x.position = 0
)
SELECT old.claim, new.claim
FROM named JOIN said old USING (claim) JOIN said new USING (page, type, "trigger", words, nth)
WHERE new.live AND new.claim <> old.claim"""
"""Claims that corrections name, each with the one that the current version of its page makes by the same word in the same sentence."""


class Claims:
    """The live claims of a ledger as merging sees them, each read once."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._known: dict[str, Claim] = {}

    def named(self, ids: Collection[str]) -> list[Claim]:
        """The live claims among these ids, sorted."""
        wanted = sorted(set(ids) - self._known.keys())
        if wanted:
            self._known.update((claim.claim, claim) for claim in self._read(wanted))
        return [self._known[id] for id in sorted(set(ids)) if id in self._known]

    def in_blocks(self, wanted: Collection[str]) -> list[Claim]:
        """Every live claim that has any of these blocks, sorted."""
        found = self._connection.execute("SELECT DISTINCT claim FROM blocks WHERE block IN (SELECT unnest(?::TEXT[]))", [sorted(wanted)])
        return self.named([claim for (claim,) in found.fetchall()])

    def _read(self, ids: Sequence[str]) -> list[Claim]:
        run = self._connection.execute
        run("CREATE OR REPLACE TEMP TABLE wanted AS SELECT unnest(?::TEXT[]) AS claim", [ids])
        heads = run(
            "WITH read AS (SELECT claim FROM evidence JOIN wanted USING (claim) WHERE field = 'date') "
            "SELECT claim, document, type, mode, status, date_start, date_end, place, place_country, c.confidence, "
            'c."trigger", one_sided, published, date_start IS NOT NULL AND claim NOT IN (SELECT claim FROM read) FROM claims c '
            "JOIN wanted USING (claim) "
            f"JOIN documents d USING (document) WHERE {LIVE} ORDER BY claim"
        ).fetchall()
        sides = self._parties()
        words, sources = self._evidence(), self._sources()
        run("DROP TABLE wanted")
        return [_claim(head, sides, words.get(head[0], ()), sources.get(head[0], ())) for head in heads]

    def _parties(self) -> dict[tuple[str, str], tuple[ClaimParty, ...]]:
        """The parties of the wanted claims by claim and side, ``denial`` among the sides."""
        found: dict[tuple[str, str], list[ClaimParty]] = defaultdict(list)
        for claim, side, *party in self._connection.execute(
            "SELECT claim, side, code, name, sector, office, qid FROM parties JOIN wanted USING (claim) ORDER BY claim, side, position"
        ).fetchall():
            found[claim, side].append(_party(*party))
        for claim, code, name in self._connection.execute(
            "SELECT claim, code, name FROM denials JOIN wanted USING (claim) ORDER BY ALL"
        ).fetchall():
            found[claim, "denial"].append(_party(code, name))
        return {key: tuple(parties) for key, parties in found.items()}

    def _evidence(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for claim, words in self._connection.execute(
            'SELECT claim, substring(text, e.start + 1, e."end" - e.start) FROM evidence e JOIN wanted USING (claim) '
            "JOIN claims USING (claim) JOIN documents USING (document) WHERE field = 'evidence' ORDER BY claim, position"
        ).fetchall():
            found[claim].append(words)
        return {claim: tuple(words) for claim, words in found.items()}

    def _sources(self) -> dict[str, tuple[tuple[ClaimSource, ...], ...]]:
        chains: dict[str, dict[int, list[ClaimSource]]] = defaultdict(lambda: defaultdict(list))
        for claim, number, *rest in self._connection.execute(
            "SELECT claim, chain, name, code, kind, state_media, unnamed FROM sources JOIN wanted USING (claim) "
            "ORDER BY claim, chain, position"
        ).fetchall():
            chains[claim][number].append(_source(*rest))
        return {claim: tuple(map(tuple, numbered.values())) for claim, numbered in chains.items()}


_party = lru_cache(maxsize=1 << 14)(ClaimParty)
_source = lru_cache(maxsize=1 << 14)(ClaimSource)


def _claim(
    head: Sequence[Any],
    sides: Mapping[tuple[str, str], tuple[ClaimParty, ...]],
    evidence: tuple[str, ...],
    sources: tuple[tuple[ClaimSource, ...], ...],
) -> Claim:
    claim, document, type_, mode, status, start, end, place, country, confidence, trigger, one_sided, published, day_assumed = head
    actors, recipients, denied_by = (sides.get((claim, side), ()) for side in ("actor", "recipient", "denial"))
    return Claim(
        claim,
        document,
        type_,
        mode,
        status,
        actors,
        recipients,
        start,
        end,
        place,
        country,
        confidence,
        trigger,
        evidence,
        sources,
        denied_by,
        one_sided,
        published,
        day_assumed,
    )


def corrections(connection: DuckDBPyConnection) -> list[Correction]:
    """All corrections by hand, in the order in which they were made; they name also what current versions of the same pages still say."""
    found = connection.execute("SELECT correction, kind, claims, apart FROM corrections ORDER BY correction").fetchall()
    still = dict(connection.execute(_STILL_SAID).fetchall()) if found else {}

    def with_present(claims: Sequence[str]) -> tuple[str, ...]:
        return (*claims, *(still[claim] for claim in claims if claim in still))

    return [Correction(number, kind, with_present(claims), with_present(apart)) for number, kind, claims, apart in found]


def remerge(
    connection: DuckDBPyConnection,
    at: datetime,
    *,
    new: Sequence[str] = (),
    gone: Sequence[str] = (),
    touched: Sequence[str] = (),
) -> None:
    """Bring the events up to date, inside the caller's transaction.

    Args:
        connection: of the ledger, within a transaction.
        at: when, in UTC, for the list of changes.
        new: claims that have come to live.
        gone: claims that count no more.
        touched: claims that a new correction names.
    """
    claims = Claims(connection)
    fresh = claims.named(new)
    connection.execute("DELETE FROM blocks WHERE claim IN (SELECT unnest(?::TEXT[]))", [list(new)])
    insert(connection, "blocks", [(claim.claim, block) for claim in fresh for block in blocks(claim)])
    left = _events_of(connection, gone)
    _forget(connection, gone)
    mates = [claim for claim, _ in _members(connection, left)]
    held = corrections(connection)
    regrouped, old = _around(connection, claims, {*new, *mates, *touched}, held)
    documents = {claim.document for claim in regrouped}
    pages = _pages(connection, documents)
    texts = {document: page.text for document, page in pages.items()}
    reprints = Reprints(texts.get)
    _replace(connection, at, left | old, regroup(regrouped, pages, held, reprints))
    _name_reprints(connection, documents | {_document(claim) for claim in gone}, texts, reprints)


def _around(
    connection: DuckDBPyConnection, claims: Claims, seeds: Collection[str], held: Sequence[Correction]
) -> tuple[list[Claim], set[str]]:
    """The claims to regroup for these, and the events that they stand in, of which every claim is among them."""
    while True:
        reached = affected(claims.named(seeds), claims.in_blocks, claims.named, held)
        ids = {claim.claim for claim in reached}
        old = _events_of(connection, sorted(ids))
        mates = {claim for claim, _ in _members(connection, old)}
        if mates <= ids:
            return reached, old
        seeds = ids | mates


def _events_of(connection: DuckDBPyConnection, claims: Sequence[str]) -> set[str]:
    if not claims:
        return set()
    found = connection.execute("SELECT DISTINCT event FROM memberships WHERE claim IN (SELECT unnest(?::TEXT[]))", [list(claims)])
    return {event for (event,) in found.fetchall()}


def _members(connection: DuckDBPyConnection, events: Iterable[str]) -> list[tuple[str, str]]:
    """The claims of these events, each with its event, sorted."""
    wanted = sorted(events)
    query = "SELECT claim, event FROM memberships WHERE event IN (SELECT unnest(?::TEXT[])) ORDER BY claim"
    return connection.execute(query, [wanted]).fetchall() if wanted else []


def _forget(connection: DuckDBPyConnection, claims: Sequence[str]) -> None:
    """Take claims out of the blocks and out of their events, whose rows :func:`_replace` puts right."""
    for column, table in (("claim", "blocks"), ("claim", "memberships"), ("claim", "joins"), ("other", "joins")) if claims else ():
        connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT unnest(?::TEXT[]))", [list(claims)])


def _pages(connection: DuckDBPyConnection, documents: Collection[str]) -> dict[str, Page]:
    query = (
        "SELECT document, text, published, publisher, publisher_code, state_media FROM documents "
        "WHERE document IN (SELECT unnest(?::TEXT[])) ORDER BY document"
    )
    return {row[0]: Page(*row) for row in connection.execute(query, [sorted(documents)]).fetchall()}


# ---------------------------------------------------------------- events → rows


def _replace(connection: DuckDBPyConnection, at: datetime, old: Collection[str], events: Sequence[MergedEvent]) -> None:
    """Write the events in place of the old ones; only those that differ are touched, and listed among the changes."""
    ids = sorted(old)
    before = {row[0]: row for row in connection.execute("SELECT * FROM events WHERE event IN (SELECT unnest(?::TEXT[]))", [ids]).fetchall()}
    members: dict[str, list[str]] = defaultdict(list)
    for claim, event in _members(connection, ids):
        members[event].append(claim)
    after = {event.event: event for event in events}
    rows = {event.event: _event_row(event) for event in events}
    kept = {id for id in before.keys() & rows if before[id] == rows[id] and tuple(members[id]) == after[id].claims}
    kinds = [(id, "event-removed") for id in before.keys() - rows.keys()]
    kinds += [(id, "event-changed" if id in before else "event-added") for id in rows.keys() - kept]
    for table in ("events", "memberships"):
        connection.execute(f"DELETE FROM {table} WHERE event IN (SELECT unnest(?::TEXT[]))", [[id for id in ids if id not in kept]])
    written = [event for event in events if event.event not in kept]
    insert(connection, "events", [rows[event.event] for event in written])
    insert(connection, "memberships", [(claim, event.event) for event in written for claim in event.claims])
    _replace_joins(connection, ids, members, events)
    log(connection, at, sorted(kinds))


def _replace_joins(
    connection: DuckDBPyConnection, old: Collection[str], members: dict[str, list[str]], events: Sequence[MergedEvent]
) -> None:
    claims = {claim for event in events for claim in event.claims} | set(chain.from_iterable(members[event] for event in old))
    connection.execute("DELETE FROM joins WHERE claim IN (SELECT unnest(?::TEXT[]))", [sorted(claims)])
    insert(connection, "joins", [(join.claim, join.other, join.likeness, join.why) for event in events for join in event.joins])


# ---------------------------------------------------------------- reprints → documents


def _name_reprints(connection: DuckDBPyConnection, documents: Collection[str], texts: dict[str, str], reprints: Reprints) -> None:
    """Put ``documents.reprint_group`` right for these and all that tell of an event in the same words as one of them.

    A group is called after its smallest document. ``texts`` are those that ``reprints`` looks at; what it lacks is put in.
    """
    links = Links(documents)
    waiting, reached = set(documents), set(documents)
    while waiting:
        told = _tellers(connection, waiting)
        if lacking := {document for together in told for document in together} - texts.keys():
            query = "SELECT document, text FROM documents WHERE document IN (SELECT unnest(?::TEXT[]))"
            texts.update(connection.execute(query, [sorted(lacking)]).fetchall())
        for together in told:
            first_of = reprints.groups(together)
            wanted = {first_of[document] for document in together if document in reached}
            for document, first in first_of.items():
                if first in wanted:
                    links.join(document, first)
        waiting = {document for group in links.groups() for document in group} - reached
        reached |= waiting
    _write_groups(connection, {document: group[0] for group in links.groups() for document in group})


def _tellers(connection: DuckDBPyConnection, documents: Collection[str]) -> list[list[str]]:
    """The documents of each event that several tell of, one of these at least among them."""
    query = """
        WITH told AS (SELECT DISTINCT event, split_part(claim, ':', 1) AS document FROM memberships)
        SELECT list(document ORDER BY document) FROM told
        WHERE event IN (SELECT event FROM told WHERE document IN (SELECT unnest(?::TEXT[])))
        GROUP BY event HAVING count(*) > 1 ORDER BY event"""
    return [together for (together,) in connection.execute(query, [sorted(documents)]).fetchall()]


def _write_groups(connection: DuckDBPyConnection, groups: Mapping[str, str]) -> None:
    query = "SELECT document, reprint_group FROM documents WHERE document IN (SELECT unnest(?::TEXT[]))"
    before = dict(connection.execute(query, [sorted(groups)]).fetchall())
    differing = [(document, group) for document, group in sorted(groups.items()) if before.get(document) != group]
    if differing:
        connection.execute(
            "UPDATE documents SET reprint_group = n.grouped FROM "
            "(SELECT unnest(?::TEXT[]) AS document, unnest(?::TEXT[]) AS grouped) n WHERE documents.document = n.document",
            [list(column) for column in zip(*differing, strict=True)],
        )


def _document(claim: str) -> str:
    """The document of a claim, by its id alone."""
    return claim.partition(":")[0]


# ---------------------------------------------------------------- what has changed


def log(connection: DuckDBPyConnection, at: datetime, changes: Sequence[tuple[str, str]]) -> None:
    """Add ``(key, kind)`` to the list of changes."""
    if changes:
        columns = [list(column) for column in zip(*changes, strict=True)]
        connection.execute('INSERT INTO changes ("at", key, kind) SELECT ?, unnest(?::TEXT[]), unnest(?::TEXT[])', [at, *columns])


def _event_row(event: MergedEvent) -> Row:
    """The columns of ``events``."""
    return (
        *(event.event, event.type, event.mode, event.quad, event.score, category(event.type, event.mode).score, event.cameo, event.status),
        *(list(event.actors), list(event.recipients), list(event.codes)),
        *(event.date_start, event.date_end, event.date_precision, event.place, event.place_country, event.confidence),
        *(len(event.claims), event.documents, event.independent_sources, event.state_media_sources),
        *(event.one_sided, event.denied, list(event.disagreements), event.first_published, event.summary),
    )
