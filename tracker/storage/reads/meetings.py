"""Reading meetings, with everything that belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.meetings import Access, Meeting, MeetingKind
from tracker.domain.refs import session_ref
from tracker.domain.text import Text
from tracker.storage.reads.delegations import chairs
from tracker.storage.reads.occasions import Surroundings, shared_fields, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.storage.door import Row
    from tracker.storage.reads.reading import Reading

_MEETINGS = """
SELECT m.*, s.slug AS series_slug, s.title AS series_title, n.title AS session_title,
       n.ordinal AS ordinal, n.kind AS session_kind
  FROM meetings m
  LEFT JOIN sessions n ON n.id = m.session_id
  LEFT JOIN series s ON s.id = n.series_id
 WHERE m.removed = 0 AND {gate}
"""


def meetings(reading: Reading, ids: Iterable[int], column: str = "id") -> tuple[Meeting, ...]:
    """Return meetings by id (or by session_id), in order of time; undated last."""
    statement = _MEETINGS.format(gate=reading.gate.admits("m.", "n.", "s."))
    rows = reading.by_ids(f"{statement} AND m.{column} IN ({{ids}})", ids)
    rows.sort(key=lambda row: (row["starts_at"] is None, row["starts_at"] or "", row["id"]))
    around = surroundings(reading, "meetings", rows, {r["id"]: f"m{r['id']}" for r in rows})
    return tuple(_meeting(reading, row, around) for row in rows)


def _meeting(reading: Reading, row: Row, around: Surroundings) -> Meeting:
    shared = shared_fields(reading, row, around)
    in_session = row["session_id"] is not None
    place = shared["place"]
    # Told as its city, or not at all, a venue does not tell its rooms either.
    venue_hidden = row["place_id"] is not None and (place is None or place.id != row["place_id"])
    return Meeting(
        kind=MeetingKind(row["kind"]),
        room=None if venue_hidden else row["room"],
        access=Access(row["access"]) if row["access"] else None,
        session=session_ref(row["series_slug"], row["ordinal"], row["session_kind"])
        if in_session
        else None,
        session_title=Text.read(row["session_title"]) or Text.read(row["series_title"]),
        series=row["series_slug"],
        chairs=chairs(shared["delegations"]),
        **shared,
    )
