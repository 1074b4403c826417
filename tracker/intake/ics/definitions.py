"""VTIMEZONE: what a file itself says of its clocks, for zones that no one else knows.

Offsets are asked for wall times. A definition is never trusted against the IANA's zone of
the same name: files carry old and wrong ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tracker.domain.values import frozen
from tracker.errors import Invalid
from tracker.intake.ics.lines import properties
from tracker.intake.ics.rules import Course, Rule, read_rule, settled
from tracker.intake.ics.times import Stamp, read_offset, read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.intake.ics.blocks import Block
    from tracker.intake.ics.lines import Properties

_WANTED: Final = frozenset({"TZID", "X-LIC-LOCATION"})
_OF_OBSERVANCE: Final = frozenset({"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"})
_MOST_OBSERVANCES: Final = 200
_MOST_RULES: Final = 12  # a dozen eras of a zone, each with its own
_MOST_DATES: Final = 2_000


@frozen
class Observance:
    """A STANDARD or DAYLIGHT: when it begins, and the offsets before and after."""

    onset: datetime
    before: timedelta
    after: timedelta
    rule: Rule | None = None
    until: datetime | None = None
    dates: tuple[datetime, ...] = ()

    def onsets(self, year: int) -> list[datetime]:
        """Return when it begins in a year."""
        found = [onset for onset in (self.onset, *self.dates) if onset.year == year]
        if self.rule is not None and self.onset.year <= year:
            # Followed from that year on: Outlook's rules begin in 1601.
            plain = self.rule.interval == 1 and self.onset.year < year
            begin = _in_year(self.onset, year) if plain else self.onset
            course = Course(settled(self.rule, self.onset), begin, date(year, 12, 31))
            last = self.until or datetime.max  # noqa: DTZ901 - a wall time
            found += [o for o in course if isinstance(o, datetime) and o.year == year and o <= last]
        return found


def _in_year(onset: datetime, year: int) -> datetime:
    """Return midnight of a year's first day at the onset's hour: its rule finds the day."""
    return datetime(year, 1, 1, onset.hour, onset.minute)  # noqa: DTZ001 - a wall time


@dataclass(slots=True, eq=False)
class Definition:
    """One VTIMEZONE: its name, the zone that it says it is, and its observances."""

    tzid: str
    location: str | None
    observances: tuple[Observance, ...]
    _changes: dict[int, list[tuple[datetime, timedelta]]] = field(default_factory=dict)

    def offset_at(self, wall: datetime) -> timedelta:
        """Return the offset from UTC that a wall time has."""
        for year in (wall.year, wall.year - 1):
            for onset, after in reversed(self._changes_of(year)):
                if onset <= wall:
                    return after
        begun = [o for o in self.observances if o.onset <= wall]
        if begun:
            return max(
                begun, key=lambda o: max((o.onset, *(d for d in o.dates if d <= wall)))
            ).after
        return min(self.observances, key=lambda o: o.onset).before

    def _changes_of(self, year: int) -> list[tuple[datetime, timedelta]]:
        """Return when offsets begin in a year, in order; worked out once."""
        found = self._changes.get(year)
        if found is None:
            each = ((onset, o.after) for o in self.observances for onset in o.onsets(year))
            found = self._changes[year] = sorted(each)
        return found

    def years(self, now: date) -> tuple[int, ...]:
        """Return years in which its offsets tell which zone it is."""
        if any(o.rule and not o.until for o in self.observances):
            return now.year, now.year + 1
        if len(self.observances) == 1:
            return now.year - 1, now.year, now.year + 1
        years = sorted({d.year for o in self.observances for d in (o.onset, *o.dates)})
        ends = [o.until.year for o in self.observances if o.until]
        return tuple(sorted({*years[-3:], *ends[-2:]}))


def read_definition(block: Block) -> Definition | None:
    """Return what a VTIMEZONE says; None when nothing can be made of it."""
    head, *inner = block.octets.split(b"BEGIN:")
    try:
        own, _ = properties(head, _WANTED)
        observances = [
            made for part in inner[:_MOST_OBSERVANCES] if (made := _observance(part)) is not None
        ]
    except Invalid:
        return None
    if "TZID" not in own:
        return None
    location = own["X-LIC-LOCATION"][0].value.strip() if "X-LIC-LOCATION" in own else None
    if sum(o.rule is not None for o in observances) > _MOST_RULES:
        return None
    return Definition(own["TZID"][0].value.strip().strip('"'), location, tuple(observances))


def _observance(part: bytes) -> Observance | None:
    found, _ = properties(part, _OF_OBSERVANCE)
    try:
        onset = _wall(read_stamp(found["DTSTART"][0].value))
        before = read_offset(found["TZOFFSETFROM"][0].value)
        after = read_offset(found["TZOFFSETTO"][0].value)
        rule = read_rule(found["RRULE"][0].value) if "RRULE" in found else None
        until = _wall(read_stamp(rule.until)) if rule and rule.until else None
        return Observance(onset, before, after, rule, until, tuple(_dates(found)))
    except (Invalid, KeyError, OverflowError):
        return None


def _dates(found: Properties) -> Iterator[datetime]:
    for listed in found.get("RDATE", ()):
        for value in listed.value.split(",", _MOST_DATES)[:_MOST_DATES]:
            yield _wall(read_stamp(value))


def _wall(stamp: Stamp) -> datetime:
    if isinstance(stamp.at, datetime):
        return stamp.at
    return datetime(stamp.at.year, stamp.at.month, stamp.at.day)  # noqa: DTZ001 - a wall time
