"""When a government moves its clocks: local times stay, UTC follows, calendars learn of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tracker.storage.door import one
from tracker.storage.sqlite_file import reading as reading_of

ZONES = Path("/usr/share/zoneinfo")


@pytest.fixture
def moved_paris(tmp_path: Path) -> Path:
    """A folder of time zone data in which Paris keeps Moscow's time."""
    if not (ZONES / "Europe/Moscow").is_file():
        pytest.skip("needs the system's time zone data")
    folder = tmp_path / "zoneinfo"
    (folder / "Europe").mkdir(parents=True)
    shutil.copy(ZONES / "Europe/Moscow", folder / "Europe/Paris")
    return folder


def run(ledger: Path, *words: str, zones: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, whose time zone data may be others."""
    data = {"PYTHONTZPATH": f"{zones}:{ZONES}"} if zones else {}
    world = {**os.environ, "TRACKER_DB": str(ledger), "TRACKER_ZONE": "UTC", **data}
    command = [sys.executable, "-m", "tracker", *words]
    return subprocess.run(command, env=world, capture_output=True, text=True, check=False)


def bounds(ledger: Path) -> tuple[str, int]:
    with reading_of(ledger) as door:
        row = one(door.rows("SELECT starts_at, when_confirmed FROM meetings"))
        count = one(door.rows("SELECT count(*) AS n FROM revisions WHERE moved_level IS NOT NULL"))
    assert row is not None
    assert count is not None
    assert row["when_confirmed"] == "2027-06-10T09:30[Europe/Paris]"
    return row["starts_at"], count["n"]


def test_local_time_stays_and_utc_follows(ledger_path: Path, moved_paris: Path) -> None:
    log = ("log", "Talks", "--on", "10 June 2027 9:30", "--zone", "Europe/Paris")
    assert run(ledger_path, *log, "--status", "confirmed").returncode == 0
    assert bounds(ledger_path) == ("2027-06-10T07:30:00Z", 0)

    check = run(ledger_path, "db", "check", zones=moved_paris)
    assert (check.returncode, "tracker db refresh" in check.stderr) == (1, True)
    refresh = run(ledger_path, "db", "refresh", zones=moved_paris)
    assert refresh.stderr == "m1 has moved in UTC; its local time is what it was.\n"
    assert bounds(ledger_path) == ("2027-06-10T06:30:00Z", 1)
    assert run(ledger_path, "db", "check", zones=moved_paris).returncode == 0


def test_nothing_moves_while_the_clocks_do_not(ledger_path: Path) -> None:
    assert ZoneInfo("Europe/Paris")
    result = run(ledger_path, "db", "refresh")
    assert result.stderr == "Every date stands as the time zone data have it.\n"
