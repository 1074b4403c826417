"""Interrupted, killed or out of room in the middle of an import: the ledger is as it was."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOW
from tests.reliability.programs import PROGRAM, call, faults, small_disk, titles, world
from tracker.domain.visibility import Reader, Visibility
from tracker.storage.database import Database

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
EVENTS = 800
KILLS = 15
EVENT = """BEGIN:VEVENT
UID:{number}@example.org
DTSTAMP:20250101T000000Z
DTSTART:202504{day:02}T{hour:02}0000Z
SUMMARY:Talks {number}
LOCATION:Room {number}
DESCRIPTION:{note}
END:VEVENT
"""


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    """A calendar that takes a while, beside an empty ledger."""
    path = tmp_path / "calendar.ics"
    events = "".join(
        EVENT.format(number=n, day=n % 28 + 1, hour=n % 24, note="A working note. " * 10)
        for n in range(EVENTS)
    )
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{events}END:VCALENDAR\n")
    return path


def started(ledger: Path, calendar: Path) -> subprocess.Popen[str]:
    """Start an import, and wait until it has begun to write."""
    process = subprocess.Popen(
        [*PROGRAM, "import", str(calendar), "--source", "feed"],
        env=world(ledger),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    journal = ledger.with_name(f"{ledger.name}-journal")
    while process.poll() is None and not journal.exists():
        time.sleep(0.002)
    return process


def counts(ledger: Path) -> tuple[int, ...]:
    """How much is recorded of each kind, history included."""
    tables = ("meetings", "listings", "imports", "places", "changes", "revisions")
    with Database(ledger).reading(Reader(Visibility.CONFIDENTIAL, NOW)) as reading:
        return tuple(reading.rows(f"SELECT count(*) AS n FROM {t}")[0]["n"] for t in tables)


NOTHING = (0, 0, 0, 0, 0, 0)
ALL = (EVENTS, EVENTS, 1, 0, 1)


def test_a_killed_import_is_all_or_nothing(ledger_path: Path, calendar: Path) -> None:
    """Killed at any moment between the first write and the last."""
    untouched = ledger_path.read_bytes()
    began = time.monotonic()
    started(ledger_path, calendar).communicate()
    whole = time.monotonic() - began
    assert counts(ledger_path)[:5] == ALL
    chance, nothing = random.Random(2025), 0
    for _ in range(KILLS):
        ledger_path.write_bytes(untouched)
        process = started(ledger_path, calendar)
        time.sleep(chance.uniform(0, 0.9) * whole)
        process.kill()
        process.communicate()
        found = counts(ledger_path)
        assert found == NOTHING or found[:5] == ALL
        assert faults(ledger_path) == ()
        nothing += found == NOTHING
    assert nothing > KILLS / 3
    assert call(ledger_path, "import", str(calendar), "--source", "feed").returncode == 0
    assert len(titles(ledger_path)) == EVENTS


def test_an_interrupted_import_leaves_the_ledger_as_it_was(
    ledger_path: Path, calendar: Path
) -> None:
    before = ledger_path.read_bytes()
    process = started(ledger_path, calendar)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert (process.returncode, said) == (130, "\nInterrupted.\n")
    assert ledger_path.read_bytes() == before
    assert [path.name for path in ledger_path.parent.iterdir() if "journal" in path.name] == []


def test_a_full_disk_leaves_the_ledger_as_it_was_and_later_takes_it(
    ledger_path: Path, calendar: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", "5m") as disk:
        ledger = disk / "ledger.sqlite3"
        shutil.copyfile(ledger_path, ledger)
        before = ledger.read_bytes()
        filler = disk / "filler"
        filler.write_bytes(bytes(4 * 2**20 - len(before)))
        refused = call(ledger, "import", str(calendar))
        assert refused.returncode == 1
        assert "disk is full" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert ledger.read_bytes() == before
        assert faults(ledger) == ()
        filler.unlink()
        assert call(ledger, "import", str(calendar)).returncode == 0
        assert len(titles(ledger)) == EVENTS


def test_a_file_that_may_not_grow_leaves_the_ledger_as_it_was(
    ledger_path: Path, calendar: Path
) -> None:
    before = ledger_path.read_bytes()
    limit = len(before) + 300_000

    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    refused = call(ledger_path, "import", str(calendar), preexec_fn=starve)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert ledger_path.read_bytes() == before
    assert call(ledger_path, "import", str(calendar)).returncode == 0
