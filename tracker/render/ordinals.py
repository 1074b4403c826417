"""The number of a session in English, which lists say without loading a catalogue."""

from __future__ import annotations

from typing import Final

# Beyond these a session is counted in figures.
ORDINALS: Final = (
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
)


def english_session(number: int, *, extraordinary: bool) -> str:
    """Return “First session”, beyond ten “11th session”."""
    ordinal = ORDINALS[number - 1] if 1 <= number <= len(ORDINALS) else english_figure(number)
    return f"{ordinal} extraordinary session" if extraordinary else f"{ordinal} session"


def english_figure(number: int) -> str:
    """Return 11th, 21st, 22nd."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
