"""Records for calendars, and what their files hold: for the tests of the feed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tracker.domain.agenda import AgendaItem, ItemStatus, OutcomeMode
from tracker.domain.commitments import Commitment, CommitmentStatus
from tracker.domain.delegations import Delegation, Function, Member
from tracker.domain.documents import Document, DocumentKind, Paper, Relation
from tracker.domain.meetings import Meeting, MeetingKind
from tracker.domain.occasions import Stamp
from tracker.domain.parties import Party, PartyKind, Person
from tracker.domain.places import Place
from tracker.domain.sessions import Series, Session, SessionKind
from tracker.domain.sources import Source, SourceKind
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.topics import Topic
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay, Imprecise, Timed, When
from tracker.render.ics import (
    CalendarFile,
    CalendarOptions,
    calendar,
)

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
    return Meeting(id=number, **given_fields)


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
        id=1,
        series=series,
        ordinal=1,
        kind=SessionKind.REGULAR,
        title=said,
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


def unescaped(value: str) -> str:
    """Return what a TEXT value says, by RFC 5545, 3.3.11, from left to right."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
