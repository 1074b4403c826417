"""Reading where a record is listed: by which import, since when, and whether it still is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.dossiers import ListedIn
from tracker.domain.instants import from_stored

if TYPE_CHECKING:
    from tracker.storage.reads.reading import Reading

_LISTINGS = """
SELECT l.*, i.slug AS slug, i.removed AS forgotten, r.rule AS rule,
       (SELECT min(c.at) FROM revisions v JOIN changes c ON c.id = v.change_id
         WHERE v.record_table = 'listings' AND v.record_id = l.id) AS since,
       (SELECT max(c.at) FROM revisions v JOIN changes c ON c.id = v.change_id
         WHERE v.record_table = 'listings' AND v.record_id = l.id) AS latest
  FROM listings l
  LEFT JOIN imports i ON i.id = l.import_id
  LEFT JOIN recurrences r ON r.id = l.recurrence_id
 WHERE l.removed = 0 AND l.{column} = :record
 ORDER BY l.id
"""
_COLUMNS = {"meetings": "meeting_id", "sessions": "session_id", "commitments": "commitment_id"}


def listed_in(reading: Reading, table: str, record: int) -> tuple[ListedIn, ...]:
    """Return where a record is listed, the first first, for those who may see notes.

    Of files that were read once there is one entry, however often they were.
    """
    if table not in _COLUMNS or not reading.gate.reader.sees_internal:
        return ()
    rows = reading.rows(_LISTINGS.format(column=_COLUMNS[table]), {"record": record})
    found: dict[str | None, ListedIn] = {}
    for row in rows:
        if reading.gate.admits_row(row):
            gone = None if row["listed"] else from_stored(row["latest"])
            each = ListedIn(row["slug"], from_stored(row["since"]), gone, row["rule"])
            found.setdefault(row["slug"], each)
    return tuple(found.values())
