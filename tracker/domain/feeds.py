"""Feeds: saved filters with a name, that calendar programs subscribe to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.entries import Filter
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility

if TYPE_CHECKING:
    from tracker.domain.text import Text

# What Google takes, and others do with pain; warned of at four fifths (FEED.md, H20).
MOST_EVENTS, MOST_OCTETS, WARN_AT = 1_000, 1_000_000, 0.8
LONGEST_ADDRESS = 200  # characters of a whole address; Google fails silently at 256
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits in base64url


class CancelledPolicy(StrEnum):
    """What becomes of a meeting that was called off."""

    MARK = "mark"  # shown as cancelled until 30 days after its old end
    KEEP = "keep"  # shown as cancelled for good
    DROP = "drop"  # not shown


@frozen(kw_only=True)
class Feed:
    """A feed as its maker defined it.

    `visibility` is its ceiling: nothing above it is ever in the feed, and only a public
    one has an address without a secret. The window reaches from so many months before
    this one to so many after it, whole months. `restyled` is when all that it says was
    last put in other words: another language, prefix or ceiling (aware).
    """

    id: int
    slug: str
    title: Text
    language: str
    visibility: Visibility
    wanted: Filter = Filter()
    cancelled: CancelledPolicy = CancelledPolicy.MARK
    imprecise: bool = True
    prefix: str = ""
    past_months: int = 3
    future_months: int = 18
    note: str | None = None
    restyled: datetime | None = None

    @property
    def ref(self) -> str:
        """The short name."""
        return self.slug

    @property
    def is_public(self) -> bool:
        """Whether anybody may subscribe."""
        return self.visibility is Visibility.PUBLIC

    def window(self, today: date) -> tuple[date, date]:
        """Return the first day of the window and the first day after it, on month borders."""
        return _month(today, -self.past_months), _month(today, self.future_months + 1)

    def filter_at(self, today: date) -> Filter:
        """Return which entries the feed takes on a day."""
        since, until = (datetime.combine(d, time(), UTC) for d in self.window(today))
        return replace(self.wanted, since=since, until=until, undated=False)


@frozen
class KeptComponent:
    """A VEVENT's octets (CRLF, folded) with what a file needs to know to place it.

    `start` and the exclusive `end` are aware and in UTC; of whole days they are midnights
    in UTC. `zone` is the TZID that the text refers to, None when it needs none.
    """

    ref: str
    uid: str
    text: bytes | memoryview
    start: datetime
    end: datetime
    zone: str | None = None
    called_off: bool = False
    imprecise: bool = False


@frozen
class CalendarObject:
    """One event as a file of its own, as CalDAV keeps it (RFC 4791, 4.1), with its zone."""

    ref: str
    uid: str
    content: bytes


@frozen
class Unwritten:
    """A record that is not in what was made, and why."""

    ref: str
    why: str


@frozen(kw_only=True)
class Subscriber:
    """One holder of a secret address of a feed: what is kept is the secret's hash."""

    id: int
    feed_id: int
    label: str
    token_hash: str
    issued: datetime
    revoked: datetime | None = None


def hash_of(token: str) -> str:
    """Return what is kept of a secret: its SHA-256, in hex. 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_path(slug: str, token: str | None = None) -> str:
    """Return the path of a feed under the site's address."""
    return f"/feeds/{token}/{slug}.ics" if token else f"/feeds/{slug}.ics"


def _month(day: date, months: int) -> date:
    count = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    return date(count // 12, count % 12 + 1, 1)
