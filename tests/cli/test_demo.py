"""`tracker demo`: the first line that a newcomer types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker


@pytest.fixture
def folder(ledger_path: Path) -> Path:
    return ledger_path.parent / "tracker-demo"


def test_it_prints_the_agenda_and_says_what_to_try(tracker: Tracker, folder: Path) -> None:
    done = tracker("demo")
    assert done.code == 0
    assert done.out.startswith("First session of the AES–Russia Consultations\n")
    assert "Thursday 3 April 2025" in done.out
    assert f"  export TRACKER_DB={folder}/ledger.sqlite3\n" in done.err


def test_it_prints_in_the_readers_language(tracker: Tracker) -> None:
    assert tracker("demo", "--lang", "fr").out.startswith("Première session des Consultations")


def test_it_writes_a_calendar_that_others_read(tracker: Tracker, folder: Path) -> None:
    tracker("demo")
    calendar = Calendar.from_ical((folder / "aes-russia.ics").read_bytes())
    titles = [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]
    assert len(titles) == 4
    assert any("Plenary talks" in title for title in titles)


def test_the_commands_that_it_names_work(tracker: Tracker, folder: Path) -> None:
    tracker("demo")
    ledger = str(folder / "ledger.sqlite3")
    assert tracker("list", "--from", "2025", "--to", "2025", TRACKER_DB=ledger).code == 0
    assert tracker("show", "aes-russia/1@MLI", TRACKER_DB=ledger).code == 0
    assert tracker("print", "aes-russia/1", "--lang", "fr", TRACKER_DB=ledger).code == 0


def test_it_runs_twice_and_keeps_what_was_tried(tracker: Tracker, folder: Path) -> None:
    tracker("demo")
    first = (folder / "aes-russia.ics").read_bytes()
    ledger = str(folder / "ledger.sqlite3")
    tracker("log", "Courtesy call", "--on", "tbc", TRACKER_DB=ledger)
    again = tracker("demo")
    assert again.err.startswith("Opened the scratch ledger ")
    assert (folder / "aes-russia.ics").read_bytes() == first
    assert "Courtesy call" in tracker("list", "--all", TRACKER_DB=ledger).out


def test_it_leaves_the_users_own_ledger_alone(tracker: Tracker, ledger_path: Path) -> None:
    before = ledger_path.read_bytes()
    tracker("demo")
    assert ledger_path.read_bytes() == before


@pytest.mark.parametrize("name", ["ledger.sqlite3", "aes-russia.ics"])
def test_a_strangers_file_is_left_as_it_is(tracker: Tracker, folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / name).write_text("mine")
    result = tracker("demo")
    assert (result.code, result.out) == (5, "")
    assert (folder / name).read_text() == "mine"
    assert [each.name for each in folder.iterdir()] == [name]


def test_another_ledger_is_not_taken_for_its_own(tracker: Tracker, ledger_path: Path) -> None:
    result = tracker("demo", str(ledger_path.parent))
    assert result.code == 5
    assert "is a ledger that the demo did not make" in result.err


def test_a_folder_that_cannot_be_is_refused(tracker: Tracker, ledger_path: Path) -> None:
    assert tracker("demo", str(ledger_path / "x")).code == 1
    assert tracker("demo", "--db", "other.sqlite3").code == 2
