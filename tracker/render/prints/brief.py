"""The brief: one or two pages for the head of a delegation, to be read on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.sessions import Session
from tracker.render.prints.frame import at_place, facts_of, gathered_from, print_of
from tracker.render.sections.agenda import agenda_section
from tracker.render.sections.commitments import carried_section
from tracker.render.sections.delegations import heads_section
from tracker.render.sections.documents import documents_sections
from tracker.render.sections.doubts import doubts_section, meeting_gaps, session_gaps
from tracker.render.sections.occasion import masthead, named, note_of
from tracker.render.sections.programme import days_blocks, usual_of
from tracker.render.sheet import Heading, Paragraph, Sheet, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.meetings import Meeting
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line


def brief_sheet(record: Session | Meeting, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return the brief on a session or a meeting, as taken for one.

    One that is not `complete`, since the reader may not see all of it, is not said to
    lack anything.
    """
    reading = at_place(record, reading)
    gathered = gathered_from(record)
    kind = line(reading.gettext("Brief for the head of delegation"))
    names = {ref: line(reading.name(name)) for ref, name in gathered.names.items()}
    blocks = [
        masthead(kind, named(record, reading), gathered.visibility, reading),
        facts_of(record, reading),
        *note_of(record),
        *heads_section(record.delegations, reading),
        *_programme(record, reading),
        *agenda_section(record.agenda, record.circulated, reading),
        *_promised(record, reading, complete=complete),
        *doubts_section(
            _gaps(record, reading) if complete else (), gathered.claims, names, (), reading
        ),
        *documents_sections(gathered.papers, reading),
    ]
    return print_of(kind, record, blocks, reading)


def _gaps(record: Session | Meeting, reading: Reading) -> Iterator[Line]:
    if isinstance(record, Session):
        return session_gaps(record, reading, sourced=False)
    return meeting_gaps(record, reading, sourced=False)


def _programme(record: Session | Meeting, reading: Reading) -> list[Block]:
    if not isinstance(record, Session) or not record.meetings:
        return []
    heading = Heading(line(reading.gettext("Programme")))
    return [heading, *days_blocks(record.meetings, usual_of(record, own_time=True), reading)]


def _promised(record: Session | Meeting, reading: Reading, *, complete: bool) -> list[Block]:
    """Return what was promised at earlier sessions; that nothing was is said too."""
    if not isinstance(record, Session):
        return []
    if record.carried or not complete:
        return carried_section(record.carried, reading)
    title = Heading(line(reading.gettext("Promised earlier, and where it stands")))
    nothing = line(reading.gettext("No commitment of an earlier session is recorded."))
    return [title, Paragraph((nothing,))]
