"""A month as a grid of weeks, with what is on each day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.domain.calendar_words import MONTHS_ALONE, WEEKDAYS_SHORT
from tracker.render.terminal.door import safe
from tracker.render.terminal.entries import GONE, short_title
from tracker.render.terminal.wrapping import cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.domain.entries import Entry
    from tracker.render.terminal.tables import Page

_DAYS = 7
_WIDEST, _ROOMY = 140, 13  # a grid need not fill a wall; narrower cells show a count only
_MOST = 3  # titles in a cell; the rest are counted, and all are listed below


def month_grid(
    first: date, entries: Sequence[Entry], *, today: date, page: Page, language: str
) -> str:
    """Return the grid of the month that begins on `first`; weeks begin on Monday (ISO 8601).

    Today is marked with an asterisk, what was called off with a cross; what has no certain
    day is only in the list below it.
    """
    width = (min(page.width, _WIDEST) - 1) // _DAYS
    by_day = _by_day(first, entries)
    title = f"{MONTHS_ALONE[language][first.month - 1]} {first.year}"
    lines = [_centred(title[:1].upper() + title[1:], width * _DAYS), ""]
    lines.append("".join(_padded(f" {name}", width) for name in WEEKDAYS_SHORT[language]).rstrip())
    rule = ("─" if page.unicode else "-") * (width * _DAYS)
    gone = "×" if page.unicode else "x"
    for week in _weeks(first):
        lines.append(rule)
        cells_ = [_cell(day, first, by_day, width, today, language, gone) for day in week]
        height = max(len(cell) for cell in cells_)
        for row in range(height):
            line = "".join(_padded(c[row] if row < len(c) else "", width) for c in cells_)
            lines.append(line.rstrip())
    return "\n".join([*lines, rule, ""])


def _weeks(first: date) -> list[list[date]]:
    start = first - timedelta(days=first.weekday())
    weeks: list[list[date]] = []
    while not weeks or start.month == first.month:
        weeks.append([start + timedelta(days=n) for n in range(_DAYS)])
        start += timedelta(days=_DAYS)
    return weeks


def _by_day(first: date, entries: Sequence[Entry]) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = {}
    for entry in entries:
        begins, ends = entry.when.days()
        if not entry.when.is_precise or begins is None or ends is None:
            continue
        day = max(begins, first)
        while day <= ends and day.month == first.month:
            found.setdefault(day, []).append(entry)
            day += timedelta(days=1)
    return found


def _cell(
    day: date,
    first: date,
    by_day: Mapping[date, list[Entry]],
    width: int,
    today: date,
    language: str,
    gone: str,
) -> list[str]:
    if day.month != first.month:
        return [""]
    on = by_day.get(day, [])
    mark = "*" if day == today else " "
    if width < _ROOMY:
        live = sum(entry.status not in GONE for entry in on)
        return [f"{mark}{day.day}" + (f" ({live})" if live else "")]
    titles = [
        f"{gone if entry.status in GONE else ' '}{safe(short_title(entry, language, width - 2))}"
        for entry in on[:_MOST]
    ]
    more = [f" +{len(on) - _MOST}"] if len(on) > _MOST else []
    return [f"{mark}{day.day}", *titles, *more]


def _padded(words: str, width: int) -> str:
    return words + " " * max(width - cells(words), 0)


def _centred(words: str, width: int) -> str:
    return " " * max((width - cells(words)) // 2, 0) + words
