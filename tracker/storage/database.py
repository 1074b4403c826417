"""A ledger to be opened: made, read, written, kept healthy.

SQLAlchemy and Alembic are loaded only by what makes or migrates one.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tracker.domain.values import frozen
from tracker.errors import Conflict, Unavailable
from tracker.storage import sqlite_file
from tracker.storage.faults import DAMAGED, DAMAGED_HINT
from tracker.storage.gate import Gate
from tracker.storage.reads.reading import Reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.domain.visibility import Reader
    from tracker.storage.ledger import Command, Ledger


@frozen
class Database:
    """One ledger, in one SQLite file. A reader waits `patience` seconds for a writer."""

    path: Path
    patience: float | None = None

    def create(self) -> None:
        """Make an empty ledger, whole or not at all; raise Conflict if something is there."""
        from tracker.storage.engine import set_journal
        from tracker.storage.migrate import upgrade

        if self.path.exists():
            raise Conflict(
                f"There is already a file at {self.path}; it was left as it is.",
                hint="Name another with --db, or look at this one with: tracker db status",
            )
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            upgrade(draft)
            set_journal(draft)
            os.link(draft, self.path)  # unlike a rename, never replaces what another just made
        except FileExistsError as fault:
            raise Conflict(f"There is already a file at {self.path}.") from fault
        except OSError as fault:
            why = fault.strerror
            raise Unavailable(f"No ledger can be made at {self.path}: {why}.") from fault
        finally:
            with suppress(OSError):  # where a file stands for a folder there is no draft either
                draft.unlink()

    def require_there(self) -> None:
        """Raise NotFound unless there is a file, Unavailable unless it can be read."""
        sqlite_file.require_there(self.path)

    @contextmanager
    def reading(self, reader: Reader) -> Iterator[Reading]:
        """Open for reading, as one state, through the gate of that reader."""
        with self._or_damaged(), sqlite_file.reading(self.path, self.patience) as door:
            yield Reading(door, Gate(reader))

    @contextmanager
    def writing(self, command: Command, *, keep: bool = True) -> Iterator[Ledger]:
        """Open for one command's writes; leaving the block normally commits, else nothing is.

        What is not to be kept is only tried, and rolled back in any case.
        """
        from tracker.storage.ledger import Ledger

        with self._or_damaged(), sqlite_file.writing(self.path, keep=keep) as door:
            yield Ledger(door, command)

    @contextmanager
    def _or_damaged(self) -> Iterator[None]:
        """Tell a program's fault from a file's: where a check finds damage, say that."""
        try:
            yield
        except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as fault:
            from tracker.storage.health import check

            if not check(self):
                raise
            raise Unavailable(DAMAGED.format(name=self.path), hint=DAMAGED_HINT) from fault

    def inspect(self) -> sqlite3.Connection:
        """Return a raw read-only connection, for looking at a file that may be no ledger."""
        return sqlite_file.inspect(self.path)
