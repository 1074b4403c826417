"""The calendar: a month as a grid of days, up to a year as a grid of months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tracker.domain.calendar_words import MONTHS_ALONE, WEEKDAYS, WEEKDAYS_SHORT
from tracker.domain.status import Status
from tracker.domain.visibility import Visibility, strictest
from tracker.domain.when import AllDay, Timed
from tracker.render.language import capital, term
from tracker.render.prints.frame import closed
from tracker.render.records.parts import numbered
from tracker.render.sections.occasion import masthead
from tracker.render.sections.times import clock, date_said, date_stated, on_clocks_of
from tracker.render.sheet import (
    Cell,
    Direction,
    Entry,
    Grid,
    Heading,
    Outline,
    Paragraph,
    Sheet,
    Span,
    line,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.entries import Entry as CalendarEntry
    from tracker.domain.prints import CalendarDays, Period
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line

_WEEK: Final = 7
_MONTHS_IN_ROW: Final = 3
_DAY: Final = timedelta(days=1)
_DECEMBER: Final = 12
_ORDINARY: Final = (Status.CONFIRMED, Status.HELD, Status.ANNOUNCED)
_OFF: Final = (Status.CANCELLED, Status.POSTPONED)


def calendar_sheet(of: CalendarDays, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return a month as a grid of its days, more than that as a grid of months.

    What has no day, or in a year no month, stands below the grid.
    """
    period, entries = of.period, [_there(entry) for entry in of.entries]
    title = line(_title(period, reading))
    level = strictest(Visibility(entry.visibility) for entry in entries)
    placed = [e for e in entries if _in_grid(e, period)]
    blocks: list[Block] = [
        masthead(title, (line(reading.gettext("Calendar")),), level, reading),
        _month(placed, period, reading) if period.is_one_month else _year(placed, period, reading),
        *_unplaced([e for e in entries if e not in placed], reading),
    ]
    if not entries and complete:
        nothing = reading.gettext("Nothing is recorded for these days.")
        blocks.append(Paragraph((line(nothing),)))
    return closed(plain(title), "", blocks, reading)


def _there(entry: CalendarEntry) -> CalendarEntry:
    """Return an entry by the clocks of its place, where it is on the same days by them."""
    when = on_clocks_of(entry.zone, entry.when)
    return replace(entry, when=when) if when.days() == entry.when.days() else entry


def _title(period: Period, reading: Reading) -> str:
    if period.is_one_month:
        return _month_name(period.first, reading, year=True)
    if (period.first, period.last) == (
        date(period.first.year, 1, 1),
        date(period.first.year, _DECEMBER, 31),
    ):
        return f"{period.first.year}" + (" год" if reading.language == "ru" else "")
    return plain(date_stated(AllDay(period.first, period.last), reading))


def _month_name(day: date, reading: Reading, *, year: bool) -> str:
    name = capital(MONTHS_ALONE[reading.language][day.month - 1])
    if not year:
        return name
    return f"{name} {day.year}" + ("\u00a0г." if reading.language == "ru" else "")


def _in_grid(entry: CalendarEntry, period: Period) -> bool:
    """Return whether an entry has a day; among several months, at least a month."""
    begins, ends = entry.when.days()
    if begins is None or ends is None:
        return False
    one = (begins.year, begins.month) == (ends.year, ends.month)
    return entry.when.is_precise or (one and not period.is_one_month)


# A month


def _month(entries: Iterable[CalendarEntry], period: Period, reading: Reading) -> Grid:
    listed = list(entries)
    heads = tuple(capital(name) for name in WEEKDAYS[reading.language])
    cells = (_day(day, listed, reading) if day else Cell() for day in _days(period))
    short = tuple(capital(name) for name in WEEKDAYS_SHORT[reading.language])
    return Grid(heads, _in_rows(cells, _WEEK), short)


def _days(period: Period) -> Iterator[date | None]:
    """Yield the days of the month by whole weeks from Monday on; None for those of others."""
    day = period.first.replace(day=1)
    month = day.month
    yield from [None] * day.weekday()
    while day.month == month:
        yield day
        day += _DAY
    yield from [None] * (-day.weekday() % _WEEK)


def _day(day: date, entries: Iterable[CalendarEntry], reading: Reading) -> Cell:
    told = tuple(_on_day(entry, day, reading) for entry in entries if _covers(entry, day))
    return Cell(str(day.day), date_stated(AllDay(day, day), reading), told)


def _covers(entry: CalendarEntry, day: date) -> bool:
    begins, ends = entry.when.days()
    return begins is not None and ends is not None and begins <= day <= ends


def _on_day(entry: CalendarEntry, day: date, reading: Reading) -> Line:
    """Return what is on, after the hour at which it begins on its first day."""
    title = _named(entry, reading)
    if not isinstance(entry.when, Timed) or entry.when.start.date() != day:
        return title
    begins = clock(Timed(entry.when.start, None, entry.when.zone), replace(reading, zone=None))
    return line(Span(begins, direction=Direction.LTR), " ", *title)


def _named(entry: CalendarEntry, reading: Reading) -> Line:
    title = line(reading.words(entry.title))
    if entry.untitled and entry.ordinal is not None:
        title = numbered(entry.ordinal, entry.title, reading, extraordinary=entry.extraordinary)
    status = Status(entry.status)
    if status in _OFF:
        title = tuple(replace(span, strike=True) for span in title)
    said = "" if status in _ORDINARY else term(status, reading.language)
    return reading.aside(title, said)


def _in_rows(cells: Iterable[Cell], length: int) -> tuple[tuple[Cell, ...], ...]:
    """Return fields in rows of one length, the last one filled with empty ones."""
    told = list(cells)
    told += [Cell()] * (-len(told) % length)
    return tuple(tuple(told[i : i + length]) for i in range(0, len(told), length))


# Several months


def _year(entries: Iterable[CalendarEntry], period: Period, reading: Reading) -> Grid:
    by_month: dict[date, list[CalendarEntry]] = {}
    for entry in entries:
        begins = max(entry.when.days()[0] or period.first, period.first)
        by_month.setdefault(begins.replace(day=1), []).append(entry)
    cells = (
        Cell(
            _month_name(month, reading, year=False),
            line(_month_name(month, reading, year=True)),
            tuple(_in_month(entry, reading) for entry in by_month.get(month, ())),
        )
        for month in _months(period)
    )
    return Grid((), _in_rows(cells, _MONTHS_IN_ROW))


def _months(period: Period) -> Iterator[date]:
    month = period.first.replace(day=1)
    while month <= period.last:
        yield month
        month = (month + 31 * _DAY).replace(day=1)


def _in_month(entry: CalendarEntry, reading: Reading) -> Line:
    """Return what is on after its days in the month; a month that is all one knows has none."""
    begins, ends = entry.when.days()
    if not entry.when.is_precise or begins is None or ends is None:
        return _named(entry, reading)
    if begins == ends:
        days: Line = line(Span(str(begins.day), direction=Direction.LTR))
    elif (begins.year, begins.month) == (ends.year, ends.month):
        days = line(Span(f"{begins.day}–{ends.day}", direction=Direction.LTR))
    else:
        days = date_said(AllDay(begins, ends), reading)
    return reading.remark(days, _named(entry, reading))


def _unplaced(entries: Iterable[CalendarEntry], reading: Reading) -> list[Block]:
    listed = tuple(
        Entry(_named(entry, reading), notes=(date_said(entry.when, reading),)) for entry in entries
    )
    if not listed:
        return []
    return [Heading(line(reading.gettext("Day not known"))), Outline(listed)]
