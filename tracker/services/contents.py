"""What belongs to a session or a meeting, and how far it may go when that changes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.services.desk import Desk
    from tracker.services.references import Reference
    from tracker.storage.reads.reading import Reading

Part = tuple[str, int]

# What the rows of a table are called, one and several, in the order in which they are told.
_CALLED = {
    "meetings": ("meeting", "meetings"),
    "delegations": ("delegation", "delegations"),
    "agenda_items": ("agenda item", "agenda items"),
    "documents": ("document", "documents"),
    "commitments": ("commitment", "commitments"),
    "claims": ("claim", "claims"),
}
_OWNED = ("delegations", "agenda_items", "commitments")
_LINKED = (
    "SELECT DISTINCT d.id FROM documents d JOIN document_links l ON l.document_id = d.id "
    "LEFT JOIN agenda_items i ON i.id = l.item_id WHERE d.removed = 0 AND l.removed = 0 "
    "AND d.visibility = :level AND (l.{column} = :id OR i.{column} = :id) ORDER BY d.id"
)
_CLAIMED = (
    "SELECT id FROM claims WHERE removed = 0 AND visibility = :level "
    "AND record_table = :table AND record_id = :id ORDER BY id"
)


def contents(reading: Reading, table: str, record: int, level: str) -> list[Part]:
    """Return the table and id of what belongs to a session or meeting and has that level.

    What belongs to a meeting that has another level is left with it.
    """
    return list(dict.fromkeys(_within(reading, table, record, level)))


def _within(reading: Reading, table: str, record: int, level: str) -> Iterator[Part]:
    column = f"{table[:-1]}_id"
    of = {"id": record, "level": level}
    own = "SELECT id FROM {part} WHERE removed = 0 AND visibility = :level AND {column} = :id"
    for part in (*_OWNED, *(("meetings",) if table == "sessions" else ())):
        rows = reading.rows(f"{own.format(part=part, column=column)} ORDER BY id", of)
        for number in [int(row["id"]) for row in rows]:
            yield part, number
            yield from _claims(reading, part, number, level)
            if part == "meetings":
                yield from _within(reading, part, number, level)
    for row in reading.rows(_LINKED.format(column=column), of):
        yield "documents", int(row["id"])
    if table == "sessions":
        yield from _claims(reading, table, record, level)


def _claims(reading: Reading, table: str, record: int, level: str) -> Iterator[Part]:
    about = {"table": table, "id": record, "level": level}
    for row in reading.rows(_CLAIMED, about):
        yield "claims", int(row["id"])


def take_along(desk: Desk, of: Reference, old: str, new: str) -> list[Part]:
    """Give what belongs to a record, and had its old level, the new one; return those parts."""
    parts = contents(desk.reading, of.table, of.id, old)
    for table, record in parts:
        desk.ledger.update(table, record, {"visibility": new})
    return parts


def said(parts: list[Part]) -> str:
    """Return parts in words: “3 meetings and 10 agenda items”; nothing for none."""
    counts = Counter(table for table, _ in parts)
    told = [f"{counts[t]} {_CALLED[t][counts[t] > 1]}" for t in _CALLED if counts[t]]
    *several, last = told or [""]
    return f"{', '.join(several)} and {last}" if several else last
