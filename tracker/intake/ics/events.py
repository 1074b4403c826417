"""VEVENT: a meeting, or as many as its rule makes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Final

from tracker.domain.incoming import IncomingMeeting, Refused, Repeat
from tracker.domain.meetings import MeetingKind
from tracker.domain.status import Status
from tracker.domain.text import LONGEST, Text
from tracker.domain.values import frozen
from tracker.domain.when import AllDay, Timed
from tracker.errors import Invalid, TrackerError
from tracker.intake.ics.entries import Component, Reading, address, note, opened, topics
from tracker.intake.ics.lines import one_line, words
from tracker.intake.ics.own import called_off, has_unknown_end, imprecise, in_language
from tracker.intake.ics.repeats import Limits, is_repeated, read_starts, rule_lines
from tracker.intake.ics.spans import in_clock, read_span, when_of
from tracker.intake.ics.survey import is_change, raw_uid, sequence
from tracker.intake.ics.told import spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tracker.domain.incoming import Incoming
    from tracker.domain.when import When
    from tracker.intake.ics.blocks import Block
    from tracker.intake.ics.lines import Property
    from tracker.intake.ics.spans import Span

_STATUSES: Final = {
    "CANCELLED": Status.CANCELLED,
    "CANCELED": Status.CANCELLED,
    "TENTATIVE": Status.TENTATIVE,
    "CONFIRMED": Status.CONFIRMED,
}
_CHANGED_TWICE: Final = "Another change of the same occurrence stands in the file."
_GEO: Final = re.compile(r"\s*([+-]?[0-9.]{1,30})\s*\\?[;,]\s*([+-]?[0-9.]{1,30})\s*")
_HIGHEST_LATITUDE, _HIGHEST_LONGITUDE = 90, 180
_KINDS: Final = frozenset(kind.value for kind in MeetingKind)


@frozen
class _Change:
    """What stands for one occurrence in place of what the rule made; `start` is the rule's."""

    start: date
    meeting: IncomingMeeting
    span: Span


class Events:
    """Reads the events of one file, in the file's order."""

    def __init__(self, reading: Reading, limits: Limits) -> None:
        """Take what the file's components share, and how far rules are followed."""
        self._reading = reading
        self._limits = limits
        self._told = reading.told
        self._starts: dict[int, dict[str, int]] = {}

    def read(self, block: Block) -> Iterator[Incoming]:
        """Yield the meetings of an event, or why there are none."""
        octets = block.octets
        if block.line in self._reading.survey.held_lines:
            return  # told with the event that it changes, or at the end
        yield from guarded(block, self._reading, lambda: self._meetings(block, octets))

    def left_over(self) -> Iterator[Incoming]:
        """Yield changes to occurrences of events that are not in the file."""
        changes = self._reading.survey.changes
        while changes:
            _, blocks = changes.popitem()
            told: set[str] = set()
            for block in blocks:
                yield from guarded(block, self._reading, partial(self._lone_change, block, told))

    def _meetings(self, block: Block, octets: bytes) -> Iterator[Incoming]:
        uid = raw_uid(octets)
        component = opened(block, self._reading)
        again = self._is_again(uid, octets, component)
        made, span = self._meeting(component)
        if not uid:
            said = "It has no UID: it is known by its title, date and place."
            self._told.once("uid", component.at, component.title, said)
        elif again:
            made = self._told_apart(made, uid)
        if is_change(octets):
            yield from self._lone_change(block, set())
        elif is_repeated(component.found) or uid in self._reading.survey.changes:
            yield from self._repeated(component, made, span, uid)
        else:
            yield made

    def _is_again(self, uid: bytes, octets: bytes, component: Component) -> bool:
        """Return whether the UID is another event's too; raise Invalid when that is newer."""
        survey = self._reading.survey
        key = hash(uid)
        if not uid or key not in survey.doubled:
            return False
        if sequence(octets) < survey.newest[key] and component.uid:
            raise Invalid("A newer version of it, with the same UID, stands in the file.")
        return survey.doubled[key] > 1

    def _told_apart(self, made: IncomingMeeting, uid: bytes) -> IncomingMeeting:
        starts = self._starts.setdefault(hash(uid), {})
        start = str(made.when)
        if start in starts:
            raise Invalid(f"It stands in the file already, on line {starts[start]}.")
        starts[start] = made.spot.line
        said = "Several events have this UID; each is told apart by its date."
        self._told.once(f"twice:{hash(uid)}", made.spot, str(made.title), said)
        return replace(made, occurrence=start)

    def _meeting(self, component: Component) -> tuple[IncomingMeeting, Span]:
        """Return the meeting that a component tells of, at its own start."""
        at, title, ours = component.at, component.title, component.header.ours
        moments = self._reading.moments(component.header)
        span = read_span(component.found, moments, at, title)
        said = note(component)
        if ours and said and isinstance(span.start, datetime) and has_unknown_end(said):
            span = replace(span, lasting=None)
        repaired = partial(self._told.repaired, at, title)
        when: When = span.at(span.start, repaired)
        title, status = self._status(component)
        if isinstance(when, AllDay):
            title, when = imprecise(title, when, self._reading.options.now)
        language = component.language
        if ours:
            title, language = in_language(title, language)
        place, url = _place(component)
        kind, subjects = _kind(topics(component), ours=ours)
        latitude, longitude = _coordinates(component.first("GEO"))
        meeting = IncomingMeeting(
            spot=at,
            title=Text(((language, title),)),
            when=when,
            zone=when.zone if isinstance(when, Timed) else span.clock.home,
            floating=span.floating,
            uid=component.uid,
            status=status,
            kind=kind,
            place=place,
            latitude=latitude,
            longitude=longitude,
            topics=subjects,
            url=url,
            note=said,
            visibility=component.visibility,
        )
        return meeting, span

    def _status(self, component: Component) -> tuple[str, Status | None]:
        """Return the title without what it says of the status, and the status."""
        written = component.first("STATUS").strip().upper()
        status = _STATUSES.get(written)
        if component.header.ours and status is Status.TENTATIVE:
            status = None  # our feeds write so what was announced, and what has no exact date
        if component.header.method == "CANCEL":
            status = Status.CANCELLED
        title, said = called_off(component.title)
        if said is None:
            return component.title, status
        if status is not Status.CANCELLED:
            remark = f"Its title says that it is {said}, and so it is taken."
            self._told.repaired(component.at, component.title, remark)
        return title, said

    def _repeated(
        self, component: Component, made: IncomingMeeting, span: Span, uid: bytes
    ) -> Iterator[Incoming]:
        moments = self._reading.moments(component.header)
        found = read_starts(component.found, span, moments, self._limits, component.at)
        if found.remark:
            self._told.repaired(component.at, component.title, found.remark)
        changes: dict[date, _Change] = {}
        for change in self._changes(uid, span):
            if change.start in changes:
                self._told.refused(change.meeting.spot, str(change.meeting.title), _CHANGED_TWICE)
            changes.setdefault(change.start, change)
        if not found.starts and not changes:
            raise Invalid("Every date that its rule makes is excepted.")
        repeat = Repeat(rule=rule_lines(component.found), starts=made.when, until=found.until)
        repaired = partial(self._told.repaired, component.at, component.title)
        for start in found.starts:
            if start in changes:
                changed = changes.pop(start).meeting
                yield replace(changed, repeat=repeat, occurrence=span.name(start))
                continue
            when = made.when if start == span.start else span.at(start, repaired)
            yield replace(made, repeat=repeat, occurrence=span.name(start), when=when)
        for start, change in changes.items():
            yield replace(change.meeting, repeat=repeat, occurrence=span.name(start))

    def _changes(self, uid: bytes, span: Span) -> Iterator[_Change]:
        """Yield the changes to occurrences of an event; what is wrong with one is told."""
        blocks = self._reading.survey.changes.pop(uid, [])
        for block in sorted(blocks, key=lambda each: -sequence(each.octets)):
            try:
                component = opened(block, self._reading)
                yield self._change(component, span)
            except TrackerError as fault:
                self._told.refused(spot(block), _shown(block), fault.sentence)

    def _change(self, component: Component, span: Span) -> _Change:
        moments = self._reading.moments(component.header)
        line = _named(component)
        component.found.setdefault("DTSTART", [line])  # one that is only called off says no more
        stamp, clock = moments.read(line, component.at, component.title)
        start = in_clock(stamp, clock, span.clock)
        if type(start) is not type(span.start):
            start = _on_day(start, span)
        if (line.parameter("RANGE") or "").upper() == "THISANDFUTURE":
            said = "It changes all that follow too (THISANDFUTURE); here this one alone is changed."
            self._told.repaired(component.at, component.title, said)
        meeting, own = self._meeting(component)
        return _Change(start, meeting, own)

    def _lone_change(self, block: Block, told: set[str]) -> Iterator[Incoming]:
        """Yield what became of an occurrence of which nothing else is `told`."""
        component = opened(block, self._reading)
        moments = self._reading.moments(component.header)
        line = _named(component)
        component.found.setdefault("DTSTART", [line])  # one that is only called off says no more
        stamp, clock = moments.read(line, component.at, component.title)
        occurrence = str(when_of(stamp, clock))
        if occurrence in told:
            raise Invalid(_CHANGED_TWICE)
        told.add(occurrence)
        meeting, _ = self._meeting(component)
        yield replace(meeting, occurrence=occurrence)


def _named(component: Component) -> Property:
    """Return the line that names the occurrence which a component changes."""
    lines = component.found.get("RECURRENCE-ID")
    if not lines:
        raise Invalid("Its RECURRENCE-ID cannot be read.")
    return lines[0]


def _on_day(start: date, span: Span) -> date:
    """Return a day or moment as the start that an event has on that day."""
    if isinstance(span.start, datetime):
        return datetime.combine(start, span.start.time())
    return start.date() if isinstance(start, datetime) else start


def guarded(
    block: Block, reading: Reading, read: Callable[[], Iterable[Incoming]]
) -> Iterator[Incoming]:
    """Yield what is read of a component and what is told of it; why, where nothing can be."""
    made: list[Incoming] = []
    try:
        for entry in read():
            made.append(entry)  # noqa: PERF402 - what came before a fault is kept
    except TrackerError as fault:
        made.append(Refused(spot(block), _shown(block), fault.sentence))
    except OverflowError:
        made.append(Refused(spot(block), _shown(block), "Its dates are beyond the calendar."))
    except Exception as fault:  # noqa: BLE001 - a stranger's file: one component, not all of them
        reason = f"It cannot be read ({type(fault).__name__})."
        made.append(Refused(spot(block), _shown(block), reason))
    yield from reading.told.waiting()
    yield from made


def _shown(block: Block) -> str:
    """Return the title of a component that is not read, as far as it can be told."""
    found = re.search(
        rb"^SUMMARY[^:\n]*:(.*)", block.octets[:100_000], re.MULTILINE | re.IGNORECASE
    )
    return one_line(found[1].decode(errors="replace"))[:200] if found else ""


def _place(component: Component) -> tuple[str | None, str | None]:
    """Return where it is and its web address; a place that is an address is one."""
    lines = (one_line(line).rstrip(",") for line in words(component.first("LOCATION")).split("\n"))
    place: str | None = ", ".join(filter(None, lines))[:LONGEST] or None
    url = address(component.first("URL"))
    if place and url is None and (link := address(place)):
        return None, link
    return place, url


def _kind(subjects: tuple[str, ...], *, ours: bool) -> tuple[MeetingKind | None, tuple[str, ...]]:
    """Return the kind that our own feeds name first, and the other topics."""
    if not ours or not subjects:
        return None, subjects
    first, *others = subjects
    if first == "session":
        return MeetingKind.CONFERENCE, tuple(others)
    return (MeetingKind(first), tuple(others)) if first in _KINDS else (None, subjects)


def _coordinates(text: str) -> tuple[float | None, float | None]:
    found = _GEO.fullmatch(text)
    if found is None:
        return None, None
    try:
        latitude, longitude = float(found[1]), float(found[2])
    except ValueError:
        return None, None
    within = abs(latitude) <= _HIGHEST_LATITUDE and abs(longitude) <= _HIGHEST_LONGITUDE
    return (latitude, longitude) if within and isfinite(latitude + longitude) else (None, None)
