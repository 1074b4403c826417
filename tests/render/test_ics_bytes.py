"""Calendar files octet by octet: nothing that anybody types becomes more than text."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.peers import ROOT, read_with_ical_js, read_with_icalendar
from tests.render.feed import (
    ALLOWED,
    MOSCOW,
    OPTIONS,
    every_sort,
    meeting,
    only,
    properties,
    session,
    text,
    unescaped,
)
from tracker.render.ics import calendar
from tracker.render.ics.wire import LONGEST_TEXT, cleaned, one_line, web_address


def test_the_same_records_give_the_same_bytes_in_any_order() -> None:
    records = every_sort()
    expected = calendar(records, OPTIONS).content
    for seed in range(5):
        random.Random(seed).shuffle(records)
        assert expected == calendar(records, OPTIONS).content


@pytest.mark.slow
def test_the_same_records_give_the_same_bytes_in_any_process() -> None:
    code = (
        "import sys; from tests.render.feed import *;"
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


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar", "sw"])
def test_a_file_with_everything_in_it_is_well_formed(language: str) -> None:
    file = calendar(every_sort(), replace(OPTIONS, language=language))
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


@pytest.mark.parametrize(
    "words", ["Ж" * 9_000, "one, two; " * 2_000, "line\n" * 3_000, "\\" * 9_000]
)
def test_words_without_end_end_in_an_ellipsis(words: str) -> None:
    written = only(meeting(note=words, room=words, title=text(words)))
    for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
        assert LONGEST_TEXT - 100 < len(written[name].encode()) <= LONGEST_TEXT
        assert unescaped(written[name]).endswith("…")
    assert one_line(words).startswith(unescaped(written["SUMMARY"]).removesuffix("…"))


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


def test_icalendar_is_not_loaded_before_a_calendar_is_made() -> None:
    code = "import sys, tracker.render.ics; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
