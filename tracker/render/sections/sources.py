"""Who said so: the sources, numbered as the sheet cites them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.sources import SourceKind
from tracker.domain.when import AllDay
from tracker.render.language import capital, language_name, primary, term
from tracker.render.sections.times import dated
from tracker.render.sheet import Entry, Heading, Outline, address, island, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.sources import Source
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line


def sources_section(sources: Sequence[Source], reading: Reading) -> list[Block]:
    """Return the numbered sources under their heading; nothing when there are none."""
    if not sources:
        return []
    entries = tuple(_entry(source, reading) for source in sources)
    return [Heading(line(reading.gettext("Sources"))), Outline(entries)]


def _entry(source: Source, reading: Reading) -> Entry:
    told: list[Line] = []
    if source.publisher:
        told.append((island(source.publisher),))
    if source.title:
        # A publication is cited as it is titled; its language is said beside it.
        title = replace(reading.words(source.title), fallback=False)
        told.append(reading.quoted(title))
    if source.published:
        told.append(dated(source.published, reading))
    if not told:
        told.append(line(capital(term(source.kind, reading.language))))
    elif source.kind is not SourceKind.OTHER:
        told.append(line(term(source.kind, reading.language)))
    if source.language and primary(source.language) != primary(reading.language):
        told.append(line(language_name(source.language, reading.language)))
    notes: list[Line] = []
    if source.url:
        notes.append((address(source.url),))
    if source.retrieved:
        day = source.retrieved.date()
        when = dated(AllDay(day, day), reading)
        notes.append(reading.fill(reading.gettext("Retrieved {date}"), date=when))
    if source.note:
        notes.append(reading.remark(reading.gettext("Note"), island(source.note)))
    number = reading.numbers.get(source.id)
    return Entry(reading.listed(told), f"[{number}]" if number else "", tuple(notes))
