"""What was promised, by whom, by when, and where it stands on the day of the print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.commitments import CommitmentStatus
from tracker.domain.when import AllDay
from tracker.render.language import term
from tracker.render.sections.times import date_said, dated
from tracker.render.sheet import Direction, Emphasis, Heading, Span, Table, island, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.commitments import Commitment
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line


def commitments_section(commitments: Sequence[Commitment], reading: Reading) -> list[Block]:
    """Return the commitments as a table under their heading; nothing when there are none."""
    if not commitments:
        return []
    head = (
        reading.gettext("Commitment"),
        reading.gettext("By whom"),
        reading.gettext("Due"),
        reading.gettext("Status"),
    )
    rows = tuple(_row(c, reading) for c in commitments)
    return [Heading(line(reading.gettext("Commitments"))), Table(head, rows)]


def carried_section(commitments: Sequence[Commitment], reading: Reading) -> list[Block]:
    """Return what was promised at earlier sessions, and where it stands; nothing for none."""
    if not commitments:
        return []
    head = (
        reading.gettext("Commitment"),
        reading.gettext("Made at"),
        reading.gettext("By whom"),
        reading.gettext("Due"),
        reading.gettext("Status"),
    )
    rows = tuple(_with_origin(c, reading) for c in commitments)
    title = reading.gettext("Promised earlier, and where it stands")
    return [Heading(line(title)), Table(head, rows)]


def _with_origin(commitment: Commitment, reading: Reading) -> tuple[Line, ...]:
    promised, *rest = _row(commitment, reading)
    made_at = Span(commitment.made_at, direction=Direction.LTR) if commitment.made_at else ""
    return (promised, line(made_at), *rest)


def _row(commitment: Commitment, reading: Reading) -> tuple[Line, ...]:
    promised: Line = (reading.words(commitment.title),)
    if commitment.note:
        promised = reading.aside(promised, island(commitment.note))
    due = (
        date_said(commitment.due, reading)
        if commitment.due
        else line(reading.gettext("no date set"))
    )
    owners = reading.listed([reading.party(p) for p in commitment.owners])
    return (
        promised,
        owners or line(reading.gettext("not known")),
        due,
        _standing(commitment, reading),
    )


def _standing(commitment: Commitment, reading: Reading) -> Line:
    status = Span(term(commitment.status, reading.language))
    if commitment.status is CommitmentStatus.DONE and commitment.done_on:
        return reading.listed(
            [(status,), dated(AllDay(commitment.done_on, commitment.done_on), reading)]
        )
    if commitment.is_overdue(reading.today):
        overdue = Span(reading.gettext("overdue"), emphasis=Emphasis.STRONG)
        return reading.listed([status, overdue])
    return (status,)
