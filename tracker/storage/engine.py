"""The engine that migrations run on: SQLAlchemy, with SQLite run as it should be."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, pool

from tracker.storage.sqlite_file import JOURNAL, SAFETY

if TYPE_CHECKING:
    from pathlib import Path


def sqlite_engine(path: Path) -> Engine:
    """Return an engine for a file, whose transactions are ours: BEGIN IMMEDIATE."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=pool.NullPool,
        connect_args={"isolation_level": None, "timeout": 30},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in SAFETY:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def set_journal(path: Path) -> None:
    """Set the journal mode that this SQLite can be trusted with; it stays in the file."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        connection.execute(f"PRAGMA journal_mode = {JOURNAL}")
    finally:
        connection.close()
