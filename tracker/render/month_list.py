"""What is on, as Markdown: the sessions, then a table a month, in the order of time.

Entries are set as they come by, so that a list of any length takes little memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.domain.calendar_words import MONTHS_ALONE
from tracker.domain.when import Imprecise, Timed
from tracker.render.dates import say_when
from tracker.render.language import capital, is_right_to_left
from tracker.render.markdown import Setter
from tracker.render.sheet import Direction, Heading, Masthead, Span, Table, direction_of, line
from tracker.render.terminal.entries import GONE, place_of, status_word, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from tracker.domain.entries import Entry
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line

    Month: TypeAlias = tuple[int, int]  # 0 for a year as a whole

_MONTH: Final = 31  # days: what may be on more of them has no month of its own
_UNDATED: Final = (10_000, 0)


def month_list(
    title: str, sessions: Iterable[Entry], entries: Iterable[Entry], reading: Reading
) -> Iterator[str]:
    """Yield the parts of a Markdown document; `entries` are in the order of time."""
    rtl = is_right_to_left(reading.language)
    setter = Setter(reading.language, Direction.RTL if rtl else Direction.LTR)
    if rtl:
        yield f'<div dir="rtl" lang="{reading.language}">\n\n'
    for block in _blocks(title, sessions, entries, reading):
        yield f"{setter.block(block)}\n\n"
    yield "</div>\n" if rtl else ""


def _blocks(
    title: str, sessions: Iterable[Entry], entries: Iterable[Entry], reading: Reading
) -> Iterator[Block]:
    yield Masthead(line(title))
    first = [_row(entry, reading) for entry in sessions]
    if first:
        yield Heading(line(reading.gettext("Sessions")))
        yield _table(first, reading)
    for month, rows in _by_month(entries, reading):
        yield Heading(line(_called(month, reading)))
        yield _table(rows, reading)


def _by_month(
    entries: Iterable[Entry], reading: Reading
) -> Iterator[tuple[Month, list[tuple[Line, ...]]]]:
    """Yield each month once; at its edge places far apart count their days differently."""
    waiting: dict[Month, list[tuple[Line, ...]]] = {}
    for entry in entries:
        month = _month(entry)
        if month not in waiting:
            over = sorted(m for m in waiting if _distance(m, month) > 1)
            yield from ((m, waiting.pop(m)) for m in over)
        waiting.setdefault(month, []).append(_row(entry, reading))
    yield from sorted(waiting.items(), key=lambda item: item[0])


def _month(entry: Entry) -> Month:
    first, last = entry.when.days()
    if first is None:
        return _UNDATED
    vague = isinstance(entry.when, Imprecise) and (last is None or (last - first).days >= _MONTH)
    return first.year, 0 if vague else first.month


def _distance(earlier: Month, later: Month) -> int:
    return (later[0] - earlier[0]) * 12 + max(later[1], 1) - max(earlier[1], 1)


def _called(month: Month, reading: Reading) -> str:
    if month == _UNDATED:
        return reading.gettext("Date to be confirmed")
    year, number = month
    return capital(f"{MONTHS_ALONE[reading.language][number - 1]} {year}") if number else str(year)


def _table(rows: list[tuple[Line, ...]], reading: Reading) -> Table:
    head = ("When", "Reference", "Title", "Place", "Parties", "Status")
    return Table(tuple(reading.gettext(word) for word in head), tuple(rows))


def _row(entry: Entry, reading: Reading) -> tuple[Line, ...]:
    language = reading.language
    title = title_of(entry, language)
    shown = Span(
        title.words,
        language=title.language,
        direction=direction_of(title.words),
        fallback=title.fallback,
        strike=entry.status in GONE,
    )
    # Who reads it elsewhere must see where an hour is not that of the place.
    apart = isinstance(entry.when, Timed) and (not entry.place or entry.when.zone != entry.zone)
    when = say_when(entry.when, language, style="tabular", zone_label=apart)
    return (
        line(when.replace("  ", " ")),
        line(entry.ref),
        (shown,),
        line(place_of(entry, language)),
        line(" ".join(entry.parties)),
        line(status_word(entry, language)),
    )
