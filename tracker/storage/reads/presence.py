"""Whether a record is there for a reader, with all that holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.storage.door import one
from tracker.storage.schema import holders

if TYPE_CHECKING:
    from tracker.storage.reads.reading import Reading


def is_there(reading: Reading, table: str, number: int, *, removed: bool = False) -> bool:
    """Return whether a record is there and this reader may see it, with what holds it.

    Tombstones count as there when `removed` says so.
    """
    row = one(reading.rows(f"SELECT * FROM {table} WHERE id = :id", {"id": number}))
    if row is None or (row["removed"] and not removed):
        return False
    values = dict(row)
    if "visibility" in values and not reading.gate.admits_row(row):
        return False
    return all(is_there(reading, t, at, removed=removed) for t, at in holders(table, values))
