"""How names of states and organisations are compared."""

from __future__ import annotations

from tracker.domain.folding import fold

_IDLE = frozenset({"the", "le", "la", "les", "l", "and", "et", "и"})


def name_key(text: str) -> str:
    """Return the folded text without articles and "and", and with "Saint" written out.

    So "Niger (the)", "la Russie" and "St. Kitts & Nevis" meet the names they stand for.
    """
    words = ("saint" if word == "st" else word for word in fold(text).split())
    return " ".join(word for word in words if word not in _IDLE)
