"""Events of the Legistar web API, by which many councils in North America publish.

The day and the hour stand in two fields, the hour in words. A meeting that is put off
stays in the list as “Deferred”, and the one that takes its place is another event: where
the two say so, or have business in common, they are one meeting here, which has moved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tracker.domain.documents import DocumentKind
from tracker.domain.incoming import IncomingItem, IncomingMeeting, IncomingPaper, Refused
from tracker.domain.meetings import MeetingKind
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.when import parse_when
from tracker.errors import Invalid
from tracker.intake.foreign_json.dates import Dated, clock, dated
from tracker.intake.foreign_json.fields import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.incoming import Incoming
    from tracker.intake.foreign_json.fields import Fields
    from tracker.intake.options import ReadingOptions

_LANGUAGE: Final = "en"
_FAR: Final = timedelta(days=200)  # between a meeting and the one that takes its place
MOST_FORMER: Final = 50
_OFF: Final = re.compile(r"\b(?:cancel+ed|cancel+ation)\b", re.IGNORECASE)
_LATER: Final = re.compile(r"\b(?:deferred|postponed|rescheduled)\b", re.IGNORECASE)
_FROM: Final = re.compile(
    r"\b(?:deferred|postponed|rescheduled|moved|continued)\b[^.;\n]{0,20}?\bfrom\b(.{0,60})",
    re.IGNORECASE,
)
_TO: Final = re.compile(
    r"\b(?:deferred|postponed|rescheduled|moved|continued)\b[^.;\n]{0,20}?\b(?:to|until|for)\b(.{0,60})",
    re.IGNORECASE,
)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_NUMBERS: Final = re.compile(r"\b([0-9]{1,2})[/-]([0-9]{1,2})(?:[/-]([0-9]{4}|[0-9]{2}))?\b")
_WORDS: Final = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+([0-9]{{1,2}})(?:st|nd|rd|th)?(?:,?\s+([0-9]{{4}}))?",
    re.IGNORECASE,
)


class Event(NamedTuple):
    """As much of an event as tells which other one it replaces."""

    uid: str
    body: str
    day: date
    deferred: bool
    said_from: frozenset[date]
    said_to: frozenset[date]
    matters: frozenset[str]
    before: str  # its date, to be told as the old one


class Chains:
    """Which events take the place of which."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._former: dict[str, list[Event]] = {}
        self.replaced: set[str] = set()
        self._days: dict[tuple[str, object], list[date]] = {}
        self._events: dict[tuple[str, object], list[Event]] = {}
        ordered = sorted(events, key=lambda e: e.day)
        for event in ordered:
            for mark in (event.day, *(("from", day) for day in event.said_from), *event.matters):
                self._days.setdefault((event.body, mark), []).append(event.day)
                self._events.setdefault((event.body, mark), []).append(event)
        for event in ordered:
            if event.deferred:
                self._follow(event)

    def former(self, uid: str) -> tuple[Event, ...]:
        """Return the events that one replaces, the newest last."""
        return tuple(self._former.get(uid, ()))

    def _follow(self, event: Event) -> None:
        """Find what takes an event's place: the first after it that is told, or has its business.

        What was put off a second time takes its predecessors along.
        """
        marks = (*event.said_to, ("from", event.day), *event.matters)
        later = min(
            (found for mark in marks if (found := self._first(event, mark))),
            key=lambda e: e.day,
            default=None,
        )
        if later is not None:
            self.replaced.add(event.uid)
            before = self.former(event.uid)[-MOST_FORMER:]
            self._former.setdefault(later.uid, []).extend([*before, event])

    def _first(self, event: Event, mark: object) -> Event | None:
        days = self._days.get((event.body, mark), [])
        at = bisect_right(days, event.day)
        within = at < len(days) and days[at] <= event.day + _FAR
        return self._events[event.body, mark][at] if within else None


def is_legistar(data: dict[str, Any]) -> bool:
    """Return whether an object is an event of that interface."""
    return "EventId" in data or ("EventDate" in data and "EventBodyName" in data)


def event_of(fields: Fields, options: ReadingOptions) -> Event | None:
    """Return what tells an event from its fellows; None where it has no date."""
    try:
        when = _when(fields, options)
    except Invalid:
        return None
    day = when.when.days()[0]
    uid, body = _uid(fields), fields.words("EventBodyName")
    if day is None or uid is None or body is None:
        return None
    said = _said(fields)
    matters = (
        item.words("EventItemMatterFile", "EventItemMatterId")
        for item in fields.listed("EventItems")
    )
    return Event(
        uid=uid,
        body=body,
        day=day,
        deferred=_status(fields) is Status.POSTPONED,
        said_from=frozenset(_dates(said, _FROM, day)),
        said_to=frozenset(_dates(said, _TO, day)),
        matters=frozenset(matter for matter in matters if matter),
        before=str(when.when),
    )


def read(fields: Fields, options: ReadingOptions, chains: Chains) -> Iterator[Incoming]:
    """Yield the meeting that an event is; nothing where a later one takes its place."""
    uid, body = _uid(fields), fields.words("EventBodyName")
    if uid in chains.replaced:
        return
    if body is None:
        yield Refused(fields.spot, "", "It has no EventBodyName.")
        return
    when = _when(fields, options)
    if when.remark:
        fields.remarks.append(when.remark)
    former = chains.former(uid) if uid else ()
    yield IncomingMeeting(
        spot=fields.spot,
        uid=uid,
        former=tuple(event.uid for event in former),
        postponed_from=parse_when(former[-1].before) if former else None,
        title=Text.of({_LANGUAGE: body}),
        when=when.when,
        zone=when.zone,
        floating=when.floating,
        status=_status(fields),
        kind=MeetingKind.MEETING,
        place=_place(fields),
        agenda=_agenda(fields),
        papers=tuple(_papers(fields)),
        url=fields.link("EventInSiteURL"),
        note=fields.note("EventComment"),
    )


def _uid(fields: Fields) -> str | None:
    return fields.words("EventGuid", "EventId")


def _when(fields: Fields, options: ReadingOptions) -> Dated:
    day = fields.words("EventDate")
    if not day:
        raise Invalid("It has no EventDate.")
    said = fields.words("EventTime")
    hour = clock(said) if said else None
    if hour is None:
        found = dated(day[:10], None, options)
        if said and not _OFF.search(said) and not _LATER.search(said):
            return replace(found, remark=f"“{said[:40]}” is no hour; only the day was taken.")
        return found
    return dated(f"{day[:10]}T{hour:%H:%M}", None, options)


def _said(fields: Fields) -> str:
    """Return the words in which a clerk tells what became of a meeting."""
    names = ("EventAgendaStatusName", "EventComment", "EventLocation", "EventTime")
    each = (fields.data.get(name) for name in names)
    return "\n".join(cleaned(words) for words in each if isinstance(words, str))


def _status(fields: Fields) -> Status | None:
    """Return how a meeting stands: by its agenda's status, else by what a clerk wrote."""
    agenda = fields.words("EventAgendaStatusName") or ""
    comment = fields.words("EventComment") or ""
    told = "\n".join(words for n in ("EventLocation", "EventTime") if (words := fields.words(n)))
    for pattern, status in ((_OFF, Status.CANCELLED), (_LATER, Status.POSTPONED)):
        if pattern.search(agenda) or pattern.search(told):
            return status
    if _OFF.match(comment):
        return Status.CANCELLED
    # “Deferred from 5 January” is said of the new meeting, and puts nothing off.
    if _LATER.match(comment) and not _FROM.search(comment):
        return Status.POSTPONED
    if (fields.words("EventMinutesStatusName") or "").lower().startswith("final"):
        return Status.HELD
    return Status.CONFIRMED if agenda.lower().startswith("final") else None


def _dates(said: str, pattern: re.Pattern[str], near: date) -> Iterator[date]:
    """Yield the dates that are told after such words; one without a year is near the event."""
    for match in pattern.finditer(said):
        rest = match[1]
        for month, day, year in _NUMBERS.findall(rest):
            yield from _date(year, int(month), int(day), near)
        for name, day, year in _WORDS.findall(rest):
            yield from _date(year, _MONTHS.index(name.lower()) + 1, int(day), near)


def _date(year: str, month: int, day: int, near: date) -> Iterator[date]:
    whole = int(year) if year else None
    if whole is not None and whole < 100:  # noqa: PLR2004 - two digits
        whole += 2000
    years = [whole] if whole else [near.year - 1, near.year, near.year + 1]
    for each in years:
        try:
            made = date(each, month, day)
        except ValueError:
            continue
        if abs(made - near) <= _FAR:
            yield made


def _place(fields: Fields) -> str | None:
    """Return where it is, without what was written over it when it was put off."""
    place = fields.words("EventLocation")
    if place is None:
        return None
    left = _LATER.sub("", _OFF.sub("", place)).strip(" -–—*:;,.()")
    return left or None


def _agenda(fields: Fields) -> tuple[IncomingItem, ...]:
    items = [
        (item.number("EventItemAgendaSequence") or 0.0, item)
        for item in fields.listed("EventItems")
        if item.has("EventItemTitle", "EventItemMatterName")
    ]
    items.sort(key=lambda pair: pair[0])
    return tuple(
        IncomingItem(
            title=item.text("EventItemTitle", "EventItemMatterName", language=_LANGUAGE),
            label=item.words("EventItemAgendaNumber", longest=40) or "",
            outcome=item.text("EventItemPassedFlagName", "EventItemActionName", language=_LANGUAGE),
            papers=tuple(_attached(item)),
        )
        for _, item in items
    )


def _attached(item: Fields) -> Iterator[IncomingPaper]:
    symbol = item.words("EventItemMatterFile", longest=100)
    for each in item.listed("EventItemMatterAttachments"):
        title = each.text("MatterAttachmentName", language=_LANGUAGE)
        link = each.link("MatterAttachmentHyperlink")
        if title or link:
            yield IncomingPaper(
                title=title or Text.of({"und": link or ""}), link=link, symbol=symbol
            )


def _papers(fields: Fields) -> Iterator[IncomingPaper]:
    for name, title, kind in (
        ("EventAgendaFile", "Agenda", DocumentKind.AGENDA),
        ("EventMinutesFile", "Minutes", DocumentKind.SUMMARY_RECORD),
        ("EventVideoPath", "Video", DocumentKind.OTHER),
    ):
        link = fields.link(name)
        if link:
            yield IncomingPaper(title=Text.of({_LANGUAGE: title}), kind=kind, link=link)
