"""A ledger as one SQLite file: opened to be read, and looked at before it is trusted.

Standard library only: this is on the way of every list.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tracker.errors import NotFound, TrackerError, Unavailable
from tracker.storage.door import SqliteDoor
from tracker.storage.faults import told, translated
from tracker.storage.schema import APPLICATION_ID, HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SQLITE = sqlite3.sqlite_version
PATIENCE = 30.0  # seconds
# WAL has a corruption race before 3.51.3 (sqlite.org/wal.html#walresetbug).
JOURNAL = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete"
SAFETY = (
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}",
    "PRAGMA synchronous = FULL",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)

# A change stays in memory up to here, and readers work on meanwhile; what is beyond goes into
# the file before it is whole, and they wait.
ROOM = "PRAGMA cache_size = -32768"  # KiB


@contextmanager
def reading(path: Path, patience: float | None = None) -> Iterator[SqliteDoor]:
    """Open a ledger file to be read, in one transaction: a reader sees one state."""
    require_there(path)
    connection = _connect(path, patience=patience)
    try:
        with translated(str(path)):
            connection.execute("BEGIN")
            yield SqliteDoor(connection)
    finally:
        connection.close()


@contextmanager
def writing(path: Path, *, keep: bool = True) -> Iterator[SqliteDoor]:
    """Open a ledger file to be written, as one transaction that the block ends.

    What is not to be kept is only tried: the transaction is rolled back at its end.
    BEGIN IMMEDIATE waits for its turn at once; a deferred one that reads first and then
    writes would fail where another wrote in between.
    """
    require_there(path)
    with translated(str(path)):
        connection = _opened(path, "rw")
        try:
            for pragma in (*SAFETY, ROOM):
                connection.execute(pragma)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteDoor(connection)
                connection.execute("COMMIT" if keep else "ROLLBACK")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except sqlite3.Error:
            connection.close()
            _roll_back(path)
            raise
        finally:
            connection.close()


def _roll_back(path: Path) -> None:
    """Take back what a failed disk left half written: whoever opens it next would, and waits.

    That needs no room: old pages go back into their places, and new ones are cut off.
    """
    if path.with_name(f"{path.name}-journal").exists():
        with suppress(sqlite3.Error, TrackerError):
            _opened(path, "rw").close()


def require_there(path: Path) -> None:
    """Raise NotFound when there is no file, Unavailable when it is no file to read."""
    if path.is_dir():
        raise Unavailable(f"{path} is a folder, not a ledger file.")
    if not path.exists():
        raise NotFound(f"There is no ledger at {path}.", hint="Make one with: tracker init")
    if not os.access(path, os.R_OK):
        raise Unavailable(f"The ledger {path} may not be read by you.")


def inspect(path: Path) -> sqlite3.Connection:
    """Return a raw connection for looking at a file that may be no ledger, not to write."""
    require_there(path)
    return _connect(path, trusted=False)


def _connect(
    path: Path, *, trusted: bool = True, patience: float | None = None
) -> sqlite3.Connection:
    try:
        return _opened(path, "ro", trusted=trusted, patience=patience)
    except sqlite3.Error as fault:
        # A killed writer leaves a hot journal, which only a connection that may write rolls back.
        if not os.access(path, os.W_OK) or "not a database" in str(fault):
            raise told(fault, str(path)) from fault
    with translated(str(path)):
        return _opened(path, "rw", trusted=trusted, patience=patience)


def _opened(
    path: Path, mode: str, *, trusted: bool = True, patience: float | None = None
) -> sqlite3.Connection:
    # The three signs that mean something in SQLite's addresses; urllib would take 5 ms to load.
    name = str(path.absolute())
    for sign, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        name = name.replace(sign, code)
    address = f"file:{name}?mode={mode}"
    waits = PATIENCE if patience is None else patience
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=waits)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA schema_version").fetchone()
        if trusted:
            require_schema(connection, str(path))
    except BaseException:
        connection.close()
        raise
    return connection


def require_schema(connection: sqlite3.Connection, name: str) -> None:
    """Raise Unavailable unless the file is a ledger of just this program's schema."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != APPLICATION_ID:
        raise Unavailable(f"The file {name} is a SQLite database, but not a tracker ledger.")
    version = schema_version(connection)
    if version is None or version < HEAD:
        raise Unavailable(
            f"The ledger {name} has schema {version or 'none'}, older than this program's {HEAD}.",
            hint="Bring it up to date, after an automatic backup, with: tracker db upgrade",
        )
    refuse_newer(version, name)


def refuse_newer(version: str | None, name: str) -> None:
    """Raise Unavailable for a schema that only a later program knows."""
    if version is not None and version > HEAD:
        raise Unavailable(
            f"The ledger {name} has schema {version}, newer than this program's {HEAD}.",
            hint="Update the program: pip install --upgrade diplomatic-tracker",
        )


def schema_version(connection: sqlite3.Connection) -> str | None:
    """Return the migration that a file stands at, or None."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as fault:
        if "no such table" not in str(fault):
            raise
        return None
    return str(row[0]) if row else None
