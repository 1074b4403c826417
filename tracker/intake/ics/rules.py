"""Recurrence rules (RFC 5545, 3.3.10), read and followed within bounds.

Followed here and not by a library, because no library can be stopped: a rule that never
comes again, such as 30 February, keeps one searching until the year 9999. Each day that is
looked at is counted, and a rule may look at so many and no more.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

Frequency: TypeAlias = Literal["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]
_FREQUENCIES: Final = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_TOO_OFTEN: Final = {"HOURLY": "hour", "MINUTELY": "minute", "SECONDLY": "second"}
_WEEKDAYS: Final = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_BY_DAY: Final = re.compile(r"([+-]?[0-9]{1,3})?(MO|TU|WE|TH|FR|SA|SU)")
# The greatest value of each list of numbers, and whether it may count from the end.
_LISTS: Final = {
    "BYMONTH": (12, False),
    "BYWEEKNO": (53, True),
    "BYYEARDAY": (366, True),
    "BYMONTHDAY": (31, True),
    "BYHOUR": (23, False),
    "BYMINUTE": (59, False),
    "BYSETPOS": (366, True),
}
_FROM_NOUGHT: Final = ("BYHOUR", "BYMINUTE")
_MOST_TIMES: Final = 24  # a day
MOST_DAYS: Final = 200_000  # that one rule may look at: five hundred years of days
_DECEMBER, _DAYS_A_WEEK = 12, 7


@frozen
class Rule:
    """A rule taken apart; `until` is still as it was written."""

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: str | None = None
    months: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    nth_weekdays: frozenset[tuple[int, int]] = frozenset()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


def read_rule(text: str) -> Rule:
    """Return what an RRULE says; raise Invalid when it is none, or repeats within the day."""
    parts: dict[str, str] = {}
    for part in text.upper().replace(" ", "").strip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise Invalid(f"The rule {quoted(text)} cannot be read.")
        parts[name] = value
    freq = parts.get("FREQ", "")
    if freq in _TOO_OFTEN:
        raise Invalid(f"It repeats every {_TOO_OFTEN[freq]}; once a day is the most.")
    if freq not in _FREQUENCIES or parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise Invalid(f"The rule {quoted(text)} cannot be read.")
    try:
        return _rule(cast("Frequency", freq), parts)
    except (ValueError, KeyError):
        raise Invalid(f"The rule {quoted(text)} cannot be read.") from None


def _rule(freq: Frequency, parts: dict[str, str]) -> Rule:
    numbers = {name: _numbers(name, parts[name]) for name in _LISTS if name in parts}
    plain, nth = _by_day(parts.get("BYDAY", ""), freq)
    count = int(parts["COUNT"][:12]) if "COUNT" in parts else None
    if count is not None and count < 1:
        raise ValueError
    hours, minutes = numbers.get("BYHOUR", ()), numbers.get("BYMINUTE", ())
    if max(len(hours), 1) * max(len(minutes), 1) > _MOST_TIMES:
        raise Invalid(f"It repeats more than {_MOST_TIMES} times a day.")
    return Rule(
        freq,
        interval=max(int(parts.get("INTERVAL", "1")[:12]), 1),
        count=count,
        until=parts.get("UNTIL"),
        months=frozenset(numbers.get("BYMONTH", ())),
        weeks=frozenset(numbers.get("BYWEEKNO", ())) if freq == "YEARLY" else frozenset(),
        year_days=frozenset(numbers.get("BYYEARDAY", ())),
        month_days=frozenset(numbers.get("BYMONTHDAY", ())),
        weekdays=plain,
        nth_weekdays=nth,
        hours=hours,
        minutes=minutes,
        positions=numbers.get("BYSETPOS", ()),
        week_start=_WEEKDAYS[parts.get("WKST", "MO")],
    )


def _numbers(name: str, text: str) -> tuple[int, ...]:
    highest, signed = _LISTS[name]
    lowest = 0 if name in _FROM_NOUGHT else 1
    found = sorted({int(part[:12]) for part in text.split(",") if part})
    if not found or any(not lowest <= abs(n) <= highest or (n < 0 and not signed) for n in found):
        raise ValueError
    return tuple(found)


def _by_day(text: str, freq: Frequency) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    plain, nth = set(), set()
    for part in filter(None, text.split(",")):
        found = _BY_DAY.fullmatch(part)
        if found is None:
            raise ValueError
        weekday, number = _WEEKDAYS[found[2]], int(found[1] or 0)
        if number and freq in ("YEARLY", "MONTHLY"):
            nth.add((number, weekday))
        else:
            plain.add(weekday)
    return frozenset(plain), frozenset(nth)


class Course:
    """The days on which a rule comes, from a first one on, and how far it was followed."""

    def __init__(self, rule: Rule, start: date, last: date) -> None:
        """Take the first day, a date or a naive datetime, and the last to be looked at."""
        self._rule = settled(rule, start)
        self._start = start
        self._first = start.date() if isinstance(start, datetime) else start
        self._last = min(last, date(start.year, 1, 1) + timedelta(days=MOST_DAYS))
        self.looked_at = 0
        self.exhausted = False

    def __iter__(self) -> Iterator[date]:
        """Yield the occurrences in order: datetimes where the first is one, otherwise dates.

        COUNT and UNTIL are whoever asks'. Stops after `last` and after MOST_DAYS days looked
        at, when `exhausted` becomes true.
        """
        for days in self._periods():
            self.looked_at += len(days) or 1
            found = [day for day in days if self._falls_on(day)]
            if found:
                occurrences: list[date] = list(self._timed(found))
                if self._rule.positions:
                    occurrences = _at_positions(occurrences, self._rule.positions)
                yield from (o for o in occurrences if o >= self._start)
            if self.looked_at > MOST_DAYS:
                self.exhausted = True
                return

    def _timed(self, days: list[date]) -> Iterator[date]:
        start = self._start
        if not isinstance(start, datetime):
            yield from days
            return
        hours = self._rule.hours or (start.hour,)
        minutes = self._rule.minutes or (start.minute,)
        for day in days:
            for hour in hours:
                yield from (datetime.combine(day, time(hour, minute)) for minute in minutes)

    def _periods(self) -> Iterator[list[date]]:
        """Yield the days of each period that the interval names, up to the last day."""
        step, day = self._rule.interval, self._first
        if self._rule.freq == "WEEKLY":
            day -= timedelta(days=(day.weekday() - self._rule.week_start) % _DAYS_A_WEEK)
        weekdays, first = self._rule.weekdays, self._rule.week_start
        offsets = [n for n in range(_DAYS_A_WEEK) if not weekdays or (first + n) % 7 in weekdays]
        try:
            while day <= self._last:
                if self._rule.freq == "DAILY":
                    yield [day]
                    day += timedelta(days=step)
                elif self._rule.freq == "WEEKLY":
                    yield [day + timedelta(days=n) for n in offsets]
                    day += timedelta(days=_DAYS_A_WEEK * step)
                elif self._rule.freq == "MONTHLY":
                    yield self._of_month(day.year, day.month)
                    years, month = divmod(day.month - 1 + step, _DECEMBER)
                    day = date(day.year + years, month + 1, 1)
                else:
                    yield self._of_year(day.year)
                    day = date(day.year + step, 1, 1)
        except (OverflowError, ValueError):  # beyond the year 9999
            return

    def _of_month(self, year: int, month: int) -> list[date]:
        if self._rule.months and month not in self._rule.months:
            return []
        length = calendar.monthrange(year, month)[1]
        if not self._rule.month_days:
            return [date(year, month, n + 1) for n in range(length)]
        days = {n if n > 0 else length + 1 + n for n in self._rule.month_days}
        return [date(year, month, n) for n in sorted(days) if 1 <= n <= length]

    def _of_year(self, year: int) -> list[date]:
        months = range(1, _DECEMBER + 1)
        return [day for month in months for day in self._of_month(year, month)]

    def _falls_on(self, day: date) -> bool:
        rule = self._rule
        if rule.months and day.month not in rule.months:
            return False
        if rule.weekdays or rule.nth_weekdays:
            weekday = day.weekday()
            nth = rule.nth_weekdays
            if weekday not in rule.weekdays and not (nth and self._is_nth(day, weekday)):
                return False
        if rule.month_days and not _is_among(
            day.day, calendar.monthrange(day.year, day.month)[1], rule.month_days
        ):
            return False
        if rule.year_days and not _is_among(
            day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365, rule.year_days
        ):
            return False
        return not rule.weeks or self._is_in_week(day)

    def _is_nth(self, day: date, weekday: int) -> bool:
        rule = self._rule
        if rule.freq == "MONTHLY" or rule.months:
            at, length = day.day, calendar.monthrange(day.year, day.month)[1]
        else:
            at, length = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
        ahead, back = (at - 1) // _DAYS_A_WEEK + 1, -((length - at) // _DAYS_A_WEEK + 1)
        return (ahead, weekday) in rule.nth_weekdays or (back, weekday) in rule.nth_weekdays

    def _is_in_week(self, day: date) -> bool:
        """Return whether the day is in one of the weeks, as far as that lies in its year."""
        for year in (day.year - 1, day.year, day.year + 1):
            first, length = _weeks(year, self._rule.week_start)
            number = (day - first).days // _DAYS_A_WEEK + 1
            if 1 <= number <= length and _is_among(number, length, self._rule.weeks):
                return year == day.year or _is_near(day, year)
        return False


def _is_near(day: date, year: int) -> bool:
    """Return whether a day belongs to the first or last week of the year beside its own."""
    return abs((day - date(year, 1 if day.year < year else 12, 1)).days) < 40  # noqa: PLR2004


def _weeks(year: int, week_start: int) -> tuple[date, int]:
    """Return the first day of the year's week 1, which has four days in it, and its weeks."""

    def first(of: int) -> date:
        fourth = date(of, 1, 4)
        return fourth - timedelta(days=(fourth.weekday() - week_start) % _DAYS_A_WEEK)

    begins = first(year)
    return begins, (first(year + 1) - begins).days // _DAYS_A_WEEK


def _is_among(number: int, length: int, wanted: frozenset[int]) -> bool:
    return number in wanted or number - length - 1 in wanted


def _at_positions(occurrences: list[date], positions: tuple[int, ...]) -> list[date]:
    size = len(occurrences)
    places = {p - 1 if p > 0 else size + p for p in positions}
    return [o for n, o in enumerate(occurrences) if n in places]


def settled(rule: Rule, start: date) -> Rule:
    """Return the rule with what its first day says where it says nothing itself."""
    from dataclasses import replace

    days = rule.weeks or rule.year_days or rule.month_days or rule.weekdays or rule.nth_weekdays
    if days:
        return rule
    if rule.freq == "YEARLY":
        months = rule.months or frozenset({start.month})
        return replace(rule, months=months, month_days=frozenset({start.day}))
    if rule.freq == "MONTHLY":
        return replace(rule, month_days=frozenset({start.day}))
    if rule.freq == "WEEKLY":
        return replace(rule, weekdays=frozenset({start.weekday()}))
    return rule
