"""The list of participants: delegations in order of precedence, their heads and members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.sessions import Session
from tracker.render.prints.frame import at_place, head_of, print_of
from tracker.render.sections.delegations import delegation_entries
from tracker.render.sheet import PART, Fact, Facts, Heading, Outline, Paragraph, Sheet, line

if TYPE_CHECKING:
    from tracker.domain.meetings import Meeting
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block


def delegations_sheet(
    record: Session | Meeting, reading: Reading, *, complete: bool = True
) -> Sheet:
    """Return the list of participants; what is said of each is said in order of precedence.

    Of meetings of a session follow those that somebody attends who is not in its list.
    """
    reading = at_place(record, reading)
    kind = line(reading.gettext("List of participants"))
    blocks: list[Block] = [head_of(kind, record, reading)]
    if record.delegations:
        entries = delegation_entries(record.delegations, record.level, reading, numbered=True)
        blocks += [_counted(record, reading), Outline(entries)]
    elif complete:
        blocks.append(Paragraph((line(reading.gettext("No delegation is recorded.")),)))
    for meeting in record.meetings if isinstance(record, Session) else ():
        if _has_others(meeting, record):
            entries = delegation_entries(meeting.delegations, record.level, reading, numbered=True)
            blocks += [Heading(line(reading.words(meeting.title)), PART), Outline(entries)]
    return print_of(kind, record, blocks, reading)


def _counted(record: Session | Meeting, reading: Reading) -> Facts:
    named = {member.person.id for d in record.delegations for member in d.members}
    counts = {
        reading.gettext("Delegations"): len(record.delegations),
        reading.gettext("Participants named"): len(named),
    }
    return Facts(tuple(Fact(label, (line(str(count)),)) for label, count in counts.items()))


def _has_others(meeting: Meeting, of: Session | Meeting) -> bool:
    """Return whether a meeting has parties or people that are not in the session's list."""
    return not _present(meeting) <= _present(of)


def _present(record: Session | Meeting) -> set[tuple[str, int]]:
    parties = {("party", d.party.id) for d in record.delegations}
    return parties | {("person", m.person.id) for d in record.delegations for m in d.members}
