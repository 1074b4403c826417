"""Which signs our letters have, and what stands for the others."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker.render.sheet import plain, with_lines

if TYPE_CHECKING:
    from tracker.render.parallel import ParallelSheet
    from tracker.render.sheet import Line, Sheet

FONTS: Final = Path(__file__).resolve().parent / "fonts"
_BOX: Final = "\u25a1"
_UNSEEN: Final = ("Cf", "Mn")  # joiners, selectors of variants: without their sign they are nothing


def missing_letters(sheet: Sheet | ParallelSheet) -> str:
    """Return the signs of a sheet, each once, that a PDF shows as boxes."""
    seen: list[str] = []

    def note(said: Line) -> Line:
        seen.append(plain(said))
        return said

    for block in sheet.blocks:
        with_lines(block, note)
    return "".join(
        sign
        for sign in dict.fromkeys("".join(seen))
        if not sign.isspace() and sign.isprintable() and shown(sign) == _BOX != sign
    )


def shown(words: str) -> str:
    """Return words with a box for each sign that no letter is there for."""
    if letters().issuperset(words):
        return words
    return "".join(_stand_in(sign) for sign in words)


@cache
def letters() -> frozenset[str]:
    """Return the signs that the fonts have, and the newline."""
    ranges = (row.split("-") for row in (FONTS / "letters.txt").read_text("ascii").split())
    codes = (range(int(first, 16), int(last, 16) + 1) for first, last in ranges)
    return frozenset(chr(code) for run in codes for code in run) | {"\n"}


def _stand_in(sign: str) -> str:
    if sign in letters():
        return sign
    return "" if unicodedata.category(sign) in _UNSEEN else _BOX
