"""Where each page lies: one scheme for the server, the static files and the links.

A path begins at the root of the site and ends in a slash, so that any file server finds
its `index.html`. Pages in the site's own language have no prefix, others `/fr`, `/ar`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from urllib.parse import quote

from tracker.domain.years import FIRST_YEAR, LAST_YEAR

HOME: Final = "/"
STYLESHEET: Final = "/style.css"
NOT_FOUND: Final = "/404.html"
_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_SESSION: Final = re.compile(r"([a-z0-9-]+)-(x?[1-9][0-9]{0,9})")


def month_path(first: date) -> str:
    """Return `/months/2025-04/`."""
    return f"/months/{first.year:04}-{first.month:02}/"


def session_path(ref: str) -> str:
    """Return `/sessions/aes-russia-1/` for aes-russia/1."""
    return f"/sessions/{quote(ref.replace('/', '-'), safe='')}/"


def meeting_path(uid: str) -> str:
    """Return `/meetings/UID/`. Numbers such as m42 would tell how many meetings are hidden."""
    return f"/meetings/{quote(uid, safe='')}/"


def month_named(name: str) -> date | None:
    """Return the first day of the month that a path names (`2025-04`), or None."""
    found = _MONTH.fullmatch(name)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return date(int(found[1]), int(found[2]), 1)


def session_named(name: str) -> str | None:
    """Return the reference of the session that a path names (`aes-russia-1`), or None."""
    found = _SESSION.fullmatch(name)
    return f"{found[1]}/{found[2]}" if found else None


def in_language(path: str, language: str, own: str) -> str:
    """Return the path of the same page in a language; `own` is the site's, without prefix."""
    return path if language == own else f"/{language}{path}"


def file_of(path: str) -> str:
    """Return the file, below the folder of a static site, that a file server shows there."""
    return f"{path.removeprefix('/')}index.html" if path.endswith("/") else path.removeprefix("/")
