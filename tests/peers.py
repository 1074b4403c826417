"""Other people's parsers, to read back what we write.

ical.js runs in node. Its module is looked for in the folder that TRACKER_NODE_MODULES
names, in node_modules of the checkout, and in ~/.cache/tracker-node/node_modules.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import icalendar
import pytest
import vobject

ROOT = Path(__file__).resolve().parent.parent
READER = Path(__file__).resolve().parent / "render" / "ics_reader.mjs"


def missing(why: str) -> NoReturn:
    """Skip what lacks its tool; where all of them must be there (CI), fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def needed(program: str, package: str) -> str:
    """The path of a program of the system; without it, see `missing`."""
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    return found or missing(f"{program} is not installed: apt-get install {package}")


def node_module(package: str, entry: str) -> Path:
    """Return a module of npm's; without it, or node, see `missing`."""
    folders = [
        os.environ.get("TRACKER_NODE_MODULES"),
        ROOT / "node_modules",
        Path.home() / ".cache" / "tracker-node" / "node_modules",
    ]
    modules = [Path(f) / package / entry for f in folders if f]
    found = next((m for m in modules if m.is_file()), None)
    if found and shutil.which("node"):
        return found
    missing(f"{package} is not installed: npm install --prefix ~/.cache/tracker-node {package}")


def read_with_ical_js(content: bytes) -> list[dict[str, Any]]:
    """Return the events as ical.js reads them; times as ISO instants in UTC, or days."""
    module = node_module("ical.js", "dist/ical.js")
    done = subprocess.run(
        ["node", str(READER), str(module)], input=content, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    events: list[dict[str, Any]] = json.loads(done.stdout)
    return events


def read_with_icalendar(content: bytes) -> list[dict[str, Any]]:
    """Return the events as icalendar reads them, with Python's own zones."""
    events: list[Any] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return [
        {
            "uid": str(event["UID"]),
            "start": instant(event["DTSTART"].dt),
            "end": instant(event["DTEND"].dt),
            "summary": str(event["SUMMARY"]),
            "status": str(event["STATUS"]),
            "location": str(event.get("LOCATION", "")),
        }
        for event in events
    ]


def read_with_vobject(content: bytes) -> list[dict[str, Any]]:
    """Return the events as vobject reads them, with the zones that the file defines."""
    events = vobject.readOne(content.decode()).contents.get("vevent", [])
    return [
        {
            "uid": event.uid.value,
            "start": instant(event.dtstart.value),
            "end": instant(event.dtend.value),
            "summary": event.summary.value,
            "status": event.status.value,
            "location": event.location.value if hasattr(event, "location") else "",
        }
        for event in events
    ]


def instant(read: date) -> str:
    if not isinstance(read, datetime):
        return read.isoformat()
    assert read.tzinfo is not None
    return f"{read.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
