"""The documented views of ``data/views.sql``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.ledger.table import select

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LAST = "statements"
"""The last view of the file: where it stands, all stand."""


@cache
def script(*, temporary: bool = False) -> str:
    """The statements that make the views; temporary ones live in the connection and not in the file."""
    text = files("dragoman.ledger").joinpath("data/views.sql").read_text(encoding="utf-8")
    return text.replace("CREATE OR REPLACE VIEW", "CREATE OR REPLACE TEMP VIEW") if temporary else text


def create(connection: DuckDBPyConnection) -> None:
    """Make the views in the file, in place of those of an older version."""
    connection.execute(script())


def ensure(connection: DuckDBPyConnection) -> None:
    """See that the views are there, if only for this connection (a ledger opened to be read cannot keep them)."""
    if not select(connection, "SELECT count(*) FROM duckdb_views() WHERE view_name = ?", [_LAST]).values[0][0]:
        connection.execute(script(temporary=True))
