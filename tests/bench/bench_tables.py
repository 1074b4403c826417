"""Reading and writing tables: `python -m tests.bench.bench_tables [--rounds 3]`.

Reads 10,000 and 100,000 rows in turn, beside the same rows read by Python's csv alone with
every date parsed, and writes them again; then 100,000 rows in a process of their own for
the memory that they take. Ratios are to be trusted, figures are not.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import csv
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.bench_ics import most_memory
from tracker.domain.incoming import IncomingMeeting
from tracker.domain.meetings import Meeting, MeetingKind
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.intake.options import ReadingOptions
from tracker.intake.tables import read_table
from tracker.render.csv import TableOptions, table

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2025, 6, 1, 9, tzinfo=UTC)
SMALL, LARGE = 10_000, 100_000
STATES = ("Mali", "Niger", "Burkina Faso", "U.S.S.R.", "Zaire", "Korea, Republic of", "Türkiye")
CITIES = ("Bamako", "Niamey", "Ouagadougou", "Leningrad", "Kinshasa", "Seoul", "Ankara")
HEADER = (
    *("ID", "Subject", "Start date", "Start time", "End time", "City", "Country"),
    *("Participants", "Kind", "Person", "Notes"),
)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--only", type=Path, help="read this file alone, and print the memory")
    said = options.parse_args()
    if said.only:
        print(f"  {LARGE:,} rows, read and written: {round_trip(said.only):.0f} MB")
        return
    with tempfile.TemporaryDirectory() as folder:
        paths = {size: Path(folder) / f"{size}.csv" for size in (SMALL, LARGE)}
        for size, path in paths.items():
            write(path, size)
        side_by_side(paths, said.rounds)
        again = [sys.executable, "-m", "tests.bench.bench_tables", "--only", str(paths[LARGE])]
        subprocess.run(again, check=True)


def side_by_side(paths: dict[int, Path], rounds: int) -> None:
    """Read each file with both, in turn, and print the medians."""
    times: dict[tuple[str, int], list[float]] = {}
    for _ in range(rounds):
        for size, path in paths.items():
            for name, reader in (("tracker", read), ("csv alone", read_plainly)):
                begun = time.perf_counter()
                reader(path)
                times.setdefault((name, size), []).append(time.perf_counter() - begun)
    medians = {of: statistics.median(found) for of, found in times.items()}
    for (name, size), median in medians.items():
        print(f"  {name:<10} {size:>8,} rows {median:6.2f} s")
    growth = medians["tracker", LARGE] / medians["tracker", SMALL]
    beside = medians["tracker", LARGE] / medians["csv alone", LARGE]
    print(f"  ten times the rows take {growth:.1f} times as long; csv alone {1 / beside:.2f} of it")


def write(path: Path, rows: int) -> None:
    """Write a table as an office keeps it, with semicolons and the day first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(row(number) for number in range(rows))


def row(number: int) -> list[str]:
    """Return one row, now and then with a line break in it."""
    day = date(2015, 1, 1) + timedelta(days=number % 3650)
    state = number % len(STATES)
    return [
        str(number),
        f"Consultations {number} with {STATES[state]}",
        f"{day:%d/%m/%Y}",
        f"{8 + number % 10:02}:{number % 4 * 15:02}",
        "19:30",
        CITIES[state],
        STATES[state],
        f"{STATES[state]}, {STATES[(number + 3) % len(STATES)]}",
        "visit" if number % 2 else "bilateral",
        f"Person {number % 300}",
        "Two\nlines; of notes" if number % 5 == 0 else "A note",
    ]


def entries(path: Path) -> Iterator[object]:
    """Yield what tracker reads in a file."""
    options = ReadingOptions(name=path.name, zone="Europe/Paris", language="en", now=NOW)
    with path.open("rb") as file:
        yield from read_table(file, options).entries


def read(path: Path) -> None:
    """Read a file to its last entry; all of them are meetings."""
    for entry in entries(path):
        assert isinstance(entry, IncomingMeeting), entry


def read_plainly(path: Path) -> None:
    """Read a file as a script of ten lines would, which knows its columns beforehand."""
    with path.open(encoding="utf-8", newline="") as file:
        for each in csv.DictReader(file, delimiter=";"):
            day = f"{each['Start date']} {each['Start time']}"
            datetime.strptime(day, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


def round_trip(path: Path) -> float:
    """Read a file and write it again, a row at a time; return the most memory in megabytes."""
    written = table(map(as_meeting, entries(path)), TableOptions())
    deque(written, maxlen=0)
    return most_memory()


def as_meeting(entry: object) -> Meeting:
    """Return an entry as the ledger would have it."""
    assert isinstance(entry, IncomingMeeting)
    return Meeting(
        id=1,
        title=Text.of({"en": str(entry.title)}),
        status=Status.HELD,
        visibility=Visibility.PUBLIC,
        kind=entry.kind or MeetingKind.MEETING,
        when=entry.when,
        note=entry.note,
    )


if __name__ == "__main__":
    main()
