"""Commitments: what was promised, by whom, by when, and whether it was done."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from datetime import date

    from tracker.domain.parties import Party
    from tracker.domain.text import Text
    from tracker.domain.visibility import Visibility
    from tracker.domain.when import When


class CommitmentStatus(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    UNDER_WAY = "under-way"
    DONE = "done"
    DROPPED = "dropped"


@frozen
class Commitment:
    """A promise and its owners; `made_at` is the reference of the session or meeting."""

    id: int
    title: Text
    status: CommitmentStatus
    owners: tuple[Party, ...] = ()
    due: When | None = None
    done_on: date | None = None
    made_at: str | None = None
    visibility: Visibility | None = None
    note: str | None = None

    @property
    def ref(self) -> str:
        """The short reference, c3."""
        return f"c{self.id}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.status in (CommitmentStatus.OPEN, CommitmentStatus.UNDER_WAY)

    def is_overdue(self, today: date) -> bool:
        """Return whether it is unfinished and its last possible day is past."""
        if not self.is_unfinished:
            return False
        last = self.due.days()[1] if self.due else None
        return last is not None and last < today
