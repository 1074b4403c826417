"""Exports that are read by and by: a line a record, little memory, nothing half written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Tracker, desk_at
from tests.memory import peak_of
from tracker.services.meetings import Draft, log

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_is_a_session_whole_or_a_meeting_of_none(
    tracker: Tracker, founding_ledger: Path
) -> None:
    done = tracker("export", "jsonl", "--to", "2025-06")
    alone, session, visit, talks = lines(done.out)
    assert [alone["ref"], session["ref"]] == ["m4", "aes-russia/1"]
    assert [meeting["ref"] for meeting in session["meetings"]] == ["m1", "m2", "m3"]
    assert [visit["ref"], talks["ref"]] == ["m5", "m6"]
    assert done.err == "Wrote 4 lines.\n"


def test_a_meeting_whose_session_was_not_asked_for_has_its_own_line(
    tracker: Tracker, founding_ledger: Path
) -> None:
    done = tracker("export", "jsonl", "--kind", "press-conference")
    assert [line["session"] for line in lines(done.out)] == ["aes-russia/1"]


def test_what_is_read_in_batches_comes_in_order(tracker: Tracker, ledger_path: Path) -> None:
    with desk_at(ledger_path) as desk:
        for i in range(1203):
            log(desk, Draft(f"Talks {i}", on=f"2025-04-{1 + i * 7 % 30:02}T10:00"))
    starts = [line["when"]["earliest"] for line in lines(tracker("export", "jsonl").out)]
    assert len(starts) == 1203
    assert starts == sorted(starts)


def test_nothing_to_export_is_no_line(tracker: Tracker) -> None:
    done = tracker("export", "jsonl")
    assert (done.code, done.out, done.err) == (0, "", "Wrote 0 lines.\n")


def test_a_file_that_says_the_same_keeps_its_time(
    tracker: Tracker, founding_ledger: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.jsonl"
    tracker("export", "jsonl", "-o", str(target))
    before = target.stat()
    done = tracker("export", "jsonl", "-o", str(target))
    after = target.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert done.err == f"Wrote 8 lines to {target}.\n"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("words", [("ics",), ("jsonl",), ("csv",)], ids=" ".join)
def test_many_meetings_take_little_memory(
    ledger_path: Path, words: tuple[str, ...], tmp_path: Path
) -> None:
    """Whatever their number: read at once, these would take some hundred megabytes."""
    with desk_at(ledger_path) as desk:
        for i in range(3_000):
            log(desk, Draft(f"Talks {i} {'x' * 1_500}", on="2025-04-03T10:00"))

    def peak(*filters: str) -> float:
        target = str(tmp_path / "out")
        world = {"TRACKER_DB": str(ledger_path), "HOME": str(tmp_path), "TRACKER_LANG": "en"}
        return peak_of("export", *words, *filters, "-o", target, environment=world)

    none = peak("--from", "2030-01-01", "--to", "2030-01-02")
    assert peak() - none < 40
