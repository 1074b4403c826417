"""Rules for a day with its hours, in the zone of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from tracker.domain.grammar import lexicon as word
from tracker.domain.grammar.clocks import Clock, Hours, clock, hours
from tracker.domain.grammar.dates import complete, counted, roughs
from tracker.domain.grammar.sentence import AmbiguousWhen
from tracker.domain.grammar.spans import ends, range_signs
from tracker.domain.when import Timed, clock_state
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.grammar.dates import Rough
    from tracker.domain.grammar.sentence import Found, Sentence
    from tracker.domain.when import When

_DAY: Final = timedelta(days=1)


def meetings(s: Sentence, at: int) -> Found[When]:
    """Yield every day with a time that can be read here."""
    yield from _day_hours(s, at)
    yield from _hours_day(s, at)
    yield from _from_to(s, at)
    yield from _counted_from_now(s, at)


def _day_hours(s: Sentence, at: int) -> Found[When]:
    for rough, after in roughs(s, at):
        for start in _time_starts(s, rough, after):
            for said, end in hours(s, start):
                yield from _on_each_day(s, rough, said, end)


def _time_starts(s: Sentence, rough: Rough, at: int) -> Iterator[int]:
    yield at
    if rough.iso and s.sign(at, "t", glued=True):
        yield at + 1


def _hours_day(s: Sentence, at: int) -> Found[When]:
    for said, after in hours(s, at):
        for rough, end in roughs(s, after):
            yield from _on_each_day(s, rough, said, end)


def _on_each_day(s: Sentence, rough: Rough, said: Hours, at: int) -> Found[When]:
    for day in _days(s, rough, at):
        last = _known_end(s, day, said, at)
        yield from timed(s, (day, said.start), (day, last) if last else None, at)


def _days(s: Sentence, rough: Rough, at: int) -> Iterator[date]:
    """Yield the days a date can be; the doubt of "in two weeks" ends where a time is said."""
    for part in complete(s, rough, at):
        if part.day is not None:
            yield part.first


def _known_end(s: Sentence, day: date, said: Hours, at: int) -> Clock | None:
    """Return the end, and complain when it would belong to the next day."""
    start, end = said.start, said.end
    if end and end.minutes <= start.minutes and start.offset == end.offset:
        tomorrow = day + _DAY
        overnight = f"{day} {_said(start)} - {tomorrow} {_said(end)}"
        s.complain(
            Invalid(
                f"{_said(end)} is not after {_said(start)}.",
                hint=f"Type “{overnight}” if it ends on the next day.",
            ),
            at + 1,
        )
    return end


def _said(time: Clock) -> str:
    return f"{time.minutes // 60:02}:{time.minutes % 60:02}"


def _from_to(s: Sentence, at: int) -> Found[When]:
    for start in s.maybe("from", at):
        for first, after in roughs(s, start):
            for first_clock, between in _clock_of(s, first, after):
                for following in range_signs(s, first, between):
                    for last, later in roughs(s, following):
                        for last_clock, end in _clock_of(s, last, later):
                            yield from _over_days(s, first, first_clock, last, last_clock, end)


def _over_days(
    s: Sentence, first: Rough, opening: Clock, last: Rough, closing: Clock, at: int
) -> Found[When]:
    for start, end in ends(s, first, last, at):
        if start.day is not None and end.day is not None:
            yield from timed(s, (start.first, opening), (end.first, closing), at)


def _clock_of(s: Sentence, rough: Rough, at: int) -> Found[Clock]:
    for start in _time_starts(s, rough, at):
        for following in s.maybe("at", start):
            yield from clock(s, following)


def _counted_from_now(s: Sentence, at: int) -> Found[When]:
    for end in s.after("now", at):
        yield _moment(s, timedelta()), end
    for unit, number, end in counted(s, at):
        if unit in (word.MINUTE, word.HOUR):
            ahead = timedelta(minutes=number * (60 if unit == word.HOUR else 1))
            yield _moment(s, ahead), end


def _moment(s: Sentence, ahead: timedelta) -> Timed:
    moment = (s.now.astimezone(UTC) + ahead).astimezone(s.now.tzinfo)
    return Timed(moment.replace(tzinfo=None, second=0, microsecond=0), None, s.zone)


def timed(
    s: Sentence, first: tuple[date, Clock], last: tuple[date, Clock] | None, at: int
) -> Found[When]:
    """Yield what these wall times can be in the sentence's zone.

    An hour that clocks go through twice gives two; one they skip is a complaint, as is an
    end that is not after the start. An offset of another zone holds for both ends.
    """
    ends = [first, last] if last else [first]
    zone = "UTC" if any(c.in_utc for _, c in ends) and not s.zone_is_named else s.zone
    shared = None if s.zone_is_named else _foreign_offset(ends, ZoneInfo(zone))
    starts = _walls(s, *first, zone, shared, at)
    stops = _walls(s, *last, zone, shared, at) if last else [None]
    for start, stop in product(starts, stops):
        try:
            yield Timed(start, stop, zone), at
        except Invalid as error:
            s.complain(error, at)


def _foreign_offset(ends: list[tuple[date, Clock]], place: ZoneInfo) -> int | None:
    """Return an offset that was said and that the place has not at that time, if any."""
    for day, time in ends:
        if time.offset is not None and not _has_offset(_wall(day, time), time.offset, place):
            return time.offset
    return None


def _has_offset(wall: datetime, offset: int, place: ZoneInfo) -> bool:
    aware = wall.replace(tzinfo=timezone(timedelta(minutes=offset)))
    return aware.astimezone(place).replace(tzinfo=None) == wall


def _wall(day: date, time: Clock) -> datetime:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # wall time
    return midnight + timedelta(minutes=time.minutes)


def _walls(
    s: Sentence, day: date, time: Clock, zone: str, shared: int | None, at: int
) -> list[datetime]:
    wall, place = _wall(day, time), ZoneInfo(zone)
    offset = time.offset if time.offset is not None else 0 if time.in_utc else shared
    if offset is not None and zone != "UTC":
        return _at_offset(s, wall, offset, place, at)
    if offset:
        wall -= timedelta(minutes=offset)
    state = clock_state(wall, place)
    if state == "skipped":
        s.complain(_skipped(wall, place), at + 1)
        return []
    if state == "doubled":
        s.why = f"clocks in {zone} go back on {wall:%Y-%m-%d}, and {wall:%H:%M} comes twice"
        return [wall, wall.replace(fold=1)]
    return [wall]


def _at_offset(
    s: Sentence, wall: datetime, offset: int, place: ZoneInfo, at: int
) -> list[datetime]:
    """Return the place's wall time at that offset; a zone that was named must have it."""
    aware = wall.replace(tzinfo=timezone(timedelta(minutes=offset)))
    local = aware.astimezone(place).replace(tzinfo=None)
    if s.zone_is_named and local != wall:
        offsets = f"{wall:%H:%M} there is {wall.replace(tzinfo=place):%z}"
        s.complain(Invalid(f"{place.key} and the offset do not agree: {offsets}."), at + 1)
        return []
    return [local]


def _skipped(wall: datetime, place: ZoneInfo) -> AmbiguousWhen:
    """Return the complaint about a time that clocks skip, with the times around it."""
    around = sorted(
        wall.replace(tzinfo=place, fold=fold).astimezone(UTC).astimezone(place) for fold in (0, 1)
    )
    readings = tuple(f"{time:%Y-%m-%d %H:%M}" for time in around)
    sentence = f"Clocks in {place.key} go forward on {wall:%Y-%m-%d} and skip {wall:%H:%M}."
    return AmbiguousWhen(sentence, readings)
