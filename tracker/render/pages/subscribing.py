"""The box that tells how to subscribe: addresses, and what each calendar program does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tracker.domain.values import frozen
from tracker.render.language import capital, language_name, primary
from tracker.render.pages.plain import said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.render.pages.views import Subscription
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line

_SCHEMES: Final = ("https", "http")  # http serves on this machine and within a house


@frozen
class Offer:
    """A feed as the box offers it; `opens` is the address that opens a calendar program."""

    number: int
    title: Line
    name: str
    address: str
    opens: str
    description: str
    language: str


@frozen
class Program:
    """A calendar program: how to add a feed to it, and how often it looks for changes."""

    name: str
    steps: str
    refresh: str


def offers(feeds: Iterable[Subscription], reading: Reading) -> tuple[Offer, ...]:
    """Return the feeds that have an address which a program can open."""
    safe = [feed for feed in feeds if urlsplit(feed.url).scheme in _SCHEMES]
    return tuple(
        Offer(
            number=number,
            title=(reading.words(feed.title),),
            name=said((reading.words(feed.title),)),
            address=feed.url,
            opens=f"webcal:{feed.url.partition(':')[2]}",
            description=feed.description or "",
            language=_foreign(feed.language, reading),
        )
        for number, feed in enumerate(safe, start=1)
    )


def _foreign(tag: str, reading: Reading) -> str:
    """Return the name of a feed's language where it is not the page's."""
    if primary(tag) == primary(reading.language):
        return ""
    return capital(language_name(tag, reading.language))


def programs(reading: Reading) -> tuple[Program, ...]:
    """Return what is known of the programs that people read calendars with."""
    _ = reading.gettext
    return (
        Program(
            "Google Calendar",
            _("On a computer, beside “Other calendars”, add a calendar by URL; paste the address."),
            _("Looks every 4 to 24 hours; this cannot be set. Cancelled meetings vanish from it."),
        ),
        Program(
            "Apple (iPhone, iPad, Mac)",
            _("Use the button above, or add a subscribed calendar and paste the address."),
            _("As often as you set it, from every 5 minutes to once a week."),
        ),
        Program(
            "Outlook, Microsoft 365",
            _("In Outlook on the web, add a calendar, subscribe from the web; paste the address."),
            _("Looks about every 3 hours, at times only once a day; this cannot be set."),
        ),
        Program(
            "Thunderbird",
            _("Add a new calendar on the network, and paste the address."),
            _("Looks every 30 minutes, unless you set otherwise."),
        ),
        Program(
            "GNOME, Evolution",
            _("Add a calendar from the web, and paste the address."),
            _("Looks every 30 minutes, unless you set otherwise."),
        ),
        Program(
            "Nextcloud",
            _("In Calendar, add a new subscription from a link; paste the address."),
            _("As the server is set: every hour as this calendar asks, or only once a week."),
        ),
        Program(
            "Home Assistant",
            _("Add the integration Remote Calendar, and paste the address."),
            _("Looks once a day."),
        ),
        Program(
            "Android (ICSx5)",
            _("Install ICSx5, add a subscription, and paste the address."),
            _("As often as you set it. Google Calendar on a phone shows what a computer added."),
        ),
    )
