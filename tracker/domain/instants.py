"""Instants: moments in UTC, as they are kept and as they are shown to machines."""

from __future__ import annotations

from datetime import UTC, datetime


def to_stored(instant: datetime) -> str:
    """Return an aware instant as `2025-04-03T07:00:00Z`, which sorts as text."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def to_stored_exactly(instant: datetime) -> str:
    """Return an aware instant with microseconds, for the order of changes."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def from_stored(kept: str) -> datetime:
    """Return the aware UTC instant kept as either form."""
    return datetime.fromisoformat(kept)
