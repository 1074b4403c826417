"""What prints of a session or a meeting share: the head, the reader, the close."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.sessions import Session
from tracker.render.language import is_right_to_left
from tracker.render.sections.gathering import gather
from tracker.render.sections.occasion import (
    masthead,
    meeting_facts,
    named,
    printed,
    session_facts,
)
from tracker.render.sections.times import date_stated
from tracker.render.sheet import Direction, Facts, Sheet, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.meetings import Meeting
    from tracker.render.sections.gathering import Gathered
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line, Masthead


def at_place(record: Session | Meeting, reading: Reading) -> Reading:
    """Return the reader on the clocks of a record's place."""
    return replace(reading, zone=record.place.zone if record.place else None)


def gathered_from(record: Session | Meeting) -> Gathered:
    """Return what a session holds together with its meetings, or what a meeting holds."""
    return gather(record, record.meetings if isinstance(record, Session) else ())


def head_of(
    kind: Line, record: Session | Meeting, reading: Reading, *, remarks: Sequence[Line] = ()
) -> Masthead:
    """Return the head of a print: over its kind the record's names, under it when and where."""
    under = [*remarks, when_and_where(record, reading)]
    level = gathered_from(record).visibility
    return masthead(kind, named(record, reading), level, reading, under=under)


def when_and_where(record: Session | Meeting, reading: Reading) -> Line:
    """Return the date with the place, as they stand under a title."""
    place = [reading.place(record.place)] if record.place else []
    return reading.listed([date_stated(record.when, reading), *place])


def facts_of(record: Session | Meeting, reading: Reading) -> Facts:
    """Return when and where it is, who is the host, how it stands."""
    told = session_facts if isinstance(record, Session) else meeting_facts
    return Facts(tuple(told(record, reading)))  # type: ignore[arg-type]


def print_of(
    kind: Line, record: Session | Meeting, blocks: Sequence[Block], reading: Reading
) -> Sheet:
    """Return a print of a record, closed by what it is of and as of which day."""
    title = f"{plain(kind)} — {plain(named(record, reading)[-1])}"
    return closed(title, record.ref, blocks, reading)


def closed(title: str, reference: str, blocks: Sequence[Block], reading: Reading) -> Sheet:
    """Return blocks as a sheet with the note that closes it."""
    direction = Direction.RTL if is_right_to_left(reading.language) else Direction.LTR
    return Sheet(title, reading.language, direction, (*blocks, printed(reference, reading)))
