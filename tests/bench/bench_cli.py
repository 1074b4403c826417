"""Cold starts beside khal's: `python tests/bench/bench_cli.py [--quick]`.

Whole processes, interleaved, medians; ratios are to be trusted, figures are not. khal is
looked for beside this interpreter: `pip install '.[bench]'` in a fresh environment, so
that both programs are measured in the same one. Ledgers are kept between runs in the
folder that --keep names.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import compileall
import fcntl
import os
import platform
import pty
import shutil
import sqlite3
import statistics
import struct
import subprocess
import sys
import sysconfig
import tempfile
import termios
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

BIN = Path(sys.executable).parent
TRACKER, KHAL = BIN / "tracker", BIN / "khal"
FIRST = datetime(2025, 4, 1, 8)  # noqa: DTZ001 - a wall time
APART = timedelta(hours=8.4)  # twenty a week, however many there are
PARTIES = ("MLI", "RUS", "NER", "BFA")
WEEK = ("--from", "2025-04-01", "--to", "2025-04-07")


@dataclass(frozen=True)
class Run:
    """One command line, with its world, and whether it is shown a terminal."""

    words: tuple[str | Path, ...]
    world: dict[str, str]
    columns: int = 0

    def seconds(self) -> float:
        """Run it once, from nothing."""
        if self.columns:
            return self._at_terminal()
        began = time.perf_counter()
        subprocess.run(
            self.words,
            env=self.world,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return time.perf_counter() - began

    def _at_terminal(self) -> float:
        ours, theirs = pty.openpty()
        size = struct.pack("HHHH", 100, self.columns, 0, 0)  # tall enough to need no pager
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, size)
        world = self.world | {"COLUMNS": str(self.columns), "TERM": "xterm-256color"}
        drain = threading.Thread(target=_drain, args=(ours,), daemon=True)
        drain.start()
        began = time.perf_counter()
        subprocess.run(self.words, env=world, check=True, stdin=theirs, stdout=theirs)
        taken = time.perf_counter() - began
        os.close(theirs)
        drain.join(1)
        os.close(ours)
        return taken


@dataclass(frozen=True)
class Goal:
    """What is compared with what, and how much of it the first may take."""

    name: str
    ours: Run
    theirs: Run
    most: float


def _drain(handle: int) -> None:
    try:
        while os.read(handle, 65536):
            pass
    except OSError:  # the other end is closed
        return


def starts(number: int) -> list[datetime]:
    """The starts of that many meetings, most of them past on 1 April 2025."""
    first = FIRST - APART * (number * 7 // 10)
    return [(first + APART * i).replace(second=0, microsecond=0) for i in range(number)]


def make_ledger(path: Path, number: int) -> None:
    """Fill a ledger through its own door, in one transaction."""
    from tracker.storage.database import Database
    from tracker.storage.ledger import Command

    if path.exists():
        return
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    database = Database(draft)
    database.create()
    with database.writing(Command("bench", "bench", datetime(2025, 3, 31, tzinfo=UTC))) as ledger:
        parties = [
            ledger.insert("parties", {"code": code, "kind": "state", "name": f'{{"en": "{code}"}}'})
            for code in PARTIES
        ]
        for i, start in enumerate(starts(number)):
            meeting = ledger.insert(
                "meetings",
                {
                    "title": f'{{"en": "Consultations number {i}"}}',
                    "kind": "meeting",
                    "status": "announced",
                    "zone": "Europe/Moscow",
                    "when_announced": f"{start:%Y-%m-%dT%H:%M}/"
                    f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M}[Europe/Moscow]",
                },
            )
            party = parties[i % len(parties)]
            role = {"party_id": party, "role": "participant"}
            ledger.insert("delegations", {"meeting_id": meeting, **role})
    draft.rename(path)


def make_khal(folder: Path, number: int) -> dict[str, str]:
    """Make khal's calendar of as many events, have it read once; return khal's world."""
    events = folder / "khal" / "events"
    if not events.is_dir():
        events.mkdir(parents=True)
        for i, start in enumerate(starts(number)):
            (events / f"{i}.ics").write_text(_event(i, start), encoding="utf-8", newline="")
    config = folder / "khal" / "config"
    config.write_text(
        f"[calendars]\n[[diplomacy]]\npath = {events}\n[locale]\n"
        "local_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {folder / 'khal' / 'cache.db'}\n"
        "[default]\ndefault_calendar = diplomacy\n",
        encoding="utf-8",
    )
    return _world(folder)


def _event(i: int, start: datetime) -> str:
    end = start + timedelta(hours=1)
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN", "BEGIN:VEVENT", f"UID:{i}@bench",
        "DTSTAMP:20250331T000000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{end:%Y%m%dT%H%M%SZ}", f"SUMMARY:Consultations number {i}",
        "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    return "\r\n".join(lines)


def _world(folder: Path, ledger: Path | None = None) -> dict[str, str]:
    world = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TRACKER_NOW": "2025-04-01T00:00Z",
        "TRACKER_ZONE": "UTC",
        "TRACKER_LANG": "en",
    }
    return world | ({"TRACKER_DB": str(ledger)} if ledger else {})


def medians(runs: list[Run], times: int) -> list[float]:
    """The median of each, run in turn; the first round is not counted."""
    taken: list[list[float]] = [[] for _ in runs]
    for round_ in range(times + 1):
        for run, seconds in zip(runs, taken, strict=True):
            took = run.seconds()
            if round_:
                seconds.append(took)
    return [statistics.median(seconds) for seconds in taken]


def goals(folder: Path, khal: dict[str, str], ledger: Path) -> list[Goal]:
    """What must hold, with 10,000 events on either side."""
    ours = _world(folder, ledger)
    config = ("-c", folder / "khal" / "config")
    listed = Run((KHAL, *config, "list", "2025-04-01", "7d"), khal)
    words = ("Consultations", "--on", "2025-04-03 10:00-11:00", "--with", "MLI,RUS")
    new = ("new", "2025-04-03", "10:00", "11:00", "Consultations")
    return [
        Goal("--help", Run((TRACKER, "--help"), ours), Run((KHAL, "--help"), khal), 0.3),
        Goal("list a week", Run((TRACKER, "list", *WEEK), ours), listed, 0.35),
        Goal(
            "list, date in words",
            Run((TRACKER, "list", "--from", "1 April 2025", "--to", "7 April 2025"), ours),
            listed,
            0.35,
        ),
        Goal(
            "list at a terminal",
            Run((TRACKER, "list", *WEEK), ours, columns=120),
            Run(listed.words, khal, columns=120),
            0.35,
        ),
        Goal("print a session", _print(folder), listed, 0.4),
        Goal("log", Run((TRACKER, "log", *words), ours), Run((KHAL, *config, *new), khal), 1.0),
        Goal(
            "log at a place",
            Run((TRACKER, "log", *words, "--at", "Moscow"), ours),
            Run((KHAL, *config, *new, "--location", "Moscow"), khal),
            1.0,
        ),
    ]


def _print(folder: Path) -> Run:
    """Return the agenda summary of the founding example, in a ledger of its own."""
    world = _world(folder, folder / "session.sqlite3")
    if not (folder / "session.sqlite3").exists():
        example = Path(__file__).parents[2] / "examples" / "aes-russia-1.yaml"
        for words in (("init",), ("session", "add", "--from", example)):
            subprocess.run((TRACKER, *words), env=world, check=True, capture_output=True)
    return Run((TRACKER, "print", "aes-russia/1"), world)


def compare(found: list[Goal], times: int) -> None:
    """Print each goal with its ratio."""
    runs = [run for goal in found for run in (goal.ours, goal.theirs)]
    taken = medians(runs, times)
    print(f"{'':24}{'tracker':>10}{'khal':>10}{'ratio':>8}{'goal':>8}")
    for goal, ours, theirs in zip(found, taken[::2], taken[1::2], strict=True):
        ratio = ours / theirs
        met = "met" if ratio <= goal.most else "MISSED"
        print(
            f"{goal.name:24}{ours * 1000:7.0f} ms{theirs * 1000:7.0f} ms"
            f"{ratio:8.2f}{goal.most:8.2f}  {met}"
        )


def flat(folder: Path, sizes: list[int], times: int) -> None:
    """Print how list and next go as the ledger grows."""
    print(f"\n{'':24}" + "".join(f"{size:>10,}" for size in sizes) + "   last/first")
    worlds = [_world(folder, folder / f"{size}.sqlite3") for size in sizes]
    for name, words in (
        ("list a week", ("list", *WEEK)),
        ("list a party's week", ("list", *WEEK, "--party", "MLI")),
        ("next", ("next",)),
        ("next of a party", ("next", "--party", "MLI")),
    ):
        taken = medians([Run((TRACKER, *words), world) for world in worlds], times)
        ratio = taken[-1] / taken[0]
        met = "flat" if ratio <= 1.25 else "NOT FLAT"  # a machine's noise
        cells = "".join(f"{seconds * 1000:7.0f} ms" for seconds in taken)
        print(f"{name:24}{cells}{ratio:13.2f}  {met}")


def main() -> None:
    """Make the calendars, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="five runs each, no 100,000")
    parser.add_argument("--keep", type=Path, help="a folder to keep the calendars in")
    asked = parser.parse_args()
    if not KHAL.exists() or not TRACKER.exists():
        print(f"tracker and khal must both be in {BIN}: pip install '.[bench]'")
        return
    compileall.compile_dir(sysconfig.get_path("purelib"), quiet=2)
    sizes = [1_000, 10_000] if asked.quick else [1_000, 10_000, 100_000]
    times = 5 if asked.quick else 15
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="tracker-bench-"))
    folder.mkdir(exist_ok=True)
    try:
        for size in sizes:
            make_ledger(folder / f"{size}.sqlite3", size)
        khal = make_khal(folder, 10_000)
        print(
            f"{datetime.now(UTC):%Y-%m-%d}: tracker {version('diplomatic-tracker')}, "
            f"khal {version('khal')}, Python {platform.python_version()}, "
            f"SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores; "
            f"medians of {times} cold starts, 10,000 events\n"
        )
        compare(goals(folder, khal, folder / "10000.sqlite3"), times)
        flat(folder, sizes, times)
    finally:
        if asked.keep is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
