"""What is for one's own delegation only: its times, notes and speaking points, in a frame."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.sessions import Session
from tracker.domain.when import AllDay, Imprecise, sort_key
from tracker.render.sections.times import date_for_reader, dated, day_of
from tracker.render.sheet import (
    PART,
    Box,
    Emphasis,
    Entry,
    Facts,
    Heading,
    Masthead,
    Note,
    Outline,
    Span,
    island,
    line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.meetings import Meeting
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Fact, Line, Sheet


def with_ours(sheet: Sheet, record: Session | Meeting, reading: Reading) -> Sheet:
    """Return a print with the frame of what is ours, before the note that closes it."""
    if reading.zone is None and record.place:
        reading = replace(reading, zone=record.place.zone)
    blocks = list(sheet.blocks)
    closing = [blocks.pop()] if blocks and isinstance(blocks[-1], Note) else []
    return replace(sheet, blocks=(*blocks, *ours_section(record, reading), *closing))


def for_participants(sheet: Sheet, reading: Reading) -> Sheet:
    """Return a print marked as for the delegations only, in place of the level it bears.

    A print that bears none, since all of it is public, stays as it is.
    """
    mark = Span(reading.gettext("For participants only"), emphasis=Emphasis.STRONG)
    return replace(sheet, blocks=tuple(_marked(block, mark) for block in sheet.blocks))


def _marked(block: Block, mark: Span) -> Block:
    match block:
        case Masthead(over=((Span(emphasis=Emphasis.STRONG),), *rest)):
            return replace(block, over=((mark,), *rest))
        case _:
            return block


def ours_section(record: Session | Meeting, reading: Reading) -> list[Block]:
    """Return the frame with what only one's own delegation has; nothing where there is nothing.

    Times stand there on the reader's own clock, agenda items with what is noted of them,
    speaking points among it.
    """
    facts = tuple(_facts(record, reading))
    parts = {
        reading.gettext("Programme"): tuple(_meetings(record, reading)),
        reading.gettext("Notes and speaking points"): tuple(_all_items(record, reading)),
        reading.gettext("Delegations"): tuple(_delegations(record, reading)),
        reading.gettext("Commitments"): tuple(_commitments(record, reading)),
        reading.gettext("Documents"): tuple(_documents(record, reading)),
        reading.gettext("Sources"): tuple(_sources(record)),
    }
    blocks: list[Block] = [Facts(facts)] if facts else []
    for title, entries in parts.items():
        if entries:
            blocks += [Heading(line(title), PART), Outline(entries)]
    if not blocks:
        return []
    return [Box(line(reading.gettext("For our delegation only")), tuple(blocks))]


def _facts(record: Session | Meeting, reading: Reading) -> Iterator[Fact]:
    yield from reading.fact(reading.gettext("Your time"), date_for_reader(record.when, reading))
    reason = line(island(record.reason)) if record.reason else ()
    yield from reading.fact(reading.gettext("Reason"), reason)
    note = line(island(record.note)) if record.note else ()
    yield from reading.fact(reading.gettext("Note"), note)


def _meetings(record: Session | Meeting, reading: Reading) -> Iterator[Entry]:
    if not isinstance(record, Session):
        return
    zone = reading.zone or "UTC"
    for meeting in sorted(record.meetings, key=lambda m: sort_key(m.when, zone)):
        own = date_for_reader(meeting.when, reading)
        told = (
            reading.remark(reading.gettext("Your time"), own),
            _remark("Reason", meeting.reason, reading),
            _remark("Note", meeting.note, reading),
        )
        if any(told):
            named = line(reading.words(meeting.title))
            if not isinstance(meeting.when, Imprecise) and meeting.when.is_precise:
                day = day_of(meeting.when, reading)
                named = reading.listed([named, dated(AllDay(day, day), reading)])
            yield Entry(named, notes=tuple(said for said in told if said))


def _all_items(record: Session | Meeting, reading: Reading) -> Iterator[Entry]:
    sittings = (record, *record.meetings) if isinstance(record, Session) else (record,)
    for sitting in sittings:
        yield from _items(sitting.agenda, reading)


def _items(items: Iterable[AgendaItem], reading: Reading) -> Iterator[Entry]:
    """Yield the items that something is noted of, each with its label, whatever is over it."""
    for item in sorted(items, key=lambda i: i.position):
        if item.note:
            yield Entry(line(reading.words(item.title)), item.label, (line(island(item.note)),))
        yield from _items(item.children, reading)


def _delegations(record: Session | Meeting, reading: Reading) -> Iterator[Entry]:
    for delegation in record.delegations:
        told = (
            _remark("Credentials", delegation.credentials, reading),
            _remark("Note", delegation.note, reading),
        )
        if any(told):
            named = line(reading.party(delegation.party))
            yield Entry(named, notes=tuple(said for said in told if said))


def _commitments(record: Session | Meeting, reading: Reading) -> Iterator[Entry]:
    inside = record.meetings if isinstance(record, Session) else ()
    carried = record.carried if isinstance(record, Session) else ()
    promised = (*record.commitments, *(c for m in inside for c in m.commitments), *carried)
    for each in {commitment.id: commitment for commitment in promised}.values():
        yield from _noted(line(reading.words(each.title)), each.note)


def _documents(record: Session | Meeting, reading: Reading) -> Iterator[Entry]:
    inside = record.meetings if isinstance(record, Session) else ()
    sittings = (record, *inside)
    items = (item for s in sittings for top in s.agenda for _, item in top.walk())
    papers = [paper for holder in (*sittings, *items) for paper in holder.papers]
    for each in {paper.document.id: paper.document for paper in papers}.values():
        yield from _noted(reading.document(each), each.note)


def _sources(record: Session | Meeting) -> Iterator[Entry]:
    for source in record.sources:
        yield from _noted(line(island(source.label)), source.note)


def _noted(named: Line, note: str | None) -> Iterator[Entry]:
    if note:
        yield Entry(named, notes=(line(island(note)),))


def _remark(label: str, said: str | None, reading: Reading) -> Line:
    return reading.remark(reading.gettext(label), island(said)) if said else ()
