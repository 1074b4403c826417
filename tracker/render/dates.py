"""How a when is said to a reader, in English, French, Russian and Arabic.

Words come from `calendar_words`, not from Babel, whose import takes longer than a list.
Another language is answered in English. Times are the place's; `say_in_zone` tells them in
the reader's zone. In Arabic, spans of numbers are set in isolates so that they keep their
order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tracker.domain.calendar_words import (
    LANGUAGES,
    MONTH_PARTS,
    MONTHS,
    MONTHS_ALONE,
    MONTHS_SHORT,
    MONTHS_SHORT_ALONE,
    PERIODS,
    PERIODS_GENITIVE,
    PHRASES,
    WEEKDAYS,
    WEEKDAYS_SHORT,
)
from tracker.domain.values import frozen
from tracker.domain.when import AllDay, Imprecise, Timed, clock_state, zone_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from tracker.domain.edtf import Expression, Part
    from tracker.domain.when import When

Style: TypeAlias = Literal["full", "short", "tabular"]

_LRI, _PDI = "\u2066", "\u2069"
_NARROW: Final = "\u202f"  # French sets it around the h of hours
_DECEMBER: Final = 12
_COMMAS: Final = {"ar": "،"}
_FRENCH_VOWELS: Final = re.compile(r"\b([Dd])e (?=[aàâeéêioôu])")


def say_when(
    when: When,
    language: str = "en",
    *,
    zone_label: str | bool = False,
    style: Style = "full",
) -> str:
    """Return the when in the language, its time being the place's.

    `full`: `Thursday 3 April 2025, 10:00–12:00`; `short`: `Thu 3 April 2025 10:00–12:00`;
    `tabular`: `Thu  3 Apr 2025 10:00–12:00`, the days below each other. `zone_label` adds
    the place to a time: a name, or True for the city that the zone is named after.
    """
    voice = _Voice(_known(language), style)
    if isinstance(when, Timed):
        label = _city(when.zone) if zone_label is True else zone_label
        return voice.timed(when) + (f" ({label})" if label else "")
    if isinstance(when, AllDay):
        return voice.all_day(when)
    if isinstance(when, Imprecise):
        return voice.imprecise(when.expression)
    return voice.phrases["tbc"]


def say_in_zone(when: When, zone: str, language: str = "en", *, style: Style = "short") -> str:
    """Return the times of a timed when in another zone: `07:00–09:00 UTC`.

    With the day where it is not the place's: `Fri 4 April 02:00–04:00 (Tokyo)`. Returns
    an empty text for a when without a time. Raises Invalid for an unknown zone.
    """
    if not isinstance(when, Timed):
        return ""
    there = _moved(when, zone)
    voice = _Voice(_known(language), style)
    same_days = there.days() == when.days()
    same_year = there.start.year == when.start.year
    said = voice.hours(there) if same_days else voice.timed(there, year=not same_year)
    return f"{said} UTC" if zone == "UTC" else f"{said} ({_city(zone)})"


def say_echo(when: When, *, zone_of_reader: str, language: str = "en") -> str:
    """Return the line that says what was understood: days of the week, times and zone.

    With the reader's own time where it differs:
    `Thursday 3 April 2025, 10:00–12:00 Europe/Moscow; your time 07:00–09:00 UTC`.
    """
    voice = _Voice(_known(language), "full")
    if isinstance(when, AllDay):
        comma = _COMMAS.get(voice.language, ",")
        return f"{voice.weekdays(when)}{comma} {voice.phrases['all day']}"
    if not isinstance(when, Timed):
        days = voice.days_meant(when)
        return say_when(when, language) + (f" ({days})" if days else "")
    said = f"{voice.timed(when)} {when.zone}"
    moved = _moved(when, zone_of_reader)
    if (moved.start, moved.end) == (when.start, when.end):
        return said
    reader = say_in_zone(when, zone_of_reader, language)
    return f"{said}; {voice.phrases['your time']} {reader}"


def _known(language: str) -> str:
    primary = language.partition("-")[0].lower()
    return primary if primary in LANGUAGES else "en"


def _city(zone: str) -> str:
    return zone if zone.startswith("Etc/") else zone.rpartition("/")[2].replace("_", " ")


def _moved(when: Timed, zone: str) -> Timed:
    place, there = zone_of(when.zone), zone_of(zone)

    def move(wall: datetime) -> datetime:
        return wall.replace(tzinfo=place).astimezone(there).replace(tzinfo=None)

    # Offsets of the nineteenth century have seconds; times are said to the minute.
    start = move(when.start).replace(second=0)
    end = move(when.end).replace(second=0) if when.end else None
    if end is not None and (end, end.fold) == (start, start.fold):
        end = None
    return Timed(start, end, zone)


@frozen
class _Voice:
    """A language and a style of saying dates in it."""

    language: str
    style: Style

    @property
    def phrases(self) -> dict[str, str]:
        return PHRASES[self.language]

    def timed(self, when: Timed, *, year: bool = True) -> str:
        comma = _COMMAS.get(self.language, ",") if self.style == "full" else ""
        first, last = when.days()
        start = f"{self.day(when.start, year=year)}{comma} "
        if when.end is None or first == last:
            return start + self.hours(when)
        end = f"{self.day(when.end, year=year)}{comma} {self._clock(when.end, when.zone)}"
        return f"{start}{self._clock(when.start, when.zone)} – {end}"

    def hours(self, when: Timed) -> str:
        """Return `10:00–12:00`; a day that is gone through to its end ends at 24:00."""
        start = self._clock(when.start, when.zone)
        if when.end is None:
            return start
        midnight = when.end.date() > when.start.date() and when.days()[1] == when.start.date()
        end = self._figures(24, 0) if midnight else self._clock(when.end, when.zone)
        return self._isolated(f"{start}–{end}")

    def _clock(self, wall: datetime, zone: str) -> str:
        said = self._figures(wall.hour, wall.minute)
        place = zone_of(zone)
        if clock_state(wall, place) != "doubled":
            return said
        return f"{said} UTC{wall.replace(tzinfo=place).isoformat(timespec='minutes')[16:]}"

    def _figures(self, hour: int, minute: int) -> str:
        if self.language == "fr" and self.style != "tabular":
            return f"{hour}{_NARROW}h{_NARROW}{minute:02}"
        return f"{hour:02}:{minute:02}"

    def _isolated(self, text: str) -> str:
        return f"{_LRI}{text}{_PDI}" if self.language == "ar" else text

    def day(self, day: date, *, year: bool = True, weekday: bool = True) -> str:
        """Return `Thursday 3 April 2025` in the style of this voice."""
        names = WEEKDAYS if self.style == "full" else WEEKDAYS_SHORT
        said = f"{self._number(day)} {self._month(day.month)}"
        if year:
            said = self._with_year(said, day.year)
        comma = {"ru": ",", "ar": "،"}.get(self.language, "")
        return f"{names[self.language][day.weekday()]}{comma} {said}" if weekday else said

    def _number(self, day: date) -> str:
        if self.style == "tabular":
            return f"{day.day:>2}"
        return "1er" if self.language == "fr" and day.day == 1 else str(day.day)

    def _month(self, month: int, *, alone: bool = False) -> str:
        wide = MONTHS_ALONE if alone else MONTHS
        short = MONTHS_SHORT_ALONE if alone else MONTHS_SHORT
        return (short if self.style == "tabular" else wide)[self.language][month - 1]

    def _with_year(self, said: str, year: int) -> str:
        return f"{said} {year} г." if self.language == "ru" else f"{said} {year}"

    def all_day(self, when: AllDay) -> str:
        if when.first == when.last:
            return self.day(when.first)
        return self._days(when.first, when.last, "–", " – ")

    def weekdays(self, when: AllDay) -> str:
        if when.first == when.last:
            return self.day(when.first)
        years = when.first.year != when.last.year
        return f"{self.day(when.first, year=years)} – {self.day(when.last)}"

    def _days(self, first: date, last: date, between_days: str, between: str) -> str:
        """Return `3–4 April 2025`, what both days share being said once."""
        end = self.day(last, weekday=False)
        if (first.year, first.month) == (last.year, last.month):
            figures = f"{self._number(first)}{between_days}{self._number(last).strip()}"
            if between_days == "–":
                figures = self._isolated(figures)
            return end.replace(self._number(last), figures, 1)
        start = self.day(first, weekday=False, year=first.year != last.year)
        return f"{start}{between}{end}"

    def days_meant(self, when: When) -> str:
        """Return the days of a season, a quarter or a part of a month; else an empty text."""
        first, last = when.days()
        if not isinstance(when, Imprecise) or first is None or last is None:
            return ""
        start, shape = when.expression.start, when.expression.shape
        named = shape == "choice" and self._named_choice(when.expression)
        coded = shape == "single" and start and start.code and start.code > _DECEMBER
        return self._days(first, last, "–", " – ") if named or coded else ""

    def imprecise(self, expression: Expression) -> str:
        """Return what an EDTF expression says."""
        start, end = expression.start, expression.end
        if expression.shape == "single" and start is not None:
            open_day = start.code and start.code <= _DECEMBER and not start.day and not start.mark
            note = self.phrases["day tbc"] if open_day and self.style == "full" else ""
            return self._marked(start) + note
        if start is not None and end is not None:
            return self._choice(expression) or self._interval(start, end)
        known = start or end
        if known is None:
            return self.phrases["tbc"]
        if expression.shape == "choice" and start is not None:
            return self.phrases["or later"].format(self._part(start, alone=True))
        kind = "by" if expression.shape == "choice" else "from" if start is not None else "until"
        if kind == "by" and self.language == "fr" and known.code and not known.day:
            return self._contracted(f"au plus tard {'en ' * (known.code <= _DECEMBER)}", known)
        return self._contracted(self.phrases[kind], known)

    def _marked(self, part: Part) -> str:
        said = self._part(part, alone=True)
        if part.mark in ("~", "%"):
            said = self._contracted(self.phrases["around"], part)
        return self.phrases["uncertain"].format(said) if part.mark in ("?", "%") else said

    def _choice(self, expression: Expression) -> str:
        """Return "second half of May", "between 10 and 14 May"; "" for what is no choice."""
        start, end = expression.start, expression.end
        if expression.shape != "choice" or start is None or end is None:
            return ""
        return self._named_choice(expression) or self._between(start, end)

    def _named_choice(self, expression: Expression) -> str:
        """Return the name of a part of a month or of a week; "" for other days."""
        from tracker.domain.edtf import week_of, which_part_of_month

        start, end = expression.start, expression.end
        if start is None or end is None:
            return ""
        which = which_part_of_month(expression)
        if which is not None:
            month = self._with_year(self._month(start.code or 1), start.year)
            return _contract(MONTH_PARTS[self.language][which].format(month), self.language)
        if start.is_day and end.is_day and week_of(start.first) == expression:
            return self.phrases["week of"].format(self.day(start.first, weekday=False))
        return ""

    def _between(self, start: Part, end: Part) -> str:
        first = self._part(start, year=not _share_year(start, end), article=True)
        if start.is_day and end.is_day and (start.year, start.code) == (end.year, end.code):
            first = ("le " if self.language == "fr" else "") + self._number(start.first).strip()
        days = start.is_day and end.is_day
        last = self._part(end, article=True, alone=not days)
        phrase = self.phrases["between" if days else "between months"]
        return _contract(phrase.format(first, last), self.language)

    def _interval(self, start: Part, end: Part) -> str:
        if start.is_day and end.is_day:
            return self._days(start.first, end.last, "–", " – ")
        if start.mark or end.mark:
            return f"{self._marked(start)} – {self._marked(end)}"
        year = not _share_year(start, end)
        return f"{self._part(start, year=year, alone=True)} – {self._part(end, alone=True)}"

    def _contracted(self, phrase: str, part: Part) -> str:
        pattern = phrase if "{}" in phrase else phrase + "{}"
        return _contract(pattern.format(self._part(part, article=True)), self.language)

    def _part(
        self, part: Part, *, year: bool = True, article: bool = False, alone: bool = False
    ) -> str:
        """Return one date without its mark; `alone` when it governs no other word."""
        if part.day is not None:
            said = self.day(part.first, weekday=False, year=year)
            return f"le {said.strip()}" if article and self.language == "fr" else said.strip()
        if part.code is None:
            return f"{part.year} г." if self.language == "ru" else str(part.year)
        if part.code <= _DECEMBER:
            said = self._month(part.code, alone=alone)
            return self._with_year(said, part.year) if year else said
        russian = self.language == "ru" and not alone
        periods = PERIODS_GENITIVE if russian else PERIODS[self.language]
        said = periods[part.code].format(year=part.year, next=part.year + 1)
        return _article(part.code, self.language) + said if article else said


def _share_year(start: Part, end: Part) -> bool:
    """Tell whether a range of days or months may say its year once."""
    return start.year == end.year and all(p.code and p.code <= _DECEMBER for p in (start, end))


def _article(code: int, language: str) -> str:
    if language == "en":
        return "the " if code > 24 else ""  # noqa: PLR2004  # quarters and halves
    if language == "fr":
        return "l’" if code in (22, 23, 24) else "le "  # été, automne, hiver
    return ""


def _contract(said: str, language: str) -> str:
    """Return the text with its prepositions as they are before these words."""
    if language == "ru":
        return said.replace("с второго", "со второго")
    if language != "fr":
        return said
    said = said.replace(" de le ", " du ").replace("’à le ", "’au ")
    return _FRENCH_VOWELS.sub(r"\1’", said)
