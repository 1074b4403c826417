"""Dates as programs write them in JSON: ISO 8601 with and without a zone, and American clocks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from tracker.domain.values import frozen
from tracker.domain.when import AllDay, Timed, When, parse_when, put_forward, zone_of
from tracker.domain.when_grammar import read_when
from tracker.errors import Invalid

if TYPE_CHECKING:
    from tracker.intake.options import ReadingOptions

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_LESS: Final = re.compile(r"[0-9]{4}(-[0-9]{2})?\Z")
_MOMENT: Final = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T ][0-9]{2}")
_CLOCK: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?(?::[0-9]{2})?\s*"
    r"(?P<half>[ap])?\.?\s*(?(half)m\.?|)\Z",
    re.IGNORECASE,
)
_NOON: Final = 12


@frozen
class Dated:
    """A *when* as an object tells it; `floating` where it names no zone.

    `remark` is what was amiss with it, None when nothing was.
    """

    when: When
    zone: str
    floating: bool = False
    remark: str | None = None


def dated(
    start: str, end: str | None, options: ReadingOptions, *, zone: str | None = None,
    all_day: bool = False,
) -> Dated:  # fmt: skip
    """Return what a start and an end mean; `zone` is that which the object names for both.

    What has an offset is an instant, told on the clock of the zone named or of the reader.
    A time that clocks skip there is told as they then show it, and remarked. Raises Invalid
    for a start that is no date; an end that is none is left out, and remarked.
    """
    place = zone_of(zone or options.zone).key
    first = _moment(start, place)
    if isinstance(first, When):
        return Dated(first, place, floating=zone is None)
    if not all_day and (skipped := _skipped(first, place)):
        told = (
            f"Clocks in {place} skip {first:%H:%M} on {first:%Y-%m-%d}: "
            f"{skipped:%H:%M} is taken for it."
        )
        found = dated(skipped.isoformat(), end, options, zone=zone, all_day=all_day)
        return replace(found, remark=" ".join(filter(None, (told, found.remark))))
    floating = zone is None and not _has_offset(start)
    try:
        last = _moment(end, place) if end else None
    except Invalid as fault:
        return Dated(_single(first, place, all_day), place, floating, f"{fault.sentence} Left out.")
    if last is None or isinstance(last, When):
        return Dated(_single(first, place, all_day), place, floating)
    when, remark = _spanning(first, last, place, all_day=all_day)
    return Dated(when, place, floating, remark)


def spoken(start: str, options: ReadingOptions) -> Dated:
    """Return a date as one would type it to this program; raise Invalid when it is none."""
    languages = (options.language, *(t for t in ("en", "fr", "ru", "ar") if t != options.language))
    when = read_when(start, now=options.now, zone=options.zone, languages=languages)
    return Dated(when, getattr(when, "zone", options.zone), floating=True)


def clock(words: str) -> time | None:
    """Return a time of day: 18:30, 6:30 PM, 6 p.m.; None for anything else."""
    plain = words.strip().lower().replace(".", "") if "m" in words.lower() else words.strip()
    if plain in ("noon", "12 noon"):
        return time(_NOON)
    found = _CLOCK.match(plain)
    if not found or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if found["half"].lower() == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _moment(text: str, zone: str) -> date | datetime | When:
    """Return a day, a wall time in the zone, or a *when* that is less precise."""
    words = text.strip()
    if _DAY.match(words):
        return _day(words)
    if _LESS.match(words):
        return parse_when(words)
    if not _MOMENT.match(words):
        raise Invalid(f"“{words[:40]}” is no date in ISO 8601, such as 2025-04-03T10:00.")
    try:
        read = datetime.fromisoformat(words)
        wall = read.astimezone(zone_of(zone)).replace(fold=0) if read.tzinfo else read
        if read.tzinfo and wall.astimezone(UTC) != read.astimezone(UTC):
            wall = wall.replace(fold=1)
    except (ValueError, OverflowError):
        raise Invalid(f"“{words[:40]}” is no date that there is.") from None
    return wall.replace(tzinfo=None, second=0, microsecond=0)


def _day(words: str) -> date:
    """Return a day; raise Invalid where the calendar has none."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise Invalid(f"There is no {words} in the calendar.") from None


def _skipped(moment: date, place: str) -> datetime | None:
    """Return what clocks show instead of a time that they skip; None for any other."""
    if not isinstance(moment, datetime):
        return None
    later = put_forward(moment, zone_of(place))
    return later if later != moment else None


def _has_offset(text: str) -> bool:
    return re.search(r"T.*(Z|[+-][0-9]{2}:?[0-9]{2}?)\s*\Z", text, re.IGNORECASE) is not None


def _single(first: date, place: str, all_day: bool) -> When:
    if isinstance(first, datetime) and not all_day:
        return Timed(first, None, place)
    day = first.date() if isinstance(first, datetime) else first
    return AllDay(day, day)


def _spanning(first: date, last: date, place: str, *, all_day: bool) -> tuple[When, str | None]:
    """Return the span, or its start alone where the end is not after it."""
    if all_day or not (isinstance(first, datetime) and isinstance(last, datetime)):
        days = [d.date() if isinstance(d, datetime) else d for d in (first, last)]
        if days[1] < days[0]:
            return AllDay(days[0], days[0]), f"It ended on {days[1]}, before it began; left out."
        if isinstance(first, datetime) and not isinstance(last, datetime) and not all_day:
            return Timed(first, None, place), None
        return AllDay(days[0], days[1]), None
    begins, ends = first, put_forward(last, zone_of(place))
    if ends == begins:
        return Timed(begins, None, place), None
    try:
        return Timed(begins, ends, place), None
    except Invalid:
        said = f"It ended at {ends:%H:%M} on {ends.date()}, before it began; left out."
        return Timed(begins, None, place), said
