"""Rules for the time of day: `10:00`, `9h30`, `2.30pm`, `noon`, and from one to another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tracker.domain.grammar.sentence import FOUR, SHORT, TWO
from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from tracker.domain.grammar.sentence import Found, Sentence

Style: TypeAlias = Literal["colon", "h", "am", "pm", "word"]

_HOUR: Final = 60
_NOON: Final = 12
DAY_END: Final = 24 * _HOUR
_UTMOST: Final = 14 * _HOUR  # the largest offset from UTC


@frozen
class Clock:
    """A time of day in minutes, 1440 being the end of the day; its offset in minutes."""

    minutes: int
    style: Style
    offset: int | None = None
    in_utc: bool = False


@frozen
class Hours:
    """From one time of day to another, when the end is said."""

    start: Clock
    end: Clock | None = None


def hours(s: Sentence, at: int) -> Found[Hours]:
    """Yield every time of day, or span of it, that can be read here."""
    starts = {*s.maybe("at", at), *s.after("from", at), *s.after("between", at)}
    for start in sorted(starts):
        yield from _hours(s, start)


def _hours(s: Sentence, at: int) -> Found[Hours]:
    for first, after in clock(s, at):
        yield Hours(first), after
        for following in [*s.after("to", after), *s.after("and", after)]:
            for last, end in clock(s, following):
                yield Hours(first, last), end
                yield from ((hours, end) for hours in _same_half(s, at, first, last))
    bare = s.number(at, SHORT)
    for following in s.after("to", at + 1) if bare is not None else ():
        for last, end in clock(s, following):
            yield from ((hours, end) for hours in _bare(bare or 0, last))


def _bare(hour: int, last: Clock) -> list[Hours]:
    """Return what "2-4pm" and "14-16h" say: the first hour is told as the second is."""
    if last.style == "h" and hour < DAY_END // _HOUR:
        return [Hours(Clock(hour * _HOUR, "h"), last)]
    if last.style in ("am", "pm") and 1 <= hour <= _NOON:
        both = [_afternoon(hour, 0, half) for half in (last.style, "am")]
        fitting = [minutes for minutes in both if minutes < last.minutes]
        return [Hours(Clock(minutes, last.style), last) for minutes in fitting[:1]]
    return []


def _same_half(s: Sentence, at: int, first: Clock, last: Clock) -> list[Hours]:
    """Return the second thing that "2:00-4pm" can be: 2:00 in the afternoon."""
    hour = s.number(at, SHORT)
    if first.style != "colon" or last.style != "pm" or not hour or hour >= _NOON:
        return []
    later = replace(first, minutes=first.minutes + _NOON * _HOUR)
    return [Hours(later, last)] if later.minutes < last.minutes else []


def clock(s: Sentence, at: int) -> Found[Clock]:
    """Yield every time of day that can be read here, with an offset from UTC if it has one."""
    for bare, after in _bare_clock(s, at):
        yield bare, after
        for offset, end in _offset(s, after):
            yield replace(bare, offset=offset), end
        for end in s.after("utc", after):
            offsets = list(_hours_from_utc(s, end))
            yield from ((replace(bare, offset=offset), farther) for offset, farther in offsets)
            if not offsets:
                yield replace(bare, in_utc=True), end


def _bare_clock(s: Sentence, at: int) -> Found[Clock]:
    for end in s.after("noon", at):
        yield Clock(_NOON * _HOUR, "word"), end
    for end in s.after("midnight", at):  # at which end of the day it is, nobody can tell
        yield Clock(0, "word"), end
        yield Clock(DAY_END, "word"), end
    hour = s.number(at, SHORT)
    if hour is not None:
        yield from _with_colon(s, hour, at + 1)
        yield from _with_letter(s, hour, at + 1)
        yield from _with_half(s, hour, 0, at + 1)
        minute = s.number(at + 2, TWO, glued=True)
        if minute is not None and s.sign(at + 1, ".", glued=True):
            yield from _with_half(s, hour, minute, at + 3)


def _with_colon(s: Sentence, hour: int, at: int) -> Found[Clock]:
    minute = s.number(at + 1, TWO, glued=True)
    if minute is None or not s.sign(at, ":", glued=True):
        return
    end = at + 2
    second = s.number(end + 1, TWO, glued=True)
    if second is not None and s.sign(end, ":", glued=True):
        if second:
            s.complain(Invalid("Times are kept to the minute; leave the seconds out."), end)
            return
        end += 2
        fraction = s.number(end + 1, range(1, 10), glued=True)
        if fraction == 0 and s.sign(end, ".", glued=True):
            end += 2
    yield from _checked(s, hour, minute, "colon", end)
    yield from _with_half(s, hour, minute, end)


def _with_letter(s: Sentence, hour: int, at: int) -> Found[Clock]:
    for end in s.after("hour", at):
        yield from _checked(s, hour, 0, "h", end)
        minute = s.number(end, TWO)
        if minute is not None:
            yield from _checked(s, hour, minute, "h", end + 1)


def _with_half(s: Sentence, hour: int, minute: int, at: int) -> Found[Clock]:
    for half in ("am", "pm"):
        for end in s.after(half, at):
            if not 1 <= hour <= _NOON or minute >= _HOUR:
                sentence = f"There is no {hour}:{minute:02} in a count of twelve hours."
                s.complain(Invalid(sentence), end)
                continue
            minutes = _afternoon(hour, minute, half)
            style: Style = "am" if half == "am" else "pm"
            yield Clock(minutes, style), end
            if not minutes:  # 12am is midnight, with midnight's doubt
                yield Clock(DAY_END, style), end


def _afternoon(hour: int, minute: int, half: str) -> int:
    return (hour % _NOON + (_NOON if half == "pm" else 0)) * _HOUR + minute


def _checked(s: Sentence, hour: int, minute: int, style: Style, at: int) -> Found[Clock]:
    minutes = hour * _HOUR + minute
    if minute < _HOUR and minutes <= DAY_END:
        yield Clock(minutes, style), at
    else:
        s.complain(Invalid(f"A day has no {hour}:{minute:02}."), at)


def _offset(s: Sentence, at: int) -> Found[int]:
    """Yield `+03:00`, and after a time in ISO form `-05:00` too."""
    sign = 1 if s.sign(at, "+") else -1 if s.sign(at, "-", glued=True) and _is_iso(s, at) else 0
    if not sign:
        return
    hour, minute = s.number(at + 1, TWO, glued=True), s.number(at + 3, TWO, glued=True)
    if hour is not None and minute is not None and s.sign(at + 2, ":", glued=True):
        yield from _fitting(sign * (hour * _HOUR + minute), at + 4)
    both = s.number(at + 1, FOUR, glued=True)
    if both is not None:
        yield from _fitting(sign * (both // 100 * _HOUR + both % 100), at + 2)


def _is_iso(s: Sentence, at: int) -> bool:
    """Tell whether the time before here follows a T glued to its date."""
    start = at
    while start > 0 and s.tokens[start].glued and s.tokens[start].text != "t":
        start -= 1
    return s.sign(start, "t", glued=True)


def _hours_from_utc(s: Sentence, at: int) -> Found[int]:
    """Yield the offset of `UTC+3`, `UTC-5`, `GMT+5:30`."""
    sign = 1 if s.sign(at, "+", glued=True) else -1 if s.sign(at, "-", glued=True) else 0
    hour = s.number(at + 1, SHORT, glued=True)
    if not sign or hour is None:
        return
    minute = s.number(at + 3, TWO, glued=True)
    if minute is not None and s.sign(at + 2, ":", glued=True):
        yield from _fitting(sign * (hour * _HOUR + minute), at + 4)
    else:
        yield from _fitting(sign * hour * _HOUR, at + 2)


def _fitting(offset: int, at: int) -> Found[int]:
    if abs(offset) <= _UTMOST:
        yield offset, at
