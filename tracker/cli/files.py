"""Files that commands write: `-` for stdout, no binary on a terminal."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import Invalid, Unavailable
from tracker.storage.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

_IN_MEMORY = 8_000_000  # octets of a draft; what is longer goes to a file without a name
_PART = 1 << 16


def draft() -> IO[bytes]:
    """Return a place for what is made before it is handed out: little memory, no name.

    What is read from the ledger lands here first. Whoever pages through an export then
    holds up nobody who writes, and what fails half way leaves nothing on stdout.
    """
    return tempfile.SpooledTemporaryFile(_IN_MEMORY)


def parts_of(made: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands in a draft, from its beginning."""
    made.seek(0)
    while part := made.read(_PART):
        yield part


def write_out(
    target: str | None, content: bytes | Iterable[bytes], *, binary: bool = False
) -> None:
    """Write bytes, whole or in parts, to a file, or to stdout for `-` or nothing.

    A file that says the same already is left as it is, with its time.
    """
    if target in (None, "-"):
        if binary and sys.stdout.isatty():
            raise Invalid("That would fill the terminal with signs; name a file with -o FILE.")
        sys.stdout.flush()
        sys.stdout.buffer.writelines((content,) if isinstance(content, bytes) else content)
        sys.stdout.buffer.flush()
        return
    path = Path(target).expanduser()
    try:
        replace_file(path, content)
    except OSError as fault:
        raise Unavailable(f"{path} cannot be written: {fault.strerror}.") from fault
