"""Dates, times and durations as calendar files write them (RFC 5545, 3.3.4 to 3.3.6)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from tracker.domain.quoting import quoted
from tracker.domain.years import FIRST_YEAR, LAST_YEAR
from tracker.errors import Invalid

DAY: Final = timedelta(days=1)
NOTHING: Final = timedelta()
_STAMP: Final = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"\s*([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_DURATION: Final = re.compile(
    r"([+-])?P(?:([0-9]{1,5})W)?(?:([0-9]{1,5})D)?"
    r"(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,9})S)?)?",
    re.IGNORECASE,
)
_MIDNIGHT_AFTER, _LEAP = 24, 60


class Stamp(NamedTuple):
    """A day, or a moment of a clock: `offset` is that of UTC where the value says its own.

    `at` is a date, or a naive datetime to the minute; `seconds` were dropped from it.
    """

    at: date
    offset: timedelta | None = None
    seconds: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it is a day without a time."""
        return not isinstance(self.at, datetime)


@lru_cache(maxsize=4096)
def read_stamp(value: str) -> Stamp:
    """Return what a DATE or DATE-TIME says; raise Invalid when it says none."""
    found = _STAMP.fullmatch(value.strip())
    if found is None:
        said = f"{quoted(value)} is no date" if value.strip() else "A date of it is left empty"
        raise Invalid(f"{said}.")
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(f"The year {year} is outside {FIRST_YEAR} to {LAST_YEAR}.")
    try:
        if found[4] is None:
            return Stamp(date(year, month, day))
        hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
        midnight = datetime(year, month, day)  # noqa: DTZ001 - a wall time
        if hour > _MIDNIGHT_AFTER or minute >= _LEAP or second > _LEAP:
            raise Invalid(f"{quoted(value)} is no time of day.")
    except ValueError:
        raise Invalid(f"{quoted(value)} is a day or an hour that there is not.") from None
    return Stamp(midnight + timedelta(hours=hour, minutes=minute), _offset(found[7]), second > 0)


def _offset(text: str | None) -> timedelta | None:
    if not text:
        return None
    return NOTHING if text in "Zz" else read_offset(text)


def read_offset(text: str) -> timedelta:
    """Return an offset from UTC written as ±hhmm, ±hh:mm or ±hhmmss, to the minute.

    Raises Invalid for anything else.
    """
    found = re.fullmatch(r"([+-])?([0-9]{1,2}):?([0-9]{2})?(?::?[0-9]{2})?", text.strip())
    if found is None or int(found[2]) > 23 or int(found[3] or 0) > 59:  # noqa: PLR2004
        raise Invalid(f"{quoted(text)} is no offset from UTC.")
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -offset if found[1] == "-" else offset


def read_duration(value: str) -> tuple[timedelta, bool]:
    """Return a DURATION, and whether it is in whole days of the calendar.

    Raises Invalid when it is none, or longer than a lifetime.
    """
    found = _DURATION.fullmatch(value.strip())
    if found is None or not any(found.groups()[1:]):
        raise Invalid(f"{quoted(value)} is no duration.")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if length > timedelta(days=36_600):
        raise Invalid(f"{quoted(value)} is too long a duration.")
    nominal = not (hours or minutes or seconds)
    return (-length if found[1] == "-" else length), nominal
