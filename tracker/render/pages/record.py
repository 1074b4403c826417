"""A session or a meeting as a page: the sections of its sheet, with anchors and both clocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.values import frozen
from tracker.domain.when import Timed
from tracker.render.html import blocks_html
from tracker.render.pages.items import GONE, standing_said, struck, zone_city
from tracker.render.sections.times import date_for_reader, same_clock, zone_said
from tracker.render.sheet import SECTION, Facts, Heading, Masthead, Note, Paragraph, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.domain.status import Status
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Fact, Line, Sheet


@frozen
class Part:
    """A section of the page, with the anchor under which it is found."""

    anchor: str
    title: Line
    body: Markup


@frozen(kw_only=True)
class Body:
    """The sheet of a record, cut into what the page sets apart."""

    masthead: Markup
    facts: Markup
    parts: tuple[Part, ...]
    standing: Status
    standing_said: str
    reason: str


def body_of(record: Session | Meeting, sheet: Sheet, reading: Reading) -> Body:
    """Return the sheet of a record as parts of a page; `reading` has the zones of both.

    The foot of the sheet is left out: a page says elsewhere when it was changed, and the
    number of a meeting would tell how many there are that the public does not see.
    """
    called_off = record.status in GONE
    blocks = [_marked(b, record, reading) for b in sheet.blocks if not isinstance(b, Note)]
    mastheads = [b for b in blocks if isinstance(b, Masthead)]
    before, sections = _sections([b for b in blocks if not isinstance(b, Masthead)])
    return Body(
        masthead=blocks_html(mastheads, reading.language),
        facts=blocks_html(before, reading.language),
        parts=tuple(
            Part(f"part-{number}", heading.line, _part(heading, rest, record, reading))
            for number, (heading, rest) in enumerate(sections, start=1)
        ),
        standing=record.status,
        standing_said=standing_said(record.status, reading) if called_off else "",
        reason=(record.reason or "") if called_off else "",
    )


def _sections(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[Heading, list[Block]]]]:
    """Return what stands before the first section, and the sections."""
    before: list[Block] = []
    sections: list[tuple[Heading, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == SECTION:
            sections.append((block, []))
        elif sections:
            sections[-1][1].append(block)
        else:
            before.append(block)
    return before, sections


def _part(
    heading: Heading, rest: list[Block], record: Session | Meeting, reading: Reading
) -> Markup:
    is_programme = heading.line == line(reading.gettext("Programme"))
    clocks = _clocks(record, reading) if is_programme else ()
    told: list[Block] = [Paragraph((clocks,))] if clocks else []
    return blocks_html([heading, *told, *rest], reading.language)


def _marked(block: Block, record: Session | Meeting, reading: Reading) -> Block:
    """Return a block with what was called off struck through, and both clocks told."""
    if isinstance(block, Masthead) and record.status in GONE:
        return replace(block, title=struck(block.title))
    if isinstance(block, Facts):
        return Facts(tuple(_fact(fact, record, reading) for fact in block.facts))
    return block


def _fact(fact: Fact, record: Session | Meeting, reading: Reading) -> Fact:
    if fact.label == reading.gettext("When"):
        return replace(fact, lines=tuple(_when(fact, record, reading)))
    if fact.label == reading.gettext("Time zone") and reading.reader_zone and reading.zone:
        if same_clock(reading.zone, reading.reader_zone, record.when):
            return fact
        return replace(fact, lines=(*fact.lines, zone_said(reading.reader_zone, record.when)))
    return fact


def _when(fact: Fact, record: Session | Meeting, reading: Reading) -> Iterator[Line]:
    """Yield the date with whose clocks it is told by, then the same on the site's clocks."""
    gone = record.status in GONE
    for told in fact.lines:
        said = told
        if isinstance(record.when, Timed):
            town = record.place.town.name if record.place and reading.zone else None
            by = reading.name(town) if town else zone_city(record.when.zone)
            said = reading.aside(told, by)
        yield struck(said) if gone else said
    elsewhere = () if gone else date_for_reader(record.when, reading)
    if elsewhere:
        yield elsewhere


def _clocks(record: Session | Meeting, reading: Reading) -> Line:
    """Return by which clocks a programme is told, where it tells any time."""
    meetings = getattr(record, "meetings", ())
    if not reading.zone or not any(isinstance(m.when, Timed) for m in meetings):
        return ()
    own, other = zone_said(reading.zone, record.when), reading.reader_zone
    if not other or same_clock(reading.zone, other, record.when):
        return reading.fill(reading.gettext("Times are local: {zone}."), zone=own)
    return reading.fill(
        reading.gettext("Times are local: {zone}. To compare: {other}."),
        zone=own,
        other=zone_said(other, record.when),
    )
