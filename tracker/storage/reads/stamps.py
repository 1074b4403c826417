"""Reading what the revisions say of a record's life: UID, CREATED, LAST-MODIFIED, SEQUENCE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.instants import from_stored
from tracker.domain.meetings import Stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.storage.reads.reading import Reading


def stamps(reading: Reading, table: str, uids: dict[int, str]) -> dict[int, Stamp]:
    """Return the stamps of sessions or meetings, as far as this reader may notice.

    LAST-MODIFIED is that of the newest noticeable revision of the record or of anything
    shown with it; a change that only others may see leaves no trace in it.
    """
    own = _own(reading, table, uids)
    around = _around(reading, table, uids)
    return {
        record: Stamp(
            uid=uid,
            created=created,
            modified=max(filter(None, (modified, around.get(record))), default=created),
            sequence=sequence,
        )
        for record, uid in uids.items()
        for created, modified, sequence in (own[record],)
    }


def _own(
    reading: Reading, table: str, ids: Iterable[int]
) -> dict[int, tuple[datetime, datetime, int]]:
    rank = reading.gate.reader.clearance.rank
    rows = reading.by_ids(
        "SELECT record_id, min(modified_at) AS created, sum(reschedules) AS sequence, "
        f"max(CASE WHEN level <= {rank} THEN modified_at END) AS modified "
        f"FROM revisions WHERE record_table = '{table}' AND record_id IN ({{ids}}) "
        "GROUP BY record_id",
        ids,
    )
    return {
        row["record_id"]: (
            from_stored(row["created"]),
            from_stored(row["modified"] or row["created"]),
            int(row["sequence"]),
        )
        for row in rows
    }


def _around(reading: Reading, table: str, ids: Iterable[int]) -> dict[int, datetime]:
    """Return the newest revision among delegations, items, papers and what else hangs on it."""
    column = f"{table[:-1]}_id"
    rank = reading.gate.reader.clearance.rank
    rows = reading.by_ids(
        f"SELECT {column} AS owner, max(modified_at) AS modified FROM revisions "
        f"WHERE {column} IN ({{ids}}) AND level <= {rank} GROUP BY {column}",
        ids,
    )
    return {row["owner"]: from_stored(row["modified"]) for row in rows}
