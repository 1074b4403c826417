"""When: the one value for every date in the system.

A meeting is `Timed` in the zone of its place, `AllDay` over one or more days, `Imprecise`
as far as it is known, or `ToBeConfirmed`. What is kept of a time is the local wall time
and the IANA zone, because governments move clocks; instants in UTC are derived.

`str(when)` is the text that is kept and `parse_when` reads it back:

    2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]     timed
    2025-04-03T10:00[Europe/Moscow]                      timed, the end not known
    2025-10-26T02:30+01:00[Europe/Paris]                 timed, in an hour that comes twice
    2025-04-03    2025-04-03/2025-04-04                  all day
    2025-04    [2025-05-16..2025-05-31]                  imprecise: EDTF, see edtf.py
    tbc                                                  to be confirmed
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final, Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.domain.years import FIRST_YEAR, LAST_YEAR
from tracker.errors import Invalid

if TYPE_CHECKING:
    from tracker.domain.edtf import Expression

Kind: TypeAlias = Literal["timed", "all-day", "imprecise", "tbc"]
Bounds: TypeAlias = tuple[datetime | None, datetime | None]
Days: TypeAlias = tuple[date | None, date | None]
SortKey: TypeAlias = tuple[datetime, bool, datetime, str]

_DAY: Final = timedelta(days=1)
_END_OF_TIME: Final = datetime.max.replace(tzinfo=UTC)
TBC: Final = "tbc"


class When(ABC):
    """A date as far as it is known. Equal when its canonical text is."""

    __slots__ = ()
    kind: ClassVar[Kind]
    is_precise: ClassVar[bool]

    @abstractmethod
    def __str__(self) -> str: ...

    @abstractmethod
    def bounds(self, zone: str = "UTC") -> Bounds:
        """Return the earliest instant and the exclusive latest one, aware and in UTC.

        Whole days are taken from midnight to midnight in the zone given; a timed when
        has its own. An open or unknown side is None; a timed when whose end is not known
        has its start twice. Raises Invalid for a zone that does not exist.
        """

    @abstractmethod
    def days(self) -> Days:
        """Return the first and the last calendar day, both included, in the place's time.

        An open or unknown side is None. A meeting that ends at midnight ends the day before.
        """

    # Datetimes that differ only in `fold` are equal to Python, and not to us.
    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, When) else NotImplemented

    def __hash__(self) -> int:
        return hash(str(self))


@frozen
class Timed(When):
    """A start, and an end when it is known, in local wall time of an IANA zone.

    `fold` tells which of two equal wall times is meant where clocks go back. Raises
    Invalid for a zone that does not exist, an end that is not after the start, a time
    that clocks skip, seconds, and datetimes that carry a zone of their own.
    """

    kind: ClassVar[Kind] = "timed"
    is_precise: ClassVar[bool] = True
    start: datetime
    end: datetime | None
    zone: str

    def __post_init__(self) -> None:
        zone = zone_of(self.zone)
        for name, wall in (("start", self.start), ("end", self.end)):
            if wall is not None:
                _check_wall(wall)
                state = clock_state(wall, zone)
                if state == "skipped":
                    raise Invalid(f"Clocks in {self.zone} skip {_said(wall)}.")
                if wall.fold and state == "plain":
                    object.__setattr__(self, name, wall.replace(fold=0))
        if self.end is not None and _instant(self.end, zone) <= _instant(self.start, zone):
            raise Invalid(f"The end, {_said(self.end)}, is not after the start.")

    def __str__(self) -> str:
        zone = zone_of(self.zone)
        start = _written(self.start, zone)
        end = "" if self.end is None else "/" + _written(self.end, zone)
        return f"{start}{end}[{self.zone}]"

    def bounds(self, zone: str = "UTC") -> Bounds:
        """Return start and end in UTC; the start twice when the end is not known."""
        del zone  # the meeting's own counts
        own = zone_of(self.zone)
        return _instant(self.start, own), _instant(self.end or self.start, own)

    def days(self) -> Days:
        """Return the days of start and end; an end at midnight belongs to the day before."""
        if self.end is None or self.end.date() == self.start.date():
            return self.start.date(), self.start.date()
        ends_at_midnight = self.end.time() == time.min
        return self.start.date(), self.end.date() - (_DAY if ends_at_midnight else timedelta())


@frozen
class AllDay(When):
    """Whole days from `first` to `last`, both included. Raises Invalid when out of order."""

    kind: ClassVar[Kind] = "all-day"
    is_precise: ClassVar[bool] = True
    first: date
    last: date

    def __post_init__(self) -> None:
        if isinstance(self.first, datetime) or isinstance(self.last, datetime):
            raise Invalid("An all-day when takes dates without a time.")
        _check_year(self.first)
        _check_year(self.last)
        if self.last < self.first:
            raise Invalid(f"The last day, {self.last}, is before the first, {self.first}.")

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"

    def bounds(self, zone: str = "UTC") -> Bounds:
        """Return the midnights around the days, in the zone given."""
        return _midnights(self.first, self.last, zone)

    def days(self) -> Days:
        """Return the first and the last day."""
        return self.first, self.last


@frozen
class Imprecise(When):
    """A date as far as it is known, in EDTF. Raises Invalid for what is no such text.

    Days without any doubt are refused too: those are `AllDay`, and a thing has one text.
    """

    kind: ClassVar[Kind] = "imprecise"
    is_precise: ClassVar[bool] = False
    edtf: str

    def __post_init__(self) -> None:
        if self.expression.is_exact:
            raise Invalid(f"{self.edtf} is precise: it is an all-day when.")

    def __str__(self) -> str:
        return self.edtf

    @property
    def expression(self) -> Expression:
        """The EDTF text taken apart."""
        return _expression(self.edtf)

    def bounds(self, zone: str = "UTC") -> Bounds:
        """Return the midnights around what is possible, in the zone given."""
        return _midnights(*self.days(), zone)

    def days(self) -> Days:
        """Return the first and the last possible day."""
        return self.expression.first, self.expression.last


@frozen
class ToBeConfirmed(When):
    """Nothing is known yet."""

    kind: ClassVar[Kind] = "tbc"
    is_precise: ClassVar[bool] = False

    def __str__(self) -> str:
        return TBC

    def bounds(self, zone: str = "UTC") -> Bounds:
        """Return None twice."""
        del zone
        return None, None

    def days(self) -> Days:
        """Return None twice."""
        return None, None


_TIMED: Final = re.compile(
    r"(?P<start>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(?P<offset>[+-][0-9:]{5,8})?"
    r"(?:/(?P<end>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(?P<end_offset>[+-][0-9:]{5,8})?)?"
    r"\[(?P<zone>[^\[\]]+)\]"
)
_DAYS: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:/([0-9]{4}-[0-9]{2}-[0-9]{2}))?")


def parse_when(text: str) -> When:
    """Return the when kept as a canonical text; raise Invalid when it is none.

    A time that was good when it was written stays readable after a government moved its
    clocks: an offset chooses between two equal wall times and is nothing otherwise, and
    a time that is now skipped counts as later by what is skipped.
    """
    if text == TBC:
        return ToBeConfirmed()
    timed = _TIMED.fullmatch(text)
    if timed:
        return _kept_timed(timed)
    days = _DAYS.fullmatch(text)
    if days:
        when: When = AllDay(_date(days[1]), _date(days[2] or days[1]))
    else:
        when = Imprecise(text)
    if str(when) != text:
        raise Invalid(f"{quoted(text)} is not how {when} is kept.")
    return when


def _kept_timed(found: re.Match[str]) -> Timed:
    zone = zone_of(found["zone"])
    start = _kept_wall(found["start"], found["offset"], zone)
    end = _kept_wall(found["end"], found["end_offset"], zone) if found["end"] else None
    if end is not None and end <= start and _instant(end, zone) <= _instant(start, zone):
        raise Invalid(f"The end, {_said(end)}, is not after the start.")
    when = object.__new__(Timed)  # not __post_init__: the clocks may have moved since
    for name, value in (("start", start), ("end", end), ("zone", found["zone"])):
        object.__setattr__(when, name, value)
    return when


def _kept_wall(text: str, offset: str | None, zone: ZoneInfo) -> datetime:
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(f"There is no {text} in the calendar.") from None
    _check_wall(wall)
    if clock_state(wall, zone) != "doubled":
        return wall
    later = wall.replace(fold=1)
    return later if offset and text + offset == _written(later, zone) else wall


def sort_key(when: When, zone: str = "UTC") -> SortKey:
    """Return a key that puts whens in their order, the same for equal whens only.

    By the earliest instant, the precise before the imprecise, then by the latest instant.
    A when of which only the latest instant is known stands there; `tbc` stands last.
    """
    earliest, latest = when.bounds(zone)
    anchor = earliest or latest or _END_OF_TIME
    return anchor, not when.is_precise, latest or _END_OF_TIME, str(when)


def with_duration(when: When, duration: timedelta) -> When:
    """Return the when lasting for the duration, in elapsed time.

    A day takes whole days. Raises Invalid when the when is imprecise or has its end
    already, or when the duration does not suit it.
    """
    if duration <= timedelta():
        raise Invalid("A duration must be longer than nothing.")
    if isinstance(when, Timed) and when.end is None:
        zone = zone_of(when.zone)
        end = (_instant(when.start, zone) + duration).astimezone(zone)
        return replace(when, end=end.replace(tzinfo=None))
    if isinstance(when, AllDay) and when.first == when.last:
        if duration % _DAY:
            raise Invalid(f"{when} is a whole day: it lasts whole days, or give its time.")
        return AllDay(when.first, when.first + duration - _DAY)
    if when.is_precise:
        raise Invalid(f"{when} has its end already, so a duration cannot be given.")
    raise Invalid(f"“{when}” has no start from which a duration could run.")


def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone of that name; raise Invalid when there is none."""
    zone = _zone(name)
    if zone is None:
        raise Invalid(
            f"There is no time zone {quoted(name)}.",
            hint="Name it as the IANA does, such as Europe/Moscow or Africa/Bamako.",
        )
    return zone


_ZONE_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]*")
# Files that lie among the zones: leap-second copies, and what the machine itself is set to.
_NO_ZONES: Final = ("posix/", "right/", "posixrules", "localtime", "Factory")


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    if not _ZONE_NAME.fullmatch(name) or name.startswith(_NO_ZONES):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


ClockState: TypeAlias = Literal["plain", "skipped", "doubled"]


@lru_cache(maxsize=4096)  # a date is read, checked and written again and again
def clock_state(wall: datetime, zone: ZoneInfo) -> ClockState:
    """Tell whether a wall time exists once in the zone, never, or twice (PEP 495).

    The same for both readings of the wall time: whichever `fold` it has does not count.
    """
    earlier = wall.replace(tzinfo=zone, fold=0)
    later = wall.replace(tzinfo=zone, fold=1)
    if earlier.utcoffset() == later.utcoffset():
        return "plain"
    back = earlier.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    return "doubled" if back == wall.replace(fold=0) else "skipped"


def put_forward(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return a wall time; one that clocks skip, by as much later as they are put forward."""
    if clock_state(wall, zone) != "skipped":
        return wall
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0)


def _check_wall(wall: datetime) -> None:
    if wall.tzinfo is not None:
        raise Invalid("A wall time carries no zone of its own.")
    if wall.second or wall.microsecond:
        raise Invalid(f"{wall.isoformat()} has seconds; times are kept to the minute.")
    _check_year(wall)


def _check_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(f"The year {day.year} is outside {FIRST_YEAR} to {LAST_YEAR}.")


@lru_cache(maxsize=4096)
def _expression(edtf: str) -> Expression:
    from tracker.domain.edtf import read_expression  # most dates are known: spare them this

    return read_expression(edtf)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"There is no {text} in the calendar.") from None


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _written(wall: datetime, zone: ZoneInfo) -> str:
    if clock_state(wall, zone) == "doubled":
        return wall.replace(tzinfo=zone).isoformat(timespec="minutes")
    return wall.isoformat(timespec="minutes")


def _said(wall: datetime) -> str:
    return f"{wall:%H:%M} on {wall.date()}"


def _midnights(first: date | None, last: date | None, zone: str) -> Bounds:
    place = zone_of(zone)

    # fold=0 is the earlier of two midnights; of a skipped one it is the instant of the skip.
    def midnight(day: date) -> datetime:
        return _instant(datetime.combine(day, time.min), place)

    return (
        None if first is None else midnight(first),
        None if last is None else midnight(last + _DAY),
    )
