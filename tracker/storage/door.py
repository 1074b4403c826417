"""The reading door: plain SELECTs, the same on every database.

A SQLite file is read through the standard library, so that a list loads nothing
heavy; anything else through SQLAlchemy. Statements use `:name` parameters only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

Row = Any  # a row answers row["column"] and row.keys(): sqlite3.Row or a RowMapping
CHUNK = 500


class Door(Protocol):
    """Something that answers SELECTs."""

    def rows(self, statement: str, parameters: Mapping[str, object] | None = None) -> Sequence[Row]:
        """Return every row of a SELECT."""
        ...


class SqliteDoor:
    """Reads through the standard library's driver."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: str, parameters: Mapping[str, object] | None = None) -> Sequence[Row]:
        """Return every row of a SELECT."""
        return self._connection.execute(statement, parameters or {}).fetchall()


class CoreDoor:
    """Reads through SQLAlchemy, inside whatever transaction its connection is in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, statement: str, parameters: Mapping[str, object] | None = None) -> Sequence[Row]:
        """Return every row of a SELECT."""
        from sqlalchemy import text

        return self._connection.execute(text(statement), parameters or {}).mappings().all()


def one(rows: Sequence[Row]) -> Row | None:
    """Return the first row, or None."""
    return rows[0] if rows else None


def in_chunks(ids: Iterable[int]) -> Iterator[str]:
    """Yield comma lists of ids, a bounded number each, to stand inside IN (…)."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), CHUNK):
        yield ",".join(str(int(i)) for i in wanted[start : start + CHUNK])
