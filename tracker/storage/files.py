"""Files written whole or not at all."""

from __future__ import annotations

import os
from filecmp import cmp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def replace_file(
    path: Path, content: bytes | Iterable[bytes], *, through_links: bool = True
) -> bool:
    """Put content in a file by way of a draft beside it; return whether it differs.

    What comes in parts need never be in memory whole. A link stays a link, and what it
    points at is written; not `through_links`, it is the link that the file takes the place
    of, and nothing elsewhere is touched.
    """
    if through_links:
        path = path.resolve()
    elif path.is_symlink():
        path.unlink()
    if isinstance(content, bytes) and path.is_file() and path.read_bytes() == content:
        return False
    parts = (content,) if isinstance(content, bytes) else content
    if path.exists() and not path.is_file():  # a pipe or a device is written to, not replaced
        with path.open("wb") as device:
            device.writelines(parts)
        return True
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)  # of a process that was killed, or a link that somebody laid
    try:
        with draft.open("xb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        if path.is_file() and cmp(draft, path, shallow=False):
            return False
        if mode is not None:
            draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True
