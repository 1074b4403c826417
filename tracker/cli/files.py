"""Files that commands write: whole or not at all, `-` for stdout, no binary on a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tracker.errors import Invalid, Unavailable


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


def replace_file(path: Path, content: bytes) -> bool:
    """Put content in a file by way of a draft beside it; return whether it differs."""
    path = path.resolve()  # a link stays a link: what it points at is written
    if path.is_file() and path.read_bytes() == content:
        return False
    if path.exists() and not path.is_file():  # a pipe or a device is written to, not replaced
        path.write_bytes(content)
        return True
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True
