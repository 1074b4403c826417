"""What is not known, what is disputed, and which spellings are known to be wrong."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from tracker.domain.sources import Standing
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed, parse_when
from tracker.errors import Invalid
from tracker.render.language import capital, field_name, term
from tracker.render.sections.times import date_said
from tracker.render.sheet import Entry, Heading, Outline, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.domain.delegations import Delegation
    from tracker.domain.meetings import Meeting
    from tracker.domain.parties import Person
    from tracker.domain.sessions import Session
    from tracker.domain.sources import Claim
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line

_DISPUTED: Final = (Standing.OPEN, Standing.REJECTED)
_ORDER: Final = (Standing.PREFERRED, Standing.SUPPORTING, Standing.OPEN, Standing.REJECTED)


def doubts_section(
    gaps: Iterable[Line],
    claims: Sequence[Claim],
    names: Mapping[str, Line],
    people: Iterable[Person],
    reading: Reading,
) -> list[Block]:
    """Return what is missing, the claims in dispute by field, and wrong spellings.

    `names` says what the records that claims are about are called; one that is not in it
    is the subject of the sheet itself. Nothing is returned when nothing is in doubt.
    """
    entries = [
        *(Entry(gap) for gap in gaps),
        *_disputes(claims, names, reading),
        *_misspelt(people, reading),
    ]
    if not entries:
        return []
    title = reading.gettext("Not known or disputed")
    return [Heading(line(title)), Outline(tuple(entries))]


def session_gaps(session: Session, reading: Reading, *, sourced: bool = True) -> Iterator[Line]:
    """Yield what a reader of a session's agenda would look for and nobody knows.

    A print that is not `sourced` names no sources, so that none is missing from it.
    """
    yield from _date_gaps(session, session.meetings, reading)
    yield from _common_gaps(session, reading)
    if not session.sources and sourced:
        yield _no_source(reading)
    if session.host is None:
        yield line(reading.gettext("The host is not known."))
    if not session.languages:
        yield line(reading.gettext("The working languages are not known."))


def meeting_gaps(meeting: Meeting, reading: Reading, *, sourced: bool = True) -> Iterator[Line]:
    """Yield what a reader of a meeting's agenda would look for and nobody knows."""
    yield from _date_gaps(meeting, (), reading)
    yield from _common_gaps(meeting, reading)
    if not meeting.sources and sourced:
        yield _no_source(reading)


def _date_gaps(
    record: Session | Meeting, meetings: Sequence[Meeting], reading: Reading
) -> Iterator[Line]:
    if isinstance(record.when, ToBeConfirmed):
        yield line(reading.gettext("The date is not known."))
    elif isinstance(record.when, Imprecise):
        yield line(reading.gettext("The exact date is not known."))
    untimed = [m for m in meetings if not isinstance(m.when, Timed)]
    if untimed and len(untimed) < len(meetings):
        label = reading.gettext("Clock times not known")
        yield reading.remark(label, reading.listed([reading.words(m.title) for m in untimed]))
    elif untimed or (not meetings and isinstance(record.when, AllDay)):
        yield line(reading.gettext("No clock time is known."))


def _common_gaps(record: Session | Meeting, reading: Reading) -> Iterator[Line]:
    if record.place is None:
        yield line(reading.gettext("The place is not known."))
    elif record.place.city is None:
        town = reading.place(record.place)
        yield reading.fill(reading.gettext("The venue is not known ({town})."), town=town)
    yield from _head_gaps(record.delegations, reading)
    if not record.agenda:
        yield line(reading.gettext("No agenda is recorded."))


def _no_source(reading: Reading) -> Line:
    return line(reading.gettext("No source is recorded."))


def _head_gaps(delegations: Sequence[Delegation], reading: Reading) -> Iterator[Line]:
    if not delegations:
        yield line(reading.gettext("No delegation is recorded."))
    headless = [d for d in delegations if d.head is None]
    if headless:
        label = reading.gettext("Heads of delegation not named")
        yield reading.remark(label, reading.listed([reading.party(d.party) for d in headless]))


def _disputes(
    claims: Sequence[Claim], names: Mapping[str, Line], reading: Reading
) -> Iterator[Entry]:
    records = list(dict.fromkeys((c.record, c.field) for c in claims))
    ordered = sorted(claims, key=lambda c: records.index((c.record, c.field)))
    for (record, field), group in groupby(ordered, key=lambda c: (c.record, c.field)):
        said = sorted(group, key=lambda c: _ORDER.index(c.standing))
        if any(c.standing in _DISPUTED for c in said):
            about = capital(field_name(field, reading.language))
            head = reading.remark(about, names[record]) if record in names else line(about)
            yield Entry(head, notes=tuple(_claim(c, reading) for c in said))


def _claim(claim: Claim, reading: Reading) -> Line:
    said = reading.remark(reading.cited(claim.source), _value(claim, reading))
    standing = line(term(claim.standing, reading.language))
    if claim.reason:
        standing = reading.remark(standing, line(island(claim.reason)))
    return reading.aside(said, standing)


def _value(claim: Claim, reading: Reading) -> Line:
    """Return what is claimed: a date as dates are said, anything else between quotes."""
    try:
        return date_said(parse_when(claim.value), reading)
    except Invalid:
        return reading.quoted(island(claim.value))


def _misspelt(people: Iterable[Person], reading: Reading) -> Iterator[Entry]:
    notes = tuple(
        reading.remark(line(reading.name(person.name)), reading.listed(wrong))
        for person in people
        if (wrong := list(_wrong(person, reading)))
    )
    if notes:
        yield Entry(line(reading.gettext("Names known to be misspelt")), notes=notes)


def _wrong(person: Person, reading: Reading) -> Iterator[Line]:
    for spelling in person.spellings:
        if spelling.wrong:
            said = reading.quoted(island(spelling.words))
            yield reading.aside(said, island(spelling.note) if spelling.note else "")
