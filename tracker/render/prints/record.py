"""The record: what happened, what came of each item, what was adopted and promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.documents import Relation
from tracker.domain.sessions import Session
from tracker.domain.status import Status
from tracker.render.language import capital, term
from tracker.render.prints.frame import at_place, gathered_from, head_of, print_of
from tracker.render.sections.agenda import outcome_entries
from tracker.render.sections.commitments import commitments_section
from tracker.render.sections.documents import documents_sections
from tracker.render.sections.programme import days_blocks, usual_of
from tracker.render.sheet import (
    Entry,
    Fact,
    Facts,
    Heading,
    Outline,
    Paragraph,
    Sheet,
    island,
    line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.domain.meetings import Meeting
    from tracker.render.sections.gathering import Gathered
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block


def record_sheet(record: Session | Meeting, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return what is recorded as done; one that is `complete` says what is not recorded."""
    reading = at_place(record, reading)
    gathered = gathered_from(record)
    kind = line(reading.gettext("Record"))
    blocks: list[Block] = [
        head_of(kind, record, reading),
        Facts(tuple(_facts(record, reading))),
    ]
    if record.status is not Status.HELD:
        blocks.append(Paragraph((line(reading.gettext("It is not recorded as held.")),)))
    if isinstance(record, Session):
        blocks += _or_nothing(
            _meetings(record, reading),
            reading.gettext("Meetings held"),
            reading.gettext("No meeting is recorded."),
            complete=complete,
        )
    blocks += _or_nothing(
        _outcomes(record, reading),
        reading.gettext("Outcomes by item"),
        reading.gettext("No agenda is recorded."),
        complete=complete,
    )
    blocks += _what_is_left(gathered, reading, complete=complete)
    return print_of(kind, record, blocks, reading)


def _facts(record: Session | Meeting, reading: Reading) -> Iterator[Fact]:
    if isinstance(record, Session) and record.host:
        yield from reading.fact(reading.gettext("Host"), (reading.party(record.host),))
    chairs = [reading.party(d.party) for d in record.delegations if d.chairs]
    yield from reading.fact(reading.gettext("Chair"), reading.listed(chairs))
    status = capital(term(record.status, reading.language))
    reason = island(record.reason) if record.reason else ""
    yield from reading.fact(reading.gettext("Status"), reading.aside(status, reason))
    present = [reading.party(d.party) for d in record.delegations]
    yield from reading.fact(reading.gettext("Delegations"), reading.listed(present))


def _meetings(session: Session, reading: Reading) -> list[Block]:
    """Return the meetings that were held, by day, and apart from them those that were not."""
    usual = usual_of(session)
    held = [m for m in session.meetings if m.status is Status.HELD]
    others = [m for m in session.meetings if m.status is not Status.HELD]
    blocks: list[Block] = []
    if held:
        blocks.append(Heading(line(reading.gettext("Meetings held"))))
        blocks += days_blocks(held, usual, reading)
    if others:
        entries = tuple(_not_held(meeting, reading) for meeting in others)
        title = reading.gettext("Not recorded as held")
        blocks += [Heading(line(title)), Outline(entries)]
    return blocks


def _not_held(meeting: Meeting, reading: Reading) -> Entry:
    head = reading.aside(reading.words(meeting.title), term(meeting.status, reading.language))
    reason = island(meeting.reason) if meeting.reason else ""
    note = reading.remark(reading.gettext("Reason"), reason)
    return Entry(head, notes=(note,) if note else ())


def _outcomes(record: Session | Meeting, reading: Reading) -> list[Block]:
    within = record.meetings if isinstance(record, Session) else ()
    items = (*record.agenda, *(item for m in within for item in m.agenda))
    if not items:
        return []
    title = reading.gettext("Outcomes by item")
    return [Heading(line(title)), Outline(outcome_entries(items, reading))]


def _what_is_left(gathered: Gathered, reading: Reading, *, complete: bool) -> list[Block]:
    """Return the documents that came out of it and the promises made."""
    papers = [p for p in gathered.papers if p.relation is Relation.OUTCOME]
    return [
        *_or_nothing(
            documents_sections(papers, reading),
            reading.gettext("Outcome documents"),
            reading.gettext("No outcome document is recorded."),
            complete=complete,
        ),
        *_or_nothing(
            commitments_section(gathered.commitments, reading),
            reading.gettext("Commitments"),
            reading.gettext("No commitment is recorded."),
            complete=complete,
        ),
    ]


def _or_nothing(
    blocks: Sequence[Block], title: str, nothing: str, *, complete: bool
) -> list[Block]:
    """Return blocks, or under their heading the sentence that there are none."""
    if blocks or not complete:
        return list(blocks)
    return [Heading(line(title)), Paragraph((line(nothing),))]
