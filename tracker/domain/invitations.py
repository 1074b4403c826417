"""Invitations: who is told of a meeting by mail, under which identity, in which version.

The rules are iTIP's (RFC 5546): SEQUENCE never falls, and a CANCEL has a higher one than
the REQUEST that it ends (3.2.5).
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.status import Status
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from tracker.domain.mailboxes import Mailbox


class Method(StrEnum):
    """What an invitation says: come, or do not."""

    REQUEST = "request"
    CANCEL = "cancel"


@frozen
class Invitee:
    """Somebody who was sent an invitation, and what they were last told.

    `digest` stands for the words. Who was told not to come has been `uninvited`.
    """

    id: int
    mailbox: Mailbox
    method: Method
    event_uid: str
    sequence: int
    language: str
    digest: str
    sent: datetime
    uninvited: bool = False


@frozen
class Event:
    """What there is to tell: the state of a session or meeting, as its record has it.

    `told` returns the digest of what is told of it in a language.
    """

    uid: str
    sequence: int
    status: Status
    told: Callable[[str], str]

    @property
    def is_off(self) -> bool:
        """Whether it will not be on its date: cancelled, or postponed."""
        return self.status in (Status.CANCELLED, Status.POSTPONED)


@frozen(kw_only=True)
class Addressed:
    """What one person is to be sent. `is_new` when they know of nothing yet.

    An `only_theirs` CANCEL ends their invitation; the meeting stands.
    """

    mailbox: Mailbox
    method: Method
    event_uid: str
    sequence: int
    language: str
    digest: str
    is_new: bool = True
    only_theirs: bool = False


def addressed(
    event: Event,
    known: Sequence[Invitee],
    to: Iterable[Mailbox],
    *,
    language: str,
    uninvite: bool = False,
) -> tuple[Addressed, ...]:
    """Return what each of those named is to be sent, in a language; each once."""
    last = {invitee.mailbox.key: invitee for invitee in known}
    named = {mailbox.key: mailbox for mailbox in to}
    return tuple(
        _addressed(event, last.get(key), mailbox, language, uninvite=uninvite)
        for key, mailbox in named.items()
    )


@frozen(kw_only=True)
class Invited:
    """Somebody who was invited, for a list: what they were last told, and whether that stands."""

    name: str
    address: str
    told: Method
    sent: datetime
    sequence: int
    language: str
    knows: bool


def invited(event: Event, known: Sequence[Invitee]) -> tuple[Invited, ...]:
    """Return those who are invited, or know that it is off, in the order of invitation."""
    return tuple(
        Invited(
            name=each.mailbox.name,
            address=each.mailbox.address,
            told=each.method,
            sent=each.sent,
            sequence=each.sequence,
            language=each.language,
            knows=_knows(each, event),
        )
        for each in known
        if not each.uninvited
    )


def owed(event: Event, known: Sequence[Invitee]) -> tuple[Addressed, ...]:
    """Return what those invited have not been told yet, each in the language they know."""
    return tuple(
        _addressed(event, invitee, invitee.mailbox, invitee.language)
        for invitee in known
        if not invitee.uninvited and not _knows(invitee, event)
    )


def _knows(invitee: Invitee, event: Event) -> bool:
    if event.is_off:
        return invitee.method is Method.CANCEL
    told = event.told(invitee.language)
    return invitee.method is Method.REQUEST and invitee.digest == told


def _addressed(
    event: Event, last: Invitee | None, mailbox: Mailbox, language: str, *, uninvite: bool = False
) -> Addressed:
    only_theirs = uninvite and not event.is_off
    method = Method.CANCEL if uninvite or event.is_off else Method.REQUEST
    digest = event.told(language)
    if last is not None and not mailbox.name:
        mailbox = replace(mailbox, name=last.mailbox.name)
    return Addressed(
        mailbox=mailbox,
        method=method,
        event_uid=last.event_uid if last else event.uid,
        sequence=_sequence(event, last, method, digest, only_theirs=only_theirs),
        language=language,
        digest=digest,
        is_new=last is None or last.uninvited,
        only_theirs=only_theirs,
    )


def _sequence(
    event: Event, last: Invitee | None, method: Method, digest: str, *, only_theirs: bool
) -> int:
    """Return the event's own SEQUENCE, raised as far as what this person has demands.

    A CANCEL follows the REQUEST, and an invitation anew the CANCEL. What was merged counts
    by another record's revisions, so that any change must be taken for a move.
    """
    if last is None:
        return event.sequence + only_theirs
    merged = last.event_uid != event.uid and last.digest != digest
    turns = last.method is not method
    return max(event.sequence, last.sequence + (turns or merged))
