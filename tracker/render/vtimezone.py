"""VTIMEZONE components, written so that every client reads the right hour (RFC 5545, 3.6.5).

Clients misread comma lists of RDATEs and offsets with seconds, so neither is written:
a zone with a regular rule gets a pair of yearly rules, any other one sub-component for
each transition of the window.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tracker.domain.values import frozen

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_NOTHING = timedelta(0)
# No zone has changed its clocks there and back within a week since 1945.
_STRIDE = timedelta(days=7)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a local time: DTSTART of a sub-component has no zone
_A_PAIR = 2
# A rule counts as regular when it holds this long: two years alike may be chance.
_PROOF_YEARS = 12
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@frozen
class _Change:
    """A change of the clocks: its local time by the old offset, and both offsets."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool


def in_whole_minutes(zone: str, instant: datetime) -> bool:
    """Return whether the zone's UTC offset at an aware instant can be written as ±hhmm."""
    offset = instant.astimezone(ZoneInfo(zone)).utcoffset() or _NOTHING
    return offset.total_seconds() % 60 == 0


@lru_cache(maxsize=256)
def vtimezone(zone: str, first: date, last: date) -> str:
    """Return the VTIMEZONE of an IANA zone, right for every instant from `first` to `last`.

    The text has CRLF line ends, no line above 75 octets, and is the same for all windows
    through which the zone keeps one regular rule. Offsets with seconds, which ended in
    1972, are rounded: ask `in_whole_minutes` and write such times in UTC.
    """
    begin, end = date((first - _DAY).year, 1, 1), date((last + _DAY).year, 12, 31)
    proof = date(min(max(end.year, begin.year + _PROOF_YEARS - 1), date.max.year - 1), 12, 31)
    rules = _rules(_changes(zone, begin, proof), proof.year - begin.year + 1)
    parts = _by_rule(rules, begin.year) if rules else _one_by_one(zone, begin, end)
    return _crlf("BEGIN:VTIMEZONE", f"TZID:{zone}") + "".join(parts) + _crlf("END:VTIMEZONE")


def _changes(zone: str, first: date, last: date) -> list[_Change]:
    """Return the changes of UTC offset from the first day to the last (UTC days), in order."""
    clock = ZoneInfo(zone)
    found = []
    instant = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + _DAY
    while instant < end:
        later = min(instant + _STRIDE, end)
        if _offset(clock, instant) != _offset(clock, later):
            found.append(_change(clock, _onset(clock, instant, later)))
        instant = later
    return found


def _onset(clock: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first instant, to the second, with another offset than `low` has."""
    old = _offset(clock, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if _offset(clock, middle) == old:
            low = middle
        else:
            high = middle
    return high


def _change(clock: ZoneInfo, onset: datetime) -> _Change:
    old, new = (onset - timedelta(seconds=1)).astimezone(clock), onset.astimezone(clock)
    before, after = _offset(clock, old), _offset(clock, new)
    saved, saves = old.dst() or _NOTHING, new.dst() or _NOTHING
    # Dublin and Casablanca save a negative hour; clients expect summer to be DAYLIGHT.
    daylight = saves > _NOTHING or (saved < _NOTHING and saves == _NOTHING)
    local = onset.replace(tzinfo=None) + before
    return _Change(local, before, after, new.tzname() or "", daylight)


def _offset(clock: ZoneInfo, instant: datetime) -> timedelta:
    """Return the UTC offset at an instant, rounded to whole minutes."""
    seconds = (instant.astimezone(clock).utcoffset() or _NOTHING).total_seconds()
    return timedelta(minutes=round(seconds / 60))


def _rules(changes: list[_Change], years: int) -> list[tuple[_Change, str]]:
    """Return the pair of changes that recur in every one of so many years, each with its RRULE.

    Empty when there is no such pair. The changes returned are the first of their kind.
    """
    if len(changes) != _A_PAIR * years:
        return []
    found = []
    for start in range(_A_PAIR):
        alike = changes[start::_A_PAIR]
        if len({_manner(c) for c in alike}) > 1 or len({c.local.year for c in alike}) != years:
            return []
        day = _day_of_month(alike)
        if day is None:
            return []
        found.append((alike[0], f"FREQ=YEARLY;BYMONTH={alike[0].local.month};BYDAY={day}"))
    return found


def _manner(change: _Change) -> tuple[object, ...]:
    """Return what a yearly rule must keep the same."""
    local = change.local
    return local.month, local.weekday(), local.time(), change.before, change.after, change.name


def _day_of_month(alike: list[_Change]) -> str | None:
    """Return BYDAY for changes in one month and on one weekday: -1SU, 2SU; None if neither."""
    weekday = _WEEKDAYS[alike[0].local.weekday()]
    if all((c.local + timedelta(days=7)).month != c.local.month for c in alike):
        return f"-1{weekday}"
    weeks = {(c.local.day - 1) // 7 + 1 for c in alike}
    return f"{weeks.pop()}{weekday}" if len(weeks) == 1 else None


def _by_rule(rules: list[tuple[_Change, str]], first_year: int) -> list[str]:
    """Return two sub-components that recur each year, from 1970 or earlier where needed."""
    year = min(_EPOCH.year, first_year - 1)
    return [
        _sub_component(change, _occurrence(change, rule, year), rule=rule) for change, rule in rules
    ]


def _occurrence(change: _Change, rule: str, year: int) -> datetime:
    """Return when a change falls in another year by its rule, as local time."""
    nth = int(rule.rpartition("=")[2][:-2])
    weekday = change.local.weekday()
    month = change.local.replace(year=year, day=1)
    if nth > 0:
        return month + timedelta(days=(weekday - month.weekday()) % 7 + 7 * (nth - 1))
    # No clock changes at the end of December by a rule, so the next month is in the year.
    end = month.replace(month=month.month + 1) - _DAY
    return end - timedelta(days=(end.weekday() - weekday) % 7)


def _one_by_one(zone: str, first: date, last: date) -> list[str]:
    """Return a base sub-component and one for each change of the window."""
    clock = ZoneInfo(zone)
    start = datetime(first.year, 1, 1, tzinfo=UTC)
    offset = _offset(clock, start)
    name = start.astimezone(clock).tzname() or ""
    since = min(_EPOCH, datetime(first.year - 1, 1, 1))  # noqa: DTZ001 - local, as above
    base = _Change(since, offset, offset, name, daylight=False)
    return [_sub_component(change, change.local) for change in (base, *_changes(zone, first, last))]


def _sub_component(change: _Change, local: datetime, *, rule: str | None = None) -> str:
    kind = "DAYLIGHT" if change.daylight else "STANDARD"
    return _crlf(
        f"BEGIN:{kind}",
        f"DTSTART:{_basic(local)}",
        *([f"RRULE:{rule}"] if rule else []),
        f"TZNAME:{change.name}",
        f"TZOFFSETFROM:{_hhmm(change.before)}",
        f"TZOFFSETTO:{_hhmm(change.after)}",
        f"END:{kind}",
    )


def _basic(local: datetime) -> str:
    return local.isoformat(timespec="seconds").replace("-", "").replace(":", "")


def _hhmm(offset: timedelta) -> str:
    """Return ±hhmm. UTC itself is +0000: RFC 5545, 3.3.14 forbids -0000."""
    minutes = round(offset / timedelta(minutes=1))
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _crlf(*lines: str) -> str:
    return "".join(f"{line}\r\n" for line in lines)
