"""Making the public pages: what each shows, read through the public's gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from tracker.domain.entries import Filter
from tracker.domain.feeds import feed_path
from tracker.domain.refs import session_parts
from tracker.domain.values import frozen
from tracker.render.pages import paths
from tracker.render.pages.pages import (
    home_page,
    meeting_page,
    month_page,
    not_found_page,
    session_page,
)
from tracker.render.pages.views import (
    Grid,
    Home,
    Listed,
    MeetingView,
    MissingView,
    MonthView,
    SessionView,
    Subscription,
)
from tracker.storage.reads import site as facts
from tracker.storage.reads.calendar import entries
from tracker.storage.reads.carried import carried_to
from tracker.storage.reads.delegations import delegations_of
from tracker.storage.reads.meetings import meetings
from tracker.storage.reads.sessions import sessions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.domain.entries import Entries, Entry
    from tracker.domain.feeds import Feed
    from tracker.domain.text import Text
    from tracker.render.pages.views import Site
    from tracker.storage.reads.reading import Reading

_NEXT, _SESSIONS = 10, 50  # lines of a list on the first page
_DAY: Final = timedelta(days=1)


@frozen
class Where:
    """A page that may be asked for: its path without the language, and the language."""

    path: str
    language: str


def where(path: str, site: Site) -> Where:
    """Return which page a path names, with its slash at the end whether typed or not."""
    whole = path if path.endswith("/") else f"{path}/"
    for language in site.languages:
        prefix = f"/{language}/"
        if language != site.language and whole.startswith(prefix):
            return Where(whole.removeprefix(prefix[:-1]), language)
    return Where(whole, site.language)


class Pages:
    """The pages as the public may see them at the instant of a reading.

    What is over leaves the first page with the hour.
    """

    def __init__(self, reading: Reading, site: Site, feeds: Iterable[Feed]) -> None:
        self._reading = reading
        self._site = site
        self._feeds = tuple(feeds)
        self.left_out: list[str] = []  # what cannot be read, once it was met
        self._today = reading.gate.reader.at.astimezone(ZoneInfo(site.zone)).date()

    def page(self, wanted: Where) -> str | None:
        """Return a page as HTML, or None where there is none."""
        if wanted.path == paths.HOME:
            return self._home(wanted.language)
        room, _, name = wanted.path.strip("/").partition("/")
        if room == "months" and (first := paths.month_named(name)):
            return self._month(first, wanted.language)
        if room == "sessions" and (ref := paths.session_named(name)):
            return self._session(ref, wanted.language)
        return self._meeting(name, wanted.language) if room == "meetings" else None

    def paths(self) -> Iterator[str]:
        """Yield the path of every page there is, without languages."""
        yield paths.HOME
        month: date | None = self._this_month
        while month:
            yield paths.month_path(month)
            month = self._earlier(month)
        month = self._later(self._this_month)
        while month:
            yield paths.month_path(month)
            month = self._later(month)
        yield from map(paths.session_path, facts.all_sessions(self._reading))
        yield from map(paths.meeting_path, facts.lone_meetings(self._reading))

    def _entries(self, wanted: Filter) -> Entries:
        return entries(self._reading, wanted, self.left_out.append)

    @property
    def _this_month(self) -> date:
        return self._today.replace(day=1)

    def _home(self, language: str) -> str:
        now = self._reading.gate.reader.at.replace(minute=0, second=0, microsecond=0)
        coming = self._entries(Filter(occasion="session", since=now)).shown
        past = self._entries(Filter(occasion="session", until=now, undated=False)).shown
        over = [e for e in reversed(past) if e.ends_at is not None and e.ends_at <= now]
        upcoming = self._entries(Filter(since=now, limit=_NEXT)).shown
        grid = self._grid(self._this_month)
        coming, over = coming[:_SESSIONS], over[:_SESSIONS]
        shown = (*upcoming, *coming, *over, *(one.entry for one in grid.listed))
        return home_page(
            Home(
                site=self._site,
                language=language,
                today=self._today,
                grid=grid,
                upcoming=self._listed(upcoming),
                coming=self._listed(coming),
                past=self._listed(over),
                feeds=self._subscriptions(),
                names=self._names(shown),
            )
        )

    def _month(self, first: date, language: str) -> str | None:
        if first != self._this_month and not facts.has_month(self._reading, first):
            return None
        grid = self._grid(first)
        return month_page(
            MonthView(
                site=self._site,
                language=language,
                today=self._today,
                grid=grid,
                feeds=self._subscriptions(),
                names=self._names([one.entry for one in grid.listed]),
            )
        )

    def _session(self, ref: str, language: str) -> str | None:
        number = facts.session_with(self._reading, *session_parts(ref))
        found = sessions(self._reading, [number]) if number is not None else ()
        if not found or number is None:
            return None
        promised = carried_to(self._reading, number)
        return session_page(
            SessionView(
                site=self._site,
                language=language,
                today=self._today,
                session=replace(found[0], carried=promised),
                feeds=self._subscriptions(),
            )
        )

    def _meeting(self, uid: str, language: str) -> str | None:
        number = facts.meeting_with(self._reading, uid)
        found = meetings(self._reading, [number]) if number is not None else ()
        if not found:
            return None
        return meeting_page(
            MeetingView(
                site=self._site,
                language=language,
                today=self._today,
                meeting=found[0],
                feeds=self._subscriptions(),
            )
        )

    def _grid(self, first: date) -> Grid:
        after = (first + timedelta(days=31)).replace(day=1)
        since, until = (datetime.combine(d, time(), UTC) for d in (first, after))
        # A month is the places' days, which begin up to a day before or after these.
        wanted = Filter(since=since - _DAY, until=until + _DAY, undated=False)
        found = [e for e in self._entries(wanted).shown if _touches(e, first, after)]
        return Grid(
            first=first,
            listed=self._listed(found),
            earlier=self._earlier(first),
            later=self._later(first),
        )

    def _earlier(self, first: date) -> date | None:
        """Return the last month before this one that has a page; the present one always has."""
        months = [facts.month_before(self._reading, first), self._this_month]
        return max((m for m in months if m and m < first), default=None)

    def _later(self, first: date) -> date | None:
        months = [facts.month_after(self._reading, first), self._this_month]
        return min((m for m in months if m and m > first), default=None)

    def _listed(self, found: Iterable[Entry]) -> tuple[Listed, ...]:
        shown = tuple(found)
        alone = [e.id for e in shown if e.occasion == "meeting" and e.session is None]
        uids = facts.uids(self._reading, alone)
        order = self._precedence(shown)
        return tuple(
            Listed(replace(e, parties=order[e.occasion].get(e.id, ())), _page_of(e, uids))
            for e in shown
        )

    def _precedence(self, shown: tuple[Entry, ...]) -> dict[str, dict[int, tuple[str, ...]]]:
        """Return the parties of each entry in their order of precedence, by occasion and id."""
        found: dict[str, dict[int, tuple[str, ...]]] = {}
        for occasion in ("session", "meeting"):
            ids = [e.id for e in shown if e.occasion == occasion]
            present = delegations_of(self._reading, f"{occasion}_id", ids)
            found[occasion] = {n: tuple(d.party.code for d in of) for n, of in present.items()}
        return found

    def _names(self, shown: Iterable[Entry]) -> Mapping[str, Text]:
        codes = {code for entry in shown for code in entry.parties}
        return facts.party_names(self._reading, codes)

    def _subscriptions(self) -> tuple[Subscription, ...]:
        return tuple(
            Subscription(
                title=feed.title,
                url=self._site.address + feed_path(feed.slug),
                language=feed.language,
            )
            for feed in self._feeds
        )


def missing(site: Site, language: str) -> str:
    """Return what is shown where there is no page."""
    return not_found_page(MissingView(site=site, language=language))


def _page_of(entry: Entry, uids: Mapping[int, str]) -> str:
    if entry.session is not None:
        return paths.session_path(entry.session)
    return paths.meeting_path(uids[entry.id])


def _touches(entry: Entry, first: date, after: date) -> bool:
    begins, ends = entry.when.days()
    return (begins is None or begins < after) and (ends is None or ends >= first)
