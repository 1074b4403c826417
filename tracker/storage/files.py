"""Files written whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def replace_file(path: Path, content: bytes, *, through_links: bool = True) -> bool:
    """Put content in a file by way of a draft beside it; return whether it differs.

    A link stays a link, and what it points at is written; not `through_links`, it is the
    link that the file takes the place of, and nothing elsewhere is touched.
    """
    if through_links:
        path = path.resolve()
    elif path.is_symlink():
        path.unlink()
    if path.is_file() and path.read_bytes() == content:
        return False
    if path.exists() and not path.is_file():  # a pipe or a device is written to, not replaced
        path.write_bytes(content)
        return True
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)  # of a process that was killed, or a link that somebody laid
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True
