"""Keeping spreadsheets from taking words for formulas (OWASP, “CSV injection”).

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line end, or with the full-width forms
of those signs, is run as a formula by programs that people open tables in. An apostrophe
before it makes it words again. The same after `;`, `|` and a tab within a value, which
are where a spreadsheet of another country parts what we part by commas.
"""

from __future__ import annotations

import re
from typing import Final

GUARD: Final = "'"
_SIGNS: Final = "=+\\-@\t\r\n＝＋－＠"
_EDGE: Final = r"(\A|[;|\t\r\n])"
_OPEN: Final = re.compile(rf"{_EDGE}([ \u00a0]*)('*)(?=[{_SIGNS}])")
_GUARDED: Final = re.compile(rf"{_EDGE}([ \u00a0]*)'('*)(?=[{_SIGNS}])")


def guarded(value: str) -> str:
    """Return a value that no spreadsheet runs; `unguarded` gives it back as it was."""
    return _OPEN.sub(rf"\1\2{GUARD}\3", value) if _OPEN.search(value) else value


def unguarded(value: str) -> str:
    """Return a value without the apostrophes that `guarded` put into it."""
    return _GUARDED.sub(r"\1\2\3", value) if GUARD in value else value
