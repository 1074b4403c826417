"""Commitments carried to a session: what was promised before, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.storage.reads.documents import commitments
from tracker.storage.reads.presence import seen

if TYPE_CHECKING:
    from tracker.domain.commitments import Commitment
    from tracker.storage.reads.reading import Reading

# Those of the same count with a lower number, and those known to have begun before it.
_EARLIER = """
SELECT p.id AS id, p.kind = n.kind AND p.ordinal = (
           SELECT max(o.ordinal) FROM sessions o WHERE o.removed = 0
              AND o.series_id = n.series_id AND o.kind = n.kind AND o.ordinal < n.ordinal
       ) AS is_last
  FROM sessions n JOIN sessions p ON p.series_id = n.series_id AND p.id <> n.id
 WHERE n.id = :id AND p.removed = 0 AND {gate}
   AND ((p.kind = n.kind AND p.ordinal < n.ordinal)
        OR (p.kind <> n.kind AND p.starts_at < n.starts_at))
"""


def carried_to(reading: Reading, session: int) -> tuple[Commitment, ...]:
    """Return the promises made at earlier sessions of the series, and at their meetings.

    Of the session before, all of them; of those before that, what is not done or dropped.
    """
    statement = _EARLIER.replace("{gate}", seen(reading.gate, "sessions", "p"))
    earlier = {row["id"]: bool(row["is_last"]) for row in reading.rows(statement, {"id": session})}
    meetings = {
        row["id"]: row["session_id"]
        for row in reading.by_ids(
            "SELECT id, session_id FROM meetings WHERE removed = 0 AND session_id IN ({ids}) "
            f"AND {reading.gate.admits('')}",
            earlier,
        )
    }
    made = [(of, each) for of, each in commitments(reading, "session_id", earlier)]
    made += [(meetings[of], each) for of, each in commitments(reading, "meeting_id", meetings)]
    kept = {each.id: each for of, each in made if earlier[of] or each.is_unfinished}
    return tuple(kept[number] for number in sorted(kept))
