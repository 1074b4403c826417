"""The health of a ledger file: how it stands, whether it is whole, and copies of it."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.domain.instants import from_stored
from tracker.domain.values import frozen
from tracker.domain.when import parse_when
from tracker.errors import Conflict, TrackerError, Unavailable
from tracker.storage.faults import DAMAGED, DAMAGED_HINT, translated
from tracker.storage.schema import APPLICATION_ID, HEAD
from tracker.storage.sqlite_file import schema_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from tracker.storage.database import Database

MOVED_CLOCKS = "sorts by other UTC bounds than its date has by today's time zone data"
# One row per record: what the newest revision says it should be.
_NEWEST = """
SELECT record_table, record_id, after FROM revisions
 WHERE id IN (SELECT max(id) FROM revisions GROUP BY record_table, record_id)
"""


@frozen
class Health:
    """How a ledger file stands."""

    path: str
    schema: str | None
    program: str
    records: dict[str, int]
    changes: int
    last_change: datetime | None
    size: int
    journal: str
    sqlite: str


def status(database: Database) -> Health:
    """Return how a ledger file stands, whatever its schema; raise Unavailable for others."""
    with _looked_at(database) as connection:
        version = schema_version(connection)
        newest = connection.execute("SELECT count(*), max(at) FROM changes").fetchone()
        return Health(
            path=str(database.path),
            schema=version,
            program=HEAD,
            records={t: _count(connection, t) for t in _record_tables(connection)},
            changes=newest[0],
            last_change=from_stored(newest[1]) if newest[1] else None,
            size=database.path.stat().st_size,
            journal=connection.execute("PRAGMA journal_mode").fetchone()[0],
            sqlite=sqlite3.sqlite_version,
        )


def check(database: Database) -> tuple[str, ...]:
    """Return every fault found: in the file, its links, its history and its dates."""
    try:
        with _looked_at(database) as connection:
            return tuple(_faults(connection))
    except TrackerError as fault:
        if "damaged" not in fault.sentence:
            raise
        return (fault.sentence,)


@contextmanager
def _looked_at(database: Database) -> Iterator[sqlite3.Connection]:
    """Open a ledger to be looked at; what cannot be read in it is damage."""
    connection = database.inspect()
    try:
        with translated(str(database.path)):
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise Unavailable(f"The file {database.path} is not a tracker ledger.")
            yield connection
    except (ValueError, LookupError, TypeError) as fault:
        raise Unavailable(DAMAGED.format(name=database.path), hint=DAMAGED_HINT) from fault
    finally:
        connection.close()


def _faults(connection: sqlite3.Connection) -> list[str]:
    damage = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    if damage:
        return [f"the file is damaged: {line}" for line in damage]
    broken = [
        f"{row[0]} record {row[1]} points at a {row[2]} record that is not there"
        for row in connection.execute("PRAGMA foreign_key_check")
    ]
    return broken + _history_faults(connection) + _claim_faults(connection)


def _history_faults(connection: sqlite3.Connection) -> list[str]:
    """Every row must be what its newest revision says, and every revision must have its row."""
    newest = {(r[0], r[1]): r[2] for r in connection.execute(_NEWEST)}
    faults = []
    for table in _record_tables(connection):
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            told = newest.pop((table, row["id"]), None)
            if told is None:
                faults.append(f"{table} record {row['id']} has no revision")
            elif not _says(told, row):
                faults.append(f"{table} record {row['id']} is not what its newest revision says")
            faults += _date_faults(table, row)
    lost = [key for key, after in newest.items() if after is not None]
    return faults + [f"{table} record {record} has revisions but no row" for table, record in lost]


def _says(told: str, row: sqlite3.Row) -> bool:
    try:
        return bool(json.loads(told) == dict(row))
    except ValueError:
        return False


def _date_faults(table: str, row: sqlite3.Row) -> list[str]:
    from tracker.storage.ledger import when_columns

    if "starts_at" not in row.keys():  # noqa: SIM118
        return []
    kept = row["when_actual"] or row["when_confirmed"] or row["when_announced"]
    if not kept:
        return []
    try:
        derived = when_columns(parse_when(kept), row["zone"])
    except TrackerError as fault:
        return [f"{table} record {row['id']} has a date that cannot be read: {fault.sentence}"]
    if all(derived[column] == row[column] for column in derived):
        return []
    return [f"{table} record {row['id']} {MOVED_CLOCKS}"]


def _claim_faults(connection: sqlite3.Connection) -> list[str]:
    known = set(_record_tables(connection))
    faults = []
    for row in connection.execute("SELECT id, record_table, record_id FROM claims"):
        table = row["record_table"]
        if (
            table not in known
            or not connection.execute(
                f'SELECT 1 FROM "{table}" WHERE id = ?', (row["record_id"],)
            ).fetchone()
        ):
            faults.append(f"claim {row['id']} is about a record that is not there")
    return faults


def backup(database: Database, target: Path) -> None:
    """Copy a live ledger to a new file as one state; raise Conflict if something is there."""
    if target.exists():
        raise Conflict(f"There is already a file at {target}; it was left as it is.")
    source = database.inspect()
    draft = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        copy = sqlite3.connect(draft)
        try:
            with translated(str(draft)):
                source.backup(copy)
        finally:
            copy.close()
        os.link(draft, target)
    except OSError as fault:
        raise Unavailable(f"No backup can be made at {target}: {fault.strerror}.") from fault
    finally:
        source.close()
        draft.unlink(missing_ok=True)


def _record_tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    kept_apart = ("changes", "revisions", "collections", "published", "alembic_version")
    return [r[0] for r in rows if r[0] not in kept_apart and not r[0].startswith("sqlite_")]


def _count(connection: sqlite3.Connection, table: str) -> int:
    row = connection.execute(f'SELECT count(*) FROM "{table}" WHERE removed = 0').fetchone()
    return int(row[0])


def backup_beside(database: Database, now: datetime) -> Path:
    """Copy a ledger to a file beside it named after the instant; return the copy's path."""
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    target = database.path.with_name(f"{database.path.name}.{stamp}.backup")
    backup(database, target)
    return target
