"""Dossiers: everything about one record, as a reader may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.commitments import Commitment
    from tracker.domain.delegations import Delegation
    from tracker.domain.documents import Document, Relation
    from tracker.domain.entries import Entry
    from tracker.domain.meetings import Meeting
    from tracker.domain.parties import Membership, Party, Person, Post
    from tracker.domain.places import Place
    from tracker.domain.sessions import Series, Session
    from tracker.domain.sources import Claim, Source
    from tracker.domain.text import Text
    from tracker.domain.topics import Topic

Record: TypeAlias = (
    "AgendaItem | Claim | Commitment | Delegation | Document | Meeting | Party | Person | Place"
    " | Post | Series | Session | Source | Topic"
)


@frozen
class Trace:
    """One change of the record: when, by whom, what was done, and to which fields."""

    at: datetime
    author: str
    verb: str
    fields: tuple[str, ...] = ()


@frozen
class ListedIn:
    """An import that lists a record: its name (None: a file that was read once), since when.

    `gone` is since when it lists it no longer; `rule` the one by which it repeats there.
    """

    source: str | None
    since: datetime
    gone: datetime | None = None
    rule: str | None = None


@frozen
class Link:
    """A record that a document is linked with, or that something belongs to."""

    ref: str
    title: Text
    relation: Relation | None = None


@frozen
class Appearances:
    """Meetings and sessions in which it appears: what is to come, and what is past.

    `past` begins with the newest; both are cut, `total` is not.
    """

    upcoming: tuple[Entry, ...] = ()
    past: tuple[Entry, ...] = ()
    total: int = 0


@frozen
class Dossier:
    """One record with what hangs on it. What a kind of record has not stays empty.

    `claims` are those about the record and its parts; of a source, those that it makes.
    """

    ref: str
    noun: str
    record: Record
    claims: tuple[Claim, ...] = ()
    appearances: Appearances = Appearances()
    memberships: tuple[Membership, ...] = ()
    people: tuple[Person, ...] = ()
    venues: tuple[Place, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    links: tuple[Link, ...] = ()
    history: tuple[Trace, ...] = ()
    listed: tuple[ListedIn, ...] = ()
