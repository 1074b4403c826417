"""Files that commands write: `-` for stdout, no binary on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from tracker.errors import Invalid, Unavailable
from tracker.storage.files import replace_file


def write_out(target: str | None, content: bytes, *, binary: bool = False) -> None:
    """Write bytes to a file, or to stdout for `-` or nothing.

    A file that says the same already is left as it is, with its time.
    """
    if target in (None, "-"):
        if binary and sys.stdout.isatty():
            raise Invalid("That would fill the terminal with signs; name a file with -o FILE.")
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(target).expanduser()
    try:
        replace_file(path, content)
    except OSError as fault:
        raise Unavailable(f"{path} cannot be written: {fault.strerror}.") from fault
