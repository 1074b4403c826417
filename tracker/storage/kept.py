"""What is kept beside a ledger so that nothing is made twice: texts, finished pages, last uses.

All of it can be made again but the days on which secret addresses were last used, so this
file is written without waiting for the disk, and one that is damaged is begun anew. What
is handed out from it is checked against its own hash first. Where it cannot be written,
the same is kept in memory.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.feeds import KeptComponent
from tracker.domain.instants import from_stored, to_stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Key = tuple[str, int]  # occasion, id
_FORMAT: Final = 1  # of this file; another is begun anew
_PATIENCE: Final = 5.0  # seconds, for another process that writes
_CHUNK: Final = 500
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS texts (
    occasion TEXT NOT NULL, record INTEGER NOT NULL, manner TEXT NOT NULL, stamp TEXT NOT NULL,
    ref TEXT NOT NULL, uid TEXT NOT NULL, text BLOB NOT NULL, starts TEXT NOT NULL,
    ends TEXT NOT NULL, zone TEXT, called_off INTEGER NOT NULL, imprecise INTEGER NOT NULL,
    PRIMARY KEY (manner, occasion, record)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS finished (
    name TEXT PRIMARY KEY, content BLOB NOT NULL, hash TEXT NOT NULL, modified TEXT NOT NULL,
    basis TEXT NOT NULL, until TEXT NOT NULL, warnings TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS addresses (token_hash TEXT PRIMARY KEY, slug TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS uses (token_hash TEXT PRIMARY KEY, day TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Finished:
    """Bytes as they are handed out, and how long they are right.

    `modified` is when they last became other bytes (aware, whole seconds), `basis` the
    state of the ledger that they tell of, `until` the instant at which time alone may
    change them. `warnings` are the operator's.
    """

    content: bytes
    hash: str
    modified: datetime
    basis: str
    until: datetime
    warnings: tuple[str, ...] = ()


def kept_beside(ledger: Path) -> Path:
    """Return where what is kept of a ledger lies unless somebody names another place."""
    return ledger.with_name(f"{ledger.name}.kept")


def last_used(path: Path) -> dict[str, date]:
    """Return the day on which each secret address was last used, by its hash."""
    if not path.is_file():
        return {}
    with suppress(sqlite3.Error), closing(_connect(path)) as connection:
        rows = connection.execute("SELECT token_hash, day FROM uses").fetchall()
        return {token_hash: date.fromisoformat(day) for token_hash, day in rows}
    return {}


def _connect(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, isolation_level=None, timeout=_PATIENCE, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous = OFF")
    return connection


class Kept:
    """The file, opened; `in_memory` where there is none to be had. Threads may share it."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self.in_memory = True
        self._connection: sqlite3.Connection
        if path is not None:
            with suppress(sqlite3.Error, OSError):
                self._connection = _opened(path)
                self.in_memory = False
                return
        self._connection = _prepared(_connect(":memory:"))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def texts(self, manner: str, keys: Iterable[Key]) -> dict[Key, tuple[str, KeptComponent]]:
        """Return the texts that there are, each with the stamp for which it was made."""
        found: dict[Key, tuple[str, KeptComponent]] = {}
        wanted: dict[str, list[int]] = {}
        for occasion, record in keys:
            wanted.setdefault(occasion, []).append(record)
        for occasion, records in wanted.items():
            for start in range(0, len(records), _CHUNK):
                ids = ",".join(str(int(n)) for n in records[start : start + _CHUNK])
                rows = self._rows(
                    f"SELECT * FROM texts WHERE manner = ? AND occasion = ? AND record IN ({ids})",
                    (manner, occasion),
                )
                found |= {(occasion, row[1]): (row[3], _component(row)) for row in rows}
        return found

    def keep_texts(self, manner: str, made: Mapping[Key, tuple[str, KeptComponent]]) -> None:
        """Keep texts in the place of those made for earlier stamps."""
        self._write(
            "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_row(manner, key, stamp, text) for key, (stamp, text) in made.items()],
        )

    def finished(self, name: str) -> Finished | None:
        """Return what was last finished under a name, if it is whole."""
        rows = self._rows("SELECT * FROM finished WHERE name = ?", (name,))
        for _, content, digest, modified, basis, until, warnings in rows:
            if hashlib.sha256(content).hexdigest() == digest:
                told = tuple(warnings.split("\n")) if warnings else ()
                at, then = from_stored(modified), from_stored(until)
                return Finished(content, digest, at, basis, then, told)
        return None

    def keep_finished(self, name: str, made: Finished) -> None:
        """Keep finished bytes in the place of earlier ones."""
        row = (
            name,
            made.content,
            made.hash,
            to_stored(made.modified),
            made.basis,
            to_stored(made.until),
            "\n".join(made.warnings),
        )
        self._write("INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?, ?, ?, ?)", [row])

    def names(self) -> list[str]:
        """Return the names under which something is finished."""
        return [row[0] for row in self._rows("SELECT name FROM finished", ())]

    def forget(self, names: Iterable[str]) -> None:
        """Forget what was finished under some names."""
        self._write("DELETE FROM finished WHERE name = ?", [(name,) for name in names])

    def addresses(self) -> dict[str, str]:
        """Return the feed of each secret address that was valid when last looked at."""
        return dict(self._rows("SELECT token_hash, slug FROM addresses", ()))

    def keep_addresses(self, addresses: Mapping[str, str]) -> None:
        """Keep which secret addresses are valid, by their hashes."""
        if self.addresses() == addresses:
            return
        with self._lock, suppress(sqlite3.Error):
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("DELETE FROM addresses")
            self._connection.executemany(
                "INSERT INTO addresses VALUES (?, ?)", list(addresses.items())
            )
            self._connection.execute("COMMIT")

    def note_uses(self, days: Mapping[str, date]) -> None:
        """Note on which day secret addresses were used."""
        rows = [(token_hash, day.isoformat()) for token_hash, day in days.items()]
        self._write("INSERT OR REPLACE INTO uses VALUES (?, ?)", rows)

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        with self._lock, suppress(sqlite3.Error):
            return self._connection.execute(statement, values).fetchall()
        return []

    def _write(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Carry out a statement for each row; a file that cannot be written keeps nothing."""
        if not rows:
            return
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany(statement, rows)
                self._connection.execute("COMMIT")
            except sqlite3.Error:
                if self._connection.in_transaction:
                    with suppress(sqlite3.Error):
                        self._connection.execute("ROLLBACK")


def _opened(path: Path) -> sqlite3.Connection:
    """Return the file, begun anew where it is damaged or of another format."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))  # it may hold what is not public
    connection = _connect(path)
    try:
        known = connection.execute("PRAGMA user_version").fetchone()[0]
        if known in (0, _FORMAT):
            return _prepared(connection)
    except sqlite3.DatabaseError as fault:
        if "not a database" not in str(fault) and "malformed" not in str(fault):
            connection.close()
            raise
    connection.close()
    path.unlink()
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    return _prepared(_connect(path))


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
        connection.executescript(
            f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_FORMAT}; COMMIT;"
        )
    return connection


def _component(row: Any) -> KeptComponent:
    _, _, _, _, ref, uid, text, starts, ends, zone, called_off, imprecise = row
    start, end = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
    return KeptComponent(ref, uid, text, start, end, zone, bool(called_off), bool(imprecise))


def _row(manner: str, key: Key, stamp: str, made: KeptComponent) -> tuple[Any, ...]:
    return (
        *key,
        manner,
        stamp,
        made.ref,
        made.uid,
        bytes(made.text),
        made.start.isoformat(),
        made.end.isoformat(),
        made.zone,
        int(made.called_off),
        int(made.imprecise),
    )
