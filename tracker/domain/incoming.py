"""What another program's file says, before the ledger is asked about any of it.

Readers of files (intake/) make these values, whatever the format; the importing service
compares them with the ledger. They hold words where the ledger has records: which party,
place or person is meant is decided there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tracker.domain.commitments import CommitmentStatus
from tracker.domain.text import Text
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.domain.documents import DocumentKind
    from tracker.domain.meetings import MeetingKind
    from tracker.domain.parties import Rank
    from tracker.domain.status import Status
    from tracker.domain.visibility import Visibility
    from tracker.domain.when import When


@frozen
class Spot:
    """Where in a file something stands: its line from 1 (0: not known), and what is there.

    `what` names it as a reader of the file would: “VEVENT 3”, “row 12”, “meetings[4]”.
    """

    line: int
    what: str


@frozen(kw_only=True)
class Attending:
    """A person who takes part: named in words, perhaps with a post, for a party."""

    name: str
    party: str | None = None
    post: str | None = None
    rank: Rank | None = None


@frozen(kw_only=True)
class IncomingPaper:
    """A document that belongs to a meeting or to an item of its agenda."""

    title: Text
    kind: DocumentKind | None = None
    symbol: str | None = None
    link: str | None = None
    dated: When | None = None


@frozen(kw_only=True)
class IncomingItem:
    """A thing to be discussed; `label` is verbatim, empty where the file gives none."""

    title: Text
    label: str = ""
    outcome: Text = Text()
    papers: tuple[IncomingPaper, ...] = ()
    items: tuple[IncomingItem, ...] = ()


@frozen(kw_only=True)
class Repeat:
    """The rule by which a meeting was made: RRULE, RDATE and EXDATE lines as they stood.

    `starts` is the first occurrence; `until` the day up to which the rule was expanded,
    None when it ended by itself.
    """

    rule: str
    starts: When
    until: date | None = None


@frozen(kw_only=True)
class IncomingMeeting:
    """One meeting as a file tells it.

    `uid` is the file's identity for it, None where it gives none; `occurrence` tells one
    of several with the same uid, by the start that the rule gave it (a canonical `When`).
    `former` are uids of entries that this one replaces, such as a postponed one.
    `place` names a venue and city as one would type it, `city` and `country` only where
    the file keeps them apart. `postponed_from` is the old date of a postponed meeting.
    `floating` tells that the file names no zone and `zone` is the reader's own: where the
    place is known, the wall times are the place's. What the file does not tell is None or
    empty.
    """

    spot: Spot
    title: Text
    when: When
    zone: str
    floating: bool = False
    uid: str | None = None
    occurrence: str | None = None
    former: tuple[str, ...] = ()
    repeat: Repeat | None = None
    status: Status | None = None
    kind: MeetingKind | None = None
    level: Rank | None = None
    postponed_from: When | None = None
    place: str | None = None
    city: str | None = None
    country: str | None = None
    room: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    parties: tuple[str, ...] = ()
    people: tuple[Attending, ...] = ()
    topics: tuple[str, ...] = ()
    agenda: tuple[IncomingItem, ...] = ()
    papers: tuple[IncomingPaper, ...] = ()
    url: str | None = None
    note: str | None = None
    visibility: Visibility | None = None


@frozen(kw_only=True)
class IncomingCommitment:
    """A thing to be done, such as a VTODO."""

    spot: Spot
    title: Text
    uid: str | None = None
    due: When | None = None
    status: CommitmentStatus = CommitmentStatus.OPEN
    done_on: date | None = None
    owners: tuple[str, ...] = ()
    note: str | None = None
    visibility: Visibility | None = None


@frozen
class Refused:
    """What stands in a file and cannot be taken, and why."""

    spot: Spot
    title: str
    reason: str


@frozen
class Repaired:
    """What was taken although the file has it wrong, and what was made of it."""

    spot: Spot
    title: str
    remark: str


Incoming: TypeAlias = IncomingMeeting | IncomingCommitment | Refused | Repaired


@frozen
class Column:
    """A column of a table: its name, what it is read as, and the first value that stands in it.

    `field` is as one would say it in `--map NAME=FIELD`, None for a column that is left
    out; `guessed` tells that nobody said so.
    """

    name: str
    field: str | None
    sample: str = ""
    guessed: bool = True


@frozen(kw_only=True)
class Delivery:
    """A file as far as it has been read: `entries` are read on while they are asked for.

    `name` is what the file calls itself (a calendar's name); `whole` tells whether every
    entry can be known to be in it, so that what is missing has vanished. `columns` tells,
    of a table, how its columns are read, for a person to see and for a remembered import
    to keep.
    """

    format: str
    entries: Iterator[Incoming]
    name: Text = Text()
    whole: bool = True
    columns: tuple[Column, ...] = ()
