"""Taking back what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import Conflict, Invalid
from tracker.storage.reads.history import undoable

if TYPE_CHECKING:
    from tracker.domain.history import Change
    from tracker.services.desk import Desk

MOST = 1_000


def undo(desk: Desk, count: int) -> tuple[Change, ...]:
    """Take back the newest `count` commands, newest first, and return them.

    All of them or none: raises Conflict when there are fewer, or when a later change
    stands on one of them.
    """
    if not 1 <= count <= MOST:
        raise Invalid(f"undo takes back 1 to {MOST:,} commands, not {count}.")
    found = undoable(desk.reading, count)
    if len(found) < count:
        left = f"Only {len(found)} commands are" if len(found) > 1 else "Only one command is"
        raise Conflict(f"{left if found else 'Nothing is'} left to undo.")
    for change in found:
        desk.ledger.take_back(change.id)
    return found
