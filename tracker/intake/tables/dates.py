"""Dates in tables: in one column or several, in the order that the whole column shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from tracker.domain.edtf import read_expression
from tracker.domain.grammar.spans import when_of
from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.domain.when import (
    AllDay,
    Timed,
    ToBeConfirmed,
    When,
    with_duration,
    zone_of,
)
from tracker.domain.when_grammar import AmbiguousWhen, read_duration, read_when
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NUMBERS: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)")
_SECONDS: Final = re.compile(r"(\d{1,2}:\d\d):00(?:[.,]0+)?(?!\d)")
_HALVES: Final = re.compile(r"(?<![\d:])(\d{1,2}):(\d\d) ?([AP])\.?M\b\.?", re.IGNORECASE)
_MIDNIGHT: Final = re.compile(r"(.*\d)[T ]\s*0?0:00\Z")
_NOON: Final = 12
_DAY: Final = timedelta(days=1)
_MONTHS: Final = 12
_REMEMBERED: Final = 20_000


@frozen
class Typed:
    """What a row says of its date, each as it stands there; empty where it says nothing."""

    when: str = ""
    start: str = ""
    end: str = ""
    start_time: str = ""
    end_time: str = ""
    duration: str = ""
    all_day: bool = False
    zone: str = ""


class Evidence:
    """What a column's values tell of the order of day and month in all of them.

    Full stops stand between day, month and year wherever they are used. `midnight` tells
    that every value has the hour 00:00, so that none of them is meant.
    """

    def __init__(self, field: str) -> None:
        self.field = field
        self.orders: set[str] = set()
        self.doubtful = ""
        self.line = 0
        self.midnight = True
        self.seen = False

    def heed(self, value: str, line: int) -> None:
        """Take a value into account."""
        self.seen = True
        self.midnight = self.midnight and bool(_MIDNIGHT.match(_plain(value)))
        found = _NUMBERS.match(value)
        if found is None:
            return
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first > _MONTHS:
            self.orders.add("dmy")
        elif second > _MONTHS:
            self.orders.add("mdy")
        elif first != second and not self.doubtful:
            self.doubtful, self.line = value, line


def settle(evidence: Mapping[str, Evidence], given: Mapping[str, str]) -> dict[str, str]:
    """Return the order of day and month for each column that needs one.

    A column without a value that decides goes by the others. Raises Invalid, naming the
    first doubtful value and what to say, where nothing decides.
    """
    orders = dict(given)
    told = {order for name, each in evidence.items() if name not in given for order in each.orders}
    for name, each in evidence.items():
        decided = each.orders or (told | set(given.values()))
        if name in orders or not (each.doubtful or each.orders):
            continue
        if len(decided) == 1:
            orders[name] = next(iter(decided))
        elif each.doubtful:
            raise _undecided(name, each)
    return orders


def _undecided(name: str, each: Evidence) -> Invalid:
    both = len(each.orders) > 1
    why = "other values of it are in both orders" if both else "no value in it decides"
    return Invalid(
        f"In the column {quoted(name)}, {quoted(each.doubtful)} on line {each.line} may be two "
        f"dates, and {why}.",
        hint=f'Say what comes first, day or month: --map "{name}={each.field}:dmy" or '
        f'--map "{name}={each.field}:mdy".',
    )


class Dates:
    """Reads the dates of one table; what was read once is remembered."""

    def __init__(self, *, now: datetime, zone: str, days_only: bool) -> None:
        self._now = now
        self._zone = zone
        self._days_only = days_only
        self._read: dict[tuple[str, str, str], When] = {}

    def when(self, typed: Typed, orders: Mapping[str, str]) -> When:
        """Return the when of a row, `orders` being those of its start and end columns.

        Raises Invalid, or AmbiguousWhen, for what is no date or can be read in two ways.
        """
        zone = zone_of(typed.zone).key if typed.zone else self._zone
        if typed.when:
            when = self._one(typed.when, "", zone)
            self._check_edges(when, typed, orders)
            return when
        start = self._moment(typed.start, typed.start_time, orders.get("start", ""), zone, typed)
        if typed.end or typed.end_time:
            start = self._until(start, typed, orders.get("end", ""), zone)
        if typed.duration and not (typed.end or typed.end_time):
            start = with_duration(start, read_duration(typed.duration))
        return start

    def _check_edges(self, when: When, typed: Typed, orders: Mapping[str, str]) -> None:
        """Raise Invalid where start and end stand beside a when and say something else.

        One of them was corrected in a spreadsheet, and which of them nobody can tell.
        """
        if not typed.start:
            return
        zone = when.zone if isinstance(when, Timed) else self._zone
        try:
            edges = self.when(replace(typed, when="", zone=zone), orders)
        except AmbiguousWhen:
            return  # an hour that comes twice is told by the when alone
        if not _begins_as(when, edges, ends=bool(typed.end or typed.end_time)):
            raise Invalid(
                f"Its start and end say {edges}, its when says {when}; empty what is wrong."
            )

    def _until(self, start: When, typed: Typed, order: str, zone: str) -> When:
        if typed.end:
            end = self._moment(typed.end, typed.end_time, order, zone, typed)
            exclusive = typed.all_day and _is_midnight(f"{typed.end} {typed.end_time}")
            if exclusive and isinstance(start, AllDay) and isinstance(end, AllDay):
                # Outlook ends whole days at the midnight after the last.
                last = max(start.last, end.last - _DAY)
                end = AllDay(last, last)
            return joined(start, end)
        if not isinstance(start, Timed):
            raise Invalid(f"It ends at {typed.end_time} but has no time at which it begins.")
        day = start.start.date()
        end = self._one(f"{day} {_plain(typed.end_time)}", "", zone)
        if isinstance(end, Timed) and end.start <= start.start:
            end = self._one(f"{day + _DAY} {_plain(typed.end_time)}", "", zone)
        return joined(start, end)

    def _moment(self, day: str, hour: str, order: str, zone: str, typed: Typed) -> When:
        if not day:
            if hour:
                raise Invalid(f"It says a time, {hour}, but no day.")
            return ToBeConfirmed()
        text = f"{day} {hour}" if hour and not typed.all_day else day
        return self._one(text, order, zone, whole=typed.all_day)

    def _one(self, text: str, order: str, zone: str, *, whole: bool = False) -> When:
        text = _plain(text)
        if whole or self._days_only:
            midnight = _MIDNIGHT.match(text)
            text = midnight[1] if midnight else text
        key = (text, order, zone)
        known = self._read.get(key)
        if known is None:
            known = self._understood(text, order, zone)
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[key] = known
        return known

    def _understood(self, text: str, order: str, zone: str) -> When:
        if order not in ("dmy", "mdy"):
            return self._told(text, zone)
        plain = _NUMBERS.sub(lambda found: _as_iso(found, order), text, count=2)
        try:
            return self._told(plain, zone)
        except Invalid as fault:  # said as it stands in the file
            raise Invalid(fault.sentence.replace(quoted(plain), quoted(text))) from None

    def _told(self, text: str, zone: str) -> When:
        try:
            if _ISO.fullmatch(text):
                day = date.fromisoformat(text)
                return AllDay(day, day)
            timed = _ISO_TIME.fullmatch(text)
            if timed:
                return Timed(datetime.fromisoformat(f"{timed[1]}T{timed[2]}"), None, zone)  # noqa: DTZ007, RUF100
        except ValueError:
            pass  # the grammar says what is wrong with it
        return read_when(text, now=self._now, zone=zone)


def _begins_as(when: When, edges: When, *, ends: bool) -> bool:
    """Return whether a when is what its edges say; without an end, only where it begins."""
    if isinstance(when, Timed) and isinstance(edges, Timed):
        same = when.start == edges.start
        return same and (not ends or when.end == edges.end)
    if isinstance(when, Timed) and isinstance(edges, AllDay):  # midnights that meant nothing
        return when.start == datetime.combine(edges.first, time.min)
    if isinstance(when, AllDay) and isinstance(edges, AllDay):
        return when.first == edges.first and (not ends or when.last == edges.last)
    return when == edges


def joined(start: When, end: When) -> When:
    """Return the when from one to the other; raise Invalid for two that do not go together."""
    if isinstance(start, Timed) and isinstance(end, Timed):
        if end.zone != start.zone:
            wall = end.start.replace(tzinfo=zone_of(end.zone)).astimezone(zone_of(start.zone))
            return Timed(start.start, wall.replace(tzinfo=None), start.zone)
        return Timed(start.start, end.end or end.start, start.zone)
    if isinstance(start, AllDay) and isinstance(end, AllDay):
        return AllDay(start.first, end.last)
    if isinstance(end, ToBeConfirmed) or start == end:
        return start
    if isinstance(start, Timed) and isinstance(end, AllDay) and end.last == start.start.date():
        return start
    if isinstance(start, Timed | ToBeConfirmed) or isinstance(end, Timed):
        raise Invalid(f"It begins {_said(start)} and ends {_said(end)}, which do not go together.")
    return when_of(read_expression(f"{start}/{end}"))


def _said(when: When) -> str:
    return {"timed": "at a time", "tbc": "on a day to be confirmed"}.get(when.kind, f"on {when}")


def _as_iso(found: re.Match[str], order: str) -> str:
    first, second = int(found[1]), int(found[3])
    day, month = (first, second) if order == "dmy" else (second, first)
    return f"{int(found[4]):04}-{month:02}-{day:02}"


def _plain(text: str) -> str:
    """Return the text on one line, without seconds that say nothing, by the 24-hour clock.

    A person who types 12:00 AM may mean noon; programs that write tables do not.
    """
    return _HALVES.sub(_by_24_hours, _SECONDS.sub(r"\1", " ".join(text.split())))


def _by_24_hours(found: re.Match[str]) -> str:
    hour = int(found[1])
    if not 1 <= hour <= _NOON:
        return found[0]
    return f"{hour % _NOON + (_NOON if found[3] in 'pP' else 0):02}:{found[2]}"


def _is_midnight(text: str) -> bool:
    return bool(_MIDNIGHT.match(_plain(text)))


def all_midnight(evidence: Iterable[Evidence]) -> bool:
    """Return whether every value that was seen has the hour 00:00."""
    seen = [each for each in evidence if each.seen]
    return bool(seen) and all(each.midnight for each in seen)
