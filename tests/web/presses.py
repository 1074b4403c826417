"""A press of fixed things, for what concerns only the protocol; the rest is tried on ledgers."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tracker.publish.published import Published

if TYPE_CHECKING:
    from collections.abc import Callable

CHANGED = datetime(2025, 3, 31, 9, tzinfo=UTC)
TOKEN = "Zq3" + "x" * 40


def thing(
    content: bytes, media_type: str = "text/calendar; charset=utf-8", **more: object
) -> Published:
    """One thing to hand out."""
    known = {
        "content": content,
        "media_type": media_type,
        "etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        "modified": CHANGED,
        "until": datetime.max.replace(tzinfo=UTC),
        "filename": "x.ics" if "calendar" in media_type else None,
        "cache_control": "public, max-age=300",
    }
    return Published(**(known | more))  # type: ignore[arg-type]


class FixedPress:
    """Hands out what it is told to; `finds` counts how often it had to look."""

    def __init__(self, things: dict[str, Published]) -> None:
        self.things = things
        self.finds: list[str] = []
        self.fresh = True
        self.before: Callable[[str], None] = lambda _: None
        self.wrong: list[str] = []
        self.tended = False

    def current(self, path: str) -> Published | None:
        return self.things.get(path) if self.fresh else None

    def find(self, path: str) -> Published:
        self.finds.append(path)
        self.before(path)
        missing = thing(b"<p>nothing</p>", "text/html; charset=utf-8", status=404)
        return self.things.get(path, missing)

    def tend(self) -> None:
        self.tended = True

    def ready(self) -> list[str]:
        return self.wrong
