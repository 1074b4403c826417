"""Short references, as text: how a session is named in a line."""

from __future__ import annotations


def session_ref(series: str, ordinal: int, kind: str) -> str:
    """Return aes-russia/1, or aes-russia/x1 for an extraordinary session."""
    return f"{series}/{'x' if kind == 'extraordinary' else ''}{ordinal}"
