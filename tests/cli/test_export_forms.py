"""`export jcal` and `export markdown`: the same calendar in other forms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import icalendar
import pytest

from tests.peers import read_with_ical_js
from tracker.render.isolates import LRI

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

HOSTILE = r"Talks; with, commas \\ and | pipes <script>alert(1)</script> **not bold** [x](y)"


@pytest.fixture
def crowded(tracker: Tracker, founding_ledger: Path) -> Tracker:
    """The founding example with timed meetings in several zones, and words that try to escape."""
    at = ("--at", "Moscow", "--visibility", "public")
    assert tracker("log", HOSTILE, "--on", "5 April 2025 10:00-11:30", *at).code == 0
    place = ("--at", "New York", "--note", "One\ntwo")
    assert tracker("log", "Evening", "--on", "30 April 2025 22:00-23:00", *place).code == 0
    assert tracker("log", "Morning", "--on", "1 May 2025 00:30", "--at", "Tokyo").code == 0
    assert tracker("log", "Some day", "--on", "2026").code == 0
    assert tracker("log", "Not yet", "--on", "tbc").code == 0
    assert tracker("cancel", "m11", "--reason", "rain").code == 0
    return tracker


def test_jcal_says_what_the_calendar_file_says(crowded: Tracker) -> None:
    """Read back by icalendar, property by property."""
    ics = icalendar.Calendar.from_ical(crowded("export", "ics").out)
    data = json.loads(crowded("export", "jcal").out)
    read = icalendar.Calendar.from_jcal(data)
    assert [c.name for c in read.walk()] == [c.name for c in ics.walk()]
    for ours, theirs in zip(read.walk(), ics.walk(), strict=True):
        assert set(ours) == set(theirs)
        for name in ours:
            assert str(ours[name]) == str(theirs[name]) or ours[name] == theirs[name], name
            assert getattr(ours[name], "dt", None) == getattr(theirs[name], "dt", None)


def test_ical_js_reads_the_same_from_both(crowded: Tracker) -> None:
    both = (crowded("export", form).out.encode() for form in ("ics", "jcal"))
    ics, jcal = (read_with_ical_js(content) for content in both)
    assert jcal == ics
    assert len(jcal) == 15


def test_jcal_has_types_and_values_as_rfc_7265_has_them(crowded: Tracker) -> None:
    _, head, components = json.loads(crowded("export", "jcal").out)
    assert ["name", {}, "text", "Diplomatic calendar"] in head
    assert ["version", {}, "text", "2.0"] in head
    by_summary = {
        prop[3]: {p[0]: p[1:] for p in properties}
        for name, properties, _ in components
        if name == "vevent"
        for prop in properties
        if prop[0] == "summary"
    }
    event = by_summary[f"CANCELLED: {HOSTILE}"]
    assert event["dtstart"] == [{"tzid": "Europe/Moscow"}, "date-time", "2025-04-05T10:00:00"]
    assert event["sequence"][:2] == [{}, "integer"]
    assert [name for name, *_ in components if name == "vtimezone"]


def test_an_empty_calendar_is_one_in_jcal_too(tracker: Tracker) -> None:
    name, _, components = json.loads(tracker("export", "jcal").out)
    assert (name, [c[0] for c in components]) == ("vcalendar", ["vtimezone"])


def test_markdown_has_a_table_for_each_month(crowded: Tracker) -> None:
    out = crowded("export", "markdown").out
    heads = [line for line in out.splitlines() if line.startswith("#")]
    assert heads == [
        "# Diplomatic calendar", "## Sessions", "## November 2024", "## April 2025", "## May 2025",
        "## June 2025", "## August 2025", "## September 2025", "## December 2025", "## 2026",
        "## Date to be confirmed",
    ]  # fmt: skip
    rows = [line for line in out.splitlines() if line.startswith("| ")]
    assert all(line.replace("\\|", "").count("|") == 7 for line in rows)
    assert "| tbc | m15 | Not yet |" in out or "| m15 | Not yet |" in out


def test_what_is_in_a_title_is_no_markup(crowded: Tracker) -> None:
    out = crowded("export", "markdown").out
    (row,) = [line for line in out.splitlines() if "Talks; with" in line]
    assert r"\| pipes \<script\>alert(1)\</script\> \*\*not bold\*\* \[x\](y)" in row
    assert "~~" in row


def test_markdown_is_in_the_language_of_the_reader(crowded: Tracker) -> None:
    french = crowded("export", "markdown", "--lang", "fr", "--to", "2025-05").out
    assert "\n## Mai 2025\n" in french
    arabic = crowded("export", "markdown", "--lang", "ar", "--to", "2025-05").out
    assert arabic.startswith('<div dir="rtl" lang="ar">\n\n# ')
    assert arabic.endswith("\n</div>\n")
    assert LRI in arabic


def test_the_public_gets_what_is_public(crowded: Tracker) -> None:
    out = crowded("export", "markdown", "--visibility", "public")
    assert "Evening" not in out.out
    assert "Withheld, being above public: " in out.err


def test_nothing_on_is_a_heading_alone(tracker: Tracker) -> None:
    assert tracker("export", "markdown").out == "# Diplomatic calendar\n\n"
