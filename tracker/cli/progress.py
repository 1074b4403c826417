"""How far something has come, for a person at a terminal, once it takes more than a moment."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.cli.session import Cli

_MOMENT: Final = 1.0  # seconds in which nobody wonders
_STEP: Final = 0.1
_CLEAR: Final = "\r\x1b[K"
_WIDTH: Final = 30


def counted(done: int, total: int) -> str:
    """Return how many of how many are done."""
    return f"{done:,} of {total:,}"


def bar(part: float) -> str:
    """Return a part of something, from 0 to 1, as a bar with its percentage."""
    full = round(_WIDTH * min(max(part, 0.0), 1.0))
    return f"[{'#' * full}{'.' * (_WIDTH - full)}] {part:.0%}"


@contextmanager
def progress(
    cli: Cli, doing: str, said: Callable[[int, int], str] = counted
) -> Iterator[Callable[[int, int], None]]:
    """Give what is to be told how many of how many are done; it is `said` on stderr.

    Nothing is said in a pipe, with --quiet, or within the first second, and nothing stays
    on the screen.
    """
    is_shown = sys.stderr.isatty() and not cli.flags.get("quiet")
    begun = shown_at = time.monotonic()
    is_there = False

    def tell(done: int, total: int) -> None:
        nonlocal shown_at, is_there
        now = time.monotonic()
        if is_shown and now - begun >= _MOMENT and now - shown_at >= _STEP:
            sys.stderr.write(f"{_CLEAR}{doing}: {said(done, total)}")
            sys.stderr.flush()
            shown_at, is_there = now, True

    try:
        yield tell
    finally:
        if is_there:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
