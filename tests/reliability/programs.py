"""The program as processes of its own: started, starved, killed."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import NOW, UNSET, WORLD
from tracker.domain.entries import Filter
from tracker.domain.visibility import Reader, Visibility
from tracker.storage import health
from tracker.storage.database import Database
from tracker.storage.reads.calendar import entries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = (sys.executable, "-m", "tracker")
LOG = ("log", "Talks", "--on", "2025-04-03T10:00")
_DROP_FROM_BOUNDS = 24  # prctl(2), PR_CAPBSET_DROP
_DAC = (1, 2)  # capabilities(7): CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


def world(ledger: Path, **more: str) -> dict[str, str]:
    """The environment of a program, with the ledger's folder for its home."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    home = str(ledger.parent)
    own = {"TRACKER_DB": str(ledger), "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
    return kept | WORLD | own | more


def call(ledger: Path, *words: str, **extra: Any) -> subprocess.CompletedProcess[str]:
    """Run a command line in a process of its own."""
    asked: dict[str, Any] = {
        "env": world(ledger),
        "cwd": "/",
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
        "errors": "surrogateescape",
        "timeout": 120,
    }
    return subprocess.run([*PROGRAM, *words], check=False, **(asked | extra))


def bound_by_permissions() -> None:
    """Let even root be told by a file's mode: run in the child, before the program."""
    if os.getuid() == 0:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        for capability in _DAC:
            prctl(_DROP_FROM_BOUNDS, capability, 0, 0, 0)


def titles(ledger: Path) -> list[str]:
    """The titles of everything in a ledger, as a reader finds them."""
    with Database(ledger).reading(Reader(Visibility.CONFIDENTIAL, NOW)) as reading:
        return [str(entry.title) for entry in entries(reading, Filter()).shown]


def faults(ledger: Path) -> tuple[str, ...]:
    """What `tracker db check` finds."""
    return health.check(Database(ledger))


def leave_hot_journal(ledger: Path) -> None:
    """Die in the middle of a commit: pages are in the file, their old selves in its journal."""
    code = (
        "import os, signal, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1')\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "for i in range(2000):\n"
        "    c.execute('INSERT INTO topics (slug) VALUES (?)', (f'half-done-{i}',))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, ledger], check=False, timeout=60)
    assert ledger.with_name(f"{ledger.name}-journal").stat().st_size > 0


def tell(ledger: Path, *statements: str) -> None:
    """Carry out statements behind the program's back."""
    import sqlite3

    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A folder on a disk of its own, as large as is said; skip where none may be mounted."""
    folder.mkdir()
    if os.getuid() != 0:
        pytest.skip("only root may mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder],
        check=False,
        capture_output=True,
    )
    if mounted.returncode != 0:
        pytest.skip("no small disk may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
