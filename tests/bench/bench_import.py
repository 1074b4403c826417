"""Imports beside khal's and Radicale's: `python tests/bench/bench_import.py [--quick]`.

The same events are taken in by tracker, by `khal import`, and by Radicale with a PUT of the
whole collection and its first GET. Then tracker alone, a tenth, once and ten times as many
from .ics and .csv: time, memory, and how they grow. Whole processes; ratios are to be
trusted, figures are not. khal and Radicale are looked for beside this interpreter.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.calendar_servers import free_port

if TYPE_CHECKING:
    import resource

BIN = Path(sys.executable).parent
EVENTS = 10_000
FIRST = datetime(2025, 1, 1, 8)  # noqa: DTZ001 - a wall time
APART = timedelta(hours=3)
# With it an event has 1.1 kB, as those that feeds and their makers are measured with.
NOTE = "The delegation meets in the small hall and brings the papers of the last session. " * 10
ROOMS = 40
MOST_MEMORY = 300  # MB
MOST_GROWTH = 12  # times, for ten times the rows
PATIENCE = 3_600  # seconds


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds by the clock, seconds of computing, megabytes at its most."""

    clock: float
    computing: float
    memory: int

    def __str__(self) -> str:
        return f"{self.clock:8.2f} s  (computing {self.computing:7.2f} s)  {self.memory:4d} MB"


def cost(words: list[str], world: dict[str, str]) -> Cost:
    """Run a process from nothing and return what it took."""
    began = time.perf_counter()
    process = subprocess.Popen(
        words, env=world, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words[0]} left with {process.returncode}")
    return _cost(time.perf_counter() - began, used)


def _cost(clock: float, used: resource.struct_rusage) -> Cost:
    return Cost(clock, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def calendar(path: Path, number: int) -> Path:
    """Write that many events, as a secretariat's calendar has them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n")
        for i in range(number):
            start = FIRST + APART * i
            lines = (
                "BEGIN:VEVENT", f"UID:{i}@bench.example", "DTSTAMP:20250101T000000Z",
                f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
                f"DTEND:{start + timedelta(hours=1):%Y%m%dT%H%M%SZ}",
                f"SUMMARY:Consultations number {i}", f"LOCATION:Room {i % ROOMS}\\, Geneva",
                f"DESCRIPTION:{NOTE}", "STATUS:CONFIRMED", "END:VEVENT", "",
            )  # fmt: skip
            file.write("\r\n".join(lines))
        file.write("END:VCALENDAR\r\n")
    return path


def table(path: Path, number: int) -> Path:
    """Write that many meetings, as an analyst's table has them."""
    with path.open("w", encoding="utf-8") as file:
        file.write("id,title,start,end,place,note\n")
        for i in range(number):
            start = FIRST + APART * i
            end = start + timedelta(hours=1)
            file.write(
                f"{i},Consultations number {i},{start:%Y-%m-%d %H:%M},{end:%Y-%m-%d %H:%M},"
                f'"Room {i % ROOMS}, Geneva",{NOTE}\n'
            )
    return path


def tracker(folder: Path, file: Path) -> list[Cost]:
    """Take a file into a new ledger, and once more; return what either took."""
    ledger = folder / f"{file.name}.sqlite3"
    world = _world(folder) | {"TRACKER_DB": str(ledger)}
    words = [str(BIN / "tracker"), "import", str(file), "--source", "bench", "-q"]
    subprocess.run([str(BIN / "tracker"), "init", "-q"], env=world, check=True)
    try:
        return [cost(words, world), cost(words, world)]
    finally:
        ledger.unlink()


def khal(folder: Path, file: Path) -> Cost:
    """Have khal import the file into an empty calendar."""
    events = folder / "khal" / "events"
    events.mkdir(parents=True)
    config = folder / "khal" / "config"
    config.write_text(
        f"[calendars]\n[[bench]]\npath = {events}\n[sqlite]\npath = {folder}/khal/cache.db\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )
    words = [str(BIN / "khal"), "-c", str(config), "import", "--batch", "-a", "bench", str(file)]
    return cost(words, _world(folder))


def radicale(folder: Path, file: Path) -> Cost:
    """Put the file to a Radicale as a collection, and get it once; its computing is included."""
    port = free_port()
    config = folder / "radicale.conf"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\nmax_content_length = 1000000000\n"
        "timeout = 3600\n[auth]\ntype = none\n[rights]\ntype = from_file\n"
        f"file = {folder}/rights\n[storage]\nfilesystem_folder = {folder}/radicale\n",
        encoding="utf-8",
    )
    rights = "[all]\nuser: .*\ncollection: .*\npermissions: RrWwi\n"
    (folder / "rights").write_text(rights, encoding="utf-8")
    (folder / "radicale" / "collection-root" / "desk").mkdir(parents=True)
    words = [sys.executable, "-m", "radicale", "--config", str(config)]
    with ExitStack() as stack:
        log = stack.enter_context((folder / "radicale.log").open("wb"))
        process = subprocess.Popen(words, env=_world(folder), stdout=log, stderr=log)
        stack.callback(process.kill)
        url = f"http://127.0.0.1:{port}/desk/bench/"
        _wait_for(port)
        began = time.perf_counter()
        _ask(url, "PUT", file.read_bytes())
        got = _ask(url, "GET")
        clock = time.perf_counter() - began
        assert got.count(b"BEGIN:VEVENT") == file.read_bytes().count(b"BEGIN:VEVENT")
        process.terminate()
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    return _cost(clock, used)


def _ask(url: str, method: str, body: bytes | None = None) -> bytes:
    asked = urllib.request.Request(  # noqa: S310 - our own address
        url, body, {"Content-Type": "text/calendar"}, method=method
    )
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content


def _wait_for(port: int) -> None:
    import socket

    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("Radicale does not listen.")


def _world(folder: Path) -> dict[str, str]:
    home = str(folder)
    fixed = {"TZ": "UTC", "TRACKER_ZONE": "UTC", "TRACKER_LANG": "en", "LC_ALL": "C.UTF-8"}
    return {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, **fixed}


def beside_others(folder: Path, number: int) -> None:
    """Print what the same events take elsewhere, and whether the goals hold."""
    file = calendar(folder / f"{number}.ics", number)
    first, again = tracker(folder, file)
    print(f"{number:,} events, {file.stat().st_size / 1e6:.1f} MB of .ics")
    print(f"  tracker import          {first}")
    print(f"  the same again          {again}")
    others = {"khal import": (khal, 5.0), "Radicale PUT and GET": (radicale, 1.0)}
    print(_verdict("the same again", first.computing / again.computing, 3.0))
    for name, (take, least) in others.items():
        taken = take(folder, file)
        print(f"  {name:<22}  {taken}")
        print(_verdict(name, taken.clock / first.clock, least))


def _verdict(name: str, times: float, least: float) -> str:
    told = "holds" if times >= least else "DOES NOT HOLD"
    return f"    {name}: {times:.1f} × (goal ≥ {least:g} ×): {told}"


def growth(folder: Path, number: int) -> None:
    """Print how time and memory grow with the rows."""
    for make, ending in ((calendar, "ics"), (table, "csv")):
        before: Cost | None = None
        for rows in (number // 10, number, number * 10):
            file = make(folder / f"{rows}.{ending}", rows)
            first, again = tracker(folder, file)
            file.unlink()
            print(f"{rows:>9,} rows of .{ending}  {first}   again {again}")
            if before is not None and rows > EVENTS // 10:
                times = first.computing / before.computing
                told = "holds" if times <= MOST_GROWTH else "DOES NOT HOLD"
                print(f"    ten times the rows: {times:.1f} × (goal ≤ {MOST_GROWTH} ×): {told}")
            most = max(first.memory, again.memory)
            told = "holds" if most <= MOST_MEMORY else "DOES NOT HOLD"
            print(f"    memory: {most} MB (goal ≤ {MOST_MEMORY} MB): {told}")
            before = first


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the events")
    parser.add_argument("--alone", action="store_true", help="without khal and Radicale")
    parser.add_argument("--no-growth", action="store_true", help="only beside the others")
    asked = parser.parse_args()
    number = EVENTS // 10 if asked.quick else EVENTS
    with tempfile.TemporaryDirectory() as made:
        if not asked.alone:
            beside_others(Path(made), number)
        if not asked.no_growth:
            growth(Path(made), number)


if __name__ == "__main__":
    main()
