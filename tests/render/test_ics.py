"""Calendar files, read back by three parsers that are not ours."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.peers import ROOT, read_with_ical_js
from tracker.domain.agenda import AgendaItem, ItemStatus, OutcomeMode
from tracker.domain.commitments import Commitment, CommitmentStatus
from tracker.domain.delegations import Delegation, Function, Member
from tracker.domain.documents import Document, DocumentKind, Paper, Relation
from tracker.domain.meetings import Meeting, MeetingKind, Stamp, Whens
from tracker.domain.parties import Party, PartyKind, Person
from tracker.domain.places import Place
from tracker.domain.sessions import Series, Session, SessionKind
from tracker.domain.sources import Source, SourceKind
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.topics import Topic
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed, When
from tracker.errors import Invalid
from tracker.render.ics import (
    CalendarFile,
    CalendarOptions,
    CancelledPolicy,
    assemble,
    calendar,
    component,
)
from tracker.render.ics.wire import cleaned, one_line, web_address

TODAY = date(2025, 4, 10)
OPTIONS = CalendarOptions("AES and Russia", TODAY)
MADE = datetime(2025, 3, 1, 8, 0, 0, tzinfo=UTC)
CHANGED = datetime(2025, 3, 20, 9, 30, 15, 999, tzinfo=UTC)
ALLOWED = {
    *("UID", "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "DTSTART", "DTEND"),
    *("SUMMARY", "STATUS", "TRANSP", "LOCATION", "GEO", "URL", "CATEGORIES", "DESCRIPTION"),
}


def text(words: str, language: str = "en") -> Text:
    return Text(((language, words),))


MOSCOW = Place(
    1,
    Text.of({"en": "Moscow", "ru": "Москва", "ar": "موسكو"}),
    "Europe/Moscow",
    latitude=55.75583,
    longitude=37.6173,
)
MALI = Party(1, "MLI", PartyKind.STATE, Text.of({"en": "Mali", "ru": "Мали"}))


def timed(start: datetime, zone: str, minutes: int | None = 90) -> Timed:
    end = None if minutes is None else start + timedelta(minutes=minutes)
    return Timed(start, end, zone)


def meeting(number: int = 1, when: When | None = None, **fields: Any) -> Meeting:
    """Return a plain public meeting, with whatever the test is about."""
    given_fields = {
        "title": text("Plenary talks"),
        "kind": MeetingKind.PLENARY,
        "status": Status.CONFIRMED,
        "visibility": Visibility.PUBLIC,
        "when": when or timed(datetime(2025, 4, 3, 10), "Europe/Moscow"),  # noqa: DTZ001
        "stamp": Stamp(f"{number:04}@tracker", MADE, CHANGED, 2),
        **fields,
    }
    return Meeting(number, **given_fields)


def session(words: str = "First AES–Russia Consultations", **fields: Any) -> Session:
    """Return a session in which every text field holds the words."""
    said = text(words)
    party = replace(MALI, name=said, formal_name=said)
    member = Member(1, Person(1, said), Function.HEAD, title=said)
    paper = Paper(
        Document(1, said, DocumentKind.NOTE_VERBALE, words, "fr", link=words, note=words),
        Relation.OUTCOME,
    )
    item = AgendaItem(
        *(1, words, 1, said, ItemStatus.ADOPTED),
        children=(AgendaItem(2, "1 (a)", 1, said, ItemStatus.DEFERRED),),
        origin=words,
        lead=party,
        outcome=said,
        mode=OutcomeMode.CONSENSUS,
        papers=(paper,),
        note=words,
    )
    promise = Commitment(1, said, CommitmentStatus.OPEN, (party,), AllDay(TODAY, TODAY), note=words)
    source = Source(1, SourceKind.OFFICIAL, words, said, words, "ru", note=words)
    given_fields: dict[str, Any] = {
        "when": AllDay(date(2025, 4, 3), date(2025, 4, 4)),
        "status": Status.CANCELLED,
        "place": replace(MOSCOW, name=said),
        "host": party,
        "delegations": (Delegation(1, party, members=(member,), credentials=words, note=words),),
        "meetings": (meeting(9, title=said, room=words),),
        "agenda": (item,),
        "papers": (paper,),
        "commitments": (promise,),
        "topics": (Topic(1, words, said),),
        "sources": (source,),
        "reason": words,
        "url": words,
        "note": words,
        "stamp": Stamp("session@tracker", MADE, CHANGED),
        **fields,
    }
    series = Series(1, "aes-russia", said, Visibility.PUBLIC)
    return Session(
        *(1, series, 1, SessionKind.REGULAR, said),
        visibility=Visibility.PUBLIC,
        **given_fields,
    )


def properties(file: CalendarFile) -> list[dict[str, str]]:
    """Return each event's unfolded lines by property name with its parameters."""
    unfolded = file.content.decode().replace("\r\n ", "")
    events = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", unfolded, re.DOTALL)
    return [dict(row.split(":", 1) for row in event.splitlines()) for event in events]


def only(record: Meeting | Session, **options: Any) -> dict[str, str]:
    """Return the lines of the one event that the record becomes."""
    file = calendar([record], replace(OPTIONS, **options))
    assert file.left_out == ()
    return properties(file)[0]


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - wall time of a place


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
    assert event["SUMMARY"] == "Plenary talks (April 2025\\, day to be confirmed)".replace(
        "\\", "\\"
    )
    assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")


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
        (Status.ANNOUNCED, "CONFIRMED", "Plenary talks", "OPAQUE"),
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


# Bytes


def every_sort() -> list[Meeting | Session]:
    """Return records of every kind, in scripts and zones that have hurt somebody."""
    zones = ["Africa/Bamako", "Africa/Niamey", "Africa/Ouagadougou", "Africa/Casablanca"]
    zones += ["Africa/Cairo", "America/New_York", "America/Santiago", "Asia/Gaza", "UTC"]
    zones += ["Asia/Kathmandu", "Europe/Dublin", "Europe/Moscow", "Australia/Lord_Howe"]
    titles = [
        "Встреча министров иностранных дел " * 4,
        "مشاورات دول الساحل وروسيا " * 5,
        "👩🏽‍⚖️🇲🇱🇧🇫🇳🇪 " * 12,
        "é" * 80,
        'Commas, semicolons; “quotes” "and" colons: all',
        "x" * 1_900,
    ]
    records: list[Meeting | Session] = []
    for n, zone in enumerate(z for z in zones for _ in range(12)):
        when = timed(local(2025, n % 12 + 1, 14, n % 24, 15), zone, 45 + n)
        records.append(meeting(n, when, title=text(titles[n % len(titles)]), place=MOSCOW))
    for n, status in enumerate(Status, 500):
        records.append(meeting(n, Imprecise("2025-05"), status=status))
        records.append(meeting(n + 50, AllDay(TODAY, date(2025, 4, 12)), status=status))
    return [*records, session()]


def test_the_same_records_give_the_same_bytes_in_any_order() -> None:
    records = every_sort()
    expected = calendar(records, OPTIONS).content
    for seed in range(5):
        random.Random(seed).shuffle(records)  # noqa: S311
        assert expected == calendar(records, OPTIONS).content


@pytest.mark.slow
def test_the_same_records_give_the_same_bytes_in_any_process() -> None:
    code = (
        "import sys; from tests.render.test_ics import *;"
        "sys.stdout.buffer.write(calendar(every_sort(), OPTIONS).content)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("77", "America/Lima"))
    }
    assert {calendar(every_sort(), OPTIONS).content} == outputs


def assert_well_formed(content: bytes) -> None:
    """Every line ends in CRLF, has at most 75 octets, something on it, and is UTF-8 by itself."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")[:-1]
    for row in lines:
        assert 0 < len(row) <= 75
        assert row != b" "
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", row)
        row.decode()
    names = [re.match(rb"[A-Z][A-Z0-9-]*", row) for row in lines if not row.startswith(b" ")]
    assert all(names)


def test_a_file_with_everything_in_it_is_well_formed() -> None:
    file = calendar(every_sort(), OPTIONS)
    assert file.left_out == ()
    assert_well_formed(file.content)


SMUGGLED = [
    "Talks\r\nATTENDEE:mailto:x@example.org",
    "Talks\nEND:VEVENT\nBEGIN:VALARM",
    "a\u2028ATTENDEE:x\u2029b\x85ORGANIZER:y\x0bc\x0cd",
    "nul\x00 esc\x1b[31m del\x7f c1\x9b lone\ud800 bom\ufeff over\u202e",
    r"back\slash \\ \n \N \; \,",
    'quotes " and ; and , and : and ^n ^^',
    " lead and trail \t",
    "\r\r\n\n",
]
hostile = st.one_of(
    st.sampled_from(SMUGGLED),
    st.lists(
        st.one_of(
            st.sampled_from(
                ["\r", "\n", "\r\n", "\u2028", "\x85", "\0", "\\", "\\n", "\\N", ",", ";", ":"]
            ),
            st.sampled_from(["\x1b", "\ud83d", "👩🏽‍⚖️", "e\u0301", "مرحبا", "БЕГ", "BEGIN:", '"']),
            st.text(max_size=40),
            st.text(st.characters(codec=None), max_size=10),
        ),
        max_size=12,
    ).map("".join),
    st.integers(60, 90).map(lambda n: "é" * n),
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile, hostile, hostile)
def test_hostile_words_become_neither_lines_nor_properties(a: str, b: str, c: str) -> None:
    record = session(a, reason=b or None)
    sitting = meeting(2, title=text(b), room=c, place=replace(MOSCOW, name=text(a)), url=a)
    options = replace(OPTIONS, name=a, description=b, prefix=c, url=b, colour=c)
    file = calendar([record, sitting], options)
    assert file.left_out == ()
    assert_well_formed(file.content)
    read = {e["uid"]: e for e in read_with_icalendar(file.content)}
    assert len(read) == 2
    for event in properties(file):
        assert {name.partition(";")[0] for name in event} <= ALLOWED
    written = {e["UID"]: e for e in properties(file)}["0002@tracker"]
    expected = " ".join(part for part in (one_line(c), one_line(b) or "m2") if part)
    assert one_line(expected) == unescaped(written["SUMMARY"])


@pytest.mark.parametrize("words", SMUGGLED[:-1])
def test_ical_js_reads_hostile_words_as_the_cleaned_ones(words: str) -> None:
    event = read_with_ical_js(calendar([meeting(title=text(words))], OPTIONS).content)[0]
    assert one_line(words) == event["summary"]
    assert {name.upper() for name in event["names"]} <= ALLOWED


def unescaped(value: str) -> str:
    """Return what a TEXT value says, by RFC 5545, 3.3.11, from left to right."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def test_cleaning_keeps_what_people_write_and_is_done_once() -> None:
    words = "Réunion à 10 h — «привет» مرحبا 👩🏽‍⚖️ e\u0301\tend"
    assert words == cleaned(words)
    for smuggled in SMUGGLED:
        assert cleaned(cleaned(smuggled)) == cleaned(smuggled)


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "ftp://a.b/c", "https://", "https://a b", "http://a\r\nX:y"),
        *("https://u:p@a.b", "//a.b", "https://a.b/é", "https://[a", "", None),
    ],
)
def test_only_whole_web_addresses_are_addresses(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91.0, 0.0), (0.0, float("nan")), (float("inf"), 0.0), (None, 1.0)]
)
def test_coordinates_off_the_map_are_not_written(latitude: float | None, longitude: float) -> None:
    place = replace(MOSCOW, latitude=latitude, longitude=longitude)
    assert "GEO" not in only(meeting(place=place))


# Other people's parsers


def read_with_icalendar(content: bytes) -> list[dict[str, Any]]:
    """Return the events as icalendar reads them, with Python's own zones."""
    return [
        {
            "uid": str(event["UID"]),
            "start": instant(event["DTSTART"].dt),
            "end": instant(event["DTEND"].dt),
            "summary": str(event["SUMMARY"]),
            "status": str(event["STATUS"]),
            "location": str(event.get("LOCATION", "")),
        }
        for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
    ]


def read_with_vobject(content: bytes) -> list[dict[str, Any]]:
    """Return the events as vobject reads them, with the zones that the file defines."""
    events = vobject.readOne(content.decode()).contents.get("vevent", [])
    return [
        {
            "uid": event.uid.value,
            "start": instant(event.dtstart.value),
            "end": instant(event.dtend.value),
            "summary": event.summary.value,
            "status": event.status.value,
            "location": event.location.value if hasattr(event, "location") else "",
        }
        for event in events
    ]


def instant(read: date) -> str:
    if not isinstance(read, datetime):
        return read.isoformat()
    assert read.tzinfo is not None
    return f"{read.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def meant(record: Meeting | Session) -> tuple[str, str]:
    """Return start and end as the record has them."""
    when = record.when
    if isinstance(when, Timed):
        assert when.end is not None
        clock = ZoneInfo(when.zone)
        return instant(when.start.replace(tzinfo=clock)), instant(when.end.replace(tzinfo=clock))
    first, last = when.days()
    assert first is not None
    assert last is not None
    return first.isoformat(), (last + timedelta(days=1)).isoformat()


def test_three_parsers_read_what_was_meant() -> None:
    records = every_sort()
    content = calendar(records, OPTIONS).content
    by_uid = {r.stamp.uid: r for r in records if r.stamp}
    compared = ("uid", "start", "end", "summary", "status", "location")
    with_ical_js = [{k: e[k] for k in compared} for e in read_with_ical_js(content)]
    assert with_ical_js == read_with_icalendar(content) == read_with_vobject(content)
    assert {uid: meant(r) for uid, r in by_uid.items()} == {
        e["uid"]: (e["start"], e["end"]) for e in with_ical_js
    }
