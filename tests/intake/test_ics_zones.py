"""Zones that only the file itself defines: by their rules they are found among the world's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from tests.intake.reading_ics import NOW, entries, event, meetings, remarks, whens
from tracker.intake.ics.blocks import blocks
from tracker.intake.ics.definitions import Definition, read_definition
from tracker.intake.ics.zones import Zones, fixed, named_zone
from tracker.render.vtimezone import vtimezone

# With a summer time and without, of the south, by half hours, in Ramadan, and one that gave up.
ZONES = [
    "Europe/Paris", "America/New_York", "Africa/Bamako", "Asia/Kolkata", "Australia/Lord_Howe",
    "America/Santiago", "Africa/Casablanca", "Africa/Cairo", "Asia/Tehran", "Europe/Moscow",
]  # fmt: skip
SIX_HOURS = timedelta(hours=6)


def defined(text: str) -> Definition:
    (block,) = blocks(BytesIO(text.encode()))
    found = read_definition(block)
    assert found
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_a_definition_has_the_offsets_of_its_zone(zone: str) -> None:
    definition = defined(vtimezone(zone, date(2020, 1, 1), date(2026, 12, 31)))
    clock = ZoneInfo(zone)
    wall = datetime(2020, 1, 2, 1)  # noqa: DTZ001 - a wall time
    while wall.year < 2027:
        known = {wall.replace(tzinfo=clock, fold=fold).utcoffset() for fold in (0, 1)}
        assert definition.offset_at(wall) in known, wall
        wall += SIX_HOURS


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_under_another_name_is_found_by_its_clocks(zone: str) -> None:
    text = vtimezone(zone, date(2022, 1, 1), date(2027, 12, 31)).replace(zone, "Mine")
    clock, remark = Zones({"Mine": defined(text)}, "UTC", NOW.date()).clock("Mine")
    assert clock
    assert "its clocks agree" in remark
    for month in range(1, 13):
        noon = datetime(2025, month, 11, 12)  # noqa: DTZ001 - a wall time
        there = noon.replace(tzinfo=ZoneInfo(clock.home)).utcoffset()
        assert there == noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()


def test_the_readers_own_zone_goes_before_others_with_the_same_clocks() -> None:
    text = vtimezone("Europe/Paris", date(2024, 1, 1), date(2027, 1, 1)).replace(
        "Europe/Paris", "Mine"
    )
    for own in ("Europe/Paris", "Europe/Rome", "Africa/Ceuta"):
        clock, _ = Zones({"Mine": defined(text)}, own, NOW.date()).clock("Mine")
        assert clock
        assert clock.home == own


def test_a_rule_that_leaves_the_day_to_its_first_one_is_followed() -> None:
    observance = (
        "BEGIN:{0}\nDTSTART:{1}\nRRULE:FREQ=YEARLY\nTZOFFSETFROM:{2}\nTZOFFSETTO:{3}\nEND:{0}\n"
    )
    summer = observance.format("DAYLIGHT", "19700401T000000", "+0100", "+0200")
    winter = observance.format("STANDARD", "19701001T000000", "+0200", "+0100")
    found = defined(f"BEGIN:VTIMEZONE\r\nTZID:X\r\n{summer}{winter}END:VTIMEZONE\r\n")
    days = [datetime(2025, month, 2) for month in (1, 4, 9, 10)]  # noqa: DTZ001 - wall times
    assert [found.offset_at(day) // timedelta(hours=1) for day in days] == [1, 2, 2, 1]


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("africa/bamako", "Africa/Bamako"),
        ("America/New York", "America/New_York"),
        ("/example.org/2020/America/Indiana/Knox", "America/Indiana/Knox"),
        ("E. Africa Standard Time", "Africa/Nairobi"),
        ("e. africa standard time", "Africa/Nairobi"),
        ("/example.org/Israel", None),
        ("posixrules", None),
        ("", None),
        ("../../etc/passwd", None),
        ("\x00", None),
    ],
)
def test_names_of_zones(name: str, zone: str | None) -> None:
    assert named_zone(name) == zone


def test_a_fixed_offset_is_kept_in_whole_hours_or_in_utc() -> None:
    assert fixed(timedelta(hours=3)).home == "Etc/GMT-3"
    assert fixed(timedelta(hours=-5)).home == "Etc/GMT+5"
    assert fixed(timedelta(hours=5, minutes=30)).home == "UTC"
    assert whens(event("DTSTART;TZID=UTC+0530:20250403T100000")) == ["2025-04-03T04:30[UTC]"]


def test_a_zone_that_nothing_tells_of_is_said_once() -> None:
    content = event("DTSTART;TZID=Atlantis:20250403T100000", "DTEND;TZID=Atlantis:20250403T110000")
    assert remarks(content) == [
        "Nothing tells what the zone “Atlantis” is: its times are read in Europe/Paris."
    ]
    (met,) = meetings(content)
    assert met.floating
    assert len(entries(content)) == 2
