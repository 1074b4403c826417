"""Strategies that make whens of every kind, for the laws that hold of all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from tracker.domain.edtf import Expression, Part
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed, When
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.edtf import Shape

# Both halves of the globe, half hours, a double midnight, a skipped day, no changes at all.
ZONES = (
    "UTC", "Europe/Moscow", "Europe/Paris", "Africa/Bamako", "Africa/Casablanca", "Africa/Cairo",
    "America/New_York", "America/Havana", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia",
)  # fmt: skip
zones = st.sampled_from(ZONES)
days = st.dates(date(1950, 1, 1), date(2090, 12, 31))
walls = st.datetimes(datetime(1950, 1, 1), datetime(2090, 12, 31)).map(  # noqa: DTZ001
    lambda wall: wall.replace(second=0, microsecond=0)
)


def _valid(make: Callable[[], When]) -> When | None:
    try:
        return make()
    except Invalid:
        return None


@st.composite
def timed(draw: st.DrawFn) -> Timed:
    """Draw a meeting, near a change of clocks oftener than chance would."""
    near = st.sampled_from([(2025, 10, 26), (2025, 3, 30), (2025, 11, 2), (2025, 4, 6)])
    wall = draw(walls)
    if draw(st.booleans()):
        year, month, day = draw(near)
        wall = wall.replace(year=year, month=month, day=day, hour=draw(st.integers(0, 4)))
    start = wall.replace(fold=draw(st.integers(0, 1)))
    length = draw(st.none() | st.integers(1, 3000))
    end = None if length is None else (start + timedelta(minutes=length))
    end = end and end.replace(fold=draw(st.integers(0, 1)))
    zone = draw(zones)
    when = _valid(lambda: Timed(start, end, zone))
    return when if isinstance(when, Timed) else Timed(datetime(2025, 4, 3, 10), None, zone)  # noqa: DTZ001


all_day = st.tuples(days, st.integers(0, 40)).map(
    lambda drawn: AllDay(drawn[0], drawn[0] + timedelta(days=drawn[1]))
)
_codes = st.sampled_from([*range(1, 13), *range(21, 25), *range(33, 37), 40, 41])
_marks = st.sampled_from(["", "", "~", "?", "%"])
_years = st.integers(1000, 9900)
parts = st.one_of(
    st.builds(Part, _years, mark=_marks),
    st.builds(Part, _years, _codes, mark=_marks),
    st.builds(lambda day, mark: Part(day.year, day.month, day.day, mark), days, _marks),
)
_SHAPES: Final[list[Shape]] = ["interval", "choice"]


@st.composite
def imprecise(draw: st.DrawFn) -> Imprecise:
    """Draw an imprecise when of every shape."""
    start, end = draw(parts), draw(parts)
    shape = draw(st.sampled_from(_SHAPES))
    open_side = draw(st.sampled_from(["", "start", "end"]))
    first = None if open_side == "start" else start
    last = None if open_side == "end" else end
    drawn = _valid(lambda: Imprecise(str(Expression(shape, first, last))))
    drawn = drawn or _valid(lambda: Imprecise(str(start)))
    return drawn if isinstance(drawn, Imprecise) else Imprecise("2025-04")


whens = st.one_of(timed(), all_day, imprecise(), st.just(ToBeConfirmed()))
