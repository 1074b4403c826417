"""What an export of many meetings takes: `python tests/bench/bench_export.py [--quick]`.

A tenth of the meetings beside all of them, by turns in whole processes: time should grow
with the number, memory should not much. Ratios are to be trusted, figures are not.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
FORMS = ("ics", "jcal", "csv", "jsonl", "json", "markdown")
MANY = 100_000
LONGER, MEMORY = 12, 300  # times for ten times the meetings; MB


def main() -> None:
    """Measure every form, or those asked for, and say which goals were missed."""
    from tests.bench.bench_cli import make_ledger

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--form", action="append", choices=FORMS, help="this one; repeatable")
    options.add_argument("--quick", action="store_true", help="a tenth of it all")
    options.add_argument("--keep", type=Path, help="a folder for the ledgers, kept for next time")
    asked = options.parse_args()
    many = MANY // 10 if asked.quick else MANY
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        ledgers = {number: folder / f"{number}.sqlite3" for number in (many // 10, many)}
        for number, path in ledgers.items():
            make_ledger(path, number)
        print(f"| form | {many // 10:,} | {many:,} | ratio | goal | memory | goal |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for form in asked.form or FORMS:
            few, _ = taken(form, ledgers[many // 10], Path(scratch))
            all_, memory = taken(form, ledgers[many], Path(scratch))
            missed = ", missed" if all_ / few > LONGER or memory > MEMORY else ""
            print(
                f"| {form} | {few:.1f} s | {all_:.1f} s | {all_ / few:.1f} | {LONGER} "
                f"| {memory:.0f} MB | {MEMORY}{missed} |"
            )


def taken(form: str, ledger: Path, scratch: Path) -> tuple[float, float]:
    """Return the seconds of processor and the megabytes at most that one export takes."""
    program = Path(sys.executable).with_name("tracker")
    world = {**os.environ, "TRACKER_DB": str(ledger), "TRACKER_LANG": "en"}
    target = scratch / f"out.{form}"
    began = time.perf_counter()
    process = subprocess.Popen(
        [program, "--quiet", "export", form, "-o", target], env=world, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{form}: {time.perf_counter() - began:.0f} s"
    target.unlink(missing_ok=True)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
