"""Who may see what: levels, embargo, and the one rule that applies them.

The gate itself (storage/gate.py) asks this rule of every record it lets through.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Visibility(StrEnum):
    """How far a record may go."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"

    @property
    def rank(self) -> int:
        """0 for public, rising with secrecy."""
        return _RANKS[self]


# Asked of every field of every record that is read.
_RANKS = {level: rank for rank, level in enumerate(Visibility)}


def strictest(levels: Iterable[Visibility]) -> Visibility:
    """Return the most secret of some levels; of none, public."""
    return max(levels, key=_RANKS.__getitem__, default=Visibility.PUBLIC)


@frozen
class Reader:
    """Who reads: how far they are cleared, and the instant at which they ask (aware).

    Some are told of what is internal, but of no `working` field of it: other delegations.
    """

    clearance: Visibility
    at: datetime
    working: bool = True

    def may_see(self, level: str, embargo: datetime | None = None) -> bool:
        """Return whether a record of that level is for this reader, now.

        An unknown level hides: fail closed. Under embargo, public counts as internal.
        """
        try:
            needed = Visibility(level).rank
        except ValueError:
            return False
        if embargo is not None and self.at < embargo:
            needed = max(needed, Visibility.INTERNAL.rank)
        return needed <= self.clearance.rank

    @property
    def sees_internal(self) -> bool:
        """Whether notes and other working fields are for this reader."""
        return self.working and self.clearance.rank >= Visibility.INTERNAL.rank
