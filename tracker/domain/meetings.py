"""Meetings: one sitting or encounter, inside a session or on its own."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.occasions import Occasion
from tracker.domain.text import Text
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from tracker.domain.parties import Party, Person


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
    WORKING_BREAKFAST = "working-breakfast"
    WORKING_LUNCH = "working-lunch"
    WORKING_DINNER = "working-dinner"
    DINNER = "dinner"
    RECEPTION = "reception"
    CEREMONY = "ceremony"
    SIGNING = "signing"
    PRESS_CONFERENCE = "press-conference"
    PHONE_CALL = "phone-call"
    BREAK = "break"


class Access(StrEnum):
    """Whether others than the delegations may attend."""

    OPEN = "open"
    CLOSED = "closed"


@frozen(kw_only=True)
class Meeting(Occasion):
    """One sitting or encounter; `session` is the reference of the session it belongs to."""

    kind: MeetingKind
    room: str | None = None
    access: Access | None = None
    session: str | None = None
    session_title: Text = Text()
    series: str | None = None
    chairs: tuple[Party | Person, ...] = ()

    @property
    def ref(self) -> str:
        """The short reference, m42."""
        return f"m{self.id}"
