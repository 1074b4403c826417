"""What stands at the head and foot of every page of a print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.render.language import translator
from tracker.render.terminal.door import safe, without_isolates

if TYPE_CHECKING:
    from tracker.render.sheet import Sheet

_LONGEST: Final = 72  # signs of a title that fit beside a page's number


def title_line(sheet: Sheet) -> str:
    """Return the sheet's title in one line."""
    return " ".join(without_isolates(safe(sheet.title)).split())


def running_title(sheet: Sheet) -> str:
    """Return the sheet's title in one line, cut at a word where it is long."""
    words = title_line(sheet)
    if len(words) <= _LONGEST:
        return words
    cut = words[:_LONGEST].rpartition(" ")[0]
    return f"{cut if len(cut) > _LONGEST // 2 else words[:_LONGEST]}…"


def page_of(language: str) -> list[str]:
    """Return “Page {page} of {pages}” in the language, taken apart at its placeholders."""
    told = translator(language).gettext("Page {page} of {pages}")
    return [part for part in re.split(r"(\{pages?\})", told) if part]
