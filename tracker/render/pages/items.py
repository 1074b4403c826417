"""Lines of a list as a reader sees them: when, on both clocks, what, where, who, how firm."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.when import AllDay, Timed, ToBeConfirmed
from tracker.render.language import capital, session_ordinal, term
from tracker.render.sections.times import clock, date_for_reader, date_stated
from tracker.render.sheet import Direction, Span, line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.domain.entries import Entry
    from tracker.domain.text import Text
    from tracker.domain.when import When
    from tracker.render.pages.views import Listed, Site
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line

GONE: Final = (Status.CANCELLED, Status.POSTPONED)


@frozen
class Item:
    """A line of a list, ready to be set; `machine` is the date as HTML's `time` wants it.

    The `hours` of a single day stand apart from it; `by` says by whose clocks they are,
    and `elsewhere` tells them by the site's.
    """

    title: Line
    when: Line
    hours: str
    by: Line
    elsewhere: Line
    place: Line
    parties: Line
    status: str
    standing: str
    machine: str = ""
    link: str | None = None

    @property
    def is_off(self) -> bool:
        """Whether it was called off: its title and its date are struck through."""
        return self.standing in GONE


def item(listed: Listed, site: Site, reading: Reading, names: Mapping[str, Text]) -> Item:
    """Return an entry as it stands in a list."""
    entry = listed.entry
    status = Status(entry.status)
    when, hours = date_stated(entry.when, reading), ""
    if isinstance(entry.when, Timed):
        first, last = entry.when.days()
        if first and first == last:
            when, hours = date_stated(AllDay(first, first), reading), clock(entry.when, reading)
    if isinstance(entry.when, ToBeConfirmed):
        when = line(reading.gettext("Date to be confirmed"))
    parties = [_party(code, names, reading) for code in entry.parties]
    return Item(
        title=title_of(entry, reading),
        when=when,
        hours=hours,
        by=(clock_of(entry, reading),) if isinstance(entry.when, Timed) else (),
        elsewhere=() if status in GONE else date_for_reader(entry.when, reading),
        place=place_of(entry, reading),
        parties=reading.listed(parties),
        status=standing_said(status, reading),
        standing=status,
        machine=machine_date(entry.when),
        link=site.link(listed.page, reading.language) if listed.page else None,
    )


def title_of(entry: Entry, reading: Reading) -> Line:
    """Return the title; of a session that has none, its number and its series."""
    if not entry.untitled or entry.ordinal is None:
        return line(reading.words(entry.title)) or line(Span(entry.ref, direction=Direction.LTR))
    number = session_ordinal(
        entry.ordinal, extraordinary=entry.extraordinary, language=reading.language
    )
    return line(f"{number} — ", reading.name(entry.title))


def place_of(entry: Entry, reading: Reading) -> Line:
    """Return “venue, city”, or what is known of it."""
    parts = [reading.name(text) for text in dict.fromkeys((entry.place, entry.city)) if text]
    return reading.listed(parts)


def clock_of(entry: Entry, reading: Reading) -> Span:
    """Return by whose clocks the times of an entry are told: the city, else the zone's own."""
    where = entry.city or entry.place
    if isinstance(entry.when, Timed) and (not where or entry.when.zone != entry.zone):
        return zone_city(entry.when.zone)
    return reading.name(where)


def zone_city(zone: str) -> Span:
    """Return the city that a zone is named after."""
    name = zone if zone.startswith("Etc/") else zone.rpartition("/")[2].replace("_", " ")
    return Span(name, direction=Direction.LTR)


def standing_said(status: Status, reading: Reading) -> str:
    """Return the status with a capital; of what was put off, that nobody knows until when."""
    if status is Status.POSTPONED:
        return reading.gettext("Postponed, new date not known")
    return capital(term(status, reading.language))


def struck(of: Line) -> Line:
    """Return a line struck through."""
    return tuple(replace(span, strike=True) for span in of)


def machine_date(when: When) -> str:
    """Return a certain day or instant as HTML's `time` wants it; else an empty text."""
    if isinstance(when, Timed):
        start = when.bounds()[0]
        return f"{start:%Y-%m-%dT%H:%MZ}" if start else ""
    return str(when.first) if isinstance(when, AllDay) else ""


def _party(code: str, names: Mapping[str, Text], reading: Reading) -> Span:
    name = names.get(code)
    return reading.name(name) if name else Span(code, direction=Direction.LTR)
