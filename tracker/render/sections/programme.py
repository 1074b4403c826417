"""What happens when: the meetings of a session by day, on the clocks of the place."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.domain.folding import fold
from tracker.domain.occasions import Format
from tracker.domain.status import Status
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed, sort_key
from tracker.render.language import labelled, level, term
from tracker.render.sections.agenda import item_entries
from tracker.render.sections.times import clock, date_said, date_stated, day_of
from tracker.render.sheet import PART, Entry, Heading, Outline, Span, island, line, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line


def programme_section(session: Session, reading: Reading) -> list[Block]:
    """Return the meetings by day; imprecise ones after, those without a date at the end."""
    if not session.meetings:
        return []
    zone = reading.zone or "UTC"
    meetings = sorted(session.meetings, key=lambda m: sort_key(m.when, zone))
    blocks: list[Block] = [Heading(line(reading.gettext("Programme")))]
    dated = [m for m in meetings if m.when.is_precise]
    for day, held in groupby(sorted(dated, key=_day(reading)), key=_day(reading)):
        blocks.append(Heading(date_stated(AllDay(day, day), reading), PART))
        blocks += _by_clock(list(held), session, reading)
    rest = {
        reading.gettext("Day not known"): [m for m in meetings if isinstance(m.when, Imprecise)],
        reading.gettext("Date to be confirmed"): [
            m for m in meetings if isinstance(m.when, ToBeConfirmed)
        ],
    }
    for title, listed in rest.items():
        if listed:
            blocks += [Heading(line(title), PART), _outline(listed, session, reading)]
    return blocks


def _day(reading: Reading) -> Callable[[Meeting], date]:
    return lambda meeting: day_of(meeting.when, reading)


def _by_clock(meetings: Sequence[Meeting], session: Session, reading: Reading) -> list[Block]:
    timed = [m for m in meetings if isinstance(m.when, Timed)]
    untimed = [m for m in meetings if not isinstance(m.when, Timed)]
    blocks: list[Block] = [_outline(timed, session, reading)] if timed else []
    if untimed:
        lead = line(labelled(reading.gettext("Time not known"), reading.language))
        blocks.append(replace(_outline(untimed, session, reading), lead=lead))
    return blocks


def _outline(meetings: Iterable[Meeting], session: Session, reading: Reading) -> Outline:
    return Outline(tuple(_entry(m, session, reading) for m in meetings))


def _entry(meeting: Meeting, session: Session, reading: Reading) -> Entry:
    title = reading.words(meeting.title)
    if meeting.status is Status.CANCELLED:
        title = replace(title, strike=True)
    remark = reading.listed(_remarks(meeting, session, reading))
    head = reading.aside(title, remark)
    notes = tuple(note for note in _notes(meeting, session, reading) if note)
    label = clock(meeting.when, reading) if isinstance(meeting.when, Timed) else ""
    return Entry(head, label, notes, item_entries(meeting.agenda, reading))


def _remarks(meeting: Meeting, session: Session, reading: Reading) -> list[Line]:
    kind = term(meeting.kind, reading.language)
    told = [] if fold(kind) in fold(plain((reading.words(meeting.title),))) else [kind]
    if meeting.access:
        told.append(term(meeting.access, reading.language))
    if meeting.format and meeting.format not in (session.format, Format.IN_PERSON):
        told.append(term(meeting.format, reading.language))
    if meeting.level and meeting.level is not session.level:
        told.append(level(meeting.level, reading.language))
    if meeting.status is not session.status:
        told.append(term(meeting.status, reading.language))
    return [line(words) for words in told]


def _notes(meeting: Meeting, session: Session, reading: Reading) -> Iterator[Line]:
    when = meeting.when
    if isinstance(when, Imprecise) or (isinstance(when, AllDay) and when.first != when.last):
        yield reading.remark(reading.gettext("When"), date_said(when, reading))
    announced = meeting.whens.announced
    if announced and announced != when:
        label = reading.gettext("Announced date")
        yield reading.remark(label, date_said(announced, reading))
    if meeting.place and meeting.place != session.place:
        yield reading.remark(reading.gettext("Place"), reading.place(meeting.place))
    if meeting.room:
        yield reading.remark(reading.gettext("Room"), island(meeting.room))
    if meeting.chairs:
        chairs = reading.listed([reading.name(who.name) for who in meeting.chairs])
        yield reading.remark(reading.gettext("Chair"), chairs)
    yield from _attendance(meeting, session, reading)
    if meeting.reason:
        yield reading.remark(reading.gettext("Reason"), island(meeting.reason))
    if meeting.note:
        yield reading.remark(reading.gettext("Note"), island(meeting.note))


def _attendance(meeting: Meeting, session: Session, reading: Reading) -> Iterator[Line]:
    """Yield who takes part, where that is not everybody."""
    parties = {d.party.id for d in meeting.delegations}
    if parties and parties != {d.party.id for d in session.delegations}:
        names: list[Span] = [reading.party(d.party) for d in meeting.delegations]
        yield reading.remark(reading.gettext("Delegations"), reading.listed(names))
