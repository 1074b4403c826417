"""The list of what lacks a translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.render.language import language_name, term
from tracker.render.records import parts
from tracker.render.sheet import Span, Table, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.translations import Untranslated
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line


def untranslated_table(found: Iterable[Untranslated], reading: Reading) -> Table:
    """Return texts as rows: whose, which of its texts, its words, the languages that it lacks."""
    head = (
        reading.gettext("Reference"),
        reading.gettext("Text"),
        reading.gettext("Words"),
        reading.gettext("Not in"),
    )
    return Table(head, tuple(_row(each, reading) for each in found))


def _row(of: Untranslated, reading: Reading) -> tuple[Line, ...]:
    return (
        line(parts.reference(of.of)),
        line(term(of.part, reading.language)),
        line(reading.words(of.text)),
        reading.listed([Span(language_name(tag, reading.language)) for tag in of.lacks]),
    )
