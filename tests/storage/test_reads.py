"""What reads cost: statements whatever the number of records, and an index for each."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOW, Tracker, desk_at
from tracker.domain.entries import Filter
from tracker.domain.visibility import Reader, Visibility
from tracker.services.handing_out import records, select
from tracker.services.meetings import Draft, log
from tracker.storage.database import Database
from tracker.storage.reads.calendar import entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.storage.reads.reading import Reading

WEEK = Filter(since=NOW, until=NOW + timedelta(days=7))
NEXT = Filter(since=NOW, limit=5, undated=False)
OF_MALI = Filter(since=NOW, until=NOW + timedelta(days=7), parties=("MLI",))
OPERATOR = Reader(Visibility.INTERNAL, NOW)


def statements(path: Path, read: Callable[[Reading], object]) -> list[str]:
    """The SELECTs, with their values, that one read sends to the file."""
    met: list[str] = []
    with Database(path).reading(OPERATOR) as reading:
        connection = reading.door._connection  # type: ignore[attr-defined]
        connection.set_trace_callback(met.append)
        read(reading)
        connection.set_trace_callback(None)
    return [statement for statement in met if statement.lstrip().startswith("SELECT")]


def plan(path: Path, read: Callable[[Reading], object]) -> list[str]:
    """How SQLite goes about every statement of a read."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            row[3]
            for statement in statements(path, read)
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]


def fill(path: Path, number: int, *, on: str = "2025-04-01T10:00") -> None:
    with desk_at(path) as desk:
        for i in range(number):
            log(desk, Draft(f"Talks {i}", on=on, at="Moscow", parties="MLI,RUS", topics=("trade",)))


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (lambda reading: entries(reading, WEEK), 8),
        (lambda reading: entries(reading, NEXT), 5),
        (lambda reading: list(records(reading, select(reading, WEEK))), 42),
    ],
    ids=["list", "next", "export"],
)
def test_a_read_takes_as_many_statements_for_many_as_for_few(
    ledger_path: Path, read: Callable[[Reading], object], most: int
) -> None:
    fill(ledger_path, 2)
    few = len(statements(ledger_path, read))
    fill(ledger_path, 40)
    assert len(statements(ledger_path, read)) == few <= most


@pytest.mark.parametrize("wanted", [WEEK, NEXT, OF_MALI], ids=["week", "next", "party"])
def test_no_list_goes_through_every_meeting(founding_ledger: Path, wanted: Filter) -> None:
    fill(founding_ledger, 30)
    steps = plan(founding_ledger, lambda reading: entries(reading, wanted))
    assert steps
    assert [step for step in steps if re.match(r"SCAN [mnd]\b", step)] == []


@pytest.mark.parametrize(
    "index", ["ix_meetings_starts_at", "ix_meetings_long", "ix_sessions_starts_at"]
)
def test_a_week_is_found_by_its_index(founding_ledger: Path, index: str) -> None:
    steps = plan(founding_ledger, lambda reading: entries(reading, WEEK))
    assert any(index in step for step in steps)


def test_next_stops_when_it_has_enough(founding_ledger: Path) -> None:
    """Both halves of the calendar are read in order: nothing is sorted, nothing is made whole."""
    steps = plan(founding_ledger, lambda reading: entries(reading, NEXT))
    assert "MERGE (UNION ALL)" in steps
    assert "SCAN calendar" not in steps


def test_what_has_no_date_is_found_by_its_index(founding_ledger: Path) -> None:
    wanted = Filter(since=NOW)
    steps = plan(founding_ledger, lambda reading: entries(reading, wanted))
    assert any("starts_at=?" in step for step in steps)


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("2024-01-01/2026-01-01", True),  # a long span around the week
        ("2025-03-20 to 2025-04-02", True),
        ("2025-04-06", True),
        ("2025-03-31T08:00/2025-03-31T10:00", True),  # goes on now
        ("2025-03-31T09:00", True),  # an instant at the very edge
        ("April 2025", True),
        ("2025", True),
        ("2025-04-07T09:00", False),  # the end is not in it
        ("2025-03-30", False),
        ("2025-03-20/2025-03-30", False),
        ("tbc", False),
    ],
)
def test_a_week_finds_what_touches_it(tracker: Tracker, on: str, found: bool) -> None:
    assert tracker("log", "Talks", "--on", on).code == 0
    listed = tracker("list", "--from", "2025-03-31T09:00", "--to", "2025-04-07T09:00")
    assert ("Talks" in listed.out) is found


def test_what_has_no_date_comes_last(tracker: Tracker) -> None:
    tracker("log", "Undated", "--on", "tbc")
    tracker("log", "Late", "--on", "2030-01-01")
    tracker("log", "Long", "--on", "2024-01-01/2027-01-01")
    tracker("log", "Soon", "--on", "2025-04-01")
    out = tracker("list").out
    titles = ["Long", "Soon", "Late", "Undated"]
    assert sorted(titles, key=out.index) == titles


def test_next_leaves_out_what_has_no_date(tracker: Tracker) -> None:
    tracker("log", "Undated", "--on", "tbc")
    assert tracker("next").out == ""


@pytest.mark.parametrize("count", ["1", "3"])
def test_next_takes_the_earliest(tracker: Tracker, count: str) -> None:
    for day in (9, 3, 7, 5):
        tracker("log", f"Day {day}", "--on", f"2025-04-{day:02}")
    out = tracker("next", count).out
    assert [f"Day {day}" for day in (3, 5, 7)][: int(count)] == [
        word for word in ("Day 3", "Day 5", "Day 7", "Day 9") if word in out
    ]
