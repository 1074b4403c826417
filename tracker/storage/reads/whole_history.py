"""Reading the history whole: every change and revision, for a ledger to begin with elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.whole import APART, CHANGES, REVISIONS, STRUCTURED, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.whole import Column
    from tracker.storage.reads.reading import Reading


def changes(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield every change, oldest first."""
    for row in reading.in_turn("SELECT * FROM changes WHERE id > :after ORDER BY id LIMIT :most"):
        yield {"id": row["id"], **{column.name: row[column.name] for column in CHANGES}}


def revisions(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield every revision, oldest first, but those of secret addresses.

    Both sides are the record as it is exported, with every field.
    """
    apart = ", ".join(f"'{table}'" for table in sorted(APART))
    for row in reading.in_turn(
        f"SELECT * FROM revisions WHERE record_table NOT IN ({apart}) "
        "AND id > :after ORDER BY id LIMIT :most"
    ):
        told = {"id": row["id"], **{column.name: row[column.name] for column in REVISIONS}}
        for side in ("before", "after"):
            told[side] = _side(row["record_table"], row[side])
        yield told


def as_kept(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a record that was given as data as the ledger keeps it."""
    shape = {column.name: column for column in TABLES[table]}
    return {
        name: kept(shape[name], value) if name in shape else value for name, value in row.items()
    }


def kept(column: Column, value: Any) -> Any:
    """Return a field's value as the ledger keeps it: JSON as text, flags as 0 and 1."""
    if column.kind == "flag":
        return int(value)
    if column.kind in STRUCTURED:
        return json.dumps(value, ensure_ascii=False)
    return value


def _side(table: str, side: str | None) -> dict[str, Any] | None:
    if side is None:
        return None
    row: dict[str, Any] = json.loads(side)
    for column in TABLES[table]:
        if column.name not in row:
            continue
        if column.kind == "flag":
            row[column.name] = bool(row[column.name])
        elif column.kind in STRUCTURED:
            row[column.name] = json.loads(row[column.name])
    return row
