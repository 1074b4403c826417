"""What stands at the head and foot of every page of a print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.render.language import translator
from tracker.render.sheet import Emphasis, Masthead
from tracker.render.terminal.door import safe, without_isolates

if TYPE_CHECKING:
    from tracker.render.parallel import ParallelSheet
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


def marking(sheet: Sheet | ParallelSheet) -> str:
    """Return what is said in strong words over the title, such as “Confidential”.

    A page that has come away from its sheet should say so too, in each of its languages.
    """
    mastheads = [block for block in sheet.blocks if isinstance(block, Masthead)]
    said = (_first_strong(masthead) for masthead in mastheads)
    return " · ".join(dict.fromkeys(words for words in said if words))


def _first_strong(masthead: Masthead) -> str:
    spans = (span for said in masthead.over for span in said)
    strong = (span.words for span in spans if span.emphasis is Emphasis.STRONG)
    return " ".join(without_isolates(safe(next(strong, ""))).split())


def page_of(language: str) -> list[str]:
    """Return “Page {page} of {pages}” in the language, taken apart at its placeholders."""
    told = translator(language).gettext("Page {page} of {pages}")
    return [part for part in re.split(r"(\{pages?\})", told) if part]
