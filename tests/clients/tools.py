"""Where the programs that read our calendars are, and what is said of one that is missing.

Those from PyPI that get in the way of our own libraries live in a venv: TRACKER_PEERS names
it, or it is ~/.cache/tracker-peers/venv. `.ci/run` makes it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zoneinfo
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.peers import ROOT, missing

PEERS = Path(os.environ.get("TRACKER_PEERS") or Path.home() / ".cache" / "tracker-peers" / "venv")
LIBRARIES = ("ics", "ical", "khal", "vdirsyncer", "radicale", "xandikos", "datasette")


def peer(name: str) -> Path:
    """Return a program of the venv; without it, see `missing`."""
    found = PEERS / "bin" / name
    cure = f"python3 -m venv {PEERS} && {PEERS}/bin/pip install {' '.join(LIBRARIES)}"
    return found if found.is_file() else missing(f"{name} is not installed: {cure}")


def debian(program: str, package: str) -> None:
    """Go on when the program or library is installed; without it, see `missing`."""
    if not shutil.which(program) and not find_library(program):
        missing(f"{program} is not installed: apt-get install {package}")


def said_by(module: str, files: list[Path]) -> list[list[dict[str, Any]]]:
    """Return what a reader of tests.clients.peers makes of each file, in its own process."""
    zones = tz_folder()
    world = {"PYTHONPATH": str(ROOT), "PYTHONTZPATH": zones, "TZ": "UTC"}
    command = [str(peer("python")), "-m", f"tests.clients.peers.{module}", *map(str, files)]
    return answered(command, {**os.environ, **world})


def answered(command: list[str], world: dict[str, str]) -> list[list[dict[str, Any]]]:
    done = subprocess.run(command, capture_output=True, check=False, env=world, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()
    read: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return read


def tz_folder() -> str:
    """Return the zone files that this process reads: peers shall not have newer or older ones."""
    folders = [Path(folder) for folder in zoneinfo.TZPATH]
    spec = find_spec("tzdata")
    if spec and spec.origin:
        folders.append(Path(spec.origin).parent / "zoneinfo")
    return str(next(f for f in folders if (f / "Europe" / "Paris").is_file()))
