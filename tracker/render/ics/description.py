"""The description of an event: its agenda summary as plain text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from tracker.domain.meetings import Meeting
from tracker.domain.status import Status
from tracker.domain.when import Timed
from tracker.render.dates import say_when
from tracker.render.ics.plain import plain_text
from tracker.render.language import capital, level, term
from tracker.render.sections.agenda import agenda_section
from tracker.render.sections.commitments import commitments_section
from tracker.render.sections.delegations import delegations_section
from tracker.render.sections.documents import documents_sections
from tracker.render.sections.programme import programme_section
from tracker.render.sections.reading import Reading
from tracker.render.sections.sources import sources_section
from tracker.render.sections.times import date_said
from tracker.render.sheet import Paragraph, island, line

if TYPE_CHECKING:
    from tracker.domain.sessions import Session
    from tracker.domain.when import When
    from tracker.render.sheet import Block, Line

# A kept text must not change with the day, so no commitment is called overdue in it.
_NO_DAY: Final = date.min


def description(record: Session | Meeting, when: When, language: str, *, dates: bool = True) -> str:
    """Return what is known of the record beside its title, when and place, line by line.

    `when` is the date at which the record stands in the calendar; without `dates` nothing
    is said of that.
    """
    zone = record.place.zone if record.place else None
    numbers = {source.id: n for n, source in enumerate(record.sources, 1)}
    reading = Reading(language, _NO_DAY, zone=zone, numbers=numbers)
    head = [*(_dates(record, when, reading) if dates else ()), *_facts(record, reading)]
    return plain_text(_blocks(record, [said for said in head if said], reading), language)


def _blocks(record: Session | Meeting, head: list[Line], reading: Reading) -> list[Block]:
    blocks: list[Block] = [Paragraph(tuple(head))] if head else []
    blocks += delegations_section(record.delegations, record.level, reading)
    if not isinstance(record, Meeting):
        blocks += programme_section(record, reading)
    blocks += agenda_section(record.agenda, record.circulated, reading)
    blocks += documents_sections(record.papers, reading)
    blocks += commitments_section(record.commitments, reading)
    blocks += sources_section(record.sources, reading)
    return blocks


def _dates(record: Session | Meeting, when: When, reading: Reading) -> list[Line]:
    """Return what the dates in the calendar leave unsaid."""
    said: list[Line] = []
    if isinstance(when, Timed):
        clock = say_when(when, reading.language, zone_label=when.zone)
        said.append(reading.remark(reading.gettext("Local time"), clock))
        if when.end is None:
            said.append(line(reading.gettext("End time not known.")))
    announced = record.whens.announced
    if announced and announced != when:
        label = reading.gettext("Announced dates")
        said.append(reading.remark(label, date_said(announced, replace(reading, zone=None))))
    return said


def _facts(record: Session | Meeting, reading: Reading) -> list[Line]:
    said: list[Line] = []
    if record.reason and record.status in (Status.CANCELLED, Status.POSTPONED):
        said.append(reading.remark(reading.gettext("Reason"), island(record.reason)))
    if isinstance(record, Meeting):
        said += _of_meeting(record, reading)
    elif record.host:
        said.append(reading.remark(reading.gettext("Host"), reading.party(record.host)))
    if record.level:
        said.append(reading.remark(reading.gettext("Level"), level(record.level, reading.language)))
    if record.format:
        said.append(line(capital(term(record.format, reading.language))))
    if record.note:
        said.append(reading.remark(reading.gettext("Note"), island(record.note)))
    return said


def _of_meeting(meeting: Meeting, reading: Reading) -> list[Line]:
    said: list[Line] = [line(capital(term(meeting.kind, reading.language)))]
    if meeting.session_title:
        session = reading.words(meeting.session_title)
        said.append(reading.remark(reading.gettext("Session"), session))
    if meeting.chairs:
        chairs = reading.listed([reading.name(chair.name) for chair in meeting.chairs])
        said.append(reading.remark(reading.gettext("Chair"), chairs))
    if meeting.access:
        said.append(line(capital(term(meeting.access, reading.language))))
    return said
