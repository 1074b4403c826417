"""Lists of what is on, for a terminal: a table where it is wide, by day where it is narrow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.status import Status
from tracker.domain.when import Timed
from tracker.render.dates import say_in_zone, say_when
from tracker.render.ordinals import english_session
from tracker.render.terminal.tables import IN_PIPE, Cell, Column, Page, folded, table
from tracker.render.terminal.wrapping import cells, clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.domain.entries import Entry
    from tracker.domain.text import Rendition

_WIDE = 110  # below this many columns a table would fold every title
GONE = (Status.CANCELLED, Status.POSTPONED)


def entries_list(entries: Sequence[Entry], *, page: Page, language: str, zone: str) -> str:
    """Return entries as text; times are the place's, the reader's own beside them."""
    if page.width >= _WIDE:
        return _table(entries, page, language, zone)
    return _by_entry(entries, page, language, zone)


def title_of(entry: Entry, language: str) -> Rendition:
    """Return an entry's title, marked when it is another language's.

    A session without one is called by its number and its series.
    """
    title = entry.title.rendition(language)
    if not entry.untitled or entry.ordinal is None:
        return title
    return replace(title, words=f"{_number(entry.ordinal, entry, language)} — {title.words}")


def _number(ordinal: int, entry: Entry, language: str) -> str:
    if language == "en":
        return english_session(ordinal, extraordinary=entry.extraordinary)
    from tracker.render.language import capital, session_ordinal

    return capital(session_ordinal(ordinal, extraordinary=entry.extraordinary, language=language))


def place_of(entry: Entry, language: str) -> str:
    """Return “venue, city”, or what is known of it."""
    parts = [t.rendition(language).words for t in (entry.place, entry.city) if t]
    return ", ".join(dict.fromkeys(parts))


def status_word(entry: Entry, language: str) -> str:
    """Return the status in the reader's language, with how far the entry may go if not public."""
    status = entry.status  # English is what is kept; the catalogues need loading
    if language != "en":
        from tracker.render.language import term

        status = term(Status(entry.status), language)
    return status if entry.visibility != "confidential" else f"{status} ({entry.visibility})"


def _table(entries: Sequence[Entry], page: Page, language: str, zone: str) -> str:
    columns = [Column(head, folds=folds) for head, folds in _heads(language)]
    rows = [
        (
            _on_screen(_when(entry, language, zone), page),
            Cell(entry.ref, "strong"),
            Cell(_marked(entry, language), "strike" if entry.status in GONE else ""),
            place_of(entry, language),
            " ".join(entry.parties),
            status_word(entry, language),
        )
        for entry in entries
    ]
    return table(columns, rows, page)


def _heads(language: str) -> list[tuple[str, bool]]:
    """Return the heads of the columns, and which of them may be folded."""
    gettext: Callable[[str], str] = str
    if language != "en":
        from tracker.render.language import translator

        gettext = translator(language).gettext
    return [
        (gettext("When"), True),
        (gettext("Reference"), False),
        (gettext("Title"), True),
        (gettext("Place"), True),
        (gettext("Parties"), True),
        (gettext("Status"), False),
    ]


def _when(entry: Entry, language: str, zone: str) -> str:
    said = say_when(entry.when, language, style="tabular")
    if not isinstance(entry.when, Timed) or entry.when.zone == zone:
        return said
    own = say_in_zone(entry.when, zone, language, style="tabular")
    return f"{said} = {own}" if _differs(entry, entry.when.zone, zone) else said


def _on_screen(when: str, page: Page) -> str:
    """Return a date that, where it must be folded, goes on with the reader's own clock."""
    return when if page.width >= IN_PIPE else when.replace(" = ", " =\N{NO-BREAK SPACE}")


def _differs(entry: Entry, there: str, zone: str) -> bool:
    """Return whether the reader's clock shows another time than that by which it is told."""
    from zoneinfo import ZoneInfo

    start = entry.starts_at
    if start is None:
        return False
    one, other = (start.astimezone(ZoneInfo(z)).utcoffset() for z in (zone, there))
    return one != other


def _marked(entry: Entry, language: str) -> str:
    title = title_of(entry, language)
    return f"{title.words} [{title.language}]" if title.fallback else title.words


def _by_entry(entries: Sequence[Entry], page: Page, language: str, zone: str) -> str:
    """Return an entry on two or three lines, each below its date."""
    blocks = []
    for entry in entries:
        details = [place_of(entry, language), " ".join(entry.parties), status_word(entry, language)]
        head = _when(entry, language, zone)
        room = page.width - 2
        lines = folded(f"{entry.ref}  {head}", page.width, hang=2)
        lines += [f"  {x}" for x in folded(_marked(entry, language), room)]
        lines += [f"  {x}" for x in folded(" · ".join(d for d in details if d), room)]
        blocks.append("\n".join(lines))
    return "\n".join(blocks) + "\n"


def short_title(entry: Entry, language: str, width: int) -> str:
    """Return a title cut to so many cells, for a grid."""
    words = clusters(title_of(entry, language).words)
    if cells("".join(words)) <= width:
        return "".join(words)
    while words and cells("".join(words)) > width - 1:
        words.pop()
    return f"{''.join(words).rstrip()}…"
