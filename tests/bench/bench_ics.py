"""Reading calendar files: `python -m tests.bench.bench_ics [--rounds 5]`.

In one run, on the same 10,000 events of 1.1 kB: tracker's reader and icalendar's, in turn.
Then 100,000 events, in a process of their own for the memory that they take. Ratios are to
be trusted, figures are not.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from icalendar import Calendar

from tracker.intake.ics import read_ics
from tracker.intake.options import ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2025, 6, 1, 9, tzinfo=UTC)
FIRST = datetime(2025, 4, 1, 8, tzinfo=UTC)
WORDS = "The delegations went through the road map\\, and agreed on what follows from it. "
SMALL, LARGE = 10_000, 100_000
MEGABYTE = 1024


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--only", type=Path, help="read this file alone, and print the memory")
    said = options.parse_args()
    if said.only:
        took = read_by_tracker(said.only)
        print(f"{LARGE:,} events: {took:.1f} s, {most_memory():.0f} MB")
        return
    with tempfile.TemporaryDirectory() as folder:
        side_by_side(Path(folder) / "small.ics", said.rounds)
        large = Path(folder) / "large.ics"
        write(large, LARGE, words=1)
        again = [sys.executable, "-m", "tests.bench.bench_ics", "--only", str(large)]
        subprocess.run(again, check=True)


def most_memory() -> float:
    """Return the most megabytes that this program has had; not what its parent had before."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / MEGABYTE


def side_by_side(path: Path, rounds: int) -> None:
    """Read one file with both, in turn, and print the medians."""
    write(path, SMALL, words=9)
    print(f"{SMALL:,} events of {path.stat().st_size / SMALL / 1000:.1f} kB, {rounds} rounds")
    readers: dict[str, Callable[[Path], float]] = {
        "tracker": read_by_tracker,
        "icalendar": read_by_icalendar,
    }
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(rounds):
        for name, reader in readers.items():
            times[name].append(reader(path))
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        print(f"  {name:<10} {median:6.2f} s")
    print(f"  tracker is {medians['icalendar'] / medians['tracker']:.1f} times as fast")


def write(path: Path, events: int, *, words: int) -> None:
    """Write a calendar of so many events."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bench//EN\r\n")
        file.writelines(event(n, words) for n in range(events))
        file.write("END:VCALENDAR\r\n")


def event(number: int, words: int) -> str:
    """Return one event as another program would write it."""
    start = FIRST + timedelta(hours=3 * number)
    note = WORDS * words
    folded = "\r\n ".join(note[at : at + 60] for at in range(0, len(note), 60))
    lines = (
        "BEGIN:VEVENT",
        f"UID:{number}-7f3a2b1c0d9e@bench.example.org",
        "DTSTAMP:20250301T101010Z",
        "CREATED:20250301T101010Z",
        "LAST-MODIFIED:20250301T101010Z",
        "SEQUENCE:0",
        f"DTSTART;TZID=Europe/Moscow:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/Moscow:{start + timedelta(hours=2):%Y%m%dT%H%M%S}",
        f"SUMMARY:Consultations\\, part {number}",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "LOCATION:Ministry of Foreign Affairs\\, Moscow",
        "CATEGORIES:bilateral,sahel",
        f"DESCRIPTION:{folded}",
        "END:VEVENT",
        "",
    )
    return "\r\n".join(lines)


def read_by_tracker(path: Path) -> float:
    """Return how long it takes to read the file to its last entry."""
    options = ReadingOptions(name=path.name, zone="UTC", language="en", now=NOW)
    begun = time.perf_counter()
    with path.open("rb") as file:
        for _ in read_ics(file, options).entries:
            pass
    return time.perf_counter() - begun


def read_by_icalendar(path: Path) -> float:
    """Return how long the library takes for the same."""
    begun = time.perf_counter()
    Calendar.from_ical(path.read_bytes())
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
