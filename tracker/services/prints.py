"""What a print is of: a session, a meeting, a series, a party, or some days; and reading it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from tracker.domain.entries import Filter
from tracker.domain.prints import CalendarDays, Days, Overview, Period, PrintKind, taken
from tracker.domain.quoting import quoted
from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.when import zone_of
from tracker.errors import Invalid, NotFound
from tracker.services.references import find_in, with_article
from tracker.storage.reads.calendar import entries
from tracker.storage.reads.carried import carried_to
from tracker.storage.reads.documents import commitments
from tracker.storage.reads.meetings import meetings
from tracker.storage.reads.parties import parties
from tracker.storage.reads.sessions import series, sessions
from tracker.storage.reads.withheld import called, said, within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.commitments import Commitment
    from tracker.domain.entries import Entries, Entry
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.services.references import Reference
    from tracker.storage.reads.reading import Reading

_PAST = 20  # of a party or a series; older ones are counted
_LONGEST = timedelta(days=366)
_OCCASION = tuple(kind for kind in PrintKind if kind is not PrintKind.CALENDAR)
# The kinds of print that each sort of record can be; the first is the usual one.
KINDS = {
    "sessions": _OCCASION,
    "meetings": _OCCASION,
    "series": (PrintKind.BRIEF,),
    "parties": (PrintKind.BRIEF,),
    "days": (PrintKind.PROGRAMME, PrintKind.CALENDAR),
    "months": (PrintKind.CALENDAR, PrintKind.PROGRAMME),
}


@frozen
class Clocks:
    """Who asks: the instant (aware), the reader's zone, who writes as `@last` knows them."""

    now: datetime
    zone: str
    author: str = ""


def subject(reading: Reading, typed: str, clocks: Clocks) -> Reference | Period:
    """Return the record that is named, or the days that are.

    Raises NotFound, with what is near, for what is neither.
    """
    tables = ("sessions", "meetings", "series", "parties")
    try:
        return find_in(reading, typed, *tables, author=clocks.author)
    except NotFound:
        found = _period(typed, clocks)
        if found is None:
            raise
        return found


def _period(typed: str, clocks: Clocks) -> Period | None:
    """Return the days that were typed; None for what is no date.

    Raises Invalid for a date that can be read in two ways, and for days without an end.
    """
    from tracker.domain.when_grammar import AmbiguousWhen, read_when

    try:
        when = read_when(typed, now=clocks.now, zone=clocks.zone)
    except AmbiguousWhen:
        raise
    except Invalid:
        return None
    first, last = when.days()
    if first is None or last is None:
        raise Invalid(f"{quoted(typed)} is no period with a beginning and an end.")
    if last - first >= _LONGEST:
        raise Invalid(f"{quoted(typed)} is longer than a year; print it year by year.")
    return Period(first, last)


def kind_of(of: Reference | Period, wanted: str | None) -> PrintKind:
    """Return the kind of print: as asked for, else the usual one of what it is of.

    Raises Invalid for a kind that cannot be of that.
    """
    if isinstance(of, Period):
        sort, named = "months" if of.is_whole_months else "days", "some days"
    else:
        sort, named = of.table, with_article(of.noun)
    if wanted is None:
        return KINDS[sort][0]
    if wanted in KINDS[sort]:
        return PrintKind(wanted)
    can = " or ".join(f"--kind {kind}" for kind in KINDS[sort])
    if wanted == PrintKind.CALENDAR:
        hint = "A calendar is of a month or a year: tracker print 2025-04 --kind calendar"
        raise Invalid(f"--kind calendar is not for {named}.", hint=hint)
    raise Invalid(f"--kind {wanted} is not for {named}; say {can}.")


def occasion(reading: Reading, of: Reference, kind: PrintKind) -> tuple[Session | Meeting, str]:
    """Return a session or a meeting as a kind of print takes it, and what of it is withheld."""
    withheld = said(within(reading, of.table, [of.id]))
    if of.table == "meetings":
        (meeting,) = meetings(reading, [of.id])
        return taken(meeting, kind), withheld
    (session,) = sessions(reading, [of.id])
    if kind in (PrintKind.SUMMARY, PrintKind.BRIEF):
        session = replace(session, carried=carried_to(reading, of.id))
    return taken(session, kind), withheld


def overview(reading: Reading, of: Reference) -> tuple[Overview, str]:
    """Return what is to come and past of a party or a series, and what it has yet to do.

    Meetings of a session that is listed are not listed themselves.
    """
    if of.table == "series":
        found, title = entries(reading, Filter(series=(of.short,))), series(reading)[of.id].title
        promised = _promised_in(reading, of.id)
    else:
        party = parties(reading, [of.id])[of.id]
        found, title = entries(reading, Filter(parties=(party.code,))), party.formal_name
        title = title or party.name
        promised = _promised_by(reading, of.id)
    shown = _by_session(found.shown)
    now = reading.gate.reader.at
    past = [entry for entry in shown if _is_past(entry, now)][::-1]
    made = Overview(
        ref=of.short,
        title=title,
        upcoming=tuple(entry for entry in shown if not _is_past(entry, now)),
        past=tuple(past[:_PAST]),
        earlier=max(len(past) - _PAST, 0),
        commitments=promised,
    )
    return made, _kept_back(found)


def _is_past(entry: Entry, now: datetime) -> bool:
    """Return whether it is over: held, its end gone by, or called off before it had a date."""
    if entry.status == Status.HELD:
        return True
    if entry.ends_at is None:
        return entry.status == Status.CANCELLED
    return entry.ends_at <= now


def _by_session(found: Iterable[Entry]) -> tuple[Entry, ...]:
    listed = tuple(found)
    whole = {entry.ref for entry in listed if entry.occasion == "session"}
    return tuple(e for e in listed if e.occasion == "session" or e.session not in whole)


def _promised_in(reading: Reading, of: int) -> tuple[Commitment, ...]:
    held = [session.id for session in sessions(reading, [of], "series_id")]
    within_them = reading.by_ids(
        "SELECT id FROM meetings WHERE removed = 0 AND session_id IN ({ids})", held
    )
    made = [each for _, each in commitments(reading, "session_id", held)]
    inside = [row["id"] for row in within_them]
    made += [each for _, each in commitments(reading, "meeting_id", inside)]
    return _unfinished(made)


def _promised_by(reading: Reading, party: int) -> tuple[Commitment, ...]:
    owned = reading.rows(
        "SELECT commitment_id FROM owners WHERE removed = 0 AND party_id = :party",
        {"party": party},
    )
    return _unfinished(
        each for _, each in commitments(reading, "id", [row["commitment_id"] for row in owned])
    )


def _unfinished(made: Iterable[Commitment]) -> tuple[Commitment, ...]:
    kept = {each.id: each for each in made if each.is_unfinished}
    return tuple(kept[number] for number in sorted(kept))


def days(reading: Reading, period: Period, zone: str) -> tuple[Days, str]:
    """Return the meetings of some days, and the sessions of which none is among them."""
    found = _within(reading, period, zone)
    ids: dict[str, list[int]] = {"session": [], "meeting": []}
    told = {entry.session for entry in found.shown if entry.occasion == "meeting"}
    for entry in found.shown:
        if entry.occasion == "meeting" or entry.ref not in told:
            ids[entry.occasion].append(entry.id)
    kind = PrintKind.PROGRAMME
    made = Days(
        period,
        tuple(taken(each, kind) for each in sessions(reading, ids["session"])),
        tuple(taken(each, kind) for each in meetings(reading, ids["meeting"])),
    )
    parts = [said(within(reading, f"{sort}s", numbers)) for sort, numbers in ids.items()]
    return made, ", ".join(part for part in (_kept_back(found), *parts) if part)


def calendar(reading: Reading, period: Period, zone: str) -> tuple[CalendarDays, str]:
    """Return what is on in a month; in more than that, sessions stand for their meetings."""
    found = _within(reading, period, zone)
    shown = found.shown if period.is_one_month else _by_session(found.shown)
    return CalendarDays(period, shown), _kept_back(found)


def _within(reading: Reading, period: Period, zone: str) -> Entries:
    """Return the entries of which a day, at their place, is in a period."""
    # The places' days begin up to a day before or after the reader's.
    here, day = zone_of(zone), timedelta(days=1)
    since = datetime.combine(period.first, time(), here) - day
    until = datetime.combine(period.last, time(), here) + 2 * day
    found = entries(reading, Filter(since=since, until=until, undated=False))
    spans = ((entry, entry.when.days()) for entry in found.shown)
    shown = tuple(
        entry
        for entry, (begins, ends) in spans
        if (begins is None or begins <= period.last) and (ends is None or ends >= period.first)
    )
    return replace(found, shown=shown)


def _kept_back(found: Entries) -> str:
    return (
        called("session or meeting", found.withheld)
        if found.withheld == 1
        else (f"{found.withheld} sessions or meetings" if found.withheld else "")
    )
