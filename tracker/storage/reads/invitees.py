"""Reading who was invited to a session or a meeting, and what they were last told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.instants import from_stored
from tracker.domain.invitations import Invitee, Method
from tracker.domain.mailboxes import Mailbox

if TYPE_CHECKING:
    from tracker.storage.reads.reading import Reading


def invitees(reading: Reading, column: str, record: int) -> tuple[Invitee, ...]:
    """Return those invited, in the order in which they were; uninvited ones too.

    `column` is session_id or meeting_id.
    """
    gate = reading.gate.admits("", embargo=False)
    rows = reading.rows(
        f"SELECT * FROM invitees WHERE {column} = :id AND {gate} ORDER BY id", {"id": record}
    )
    return tuple(
        Invitee(
            id=row["id"],
            mailbox=Mailbox(row["address"], row["display_name"] or ""),
            method=Method(row["method"]),
            event_uid=row["event_uid"],
            sequence=row["sequence"],
            language=row["language"],
            digest=row["digest"],
            sent=from_stored(row["sent_at"]),
            uninvited=bool(row["removed"]),
        )
        for row in rows
    )
