"""Whether a record is there for a reader, with all that holds it: of one, and told in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.storage.door import one
from tracker.storage.schema import HOLDERS, holders

if TYPE_CHECKING:
    from tracker.storage.gate import Gate
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


# The columns by which rows are held, of the tables that `seen` speaks of.
_HELD = {
    "series": (),
    "sessions": ("series_id",),
    "meetings": ("session_id",),
    "delegations": ("session_id", "meeting_id"),
    "agenda_items": ("session_id", "meeting_id"),  # and their parents, all the way up
    "commitments": ("session_id", "meeting_id", "item_id"),
}
_NO_EMBARGO = frozenset({"delegations"})
_PARENTS = """
NOT EXISTS (
    WITH RECURSIVE above AS (
        SELECT * FROM agenda_items WHERE id = {item}.parent_id
        UNION SELECT i.* FROM agenda_items i JOIN above ON i.id = above.parent_id)
    SELECT 1 FROM above WHERE NOT ({admitted}))
"""


def seen(gate: Gate, table: str, alias: str) -> str:
    """Return the SQL condition under which a row may be seen, with all that holds it.

    It says of levels and embargoes what `is_there` says of one record.
    """
    conditions = [gate.admits(f"{alias}.", embargo=table not in _NO_EMBARGO)]
    for column in _HELD[table]:
        holder, inner = HOLDERS[column], f"{alias}_{column[0]}"
        held = f"{inner}.id = {alias}.{column} AND {seen(gate, holder, inner)}"
        conditions.append(
            f"({alias}.{column} IS NULL OR EXISTS (SELECT 1 FROM {holder} {inner} WHERE {held}))"
        )
    if table == "agenda_items":
        conditions.append(_PARENTS.format(item=alias, admitted=gate.admits("above.")))
    return " AND ".join(conditions)
