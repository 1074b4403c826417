"""One session or meeting as one VEVENT, made once and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.feeds import KeptComponent
from tracker.domain.meetings import Meeting
from tracker.domain.sessions import SessionKind
from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.when import Imprecise, Timed, ToBeConfirmed, clock_state, zone_of
from tracker.errors import Invalid
from tracker.render.dates import say_when
from tracker.render.ics.description import description
from tracker.render.ics.wire import cleaned, is_uid, is_word, one_line, text, web_address
from tracker.render.language import capital, session_ordinal, translator
from tracker.render.vtimezone import in_whole_minutes

if TYPE_CHECKING:
    from icalendar import Event

    from tracker.domain.occasions import Stamp
    from tracker.domain.places import Place
    from tracker.domain.sessions import Session
    from tracker.domain.text import Text
    from tracker.domain.when import When

_DAY: Final = timedelta(days=1)
# Clients need an end after the start; the description says that this one is not known.
_UNKNOWN_LENGTH: Final = timedelta(hours=1)
_UTC_NAMES: Final = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "Zulu"})
_HIGHEST_LATITUDE, _HIGHEST_LONGITUDE = 90, 180

# What was only announced may still move: calendars are not told that it is certain.
_STATUS: Final = {
    Status.TENTATIVE: "TENTATIVE",
    Status.ANNOUNCED: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.HELD: "CONFIRMED",
    Status.POSTPONED: "CANCELLED",
    Status.CANCELLED: "CANCELLED",
}


class Undated(Invalid):
    """A record has no date on which it could stand in a calendar."""


@frozen
class EventSpan:
    """When an event is, as DTSTART and DTEND take it."""

    first: date | datetime
    last: date | datetime
    start: datetime
    end: datetime
    zone: str | None = None


def component(
    record: Session | Meeting, language: str, prefix: str = "", since: datetime | None = None
) -> KeptComponent:
    """Return the record as one VEVENT in the language, its title after the prefix.

    Its LAST-MODIFIED is not before `since`, when the feed came to say all in this manner.
    Depends on nothing else: neither on the day nor on the file that it goes into. Raises
    Undated for a record without a date on which it could stand, and Invalid for one whose
    stamp cannot be written, saying why.
    """
    stamp = stamp_of(record)
    if since and since > stamp.modified:
        stamp = replace(stamp, modified=since)
    when = dated(record)
    span = span_of(when)
    called_off = _STATUS[record.status] == "CANCELLED"
    imprecise = isinstance(when, Imprecise)
    event = _identified(stamp, span)
    event.add("SUMMARY", text(summary(record, when, language, prefix)))
    event.add("STATUS", status_written(record.status, imprecise=imprecise))
    event.add("TRANSP", "TRANSPARENT" if called_off or imprecise else "OPAQUE")
    add_details(event, record, when, language)
    written = event.to_ical(sorted=False)
    return KeptComponent(
        record.ref, stamp.uid, written, span.start, span.end, span.zone, called_off, imprecise
    )


def stamp_of(record: Session | Meeting) -> Stamp:
    """Return a record's stamp; raise Invalid, saying why, for one that cannot be written."""
    stamp = record.stamp
    if stamp is None:
        raise Invalid(f"{record.ref} has no UID yet.")
    if not is_uid(stamp.uid):
        raise Invalid(f"The UID of {record.ref} cannot be written in a calendar.")
    if stamp.created.tzinfo is None or stamp.modified.tzinfo is None:
        raise Invalid(f"The instants at which {record.ref} was changed have no zone.")
    return stamp


def dated(record: Session | Meeting) -> When:
    """Return the date at which the record stands in the calendar.

    What is postponed without a new date stays at the last one that it had.
    """
    dates = [record.when]
    if record.status in (Status.POSTPONED, Status.CANCELLED):
        dates += [w for w in (record.whens.confirmed, record.whens.announced) if w]
    for when in dates:
        if None not in when.days():
            return when
    if isinstance(record.when, ToBeConfirmed):
        raise Undated(f"The date of {record.ref} is to be confirmed.")
    raise Undated(f"The date of {record.ref} is open on one side.")


def span_of(when: When) -> EventSpan:
    """Return when an event is; raise Invalid for what has no first and last day."""
    if isinstance(when, Timed):
        return _timed_span(when)
    first, last = when.days()
    if first is None or last is None:
        raise Invalid(f"{when} has no first and last day.")
    end = last + _DAY  # RFC 5545, 3.6.1: DTEND is the first day after
    return EventSpan(first, end, _midnight(first), _midnight(end))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _timed_span(when: Timed) -> EventSpan:
    start, end = when.bounds()
    if start is None or end is None:
        raise Invalid(f"{when} has no start.")
    if when.end is None:
        end = start + _UNKNOWN_LENGTH
    if end <= start:
        raise Invalid(f"{when} ends before it starts.")
    zone = None if when.zone in _UTC_NAMES else when.zone
    if zone is None or not (_is_plain(start, zone) and _is_plain(end, zone)):
        return EventSpan(start, end, start, end)
    return EventSpan(_local(start, zone), _local(end, zone), start, end, zone)


def _is_plain(instant: datetime, zone: str) -> bool:
    """Return whether the zone's wall time says this instant: iCalendar has no fold mark."""
    wall = _local(instant, zone)
    return clock_state(wall, zone_of(zone)) == "plain" and in_whole_minutes(zone, instant)


def _local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(zone_of(zone)).replace(tzinfo=None, fold=0)


def _identified(stamp: Stamp, span: EventSpan) -> Event:
    """Return an event that says which it is, in which version, and when."""
    from icalendar import Event

    event = Event()
    event.add("UID", stamp.uid)
    modified = stamp.modified.astimezone(UTC)
    event.add("DTSTAMP", modified)  # without a METHOD the two are one: RFC 5545, 3.8.7.2
    event.add("LAST-MODIFIED", modified)
    event.add("CREATED", stamp.created.astimezone(UTC))
    event.add("SEQUENCE", max(stamp.sequence, 0))
    add_times(event, span)
    return event


def add_times(event: Event, span: EventSpan) -> None:
    """Add DTSTART and DTEND."""
    # A naive time with its TZID beside it: given an aware one, icalendar writes the hours
    # of Bamako, Dakar or Reykjavik as UTC and forgets the zone.
    parameters = {"TZID": span.zone} if span.zone else {}
    if not isinstance(span.first, datetime):
        parameters = {"VALUE": "DATE"}
    event.add("DTSTART", span.first, parameters=parameters)
    event.add("DTEND", span.last, parameters=parameters)


def status_written(status: Status, *, imprecise: bool) -> str:
    """Return STATUS; what is not precise is never certain."""
    written = _STATUS[status]
    return "TENTATIVE" if imprecise and written == "CONFIRMED" else written


def title_written(record: Session | Meeting, language: str) -> str:
    """Return the title; of a session that has none, its number and its series."""
    if record.title or isinstance(record, Meeting):
        return _words(record.title, language) or record.ref
    extraordinary = record.kind is SessionKind.EXTRAORDINARY
    number = session_ordinal(record.ordinal, extraordinary=extraordinary, language=language)
    return f"{capital(number)} — {_words(record.series.title, language) or record.series.slug}"


def _words(title: Text, language: str) -> str:
    shown = title.rendition(language)
    words = one_line(shown.words)
    return f"{words} [{shown.language}]" if words and shown.fallback else words


def summary(record: Session | Meeting, when: When, language: str, prefix: str) -> str:
    """Return SUMMARY: the title, with what a calendar must not leave unsaid."""
    t = translator(language)
    title = title_written(record, language)
    if prefix:
        title = f"{one_line(prefix)} {title}"
    if isinstance(when, Imprecise):
        held = record.status is Status.HELD
        template = (
            t.gettext("{title} ({date}, day not known)")
            if held
            else t.gettext("{title} ({date}, day to be confirmed)")
        )
        title = template.format(title=title, date=say_when(when, language, style="short"))
    if record.status is Status.CANCELLED:
        title = t.gettext("CANCELLED: {title}").format(title=title)
    if record.status is Status.POSTPONED:
        title = t.gettext("POSTPONED: {title}").format(title=title)
    return one_line(title)


def add_details(event: Event, record: Session | Meeting, when: When, language: str) -> None:
    """Add what an event may have or lack."""
    optional: dict[str, Any] = {
        "LOCATION": text(_location(record, language)),
        "GEO": _coordinates(record.place),
        "URL": web_address(record.url),
        "CATEGORIES": _categories(record),
        "DESCRIPTION": text(cleaned(description(record, when, language))),
    }
    for name, value in optional.items():
        if value:
            event.add(name, value)


def _location(record: Session | Meeting, language: str) -> str:
    room = record.room if isinstance(record, Meeting) else None
    place = record.place.rendition(language).words if record.place else None
    return one_line(", ".join(part for part in (room, place) if part))


def _coordinates(place: Place | None) -> tuple[float, float] | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    # Four decimals are some ten metres, and never come out as 1e-05.
    found = round(place.latitude, 4) + 0.0, round(place.longitude, 4) + 0.0
    within = abs(found[0]) <= _HIGHEST_LATITUDE and abs(found[1]) <= _HIGHEST_LONGITUDE
    return found if within and all(map(isfinite, found)) else None


def _categories(record: Session | Meeting) -> list[str]:
    if isinstance(record, Meeting):
        words = [record.kind.value, record.series or ""]
    else:
        words = ["session", record.series.slug]
    words += [topic.slug for topic in record.topics]
    return [word for word in dict.fromkeys(words) if is_word(word)]
