"""Reading what the revisions say of a record's life: UID, CREATED, LAST-MODIFIED, SEQUENCE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.instants import from_stored
from tracker.domain.occasions import Stamp

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
    behind = _behind(reading, table, uids)
    return {
        record: Stamp(
            uid=uid,
            created=created,
            modified=max(filter(None, (modified, around.get(record), behind.get(record)))),
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


# The records that sessions and meetings share and show: whose name, where, by what series.
# Each is (owner, table, id); {column} is session_id or meeting_id, {table} sessions or meetings.
_SHOWN = (
    (
        "SELECT d.{column} AS owner, 'parties' AS shown, d.party_id AS id FROM delegations d "
        "WHERE d.removed = 0 AND d.{column} IN ({ids}) AND {gate:d.}"
    ),
    (
        "SELECT d.{column}, 'people', m.person_id FROM members m "
        "JOIN delegations d ON d.id = m.delegation_id "
        "WHERE m.removed = 0 AND d.removed = 0 AND d.{column} IN ({ids}) AND {gate:d.}"
    ),
    (
        "SELECT d.{column}, 'posts', m.post_id FROM members m "
        "JOIN delegations d ON d.id = m.delegation_id "
        "WHERE m.removed = 0 AND d.removed = 0 AND d.{column} IN ({ids}) AND {gate:d.}"
    ),
    "SELECT x.id, 'places', x.place_id FROM {table} x WHERE x.id IN ({ids})",
    (
        "SELECT x.id, 'places', p.city_id FROM {table} x JOIN places p ON p.id = x.place_id "
        "WHERE x.id IN ({ids})"
    ),
    (
        "SELECT l.{column}, 'documents', l.document_id FROM document_links l "
        "WHERE l.removed = 0 AND l.{column} IN ({ids})"
    ),
    (
        "SELECT i.{column}, 'documents', l.document_id FROM document_links l "
        "JOIN agenda_items i ON i.id = l.item_id WHERE l.removed = 0 AND i.{column} IN ({ids})"
    ),
    (
        "SELECT g.{column}, 'topics', g.topic_id FROM taggings g "
        "WHERE g.removed = 0 AND g.{column} IN ({ids})"
    ),
    (
        "SELECT c.record_id, 'sources', c.source_id FROM claims c "
        "WHERE c.removed = 0 AND c.record_table = '{table}' AND c.record_id IN ({ids}) "
        "AND {gate:c.}"
    ),
)
_ABOVE = {
    "sessions": "SELECT n.id, 'series', n.series_id FROM sessions n WHERE n.id IN ({ids})",
    "meetings": "SELECT m.id, 'sessions', m.session_id FROM meetings m WHERE m.id IN ({ids}) "
    "UNION ALL SELECT m.id, 'series', n.series_id FROM meetings m "
    "JOIN sessions n ON n.id = m.session_id WHERE m.id IN ({ids})",
}


def _behind(reading: Reading, table: str, ids: Iterable[int]) -> dict[int, datetime]:
    """Return the newest revision among the people, posts, places … that each record shows."""
    rank = reading.gate.reader.clearance.rank
    shown = " UNION ALL ".join((*_SHOWN, _ABOVE[table]))
    for prefix in ("d.", "c."):
        admits = reading.gate.admits(prefix, embargo=False)
        shown = shown.replace(f"{{gate:{prefix}}}", admits)
    shown = shown.replace("{column}", f"{table[:-1]}_id").replace("{table}", table)
    rows = reading.by_ids(
        f"SELECT s.owner AS owner, max(r.modified_at) AS modified FROM ({shown}) s "
        "JOIN revisions r ON r.record_table = s.shown AND r.record_id = s.id "
        f"WHERE r.level <= {rank} GROUP BY s.owner",
        ids,
    )
    return {row["owner"]: from_stored(row["modified"]) for row in rows}
