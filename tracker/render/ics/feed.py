"""What a feed says of itself, and what stands at an address that is no longer one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from tracker.domain.feeds import KeptComponent
from tracker.domain.when import AllDay
from tracker.render.dates import say_when
from tracker.render.ics.calendar import CalendarOptions, assemble
from tracker.render.ics.wire import text
from tracker.render.language import translator

if TYPE_CHECKING:
    from tracker.domain.feeds import Feed

_NOTICE_UID: Final = "notice-of-an-address-no-longer-in-use@tracker"
_DAY: Final = timedelta(days=1)


def feed_options(feed: Feed, today: date, url: str | None) -> CalendarOptions:
    """Return how a feed's file is to be written on a day; `url` only of a public feed."""
    first, after = feed.window(today)
    window = say_when(AllDay(first, after - _DAY), feed.language)
    gettext = translator(feed.language).gettext
    return CalendarOptions(
        name=feed.title.rendition(feed.language).words,
        today=today,
        language=feed.language,
        description=gettext("This calendar covers %(dates)s.") % {"dates": window},
        cancelled=feed.cancelled,
        imprecise=feed.imprecise,
        url=url,
    )


def notice(language: str, today: date) -> bytes:
    """Return a calendar that says, on this day, that its address is no longer in use.

    A client that is answered with an error keeps the old events on its screen for ever.
    """
    from icalendar import Event

    gettext = translator(language).gettext
    title = gettext("This calendar address is no longer in use")
    said = gettext("Ask whoever gave you the address for a new one, and remove this calendar.")
    begun = datetime.combine(today, time(), UTC)
    event = Event()
    event.add("UID", _NOTICE_UID)
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        event.add(name, begun)
    event.add("SEQUENCE", 0)
    event.add("DTSTART", today)
    event.add("DTEND", today + _DAY)
    event.add("SUMMARY", text(title))
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")
    event.add("DESCRIPTION", text(said))
    written = event.to_ical(sorted=False)
    only = KeptComponent("notice", _NOTICE_UID, written, begun, begun + _DAY)
    return assemble([only], CalendarOptions(name=title, today=today, language=language))
