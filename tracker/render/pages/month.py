"""A month as weeks of days, and what of it has no certain day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from tracker.domain.calendar_words import MONTHS_ALONE, WEEKDAYS, WEEKDAYS_SHORT
from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.when import AllDay, Timed
from tracker.render.language import capital
from tracker.render.pages.items import GONE, item, standing_said, title_of
from tracker.render.pages.paths import month_path
from tracker.render.sections.times import clock, date_stated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.domain.text import Text
    from tracker.render.pages.items import Item
    from tracker.render.pages.views import Grid, Listed, Site
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line

_DAYS: Final = 7
_MOST: Final = 4  # titles in a day; the others are counted, and stand in the month's list
_SATURDAY: Final = 5
_ORDINARY: Final = (Status.CONFIRMED, Status.HELD, Status.ANNOUNCED)


@frozen
class Chip:
    """What is on, in a cell of the grid."""

    title: Line
    clock: str
    status: str
    standing: str
    link: str | None

    @property
    def is_off(self) -> bool:
        """Whether it was called off: its title is struck through."""
        return self.standing in GONE


@frozen
class Day:
    """A cell; `said` is the day in words. Days of other months are empty: `number` is 0."""

    number: int = 0
    said: Line = ()
    machine: str = ""
    is_today: bool = False
    is_weekend: bool = False
    chips: tuple[Chip, ...] = ()
    more: int = 0


@frozen
class Neighbour:
    """A month beside this one."""

    name: str
    link: str


@frozen(kw_only=True)
class Month:
    """A month, ready to be set. Weeks begin on Monday (ISO 8601)."""

    name: str
    link: str
    heads: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day, ...], ...]
    items: tuple[Item, ...]
    uncertain: tuple[Item, ...]
    earlier: Neighbour | None
    later: Neighbour | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known of the month."""
        return not self.items

    @property
    def has_days(self) -> bool:
        """Whether anything stands on a day."""
        return any(day.chips for week in self.weeks for day in week)


def month(
    grid: Grid, site: Site, today: date, reading: Reading, names: Mapping[str, Text]
) -> Month:
    """Return a month with its days; what has no certain day stands apart."""
    by_day = _by_day(grid)
    items = tuple(item(listed, site, reading, names) for listed in grid.listed)
    weekdays = WEEKDAYS[reading.language]
    return Month(
        name=_name(grid.first, reading),
        link=site.link(month_path(grid.first), reading.language),
        heads=tuple(zip(WEEKDAYS_SHORT[reading.language], weekdays, strict=True)),
        weeks=tuple(
            tuple(_day(day, by_day, today, site, reading) for day in week)
            for week in _weeks(grid.first)
        ),
        items=items,
        uncertain=tuple(
            made
            for made, listed in zip(items, grid.listed, strict=True)
            if not listed.entry.when.is_precise
        ),
        earlier=_neighbour(grid.earlier, site, reading),
        later=_neighbour(grid.later, site, reading),
    )


def _name(first: date, reading: Reading) -> str:
    said = f"{MONTHS_ALONE[reading.language][first.month - 1]} {first.year}"
    return capital(said) + ("\u00a0г." if reading.language == "ru" else "")


def _neighbour(first: date | None, site: Site, reading: Reading) -> Neighbour | None:
    if first is None:
        return None
    return Neighbour(_name(first, reading), site.link(month_path(first), reading.language))


def _weeks(first: date) -> list[list[date | None]]:
    """Return the days of the month by weeks; None stands for those of other months."""
    weeks: list[list[date | None]] = []
    days = (first + timedelta(n) for n in range(31))
    for day in (d for d in days if d.month == first.month):
        if not weeks or day.weekday() == 0:
            weeks.append([None] * _DAYS)
        weeks[-1][day.weekday()] = day
    return weeks


def _by_day(grid: Grid) -> dict[date, list[Listed]]:
    found: dict[date, list[Listed]] = {}
    for listed in grid.listed:
        begins, ends = listed.entry.when.days()
        if not listed.entry.when.is_precise or begins is None or ends is None:
            continue
        day = max(begins, grid.first)
        while day <= ends and (day.year, day.month) == (grid.first.year, grid.first.month):
            found.setdefault(day, []).append(listed)
            day += timedelta(1)
    return found


def _day(
    day: date | None,
    by_day: Mapping[date, Sequence[Listed]],
    today: date,
    site: Site,
    reading: Reading,
) -> Day:
    if day is None:
        return Day()
    on = by_day.get(day, ())
    return Day(
        number=day.day,
        said=date_stated(AllDay(day, day), reading),
        machine=str(day),
        is_today=day == today,
        is_weekend=day.weekday() >= _SATURDAY,
        chips=tuple(_chip(listed, day, site, reading) for listed in on[:_MOST]),
        more=max(len(on) - _MOST, 0),
    )


def _chip(listed: Listed, day: date, site: Site, reading: Reading) -> Chip:
    entry = listed.entry
    status = Status(entry.status)
    timed = isinstance(entry.when, Timed) and entry.when.start.date() == day
    return Chip(
        title=title_of(entry, reading),
        clock=_begins(entry.when, reading) if timed and isinstance(entry.when, Timed) else "",
        status="" if status in _ORDINARY else standing_said(status, reading),
        standing=status,
        link=site.link(listed.page, reading.language) if listed.page else None,
    )


def _begins(when: Timed, reading: Reading) -> str:
    """Return the hour at which something begins, as the language writes hours."""
    return clock(Timed(when.start, None, when.zone), reading)
