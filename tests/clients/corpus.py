"""Fifty calendars of everything that may be in one, and what each event of them says."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from tests.peers import instant
from tests.render.feed import (
    CHANGED,
    MADE,
    MOSCOW,
    OPTIONS,
    local,
    meeting,
    properties,
    session,
    text,
    timed,
    unescaped,
)
from tracker.domain.meetings import Meeting, MeetingKind
from tracker.domain.occasions import Stamp, Whens
from tracker.domain.status import Status
from tracker.domain.text import LONGEST
from tracker.domain.topics import Topic
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed, When, with_duration
from tracker.render.ics import CancelledPolicy, calendar

if TYPE_CHECKING:
    from tracker.domain.sessions import Session

# With a yearly rule, without one, with half hours, seconds, no winter or the winter saved.
# Announced in 2026 to give up or to change their summer time: readers that take zones from
# elsewhere than the file may not have heard of it.
_MOVED_LATELY: Final = frozenset({"Africa/Casablanca", "Africa/El_Aaiun", "America/Havana"})
ZONES: Final = (
    *("Africa/Abidjan", "Africa/Bamako", "Africa/Cairo", "Africa/Casablanca", "Africa/Dakar"),
    *("Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Juba", "Africa/Khartoum", "Africa/Lagos"),
    *("Africa/Nairobi", "Africa/Niamey", "Africa/Ouagadougou", "America/Asuncion"),
    *("America/Caracas", "America/Havana", "America/New_York", "America/Nuuk"),
    *("America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll"),
    *("Asia/Almaty", "Asia/Amman", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu"),
    *("Asia/Kolkata", "Asia/Pyongyang", "Asia/Shanghai", "Asia/Tehran", "Atlantic/Reykjavik"),
    *("Australia/Lord_Howe", "Europe/Chisinau", "Europe/Dublin", "Europe/Istanbul"),
    *("Europe/Moscow", "Europe/Paris", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati"),
    *("Etc/UTC", "UTC"),
)
SCRIPTS: Final = (
    "Consultations politiques à Genève",
    "Встреча министров иностранных дел",
    "مشاورات دول الساحل وروسيا",
    "התייעצויות מדיניות בירושלים",
    "Συνάντηση υπουργών Εξωτερικών",
    "विदेश मंत्रियों की बैठक",
    "পররাষ্ট্রমন্ত্রীদের বৈঠক",
    "外交部长级磋商",
    "外務大臣会合（東京）",
    "외교장관 회담",
    "การประชุมรัฐมนตรีต่างประเทศ",
    "የውጭ ጉዳይ ሚኒስትሮች ስብሰባ",
    "საგარეო საქმეთა მინისტრები",
    "Արտաքին գործերի նախարարներ",
    "ߝߊ߬ߛߏ߬ ߡߊߙߊߟߌ",
    "👩🏽‍⚖️🇲🇱🇧🇫🇳🇪 signing 🖋️",
)
HOSTILE: Final = (
    "Talks\r\nATTENDEE:mailto:x@example.org",
    "Talks\rEND:VEVENT\rBEGIN:VALARM",
    "Talks\nEND:VCALENDAR\n\nBEGIN:VCALENDAR",
    "a\u2028ATTENDEE:x\u2029b\x85ORGANIZER:y\x0bc\x0cd",
    "nul\x00 esc\x1b[31m del\x7f c1\x9b bom\ufeff over\u202eabc\u202c",
    "isolates \u2066left\u2069 \u2067right\u2069 and marks \u200e\u200f\u200b",
    r"back\slash \\ \n \N \; \, \t ends in \\",
    "quotes \" and ' and ; and , and : and ^n ^^ and &amp; <b>",
    "%s %n %d {title} $HOME `id` =1+1 | and !",
    "BEGIN:VEVENT",
    " lead and trail \t",
    "tab\tin it",
    "é" * 80,
    "10 kB of words, " * 640,
    "𐤀" * 2_500,
)
FEEDS: Final = 50
_MEETINGS: Final = 16
_DAY: Final = timedelta(days=1)
_CHANGES: Final = tuple(timedelta(minutes=m) for m in (-90, -30, -1, 0, 1, 30, 59, 90))

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar's bytes, and its events (uid, start, end, summary, status), by UID."""

    name: str
    content: bytes
    events: tuple[Event, ...]


@cache
def feeds() -> tuple[Feed, ...]:
    """Return the calendars, the same at every run: all zones, scripts, statuses, languages."""
    return tuple(_feed(number) for number in range(FEEDS))


def _feed(number: int) -> Feed:
    chance = random.Random(number)
    records: list[Meeting | Session] = [
        _meeting(number * 1_000 + n, chance) for n in range(_MEETINGS)
    ]
    records += [_session(number * 1_000 + n, chance) for n in (900, 901)]
    options = replace(
        OPTIONS,
        cancelled=CancelledPolicy.KEEP,
        name=_words(chance) or "x",
        language=("en", "fr", "ru", "ar", "sw")[number % 5],
        description=_words(chance),
        prefix=chance.choice(["", "", "[AES]", "a;b,c\\", "\r\nX:"]),
        url=chance.choice([None, "https://example.org/feeds/aes-russia.ics"]),
    )
    file = calendar(records, options)
    assert file.left_out == (), file.left_out
    return Feed(f"{number:02}", file.content, _events(records, properties(file)))


def _events(records: list[Meeting | Session], written: list[dict[str, str]]) -> tuple[Event, ...]:
    """Return what the records mean: dates by themselves, words by RFC 5545, 3.3.11."""
    dates = {r.stamp.uid: meant(r) for r in records if r.stamp}
    assert len(dates) == len(records) == len(written)
    events = [
        {
            "uid": event["UID"],
            "start": dates[event["UID"]][0],
            "end": dates[event["UID"]][1],
            "summary": unescaped(event["SUMMARY"]),
            "status": event["STATUS"],
        }
        for event in written
    ]
    return tuple(sorted(events, key=lambda e: str(e["uid"])))


def meant(record: Meeting | Session) -> tuple[str, str]:
    """Return start and exclusive end as the record has them: instants in UTC, or days."""
    when = record.when
    if isinstance(when, ToBeConfirmed):
        assert record.whens.announced
        when = record.whens.announced
    if isinstance(when, Timed):
        start = when.start.replace(tzinfo=ZoneInfo(when.zone)).astimezone(UTC)
        end = start + timedelta(hours=1)  # what is written of an end that is not known
        if when.end is not None:
            end = when.end.replace(tzinfo=ZoneInfo(when.zone)).astimezone(UTC)
        return instant(start), instant(end)
    first, last = when.days()
    assert first is not None
    assert last is not None
    return first.isoformat(), (last + _DAY).isoformat()


def _meeting(number: int, chance: random.Random) -> Meeting:
    when = _when(number, chance)
    status = chance.choice(list(Status))
    whens = Whens()
    if status is Status.POSTPONED and chance.random() < 0.5:
        when, whens = ToBeConfirmed(), Whens(announced=when)
    return meeting(
        number,
        when,
        whens=whens,
        status=status,
        title=text(_words(chance)[:LONGEST]),
        kind=chance.choice(list(MeetingKind)),
        place=chance.choice([None, MOSCOW, replace(MOSCOW, latitude=None, longitude=None)]),
        room=chance.choice([None, _words(chance)]),
        reason=chance.choice([None, _words(chance)]),
        url=chance.choice([None, "https://example.org/a,b;c?d=%20#e", "javascript:alert(1)"]),
        note=chance.choice([None, _words(chance)]),
        topics=(Topic(1, "sahel", text("Sahel")),),
        stamp=Stamp(f"{number:06}@tracker", MADE, CHANGED, number % 7),
    )


def _session(number: int, chance: random.Random) -> Session:
    when = chance.choice([AllDay(date(2025, 4, 3), date(2025, 4, 4)), Imprecise("2026-05")])
    made = session(
        _words(chance)[:LONGEST],
        when=when,
        status=chance.choice(list(Status)),
        stamp=Stamp(f"session-{number:06}@tracker", MADE, CHANGED),
    )
    return replace(made, id=number, ordinal=number, title=chance.choice([made.title, text("")]))


def _words(chance: random.Random) -> str:
    """Return words in one of the scripts, once or at length, or hostile ones."""
    words = chance.choice(chance.choice([SCRIPTS, SCRIPTS, HOSTILE]))
    return words if len(words) > 60 else " · ".join([words] * chance.choice([1, 1, 2, 9]))


def _when(number: int, chance: random.Random) -> When:
    zone = ZONES[number % len(ZONES)]
    # Not later: from 2029 on node-ical errs in Morocco, by its library's zones, not by ours.
    year = chance.choice([2024, 2025, 2025, 2026, 2026, 2027, 2028, 1998])
    if zone in _MOVED_LATELY:
        year = min(year, 2025)
    day = date(year, 1, 1) + chance.randrange(365) * _DAY
    roll = chance.random()
    if roll < 0.12:
        return AllDay(day, day + chance.choice([0, 0, 1, 10]) * _DAY)
    if roll < 0.22:
        month = f"{day:%Y-%m}"
        spans = (month, f"{month}~", f"{day.year}-21", f"{day.year}", f"[{month}-16..{month}-28]")
        return Imprecise(chance.choice(spans))
    if roll < 0.5 and (found := changes_of_clocks(zone, year)):
        wall = (chance.choice(found) + chance.choice(_CHANGES)).astimezone(ZoneInfo(zone))
        return with_duration(
            timed(wall.replace(tzinfo=None), zone, None), timedelta(minutes=chance.choice([5, 95]))
        )
    start = local(day.year, day.month, day.day, chance.choice([0, 9, 12, 15, 23]), 45)
    length = timedelta(minutes=chance.choice([15, 60, 90, 600, 4_000]))
    when = timed(start, zone, None)
    return with_duration(when, length) if chance.random() < 0.9 else when


@cache
def changes_of_clocks(zone: str, year: int) -> tuple[datetime, ...]:
    """Return the first instants in UTC at which the zone has another offset, to the minute."""
    clock = ZoneInfo(zone)
    found = []
    hour = datetime(year, 1, 1, tzinfo=UTC)
    while hour.year == year:
        later = hour + timedelta(hours=1)
        if hour.astimezone(clock).utcoffset() != later.astimezone(clock).utcoffset():
            minutes = (hour + timedelta(minutes=m) for m in range(1, 61))
            before = hour.astimezone(clock).utcoffset()
            found.append(next(m for m in minutes if m.astimezone(clock).utcoffset() != before))
        hour = later
    return tuple(found)
