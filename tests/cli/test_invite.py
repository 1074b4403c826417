"""`tracker invite`: what is written, who is told what of a change, and what is never told."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

import icalendar
import pytest

from tests.peers import read_with_ical_js

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Result, Tracker

AWA = "Awa Traoré <awa@example.org>"
IVAN = "ivan@example.org"
WORLD = {"TRACKER_MAIL_FROM": "Protocole, Mali <protocole@mali.example>"}
# RFC 5546: properties that a VEVENT must have once, and may not have, by method.
ONCE = {
    "REQUEST": ("DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "UID", "SEQUENCE"),  # 3.2.2
    "CANCEL": ("DTSTAMP", "ORGANIZER", "UID", "SEQUENCE"),  # 3.2.5
}
NEVER = ("REQUEST-STATUS", "REPLY-TO", "X-ALT-DESC")


@pytest.fixture
def invite(tracker: Tracker) -> Tracker:
    """The program on one meeting, m1, with an organizer."""
    tracker("log", "Plenary talks", "--on", "3 April 2025 10:00-12:00", "--at", "Moscow")

    def call(*words: str, **more: Any) -> Result:
        return tracker("invite", *words, **{**WORLD, **more})

    return call


def mail(result: Result) -> EmailMessage:
    assert result.code == 0, result.err
    found = message_from_bytes(result.out.encode(), policy=SMTP)
    assert isinstance(found, EmailMessage)
    return found


def calendar_of(message: EmailMessage) -> bytes:
    (part,) = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def event_of(message: EmailMessage) -> Any:
    (event,) = icalendar.Calendar.from_ical(calendar_of(message)).walk("VEVENT")
    return event


def require_itip(message: EmailMessage) -> None:
    """Fail for a message that breaks what RFC 5546 and RFC 6047 demand of it."""
    (part,) = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    (whole,) = [icalendar.Calendar.from_ical(calendar_of(message))]
    method = str(whole["METHOD"])
    assert part.get_param("method") == method  # RFC 6047, 2.4
    assert str(part.get_param("charset")).lower() == "utf-8"
    (event,) = whole.walk("VEVENT")
    for name in ONCE[method]:
        assert not isinstance(event[name], list), name
    assert not set(event) & set(NEVER)
    assert event["ATTENDEE"]
    assert not whole.walk("VALARM")
    assert len(whole.walk("VTIMEZONE")) <= 1
    if method == "REQUEST":
        assert event["STATUS"] in ("TENTATIVE", "CONFIRMED")
    else:
        assert event.get("STATUS", "CANCELLED") == "CANCELLED"


def test_a_message_has_a_text_and_a_calendar_that_says_come(invite: Tracker) -> None:
    message = mail(invite("m1", "--to", AWA))
    require_itip(message)
    assert message["From"] == '"Protocole, Mali" <protocole@mali.example>'
    assert message["To"] == AWA
    assert message["Subject"].startswith("Invitation: Plenary talks, Thu 3 April 2025")
    assert [p.get_content_type() for p in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/calendar",
    ]
    event = event_of(message)
    assert event["ATTENDEE"] == "mailto:awa@example.org"
    assert event["ATTENDEE"].params["CN"] == "Awa Traoré"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["ORGANIZER"] == "mailto:protocole@mali.example"
    assert event["DTSTART"].params["TZID"] == "Europe/Moscow"


def test_ical_js_reads_the_same_event(invite: Tracker) -> None:
    (event,) = read_with_ical_js(calendar_of(mail(invite("m1", "--to", AWA))))
    assert (event["start"], event["end"]) == ("2025-04-03T07:00:00Z", "2025-04-03T09:00:00Z")
    assert event["status"] == "TENTATIVE"
    assert {"organizer", "attendee", "sequence", "dtstamp"} <= set(event["names"])


def test_the_same_run_makes_the_same_bytes(invite: Tracker) -> None:
    assert invite("m1", "--to", AWA).out == invite("m1", "--to", AWA).out


def test_the_whole_message_is_ascii_with_crlf(invite: Tracker) -> None:
    written = invite("m1", "--to", AWA, "--lang", "ar").out
    assert written.isascii()
    assert written.replace("\r\n", "").count("\n") == 0


TEXTS = {
    "en": ("Invitation: ", "You are invited to the following.", "Organizer: "),
    "fr": ("Invitation : ", "Vous êtes invité(e) à ce qui suit.", "Organisateur : "),
    "ru": ("Приглашение: ", "Приглашаем Вас принять участие", "Организатор: "),
    "ar": ("دعوة: ", "أنتم مدعوون إلى ما يلي.", "الجهة المنظمة: "),
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_text_is_in_the_language_with_both_zones(invite: Tracker, language: str) -> None:
    message = mail(invite("m1", "--to", AWA, "--lang", language, "--zone", "Africa/Bamako"))
    part = message.get_body(("plain",))
    assert part is not None
    text = part.get_content().replace("\u00a0", " ")
    subject, opening, organizer = TEXTS[language]
    assert message["Subject"].replace("\u00a0", " ").startswith(subject)
    assert opening in text
    assert organizer in text
    assert "(Europe/Moscow) = " in text
    assert "(Bamako)" in text
    assert message["Content-Language"] == language


def test_on_the_same_clock_the_other_zone_is_utc(invite: Tracker) -> None:
    part = mail(invite("m1", "--to", AWA, "--zone", "Europe/Moscow")).get_body(("plain",))
    assert part is not None
    assert "(Europe/Moscow) = 07:00–09:00 UTC" in part.get_content()


def test_the_event_is_attached_when_that_is_asked_for(invite: Tracker) -> None:
    message = mail(invite("m1", "--to", AWA, "--attach"))
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "invite.ics"
    assert attached.get_content() == calendar_of(message)


def test_each_is_written_alone_unless_together(invite: Tracker, tmp_path: Path) -> None:
    refused = invite("m1", "--to", AWA, "--to", IVAN)
    assert (refused.code, refused.out) == (4, "")
    assert refused.err.startswith("tracker: 2 messages do not go into one file.")
    assert invite("m1", "--to", AWA, "--to", IVAN, "-o", "out/").code == 0
    files = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert set(files) == {"m1-awa@example.org.eml", "m1-ivan@example.org.eml"}
    assert "ivan" not in files["m1-awa@example.org.eml"]
    both = mail(invite("m1", "--to", AWA, "--to", IVAN, "--together"))
    assert both["To"] == f"{AWA}, {IVAN}"
    assert len(event_of(both)["ATTENDEE"]) == 2


def test_somebody_named_twice_gets_one(invite: Tracker) -> None:
    assert mail(invite("m1", "--to", AWA, "--to", "AWA@example.org"))["To"] == "AWA@example.org"


def test_what_is_only_written_is_kept_nowhere(invite: Tracker, ledger_path: Path) -> None:
    before = ledger_path.read_bytes()
    invite("m1", "--to", AWA)
    assert ledger_path.read_bytes() == before
    again = invite("m1")
    assert again.code == 4
    assert again.err.startswith("tracker: Nobody is known to be invited to m1;")


def told(invite: Tracker, *words: str, **more: Any) -> tuple[str, int, str | None]:
    """Return the method, SEQUENCE and STATUS of the one message that is written and kept."""
    message = mail(invite("m1", *words, "--record", **more))
    require_itip(message)
    whole = icalendar.Calendar.from_ical(calendar_of(message))
    event = event_of(message)
    return str(whole["METHOD"]), int(event["SEQUENCE"]), event.get("STATUS")


def test_who_was_invited_is_told_of_each_change_once(invite: Tracker, tracker: Tracker) -> None:
    assert told(invite, "--to", AWA) == ("REQUEST", 0, "TENTATIVE")
    nothing = invite("m1")
    assert (nothing.code, nothing.out) == (0, "")
    assert nothing.err == "The one person invited to m1 knows it as it stands.\n"
    tracker("move", "m1", "4 April 2025")
    moved = mail(invite("m1"))
    assert moved["To"] == AWA
    assert moved["Subject"].startswith("Changed: Plenary talks, Fri 4 April 2025")
    assert told(invite) == ("REQUEST", 1, "TENTATIVE")
    tracker("agenda", "add", "m1", "Trade")
    assert told(invite) == ("REQUEST", 1, "TENTATIVE")
    tracker("edit", "m1", "--note", "for us alone")
    assert invite("m1").out == ""
    tracker("cancel", "m1", "--reason", "Unwell")
    cancelled = mail(invite("m1"))
    assert cancelled["Subject"].startswith("Cancelled: Plenary talks")
    assert "Unwell" not in str(cancelled) + calendar_of(cancelled).decode()
    assert told(invite) == ("CANCEL", 2, "CANCELLED")
    assert invite("m1").out == ""
    tracker("confirm", "m1")
    assert told(invite) == ("REQUEST", 3, "CONFIRMED")


def test_who_is_invited_is_listed_with_what_they_know(invite: Tracker, tracker: Tracker) -> None:
    assert invite("m1", "--list").err == "Nobody is known to be invited to m1.\n"
    told(invite, "--to", AWA, TRACKER_LANG="fr")
    told(invite, "--to", IVAN)
    told(invite, "--to", IVAN, "--cancel")
    (awa,) = json.loads(invite("m1", "--list", "--json").out)
    assert awa == {
        "name": "Awa Traoré",
        "address": "awa@example.org",
        "told": "request",
        "sent": "2025-03-31T09:00:00Z",
        "sequence": 0,
        "language": "fr",
        "knows": True,
    }
    tracker("move", "m1", "4 April 2025")
    assert "no, to be told" in invite("m1", "--list").out
    tracker("move", "m1", "tbc")
    assert "non, à prévenir" in invite("m1", "--list", TRACKER_LANG="fr").out


def test_history_tells_of_an_invitation(invite: Tracker, tracker: Tracker) -> None:
    told(invite, "--to", AWA)
    tracker("cancel", "m1", "--reason", "Unwell")
    told(invite)
    shown = tracker("history")
    assert (shown.code, "m1 invitee added" in shown.out) == (0, True)
    assert tracker("changes", "--since", "2025-01-01", "--json").code == 0


def test_a_removal_says_who_will_not_be_told(invite: Tracker, tracker: Tracker) -> None:
    told(invite, "--to", AWA)
    assert tracker("remove", "m1", "-y").err.splitlines()[1] == (
        "1 person was invited to it and will not be told. To tell them: tracker undo, tracker "
        "cancel m1, tracker invite m1 --send"
    )


def test_a_postponement_takes_the_date_away(invite: Tracker, tracker: Tracker) -> None:
    told(invite, "--to", AWA)
    tracker("postpone", "m1", "--reason", "Fog")
    message = mail(invite("m1"))
    assert message["Subject"].startswith("Postponed: ")
    assert told(invite) == ("CANCEL", 1, "CANCELLED")
    tracker("move", "m1", "10 April 2025")
    assert told(invite) == ("REQUEST", 2, "TENTATIVE")


def test_one_person_s_invitation_is_taken_back(invite: Tracker, tracker: Tracker) -> None:
    told(invite, "--to", AWA)
    told(invite, "--to", IVAN)
    # RFC 5546, 3.2.5: no STATUS where the event itself stands, and a higher SEQUENCE.
    assert told(invite, "--to", IVAN, "--cancel") == ("CANCEL", 1, None)
    tracker("move", "m1", "4 April 2025")
    assert mail(invite("m1"))["To"] == AWA
    assert told(invite, "--to", IVAN) == ("REQUEST", 2, "TENTATIVE")


def test_a_change_is_told_in_the_language_of_the_invitation(
    invite: Tracker, tracker: Tracker
) -> None:
    told(invite, "--to", AWA, TRACKER_LANG="fr")
    tracker("move", "m1", "4 April 2025")
    assert mail(invite("m1"))["Subject"].startswith("Modification\u00a0: ")


def test_sequence_never_falls_when_a_change_is_taken_back(
    invite: Tracker, tracker: Tracker
) -> None:
    told(invite, "--to", AWA)
    tracker("move", "m1", "4 April 2025")
    _, moved, _ = told(invite)
    tracker("undo")
    tracker("undo")
    _, again, _ = told(invite, "--to", AWA)
    assert again > moved


def test_a_session_is_invited_to_on_whole_days(tracker: Tracker, founding_ledger: Path) -> None:
    tracker("session", "add", "aes-russia", "--on", "10-11 May 2025", "--at", "Bamako")
    message = mail(tracker("invite", "aes-russia/2", "--to", AWA, **WORLD))
    require_itip(message)
    event = event_of(message)
    assert str(event["DTEND"].dt) == "2025-05-12"
    assert event["STATUS"] == "TENTATIVE"
    assert event["TRANSP"] == "OPAQUE"


def test_notes_and_what_is_confidential_are_not_told(invite: Tracker, tracker: Tracker) -> None:
    tracker("edit", "m1", "--note", "SECRET-NOTE")
    tracker("agenda", "add", "m1", "SECRET-ITEM", "--visibility", "confidential")
    tracker("agenda", "add", "m1", "Trade", "--note", "SECRET-POINT")
    paper = ("document", "add", "SECRET-PAPER", "--kind", "non-paper", "--for", "m1")
    assert tracker(*paper).code == 0
    for level in ("internal", "confidential"):
        result = invite("m1", "--to", AWA, "--visibility", level)
        message = mail(result)
        assert "Trade" in calendar_of(message).decode()
        assert "SECRET" not in message.as_string() + calendar_of(message).decode()
        assert "Withheld, being above internal: 1 agenda item.\n" in result.err


def test_a_confidential_meeting_must_be_asked_for(invite: Tracker, tracker: Tracker) -> None:
    tracker("edit", "m1", "--visibility", "confidential")
    assert invite("m1", "--to", AWA).code == 3
    assert invite("m1", "--to", AWA, "--visibility", "confidential").code == 0


def test_an_embargoed_meeting_is_not_public(invite: Tracker, tracker: Tracker) -> None:
    tracker("edit", "m1", "--visibility", "public", "--embargo", "1 May 2025")
    assert invite("m1", "--to", AWA, "--visibility", "public").code == 3
    assert invite("m1", "--to", AWA).code == 0


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("tbc", "m2 has no date yet: an invitation needs a day."),
        ("May 2025", "m2 is dated 2025-05, which is not precise: an invitation needs a day."),
    ],
)
def test_what_has_no_day_is_not_invited_to(
    invite: Tracker, tracker: Tracker, when: str, said: str
) -> None:
    tracker("log", "Later talks", "--on", when)
    result = invite("m2", "--to", AWA)
    assert (result.code, result.out) == (4, "")
    assert result.err.splitlines()[0] == f"tracker: {said}"


def test_what_was_held_is_not_invited_to(invite: Tracker, tracker: Tracker) -> None:
    tracker("log", "Past talks", "--on", "3 March 2025 10:00", "--status", "held")
    assert invite("m2", "--to", AWA).code == 5


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--to", "awa"), 4, "“awa” is no mail address."),
        (("--to", "Awa <awa@example.org"), 4, "“Awa <awa@example.org” is no mail address."),
        (("--to", "a@x.org, b@x.org"), 4, "“a@x.org, b@x.org” is no mail address."),
        (("--to", "Awa\r\nBcc: b@x.org <a@x.org>"), 4, "The address must stand on one line."),
        (("--to", "élise@x.org"), 4, "“élise@x.org” has letters before the @"),
        (("--to", AWA, "--from", "nobody"), 4, "“nobody” is no mail address."),
        ((), 4, "Nobody is known to be invited to m1"),
    ],
)
def test_what_is_typed_wrong_is_told(
    invite: Tracker, words: tuple[str, ...], code: int, said: str
) -> None:
    result = invite("m1", *words)
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith(f"tracker: {said}")


@pytest.mark.parametrize(
    "words",
    [
        ("--cancel",),
        ("--to", AWA, "--yes"),
        ("--to", AWA, "--send", "--record"),
        ("--to", AWA, "--list"),
        ("--to", AWA, "--json"),
    ],
)
def test_what_makes_no_sense_together_is_refused(invite: Tracker, words: tuple[str, ...]) -> None:
    assert invite("m1", *words).code == 2


def test_an_organizer_is_needed(invite: Tracker) -> None:
    assert invite("m1", "--to", AWA, TRACKER_MAIL_FROM="").err.startswith(
        "tracker: Nobody is named who invites."
    )


def test_a_domain_in_other_letters_is_told(invite: Tracker) -> None:
    result = invite("m1", "--to", "Jürg <j@bücher.example>")
    assert mail(result)["To"] == "Jürg <j@xn--bcher-kva.example>"
    assert "written as xn--bcher-kva.example" in result.err
