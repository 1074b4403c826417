"""Dates as people type them, in English, French, Russian and Arabic; nothing is guessed.

The grammar is strict: what it cannot read whole it refuses, and what can be read in two
ways it refuses with both (`03/04/2025`, an hour that clocks go through twice, "next
Tuesday" said on a Monday). Its rules where people leave something unsaid:

- A date without a year is this year's unless that has passed; then both are possible.
- A weekday alone is the coming one; on that very weekday both are possible.
- "In three days" is a day, "in two weeks" is about a day, "next month" is the month.
- Weeks run from Monday to Sunday. "Early", "mid" and "late" are the tens of a month.
- `31/12/2025` is read, since only one reading exists; a year has four digits.
- A zone that is named (`Europe/Moscow`, `UTC`, `Z`) is kept. An offset (`+03:00`) says
  which instant is meant, and the time is kept in the zone of the place.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Final
from zoneinfo import available_timezones

from tracker.domain.calendar_words import PERIODS
from tracker.domain.edtf import read_expression
from tracker.domain.grammar import lexicon as word
from tracker.domain.grammar.clocks import hours
from tracker.domain.grammar.dates import quantity
from tracker.domain.grammar.lexicon import lexicon
from tracker.domain.grammar.meetings import meetings
from tracker.domain.grammar.sentence import TWO, AmbiguousWhen, Sentence
from tracker.domain.grammar.spans import spans, when_of
from tracker.domain.grammar.tokens import fold, tokenise
from tracker.domain.quoting import quoted
from tracker.domain.when import Timed, ToBeConfirmed, parse_when, with_duration, zone_of
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.grammar.sentence import Found
    from tracker.domain.when import When

__all__ = [
    "LANGUAGES",
    "AmbiguousWhen",
    "read_duration",
    "read_period",
    "read_when",
    "with_duration",
]

LANGUAGES: Final = ("en", "fr", "ru", "ar")
LONGEST: Final = 200  # characters; a date needs far fewer

_EXAMPLES: Final = (
    "Type it like “3 April 2025 10:00-12:00”, “3-4 April 2025”, “2025-04-03 10:00”, "
    "“April 2025”, “second half of May 2025” or “tbc”."
)
_ZONE: Final = re.compile(
    r"\s*(?:\[(?P<bracket>[^\[\]]*)\]|\(?(?P<name>[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){1,2})\)?)\s*\Z"
)
_OFFSET: Final = re.compile(r"[+-][0-9:]{5,8}(?=[/\[])")  # of an hour that comes twice
_IN_UTC: Final = re.compile(r"\(\s*((?:UTC|GMT)[^()]*)\)\s*\Z", re.IGNORECASE)


def read_when(
    text: str, *, now: datetime, zone: str, languages: tuple[str, ...] = LANGUAGES
) -> When:
    """Return what a person typed for a date, `zone` being that of the place.

    `now` is an aware instant, for what is told from today. Raises AmbiguousWhen, which has
    the readings, when the text can mean several dates, and Invalid when it means none.
    """
    _check_length(text)
    kept = _kept(text.strip()) or _edtf(text)
    if kept is not None:
        return kept
    rest, named = _peel_zone(text)
    place = zone_of(named or zone)
    sentence = Sentence(
        tokenise(rest),
        lexicon(languages),
        now.astimezone(place),
        place.key,
        zone_is_named=named is not None,
    )
    try:
        found = list(dict.fromkeys(_whole(sentence)))
    except OverflowError:
        found = []
    return _only(found, text, sentence)


def _check_length(text: str) -> None:
    if not text.strip():
        raise Invalid("The date is empty.", hint=_EXAMPLES)
    if len(text) > LONGEST:
        raise Invalid(f"{quoted(text)} is too long for a date.", hint=_EXAMPLES)


def _kept(text: str) -> When | None:
    """Return the timed when of a canonical text, or None; its hours must exist."""
    if not text.endswith("]"):
        return None
    try:
        when = parse_when(text)
        if isinstance(when, Timed) and str(when) == text:
            return Timed(when.start, when.end, when.zone)
    except Invalid:
        pass
    return None


def _edtf(text: str) -> When | None:
    """Return what an EDTF text says, or None; raise Invalid for a choice gone wrong."""
    written = "".join(fold(text).split())
    try:
        return when_of(read_expression(written))
    except Invalid as error:
        if written.startswith("["):
            raise _about(text, error) from None
        return None


def _peel_zone(text: str) -> tuple[str, str | None]:
    """Return the text without a zone at its end, and that zone's name as the IANA writes it."""
    text = _IN_UTC.sub(r" \1", text)
    found = _ZONE.search(text)
    if found is None:
        return text, None
    name = found["bracket"] if found["bracket"] is not None else found["name"]
    try:
        return text[: found.start()], zone_of(name).key
    except Invalid:
        by_fold = {known.casefold(): known for known in available_timezones()}
        return text[: found.start()], zone_of(by_fold.get(name.casefold(), name)).key


def _whole(s: Sentence) -> Iterator[When]:
    """Yield every reading that takes the sentence to its end; keep how far others come."""
    size = len(s.tokens)
    yield from (ToBeConfirmed() for end in s.after("tbc", 0) if end == size)
    for when, end in chain(meetings(s, 0), spans(s, 0)):
        if end == size:
            yield when
        s.farthest = max(s.farthest, end)


def _only(found: list[When], text: str, s: Sentence) -> When:
    if len(found) == 1:
        return _with_sound_zone(found[0], text, s)
    if found:
        sentence = f"{quoted(text)} can be read in {len(found)} ways{s.why and ': ' + s.why}."
        raise AmbiguousWhen(sentence, tuple(_typed(when, s) for when in found))
    worst = s.worst()
    if worst is not None:
        raise _about(text, worst)
    raise Invalid(f"{quoted(text)} {_what_is_wrong(s)}.", hint=_EXAMPLES)


def _about(text: str, error: Invalid) -> Invalid:
    sentence = f"{quoted(text)}: {error.sentence}"
    if isinstance(error, AmbiguousWhen):
        return AmbiguousWhen(sentence, error.readings)
    return Invalid(sentence, hint=error.hint)


def _with_sound_zone(when: When, text: str, s: Sentence) -> When:
    if s.zone_is_named and when.kind != "timed":
        raise Invalid(f"{quoted(text)} names a time zone but no time of day.")
    return when


def _typed(when: When, s: Sentence) -> str:
    """Return the reading as one would type it: the place's zone goes without saying."""
    winter = re.fullmatch("([0-9]{4})-24", str(when))
    if winter:
        return PERIODS["en"][24].format(year=winter[1], next=int(winter[1]) + 1)
    if s.zone_is_named or _OFFSET.search(str(when)):
        return str(when)
    return str(when).removesuffix(f"[{s.zone}]")


def _what_is_wrong(s: Sentence) -> str:
    size = len(s.tokens)
    if any(end == size for _, end in hours(s, 0)):
        return "says a time but not the day"
    if s.farthest:
        rest = "".join(" " * (not token.glued) + token.text for token in s.tokens[s.farthest :])
        return f"is not understood from {quoted(rest.strip())} on"
    return "is no date that can be read"


def read_period(
    text: str, *, now: datetime, zone: str, languages: tuple[str, ...] = LANGUAGES
) -> tuple[datetime, datetime]:
    """Return the first and the exclusive last instant, in UTC, of what a person typed.

    Any text that `read_when` takes, so "this week", "2 weeks ago", "3h ago" too. An open
    side is the end of time. Raises Invalid as `read_when` does, and for "tbc".
    """
    when = read_when(text, now=now, zone=zone, languages=languages)
    first, last = when.bounds(zone)
    if first is None and last is None:
        raise Invalid(f"{quoted(text)} is no period: nothing is known of it.", hint=_EXAMPLES)
    return first or datetime.min.replace(tzinfo=UTC), last or datetime.max.replace(tzinfo=UTC)


def read_duration(text: str, *, languages: tuple[str, ...] = LANGUAGES) -> timedelta:
    """Return how long "90m", "1h30", "1:30", "2 days" or "1 heure 30" is.

    Raises Invalid when it is none of these, nothing at all, or over 31 days.
    """
    s = Sentence(tokenise(text[: LONGEST + 1]), lexicon(languages), _NO_MOMENT, "UTC")
    found = {minutes for minutes, end in _durations(s) if end == len(s.tokens)}
    if len(found) != 1:
        raise Invalid(
            f"{quoted(text)} is no duration.", hint="Type it like “90m”, “1h30” or “2 days”."
        )
    minutes = found.pop()
    if not 0 < minutes <= _LONGEST_DURATION:
        raise Invalid(f"{quoted(text)} is not between a minute and 31 days.")
    return timedelta(minutes=minutes)


_NO_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)  # a duration asks for none
_LONGEST_DURATION: Final = 31 * 24 * 60  # minutes
_UNITS: Final = {word.MINUTE: 1, word.HOUR: 60, word.DAY: 24 * 60, word.WEEK: 7 * 24 * 60}


def _durations(s: Sentence) -> Found[int]:
    """Yield the minutes that the text says, and where they end."""
    hour, minute = s.number(0, range(1, 4)), s.number(2, TWO, glued=True)
    if hour is not None and minute is not None and s.sign(1, ":", glued=True):
        yield from _under_an_hour(hour * 60, minute, 3)
    tenth = s.number(2, range(1, 2), glued=True)
    if hour is not None and tenth is not None and s.sign(1, ".", glued=True):
        yield from ((hour * 60 + tenth * 6, end) for u, end in s.words("unit", 3) if u == word.HOUR)
    yield from _summed(s, 0, smallest=word.YEAR)


def _summed(s: Sentence, at: int, *, smallest: int) -> Found[int]:
    """Yield "1 day 2 hours 30": every unit smaller than the one before, minutes unnamed."""
    for unit, number, end in quantity(s, at):
        if unit not in _UNITS or unit >= smallest:
            continue
        minutes = number * _UNITS[unit]
        yield minutes, end
        minute = s.number(end, TWO)
        if unit == word.HOUR and minute is not None:
            yield from _under_an_hour(minutes, minute, end + 1)
        for following in s.maybe("and", end):
            for more, farther in _summed(s, following, smallest=unit):
                yield minutes + more, farther


def _under_an_hour(minutes: int, minute: int, at: int) -> Found[int]:
    if minute < 60:  # noqa: PLR2004
        yield minutes + minute, at
