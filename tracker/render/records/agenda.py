"""An agenda as a list, in its order and indented by depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.render.language import term
from tracker.render.records import parts
from tracker.render.sheet import Table, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.agenda import AgendaItem
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line

_INDENT: Final = "\u00a0\u00a0"  # what a screen that folds its cells does not take away


def agenda_table(items: Iterable[AgendaItem], reading: Reading) -> Table:
    """Return items as rows: label, title, who leads, status, how its outcome was reached."""
    head = (
        parts.label("label", reading),
        parts.label("title", reading),
        parts.label("lead", reading),
        parts.label("status", reading),
        parts.label("mode", reading),
    )
    return Table(
        head,
        tuple(_row(depth, item, reading) for top in items for depth, item in top.walk()),
    )


def _row(depth: int, item: AgendaItem, reading: Reading) -> tuple[Line, ...]:
    return (
        line(parts.reference(f"{_INDENT * depth}{item.label}")),
        line(reading.words(item.title)),
        line(reading.party(item.lead)) if item.lead else (),
        line(term(item.status, reading.language)),
        line(term(item.mode, reading.language)) if item.mode else (),
    )
