"""A change of very many records is told in part, quickly, and taken back whole."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOW, desk_at
from tests.services.deliveries import meeting, streamed, whole
from tracker.domain.visibility import Reader, Visibility
from tracker.services.desk import Desk
from tracker.services.importing.taking import take_in
from tracker.storage.database import Database
from tracker.storage.ledger import Command
from tracker.storage.reads import history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Tracker
    from tracker.domain.incoming import IncomingMeeting

MANY = 600


def many(hidden: int | None = None) -> Iterator[IncomingMeeting]:
    for number in range(MANY):
        level = Visibility.CONFIDENTIAL if number == hidden else None
        yield meeting(1, f"Talks {number}", uid=f"{number}@example.org", visibility=level)


@pytest.fixture
def large(ledger_path: Path) -> Path:
    with desk_at(ledger_path) as desk:
        take_in(desk, streamed(many()), name="large")
    return ledger_path


def test_a_large_change_tells_its_first_records_and_how_many_more(
    tracker: Tracker, large: Path
) -> None:
    (change,) = json.loads(tracker("history", "--json").out)
    assert len(change["revisions"]) == history.MOST
    assert {r["table"] for r in change["revisions"]} == {"meetings", "places"}
    assert change["more"] == 2 * MANY + 1 - history.MOST
    assert tracker("history").out.endswith(f"    … and {change['more']:,} more\n")
    assert f"… et {change['more']:,} de plus\n" in tracker("history", TRACKER_LANG="fr").out
    assert tracker("changes", "--since", "2025-03-01").out == tracker("history").out


def test_of_a_record_in_a_large_change_its_own_history_is_told(
    tracker: Tracker, large: Path
) -> None:
    (change,) = json.loads(tracker("history", f"m{MANY}", "--json").out)
    assert {(r["table"], r["record"]) for r in change["revisions"]} >= {("meetings", MANY)}
    shown = json.loads(tracker("show", f"m{MANY}", "--json").out)
    assert [trace["verb"] for trace in shown["history"]] == ["added"]


@pytest.mark.parametrize("hidden", [3, MANY - 1])
def test_who_may_not_see_all_of_a_large_change_reads_no_more_than_its_verb(
    ledger_path: Path, hidden: int
) -> None:
    command = Command("officer", "tracker import secret.ics", NOW)
    with Database(ledger_path).writing(command) as ledger:
        desk = Desk.at(ledger, zone="UTC", language="en", author="officer")
        take_in(desk, streamed(many(hidden)), name="large")
    told = []
    for level in (Visibility.INTERNAL, Visibility.CONFIDENTIAL):
        with Database(ledger_path).reading(Reader(level, NOW)) as reading:
            (change,) = history.changes(reading)
        told.append((change.command, change.more > 0))
    assert told == [("tracker import", False), ("tracker import secret.ics", True)]


def test_a_large_change_is_taken_back_and_brought_again(tracker: Tracker, large: Path) -> None:
    after = whole(large)
    assert tracker("undo").code == 0
    assert json.loads(tracker("list", "--all", "--json").out) == []
    assert tracker("redo").code == 0
    assert whole(large) == after


def test_taking_back_holds_few_revisions_at_a_time(large: Path) -> None:
    tracemalloc.start()
    try:
        with desk_at(large) as desk:
            desk.ledger.take_back(1)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4_000_000


def test_readers_work_on_while_a_large_change_is_made(large: Path) -> None:
    with desk_at(large) as desk:
        more = (replace(each, uid=f"{n}#{each.uid}") for n in range(4) for each in many())
        take_in(desk, streamed(more), name="more")
        with Database(large, 0).reading(Reader(Visibility.INTERNAL, NOW)) as reading:
            (found,) = reading.rows("SELECT count(*) AS n FROM meetings")
    assert found["n"] == MANY
