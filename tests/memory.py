"""How much memory the program takes, asked of the kernel in a process of its own.

`getrusage` will not do: a child begins with the most that its parent ever had, and the
parent here is a worker that has run other tests.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM = """
import sys
from tracker.cli.root import run
code = run(sys.argv[1:])
with open("/proc/self/status", encoding="ascii") as status:
    print(status.read().partition("VmHWM:")[2].split()[0])
sys.exit(code)
"""


def peak_of(*words: str, environment: Mapping[str, str]) -> float:
    """Return the most megabytes that a command had at once; it must succeed, and print nothing."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *words],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout) / 1024
