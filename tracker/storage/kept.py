"""What is kept beside a ledger so that nothing is made twice: texts, finished pages, last uses.

All of it can be made again but the days on which secret addresses were last used, so this
file is written without waiting for the disk, and one that is damaged is begun anew. What
is taken from it is checked against its own hash first. Where it cannot be written, the
same is kept in memory.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import threading
from contextlib import closing, suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.feeds import KeptComponent
from tracker.domain.instants import from_stored, to_stored
from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

Key = tuple[str, int]  # occasion, id
_MARK: Final = 0x74726B70  # "trkp" in the SQLite header: no other file is ever written to
_FORMAT: Final = 1  # of this file; another is begun anew
_PATIENCE: Final = 5.0  # seconds, for another process that writes
_CHUNK: Final = 500
_SECOND: Final = timedelta(seconds=1)
_HEADER: Final = 100  # octets of a SQLite header, of which the mark is the 68th to the 71st
_SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE texts (
    occasion TEXT NOT NULL, record INTEGER NOT NULL, manner TEXT NOT NULL, stamp TEXT NOT NULL,
    ref TEXT NOT NULL, uid TEXT NOT NULL, text BLOB NOT NULL, starts TEXT NOT NULL,
    ends TEXT NOT NULL, zone TEXT, called_off INTEGER NOT NULL, imprecise INTEGER NOT NULL,
    hash TEXT NOT NULL, PRIMARY KEY (manner, occasion, record)) WITHOUT ROWID;
CREATE TABLE finished (
    name TEXT PRIMARY KEY, content BLOB NOT NULL, hash TEXT NOT NULL, modified TEXT NOT NULL,
    basis TEXT NOT NULL, until TEXT NOT NULL, warnings TEXT NOT NULL);
CREATE TABLE addresses (address TEXT PRIMARY KEY, slug TEXT NOT NULL);
CREATE TABLE seen (one INTEGER PRIMARY KEY, revision INTEGER NOT NULL, mark TEXT NOT NULL);
CREATE TABLE uses (token_hash TEXT PRIMARY KEY, day TEXT NOT NULL);
PRAGMA application_id = {_MARK};
PRAGMA user_version = {_FORMAT};
COMMIT;
"""


@frozen
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
    if not _is_ours(path):
        return {}
    with suppress(sqlite3.Error, ValueError), closing(_connect(path)) as connection:
        rows = connection.execute("SELECT token_hash, day FROM uses").fetchall()
        return {token_hash: date.fromisoformat(day) for token_hash, day in rows}
    return {}


class Kept:
    """The file, opened; `in_memory` where there is none to be had. Threads may share it.

    Raises Invalid for a file that is something else: it is left as it is.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._path = path
        self.in_memory = True
        self._connection: sqlite3.Connection
        if path is not None:
            with suppress(sqlite3.Error, OSError):
                self._connection = _opened(path)
                self.in_memory = False
                return
        self._connection = _connect(":memory:")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def seen(self) -> tuple[int, str] | None:
        """Return the revision and mark of the ledger's state that this was last kept of."""
        rows = self._rows("SELECT revision, mark FROM seen", ())
        return (int(rows[0][0]), str(rows[0][1])) if rows else None

    def keep_seen(self, revision: int, mark: str) -> None:
        """Keep of which state of the ledger all this is."""
        self._write("INSERT OR REPLACE INTO seen VALUES (1, ?, ?)", [(revision, mark)])

    def begin_anew(self) -> None:
        """Forget all that was made; of last uses nothing is lost."""
        for table in ("texts", "finished", "addresses", "seen"):
            self._write(f"DELETE FROM {table} WHERE 1 = ?", [(1,)])

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
                for row in rows:
                    # What was tampered with, or torn, was never kept.
                    with suppress(ValueError, TypeError):
                        found[occasion, row[1]] = _stamped_text(row)
        return found

    def keep_texts(self, manner: str, made: Mapping[Key, tuple[str, KeptComponent]]) -> None:
        """Keep texts in the place of those made for earlier stamps."""
        self._write(
            "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_row(manner, key, stamp, text) for key, (stamp, text) in made.items()],
        )

    def forget_texts(self, keys: Iterable[Key] | None) -> None:
        """Forget the texts of some records, or all texts."""
        if keys is None:
            self._write("DELETE FROM texts WHERE 1 = ?", [(1,)])
        self._write("DELETE FROM texts WHERE occasion = ? AND record = ?", list(keys or ()))

    def forget_manners(self, others_than: Iterable[str]) -> None:
        """Forget the texts that no feed says in such a manner any longer."""
        known = {row[0] for row in self._rows("SELECT DISTINCT manner FROM texts", ())}
        gone = [(manner,) for manner in known - set(others_than)]
        self._write("DELETE FROM texts WHERE manner = ?", gone)

    def finished(self, name: str) -> Finished | None:
        """Return what was last finished under a name, if it is whole."""
        rows = self._rows("SELECT * FROM finished WHERE name = ?", (name,))
        with suppress(ValueError, TypeError):
            return _finished(rows[0]) if rows else None
        return None

    def keep_finished(self, name: str, made: Finished) -> Finished:
        """Keep finished bytes in the place of earlier ones; return them as they are kept.

        The same bytes keep their time; others are a second younger at least.
        """

        def settled() -> Finished:
            before = self._connection.execute(
                "SELECT hash, modified FROM finished WHERE name = ?", (name,)
            ).fetchone()
            now = made
            with suppress(ValueError, TypeError):
                now = _succeeding(before[0], before[1], made) if before else made
            told = (now.hash, to_stored(now.modified), now.basis, to_stored(now.until))
            self._connection.execute(
                "INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?, ?, ?, ?)",
                (name, now.content, *told, "\n".join(now.warnings)),
            )
            return now

        return self._in_one(settled) or made

    def names(self) -> list[str]:
        """Return the names under which something is finished."""
        return [row[0] for row in self._rows("SELECT name FROM finished", ())]

    def hollow(self, names: Iterable[str]) -> None:
        """Forget the bytes of what was finished, but not when they came to be.

        What is made anew and turns out the same is then no younger.
        """
        self._write("UPDATE finished SET content = x'' WHERE name = ?", [(n,) for n in names])

    def forget(self, names: Iterable[str]) -> None:
        """Forget what was finished under some names."""
        self._write("DELETE FROM finished WHERE name = ?", [(name,) for name in names])

    def addresses(self) -> dict[str, str]:
        """Return the feed of each address that was special when last looked at."""
        return dict(self._rows("SELECT address, slug FROM addresses", ()))

    def keep_addresses(self, addresses: Mapping[str, str]) -> None:
        """Keep which addresses are special: hashes of secret ones, and those that ended."""
        if self.addresses() == addresses:
            return

        def replaced() -> None:
            self._connection.execute("DELETE FROM addresses")
            rows = list(addresses.items())
            self._connection.executemany("INSERT INTO addresses VALUES (?, ?)", rows)

        self._in_one(replaced)

    def note_uses(self, days: Mapping[str, date]) -> None:
        """Note on which day secret addresses were used."""
        rows = [(token_hash, day.isoformat()) for token_hash, day in days.items()]
        self._write("INSERT OR REPLACE INTO uses VALUES (?, ?)", rows)

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as fault:
                self._mend(fault)
        return []

    def _write(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Carry out a statement for each row; a file that cannot be written keeps nothing."""
        if rows:
            self._in_one(lambda: self._connection.executemany(statement, rows))

    def _in_one(self, work: Callable[[], Any]) -> Any:
        """Do some work as one transaction; return what it returns, None if it cannot be done."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                done = work()
                self._connection.execute("COMMIT")
            except sqlite3.Error as fault:
                if self._connection.in_transaction:
                    with suppress(sqlite3.Error):
                        self._connection.execute("ROLLBACK")
                self._mend(fault)
                return None
            return done

    def _mend(self, fault: sqlite3.Error) -> None:
        """Begin a damaged file anew; one that is full, locked or read-only is left alone."""
        if isinstance(fault, sqlite3.OperationalError) or self._path is None or self.in_memory:
            return
        with suppress(sqlite3.Error, OSError):
            self._connection.close()
            self._path.unlink()
            self._connection = _made(self._path)


def _succeeding(digest: str, then: str, made: Finished) -> Finished:
    before, same = from_stored(then), digest == made.hash
    modified = before if same else max(made.modified, before + _SECOND)
    return Finished(made.content, made.hash, modified, made.basis, made.until, made.warnings)


def _connect(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, isolation_level=None, timeout=_PATIENCE, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA secure_delete = ON")  # what was withdrawn is not left lying there
    return connection


def _opened(path: Path) -> sqlite3.Connection:
    """Return the file, made if need be, or begun anew where it is damaged or of another format."""
    if path.exists() or path.is_symlink():
        if not _is_ours(path):
            raise Invalid(
                f"{path} is not a file in which tracker keeps what it made; it was left as it is.",
                hint="Name another with TRACKER_KEPT, or move that one away.",
            )
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)  # it may hold what is not public
        with suppress(sqlite3.DatabaseError):
            connection = _connect(path)
            if _is_sound(connection):
                return connection
            connection.close()
        path.unlink()
    return _made(path)


def _made(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, 0o600))
    connection = _connect(path)
    connection.executescript(_SCHEMA)
    return connection


def _is_ours(path: Path) -> bool:
    """Return whether a file bears our mark, or is the empty one that a stopped start left."""
    try:
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError:
        return False
    return not header or int.from_bytes(header[68:72]) == _MARK


def _is_sound(connection: sqlite3.Connection) -> bool:
    connection.execute("SELECT count(*) FROM seen").fetchone()
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == _FORMAT)


def _finished(row: Any) -> Finished:
    """Return a kept row; raise ValueError or TypeError for one that is not whole."""
    _, content, digest, modified, basis, until, warnings = row
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError
    told = tuple(warnings.split("\n")) if warnings else ()
    return Finished(content, digest, from_stored(modified), basis, from_stored(until), told)


def _stamped_text(row: Any) -> tuple[str, KeptComponent]:
    """Return a kept row; raise ValueError or TypeError for one that is not whole."""
    *told, digest = row
    if _hash(told) != digest:
        raise ValueError
    _, _, _, stamp, ref, uid, text, starts, ends, zone, called_off, imprecise = told
    start, end = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
    made = KeptComponent(ref, uid, text, start, end, zone, bool(called_off), bool(imprecise))
    return stamp, made


def _row(manner: str, key: Key, stamp: str, made: KeptComponent) -> tuple[Any, ...]:
    told = [
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
    ]
    return (*told, _hash(told))


def _hash(told: list[Any]) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()
