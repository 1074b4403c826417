"""Entries: what a list or a month grid shows of a meeting or a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.text import Text
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.when import When


@frozen
class Entry:
    """One line of a list. `starts_at` and `ends_at` are UTC bounds, None when not known.

    A session that has no title of its own is `untitled`: `title` is then its series'.
    """

    id: int
    ref: str
    occasion: str
    title: Text
    kind: str
    status: str
    visibility: str
    when: When
    zone: str
    starts_at: datetime | None
    ends_at: datetime | None
    session: str | None = None
    series: str | None = None
    place: Text = Text()
    city: Text = Text()
    parties: tuple[str, ...] = ()
    ordinal: int | None = None
    extraordinary: bool = False
    untitled: bool = False


@frozen
class Filter:
    """Which entries are wanted; an empty field asks for nothing in particular.

    `sessions` are references: the sessions themselves and their meetings. `levels` are
    those of representation; `occasion` is `session` or `meeting`, else both.
    """

    since: datetime | None = None
    until: datetime | None = None
    parties: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    visibilities: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    occasion: str | None = None
    undated: bool = True
    limit: int | None = None


@frozen
class Entries:
    """What a filter found, and how many records it met that the reader may not see."""

    shown: tuple[Entry, ...]
    withheld: int = 0
