"""What sessions and meetings share: dates, a status, a place, and all that hangs on them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.agenda_versions import Circulated
    from tracker.domain.commitments import Commitment
    from tracker.domain.delegations import Delegation
    from tracker.domain.documents import Paper
    from tracker.domain.parties import Rank
    from tracker.domain.places import Place
    from tracker.domain.sources import Claim, Source
    from tracker.domain.status import Status
    from tracker.domain.text import Text
    from tracker.domain.topics import Topic
    from tracker.domain.visibility import Visibility
    from tracker.domain.when import When


class Format(StrEnum):
    """Whether people are in one room."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


@frozen
class Whens:
    """The dates of a record, kept apart as they were announced, confirmed and held."""

    announced: When | None = None
    confirmed: When | None = None
    actual: When | None = None

    @property
    def current(self) -> When | None:
        """The date that counts: what happened, else what is confirmed, else announced."""
        return self.actual or self.confirmed or self.announced


@frozen
class Stamp:
    """What the ledger knows of a record's life, for feeds (RFC 5545, 3.8.7)."""

    uid: str
    created: datetime
    modified: datetime
    sequence: int = 0


@frozen(kw_only=True)
class Occasion(ABC):
    """A session or a meeting. `when` is the date that counts; `whens` keeps all.

    `circulated` is the newest version of its agenda that was handed out, if any was.
    """

    id: int
    title: Text
    status: Status
    visibility: Visibility
    when: When
    whens: Whens = Whens()
    place: Place | None = None
    format: Format | None = None
    level: Rank | None = None
    languages: tuple[str, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    circulated: Circulated | None = None
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
    @abstractmethod
    def ref(self) -> str:
        """The short reference."""
