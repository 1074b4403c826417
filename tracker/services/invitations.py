"""Inviting people to a session or a meeting: what they may be told, and who was told what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracker.domain.instants import to_stored
from tracker.domain.invitations import Method
from tracker.domain.meetings import Meeting
from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.visibility import Reader, Visibility
from tracker.domain.when import ToBeConfirmed
from tracker.errors import Conflict, Invalid
from tracker.services.audiences import shared_with_partners
from tracker.services.references import find_in
from tracker.storage.gate import Gate
from tracker.storage.reads.invitees import invitees
from tracker.storage.reads.meetings import meetings
from tracker.storage.reads.reading import Reading
from tracker.storage.reads.sessions import sessions
from tracker.storage.reads.withheld import said, within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.invitations import Addressed, Invitee
    from tracker.domain.sessions import Session
    from tracker.services.desk import Desk
    from tracker.services.references import Reference


@frozen
class Invitable:
    """A session or a meeting as those may know it who are invited, and who was so far.

    `level` is how far up it was read; what was left out is in words.
    """

    of: Reference
    record: Session | Meeting
    level: Visibility
    above: str
    kept: str
    known: tuple[Invitee, ...]


def invitable(reading: Reading, typed: str, allowed: Visibility, *, author: str) -> Invitable:
    """Return what invitations to a record may tell, read up to `allowed` and no higher.

    Those invited are told what other delegations are, and only by the record's own level:
    leave to invite to what is confidential opens nothing confidential of what is not.
    `reading` is cleared for everything.
    """
    of = find_in(_as_partner(reading, allowed), typed, "meetings", "sessions", author=author)
    level = next(
        v for v in Visibility if v is allowed or (v.rank and _read(_as_partner(reading, v), of))
    )
    told = _as_partner(reading, level)
    (record,) = _read(told, of)
    cut, kept = shared_with_partners(told, record)
    # What the press wrote, and who owes what, has no place in an invitation.
    cut = replace(cut, sources=(), claims=(), commitments=())
    return Invitable(
        of=of,
        record=_without_promises(cut),
        level=level,
        above=said(within(told, of.table, [of.id])),
        kept=kept,
        known=invitees(reading, f"{of.table[:-1]}_id", of.id),
    )


def _as_partner(reading: Reading, level: Visibility) -> Reading:
    """Return the same ledger as somebody outside reads it, who is cleared so far."""
    return Reading(reading.door, Gate(Reader(level, reading.gate.reader.at, working=False)))


def _read(reading: Reading, of: Reference) -> tuple[Session | Meeting, ...]:
    read: Any = meetings if of.table == "meetings" else sessions
    found: tuple[Session | Meeting, ...] = read(reading, [of.id])
    return found


def _without_promises(record: Session | Meeting) -> Session | Meeting:
    if isinstance(record, Meeting):
        return record
    held = tuple(replace(m, sources=(), claims=(), commitments=()) for m in record.meetings)
    return replace(record, carried=(), meetings=held)


def require_invitable(record: Session | Meeting) -> None:
    """Raise Invalid for a date that no calendar can show, and Conflict for what was held."""
    if record.status is Status.HELD:
        raise Conflict(f"{record.ref} was held; nobody can be invited to it any more.")
    if record.status in (Status.CANCELLED, Status.POSTPONED) or record.when.is_precise:
        return
    dated = (
        "has no date yet"
        if isinstance(record.when, ToBeConfirmed)
        else f"is dated {record.when}, which is not precise"
    )
    raise Invalid(
        f"{record.ref} {dated}: an invitation needs a day.",
        hint=f"Give it one with: tracker move {record.ref} WHEN",
    )


def keep_sent(desk: Desk, of: Reference, told: Iterable[Addressed]) -> None:
    """Keep who was sent what, so that they can be told of changes."""
    column = f"{of.table[:-1]}_id"
    known = {each.mailbox.key: each for each in invitees(desk.reading, column, of.id)}
    for each in told:
        values = {
            "address": each.mailbox.address,
            "display_name": each.mailbox.name or None,
            "method": each.method,
            "event_uid": each.event_uid,
            "sequence": each.sequence,
            "language": each.language,
            "digest": each.digest,
            "sent_at": to_stored(desk.now),
            "removed": int(each.only_theirs and each.method is Method.CANCEL),
        }
        last = known.get(each.mailbox.key)
        if last is None:
            desk.ledger.insert("invitees", {column: of.id, **values})
        else:
            desk.ledger.update("invitees", last.id, values)
