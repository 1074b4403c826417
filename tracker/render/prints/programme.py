"""The programme: what is on by day and place, of a session, a meeting or of some days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.sessions import Session
from tracker.domain.status import Status
from tracker.domain.visibility import strictest
from tracker.domain.when import AllDay
from tracker.render.prints.frame import at_place, closed, gathered_from, head_of, print_of
from tracker.render.sections.occasion import masthead, named
from tracker.render.sections.programme import Usual, days_blocks, usual_of
from tracker.render.sections.times import date_said, date_stated, zone_said
from tracker.render.sheet import (
    SECTION,
    Entry,
    Fact,
    Facts,
    Heading,
    Outline,
    Paragraph,
    Sheet,
    line,
    plain,
)

if TYPE_CHECKING:
    from tracker.domain.meetings import Meeting
    from tracker.domain.prints import Days
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line

_FIRM = frozenset({Status.CONFIRMED, Status.HELD})


def programme_sheet(record: Session | Meeting, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return the programme of a session, or the one meeting with its items."""
    reading = at_place(record, reading)
    kind = line(reading.gettext("Programme"))
    meetings = record.meetings if isinstance(record, Session) else (record,)
    usual = (
        usual_of(record, own_time=True)
        if isinstance(record, Session)
        else Usual(record.place, statuses=_FIRM, own_time=True)
    )
    blocks: list[Block] = [head_of(kind, record, reading), *_zone(record, reading)]
    blocks += days_blocks(meetings, usual, reading, level=SECTION)
    if not meetings and complete:
        blocks.append(Paragraph((line(reading.gettext("No meeting is recorded.")),)))
    return print_of(kind, record, blocks, reading)


def _zone(record: Session | Meeting, reading: Reading) -> list[Block]:
    if not reading.zone:
        return []
    label = reading.gettext("Time zone")
    return [Facts((Fact(label, (zone_said(reading.zone, record.when),)),))]


def days_sheet(days: Days, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return what is on in some days, each meeting by the clock of its own place.

    A session of which no meeting falls into them is told by itself.
    """
    reading = replace(reading, zone=None)
    kind = line(reading.gettext("Programme"))
    when = AllDay(days.period.first, days.period.last)
    levels = [gathered_from(each).visibility for each in days.sessions]
    levels += [gathered_from(each).visibility for each in days.meetings]
    level = strictest(levels)
    under = [date_stated(when, reading)]
    blocks: list[Block] = [masthead(kind, (), level, reading, under=under)]
    if days.sessions:
        blocks.append(Heading(line(reading.gettext("Sessions"))))
        blocks.append(Outline(tuple(_session(each, reading) for each in days.sessions)))
    usual = Usual(statuses=_FIRM, own_time=True, in_session=False)
    blocks += days_blocks(days.meetings, usual, reading, level=SECTION)
    if not (days.sessions or days.meetings) and complete:
        blocks.append(Paragraph((line(reading.gettext("Nothing is recorded for these days.")),)))
    title = f"{plain(kind)} — {plain(under[0])}"
    return closed(title, "", blocks, reading)


def _session(session: Session, reading: Reading) -> Entry:
    *over, title = named(session, reading)
    notes: list[Line] = [*over, date_said(session.when, reading)]
    if session.place:
        notes.append(reading.remark(reading.gettext("Place"), reading.place(session.place)))
    return Entry(title, notes=tuple(notes))
