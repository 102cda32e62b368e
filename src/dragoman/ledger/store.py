"""The ledger's file: made whole, opened, brought up to date, written in transactions, and shared with readers.

DuckDB lets one process write a file, or several read it. A writer that has nothing to write for a while
:meth:`releases <Store.release>` the file, and whoever finds it taken waits for a moment before giving up.
"""

from __future__ import annotations

import glob
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import duckdb

from dragoman import __version__
from dragoman.errors import BadRequest
from dragoman.ledger import views
from dragoman.ledger.faults import damage_told

SCHEMA_VERSION = 1
MEMORY = ":memory:"
WAIT = 10.0
"""Seconds to wait for a file that another process has."""
_PAUSE = 0.05
_HOLDER = re.compile(r"PID (\d+)")
_LEFT = re.compile(r"\.(\d+)\.new(?:\.wal)?")
_ABANDONED = 3600.0
"""Seconds after which a ledger that is being created never will be: another process may have got the number of its maker."""
_MIGRATION = re.compile(r"to-(\d+)\.sql")


def schema() -> str:
    """The statements that make an empty ledger of the present schema version."""
    return files("dragoman.ledger").joinpath("data/schema.sql").read_text(encoding="utf-8")


@cache
def migrations() -> Mapping[int, str]:
    """By schema version, the statements that lead to it from the one before (``data/migrations/to-N.sql``)."""
    folder = files("dragoman.ledger").joinpath("data/migrations")
    found = [(_MIGRATION.fullmatch(file.name), file) for file in folder.iterdir()] if folder.is_dir() else []
    return {int(match[1]): file.read_text(encoding="utf-8") for match, file in found if match is not None}


class Store:
    """One ledger file, or one in memory. The connection is opened when it is first needed, and anew after a release."""

    def __init__(self, path: str | Path, *, read_only: bool = False, wait: float = WAIT) -> None:
        """See that the ledger is there and of this schema version; one that is absent is created, an older one brought up to date.

        Raises:
            BadRequest: there is none to read, it is no ledger, a newer program made it, or another process keeps it.
        """
        self.path = None if str(path) == MEMORY else Path(path)
        self.read_only = read_only
        self.wait = wait
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._closed = False
        self._writing = False
        if self.path is None:
            self._connection = duckdb.connect(MEMORY)
            _prepare(self._connection)
            _create(self._connection)
            return
        if not read_only:
            _clear(self.path)
        if not self.path.exists():
            self._make()
        with damage_told():
            _bring_up_to_date(self.connection, self.name, read_only)

    @property
    def name(self) -> str:
        """How messages name the ledger."""
        return MEMORY if self.path is None else str(self.path)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The open database.

        Raises:
            BadRequest: the ledger is closed, or another process keeps it.
        """
        if self._closed:
            raise BadRequest(f"{self.name} is closed: open the ledger again")
        if self._connection is None:
            self._connection = self._open(self.wait)
        return self._connection

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """All that is written inside is kept together at the end, or not at all.

        Raises:
            BadRequest: the ledger is open for reading only, another process keeps it, or its file is damaged.
        """
        if self.read_only:
            raise BadRequest(f"{self.name} is open for reading only: open it without read_only to change it")
        connection = self.connection
        with damage_told():
            connection.begin()
            self._writing = True
            whole = False
            try:
                yield connection
                whole = True
            finally:
                self._writing = False
                if whole:
                    connection.commit()
                else:
                    connection.rollback()

    def release(self) -> None:
        """Let other processes have the file until the connection is next used; within a transaction nothing happens."""
        if self.path is not None and self._connection is not None and not self._writing:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Close the file; nothing can be asked of it any more."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._closed = True

    def _make(self) -> None:
        """Create the file under another name and move it into place, so that a ledger that is there is always whole."""
        path = Path(self.name)
        if self.read_only:
            raise BadRequest(f"{path}: there is no such ledger; make one with 'dragoman add FILES… --ledger {path}'")
        new = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            new.unlink(missing_ok=True)
            with duckdb.connect(new.absolute()) as connection:
                _prepare(connection)
                _create(connection)
            _place(new, path)
        except (duckdb.IOException, OSError) as problem:
            new.unlink(missing_ok=True)
            raise BadRequest(
                f"{path} cannot be created ({_first_line(problem)}): check that its folder exists and can be written"
            ) from problem

    def _open(self, wait: float) -> duckdb.DuckDBPyConnection:
        last = time.monotonic() + wait
        while True:
            try:
                connection = _connect(self.name, self.read_only)
                _prepare(connection)
                return connection
            except duckdb.IOException as problem:
                words = str(problem)
                if "lock" not in words:
                    raise BadRequest(f"{self.name} is not a ledger that can be opened ({_first_line(problem)})") from problem
                if time.monotonic() >= last:
                    holder = _HOLDER.search(words)
                    who = f"process {holder[1]}" if holder else "another process"
                    raise BadRequest(f"{self.name} is in use by {who}: try again when it has finished") from problem
            time.sleep(_PAUSE)


def _clear(path: Path) -> None:
    """Remove what processes that were killed while they created this ledger have left beside it."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.new*"):
        match = _LEFT.fullmatch(left.name.removeprefix(f".{path.name}"))
        with suppress(OSError):
            if match is not None and (not _runs(int(match[1])) or time.time() - left.stat().st_mtime > _ABANDONED):
                left.unlink()


def _runs(process: int) -> bool:
    """Whether there is such a process, as far as this machine tells without touching it."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OverflowError, PermissionError):
        pass
    return True


def _place(new: Path, path: Path) -> None:
    """Give the file its name, unless another process has made the ledger meanwhile."""
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        new.replace(path)
        return
    new.unlink()


def _connect(name: str, read_only: bool) -> duckdb.DuckDBPyConnection:
    """A connection; a reader within the writer's own process shares the writer's database.

    Raises:
        BadRequest: this process has it open for reading, and it is now to be written.
        duckdb.IOException: the file cannot be opened.
    """
    path = os.path.abspath(name)  # a bare "md:x" or "https://x" DuckDB takes for a place on the network
    try:
        return duckdb.connect(path, read_only=read_only)
    except duckdb.ConnectionException as problem:
        if not read_only:
            raise BadRequest(f"{name} is open for reading in this program: close that ledger before writing to it") from problem
        return duckdb.connect(path)


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """See that nothing is fetched at run time, and that a table is never taken for a variable of this program of the same name."""
    connection.execute("SET autoinstall_known_extensions = false; SET python_enable_replacements = false")


def _first_line(problem: BaseException) -> str:
    return str(problem).splitlines()[0].removeprefix("IO Error: ") if str(problem) else type(problem).__name__


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    connection.begin()
    connection.execute(schema())
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)", [("schema_version", str(SCHEMA_VERSION)), ("created_with", f"dragoman {__version__}")]
    )
    _make_views(connection)
    connection.commit()


def _make_views(connection: duckdb.DuckDBPyConnection) -> None:
    views.create(connection)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('views', ?)", [_views_digest()])


@cache
def _views_digest() -> str:
    return sha256(views.script().encode()).hexdigest()[:16]


def meta(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What the ledger says of itself; empty where it is none."""
    try:
        return dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except (duckdb.CatalogException, duckdb.BinderException):  # no such table, or one of other columns
        return {}


def _bring_up_to_date(connection: duckdb.DuckDBPyConnection, name: str, read_only: bool) -> None:
    known = meta(connection)
    if "schema_version" not in known:
        raise BadRequest(f"{name} is a DuckDB file but not a ledger: name another file")
    migrate(connection, int(known["schema_version"]), name, read_only=read_only)
    if not read_only and known.get("views") != _views_digest():
        connection.begin()
        _make_views(connection)
        connection.commit()


def migrate(
    connection: duckdb.DuckDBPyConnection,
    version: int,
    name: str,
    *,
    read_only: bool = False,
    target: int = SCHEMA_VERSION,
    scripts: Callable[[], Mapping[int, str]] = migrations,
) -> None:
    """Lead a ledger of schema ``version`` to ``target``, one version at a time, all in one transaction.

    Raises:
        BadRequest: it is newer than the program, too old for it, or open for reading only.
    """
    if version == target:
        return
    if version > target:
        raise BadRequest(f"{name} was made by a newer Dragoman (schema {version}, this one writes {target}): upgrade Dragoman")
    if read_only:
        raise BadRequest(f"{name} is of an older schema ({version}): open it once for writing, which brings it to schema {target}")
    steps = scripts()
    missing = [step for step in range(version + 1, target + 1) if step not in steps]
    if missing:
        raise BadRequest(f"{name} is of schema {version}, which this Dragoman no longer reads: add its documents to a new ledger")
    connection.begin()
    try:
        for step in range(version + 1, target + 1):
            connection.execute(steps[step])
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(target)])
    except duckdb.Error:
        connection.rollback()
        raise
    connection.commit()
