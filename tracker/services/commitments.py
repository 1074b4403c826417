"""Keeping commitments: what was promised, by whom, by when, and whether it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.commitments import CommitmentStatus
from tracker.domain.text import Text, clean
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay, Timed, zone_of
from tracker.errors import Conflict, Invalid
from tracker.services import lookup, references
from tracker.services.desk import embargo, note, value_of
from tracker.services.drafts import clearable, dated, filled, text_column

if TYPE_CHECKING:
    from datetime import date

    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions
    from tracker.storage.door import Row

_UNFINISHED = (CommitmentStatus.OPEN, CommitmentStatus.UNDER_WAY)


@frozen
class CommitmentDraft:
    """What a person said of a commitment, as typed; None where they said nothing."""

    title: str | None = None
    titles_in: Versions = ()
    by: str | None = None
    due: str | None = None
    at: str | None = None
    status: str | None = None
    visibility: str | None = None
    embargo: str | None = None
    note: str | None = None


def add(desk: Desk, draft: CommitmentDraft) -> int:
    """Store a commitment and return its id; raise Invalid for one that nobody made."""
    owners = lookup.party_list(desk, draft.by)
    if not owners:
        raise Invalid("A commitment needs who made it; say --by MLI,RUS.")
    values = {"status": CommitmentStatus.OPEN, **_columns(desk, {"title": "{}"}, draft)}
    commitment = desk.ledger.insert("commitments", values)
    desk.ledger.about("commitments", commitment)
    _own(desk, commitment, owners)
    return commitment


def edit(desk: Desk, commitment: int, draft: CommitmentDraft) -> bool:
    """Correct what a draft names of a commitment; return whether anything differs.

    Its owners, when named, are those and no others. One that was done or dropped is taken
    up again by giving it the status open.
    """
    before = desk.ledger.written
    row = desk.ledger.row("commitments", commitment)
    values = _columns(desk, row, draft)
    if "status" in values:
        values["done_on"] = None
    desk.ledger.update("commitments", commitment, values)
    if draft.by is not None:
        owners = lookup.party_list(desk, draft.by)
        if not owners:
            raise Invalid("A commitment needs who made it; say --by MLI,RUS.")
        _own(desk, commitment, owners)
    changed = desk.ledger.written != before
    if changed:
        desk.ledger.about("commitments", commitment)
    return changed


def done(desk: Desk, commitment: int, typed: str | None) -> bool:
    """Say that a commitment was kept, today when nobody says when; return whether it differs.

    Raises Conflict for one that was dropped and for a day to come, Invalid for no day.
    """
    row = desk.ledger.row("commitments", commitment)
    _require_not(row, CommitmentStatus.DROPPED)
    if typed is None and row["status"] == CommitmentStatus.DONE:
        return False
    day = _day(desk, typed or "today")
    if day > _today(desk):
        raise Conflict(f"{day} has not come; c{commitment} cannot be done on it yet.")
    values = {"status": CommitmentStatus.DONE, "done_on": day.isoformat()}
    changed = desk.ledger.update("commitments", commitment, values)
    if changed:
        desk.ledger.about("commitments", commitment)
    return changed


def drop(desk: Desk, commitment: int, reason: str) -> bool:
    """Say that a commitment will not be kept, and why: in its note; return whether it differs.

    Raises Conflict for one that was done.
    """
    row = desk.ledger.row("commitments", commitment)
    _require_not(row, CommitmentStatus.DONE)
    why = clean(reason, what="reason")
    if row["status"] == CommitmentStatus.DROPPED and why in (row["note"] or ""):
        return False
    said = "\n".join(filter(None, (row["note"], why)))
    values = {"status": CommitmentStatus.DROPPED, "note": note(said)}
    desk.ledger.update("commitments", commitment, values)
    desk.ledger.about("commitments", commitment)
    return True


def _today(desk: Desk) -> date:
    return desk.now.astimezone(zone_of(desk.zone)).date()


def _require_not(row: Row, status: CommitmentStatus) -> None:
    if row["status"] == status:
        raise Conflict(
            f"c{row['id']} is {status}.",
            hint=f"Take it up again with: tracker commitment edit c{row['id']} --status open",
        )


def _day(desk: Desk, typed: str) -> date:
    when = desk.when(typed)
    first, last = when.days()
    if not isinstance(when, AllDay | Timed) or first is None or first != last:
        raise Invalid(f"{when} is not one day; say the day on which it was done.")
    return first


def _columns(desk: Desk, row: Row, draft: CommitmentDraft) -> dict[str, Any]:
    title = text_column(desk, Text.read(row["title"]), draft.title, draft.titles_in, what="title")
    return {
        **filled(
            {
                "title": title,
                "status": _status(draft.status),
                "visibility": value_of(Visibility, draft.visibility, what="visibility"),
            }
        ),
        **clearable(
            {
                "due": (draft.due, lambda typed: dated(desk, typed)),
                "embargo_until": (draft.embargo, lambda typed: embargo(desk, typed)),
                "note": (draft.note, note),
            }
        ),
        **_made_at(desk, draft.at),
    }


def _status(typed: str | None) -> str | None:
    """Return a status that needs nothing else to be said; raise Invalid for done and dropped."""
    status = value_of(CommitmentStatus, typed, what="status")
    if status is not None and status not in _UNFINISHED:
        verb = "done" if status == CommitmentStatus.DONE else "drop"
        raise Invalid(f"A commitment is {status} by a command of its own: commitment {verb}.")
    return status


def _made_at(desk: Desk, typed: str | None) -> dict[str, int | None]:
    """Return where it was made: a session or meeting, with the item when one is named."""
    if typed is None:
        return {}
    found: dict[str, int | None] = {"session_id": None, "meeting_id": None, "item_id": None}
    if not typed.strip():
        return found
    at = references.find_in(
        desk.reading, typed, "sessions", "meetings", "agenda_items", author=desk.author
    )
    if at.table != "agenda_items":
        return {**found, f"{at.table[:-1]}_id": at.id}
    item = desk.ledger.row("agenda_items", at.id)
    return {"session_id": item["session_id"], "meeting_id": item["meeting_id"], "item_id": at.id}


def _own(desk: Desk, commitment: int, owners: list[int]) -> None:
    """Make the parties the owners of a commitment, and no others."""
    rows = desk.reading.rows(
        "SELECT id, party_id FROM owners WHERE removed = 0 AND commitment_id = :id",
        {"id": commitment},
    )
    for row in rows:
        if row["party_id"] not in owners:
            desk.ledger.remove("owners", row["id"])
    known = {row["party_id"] for row in rows}
    for party in owners:
        if party not in known:
            desk.ledger.insert("owners", {"commitment_id": commitment, "party_id": party})
