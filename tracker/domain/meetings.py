"""Meetings: one sitting or encounter, inside a session or on its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.text import Text

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.commitments import Commitment
    from tracker.domain.delegations import Delegation
    from tracker.domain.documents import Paper
    from tracker.domain.parties import Party, Person, Rank
    from tracker.domain.places import Place
    from tracker.domain.sources import Claim, Source
    from tracker.domain.status import Status
    from tracker.domain.topics import Topic
    from tracker.domain.visibility import Visibility
    from tracker.domain.when import When


class MeetingKind(StrEnum):
    """What sort of encounter it is."""

    MEETING = "meeting"
    PLENARY = "plenary"
    RESTRICTED = "restricted"
    BILATERAL = "bilateral"
    MULTILATERAL = "multilateral"
    PREPARATORY = "preparatory"
    EXPERTS = "experts"
    SUMMIT = "summit"
    CONFERENCE = "conference"
    VISIT = "visit"
    COURTESY_CALL = "courtesy-call"
    WORKING_LUNCH = "working-lunch"
    RECEPTION = "reception"
    CEREMONY = "ceremony"
    SIGNING = "signing"
    PRESS_CONFERENCE = "press-conference"
    PHONE_CALL = "phone-call"
    BREAK = "break"


class Format(StrEnum):
    """Whether people are in one room."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Access(StrEnum):
    """Whether others than the delegations may attend."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Whens:
    """The dates of a record, kept apart as they were announced, confirmed and held."""

    announced: When | None = None
    confirmed: When | None = None
    actual: When | None = None

    @property
    def current(self) -> When | None:
        """The date that counts: what happened, else what is confirmed, else announced."""
        return self.actual or self.confirmed or self.announced


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the ledger knows of a record's life, for feeds (RFC 5545, 3.8.7)."""

    uid: str
    created: datetime
    modified: datetime
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Meeting:
    """One sitting or encounter. `when` is the date that counts; `whens` keeps all."""

    id: int
    title: Text
    kind: MeetingKind
    status: Status
    visibility: Visibility
    when: When
    whens: Whens = Whens()
    place: Place | None = None
    room: str | None = None
    format: Format | None = None
    access: Access | None = None
    level: Rank | None = None
    session: str | None = None
    session_title: Text = Text()
    series: str | None = None
    delegations: tuple[Delegation, ...] = ()
    chairs: tuple[Party | Person, ...] = ()
    topics: tuple[Topic, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    papers: tuple[Paper, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    languages: tuple[str, ...] = ()
    reason: str | None = None
    url: str | None = None
    note: str | None = None
    embargo: datetime | None = None
    stamp: Stamp | None = None

    @property
    def ref(self) -> str:
        """The short reference, m42."""
        return f"m{self.id}"
