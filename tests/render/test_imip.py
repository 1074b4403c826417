"""An invitation as a mail message: whatever is in the words, the headers are ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.header import decode_header, make_header
from email.policy import SMTP
from email.utils import unquote

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.render.feed import meeting
from tracker.domain.invitations import Method
from tracker.domain.mailboxes import Mailbox, read_mailbox
from tracker.domain.places import Place
from tracker.domain.text import Text
from tracker.errors import Invalid
from tracker.render.ics.itip import Scheduling
from tracker.render.ics.wire import one_line
from tracker.render.imip import Letter, message
from tracker.render.mail_headers import text_header

NOW = datetime(2025, 3, 31, 9, tzinfo=UTC)
HEADERS = {
    *("from", "to", "subject", "date", "message-id", "mime-version", "content-type"),
    "content-language",
}


def letter(to: Mailbox, language: str = "en") -> Letter:
    told = Scheduling(
        method=Method.REQUEST,
        uid="u1@tracker",
        sequence=0,
        organizer=Mailbox("p@x.org", "Protocole, Mali"),
        attendees=(to,),
        at=NOW,
        language=language,
    )
    return Letter(told, "Europe/Paris")


def typed(name: str) -> Mailbox | None:
    try:
        return read_mailbox(f"{name} <a@x.org>")
    except Invalid:
        return None


@settings(deadline=None)
@given(name=st.text(max_size=150), words=st.text(min_size=1, max_size=200))
def test_no_words_become_a_header_or_a_property(name: str, words: str) -> None:
    to = typed(name)
    if to is None:
        return
    title = Text.of({"en": words})
    record = replace(meeting(), title=title, room=words, place=Place(1, title, "Europe/Moscow"))
    found = message_from_bytes(message(record, letter(to)), policy=SMTP)
    assert {key.lower() for key in found.keys()} == HEADERS  # noqa: SIM118 - no mapping
    assert [each.addr_spec for each in found["To"].addresses] == ["a@x.org"]
    assert [each.addr_spec for each in found["From"].addresses] == ["p@x.org"]
    part = next(p for p in found.walk() if p.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["ATTENDEE"] == "mailto:a@x.org"
    assert event["ORGANIZER"] == "mailto:p@x.org"
    assert not event.errors


@settings(deadline=None)
@given(name=st.text(st.characters(categories=("L", "N", "Zs", "P")), max_size=150))
def test_a_name_arrives_as_it_was_typed(name: str) -> None:
    to = typed(name)
    if to is None or not to.name:
        return
    # Not the standard library's newer reader: it puts blanks between encoded words.
    written = message_from_bytes(message(meeting(), letter(to)))["To"]
    phrase = written.rpartition("<")[0].replace("\r\n", "").rstrip()
    read = unquote(str(make_header(decode_header(phrase))))
    assert " ".join(read.split()) == " ".join(to.name.split())


@settings(deadline=None)
@given(words=st.text(max_size=400))
def test_a_subject_arrives_in_lines_that_servers_take(words: str) -> None:
    field = text_header("Subject", words)
    assert field.isascii()
    assert all(len(line) <= 78 for line in field.split("\r\n"))
    read = message_from_string(field + "\r\n")["Subject"]
    assert str(make_header(decode_header(read))) == one_line(words)


@given(st.text(max_size=80))
def test_what_is_read_as_a_mailbox_is_plain(words: str) -> None:
    try:
        found = read_mailbox(words)
    except Invalid:
        return
    assert found.address.isascii()
    assert not set(found.address) & set(' <>,;:\\"()[]\r\n\t')
    assert found.address.count("@") == 1
    assert "\n" not in found.name
