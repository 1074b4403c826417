"""Reading the history: changes and their revisions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tracker.domain.history import Change, Revision
from tracker.domain.instants import from_stored, to_stored_exactly
from tracker.domain.visibility import Visibility
from tracker.storage.reads.reading import Reading, grouped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.storage.door import Row


def changes(
    reading: Reading,
    *,
    record: tuple[str, int] | None = None,
    since: datetime | None = None,
    limit: int | None = None,
) -> tuple[Change, ...]:
    """Return changes, newest first: of one record and what hangs on it, or of all.

    A revision of what this reader may not see is left out, and a change with nothing
    left goes with it.
    """
    conditions, parameters = ["1 = 1"], {}
    if record is not None:
        table, number = record
        about = "(r.record_table = :table AND r.record_id = :number)"
        if table in ("sessions", "meetings"):
            about = f"({about} OR r.{table[:-1]}_id = :number)"
        conditions.append(f"c.id IN (SELECT r.change_id FROM revisions r WHERE {about})")
        parameters = {"table": table, "number": number}
    if since is not None:
        conditions.append("c.at >= :since")
        parameters["since"] = to_stored_exactly(since)
    few = f" LIMIT {int(limit)}" if limit is not None else ""
    rows = reading.rows(
        f"SELECT c.*, u.id AS undone_by FROM changes c LEFT JOIN changes u ON u.undoes = c.id "
        f"WHERE {' AND '.join(conditions)} ORDER BY c.id DESC{few}",
        parameters,
    )
    return _with_revisions(reading, rows)


def undoable(reading: Reading, count: int) -> tuple[Change, ...]:
    """Return the newest changes that are neither undone nor undoings themselves."""
    rows = reading.rows(
        "SELECT c.*, NULL AS undone_by FROM changes c WHERE c.undoes IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM changes u WHERE u.undoes = c.id) "
        f"ORDER BY c.id DESC LIMIT {int(count)}"
    )
    return _with_revisions(reading, rows)


def last_subject(reading: Reading, author: str) -> tuple[str, int] | None:
    """Return the table and id of the record that an author's newest live change is about."""
    rows = reading.rows(
        "SELECT subject FROM changes c WHERE author = :author AND subject IS NOT NULL "
        "AND undoes IS NULL AND NOT EXISTS (SELECT 1 FROM changes u WHERE u.undoes = c.id) "
        "ORDER BY id DESC LIMIT 1",
        {"author": author},
    )
    if not rows:
        return None
    table, _, number = rows[0]["subject"].partition(":")
    return table, int(number)


def _with_revisions(reading: Reading, rows: Sequence[Row]) -> tuple[Change, ...]:
    found = grouped(
        (row["change_id"], _revision(row))
        for row in reading.by_ids(
            "SELECT * FROM revisions WHERE change_id IN ({ids}) ORDER BY id",
            [row["id"] for row in rows],
        )
        if _may_see(reading, row)
    )
    return tuple(
        Change(
            id=row["id"],
            at=from_stored(row["at"]),
            author=row["author"],
            command=row["command"],
            subject=row["subject"],
            undoes=row["undoes"],
            undone_by=row["undone_by"],
            revisions=found[row["id"]],
        )
        for row in rows
        if row["id"] in found
    )


def _may_see(reading: Reading, row: Row) -> bool:
    """Return whether both sides of a revision are for this reader: history tells them both."""
    sides = [json.loads(side) for side in (row["before"], row["after"]) if side]
    levels = [side.get("visibility", Visibility.PUBLIC) for side in sides]
    return all(reading.gate.reader.may_see(level) for level in levels)


def _revision(row: Row) -> Revision:
    return Revision(
        table=row["record_table"],
        record=row["record_id"],
        before=json.loads(row["before"]) if row["before"] else None,
        after=json.loads(row["after"]) if row["after"] else None,
    )
