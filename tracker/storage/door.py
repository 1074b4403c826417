"""The doors to a database: plain statements, with `:name` parameters only.

A SQLite file is read and written through the standard library, so that the commands
people wait for load nothing heavy; tables.py and the migrations are SQLAlchemy's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = Any  # a row answers row["column"] and row.keys(): sqlite3.Row or a RowMapping
CHUNK = 500


class Door(Protocol):
    """Something that answers SELECTs."""

    def rows(self, statement: str, parameters: Mapping[str, object] | None = None) -> Sequence[Row]:
        """Return every row of a SELECT."""
        ...


class WritingDoor(Door, Protocol):
    """Something that answers SELECTs and carries out statements, in one transaction."""

    def run(self, statement: str, parameters: Mapping[str, object]) -> None:
        """Carry out a statement that returns nothing."""
        ...


class SqliteDoor:
    """A door through the standard library's driver."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: str, parameters: Mapping[str, object] | None = None) -> Sequence[Row]:
        """Return every row of a SELECT, or of a statement that is RETURNING some."""
        return self._connection.execute(statement, parameters or {}).fetchall()

    def run(self, statement: str, parameters: Mapping[str, object]) -> None:
        """Carry out a statement that returns nothing."""
        self._connection.execute(statement, parameters)


def one(rows: Sequence[Row]) -> Row | None:
    """Return the first row, or None."""
    return rows[0] if rows else None


def in_chunks(ids: Iterable[int]) -> Iterator[str]:
    """Yield comma lists of ids, a bounded number each, to stand inside IN (…)."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), CHUNK):
        yield ",".join(str(int(i)) for i in wanted[start : start + CHUNK])
