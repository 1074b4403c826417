"""Following governments that move their clocks.

A date is kept as its place's wall time. The UTC bounds by which it sorts are derived with
the rules of the day it was written; when the time zone data change, they are derived anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.services.references import Reference, label_of
from tracker.storage.schema import DATED

if TYPE_CHECKING:
    from tracker.services.desk import Desk


def refresh(desk: Desk) -> tuple[Reference, ...]:
    """Derive every UTC bound anew and return the records that moved in UTC.

    Each is a revision like any other: calendars see its SEQUENCE and LAST-MODIFIED rise.
    """
    moved = []
    for table in DATED:
        for row in desk.reading.rows(f"SELECT id FROM {table} ORDER BY id"):
            if desk.ledger.update(table, row["id"], {}):
                label = label_of(desk.reading, table, row["id"])
                moved.append(Reference(table, row["id"], label))
    return tuple(moved)
