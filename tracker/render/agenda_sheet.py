"""The agenda summary: the sheet that a minister reads from.

It says what is recorded and nothing else; what is not known is listed as not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.folding import fold
from tracker.domain.sessions import Session, SessionKind
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay
from tracker.render.language import (
    capital,
    is_right_to_left,
    language_name,
    level,
    session_ordinal,
    spoken,
    term,
)
from tracker.render.sections.agenda import agenda_section
from tracker.render.sections.commitments import carried_section, commitments_section
from tracker.render.sections.delegations import delegations_section
from tracker.render.sections.documents import documents_sections
from tracker.render.sections.doubts import doubts_section, meeting_gaps, session_gaps
from tracker.render.sections.gathering import gather
from tracker.render.sections.programme import programme_section
from tracker.render.sections.reading import Reading
from tracker.render.sections.sources import sources_section
from tracker.render.sections.times import (
    date_for_reader,
    date_stated,
    dated,
    same_clock,
    zone_said,
)
from tracker.render.sheet import (
    Direction,
    Emphasis,
    Fact,
    Facts,
    Masthead,
    Note,
    Paragraph,
    Sheet,
    Span,
    address,
    island,
    line,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.domain.meetings import Meeting
    from tracker.render.sections.gathering import Gathered
    from tracker.render.sheet import Block, Line


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
    reading = _reading(session, gathered, spoken(language), today, reader_zone)
    title, over = _session_named(session, reading)
    gaps = session_gaps(session, reading) if complete else iter(())
    blocks = [
        _masthead(title, over, gathered, reading),
        Facts(tuple(_session_facts(session, reading))),
        *_note(session),
        *delegations_section(session.delegations, session.level, reading),
        *programme_section(session, reading),
        *agenda_section(session.agenda, reading),
        *carried_section(session.carried, reading),
        *_after(session, gathered, gaps, reading),
    ]
    return _sheet(title, blocks, reading)


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
    reading = _reading(meeting, gathered, spoken(language), today, reader_zone)
    title, over = _meeting_named(meeting, reading)
    gaps = meeting_gaps(meeting, reading) if complete else iter(())
    blocks = [
        _masthead(title, over, gathered, reading),
        Facts(tuple(_meeting_facts(meeting, reading))),
        *_note(meeting),
        *delegations_section(meeting.delegations, meeting.level, reading),
        *agenda_section(meeting.agenda, reading),
        *_after(meeting, gathered, gaps, reading),
    ]
    return _sheet(title, blocks, reading)


def named(record: Session | Meeting, reading: Reading) -> tuple[Line, ...]:
    """Return the lines that name a session or a meeting, its series or session first."""
    title, over = (
        _session_named(record, reading)
        if isinstance(record, Session)
        else _meeting_named(record, reading)
    )
    return (*over, title)


def _session_named(session: Session, reading: Reading) -> tuple[Line, list[Line]]:
    """Return the title of a session, and what stands over it: its series, its number."""
    ordinal = session_ordinal(
        session.ordinal,
        extraordinary=session.kind is SessionKind.EXTRAORDINARY,
        language=reading.language,
    )
    series = reading.name(session.series.title)
    title = line(reading.words(session.title)) or line(ordinal)
    over = [
        part for part in ((series,), line(ordinal)) if fold(plain(part)) not in fold(plain(title))
    ]
    return title, over


def _meeting_named(meeting: Meeting, reading: Reading) -> tuple[Line, list[Line]]:
    over = [line(reading.words(meeting.session_title))] if meeting.session_title else []
    return line(reading.words(meeting.title)), over


def _reading(
    record: Session | Meeting,
    gathered: Gathered,
    language: str,
    today: date,
    reader_zone: str | None,
) -> Reading:
    numbers = {source.id: i for i, source in enumerate(gathered.sources, start=1)}
    zone = record.place.zone if record.place else None
    return Reading(language, today, zone, reader_zone, numbers)


def _sheet(title: Line, blocks: list[Block], reading: Reading) -> Sheet:
    direction = Direction.RTL if is_right_to_left(reading.language) else Direction.LTR
    return Sheet(plain(title), reading.language, direction, tuple(blocks))


def _masthead(title: Line, over: list[Line], gathered: Gathered, reading: Reading) -> Masthead:
    if gathered.visibility is Visibility.PUBLIC:
        return Masthead(title, over=tuple(over))
    words = capital(term(gathered.visibility, reading.language))
    return Masthead(title, over=(line(Span(words, emphasis=Emphasis.STRONG)), *over))


def _note(record: Session | Meeting) -> list[Block]:
    return [Paragraph((line(island(record.note)),))] if record.note else []


def _after(
    record: Session | Meeting, gathered: Gathered, gaps: Iterator[Line], reading: Reading
) -> list[Block]:
    """Return what closes a sheet: documents, commitments, doubts, sources, the day."""
    names = {ref: line(reading.name(name)) for ref, name in gathered.names.items()}
    printed = reading.fill(
        reading.gettext("{reference}, as recorded on {date}"),
        reference=Span(record.ref, direction=Direction.LTR),
        date=dated(AllDay(reading.today, reading.today), reading),
    )
    return [
        *documents_sections(gathered.papers, reading),
        *commitments_section(gathered.commitments, reading),
        *doubts_section(gaps, gathered.claims, names, gathered.people, reading),
        *sources_section(gathered.sources, reading),
        Note(printed),
    ]


def _session_facts(session: Session, reading: Reading) -> Iterator[Fact]:
    yield from _when_and_where(session, reading)
    if session.host:
        yield from reading.fact(reading.gettext("Host"), (reading.party(session.host),))
    yield from _standing(session, reading)


def _meeting_facts(meeting: Meeting, reading: Reading) -> Iterator[Fact]:
    yield from _when_and_where(meeting, reading)
    if meeting.room:
        yield from reading.fact(reading.gettext("Room"), (island(meeting.room),))
    kind = capital(term(meeting.kind, reading.language))
    yield from reading.fact(reading.gettext("Kind"), line(kind))
    if meeting.chairs:
        chairs = reading.listed([reading.name(who.name) for who in meeting.chairs])
        yield from reading.fact(reading.gettext("Chair"), chairs)
    if meeting.access:
        access = capital(term(meeting.access, reading.language))
        yield from reading.fact(reading.gettext("Access"), line(access))
    yield from _standing(meeting, reading)


def _when_and_where(record: Session | Meeting, reading: Reading) -> Iterator[Fact]:
    own = date_for_reader(record.when, reading)
    yield from reading.fact(reading.gettext("When"), date_stated(record.when, reading))
    yield from reading.fact(reading.gettext("Your time"), own)
    earlier = {
        reading.gettext("Confirmed date"): record.whens.confirmed,
        reading.gettext("Announced date"): record.whens.announced,
    }
    for label, when in earlier.items():
        if when and when != record.when:
            yield from reading.fact(label, date_stated(when, reading))
    if record.place:
        yield from reading.fact(reading.gettext("Place"), reading.place(record.place))
        yield from reading.fact(reading.gettext("Time zone"), *_zones(record, reading))


def _zones(record: Session | Meeting, reading: Reading) -> Iterator[Line]:
    """Yield the zone of the place, and the reader's where its clocks differ."""
    if reading.zone:
        yield zone_said(reading.zone, record.when)
        if reading.reader_zone and not same_clock(reading.zone, reading.reader_zone, record.when):
            own = zone_said(reading.reader_zone, record.when)
            yield reading.remark(reading.gettext("Yours"), own)


def _standing(record: Session | Meeting, reading: Reading) -> Iterator[Fact]:
    status = capital(term(record.status, reading.language))
    reason = island(record.reason) if record.reason else ""
    yield from reading.fact(reading.gettext("Status"), reading.aside(status, reason))
    if record.format:
        shape = capital(term(record.format, reading.language))
        yield from reading.fact(reading.gettext("Format"), line(shape))
    if record.level:
        rank = capital(level(record.level, reading.language))
        yield from reading.fact(reading.gettext("Level"), line(rank))
    named = [Span(language_name(tag, reading.language)) for tag in record.languages]
    yield from reading.fact(reading.gettext("Languages"), reading.listed(named))
    topics = [reading.words(topic.name) for topic in record.topics]
    yield from reading.fact(reading.gettext("Topics"), reading.listed(topics))
    if record.url:
        yield from reading.fact(reading.gettext("Web page"), (address(record.url),))
