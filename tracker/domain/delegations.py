"""Delegations: a party at a session or a meeting, its head and its members."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.text import Text
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from tracker.domain.parties import Party, Person, Post, Rank
    from tracker.domain.visibility import Visibility


class Role(StrEnum):
    """In what capacity a party takes part, in the order in which prints list them."""

    HOST = "host"
    PARTICIPANT = "participant"
    MEDIATOR = "mediator"
    OBSERVER = "observer"
    GUEST = "guest"


class Function(StrEnum):
    """What a member does in a delegation."""

    HEAD = "head"
    DEPUTY_HEAD = "deputy-head"
    MEMBER = "member"
    ADVISER = "adviser"
    EXPERT = "expert"
    INTERPRETER = "interpreter"
    NOTE_TAKER = "note-taker"


@frozen
class Member:
    """A person in a delegation; `post` is the office that brings them there."""

    id: int
    person: Person
    function: Function
    post: Post | None = None
    title: Text = Text()

    @property
    def office(self) -> Text:
        """The title to print beside the name: as given for the occasion, else the post's."""
        return self.title or (self.post.title if self.post else Text())


@frozen
class Delegation:
    """A party's presence at a session or meeting."""

    id: int
    party: Party
    role: Role = Role.PARTICIPANT
    level: Rank | None = None
    chairs: bool = False
    members: tuple[Member, ...] = ()
    credentials: str | None = None
    visibility: Visibility | None = None
    note: str | None = None

    @property
    def head(self) -> Member | None:
        """The head of the delegation, when one is named."""
        return next((m for m in self.members if m.function is Function.HEAD), None)
