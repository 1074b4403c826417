"""When an event is: DTSTART, DTEND and DURATION made into one value, whatever is wrong."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.domain.when import AllDay, Timed, When
from tracker.errors import Invalid
from tracker.intake.ics.times import DAY, NOTHING, Stamp, read_duration, read_stamp
from tracker.intake.ics.zones import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.incoming import Spot
    from tracker.intake.ics.lines import Properties, Property
    from tracker.intake.ics.survey import Header
    from tracker.intake.ics.told import Told
    from tracker.intake.ics.zones import Zones

_LAST_MINUTE: Final = timedelta(hours=23, minutes=59)


@frozen
class Span:
    """A start on its clock, a date or a naive datetime, and how long it lasts.

    `lasting` is None where the end is not known; `exact` when it is in elapsed time, and
    `floating` when nothing in the file says in which zone it is.
    """

    start: date
    lasting: timedelta | None
    clock: Clock
    exact: bool = False
    floating: bool = False

    def at(self, start: date, repaired: Callable[[str], None]) -> When:
        """Return the when of the same length that has another start."""
        if not isinstance(start, datetime):
            return AllDay(start, start + (self.lasting or DAY) - DAY)
        end = None
        if self.lasting is not None and self.exact:
            end = self.clock.wall(self.clock.instant(start) + self.lasting).replace(fold=0)
        elif self.lasting is not None:
            end = start + self.lasting
        return self.clock.timed(start, end, repaired)

    def name(self, start: date) -> str:
        """Return how an occurrence is named: its start as a canonical when."""
        if not isinstance(start, datetime):
            return str(AllDay(start, start))
        return str(self.clock.timed(start, None, _unsaid))


def _unsaid(remark: str) -> None:
    """Say nothing: it was said when the occurrence itself was made."""


@frozen
class Moments:
    """How the dates of one calendar are read: its zone and the reader's, the file's zones."""

    zones: Zones
    header: Header
    home: str
    told: Told

    def read(self, of: Property, at: Spot, title: str) -> tuple[Stamp, Clock]:
        """Return what a property says and the clock by which it says it."""
        return self.value(of.value, of, at, title)

    def value(self, value: str, of: Property, at: Spot, title: str) -> tuple[Stamp, Clock]:
        """Return one value of a property that may list several."""
        stamp = read_stamp(value)
        if stamp.seconds:
            said = "Times are kept to the minute: seconds are left out, here and further on."
            self.told.once("seconds", at, title, said)
        tzid = of.parameter("TZID")
        if stamp.offset is not None:
            return stamp, self._of_offset(stamp.offset, tzid, at, title)
        if isinstance(stamp.at, datetime) and (of.parameter("VALUE") or "").upper() == "DATE":
            stamp = Stamp(stamp.at.date())
        elif stamp.is_day and not of.parameters and not self.header.old:
            said = "Dates without a time are read as whole days, though VALUE=DATE is missing."
            self.told.once("date", at, title, said)
        return stamp, self._named(tzid, at, title) if tzid else self._floating(stamp, at, title)

    def is_floating(self, of: Property, stamp: Stamp) -> bool:
        """Return whether a moment is in the reader's zone because the file names none."""
        if stamp.offset is not None or self.header.zone:
            return False
        tzid = of.parameter("TZID")
        return not tzid or self.zones.clock(tzid)[0] is None

    def _of_offset(self, offset: timedelta, tzid: str | None, at: Spot, title: str) -> Clock:
        home = self.header.zone or "UTC"
        if tzid:
            named = self.zones.clock(tzid)[0]
            home = named.home if named else home
            said = f"Times that name UTC and the zone {quoted(tzid)} too are read as UTC."
            self.told.once(f"both:{tzid}", at, title, said)
        return Clock(home) if home == "UTC" and offset == NOTHING else Clock(home, offset=offset)

    def _named(self, tzid: str, at: Spot, title: str) -> Clock:
        clock, remark = self.zones.clock(tzid)
        if clock is None:
            clock = Clock(self.header.zone or self.home)
            remark = (
                f"Nothing tells what the zone {quoted(tzid)} is: its times are read in "
                f"{clock.home}."
            )
        if remark:
            self.told.once(f"zone:{tzid}", at, title, remark)
        return clock

    def _floating(self, stamp: Stamp, at: Spot, title: str) -> Clock:
        if self.header.zone:
            return Clock(self.header.zone)
        if not stamp.is_day:
            said = (
                "Times that name no zone are those of the place where it is known, else of "
                f"{self.home}, here and further on."
            )
            self.told.once("floating", at, title, said)
        return Clock(self.home)


def read_span(found: Properties, moments: Moments, at: Spot, title: str) -> Span:
    """Return when an event is; raise Invalid when it has no start that can be read."""
    if "DTSTART" not in found:
        raise Invalid("It has no start (DTSTART).")
    start, clock = moments.read(found["DTSTART"][0], at, title)

    def repaired(remark: str) -> None:
        moments.told.repaired(at, title, remark)

    if "DTEND" in found:
        end = moments.read(found["DTEND"][0], at, title)
        lasting, exact = _until(start, clock, *end, repaired), False
    elif "DURATION" in found:
        lasting, exact = _for(found["DURATION"][0].value, start, repaired)
    else:
        lasting, exact = None, False
    floating = moments.is_floating(found["DTSTART"][0], start)
    if not start.is_day and _is_whole_days(found, start, lasting, moments):
        days = (lasting or NOTHING) + timedelta(minutes=1)
        return Span(_day(start.at), max(days // DAY, 1) * DAY, clock, floating=floating)
    return Span(start.at, lasting, clock, exact, floating)


def _until(
    start: Stamp, clock: Clock, end: Stamp, end_clock: Clock, repaired: Callable[[str], None]
) -> timedelta | None:
    """Return how long it is from the start to an end."""
    if start.is_day:
        days = _day(end.at) - _day(start.at)
        if days < NOTHING:
            repaired(f"It ends on {_day(end.at)}, before it starts: one day is taken.")
        elif days == NOTHING:
            repaired("It ends on the day on which it starts, which would be none: it is that day.")
        return max(days, DAY)
    last = end.at if isinstance(end.at, datetime) else datetime.combine(end.at, time())
    if end_clock != clock and not end.is_day:
        last = clock.wall(end_clock.instant(last))
    lasting = last.replace(fold=0) - _moment(start.at)
    if lasting < NOTHING:
        repaired(
            f"It ends at {last:%H:%M} on {last.date()}, before it starts: the end is left out."
        )
    return lasting if lasting > NOTHING else None


def _for(
    duration: str, start: Stamp, repaired: Callable[[str], None]
) -> tuple[timedelta | None, bool]:
    """Return how long a DURATION is, and whether that is elapsed time."""
    lasting, nominal = read_duration(duration)
    if lasting < NOTHING:
        repaired(f"Its duration, {quoted(duration)}, is less than nothing: it is left out.")
    if start.is_day:
        return max(lasting // DAY, 1) * DAY, False
    lasting -= timedelta(seconds=lasting.total_seconds() % 60)
    return (lasting, not nominal) if lasting > NOTHING else (None, False)


def _is_whole_days(
    found: Properties, start: Stamp, lasting: timedelta | None, moments: Moments
) -> bool:
    """Return whether times from midnight to midnight are a way to write whole days."""
    if lasting is None or _moment(start.at).time() != time():
        return False
    if lasting % DAY == _LAST_MINUTE:  # 00:00 to 23:59, or to 23:59:59
        return True
    said = found.get("X-MICROSOFT-CDO-ALLDAYEVENT")
    marked = said is not None and said[0].value.strip().upper() == "TRUE"
    return lasting % DAY == NOTHING and (marked or moments.header.old)


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _moment(at: date) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(at, time())


def in_clock(stamp: Stamp, clock: Clock, wanted: Clock) -> date:
    """Return a moment of one clock as another shows it; a day stays the day."""
    if not isinstance(stamp.at, datetime) or clock == wanted:
        return stamp.at
    return wanted.wall(clock.instant(stamp.at)).replace(fold=0)


def when_of(stamp: Stamp, clock: Clock) -> When:
    """Return a single moment as a when."""
    return Span(stamp.at, None, clock).at(stamp.at, _unsaid)


def day_in(stamp: Stamp, clock: Clock) -> date:
    """Return the day on which a moment falls where it is kept."""
    when = when_of(stamp, clock)
    return when.start.date() if isinstance(when, Timed) else _day(stamp.at)
