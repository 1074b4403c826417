"""The press: whatever has an address, as finished bytes that are right for this moment.

The ledger is asked only whether anything changed. What cannot be made anew, because the
ledger is locked, gone or broken, is handed out as it last was.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time as clocks
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from tracker.domain.feeds import feed_path
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import TrackerError, Unavailable
from tracker.publish.edition import edition, manner
from tracker.publish.published import (
    PAGE,
    STYLESHEET,
    Published,
    etag_of,
    feed_of,
    is_notice,
    is_secret,
    name_of,
    published,
)
from tracker.storage.kept import Finished
from tracker.storage.reads.feeds import feeds, subscribers, withdrawn
from tracker.storage.reads.touched import (
    State,
    continues,
    narrowed,
    next_embargo,
    state,
    touched,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.feeds import Feed
    from tracker.publish.feeds import MadeFeed
    from tracker.render.pages.views import Site
    from tracker.storage.database import Database
    from tracker.storage.kept import Kept
    from tracker.storage.reads.reading import Reading

# A public feed that ended says so for this long before its address is nothing at all.
_FAREWELL: Final = timedelta(days=30)
_RESPITE: Final = 1.0  # seconds before a ledger that failed is tried again
_MOST: Final = 2_000  # things held in memory
# Events of which the parts are held too, twice their size again. A feed beyond them is made
# again from kept texts: right as well, four times slower.
_MOST_EVENTS: Final = 20_000
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_ENDED: Final = "ended "  # before a short name, among the addresses that are kept
_TICK: Final = 20_000_000  # nanoseconds; file systems tell times in ticks of up to ten milliseconds
_NEVER: Final = datetime.min.replace(tzinfo=UTC)

# Bytes (None where there is nothing), what the operator should know, and until when it is right.
_Content = tuple[bytes | None, tuple[str, ...], datetime]


@dataclass(slots=True)
class _Issue:
    """What the ledger says at one moment, and what was already made of it, by name."""

    state: State = State(0, "")  # noqa: RUF009 - frozen
    signature: tuple[object, ...] = ()
    basis: str = ""
    until: datetime = _NEVER
    feeds: dict[str, Feed] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    made: dict[str, Published] = field(default_factory=dict)

    @property
    def public(self) -> dict[str, Feed]:
        """The feeds that anybody may subscribe to."""
        return {slug: feed for slug, feed in self.feeds.items() if feed.is_public}


class Press:
    """Everything that has an address under the site's. Threads may share it."""

    def __init__(
        self,
        database: Database,
        site: Site,
        kept: Kept,
        *,
        clock: Callable[[], datetime],
        report: Callable[[str], None],
    ) -> None:
        self._database, self._site, self._kept = database, site, kept
        self._clock, self._report = clock, report
        whole = str(database.path.absolute())
        self._files = (whole, f"{whole}-wal")
        self._issue: _Issue | None = None
        self._feeds: dict[str, MadeFeed] = {}
        self._reported: set[str] = set()
        self._used: dict[str, date] = {}
        self._noted: dict[str, date] = {}
        self._failed: float | None = None  # when the ledger last failed, by the steady clock
        self._renewing = threading.Lock()
        self._making = tuple(threading.Lock() for _ in range(64))  # by hash: names are anybody's

    def current(self, path: str) -> Published | None:
        """Return what stands at a path if it is at hand and right; None when `find` must look."""
        issue, now = self._issue, self._clock()
        if issue is None:
            return None
        resting = self._failed is not None and clocks.monotonic() - self._failed < _RESPITE
        if not resting and (now >= issue.until or issue.signature != self._signature()):
            return None
        made = issue.made.get(self._name(path, issue))
        return made if made and (resting or (now < made.until and not made.stale)) else None

    def find(self, path: str) -> Published:
        """Return what stands at a path, made anew if need be, or the page that says nothing does.

        Raises Unavailable only if the ledger cannot be read and nothing was ever made.
        """
        try:
            issue = self._renewed()
            name = self._name(path, issue)
            with self._making[hash(name) % len(self._making)]:
                made = issue.made.get(name)
                right = made and not made.stale and self._clock() < made.until
                return made if made and right else self._make(name, issue)
        except Exception as fault:  # noqa: BLE001 - subscribers keep what they have (FEED.md, H11)
            self._say(f"The last good version is served: {_told(fault)}")
            if isinstance(fault, TrackerError):
                self._failed = clocks.monotonic()
            elif self._issue and self._kept.finished(self._name(path, self._issue)) is None:
                return self._missing(path, self._issue, self._clock())  # that record is left out
            return self._last(path)

    def ready(self) -> list[str]:
        """Return, in sentences, what is wrong with the ledger; nothing when all is well."""
        try:
            with self._database.reading(Reader(Visibility.PUBLIC, self._clock())) as reading:
                state(reading)
        except TrackerError as fault:
            return [fault.sentence]
        return []

    def paths(self) -> list[str]:
        """Return the paths of all public feeds, of those that ended lately, and of all pages.

        Raises what a ledger that cannot be read raises.
        """
        from tracker.publish.pages import Pages
        from tracker.render.pages.paths import in_language

        issue = self._renewed()
        with self._database.reading(Reader(Visibility.PUBLIC, self._clock())) as reading:
            pages = list(Pages(reading, self._site, ()).paths())
        own = self._site.language
        return [
            *(feed_path(slug) for slug in sorted({*issue.public, *issue.ended})),
            STYLESHEET,
            *(in_language(path, to, own) for to in self._site.languages for path in pages),
        ]

    def tend(self) -> None:
        """Note beside the ledger on which day secret addresses were used."""
        fresh = {k: day for k, day in tuple(self._used.items()) if self._noted.get(k) != day}
        if fresh:
            self._kept.note_uses(fresh)
            self._noted |= fresh

    def _name(self, path: str, issue: _Issue) -> str:
        name, secret = name_of(path, issue.addresses, issue.ended)
        if secret:
            self._used[secret] = self._clock().astimezone(UTC).date()
        return name

    def _signature(self) -> tuple[object, ...]:
        """Return what the file system says of the ledger: a change of the ledger changes it."""
        told: list[object] = []
        for name in self._files:
            try:
                seen = os.stat(name)  # noqa: PTH116 - at every request, and Path takes twice as long
            except OSError:
                told.append(None)
            else:
                told += [seen.st_ino, seen.st_size, seen.st_mtime_ns]
        return tuple(told)

    def _renewed(self) -> _Issue:
        """Return what the ledger says now; what was made of it before stands if nothing changed."""
        with self._renewing:
            now, signature = self._clock(), self._signature()
            before = self._issue
            if before and before.signature == signature and now < before.until:
                self._failed = None
                return before
            if _is_young(signature):
                signature = (*signature, "young")
            with self._database.reading(Reader(Visibility.CONFIDENTIAL, now)) as reading:
                issue = self._read(reading, signature)
                withdrawn_ = self._settle(reading, issue)
            if before and before.basis == issue.basis:
                issue.made = before.made
            if self._failed is not None:
                self._failed = None
                self._reported.clear()
                self._report("The ledger can be read again.")
            self._issue = issue
        for name in withdrawn_:
            with suppress(Exception):  # what cannot be made now has been forgotten
                self._make(name, issue)
        return issue

    def _settle(self, reading: Reading, issue: _Issue) -> list[str]:
        """Forget what is kept and no longer true of the ledger; return what is to be made at once.

        The last good version of a feed or page must hold nothing that was withdrawn when
        the ledger was last looked at, whatever becomes of the ledger.
        """
        kept, at = self._kept, issue.state
        seen, names = kept.seen(), kept.names()
        gone = [n for n in names if not _stands(n, issue)]
        again: list[str] = []
        if seen and not continues(reading, State(*seen)):
            kept.begin_anew()
            self._feeds.clear()
        elif seen and seen[0] != at.revision and narrowed(reading, seen[0]):
            kept.forget_texts(touched(reading, seen[0]))
            again = [n for n in names if feed_of(n) and not is_notice(n) and n not in gone]
            kept.hollow(names)
        kept.forget(gone)
        if self._issue is None or self._issue.feeds != issue.feeds:
            kept.forget_manners({manner(feed) for feed in issue.feeds.values()})
        kept.keep_addresses(issue.addresses | {f"{_ENDED}{s}": s for s in issue.ended})
        if seen != (at.revision, at.mark):
            kept.keep_seen(at.revision, at.mark)
        return again

    def _read(self, reading: Reading, signature: tuple[object, ...]) -> _Issue:
        now = reading.gate.reader.at
        known = {feed.id: feed for feed in feeds(reading)}
        addresses = {
            holder.token_hash: known[holder.feed_id].slug
            for holder in subscribers(reading)
            if holder.revoked is None and holder.feed_id in known
        }
        at = state(reading)
        basis = "\n".join((at.mark, edition(), repr(self._site)))
        return _Issue(
            state=at,
            signature=signature,
            basis=hashlib.sha256(basis.encode()).hexdigest(),
            until=self._next(reading, _DAY),
            feeds={feed.slug: feed for feed in known.values()},
            addresses=addresses,
            ended=frozenset(withdrawn(reading, now - _FAREWELL)),
        )

    def _make(self, name: str, issue: _Issue) -> Published:
        """Make, or take from what is kept, what has a name; and keep it."""
        now = self._clock()
        finished = self._kept.finished(name)
        if finished and finished.basis == issue.basis and now < finished.until:
            made = published(name, self._shared(name, finished))
        else:
            made = self._made_anew(name, issue, now)
        if made.status == HTTPStatus.OK:
            if len(issue.made) >= _MOST:
                issue.made.clear()
            issue.made[name] = made
        return made

    def _shared(self, name: str, finished: Finished) -> Finished:
        """Return finished bytes; of a feed that is in memory, the very ones that are there."""
        made = self._feeds.get(feed_of(name))
        same = made is not None and made.content == finished.content
        return replace(finished, content=made.content) if made and same else finished

    def _made_anew(self, name: str, issue: _Issue, now: datetime) -> Published:
        content, warnings, until = self._content(name, issue, now)
        if content is None:
            self._kept.forget([name])
            return self._missing(name, issue, now)
        for warning in warnings:
            self._say(warning)
        digest, at = hashlib.sha256(content).hexdigest(), now.replace(microsecond=0)
        made = Finished(content, digest, at, issue.basis, until, warnings)
        return published(name, self._kept.keep_finished(name, made))

    def _content(self, name: str, issue: _Issue, now: datetime) -> _Content:
        if told := self._notice(name):
            return told.content, (), issue.until
        feed = issue.feeds.get(feed_of(name))
        if feed and (feed.is_public or is_secret(name)):
            made = self._made_feed(feed, now)
            return made.content, made.warnings, made.until
        if name == STYLESHEET:
            from tracker.render.pages.pages import stylesheet

            return stylesheet(), (), issue.until
        return self._page(name, issue, now)

    def _made_feed(self, feed: Feed, now: datetime) -> MadeFeed:
        from tracker.publish.feeds import make_feed

        before = self._feeds.pop(feed.slug, None)
        with self._database.reading(Reader(feed.visibility, now)) as reading:
            made = make_feed(feed, reading, self._kept, self._site.address, before)
        self._feeds[feed.slug] = made
        while sum(known.events for known in tuple(self._feeds.values())) > _MOST_EVENTS:
            oldest = next(iter(self._feeds))
            if oldest == feed.slug:
                break
            self._feeds.pop(oldest, None)
        return made

    def _page(self, path: str, issue: _Issue, now: datetime) -> _Content:
        from tracker.publish.pages import Pages, where
        from tracker.storage.reads.site import last_public_change

        with self._database.reading(Reader(Visibility.PUBLIC, now)) as reading:
            site = replace(self._site, changed=last_public_change(reading))
            pages = Pages(reading, site, issue.public.values())
            made = pages.page(where(path, site))
            until = self._next(reading, _HOUR)
        faults = tuple(f"The pages leave out {ref}: it cannot be read." for ref in pages.left_out)
        return (made.encode() if made is not None else None), faults, until

    def _missing(self, path: str, issue: _Issue, now: datetime) -> Published:
        """Return the page that says that there is nothing; one for each language."""
        from tracker.publish.pages import missing, where

        content = missing(self._site, where(path, self._site).language).encode()
        return Published(
            content=content,
            media_type=PAGE,
            etag=etag_of(hashlib.sha256(content).hexdigest()),
            modified=now.replace(microsecond=0),
            until=issue.until,
            cache_control="no-cache",  # tomorrow there may be something
            status=404,
        )

    def _next(self, reading: Reading, step: timedelta) -> datetime:
        """Return when time alone may change what is published: a step of the clock, an embargo."""
        now = reading.gate.reader.at
        ends = [_step(now, step, ZoneInfo(zone)) for zone in ("UTC", self._site.zone)]
        embargo = next_embargo(reading, now)
        return min([*ends, embargo] if embargo else ends)

    def _last(self, path: str) -> Published:
        """Return what last stood at a path, in memory or beside the ledger; raise Unavailable."""
        if self._issue is None:
            known = self._kept.addresses()
            ended = frozenset(slug for at, slug in known.items() if at == f"{_ENDED}{slug}")
            self._issue = _Issue(addresses=known, ended=ended)
        issue = self._issue
        name = self._name(path, issue)
        made = issue.made.get(name)
        if made is None:
            finished = self._kept.finished(name) or self._notice(name)
            if finished is None:
                raise Unavailable("The ledger cannot be read just now; please try again later.")
            made = published(name, finished)
        issue.made[name] = made = replace(made, stale=True)
        return made

    def _notice(self, name: str) -> Finished | None:
        """Return the notice of an address that is none; it needs no ledger. Of others, nothing."""
        if not is_notice(name):
            return None
        from tracker.render.ics import notice

        day = self._clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        content = notice(self._site.language, day.date())
        return Finished(content, hashlib.sha256(content).hexdigest(), day, "", day + _DAY)

    def _say(self, sentence: str) -> None:
        """Tell the operator something, once."""
        if sentence not in self._reported:
            self._reported.add(sentence)
            self._report(sentence)


def _stands(name: str, issue: _Issue) -> bool:
    """Return whether somebody may still be given what is kept under a name."""
    slug = feed_of(name)
    if not slug or is_notice(name):
        return True
    return slug in (issue.addresses.values() if is_secret(name) else issue.public)


def _is_young(signature: tuple[object, ...]) -> bool:
    """Return whether another change could still bear the time that a file was changed at."""
    latest = max((n for n in signature if isinstance(n, int)), default=0)
    return clocks.time_ns() - latest < _TICK


def _step(now: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    """Return when the next whole hour or day begins on a clock."""
    begun = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    if step == _DAY:
        begun = begun.replace(hour=0)
    return (begun.replace(tzinfo=None) + step).replace(tzinfo=zone).astimezone(UTC)


def _told(fault: Exception) -> str:
    """Return what a fault says; no address is ever in it."""
    if isinstance(fault, TrackerError):
        return fault.sentence
    return f"{type(fault).__name__}: {fault}"[:300]
