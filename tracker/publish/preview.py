"""What a subscriber of a feed would get now, for the operator's eyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tracker.domain.feeds import MOST_EVENTS, MOST_OCTETS
from tracker.domain.values import frozen
from tracker.domain.visibility import Reader, Visibility
from tracker.publish.feeds import LeftOut, make_feed
from tracker.publish.opening import site_of
from tracker.services.feeds import closed, find
from tracker.storage.gate import Gate
from tracker.storage.kept import Kept
from tracker.storage.reads.calendar import entries, keys
from tracker.storage.reads.reading import Reading

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.domain.entries import Entry
    from tracker.domain.feeds import Feed
    from tracker.publish.feeds import MadeFeed

_AFTER_ALL: Final = datetime.max.replace(tzinfo=UTC)
_NO_DATE: Final = "It has no date yet."
_NAMED: Final = 12  # records that are named one by one for one reason


@frozen
class Preview:
    """A feed with its events as entries, and what of its filter is not in it.

    `first` and `last` are the days of its window; `outside` counts what a subscriber may
    see before or after it, `above` what the filter meets and no subscriber may see, and
    `embargoed` what they may see later.
    """

    made: MadeFeed
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    outside: int
    above: int
    embargoed: int
    first: date
    last: date
    closed: tuple[str, ...]

    @property
    def feed(self) -> Feed:
        """The feed."""
        return self.made.feed

    @property
    def content(self) -> bytes:
        """The very bytes."""
        return self.made.content

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the operator should know."""
        return (*self.made.warnings, *self.closed)

    def told(self) -> list[str]:
        """Return in sentences what the list of its events does not say."""
        count, octets = self.made.events, len(self.content)
        size = f"{count:,} of {MOST_EVENTS:,} events, {octets:,} of {MOST_OCTETS:,} octets"
        said = [f"From {self.first} to {self.last}: {size}."]
        if self.outside:
            said.append(f"Before or after that: {self.outside:,} more.")
        whys = dict.fromkeys(each.why for each in self.left_out if not each.fault)
        for why in whys:
            refs = [each.ref for each in self.left_out if each.why == why and not each.fault]
            more = f" and {len(refs) - _NAMED} more" if len(refs) > _NAMED else ""
            said.append(f"Left out: {', '.join(refs[:_NAMED])}{more}. {why}")
        if self.above:
            said.append(f"Withheld, being above {self.feed.visibility}: {self.above:,}.")
        if self.embargoed:
            said.append(f"Withheld, being under an embargo: {self.embargoed:,}.")
        return [*said, *self.warnings]


def preview_of(app: App, slug: str, clearance: str) -> Preview:
    """Return what a feed is now; raise NotFound for one that is above the clearance."""
    with app.reading(clearance) as reading:
        feed = find(reading, slug)
        today = app.now.astimezone(UTC).date()
        kept = Kept(None)
        try:
            return _preview(feed, reading, kept, site_of(app).address, today)
        finally:
            kept.close()


def _preview(feed: Feed, reading: Reading, kept: Kept, address: str, today: date) -> Preview:
    now = reading.gate.reader.at
    told = Reading(reading.door, Gate(Reader(feed.visibility, now)))
    later = Reading(reading.door, Gate(Reader(feed.visibility, _AFTER_ALL)))
    everybody = Reading(reading.door, Gate(Reader(Visibility.CONFIDENTIAL, now)))
    made = make_feed(feed, told, kept, address)
    wanted = replace(feed.filter_at(today), undated=True)
    found = entries(told, wanted).shown
    undated = [entry.ref for entry in found if entry.starts_at is None]
    unseen = {*undated, *(each.ref for each in made.left_out)}
    always = replace(wanted, since=None, until=None)
    in_time = len(keys(later, wanted))
    first, after = feed.window(today)
    return Preview(
        made=made,
        entries=tuple(entry for entry in found if entry.ref not in unseen),
        left_out=(*made.left_out, *(LeftOut(ref, _NO_DATE) for ref in undated)),
        outside=len(keys(told, always)) - len(found),
        above=len(keys(everybody, wanted)) - in_time,
        embargoed=in_time - len(found),
        first=first,
        last=after - timedelta(days=1),
        closed=tuple(closed(everybody, feed)),
    )
