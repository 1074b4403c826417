"""Counting what the gate keeps back: for the operator's eyes, never on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.storage.reads.reading import Reading

# What hangs on a session or meeting: a noun, the rows, and whether they may be under embargo.
_PARTS = (
    ("delegation", "delegations x WHERE x.removed = 0 AND x.{column} IN ({ids})", False),
    ("agenda item", "agenda_items x WHERE x.removed = 0 AND x.{column} IN ({ids})", True),
    ("commitment", "commitments x WHERE x.removed = 0 AND x.{column} IN ({ids})", True),
    (
        "document",
        (
            "documents x WHERE x.removed = 0 AND x.id IN "
            "(SELECT l.document_id FROM document_links l "
            "LEFT JOIN agenda_items i ON i.id = l.item_id "
            "WHERE l.removed = 0 AND (l.{column} IN ({ids}) OR i.{column} IN ({ids})))"
        ),
        True,
    ),
    (
        "claim",
        "claims x WHERE x.removed = 0 AND x.record_table = '{table}' AND x.record_id IN ({ids})",
        False,
    ),
    (
        "source",
        (
            "sources x WHERE x.removed = 0 AND x.id IN (SELECT c.source_id FROM claims c WHERE "
            "c.removed = 0 AND c.record_table = '{table}' AND c.record_id IN ({ids}))"
        ),
        False,
    ),
    (
        "place",
        (
            "places x WHERE x.removed = 0 AND "
            "x.id IN (SELECT o.place_id FROM {table} o WHERE o.id IN ({ids}))"
        ),
        False,
    ),
)


def within(reading: Reading, table: str, ids: Iterable[int]) -> dict[str, int]:
    """Return how many delegations, items, papers … of sessions or meetings are kept back."""
    column = f"{table[:-1]}_id"
    wanted = list(ids)
    counts = {
        noun: _count(reading, rows.replace("{column}", column).replace("{table}", table), wanted, e)
        for noun, rows, e in _PARTS
    }
    if table == "sessions":
        meetings = "meetings x WHERE x.removed = 0 AND x.session_id IN ({ids})"
        counts["meeting"] = _count(reading, meetings, wanted, embargo=True)
    return {noun: count for noun, count in counts.items() if count}


def feeds(reading: Reading) -> int:
    """Return how many feeds are kept back."""
    gate = reading.gate.admits("", embargo=False)
    (row,) = reading.rows(f"SELECT count(*) AS n FROM feeds WHERE removed = 0 AND NOT ({gate})")
    return int(row["n"])


def _count(reading: Reading, rows: str, ids: list[int], embargo: bool) -> int:
    gate = reading.gate.admits("x.", embargo=embargo)
    found = reading.by_ids(f"SELECT count(*) AS n FROM {rows} AND NOT ({gate})", ids)
    return sum(row["n"] for row in found)


def said(counts: Mapping[str, int]) -> str:
    """Return counts in words: `2 agenda items, 1 document`."""
    return ", ".join(called(noun, count) for noun, count in counts.items())


def called(noun: str, count: int) -> str:
    """Return a count with its noun: `2 agenda items`."""
    return f"{count} {noun}{'s' if count > 1 else ''}"
