"""The folders that travel with the program: migrations and examples."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from tracker.errors import Unavailable


def shared_folder(name: str) -> Path:
    """Return a folder that travels in the wheel and lies at the top of a checkout."""
    package = Path(str(files("tracker")))
    for folder in (package / "_share" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise Unavailable(f"The folder {name} is missing from this installation of tracker.")
