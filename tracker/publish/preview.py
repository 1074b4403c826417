"""What a subscriber of a feed would get now, for the operator's eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

from tracker.domain.feeds import MOST_EVENTS, MOST_OCTETS
from tracker.domain.visibility import Reader, Visibility
from tracker.publish.feeds import make_feed
from tracker.publish.opening import kept_path, site_of
from tracker.services.feeds import find
from tracker.storage.kept import Kept
from tracker.storage.reads.calendar import entries, keys

if TYPE_CHECKING:
    from tracker.app import App
    from tracker.domain.entries import Entry
    from tracker.domain.feeds import Feed
    from tracker.publish.feeds import LeftOut, MadeFeed


@dataclass(frozen=True, slots=True)
class Preview:
    """A feed with its events as entries, and how many records are above its ceiling.

    `first` and `last` are the days of its window.
    """

    made: MadeFeed
    entries: tuple[Entry, ...]
    above: int
    first: date
    last: date

    @property
    def feed(self) -> Feed:
        """The feed."""
        return self.made.feed

    @property
    def content(self) -> bytes:
        """The very bytes."""
        return self.made.content

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is not in the feed though it may be seen, and why."""
        return self.made.left_out

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the operator should know."""
        return self.made.warnings

    def told(self) -> list[str]:
        """Return in sentences what the list of its events does not say."""
        count, octets = self.made.events, len(self.content)
        limits = f"{count:,} of {MOST_EVENTS:,} events, {octets:,} of {MOST_OCTETS:,} octets"
        said = [f"{limits}; from {self.first} to {self.last}."]
        said += [f"Left out {o.ref}: {o.why}" for o in self.left_out if not o.fault]
        if self.above:
            noun = "record is" if self.above == 1 else "records are"
            said.append(f"{self.above} more {noun} above {self.feed.visibility}, or embargoed.")
        return [*said, *self.warnings]


def preview_of(app: App, slug: str) -> Preview:
    """Return what a feed is now; raise NotFound for one that is not there."""
    with app.reading("confidential") as reading:
        feed = find(reading, slug)
        today = app.now.astimezone(UTC).date()
        wanted = feed.filter_at(today)
        total = len(keys(reading, wanted))
    kept = Kept(kept_path(app) if kept_path(app).is_file() else None)
    with app.database.reading(Reader(Visibility(feed.visibility), app.now)) as reading:
        made = make_feed(feed, reading, kept, site_of(app).address)
        found = entries(reading, wanted)
    unseen = {o.ref for o in made.left_out}
    shown = tuple(entry for entry in found.shown if entry.ref not in unseen)
    first, after = feed.window(today)
    return Preview(made, shown, total - len(found.shown), first, after - timedelta(days=1))
