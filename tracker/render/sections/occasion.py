"""A session or a meeting at the head of a sheet: its names, its marking, its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.folding import fold
from tracker.domain.sessions import Session, SessionKind
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay, Timed
from tracker.render.language import (
    capital,
    is_right_to_left,
    language_name,
    level,
    session_ordinal,
    term,
)
from tracker.render.sections.reading import Reading
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
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.domain.meetings import Meeting
    from tracker.render.sections.gathering import Gathered
    from tracker.render.sheet import Block, Line


def named(record: Session | Meeting, reading: Reading) -> tuple[Line, ...]:
    """Return the lines that name a session or a meeting, its series or session first."""
    title, over = (
        session_named(record, reading)
        if isinstance(record, Session)
        else meeting_named(record, reading)
    )
    return (*over, title)


def session_named(session: Session, reading: Reading) -> tuple[Line, list[Line]]:
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


def meeting_named(meeting: Meeting, reading: Reading) -> tuple[Line, list[Line]]:
    """Return the title of a meeting, and over it that of the session it belongs to."""
    over = [line(reading.words(meeting.session_title))] if meeting.session_title else []
    return line(reading.words(meeting.title)), over


def reading_for(
    record: Session | Meeting,
    gathered: Gathered,
    language: str,
    today: date,
    reader_zone: str | None,
) -> Reading:
    """Return the reader of a sheet on a session or a meeting: its place's clock, its sources."""
    numbers = {source.id: i for i, source in enumerate(gathered.sources, start=1)}
    zone = record.place.zone if record.place else None
    return Reading(language, today, zone, reader_zone, numbers)


def sheet_of(title: Line, blocks: Sequence[Block], reading: Reading) -> Sheet:
    """Return blocks as a sheet in the reader's language."""
    direction = Direction.RTL if is_right_to_left(reading.language) else Direction.LTR
    return Sheet(plain(title), reading.language, direction, tuple(blocks))


def masthead(
    title: Line,
    over: Sequence[Line],
    level: Visibility,
    reading: Reading,
    *,
    under: Sequence[Line] = (),
) -> Masthead:
    """Return the head of a sheet; what is not public says so over all else."""
    marked: tuple[Line, ...] = ()
    if level is not Visibility.PUBLIC:
        words = capital(term(level, reading.language))
        marked = (line(Span(words, emphasis=Emphasis.STRONG)),)
    return Masthead(title, (*marked, *over), tuple(under))


def printed(reference: str, reading: Reading) -> Note:
    """Return the note that closes a sheet: what was printed, if it has a name, as of which day."""
    date = dated(AllDay(reading.today, reading.today), reading)
    if not reference:
        return Note(reading.fill(reading.gettext("As recorded on {date}"), date=date))
    named = Span(reference, direction=Direction.LTR)
    template = reading.gettext("{reference}, as recorded on {date}")
    return Note(reading.fill(template, reference=named, date=date))


def note_of(record: Session | Meeting) -> list[Block]:
    """Return the note on a session or meeting, where the reader may see one."""
    return [Paragraph((line(island(record.note)),))] if record.note else []


def session_facts(session: Session, reading: Reading) -> Iterator[Fact]:
    """Yield when and where a session is, who is its host, how it stands."""
    yield from _when_and_where(session, reading)
    if session.host:
        yield from reading.fact(reading.gettext("Host"), (reading.party(session.host),))
    yield from _standing(session, reading)


def meeting_facts(meeting: Meeting, reading: Reading) -> Iterator[Fact]:
    """Yield when and where a meeting is, what it is, who is in the chair, how it stands."""
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
    """Yield the zone by which times are told, and the reader's where its clocks differ."""
    when = record.when
    zone = reading.zone or (when.zone if isinstance(when, Timed) else None)
    if zone:
        yield zone_said(zone, when)
        if reading.reader_zone and not same_clock(zone, reading.reader_zone, when):
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
