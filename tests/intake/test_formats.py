"""What a file is, is told by what stands in it first and by its name second."""

from __future__ import annotations

from io import BytesIO

import pytest

from tracker.errors import Invalid
from tracker.intake.formats import decide

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
FOUND = [
    (CALENDAR, "calendar.txt", "ics"),
    (CALENDAR, "https://example.org/calendar?format=ical", "ics"),
    (b"\xef\xbb\xbf\r\n" + CALENDAR, "-", "ics"),
    (CALENDAR.decode().encode("utf-16"), "outlook.ics", "ics"),
    (b"begin:vcalendar\nversion:1.0\n", "palm.vcs", "ics"),
    (b"X-BROKEN:1\nBEGIN:VCALENDAR\n", "feed", "ics"),
    (b'{"format": "tracker-export"}', "-", "json"),
    (b"[]", "meetings.json", "json"),
    (b"[draft] visits,date\n", "visits.tsv", "csv"),
    (b"language: en\n", "session.yml", "yaml"),
    (b"Title;Date;Place\n", "https://example.org/list.CSV?x=1", "csv"),
    (b"Title;Date;Place\n", "-", "csv"),
    ("Название\tДата\n".encode("cp1251"), "-", "csv"),
]


@pytest.mark.parametrize(("content", "name", "format_"), FOUND, ids=[n for _, n, _ in FOUND])
def test_a_file_is_what_it_holds(content: bytes, name: str, format_: str) -> None:
    file = BytesIO(content)

    assert format_ == decide(file, name)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "is empty"),
        (b"  \r\n\r\n", "is empty"),
        (b"<!DOCTYPE html><title>Sign in</title>", "is a web page"),
        (b"PK\x03\x04rest", "workbook"),
        (b'[ "vcalendar", [["version", {}, "text", "2.0"]], []]', "jCal"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"Dear colleague", "cannot be told"),
    ],
)
def test_what_is_no_list_of_meetings_is_named(content: bytes, named: str) -> None:
    with pytest.raises(Invalid, match=named) as told:
        decide(BytesIO(content), "calendar.ics" if b"<!D" in content else "calendar")
    assert "calendar" in told.value.sentence
