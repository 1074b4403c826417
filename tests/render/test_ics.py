"""Calendar files: which events they hold and what those say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.peers import read_with_ical_js
from tests.render.feed import (
    CHANGED,
    MADE,
    MOSCOW,
    OPTIONS,
    local,
    meeting,
    only,
    properties,
    session,
    text,
    timed,
)
from tracker.domain.occasions import Stamp, Whens
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.topics import Topic
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed, When
from tracker.errors import Invalid
from tracker.render.ics import (
    CancelledPolicy,
    assemble,
    calendar,
    component,
)

# What a file looks like


def test_a_file_is_these_bytes() -> None:
    record = meeting(
        when=AllDay(date(2025, 4, 3), date(2025, 4, 4)),
        place=MOSCOW,
        room="Hall 1",
        series="aes-russia",
        topics=(Topic(1, "security", text("Security")),),
        url="https://example.org/talks;1,2",
    )
    expected = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//diplomatic-tracker//0.1.0//EN
CALSCALE:GREGORIAN
NAME:AES\\, Russia
X-WR-CALNAME:AES\\, Russia
X-WR-CALDESC:Public meetings\\; 2025
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
SOURCE;VALUE=URI:https://example.org/aes.ics
COLOR:steelblue
BEGIN:VEVENT
UID:0001@tracker
DTSTAMP:20250320T093015Z
LAST-MODIFIED:20250320T093015Z
CREATED:20250301T080000Z
SEQUENCE:2
DTSTART;VALUE=DATE:20250403
DTEND;VALUE=DATE:20250405
SUMMARY:Plenary talks
STATUS:CONFIRMED
TRANSP:OPAQUE
LOCATION:Hall 1\\, Moscow
GEO:55.7558;37.6173
URL:https://example.org/talks;1,2
CATEGORIES:plenary,aes-russia,security
DESCRIPTION:Plenary meeting
END:VEVENT
END:VCALENDAR
"""
    options = replace(
        OPTIONS,
        name="AES, Russia",
        description="Public meetings; 2025",
        url="https://example.org/aes.ics",
    )
    written = re.sub(
        rb"(PRODID:-//diplomatic-tracker//).*(//EN)",
        rb"\g<1>0.1.0\2",
        calendar([record], options).content,
    )
    assert expected.replace("\n", "\r\n").encode() == written


def test_the_download_of_one_event_names_no_calendar() -> None:
    content = calendar([meeting()], replace(OPTIONS, single=True)).content.decode()
    head = content.partition("BEGIN:VTIMEZONE")[0].splitlines()
    assert [row.partition(":")[0] for row in head] == ["BEGIN", "VERSION", "PRODID", "CALSCALE"]


def test_an_empty_calendar_still_has_a_component_and_is_stable() -> None:
    file = calendar([], OPTIONS)
    assert b"BEGIN:VTIMEZONE" in file.content
    assert file.events == 0
    assert read_with_ical_js(file.content) == []
    assert file.content == calendar([], replace(OPTIONS, today=date(2031, 1, 1))).content


def test_a_source_with_a_password_is_not_written() -> None:
    url = "https://user:secret@example.org/a.ics"
    assert b"SOURCE" not in calendar([], replace(OPTIONS, url=url)).content


# Times


def test_a_meeting_in_bamako_keeps_its_zone() -> None:
    event = only(meeting(when=timed(local(2025, 4, 3, 10), "Africa/Bamako")))
    assert event["DTSTART;TZID=Africa/Bamako"] == "20250403T100000"
    assert event["DTEND;TZID=Africa/Bamako"] == "20250403T113000"


@pytest.mark.parametrize(
    ("when", "start"),
    [
        (timed(local(2025, 4, 3, 10), "UTC"), "20250403T100000Z"),
        (timed(local(1960, 4, 3, 10), "Africa/Monrovia"), "19600403T104430Z"),
        (timed(local(2025, 10, 26, 2, 30), "Europe/Paris"), "20251026T003000Z"),
        (timed(local(2025, 10, 26, 2, 30).replace(fold=1), "Europe/Paris"), "20251026T013000Z"),
    ],
    ids=["defined in UTC", "offset with seconds", "doubled, first", "doubled, second"],
)
def test_what_local_time_cannot_say_is_written_in_utc(when: When, start: str) -> None:
    file = calendar([meeting(when=when)], OPTIONS)
    assert properties(file)[0]["DTSTART"] == start
    assert b"VTIMEZONE" not in file.content


def test_an_unknown_end_is_an_hour_later_and_said_to_be_unknown() -> None:
    event = only(meeting(when=timed(local(2025, 4, 3, 10), "Europe/Moscow", None)))
    assert event["DTEND;TZID=Europe/Moscow"] == "20250403T110000"
    assert r"\nEnd time not known.\n" in event["DESCRIPTION"]


def test_an_imprecise_date_spans_its_bounds_and_says_so() -> None:
    event = only(meeting(when=Imprecise("2025-04")))
    assert event["DTSTART;VALUE=DATE"] == "20250401"
    assert event["DTEND;VALUE=DATE"] == "20250501"
    assert event["SUMMARY"] == r"Plenary talks (April 2025\, day to be confirmed)"
    assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")


def test_a_meeting_held_on_an_unknown_day_is_not_to_be_confirmed() -> None:
    event = only(meeting(when=Imprecise("2025-04"), status=Status.HELD))
    assert event["SUMMARY"] == r"Plenary talks (April 2025\, day not known)"


def test_what_has_no_date_or_is_not_wanted_is_left_out_and_said() -> None:
    records = [
        meeting(1, ToBeConfirmed()),
        meeting(2, Imprecise("2025-04/..")),
        meeting(3, Imprecise("2025-04")),
        meeting(4, stamp=None),
        meeting(5, stamp=Stamp("a\r\nATTENDEE:x", MADE, CHANGED)),
        meeting(6),
        meeting(7, stamp=Stamp("0006@tracker", MADE, CHANGED)),
    ]
    file = calendar(records, replace(OPTIONS, imprecise=False))
    assert file.events == 1
    assert dict(file.left_out) == {
        "m1": "The date of m1 is to be confirmed.",
        "m2": "The date of m2 is open on one side.",
        "m3": "Its date is not precise.",
        "m4": "m4 has no UID yet.",
        "m5": "The UID of m5 cannot be written in a calendar.",
        "m7": "m6 has the same UID.",
    }


# Life cycle


@pytest.mark.parametrize(
    ("status", "written", "summary", "transparency"),
    [
        (Status.TENTATIVE, "TENTATIVE", "Plenary talks", "OPAQUE"),
        (Status.ANNOUNCED, "TENTATIVE", "Plenary talks", "OPAQUE"),
        (Status.CONFIRMED, "CONFIRMED", "Plenary talks", "OPAQUE"),
        (Status.HELD, "CONFIRMED", "Plenary talks", "OPAQUE"),
        (Status.POSTPONED, "CANCELLED", "POSTPONED: Plenary talks", "TRANSPARENT"),
        (Status.CANCELLED, "CANCELLED", "CANCELLED: Plenary talks", "TRANSPARENT"),
    ],
)
def test_a_status_is_said_as_clients_know_it(
    status: Status, written: str, summary: str, transparency: str
) -> None:
    event = only(meeting(status=status))
    assert (written, summary, transparency) == (event["STATUS"], event["SUMMARY"], event["TRANSP"])


def test_a_postponed_meeting_stays_at_its_old_date_with_the_reason() -> None:
    record = meeting(
        when=ToBeConfirmed(),
        status=Status.POSTPONED,
        whens=Whens(announced=AllDay(date(2025, 4, 3), date(2025, 4, 3))),
        reason="Storm",
    )
    event = only(record)
    assert event["DTSTART;VALUE=DATE"] == "20250403"
    assert "Reason: Storm" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    ("policy", "today", "events"),
    [
        (CancelledPolicy.MARK, date(2025, 5, 3), 1),
        (CancelledPolicy.MARK, date(2025, 5, 5), 0),
        (CancelledPolicy.KEEP, date(2035, 1, 1), 1),
        (CancelledPolicy.DROP, date(2025, 1, 1), 0),
    ],
)
def test_a_cancelled_meeting_goes_when_the_policy_says(
    policy: CancelledPolicy, today: date, events: int
) -> None:
    file = calendar(
        [meeting(status=Status.CANCELLED)], replace(OPTIONS, cancelled=policy, today=today)
    )
    assert events == file.events
    assert len(file.left_out) == 1 - events


def test_one_bad_record_costs_only_itself() -> None:
    broken = meeting(2, when=object.__new__(Timed))
    file = calendar([meeting(1), broken], OPTIONS)
    assert file.events == 1
    assert [ref for ref, _ in file.left_out] == ["m2"]


def test_two_events_with_one_uid_are_refused() -> None:
    made = component(meeting(), "en")
    with pytest.raises(Invalid):
        assemble([made, made], OPTIONS)


# Words


def test_a_fallback_is_visible() -> None:
    assert only(meeting(), language="fr")["SUMMARY"] == "Plenary talks [en]"


def test_a_session_without_a_title_is_called_by_its_number_and_series() -> None:
    record = replace(
        session("AES–Russia Consultations", status=Status.CONFIRMED), title=Text(), ordinal=2
    )
    assert only(record)["SUMMARY"] == "Second session — AES–Russia Consultations"
    assert (
        only(record, language="fr")["SUMMARY"] == "Deuxième session — AES–Russia Consultations [en]"
    )


def test_a_prefix_stands_before_the_title_and_after_what_became_of_it() -> None:
    event = only(meeting(status=Status.CANCELLED), prefix="AES:")
    assert event["SUMMARY"] == "CANCELLED: AES: Plenary talks"


def test_the_description_tells_what_the_session_was() -> None:
    told = only(session("Words"), cancelled=CancelledPolicy.KEEP)["DESCRIPTION"].split(r"\n")
    for part in ("Reason: Words", "Delegations:", "Programme:", "Agenda:", "Sources:"):
        assert part in told
    assert any("1 (a) Words" in row for row in told)


def test_a_meeting_says_which_session_it_belongs_to() -> None:
    event = only(meeting(session="aes-russia/1", session_title=text("First Consultations")))
    assert "Session: First Consultations" in event["DESCRIPTION"]


def test_the_announced_date_is_told_where_another_came_true() -> None:
    announced = AllDay(date(2025, 4, 3), date(2025, 4, 4))
    event = only(meeting(whens=Whens(announced)))
    assert r"Announced dates: 3–4 April 2025" in event["DESCRIPTION"]
