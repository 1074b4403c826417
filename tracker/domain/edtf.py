"""Dates that are not fully known, in a subset of EDTF (ISO 8601-2, levels 0 to 2).

    2025  2025-04  2025-04-03~         a year, a month, a day; ~ approximate, ? uncertain, % both
    2025-21 … 24, 33 … 36, 40, 41      seasons, quarters, halves of the year
    2025-04/2025-06  2025-04/..        from one to the other; open at either side
    [2025-05-16..2025-05-31]           some day or days among these; open at either side

Bounds are whole calendar days. A mark widens nothing: how far "about" reaches is nobody's
to make up. Seasons are the meteorological ones of the northern hemisphere, and the winter
of a year begins in its December.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from tracker.domain.calendar_words import MONTHS
from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.domain.years import FIRST_YEAR, LAST_YEAR
from tracker.errors import Invalid

# What the two digits after the year mean: the first month of the span and its length.
_SPANS: Final[dict[int, tuple[int, int]]] = {
    **{month: (month, 1) for month in range(1, 13)},
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    40: (1, 6), 41: (7, 6),
}  # fmt: skip
_DECEMBER: Final = 12
_PART: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")

Shape: TypeAlias = Literal["single", "interval", "choice"]


@frozen
class Part:
    """One date of an expression: a year, a span of it (`code`), or a day, with its mark."""

    year: int
    code: int | None = None
    day: int | None = None
    mark: str = ""

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise Invalid(f"The year {self.year} is outside {FIRST_YEAR} to {LAST_YEAR}.")
        if self.code is not None and self.code not in _SPANS:
            raise Invalid(f"{self.year:04}-{self.code:02} names no month, season or quarter.")
        if self.day is not None:
            self._check_day(self.day)

    def _check_day(self, day: int) -> None:
        if self.code is None or self.code > _DECEMBER:
            raise Invalid("A day needs its month.")
        length = replace(self, day=None).last.day
        if not 1 <= day <= length:
            name = MONTHS["en"][self.code - 1]
            raise Invalid(f"{name} {self.year} has {length} days, so there is no {day} {name}.")

    def __str__(self) -> str:
        pieces = [f"{self.year:04}", *(f"{n:02}" for n in (self.code, self.day) if n is not None)]
        return "-".join(pieces) + self.mark

    @property
    def is_day(self) -> bool:
        """Whether this is one day and no doubt about it."""
        return self.day is not None and not self.mark

    @property
    def first(self) -> date:
        """The first day of the span."""
        return date(self.year, _SPANS[self.code][0] if self.code else 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day of the span."""
        if self.day is not None:
            return self.first
        month, length = _SPANS[self.code] if self.code else (1, 12)
        years, month = divmod(month - 1 + length, 12)
        return date(self.year + years, month + 1, 1) - timedelta(days=1)

    @staticmethod
    def of(day: date) -> Part:
        """Return the part that is this day."""
        return Part(day.year, day.month, day.day)

    @staticmethod
    def read(text: str) -> Part:
        """Return the part written as `text`; raise Invalid when it is none."""
        found = _PART.fullmatch(text)
        if found is None:
            raise Invalid(f"{quoted(text)} is no EDTF date such as 2025-04 or 2025-04-03~.")
        year, code, day, mark = found.groups()
        return Part(int(year), int(code) if code else None, int(day) if day else None, mark)


@frozen
class Expression:
    """An EDTF text taken apart; an end that is None is open. A single has both ends alike."""

    shape: Shape
    start: Part | None
    end: Part | None

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise Invalid("A span that is open at both sides says nothing; type “tbc”.")
        if self.shape == "choice" and any(part and part.mark for part in (self.start, self.end)):
            raise Invalid("A choice of days takes no ~, ? or %.")
        if self.shape == "single" or self.start is None or self.end is None:
            return
        if self.start.first >= self.end.last:
            raise Invalid(f"The span ends on {self.end} before it starts on {self.start}.")
        if self.start == self.end:
            raise Invalid(f"The span from {self.start} to {self.end} is {self.start} itself.")

    def __str__(self) -> str:
        if self.shape == "single":
            return str(self.start)
        if self.shape == "interval":
            return f"{self.start or '..'}/{self.end or '..'}"
        return f"[{self.start or ''}..{self.end or ''}]"

    @property
    def first(self) -> date | None:
        """The earliest day, or None when that side is open."""
        return self.start.first if self.start else None

    @property
    def last(self) -> date | None:
        """The latest day, or None when that side is open."""
        return self.end.last if self.end else None

    @property
    def is_exact(self) -> bool:
        """Whether it says a day, or days from one to another, without any doubt."""
        if self.shape == "choice" or self.start is None or self.end is None:
            return False
        return self.start.is_day and self.end.is_day


def single(part: Part) -> Expression:
    """Return the expression that is one date."""
    return Expression("single", part, part)


def read_expression(text: str) -> Expression:
    """Return what an EDTF text of the subset says; raise Invalid when it is none."""
    if text.startswith("["):
        start, dots, end = text[1:-1].partition("..")
        if not (dots and text.endswith("]")):
            raise Invalid(f"{quoted(text)} is no EDTF choice such as [2025-05-16..2025-05-31].")
        return _span("choice", start, end, open_sign="")
    start, slash, end = text.partition("/")
    if slash:
        return _span("interval", start, end, open_sign="..")
    return single(Part.read(text))


def _span(shape: Shape, start: str, end: str, *, open_sign: str) -> Expression:
    parts = [None if text == open_sign else Part.read(text) for text in (start, end)]
    return Expression(shape, *parts)


# The parts of a month that people speak of, as days: two halves, then its beginning, middle
# and end, by tens.
_MONTH_PARTS: Final = ((1, 15), (16, 31), (1, 10), (11, 20), (21, 31))


def part_of_month(month: Part, which: int) -> Expression:
    """Return the choice of days that a part of the month is.

    `which`: 0 the first half, 1 the second half, 2 the beginning, 3 the middle, 4 the end.
    """
    first, last = _MONTH_PARTS[which]
    ends = replace(month, day=first), replace(month, day=min(last, month.last.day))
    return Expression("choice", *ends)


def which_part_of_month(expression: Expression) -> int | None:
    """Return the number of the part of a month that the expression is, or None."""
    start = expression.start
    if expression.shape != "choice" or start is None or start.day is None:
        return None
    month = replace(start, day=None)
    for which in range(len(_MONTH_PARTS)):
        if part_of_month(month, which) == expression:
            return which
    return None


def week_of(day: date) -> Expression:
    """Return the choice of days that the ISO week holding the day is, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Expression("choice", Part.of(monday), Part.of(monday + timedelta(days=6)))
