"""Short references, as text: how a session is named in a line."""

from __future__ import annotations


def session_ref(series: str, ordinal: int, kind: str) -> str:
    """Return aes-russia/1, or aes-russia/x1 for an extraordinary session."""
    return f"{series}/{'x' if kind == 'extraordinary' else ''}{ordinal}"


def session_parts(ref: str) -> tuple[str, int, str]:
    """Return the series, ordinal and kind that a session's reference names."""
    series, _, number = ref.rpartition("/")
    kind = "extraordinary" if number.startswith("x") else "regular"
    return series, int(number.removeprefix("x")), kind
