"""Taking back what was done, and bringing it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import Conflict, Invalid
from tracker.storage.reads.history import redoable, undoable

if TYPE_CHECKING:
    from tracker.domain.history import Change
    from tracker.services.desk import Desk

MOST = 1_000


def undo(desk: Desk, count: int) -> tuple[Change, ...]:
    """Take back the newest `count` commands that stand, newest first, and return them.

    All of them or none: raises Conflict when there are fewer, or when a later change
    stands on one of them.
    """
    _require_few(count, "undo")
    return _reverse(desk, undoable(desk.reading, count), count, "undo")


def redo(desk: Desk, count: int) -> tuple[Change, ...]:
    """Bring again the `count` commands that were taken back last, and return them.

    All of them or none, as for undo.
    """
    _require_few(count, "redo")
    return _reverse(desk, redoable(desk.reading, count), count, "redo")


def _require_few(count: int, verb: str) -> None:
    if not 1 <= count <= MOST:
        raise Invalid(f"{verb} takes 1 to {MOST:,} commands, not {count}.")


def _reverse(
    desk: Desk, found: tuple[tuple[Change, int], ...], count: int, verb: str
) -> tuple[Change, ...]:
    if len(found) < count:
        left = f"Only {len(found)} commands are" if len(found) > 1 else "Only one command is"
        raise Conflict(f"{left if found else 'Nothing is'} left to {verb}.")
    for _, tip in found:
        desk.ledger.take_back(tip)
    return tuple(change for change, _ in found)
