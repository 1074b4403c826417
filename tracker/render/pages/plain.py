"""Words without any setting, for titles and attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.render.sheet import plain
from tracker.render.terminal.door import safe, without_isolates

if TYPE_CHECKING:
    from tracker.render.sheet import Line


def one_line(words: str) -> str:
    """Return words for an attribute or a title: no breaks, nothing that steers."""
    return " ".join(without_isolates(safe(words)).split())


def said(of: Line) -> str:
    """Return a line as plain words for an attribute or a title."""
    return one_line(plain(of))
