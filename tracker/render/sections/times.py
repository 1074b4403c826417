"""Dates and clock times as they stand in a sheet, on the clocks of the place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from tracker.domain.calendar_words import WEEKDAYS
from tracker.domain.when import AllDay, Timed, zone_of
from tracker.render.dates import say_in_zone, say_when
from tracker.render.isolates import FSI, LRI, PDI, RLI
from tracker.render.language import capital
from tracker.render.sheet import Direction, Span

if TYPE_CHECKING:
    from tracker.domain.when import When
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line

_ISLAND: Final = re.compile(f"[{LRI}{RLI}{FSI}]([^{PDI}]*){PDI}")


def date_said(when: When, reading: Reading) -> Line:
    """Return a date as far as it is known, with its weekday and the clock times of the place."""
    return _spans(say_when(_there(when, reading), reading.language))


def date_in_row(when: When, reading: Reading) -> Line:
    """Return a date as short as a row of a table wants it."""
    return _spans(say_when(_there(when, reading), reading.language, style="short"))


def date_stated(when: When, reading: Reading) -> Line:
    """Return a date as it stands alone, with a capital at its head."""
    first, *rest = date_said(when, reading)
    return (replace(first, words=capital(first.words)), *rest)


def dated(when: When, reading: Reading) -> Line:
    """Return the date that a document bears: a single day goes without its weekday."""
    said = say_when(when, reading.language)
    if isinstance(when, AllDay) and when.first == when.last:
        said = _after(WEEKDAYS[reading.language][when.first.weekday()], said)
    return _spans(said)


def date_for_reader(when: When, reading: Reading) -> Line:
    """Return a timed date on the reader's own clock; nothing where that shows the same."""
    if not isinstance(when, Timed) or not reading.reader_zone:
        return ()
    start = _start(when)
    if start.utcoffset() == start.astimezone(zone_of(reading.reader_zone)).utcoffset():
        return ()
    return _spans(say_in_zone(when, reading.reader_zone, reading.language))


def zone_said(zone: str, when: When) -> Line:
    """Return a zone with its difference from UTC on the first day of the when, if it has one."""
    first = when.days()[0]
    if zone in ("UTC", "Etc/UTC"):
        return (Span("UTC", direction=Direction.LTR),)
    if first is None:
        return (Span(zone, direction=Direction.LTR),)
    noon = datetime.combine(first, time(12), tzinfo=zone_of(zone))
    return (Span(f"{zone} ({_offset(noon)})", direction=Direction.LTR),)


def clock(when: Timed, reading: Reading) -> str:
    """Return the clock times of a meeting in the zone of the place."""
    there = _moved(when, reading.zone or when.zone)
    day = there.start.date()
    return _after(say_when(AllDay(day, day), reading.language), say_when(there, reading.language))


def day_of(when: When, reading: Reading) -> date:
    """Return the day of the programme on which something begins, by the place's clocks."""
    if isinstance(when, Timed):
        return _start(when).astimezone(zone_of(reading.zone or when.zone)).date()
    return when.days()[0] or date.max


def same_clock(one: str, other: str, when: When) -> bool:
    """Return whether two zones show the same time on the first day of the when."""
    noon = datetime.combine(when.days()[0] or date(2000, 1, 1), time(12), tzinfo=UTC)
    return noon.astimezone(zone_of(one)).utcoffset() == noon.astimezone(zone_of(other)).utcoffset()


def _start(when: Timed) -> datetime:
    return when.start.replace(tzinfo=zone_of(when.zone))


def _there(when: When, reading: Reading) -> When:
    """Return a date on the clocks of the place, by which a sheet tells all times."""
    return on_clocks_of(reading.zone, when) if reading.zone else when


def on_clocks_of(zone: str, when: When) -> When:
    """Return a date with its hours, if it has any, on the clocks of a zone."""
    return _moved(when, zone) if isinstance(when, Timed) else when


def _moved(when: Timed, zone: str) -> Timed:
    if zone == when.zone:
        return when
    start, end = (
        wall and wall.replace(tzinfo=zone_of(when.zone)).astimezone(zone_of(zone))
        for wall in (when.start, when.end)
    )
    return Timed((start or when.start).replace(tzinfo=None), end and end.replace(tzinfo=None), zone)


def _after(beginning: str, said: str) -> str:
    return said.removeprefix(beginning).lstrip("،, ")


def _offset(moment: datetime) -> str:
    minutes = int((moment.utcoffset() or UTC.utcoffset(None)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def _spans(said: str) -> Line:
    """Return a said date as spans, what it holds between isolates as islands."""
    # The Russian abbreviation of "year" never stands at the head of a line.
    pieces = _ISLAND.split(said.replace(" г.", "\u00a0г."))
    return tuple(
        Span(piece, direction=Direction.LTR if i % 2 else None)
        for i, piece in enumerate(pieces)
        if piece
    )
