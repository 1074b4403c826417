"""Series and their sessions: a mechanism that recurs, and its numbered editions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.meetings import Whens
from tracker.domain.refs import session_ref

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.commitments import Commitment
    from tracker.domain.delegations import Delegation
    from tracker.domain.documents import Paper
    from tracker.domain.meetings import Format, Meeting, Stamp
    from tracker.domain.parties import Party, Rank
    from tracker.domain.places import Place
    from tracker.domain.sources import Claim, Source
    from tracker.domain.status import Status
    from tracker.domain.text import Text
    from tracker.domain.topics import Topic
    from tracker.domain.visibility import Visibility
    from tracker.domain.when import When


class SessionKind(StrEnum):
    """Whether a session is one of the regular count."""

    REGULAR = "regular"
    EXTRAORDINARY = "extraordinary"


@dataclass(frozen=True, slots=True)
class Series:
    """A mechanism that recurs."""

    id: int
    slug: str
    title: Text
    visibility: Visibility
    parties: tuple[Party, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One numbered edition of a series, with everything that belongs to it."""

    id: int
    series: Series
    ordinal: int
    kind: SessionKind
    title: Text
    status: Status
    visibility: Visibility
    when: When
    whens: Whens = Whens()
    place: Place | None = None
    host: Party | None = None
    format: Format | None = None
    level: Rank | None = None
    languages: tuple[str, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    papers: tuple[Paper, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    topics: tuple[Topic, ...] = ()
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    reason: str | None = None
    url: str | None = None
    note: str | None = None
    embargo: datetime | None = None
    stamp: Stamp | None = None

    @property
    def ref(self) -> str:
        """The short reference: aes-russia/1, aes-russia/x1 for an extraordinary session."""
        return session_ref(self.series.slug, self.ordinal, self.kind)
