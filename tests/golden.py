"""Prints that are kept: compared with their file, or written to it when asked.

    UPDATE_GOLDEN=1 pytest tests/render

writes what is printed now; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def same_as_golden(printed: str, name: str) -> None:
    """Fail unless the text is the one kept under that name."""
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(printed.encode())
    assert printed == path.read_bytes().decode(), f"{path} tells it otherwise"
