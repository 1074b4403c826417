"""Taking back what was done, and bringing it again."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, TypeAlias

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Conflict, Invalid
from tracker.services.references import label_of
from tracker.storage.reads.feeds import feeds, subscribers
from tracker.storage.reads.history import redoable, undoable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.domain.history import Change
    from tracker.services.desk import Desk
    from tracker.storage.door import Row

MOST = 1_000
# Who holds a secret address that is good, by the record: the feed's short name and the label.
_Good: TypeAlias = "Mapping[int, tuple[str, str]]"


@frozen
class Reversal:
    """What was taken back or brought again, and in sentences what that did to addresses.

    Addresses of feeds, and of people to whom invitations went that no undo calls back.
    """

    changes: tuple[Change, ...]
    addresses: tuple[str, ...]


def undo(desk: Desk, count: int) -> Reversal:
    """Take back the newest `count` commands that stand, newest first, and return them.

    All of them or none: raises Conflict when there are fewer, or when a later change
    stands on one of them.
    """
    _require_few(count, "undo")
    return _reverse(desk, undoable(desk.reading, count), count, "undo")


def redo(desk: Desk, count: int) -> Reversal:
    """Bring again the `count` commands that were taken back last, and return them.

    All of them or none, as for undo.
    """
    _require_few(count, "redo")
    return _reverse(desk, redoable(desk.reading, count), count, "redo")


def _require_few(count: int, verb: str) -> None:
    if not 1 <= count <= MOST:
        raise Invalid(f"{verb} takes 1 to {MOST:,} commands, not {count}.")


def _reverse(desk: Desk, found: tuple[tuple[Change, int], ...], count: int, verb: str) -> Reversal:
    if len(found) < count:
        left = f"Only {len(found)} commands are" if len(found) > 1 else "Only one command is"
        raise Conflict(f"{left if found else 'Nothing is'} left to {verb}.")
    before = _good(desk)
    stays = _still_sent(desk, found) if verb == "undo" else ()
    for _, tip in found:
        desk.ledger.take_back(tip)
    addresses = (*_told(before, _good(desk)), *stays)
    return Reversal(tuple(change for change, _ in found), addresses)


def _still_sent(desk: Desk, found: tuple[tuple[Change, int], ...]) -> tuple[str, ...]:
    """Return a sentence for each person who was sent what will no longer be known here."""
    sent = (
        desk.ledger.row("invitees", revision.record)
        for change, _ in found
        for revision in change.revisions
        if revision.table == "invitees"
    )
    told = {(row["address"], _invited_to(desk, row)) for row in sent}
    return tuple(
        f"What {address} was sent about {ref} is not called back; tell them how it stands with: "
        f"tracker invite {ref} --to {shlex.quote(address)}"
        for address, ref in sorted(told)
    )


def _invited_to(desk: Desk, row: Row) -> str:
    table = "meetings" if row["meeting_id"] else "sessions"
    return label_of(desk.reading, table, row["meeting_id"] or row["session_id"])


def _good(desk: Desk) -> _Good:
    slugs = {feed.id: feed.slug for feed in feeds(desk.reading)}
    held = subscribers(desk.reading)
    return {h.id: (slugs[h.feed_id], h.label) for h in held if h.revoked is None}


def _told(before: _Good, now: _Good) -> tuple[str, ...]:
    """Return a sentence for each address that is good again, and for each that is no longer."""
    again = {now[number] for number in now.keys() - before.keys()}
    ended = {before[number] for number in before.keys() - now.keys()}
    return (
        *(
            f"The secret address of {quoted(label)} for feed {slug} is valid again; "
            f"end it with: tracker feed revoke {slug} {shlex.quote(label)}"
            for slug, label in sorted(again)
        ),
        *(
            f"The {'other ' if (slug, label) in again else ''}secret address of {quoted(label)} "
            f"for feed {slug} is no longer valid."
            for slug, label in sorted(ended)
        ),
    )
