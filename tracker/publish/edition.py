"""Which edition of the program makes the texts: those that another made are not taken."""

from __future__ import annotations

import hashlib
import zoneinfo
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import tracker
from tracker.domain.instants import to_stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.feeds import Feed

# What a feed or a page is made with, beside this package: another version writes other bytes.
_WITH = ("babel", "icalendar", "jinja2", "markupsafe", "tzdata")


@cache
def edition() -> str:
    """Return a word that is another one whenever the program, its words or the zones are."""
    told = "\n".join(f"{path.name} {_look(path)}" for path in sorted(_files()))
    return f"{tracker.__version__}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def manner(feed: Feed) -> str:
    """Return in what manner a feed says its events: whatever their text depends on beside them."""
    since = to_stored(feed.restyled) if feed.restyled else ""
    return f"{edition()}\n{feed.language}\n{feed.visibility}\n{since}\n{feed.prefix}"


def _files() -> Iterator[Path]:
    home = Path(tracker.__file__).parent
    for room in ("domain", "render", "publish", "locale", "storage"):
        yield from (path for path in (home / room).rglob("*") if path.suffix != ".pyc")
    for name in _WITH:
        spec = find_spec(name)
        if spec and spec.origin:
            yield Path(spec.origin)
    yield from (Path(folder) / "tzdata.zi" for folder in zoneinfo.TZPATH)


def _look(path: Path) -> str:
    try:
        seen = path.stat()
    except OSError:
        return "-"
    return f"{seen.st_mtime_ns} {seen.st_size}" if path.is_file() else "-"
