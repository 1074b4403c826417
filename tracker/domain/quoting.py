"""How what a person typed is quoted in a sentence about it."""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST: Final = 60
# Controls, format signs (bidi overrides among them), surrogates, line and paragraph breaks:
# shown as what they are, never obeyed by a terminal.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def quoted(typed: str) -> str:
    """Return the text in quotation marks, cut to 60 characters, controls made visible."""
    text = typed if len(typed) <= LONGEST else typed[: LONGEST - 1] + "…"
    return f"“{''.join(map(_visible, text))}”"


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in _UNSEEN:
        return f"<U+{ord(character):04X}>"
    return " " if category == "Zs" else character
