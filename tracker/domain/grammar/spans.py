"""Rules for a date without a time of day: one, a range, a choice, a part of a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final

from tracker.domain.edtf import Expression, Part, part_of_month, single, week_of
from tracker.domain.grammar import lexicon as word
from tracker.domain.grammar.dates import Rough, complete, day_number, roughs, year_number
from tracker.domain.grammar.sentence import TWO
from tracker.domain.when import AllDay, Imprecise
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.domain.edtf import Shape
    from tracker.domain.grammar.sentence import Found, Sentence
    from tracker.domain.when import When

_DAY: Final = timedelta(days=1)


def spans(s: Sentence, at: int) -> Found[When]:
    """Yield every date without a time of day that can be read here."""
    rules = (_one, _range, _month_first_range, _between, _limit, _around, _part, _week)
    for expression, after in chain.from_iterable(rule(s, at) for rule in rules):
        yield when_of(expression), after
        if not expression.is_exact:
            yield from ((when_of(expression), end) for end in s.after("day tbc", after))
        for end in s.after("uncertain", after):
            yield from ((when, end) for when in _doubted(expression))


def when_of(expression: Expression) -> When:
    """Return the when that says this: whole days when there is no doubt about them."""
    if expression.is_exact and expression.first and expression.last:
        return AllDay(expression.first, expression.last)
    return Imprecise(str(expression))


def unify(first: Rough, last: Rough) -> tuple[Rough, Rough]:
    """Return both ends of a range, what one leaves unsaid taken from the other."""
    if first.day is not None and first.code is None:
        first = replace(first, code=last.code, year=last.year)
    if first.year is None and last.year is not None and first.code and last.code:
        first = replace(first, year=last.year - (first.code > last.code))
    elif last.year is None and first.year is not None and first.code and last.code:
        last = replace(last, year=first.year + (first.code > last.code))
    return first, last


def ends(s: Sentence, first: Rough, last: Rough, at: int) -> Iterator[tuple[Part, Part]]:
    """Yield what both ends of a range can be, in calendar order or not."""
    if first.day is not None and first.code is None and last.day is None:
        return  # "3 - April 2025"
    if last.code is None and last.day is None and first.year is None:
        return  # "3 April - 2025"
    first, last = unify(first, last)
    for one, other in _dated(s, first, last):
        for end in complete(s, other, at):
            yield from ((start, end) for start in complete(s, one, at))


def _dated(s: Sentence, first: Rough, last: Rough) -> Iterator[tuple[Rough, Rough]]:
    """Yield both ends with their years: the range that is on, this year's, or the next."""
    if first.year is not None or last.year is not None or not (first.code and last.code):
        yield first, last
        return
    turns = first.code > last.code
    for year in (s.today.year - 1, s.today.year, s.today.year + 1):
        dated = replace(first, year=year), replace(last, year=year + turns)
        passed = _has_passed(s, dated[1])
        if year >= s.today.year or (turns and not passed):
            yield dated
        if year == s.today.year and not passed:
            return


def _has_passed(s: Sentence, rough: Rough) -> bool:
    try:
        return Part(rough.year or 0, rough.code, rough.day).last < s.today
    except Invalid:
        return False


def range_signs(s: Sentence, first: Rough, at: int) -> Iterator[int]:
    """Yield where a word or sign for "to" ends; the slash is one between ISO dates."""
    yield from s.after("to", at)
    if first.iso and s.sign(at, "/", glued=True):
        yield at + 1


def _one(s: Sentence, at: int) -> Found[Expression]:
    for rough, end in roughs(s, at):
        yield from ((single(part), end) for part in complete(s, rough, end))


def _range(s: Sentence, at: int) -> Found[Expression]:
    for start in s.maybe("from", at):
        for first, after in roughs(s, start):
            for following in range_signs(s, first, after):
                for last, end in _last_of_range(s, first, following):
                    yield from _spanning(s, "interval", first, last, end)
            for following in s.after("and", after):
                for last, end in roughs(s, following):
                    yield from _consecutive(s, first, last, end)


def _last_of_range(s: Sentence, first: Rough, at: int) -> Found[Rough]:
    yield from roughs(s, at)
    day = s.number(at, TWO, glued=True)
    if first.iso and first.day is not None and day is not None:  # 2025-04-03/04
        yield replace(first, day=day), at + 1


def _spanning(s: Sentence, shape: Shape, first: Rough, last: Rough, at: int) -> Found[Expression]:
    for start, end in ends(s, first, last, at):
        try:
            yield Expression(shape, start, end), at
        except Invalid as error:
            s.complain(error, at)


def _consecutive(s: Sentence, first: Rough, last: Rough, at: int) -> Found[Expression]:
    for start, end in ends(s, first, last, at):
        if start.is_day and end.is_day and end.first - start.first == _DAY:
            yield Expression("interval", start, end), at
        else:
            sentence = f"{start} and {end} are two dates, and a meeting has one."
            s.complain(Invalid(sentence, hint="Log one meeting for each."), at)


def _month_first_range(s: Sentence, at: int) -> Found[Expression]:
    """Yield `April 3-4, 2025`."""
    for month, named in s.words("month", at):
        for day, after in day_number(s, named):
            for following in s.after("to", after):
                for last_day, end in day_number(s, following):
                    first, last = Rough(code=month, day=day), Rough(code=month, day=last_day)
                    yield from _spanning(s, "interval", first, last, end)
                    for year, after_year in year_number(s, end):
                        last = replace(last, year=year)
                        yield from _spanning(s, "interval", first, last, after_year)


def _between(s: Sentence, at: int) -> Found[Expression]:
    for start in s.after("between", at):
        for first, after in roughs(s, start):
            for following in s.after("and", after):
                for last, end in roughs(s, following):
                    yield from _spanning(s, "choice", first, last, end)


def _limit(s: Sentence, at: int) -> Found[Expression]:
    for limit, start in s.words("limit", at):
        for part, end in _parts(s, start):
            yield from _limited(s, limit, part, end)
    for part, after in _parts(s, at):
        for limit, end in s.words("limit after", after):
            yield from _limited(s, limit, part, end)


def _parts(s: Sentence, at: int) -> Found[Part]:
    for rough, end in roughs(s, at):
        yield from ((part, end) for part in complete(s, rough, end))


def _limited(s: Sentence, limit: int, part: Part, at: int) -> Found[Expression]:
    try:
        yield _LIMITS[limit](part), at
    except Invalid as error:
        s.complain(error, at)


def _neighbour(part: Part, step: int) -> Part:
    """Return the day, month or year before or after; of a season, the month."""
    beyond = part.last + _DAY if step > 0 else part.first - _DAY
    if part.code is None:
        return Part(beyond.year)
    return Part.of(beyond) if part.day is not None else Part(beyond.year, beyond.month)


# Before, after, by: some day or days on that side. From and until: all of it.
_LIMITS: Final[dict[int, Callable[[Part], Expression]]] = {
    word.BEFORE: lambda part: Expression("choice", None, _neighbour(part, -1)),
    word.AFTER: lambda part: Expression("choice", _neighbour(part, 1), None),
    word.BY: lambda part: Expression("choice", None, part),
    word.FROM: lambda part: Expression("interval", part, None),
    word.UNTIL: lambda part: Expression("interval", None, part),
    word.LATER: lambda part: Expression("choice", part, None),
    word.EARLIER: lambda part: Expression("choice", None, part),
}


def _around(s: Sentence, at: int) -> Found[Expression]:
    for start in s.after("around", at):
        for part, end in _parts(s, start):
            yield single(replace(part, mark="~")), end


def _doubted(expression: Expression) -> Iterator[When]:
    part = expression.start
    if expression.shape == "single" and part is not None and part.mark in ("", "~"):
        yield when_of(single(replace(part, mark="%" if part.mark else "?")))


def _part(s: Sentence, at: int) -> Found[Expression]:
    for which, start in s.words("part", at):
        for month, end in _months(s, start):
            yield part_of_month(month, which), end
        for year, end in year_number(s, start):
            hint = f"Type the months, as in “January - March {year}”, or “Q1 {year}”."
            s.complain(Invalid(f"How much of {year} that is cannot be told.", hint=hint), end)


def _months(s: Sentence, at: int) -> Found[Part]:
    for part, end in _parts(s, at):
        if part.code is not None and part.code <= 12 and part.day is None:  # noqa: PLR2004
            yield part, end


def _week(s: Sentence, at: int) -> Found[Expression]:
    for shift, end in s.words("this week", at):
        yield week_of(s.today + timedelta(days=7 * shift)), end
    for shift, end in s.words("this month", at):
        years, month = divmod(s.today.month - 1 + shift, 12)
        yield single(Part(s.today.year + years, month + 1)), end
    for shift, end in s.words("this year", at):
        yield single(Part(s.today.year + shift)), end
    for start in s.after("week of", at):
        for part, end in _parts(s, start):
            if part.is_day:
                yield week_of(part.first), end
    yield from _first_week(s, at)


def _first_week(s: Sentence, at: int) -> Found[Expression]:
    """Yield both what is meant by a first week: the days 1 to 7, and the first whole week."""
    for start in s.after("first week", at):
        for month, end in _months(s, start):
            days = replace(month, day=1), replace(month, day=7)
            yield Expression("choice", *days), end
            yield week_of(month.first + timedelta(days=-month.first.weekday() % 7)), end
