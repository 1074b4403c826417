"""An event as it is sent to those who are invited (iTIP, RFC 5546)."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from tracker import __version__
from tracker.domain.invitations import Method
from tracker.domain.values import frozen
from tracker.errors import Invalid
from tracker.render.ics.event import (
    add_details,
    add_times,
    dated,
    span_of,
    stamp_of,
    status_written,
    summary,
)
from tracker.render.ics.wire import is_uid, one_line, text
from tracker.render.vtimezone import vtimezone

if TYPE_CHECKING:
    from icalendar import Calendar, Event, vCalAddress

    from tracker.domain.mailboxes import Mailbox
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session

_PRODUCT: Final = f"-//diplomatic-tracker//{__version__}//EN"
_FOOTER: Final = "END:VCALENDAR\r\n"
# What a mail address may hold and a URI may not stay as it is (RFC 6068, 2).
_SAFE: Final = "@!$'*+-._~"


@frozen(kw_only=True)
class Scheduling:
    """What is sent to whom: by whom, in which version, at which instant (aware).

    An `only_theirs` CANCEL takes the attendees off; otherwise it calls the event off.
    """

    method: Method
    uid: str
    sequence: int
    organizer: Mailbox
    attendees: tuple[Mailbox, ...]
    at: datetime
    language: str = "en"
    only_theirs: bool = False


def itip_object(record: Session | Meeting, told: Scheduling) -> bytes:
    """Return the calendar that is sent: one event, with the one zone that it is in.

    Raises Invalid for a record without a date or a stamp that can be written.
    """
    if not is_uid(told.uid):
        raise Invalid(f"The UID under which {record.ref} was sent cannot be written.")
    stamp_of(record)
    calendar = _header(told.method)
    event = _event(record, told)
    span = span_of(dated(record))
    days: tuple[date, date] = (span.start.date(), span.end.date())
    head: str = calendar.to_ical(sorted=False).decode()
    zone = vtimezone(span.zone, *days) if span.zone else ""
    return b"".join(
        [
            (head.removesuffix(_FOOTER) + zone).encode(),
            event.to_ical(sorted=False),
            _FOOTER.encode(),
        ]
    )


def told_of(record: Session | Meeting, language: str) -> str:
    """Return a digest of all that an invitation says of the record in a language.

    It differs when anybody who was invited would read something else.
    """
    event = _body(record, language)
    return hashlib.sha256(event.to_ical(sorted=False)).hexdigest()


def _header(method: Method) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", _PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method.upper())
    return calendar


def _event(record: Session | Meeting, told: Scheduling) -> Event:
    from icalendar import Event

    event = Event()
    event.add("UID", told.uid)
    event.add("DTSTAMP", told.at.astimezone(UTC).replace(microsecond=0))
    event.add("SEQUENCE", told.sequence)
    event.add("ORGANIZER", _address(told.organizer))
    for attendee in told.attendees:
        event.add("ATTENDEE", _attendee(attendee, told.method))
    for name, value in _body(record, told.language).property_items(recursive=False, sorted=False):
        # RFC 5546, 3.2.5: who is taken off must not be told that the event is cancelled.
        taken_off = told.only_theirs and name == "STATUS"
        if name not in ("BEGIN", "END") and not taken_off:
            event.add(name, value, encode=False)
    return event


def _body(record: Session | Meeting, language: str) -> Event:
    """Return an event with what it says, and nothing of who is told and in which version."""
    from icalendar import Event

    when = dated(record)
    status = status_written(record.status, imprecise=not when.is_precise)
    event = Event()
    add_times(event, span_of(when))
    event.add("SUMMARY", text(summary(record, when, language, "")))
    event.add("STATUS", status)
    event.add("TRANSP", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    add_details(event, record, when, language)
    return event


def _attendee(mailbox: Mailbox, method: Method) -> vCalAddress:
    address = _address(mailbox)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    if method is Method.REQUEST:
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        address.params["RSVP"] = "TRUE"
    return address


def _address(mailbox: Mailbox) -> vCalAddress:
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{quote(mailbox.address, safe=_SAFE)}")
    # No parameter may hold a quotation mark (RFC 5545, 3.2), and few programs read RFC 6868.
    address.params["CN"] = one_line(mailbox.name.replace('"', "'")) or mailbox.address
    return address
