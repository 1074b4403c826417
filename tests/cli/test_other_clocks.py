"""An hour told by other clocks than the place's: nobody is led to the wrong one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker


@pytest.fixture
def away(tracker: Tracker) -> Tracker:
    """The program on a public meeting in Bamako that was told by the clocks of Paris."""
    when = ("--on", "10 April 2025 10:00-11:30", "--zone", "Europe/Paris", "--at", "Bamako")
    tracker("log", "Talks", *when, "--visibility", "public")
    return tracker


def test_a_sheet_tells_it_by_the_clocks_that_it_names(away: Tracker) -> None:
    shown = away("show", "m1").out
    assert "When        Thursday 10 April 2025, 08:00–09:30\n" in shown
    assert "Time zone   Africa/Bamako (UTC+0)\n" in shown


@pytest.mark.parametrize("of", ["2025-04", "10 April 2025"])
def test_prints_of_days_tell_it_by_the_clocks_of_its_place(away: Tracker, of: str) -> None:
    printed = away("print", of).out
    assert "08:00" in printed
    assert "10:00" not in printed


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Africa/Bamako", "10:00–11:30 = 08:00–09:30 (Bamako)"),
        ("Europe/Moscow", "10:00–11:30 = 11:00–12:30 (Moscow)"),
        ("Europe/Paris", "10:00–11:30  m1"),
    ],
)
def test_a_list_adds_the_readers_own(away: Tracker, zone: str, told: str) -> None:
    assert told in away("list", "--from", "2025-04", TRACKER_ZONE=zone).out


def test_data_tell_the_zone_of_the_place_and_that_of_the_date(away: Tracker) -> None:
    (entry,) = json.loads(away("list", "--from", "2025-04", "--json").out)
    assert entry["zone"] == "Africa/Bamako"
    assert entry["when"]["text"].endswith("[Europe/Paris]")


def test_a_table_for_others_says_whose_clocks_they_are(away: Tracker) -> None:
    assert "| Thu 10 Apr 2025 10:00–11:30 (Paris) | m1 |" in away("export", "markdown").out


def test_the_pages_say_whose_clocks_they_are(away: Tracker, ledger_path: Path) -> None:
    built = away("feed", "build", "site", "--url", "https://calendar.example")
    assert built.code == 0
    site = ledger_path.with_name("site")
    home = (site / "index.html").read_text(encoding="utf-8")
    (page,) = (site / "meetings").rglob("*.html")
    told = home.partition("10:00–11:30")[2]
    assert told.partition("(")[2].partition(")")[0].count("Paris") == 1
    assert "08:00–09:30" in page.read_text(encoding="utf-8")
