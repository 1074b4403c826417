"""Events that repeat: the starts that RRULE, RDATE, EXRULE and EXDATE make, within bounds.

A rule is followed from its beginning to the end of the year `horizon` years ahead. One that
comes more than MOST times by then is followed from the beginning of last year instead, and
for MOST occurrences. Both move with the year and not with the day, so that a file that is
read again and again does not seem to change every morning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from tracker.domain.values import frozen
from tracker.errors import Invalid
from tracker.intake.ics.lines import listed
from tracker.intake.ics.old_rules import new_rule
from tracker.intake.ics.rules import Course, Rule, read_rule
from tracker.intake.ics.spans import in_clock
from tracker.intake.ics.times import read_stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.incoming import Spot
    from tracker.intake.ics.lines import Properties
    from tracker.intake.ics.spans import Moments, Span

MOST: Final = 1_000  # occurrences of one event
MOST_OF_A_FILE: Final = 60_000
_MOST_DAYS_OF_A_FILE: Final = 1_200_000  # that its rules may look at
_MOST_RULES: Final = 5  # of one event
_MOST_DATES: Final = 5_000
NAMES: Final = ("RRULE", "RDATE", "EXRULE", "EXDATE")


@dataclass(slots=True)
class Limits:
    """How far rules are followed, and how much of that a file has used."""

    floor: date
    last: date
    made: int = 0
    looked_at: int = 0

    @staticmethod
    def on(day: date, horizon: int) -> Limits:
        """Return the limits as they are on a day, `horizon` years ahead."""
        ahead = min(day.year + max(horizon, 0), date.max.year)
        return Limits(date(day.year - 1, 1, 1), date(ahead, 12, 31))


@frozen
class Starts:
    """The starts of an event in their order; `until` is the last day when there are more."""

    starts: tuple[date, ...]
    until: date | None = None
    remark: str = ""


def is_repeated(found: Properties) -> bool:
    """Return whether an event comes more than once, or would."""
    return "RRULE" in found or "RDATE" in found


def rule_lines(found: Properties) -> str:
    """Return the lines of the rule as they stood, one below the other."""
    return "\n".join(
        f"{name}{line.parameters}:{line.value}" for name in NAMES for line in found.get(name, ())
    )


def read_starts(
    found: Properties, span: Span, moments: Moments, limits: Limits, at: Spot
) -> Starts:
    """Return when an event comes; raise Invalid for a rule that cannot be followed."""
    if limits.made > MOST_OF_A_FILE:
        raise Invalid(f"The file’s rules make more than {MOST_OF_A_FILE:,} meetings before it.")
    if limits.looked_at > _MOST_DAYS_OF_A_FILE:
        raise Invalid("The file’s rules take too long to follow before it.")
    gathered = _Gathered(_comparable(limits.floor, span))
    until: date | None = None
    for rule in _rules(found, "RRULE", old=moments.header.old):
        end = _follow(rule, span, limits, gathered)
        until = max(until, end) if until and end else end or until
    added = set(_dates(found, "RDATE", span, moments, at))
    starts = {span.start, *gathered.kept(), *added}
    starts -= set(_dates(found, "EXDATE", span, moments, at, of=starts))
    for rule in _rules(found, "EXRULE", old=moments.header.old):
        excepted = _Gathered(_comparable(limits.floor, span))
        _follow(rule, span, limits, excepted)
        starts -= set(excepted.kept())
    if gathered.is_cut:
        kept = added.union(gathered.kept())
        starts = {start for start in starts if start in kept}
    ordered = tuple(sorted(starts)[: MOST + len(added)])
    limits.made += len(ordered)
    if gathered.is_cut and ordered:
        until = _day(ordered[-1])
        dates = f"those from {_day(ordered[0])} to {until} are taken"
        return Starts(ordered, until, f"It comes more than {MOST:,} times: {dates}.")
    return Starts(ordered, until)


class _Gathered:
    """Occurrences before and from a floor on, no more than are needed of either."""

    def __init__(self, floor: date) -> None:
        self._floor = floor
        self._early: list[date] = []
        self._late: list[date] = []

    def add(self, start: date) -> bool:
        """Take an occurrence; return whether more are wanted."""
        into = self._early if start < self._floor else self._late
        if len(into) <= MOST:
            into.append(start)
        return len(self._late) <= MOST

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are taken."""
        return len(self._early) + len(self._late) > MOST

    def kept(self) -> list[date]:
        """Return those that are taken."""
        if not self.is_cut:
            return [*self._early, *self._late]
        return (self._late or self._early)[:MOST]


def _follow(rule: Rule, span: Span, limits: Limits, into: _Gathered) -> date | None:
    """Gather what a rule makes; return the last day looked at when it would go on after it."""
    end = _end(rule, span)
    last = min(limits.last, _day(end)) if end else limits.last
    course = Course(rule, span.start, last)
    left = rule.count
    goes_on = end is None or _day(end) > limits.last
    first = True
    for start in course:
        if first and left and start != span.start:
            left -= 1  # the first date counts, though the rule does not make it
        first = False
        if left == 0 or (end is not None and start > end):
            goes_on = False
            break
        left = left - 1 if left else left
        if not into.add(start):
            break
    if left == 0:
        goes_on = False
    limits.looked_at += course.looked_at
    return limits.last if goes_on else None


def _rules(found: Properties, name: str, *, old: bool) -> Iterator[Rule]:
    for line in found.get(name, ())[:_MOST_RULES]:
        value = line.value.strip()
        yield read_rule(new_rule(value) if old or "FREQ" not in value.upper() else value)


def _end(rule: Rule, span: Span) -> date | None:
    """Return the last moment of a rule on the clock of its start; None for a rule without."""
    if not rule.until:
        return None
    stamp = read_stamp(rule.until)
    if not isinstance(span.start, datetime):
        return _day(stamp.at)
    if not isinstance(stamp.at, datetime):
        return datetime.combine(stamp.at, time.max)
    if stamp.offset is None:
        return stamp.at
    instant = (stamp.at - stamp.offset).replace(tzinfo=span.clock.instant(span.start).tzinfo)
    return span.clock.wall(instant).replace(fold=0)


def _dates(
    found: Properties,
    name: str,
    span: Span,
    moments: Moments,
    at: Spot,
    of: set[date] | None = None,
) -> Iterator[date]:
    """Yield the dates that a property lists, as the event's clock shows them.

    Given what there is to except, a day excepts whatever starts on it.
    """
    left = _MOST_DATES
    for line in found.get(name, ()):
        separator = ";" if moments.header.old else ","
        for value in listed(line.value, separator)[:left]:
            left -= 1
            stamp, clock = moments.value(value.partition("/")[0], line, at, "")
            moment = in_clock(stamp, clock, span.clock)
            if isinstance(moment, datetime) == isinstance(span.start, datetime):
                yield moment
            elif of is not None:
                yield from (start for start in of if _day(start) == _day(moment))
            elif isinstance(span.start, datetime):
                yield datetime.combine(moment, span.start.time())
            else:
                yield _day(moment)


def _comparable(day: date, span: Span) -> date:
    return datetime.combine(day, time()) if isinstance(span.start, datetime) else day


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at
