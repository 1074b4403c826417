"""Series and their sessions: a mechanism that recurs, and its numbered editions."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.occasions import Occasion
from tracker.domain.refs import session_ref
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from tracker.domain.commitments import Commitment
    from tracker.domain.meetings import Meeting
    from tracker.domain.parties import Party
    from tracker.domain.text import Text
    from tracker.domain.visibility import Visibility


class SessionKind(StrEnum):
    """Whether a session is one of the regular count."""

    REGULAR = "regular"
    EXTRAORDINARY = "extraordinary"


@frozen
class Series:
    """A mechanism that recurs."""

    id: int
    slug: str
    title: Text
    visibility: Visibility
    parties: tuple[Party, ...] = ()
    note: str | None = None


@frozen(kw_only=True)
class Session(Occasion):
    """One numbered edition of a series, with everything that belongs to it.

    `carried` are promises of earlier sessions, where somebody asked for them.
    """

    series: Series
    ordinal: int
    kind: SessionKind
    host: Party | None = None
    meetings: tuple[Meeting, ...] = ()
    carried: tuple[Commitment, ...] = ()

    @property
    def ref(self) -> str:
        """The short reference: aes-russia/1, aes-russia/x1 for an extraordinary session."""
        return session_ref(self.series.slug, self.ordinal, self.kind)
