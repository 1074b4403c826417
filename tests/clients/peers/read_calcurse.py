"""calcurse: each calendar is imported into a folder of its own, whose file of items is read.

It keeps neither UID nor status: an event says when it is and what it is called. Days in a
row are one day that recurs.
"""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.clients.peers.said import answer, said

_DATE = r"(\d\d/\d\d/\d{4})"
_NOTE = r"(?:>[0-9a-f]{40} ?)?"
_DAYS = re.compile(rf"{_DATE} \[1\] (?:\{{1D -> {_DATE}\}} )?{_NOTE}(.*)")
_HOURS = re.compile(rf"{_DATE} @ (\d\d:\d\d) -> {_DATE} @ (\d\d:\d\d) ?{_NOTE}\|(.*)")


def read(text: str) -> list[dict[str, Any]]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "calendar.ics"
        file.write_text(text, encoding="utf-8", newline="")
        done = subprocess.run(
            ["calcurse", "-D", folder, "-i", str(file)],
            env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "TMPDIR": folder},
            capture_output=True,
            text=True,
            check=True,
        )
        assert " 0 skipped" in done.stdout, done.stdout + done.stderr
        kept = (Path(folder) / "apts").read_text(encoding="utf-8")
    return [_event(row) for row in kept.split("\n") if row]


def _event(row: str) -> dict[str, Any]:
    if hours := _HOURS.fullmatch(row):
        start, end = _instant(hours[1], hours[2]), _instant(hours[3], hours[4])
        return {"start": said(start), "end": said(end), "summary": hours[5]}
    days = _DAYS.fullmatch(row)
    assert days, row
    first, last = _instant(days[1]).date(), _instant(days[2] or days[1]).date()
    return {"start": said(first), "end": said(last + timedelta(days=1)), "summary": days[3]}


def _instant(day: str, hour: str = "00:00") -> datetime:
    return datetime.strptime(f"{day} {hour}", "%m/%d/%Y %H:%M").replace(tzinfo=UTC)


answer(read)
