"""RELIABILITY: each hostile calendar ends within 10 s and 512 MB, and with sentences."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reliability.ics_bombs import BOMBS

LONGEST = 10  # seconds of the processor
LARGEST = 512 * 2**20
READER = """
import resource, sys
from tests.intake.reading_ics import read
from tracker.domain.incoming import Refused
from tracker.errors import Invalid
try:
    with open(sys.argv[1], "rb") as file:
        for entry in read(file).entries:
            if isinstance(entry, Refused) and "cannot be read (" in entry.reason:
                sys.exit(entry.reason)
except Invalid as fault:
    print(fault.sentence)
"""


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))


@pytest.mark.slow
@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_does_not_go_off(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "bomb.ics"
    file.write_bytes(BOMBS[kind]())
    root = Path(__file__).parents[2]
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", READER, str(file)],
        cwd=root,
        preexec_fn=_limited,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, ""), time.perf_counter() - begun
