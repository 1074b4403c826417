"""The list of those who were invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.render.language import language_name, term
from tracker.render.records import parts
from tracker.render.sheet import Direction, Span, Table, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.invitations import Invited
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line


def invited_table(found: Iterable[Invited], reading: Reading) -> Table:
    """Return people as rows: name, address, what they were told and when, whether that stands."""
    head = (
        reading.gettext("Name"),
        reading.gettext("Address"),
        reading.gettext("Last told"),
        reading.gettext("On"),
        reading.gettext("Language"),
        reading.gettext("Knows of all changes"),
    )
    return Table(head, tuple(_row(each, reading) for each in found))


def _row(of: Invited, reading: Reading) -> tuple[Line, ...]:
    knows = reading.gettext("yes") if of.knows else reading.gettext("no, to be told")
    return (
        line(island(of.name)) if of.name else (),
        (Span(of.address, direction=Direction.LTR),),
        line(term(of.told, reading.language)),
        parts.moment(of.sent, reading),
        line(language_name(of.language, reading.language)),
        line(knows),
    )
