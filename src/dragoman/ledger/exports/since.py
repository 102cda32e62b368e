"""What changed in the ledger since the last export of a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dragoman.errors import BadRequest
from dragoman.ledger.table import Row, select

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = ("what", "key", "change", "at", "summary")
_NET = """SELECT c.key, arg_min(c.kind, c.change) AS first, arg_max(c.kind, c.change) AS last, max(c.change) AS change,
    arg_max(c."at", c.change) AS "at", any_value(coalesce(e.summary, d.title, d.page)) AS summary
FROM changes c LEFT JOIN events e ON e.event = c.key LEFT JOIN documents d ON d.document = c.key
WHERE c.change > $change GROUP BY c.key, c.kind LIKE 'event-%' ORDER BY change"""


@dataclass(frozen=True, slots=True)
class Since:
    """Changes after an export: ``rows`` by their number, the last number, and when that export was made (None: never)."""

    rows: tuple[Row, ...]
    change: int
    at: datetime | None

    @property
    def events(self) -> frozenset[str]:
        """The events that are new or changed."""
        return frozenset(row["key"] for row in self.rows if row["change"] in ("event-added", "event-changed"))


def since(connection: DuckDBPyConnection, name: str) -> Since:
    """The net changes since the last export of this name, each event and document once; everything where there was none.

    What came and went in between is left out; what went and came back counts as changed.
    """
    last = select(connection, 'SELECT change, "at" FROM exports WHERE name = $name', {"name": name}).values
    change, at = last[0] if last else (0, None)
    newest = select(connection, "SELECT coalesce(max(change), 0) FROM changes").values[0][0]
    rows = (_net(row, known=at is not None) for row in select(connection, _NET, {"change": change}).rows)
    return Since(tuple(row for row in rows if row is not None), newest, at)


def _net(row: Row, *, known: bool) -> Row | None:
    """One line for a key; None where it came and went."""
    thing, _, first = row["first"].partition("-")
    last = row["last"].partition("-")[2]
    if thing == "event":
        gone, new = last == "removed", first == "added"
        if gone and (new or not known):
            return None
        last = "removed" if gone else "added" if new else "changed"
    return {"what": thing, "key": row["key"], "change": f"{thing}-{last}", "at": row["at"], "summary": row["summary"]}


def remember(connection: DuckDBPyConnection, name: str, found: Since) -> None:
    """Note that an export of this name was made, up to the changes found."""
    now = datetime.now(UTC).replace(tzinfo=None)
    connection.execute("INSERT OR REPLACE INTO exports VALUES (?, ?, ?)", [name, now, found.change])


def writable(connection: DuckDBPyConnection) -> None:
    """See that the ledger can remember an export.

    Raises:
        BadRequest: it is open for reading only.
    """
    state = select(connection, "SELECT readonly FROM duckdb_databases() WHERE database_name = current_database()").values
    if state and state[0][0]:
        raise BadRequest("a ledger open for reading only cannot remember its exports: open it for writing, or export all of it")
