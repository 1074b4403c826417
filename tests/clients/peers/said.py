"""What each reader says of an event, in one form for all."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def said(value: date) -> str:
    """Return an instant in UTC, or a day."""
    if not isinstance(value, datetime):
        return value.isoformat()
    assert value.tzinfo is not None, f"{value} floats"
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def answer(read: Callable[[str], list[dict[str, Any]]]) -> None:
    """Print what `read` makes of each file that is named on the command line."""
    events = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123 - text as it stands
            events.append(read(file.read()))
    json.dump(events, sys.stdout)
