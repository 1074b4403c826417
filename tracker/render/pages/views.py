"""What each page shows: plain values, already what the public may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.domain.values import frozen
from tracker.render.language import translator
from tracker.render.pages.paths import in_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from tracker.domain.entries import Entry
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.domain.text import Text


def default_title(language: str) -> str:
    """Return what a site is called that nobody named."""
    gettext = translator(language).gettext
    return gettext("Diplomatic calendar")


@frozen(kw_only=True)
class Site:
    """The site: `address` is where its root is reached (https://…/base, no slash at the end).

    `language` is that of the pages without a prefix; `languages` are all in which the site
    has every page, that one among them. `zone` is the site's own clock, an IANA name, told
    beside the place's. `changed` is when what the public sees last changed (aware).
    """

    title: Text
    address: str
    language: str
    languages: tuple[str, ...]
    zone: str
    changed: datetime | None = None

    def link(self, path: str, language: str) -> str:
        """Return the address within this host of a page in a language."""
        return self.file(in_language(path, language, self.language))

    def file(self, path: str) -> str:
        """Return the address within this host of what is the same in every language."""
        return urlsplit(self.address).path.rstrip("/") + path

    def whole(self, path: str, language: str) -> str:
        """Return the whole address of a page in a language."""
        return self.address.rstrip("/") + in_language(path, language, self.language)


@frozen(kw_only=True)
class Subscription:
    """A public feed that a reader may subscribe to, by its whole https address."""

    title: Text
    url: str
    language: str
    description: str | None = None


@frozen
class Listed:
    """A line of a list: what is on, and the path of the page that tells more, if any.

    That of a meeting within a session is the session's.
    """

    entry: Entry
    page: str | None = None


@frozen(kw_only=True)
class Grid:
    """A month: its first day, all that may fall in it, and the months beside it.

    `earlier` and `later` are first days of months that have a page, or None; so has this one.
    """

    first: date
    listed: tuple[Listed, ...] = ()
    earlier: date | None = None
    later: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The first page. `coming` begins with the next session, `past` with the newest.

    `names` are those of parties by code; a code without one is shown as it is.
    """

    site: Site
    language: str
    today: date
    grid: Grid
    upcoming: tuple[Listed, ...] = ()
    coming: tuple[Listed, ...] = ()
    past: tuple[Listed, ...] = ()
    feeds: tuple[Subscription, ...] = ()
    names: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """One month; `names` as on the first page."""

    site: Site
    language: str
    today: date
    grid: Grid
    feeds: tuple[Subscription, ...] = ()
    names: Mapping[str, Text] = field(default_factory=dict)


@frozen(kw_only=True)
class SessionView:
    """One session. The public never sees all, so `complete` says nothing is missing if True."""

    site: Site
    language: str
    today: date
    session: Session
    feeds: tuple[Subscription, ...] = ()
    complete: bool = False


@frozen(kw_only=True)
class MeetingView:
    """One meeting outside any session; its stamp is what its address is made of.

    `session` and `series` of it are told as words, not as links.
    """

    site: Site
    language: str
    today: date
    meeting: Meeting
    feeds: tuple[Subscription, ...] = ()
    complete: bool = False


@frozen(kw_only=True)
class MissingView:
    """What is shown where there is no page; every language of the site leads home."""

    site: Site
    language: str
