"""Whatever was acknowledged is there, whoever was killed and however many wrote at once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.reliability.programs import (
    LOG,
    PROGRAM,
    call,
    faults,
    leave_hot_journal,
    titles,
    world,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
KILLS = 100
WRITERS, EACH = 8, 25


def killed_after(ledger: Path, seconds: float, title: str) -> str:
    """Log a meeting, be killed; return what had been said until then."""
    process = subprocess.Popen(
        [*PROGRAM, "log", title, *LOG[2:], "--at", "Moscow", "--with", "MLI,RUS"],
        env=world(ledger),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        return process.communicate(timeout=seconds)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[1]


def test_a_killed_log_loses_nothing_it_acknowledged(ledger_path: Path) -> None:
    """A hundred times: from the first import to the last word.

    How long a whole command lasts changes with the machine's other work, so that the measure
    follows: one that was done before it was killed shortens the next one's life.
    """
    acknowledged, silent = ["Whole", "Whole again"], 0
    for title in acknowledged:
        began = time.monotonic()
        assert "logged" in killed_after(ledger_path, 120, title)
        whole = time.monotonic() - began
    chance = random.Random(2025)
    for number in range(KILLS):
        title = f"Killed {number}"
        if "logged" in killed_after(ledger_path, chance.uniform(0.3, 1.1) * whole, title):
            acknowledged.append(title)
            whole *= 0.94
        else:
            silent += 1
            whole *= 1.02
        found = titles(ledger_path)
        assert set(acknowledged) <= set(found)
        assert faults(ledger_path) == ()
    assert silent
    assert len(acknowledged) > 2


@pytest.mark.parametrize(
    "words",
    [("list", "--all"), ("next",), ("db", "check"), ("db", "status"), ("db", "backup"), LOG],
    ids=" ".join,
)
def test_whoever_comes_after_a_crash_rolls_it_back(ledger_path: Path, words: tuple[str]) -> None:
    """Readers too: the journal that the dead left is hot."""
    assert call(ledger_path, *LOG).returncode == 0
    leave_hot_journal(ledger_path)
    found = call(ledger_path, *words)
    assert (found.returncode, "Traceback" in found.stderr) == (0, False), found.stderr
    assert "half-done" not in found.stdout
    assert faults(ledger_path) == ()


def test_eight_writers_at_once_lose_nothing(ledger_path: Path) -> None:
    code = (
        "import sys\nfrom tracker.cli.root import run\n"
        "sys.exit(max(run(['log', f'{sys.argv[1]}-{i}', '--on', '2025-04-03T10:00',"
        f" '--with', 'MLI,RUS']) for i in range({EACH})))\n"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(number)],
            env=world(ledger_path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    said = [writer.communicate(timeout=300)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    assert "locked" not in "".join(said)
    wanted = {f"{number}-{i}" for number in range(WRITERS) for i in range(EACH)}
    assert set(titles(ledger_path)) == wanted
    assert len(titles(ledger_path)) == WRITERS * EACH
    assert faults(ledger_path) == ()


def test_readers_work_while_another_writes(ledger_path: Path) -> None:
    code = (
        "import sqlite3, sys, time\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE')\n"
        "c.execute(\"INSERT INTO topics (slug) VALUES ('x')\")\n"
        "print('writing', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, ledger_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
        found = call(ledger_path, "list")
        writer.communicate("")
    assert found.returncode == 0
