"""The agenda summary: the sheet that a minister reads from.

It says what is recorded and nothing else; what is not known is listed as not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.render.language import spoken
from tracker.render.sections.agenda import agenda_section
from tracker.render.sections.commitments import carried_section, commitments_section
from tracker.render.sections.delegations import delegations_section
from tracker.render.sections.documents import documents_sections
from tracker.render.sections.doubts import doubts_section, meeting_gaps, session_gaps
from tracker.render.sections.gathering import gather
from tracker.render.sections.occasion import (
    masthead,
    meeting_facts,
    meeting_named,
    note_of,
    printed,
    reading_for,
    session_facts,
    session_named,
    sheet_of,
)
from tracker.render.sections.programme import programme_section
from tracker.render.sections.sources import sources_section
from tracker.render.sheet import Facts, line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.render.sections.gathering import Gathered
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line, Sheet


def session_sheet(
    session: Session,
    *,
    language: str,
    today: date,
    reader_zone: str | None = None,
    complete: bool = True,
) -> Sheet:
    """Return the agenda summary of a session as it stands on the day `today`.

    Times are those of the session's place; the reader's own stand beside them when
    `reader_zone` (an IANA name) shows others. A language that has no catalogue is English.
    A session that is not `complete`, since the reader may not see all of it, is not said
    to lack anything: that nobody knows it would be untrue.
    Raises Invalid for a zone that does not exist.
    """
    gathered = gather(session, session.meetings)
    reading = reading_for(session, gathered, spoken(language), today, reader_zone)
    title, over = session_named(session, reading)
    gaps = session_gaps(session, reading) if complete else iter(())
    blocks = [
        masthead(title, over, gathered.visibility, reading),
        Facts(tuple(session_facts(session, reading))),
        *note_of(session),
        *delegations_section(session.delegations, session.level, reading),
        *programme_section(session, reading),
        *agenda_section(session.agenda, session.circulated, reading),
        *carried_section(session.carried, reading),
        *_after(session, gathered, gaps, reading),
    ]
    return sheet_of(title, blocks, reading)


def meeting_sheet(
    meeting: Meeting,
    *,
    language: str,
    today: date,
    reader_zone: str | None = None,
    complete: bool = True,
) -> Sheet:
    """Return the agenda summary of one meeting; otherwise as for a session."""
    gathered = gather(meeting)
    reading = reading_for(meeting, gathered, spoken(language), today, reader_zone)
    title, over = meeting_named(meeting, reading)
    gaps = meeting_gaps(meeting, reading) if complete else iter(())
    blocks = [
        masthead(title, over, gathered.visibility, reading),
        Facts(tuple(meeting_facts(meeting, reading))),
        *note_of(meeting),
        *delegations_section(meeting.delegations, meeting.level, reading),
        *agenda_section(meeting.agenda, meeting.circulated, reading),
        *_after(meeting, gathered, gaps, reading),
    ]
    return sheet_of(title, blocks, reading)


def _after(
    record: Session | Meeting, gathered: Gathered, gaps: Iterator[Line], reading: Reading
) -> list[Block]:
    """Return what closes a sheet: documents, commitments, doubts, sources, the day."""
    names = {ref: line(reading.name(name)) for ref, name in gathered.names.items()}
    return [
        *documents_sections(gathered.papers, reading),
        *commitments_section(gathered.commitments, reading),
        *doubts_section(gaps, gathered.claims, names, gathered.people, reading),
        *sources_section(gathered.sources, reading),
        printed(record.ref, reading),
    ]
