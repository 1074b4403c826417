"""Rules for one date: a day, a month, a season, a year, or a day told from today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final

from tracker.domain.calendar_words import WEEKDAYS
from tracker.domain.edtf import Part
from tracker.domain.grammar import lexicon as word
from tracker.domain.grammar.sentence import FOUR, SHORT, TWO, AmbiguousWhen
from tracker.domain.values import frozen
from tracker.domain.years import FIRST_YEAR
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.grammar.sentence import Found, Sentence

_WEEK: Final = timedelta(days=7)
_MANY: Final = range(1, 4)  # digits of "in 100 days"
_DECEMBER: Final = 12
_WINTER: Final = 24


@frozen
class Rough:
    """A date as said: what is missing may follow from the other end of a range, or from today.

    `iso` tells that it was written year first, `told` that it was counted from today.
    """

    year: int | None = None
    code: int | None = None
    day: int | None = None
    weekday: int | None = None
    mark: str = ""
    iso: bool = False
    told: bool = False


def _told(day: date, mark: str = "") -> Rough:
    return Rough(day.year, day.month, day.day, mark=mark, told=True)


def roughs(s: Sentence, at: int) -> Found[Rough]:
    """Yield every date that can be read here."""
    for start in s.maybe("day filler", at):
        yield from chain(_calendar(s, start), _relative(s, start))
        for weekday, after in s.words("weekday", start):
            for named in s.maybe("day filler", after):
                for rough, end in _calendar(s, named):
                    if rough.day is not None:
                        yield replace(rough, weekday=weekday), end


def complete(s: Sentence, rough: Rough, at: int) -> Iterator[Part]:
    """Yield what a date can be, its year being the coming one when it is not said.

    A month or day that this year has passed already could be this year's or the next's:
    both come out. A weekday that does not fit is a complaint.
    """
    if rough.code is None and (rough.day is not None or rough.year is None):
        return
    for year in [rough.year] if rough.year is not None else _years(s, rough):
        part = _checked(s, replace(rough, year=year), at)
        if part is not None:
            yield part


def _years(s: Sentence, rough: Rough) -> list[int]:
    this = s.today.year
    try:
        passed = Part(this, rough.code, rough.day).last < s.today
    except Invalid:
        passed = False
    return [this, this + 1] if passed else [this]


def _checked(s: Sentence, rough: Rough, at: int) -> Part | None:
    try:
        part = Part(rough.year or 0, rough.code, rough.day, rough.mark)
    except Invalid as error:
        s.complain(error, at)
        return None
    weekday = part.first.weekday()
    if rough.weekday in (None, weekday):
        return part
    names = WEEKDAYS["en"]
    s.complain(
        Invalid(
            f"{part} is a {names[weekday]}, not a {names[rough.weekday]}.",
            hint="Correct the weekday or the date, or leave the weekday out.",
        ),
        at,
    )
    return None


def _calendar(s: Sentence, at: int) -> Found[Rough]:
    rules = (_day_month, _month_day, _month, _season, _year, _year_first, _year_last)
    for rule in rules:
        yield from rule(s, at)


def day_number(s: Sentence, at: int) -> Found[int]:
    """Yield the number of a day, with or without the ending of an ordinal."""
    number = s.number(at, SHORT)
    if number is not None:
        for end in s.maybe("ordinal", at + 1):
            yield number, end


def year_number(s: Sentence, at: int) -> Found[int]:
    """Yield a year of four digits."""
    for start in s.maybe("of", at):
        number = s.number(start, FOUR)
        if number is not None and number >= FIRST_YEAR:
            for end in s.maybe("year mark", start + 1):
                yield number, end


def _day_month(s: Sentence, at: int) -> Found[Rough]:
    for day, after in day_number(s, at):
        yield Rough(day=day), after
        for named in s.maybe("of", after):
            for month, end in s.words("month", named):
                yield from _with_year(s, Rough(code=month, day=day), end)


def _month_day(s: Sentence, at: int) -> Found[Rough]:
    for month, named in s.words("month", at):
        for after in s.maybe("day filler", named):
            for day, end in day_number(s, after):
                yield from _with_year(s, Rough(code=month, day=day), end)


def _with_year(s: Sentence, rough: Rough, at: int) -> Found[Rough]:
    yield rough, at
    for year, end in year_number(s, at):
        yield replace(rough, year=year), end
    if s.number(at, TWO) is not None:
        s.complain(Invalid("A year is written with four digits."), at)


def _month(s: Sentence, at: int) -> Found[Rough]:
    for start in s.maybe("of", at):
        for month, end in s.words("month", start):
            yield from _with_year(s, Rough(code=month), end)


def _season(s: Sentence, at: int) -> Found[Rough]:
    for kind in ("season", "quarter", "half"):
        for code, named in s.words(kind, at):
            if code == _WINTER:
                yield from _winter(s, named)
            else:
                yield from _with_year(s, Rough(code=code), named)


def _winter(s: Sentence, at: int) -> Found[Rough]:
    # EDTF does not say whose December the winter of a year has: both are meant by people.
    for year, end in year_number(s, at):
        yield Rough(year - 1, _WINTER), end
        yield Rough(year, _WINTER), end
        if s.sign(end, "/") or s.sign(end, "-"):
            following = s.number(end + 1, TWO), s.number(end + 1, FOUR)
            if (year + 1) % 100 == following[0] or following[1] == year + 1:
                for after in s.maybe("year mark", end + 2):
                    yield Rough(year, _WINTER), after


def _year(s: Sentence, at: int) -> Found[Rough]:
    for year, end in year_number(s, at):
        yield Rough(year), end


def _numbers(s: Sentence, at: int, sign: str) -> list[int]:
    """Return the numbers written here with that sign between them and no blank."""
    numbers: list[int] = []
    place = at
    while place < len(s.tokens) and s.tokens[place].is_number:
        numbers.append(place)
        if not s.sign(place + 1, sign, glued=True) or not s.tokens[place + 1 :][1:]:
            break
        if not s.tokens[place + 2].glued:
            break
        place += 2
    return numbers


def _year_first(s: Sentence, at: int) -> Found[Rough]:
    """Yield `2025-04-03`, `2025-04`, `2025/04/03`, `2025.04.03`."""
    year = s.number(at, FOUR)
    if year is None:
        return
    for sign in "-/.":
        places = _numbers(s, at, sign)
        numbers = [s.number(place, SHORT) for place in places[1:3]]
        full = len(numbers) == 2 and all(number is not None for number in numbers)  # noqa: PLR2004
        if full:
            yield Rough(year, numbers[0], numbers[1], iso=True), places[2] + 1
    month = s.number(at + 2, TWO, glued=True)
    if s.sign(at + 1, "-", glued=True) and month is not None and 1 <= month <= _DECEMBER:
        yield Rough(year, month, iso=True), at + 3


def _year_last(s: Sentence, at: int) -> Found[Rough]:
    """Yield `03/04/2025` both as 3 April and as March 4: only one need exist."""
    for sign in "/.-":
        places = _numbers(s, at, sign)
        numbers = [s.number(place, SHORT) for place in places]
        if len(places) == 2 and at + 3 == len(s.tokens) and sign != "-":  # noqa: PLR2004
            hint = "Name the month, or type the date as 2025-04-03."
            s.complain(Invalid("Two numbers are no date.", hint=hint), at)
        if len(places) < 3 or numbers[0] is None or numbers[1] is None:  # noqa: PLR2004
            continue
        first, second = numbers[0], numbers[1]
        year = s.number(places[2], FOUR)
        short = numbers[2]
        if year is not None:
            for rough in (Rough(year, second, first), Rough(year, first, second)):
                if rough.code and rough.code <= _DECEMBER:
                    yield rough, places[2] + 1
        elif short is not None and s.number(places[2], TWO) is not None:
            _refuse_short_year(s, (first, second, short), at)


def _refuse_short_year(s: Sentence, numbers: tuple[int, int, int], at: int) -> None:
    first, second, third = numbers
    readings = []
    for year, month, day in (
        (2000 + third, second, first), (2000 + third, first, second), (2000 + first, second, third),
    ):  # fmt: skip
        try:
            readings.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    if readings:
        sentence = "The year needs four digits; which number is the year cannot be told."
        s.complain(AmbiguousWhen(sentence, tuple(dict.fromkeys(readings))), at + 5)


def _relative(s: Sentence, at: int) -> Found[Rough]:
    for shift, end in s.words("day", at):
        yield _told(s.today + timedelta(days=shift)), end
    for unit, number, end in counted(s, at):
        yield from _counted_date(s, unit, number, end)
    yield from _weekday(s, at)


def counted(s: Sentence, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield unit, number (below zero in the past) and end of "in 3 days", "3 days ago"."""
    for after in s.after("in", at):
        for unit, number, end in quantity(s, after):
            yield unit, number, end
    for after in s.after("ago before", at):
        for unit, number, end in quantity(s, after):
            yield unit, -number, end
    for unit, number, after in quantity(s, at):
        for end in s.after("ago", after):
            yield unit, -number, end


def quantity(s: Sentence, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield unit, number and end of "3 days", "two weeks", "half an hour"."""
    counts = list(s.words("count", at))
    number = s.number(at, _MANY)
    if number is not None:
        counts.append((number, at + 1))
    for count, after in counts:
        for unit, end in s.words("unit", after):
            yield unit, count, end
    for minutes, end in s.words("half hour", at):
        yield word.MINUTE, minutes, end


def _counted_date(s: Sentence, unit: int, number: int, end: int) -> Found[Rough]:
    if unit == word.DAY:
        yield _told(s.today + timedelta(days=number)), end
    elif unit == word.WEEK:  # people who count in weeks do not mean the day
        yield _told(s.today + number * _WEEK, "~"), end
    elif unit == word.MONTH:
        years, month = divmod(s.today.month - 1 + number, _DECEMBER)
        yield Rough(s.today.year + years, month + 1, told=True), end
    elif unit == word.YEAR:
        yield Rough(s.today.year + number, told=True), end


def _weekday(s: Sentence, at: int) -> Found[Rough]:
    """Yield the days that "tuesday", "next tuesday", "mardi prochain" can be."""
    for weekday, end in s.words("weekday", at):
        ahead = timedelta(days=(weekday - s.today.weekday()) % 7)
        yield _told(s.today + ahead), end
        if not ahead:
            yield _told(s.today + _WEEK), end
        for which, after in s.words("which", end):
            yield from ((_told(day), after) for day in _which(s.today, weekday, which))
        for shift, after in s.words("this week", end):
            monday = s.today - timedelta(days=s.today.weekday())
            yield _told(monday + shift * _WEEK + timedelta(days=weekday)), after
    for which, start in s.words("which", at):
        for weekday, end in s.words("weekday", start):
            yield from ((_told(day), end) for day in _which(s.today, weekday, which))


def _which(today: date, weekday: int, which: int) -> list[date]:
    """Return the days meant: some say "next Tuesday" of the coming one, some of next week's."""
    of_this_week = today + timedelta(days=weekday - today.weekday())
    coming = of_this_week if of_this_week > today else of_this_week + _WEEK
    latest = of_this_week if of_this_week < today else of_this_week - _WEEK
    return {
        word.COMING: [coming],
        word.LATEST: [latest],
        word.NEXT: [coming, of_this_week + _WEEK],
        word.PREVIOUS: [latest, of_this_week - _WEEK],
        word.THIS: [of_this_week, coming if of_this_week < today else of_this_week],
    }[which]
