"""An invitation as a mail message (iMIP, RFC 6047), byte for byte the same for the same run."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Final

from tracker.domain.invitations import Method
from tracker.domain.meetings import Meeting
from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.when import Timed, zone_of
from tracker.render.dates import say_in_zone, say_when
from tracker.render.ics.description import description
from tracker.render.ics.event import dated, title_written
from tracker.render.ics.itip import Scheduling, itip_object
from tracker.render.ics.wire import cleaned, one_line
from tracker.render.isolates import LRI, PDI
from tracker.render.language import is_right_to_left, labelled, translator
from tracker.render.mail_headers import mailbox_header, text_header

if TYPE_CHECKING:
    from tracker.domain.sessions import Session
    from tracker.domain.when import When

# What is longer or not ASCII is encoded: not every server on the way takes eight bits.
_POLICY: Final = SMTP.clone(cte_type="7bit")


@frozen
class Letter:
    """How an invitation is put: what is sent, on whose clock too, and with which extras.

    `is_new` to people who know of nothing yet; `attached` lays the calendar beside the
    text once more, as a file, for programs that show no invitation.
    """

    told: Scheduling
    zone: str
    is_new: bool = True
    attached: bool = False


def message(record: Session | Meeting, letter: Letter) -> bytes:
    """Return the message, with CRLF line ends and nothing but ASCII in it.

    Raises Invalid for a record that cannot stand in a calendar.
    """
    told = letter.told
    calendar = itip_object(record, told)
    mail = EmailMessage(policy=_POLICY)
    mail.set_content(body(record, letter), charset="utf-8", cte="quoted-printable")
    mail.add_alternative(
        calendar.decode(),
        subtype="calendar",
        charset="utf-8",
        cte="base64",
        params={"method": told.method.upper()},
    )
    if letter.attached:
        mail.add_attachment(calendar, maintype="application", subtype="ics", filename="invite.ics")
    identity = hashlib.sha256(calendar).hexdigest()[:32]
    _set_boundaries(mail, identity)
    mail["Content-Language"] = told.language
    mail["Date"] = told.at.replace(microsecond=0)
    mail["Message-ID"] = f"<{identity}@{told.organizer.domain}>"
    head = (
        mailbox_header("From", (told.organizer,)),
        mailbox_header("To", told.attendees),
        text_header("Subject", subject(record, letter)),
    )
    return "".join(head).encode("ascii") + mail.as_bytes()


def subject(record: Session | Meeting, letter: Letter) -> str:
    """Return what the message is about, in one line: what, when and where."""
    told = letter.told
    t = translator(told.language)
    if told.method is Method.CANCEL:
        template = t.gettext("Cancelled: {title}")
        if told.only_theirs:
            template = t.gettext("Invitation withdrawn: {title}")
        elif record.status is Status.POSTPONED:
            template = t.gettext("Postponed: {title}")
    elif letter.is_new:
        template = t.gettext("Invitation: {title}")
    else:
        template = t.gettext("Changed: {title}")
    date = say_when(dated(record), told.language, zone_label=True, style="short")
    title = f"{title_written(record, told.language)}, {date}"
    return one_line(template.format(title=title))


def body(record: Session | Meeting, letter: Letter) -> str:
    """Return the message's text: what it is about, when on both clocks, where, by whom."""
    told = letter.told
    language = told.language
    t = translator(language)
    when = dated(record)
    facts = (
        (t.gettext("Date"), _dates(when, letter)),
        (t.gettext("Place"), _place(record, language)),
        (t.gettext("Organizer"), _isolated(str(told.organizer), language)),
    )
    lines = [_opening(record, letter), "", title_written(record, language)]
    lines += [f"{labelled(label, language)} {fact}" for label, fact in facts if fact]
    if told.method is Method.REQUEST:
        lines += ["", cleaned(description(record, when, language, dates=False))]
    return "\n".join(lines).strip() + "\n"


def _opening(record: Session | Meeting, letter: Letter) -> str:
    t = translator(letter.told.language)
    if letter.told.method is Method.CANCEL:
        if letter.told.only_theirs:
            return t.gettext("Your invitation to the following is withdrawn.")
        if record.status is Status.POSTPONED:
            return t.gettext("The following is postponed; the new date is not known yet.")
        return t.gettext("The following is cancelled.")
    if letter.is_new:
        return t.gettext("You are invited to the following.")
    return t.gettext("What you were invited to has changed, and now stands as follows.")


def _dates(when: When, letter: Letter) -> str:
    """Return the date on the place's clocks, and on the sender's, or else by UTC."""
    language = letter.told.language
    if not isinstance(when, Timed):
        return say_when(when, language)
    said = say_when(when, language, zone_label=when.zone)
    for zone in (letter.zone, "UTC"):
        if not _same_clock(when, zone):
            return f"{said} = {say_in_zone(when, zone, language)}"
    return said


def _same_clock(when: Timed, zone: str) -> bool:
    start = when.start.replace(tzinfo=zone_of(when.zone))
    return start.utcoffset() == start.astimezone(zone_of(zone)).utcoffset()


def _place(record: Session | Meeting, language: str) -> str:
    room = record.room if isinstance(record, Meeting) else None
    place = record.place.rendition(language).words if record.place else None
    return one_line(", ".join(part for part in (room, place) if part))


def _isolated(words: str, language: str) -> str:
    return f"{LRI}{words}{PDI}" if is_right_to_left(language) else words


def _set_boundaries(mail: EmailMessage, identity: str) -> None:
    """Part the message by lines that no encoded part can hold: none has `=_` in it."""
    several = (part for part in mail.walk() if part.is_multipart())
    for number, part in enumerate(several):
        part.set_boundary(f"=_{identity}_{number}")
