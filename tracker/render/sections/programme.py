"""What happens when: the meetings of a session by day, on the clocks of the place."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.domain.folding import fold
from tracker.domain.occasions import Format
from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed, sort_key
from tracker.render.language import labelled, term
from tracker.render.language import level as level_said
from tracker.render.sections.agenda import item_entries
from tracker.render.sections.times import clock, date_for_reader, date_said, date_stated, day_of
from tracker.render.sheet import PART, Entry, Heading, Outline, Span, island, line, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from tracker.domain.meetings import Meeting
    from tracker.domain.parties import Rank
    from tracker.domain.places import Place
    from tracker.domain.sessions import Session
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line


@frozen
class Usual:
    """What goes without saying of a meeting in a programme; all else is said of it.

    `own_time` tells each meeting's time on the reader's clock too, where it differs. A
    meeting that is not `in_session` is told with the session it belongs to.
    """

    place: Place | None = None
    format: Format | None = None
    level: Rank | None = None
    statuses: frozenset[Status] = frozenset()
    parties: frozenset[int] = frozenset()
    own_time: bool = False
    in_session: bool = True


def usual_of(session: Session, *, own_time: bool = False) -> Usual:
    """Return what goes without saying of the meetings of a session."""
    return Usual(
        session.place,
        session.format,
        session.level,
        frozenset({session.status}),
        frozenset(d.party.id for d in session.delegations),
        own_time,
    )


def programme_section(session: Session, reading: Reading) -> list[Block]:
    """Return the meetings by day; imprecise ones after, those without a date at the end."""
    if not session.meetings:
        return []
    heading = Heading(line(reading.gettext("Programme")))
    return [heading, *days_blocks(session.meetings, usual_of(session), reading)]


def days_blocks(
    meetings: Iterable[Meeting], usual: Usual, reading: Reading, *, level: int = PART
) -> list[Block]:
    """Return meetings under a heading for each day; what has no certain day comes after.

    Where no place is usual, a day that is spent at one place says so in its heading.
    """
    zone = reading.zone or "UTC"
    ordered = sorted(meetings, key=lambda m: sort_key(m.when, zone))
    blocks: list[Block] = []
    dated = [m for m in ordered if m.when.is_precise]
    for day, group in groupby(sorted(dated, key=_day(reading)), key=_day(reading)):
        held = list(group)
        place = _shared_place(held) if usual.place is None else None
        said = [date_stated(AllDay(day, day), reading)]
        said += [reading.place(place)] if place else []
        blocks.append(Heading(reading.listed(said), level))
        blocks += _by_clock(held, replace(usual, place=place or usual.place), reading)
    rest = {
        reading.gettext("Day not known"): [m for m in ordered if isinstance(m.when, Imprecise)],
        reading.gettext("Date to be confirmed"): [
            m for m in ordered if isinstance(m.when, ToBeConfirmed)
        ],
    }
    for title, listed in rest.items():
        if listed:
            blocks += [Heading(line(title), level), _outline(listed, usual, reading)]
    return blocks


def _shared_place(meetings: Sequence[Meeting]) -> Place | None:
    """Return the place at which all of some meetings are; None where there are several."""
    places = {meeting.place for meeting in meetings}
    return places.pop() if len(places) == 1 else None


def _day(reading: Reading) -> Callable[[Meeting], date]:
    return lambda meeting: day_of(meeting.when, _there(meeting, reading))


def _there(meeting: Meeting, reading: Reading) -> Reading:
    """Return the reader on the clocks of the programme's place, else on those of the meeting's."""
    if reading.zone or meeting.place is None:
        return reading
    return replace(reading, zone=meeting.place.zone)


def _by_clock(meetings: Sequence[Meeting], usual: Usual, reading: Reading) -> list[Block]:
    timed = [m for m in meetings if isinstance(m.when, Timed)]
    untimed = [m for m in meetings if not isinstance(m.when, Timed)]
    blocks: list[Block] = [_outline(timed, usual, reading)] if timed else []
    if untimed:
        lead = line(labelled(reading.gettext("Time not known"), reading.language))
        blocks.append(replace(_outline(untimed, usual, reading), lead=lead))
    return blocks


def _outline(meetings: Sequence[Meeting], usual: Usual, reading: Reading) -> Outline:
    return Outline(tuple(_entry(m, meetings, usual, reading) for m in meetings))


def _entry(meeting: Meeting, day: Sequence[Meeting], usual: Usual, reading: Reading) -> Entry:
    title = reading.words(meeting.title)
    if meeting.status is Status.CANCELLED:
        title = replace(title, strike=True)
    remark = reading.listed(_remarks(meeting, usual, reading))
    head = reading.aside(title, remark)
    notes = tuple(
        note
        for note in (*_notes(meeting, usual, reading), _parallel(meeting, day, reading))
        if note
    )
    there = _there(meeting, reading)
    label = clock(meeting.when, there) if isinstance(meeting.when, Timed) else ""
    return Entry(head, label, notes, item_entries(meeting.agenda, reading))


def _remarks(meeting: Meeting, usual: Usual, reading: Reading) -> list[Line]:
    kind = term(meeting.kind, reading.language)
    told = [] if fold(kind) in fold(plain((reading.words(meeting.title),))) else [kind]
    if meeting.access:
        told.append(term(meeting.access, reading.language))
    if meeting.format and meeting.format not in (usual.format, Format.IN_PERSON):
        told.append(term(meeting.format, reading.language))
    if meeting.level and meeting.level is not usual.level:
        told.append(level_said(meeting.level, reading.language))
    if meeting.status not in usual.statuses:
        told.append(term(meeting.status, reading.language))
    return [line(words) for words in told]


def _notes(meeting: Meeting, usual: Usual, reading: Reading) -> Iterator[Line]:
    when = meeting.when
    if isinstance(when, Imprecise) or (isinstance(when, AllDay) and when.first != when.last):
        yield reading.remark(reading.gettext("When"), date_said(when, reading))
    if usual.own_time:
        yield reading.remark(reading.gettext("Your time"), date_for_reader(when, reading))
    announced = meeting.whens.announced
    if announced and announced != when:
        label = reading.gettext("Announced date")
        yield reading.remark(label, date_said(announced, _there(meeting, reading)))
    if not usual.in_session and meeting.session_title:
        title = reading.words(meeting.session_title)
        yield reading.remark(reading.gettext("Session"), title)
    if meeting.place and meeting.place != usual.place:
        yield reading.remark(reading.gettext("Place"), reading.place(meeting.place))
    if meeting.room:
        yield reading.remark(reading.gettext("Room"), island(meeting.room))
    if meeting.chairs:
        chairs = reading.listed([reading.name(who.name) for who in meeting.chairs])
        yield reading.remark(reading.gettext("Chair"), chairs)
    yield from _attendance(meeting, usual, reading)
    if meeting.reason:
        yield reading.remark(reading.gettext("Reason"), island(meeting.reason))
    if meeting.note:
        yield reading.remark(reading.gettext("Note"), island(meeting.note))


def _attendance(meeting: Meeting, usual: Usual, reading: Reading) -> Iterator[Line]:
    """Yield who takes part, where that is not everybody."""
    parties = {d.party.id for d in meeting.delegations}
    if parties and parties != usual.parties:
        names: list[Span] = [reading.party(d.party) for d in meeting.delegations]
        yield reading.remark(reading.gettext("Delegations"), reading.listed(names))


def _parallel(meeting: Meeting, day: Sequence[Meeting], reading: Reading) -> Line:
    """Return what else goes on at that time, of which a reader can attend only one."""
    others = [reading.words(other.title) for other in day if _at_once(meeting, other)]
    return reading.remark(reading.gettext("At the same time"), reading.listed(others))


def _at_once(one: Meeting, other: Meeting) -> bool:
    """Return whether two meetings, of which the times are known, share some of it.

    What follows on is not at the same time, even where the end is not known. What was put
    off or called off takes no time.
    """
    off = {Status.CANCELLED, Status.POSTPONED}
    if one is other or {one.status, other.status} & off:
        return False
    if not (isinstance(one.when, Timed) and isinstance(other.when, Timed)):
        return False
    (begins, ends), (starts, stops) = one.when.bounds(), other.when.bounds()
    if begins is None or ends is None or starts is None or stops is None:
        return False
    return begins == starts or (begins < stops and starts < ends)
