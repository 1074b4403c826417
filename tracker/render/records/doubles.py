"""The list of meetings that are probably one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.render.dates import say_when
from tracker.render.language import joined, term
from tracker.render.records import parts
from tracker.render.sheet import Table, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.doubles import Double
    from tracker.domain.entries import Entry
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line


def doubles_table(found: Iterable[Double], reading: Reading) -> Table:
    """Return each pair as two rows: which, when, what; and with the first why they are a pair."""
    head = (
        reading.gettext("Reference"),
        reading.gettext("Date"),
        reading.gettext("Title"),
        reading.gettext("In common"),
    )
    return Table(head, tuple(row for each in found for row in _rows(each, reading)))


def _rows(double: Double, reading: Reading) -> Iterator[tuple[Line, ...]]:
    why = joined([term(each, reading.language) for each in double.evidence], reading.language)
    yield _row(double.first, why, reading)
    yield _row(double.second, "", reading)


def _row(entry: Entry, why: str, reading: Reading) -> tuple[Line, ...]:
    return (
        line(parts.reference(entry.ref)),
        line(say_when(entry.when, reading.language, style="short")),
        line(reading.words(entry.title)),
        line(why),
    )
