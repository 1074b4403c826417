"""VTIMEZONEs against zoneinfo, read as strictly as RFC 5545, 3.6.5 can be read."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from tests.peers import read_with_ical_js
from tracker.render.vtimezone import in_whole_minutes, vtimezone

FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
HOUR = timedelta(hours=1)
ZONES = sorted(z for z in available_timezones() if z not in {"localtime", "Factory"})
AWKWARD = (
    "Africa/Bamako",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Niamey",
    "Africa/Ouagadougou",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/Moscow",
    "Europe/Paris",
    "Pacific/Apia",
)


def onsets(text: str, until: datetime) -> list[tuple[datetime, timedelta]]:
    """Return (instant, offset from then on), naive UTC: DTSTART − TZOFFSETFROM and its RRULE."""
    found = []
    for part in re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT)\r\n(.*?)END:", text, re.DOTALL):
        value = dict(row.split(":", 1) for row in part.split("\r\n") if row)
        start = datetime.strptime(value["DTSTART"], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local
        starts = [start]
        if "RRULE" in value:
            rule = rrulestr(value["RRULE"], dtstart=start)
            starts = list(rule.between(start, until, inc=True))
            assert starts[0] == start
        before, after = offset(value["TZOFFSETFROM"]), offset(value["TZOFFSETTO"])
        found += [(local - before, after) for local in starts]
    return sorted(found)


def offset(written: str) -> timedelta:
    """Return what ±hhmm says."""
    minutes = int(written[1:3]) * 60 + int(written[3:])
    return timedelta(minutes=-minutes if written[0] == "-" else minutes)


def wrong_hours(zone: str, first: date, last: date, step: timedelta = HOUR) -> list[str]:
    """Return the instants from the first day to the last at which the text errs."""
    end = datetime(last.year, last.month, last.day) + timedelta(days=1)  # noqa: DTZ001 - UTC
    changes = onsets(vtimezone(zone, first, last), end)
    instants = [instant for instant, _ in changes]
    clock, now, wrong = ZoneInfo(zone), datetime(first.year, first.month, first.day), []  # noqa: DTZ001
    near = [i + d for i in instants for d in (-HOUR, timedelta(seconds=-1), timedelta(0), HOUR)]
    grid = [now + n * step for n in range((end - now) // step)]
    for instant in (*grid, *(i for i in near if now <= i < end)):
        said = changes[bisect_right(instants, instant) - 1][1]
        if said != instant.replace(tzinfo=UTC).astimezone(clock).utcoffset():
            wrong.append(f"{zone} {instant}")
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("letter", sorted({zone[:2] for zone in ZONES}))
def test_every_zone_is_right_at_each_change_and_between(letter: str) -> None:
    zones = [zone for zone in ZONES if zone.startswith(letter)]
    step = timedelta(days=9, hours=7)
    assert [w for zone in zones for w in wrong_hours(zone, FIRST, LAST, step)] == []


@pytest.mark.slow
@pytest.mark.parametrize("zone", AWKWARD)
def test_awkward_zones_are_right_hour_by_hour(zone: str) -> None:
    assert wrong_hours(zone, FIRST, LAST) == []


@pytest.mark.parametrize("zone", AWKWARD)
@pytest.mark.parametrize("year", [1975, 2006, 2011, 2023, 2060])
def test_one_year_of_any_time_is_right(zone: str, year: int) -> None:
    step = timedelta(hours=31)
    assert wrong_hours(zone, date(year, 1, 1), date(year, 12, 31), step) == []


def test_a_regular_zone_has_one_pair_of_rules_whatever_the_window() -> None:
    text = vtimezone("Europe/Paris", date(2025, 4, 3), date(2025, 4, 4))
    assert text == vtimezone("Europe/Paris", FIRST, LAST)
    assert text.splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


@pytest.mark.parametrize("zone", ["Africa/Bamako", "Africa/Niamey", "Africa/Ouagadougou"])
def test_the_sahel_keeps_one_clock_all_year(zone: str) -> None:
    text = vtimezone(zone, FIRST, LAST)
    assert f"TZID:{zone}\r\n" in text
    assert text.count("BEGIN:") == 2
    assert "DTSTART:19700101T000000" in text


@pytest.mark.parametrize("zone", ["Europe/Dublin", "Africa/Casablanca"])
def test_the_summer_hour_is_called_daylight_where_winter_saves_a_negative_one(zone: str) -> None:
    text = vtimezone(zone, FIRST, LAST)
    daylight = re.findall(r"BEGIN:DAYLIGHT\r\n.*?TZOFFSETTO:(.{5})", text, re.DOTALL)
    assert set(daylight) == {"+0100"}


def test_no_zone_is_written_as_clients_misread_it() -> None:
    for zone in ZONES:
        text = vtimezone(zone, FIRST, LAST)
        assert "RDATE" not in text
        assert set(re.findall(r"TZOFFSET\w+:(.*)\r", text)) <= set(
            re.findall(r"TZOFFSET\w+:([+-]\d{4})\r", text)
        )
        assert "BEGIN:STANDARD" in text
        assert max(map(len, text.splitlines())) <= 75


def test_an_offset_with_seconds_is_known_before_it_is_written() -> None:
    assert not in_whole_minutes("Africa/Monrovia", datetime(1960, 1, 1, tzinfo=UTC))
    assert in_whole_minutes("Africa/Monrovia", datetime(2025, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("zone", AWKWARD)
def test_ical_js_reads_every_change_as_zoneinfo_does(zone: str) -> None:
    text = vtimezone(zone, FIRST, LAST)
    clock = ZoneInfo(zone)
    end = datetime(2035, 12, 30)  # noqa: DTZ001 - UTC
    changes = [i for i, _ in onsets(text, end) if i.year >= FIRST.year]
    # Two and a half hours off: nearer ones may be wall times that come twice.
    away = timedelta(hours=2, minutes=30)
    instants = [i + d for i in changes for d in (-away, away)] or [end]
    walls = [i.replace(tzinfo=UTC).astimezone(clock) for i in instants]
    events = [
        f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART;TZID={zone}:{wall:%Y%m%dT%H%M%S}\r\nEND:VEVENT\r\n"
        for n, wall in enumerate(walls)
    ]
    content = f"BEGIN:VCALENDAR\r\n{text}{''.join(events)}END:VCALENDAR\r\n".encode()
    read = [event["start"] for event in read_with_ical_js(content)]
    assert [f"{i:%Y-%m-%dT%H:%M:%SZ}" for i in instants] == read
