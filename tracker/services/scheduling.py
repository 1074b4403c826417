"""What happens to a meeting or session in time: moved, confirmed, postponed, held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.status import Status, require_transition
from tracker.domain.text import clean
from tracker.domain.when import ToBeConfirmed, parse_when, with_duration
from tracker.errors import Conflict, Invalid
from tracker.services.meetings import DATE_COLUMNS, cite_all, with_end, zone_of_when

if TYPE_CHECKING:
    from tracker.domain.when import When
    from tracker.services.desk import Desk
    from tracker.services.references import Reference

# From the firmest date to the least: a newer date voids those that were firmer.
_COLUMNS = ("when_actual", "when_confirmed", "when_announced")


def move(
    desk: Desk,
    of: Reference,
    typed: str,
    *,
    duration: str | None = None,
    reason: str | None = None,
    sources: tuple[str, ...] = (),
) -> bool:
    """Give a meeting or session another date; return whether it differs.

    A date without an end keeps the length there was. What was postponed is announced
    anew; what was cancelled must be confirmed first.
    """
    row = desk.ledger.row(of.table, of.id)
    status = Status(row["status"])
    if status is Status.CANCELLED:
        raise Conflict(
            f"{of.short} is cancelled, so it cannot be moved.",
            hint=f"Call it again with: tracker confirm {of.short} WHEN",
        )
    when = _same_length(row, with_end(desk.when(typed, row["zone"]), duration))
    then = Status.ANNOUNCED if status is Status.POSTPONED else status
    if then is Status.HELD:
        _require_past(desk, of, when, row["zone"])
    return _store(desk, of, then, when, reason=reason, sources=sources)


def confirm(
    desk: Desk, of: Reference, typed: str | None = None, *, sources: tuple[str, ...] = ()
) -> bool:
    """Confirm a meeting or session, at its date or the one typed."""
    return _become(desk, of, Status.CONFIRMED, typed, sources=sources)


def held(
    desk: Desk, of: Reference, typed: str | None = None, *, sources: tuple[str, ...] = ()
) -> bool:
    """Say that it took place, at its date or the one typed; raise Conflict if that is to come."""
    row = desk.ledger.row(of.table, of.id)
    when = desk.when(typed, row["zone"]) if typed else current(row)
    if isinstance(when, ToBeConfirmed):
        raise Invalid(
            f"{of.short} has no date yet; say when it was held: tracker held {of.short} WHEN"
        )
    _require_past(desk, of, when, row["zone"])
    return _become(desk, of, Status.HELD, typed, sources=sources)


def postpone(
    desk: Desk,
    of: Reference,
    typed: str | None,
    *,
    reason: str | None,
    sources: tuple[str, ...] = (),
) -> bool:
    """Put a meeting or session off: to a new date, or to one not yet known.

    Without a new date it keeps its old one, marked as postponed; with one it is
    announced for that.
    """
    row = desk.ledger.row(of.table, of.id)
    require_transition(of.short, Status(row["status"]), Status.POSTPONED)
    if typed is None:
        return _store(desk, of, Status.POSTPONED, None, reason=reason, sources=sources)
    when = _same_length(row, desk.when(typed, row["zone"]))
    if isinstance(when, ToBeConfirmed):
        return _store(desk, of, Status.POSTPONED, None, reason=reason, sources=sources)
    return _store(desk, of, Status.ANNOUNCED, when, reason=reason, sources=sources)


def cancel(desk: Desk, of: Reference, *, reason: str | None, sources: tuple[str, ...] = ()) -> bool:
    """Call a meeting or session off; it keeps its date."""
    row = desk.ledger.row(of.table, of.id)
    require_transition(of.short, Status(row["status"]), Status.CANCELLED)
    return _store(desk, of, Status.CANCELLED, None, reason=reason, sources=sources)


def announce(
    desk: Desk,
    of: Reference,
    status: Status,
    *,
    sources: tuple[str, ...] = (),
) -> bool:
    """Put a meeting or session back among the tentative or announced."""
    return _become(desk, of, status, None, sources=sources)


def current(row: dict[str, Any]) -> When:
    """Return the date that counts of a session's or meeting's row."""
    kept = next((row[column] for column in _COLUMNS if row[column]), None)
    return parse_when(kept) if kept else ToBeConfirmed()


def _become(
    desk: Desk, of: Reference, then: Status, typed: str | None, *, sources: tuple[str, ...]
) -> bool:
    row = desk.ledger.row(of.table, of.id)
    require_transition(of.short, Status(row["status"]), then)
    when = _same_length(row, desk.when(typed, row["zone"])) if typed else current(row)
    return _store(desk, of, then, when, reason=None, sources=sources)


def _store(
    desk: Desk,
    of: Reference,
    status: Status,
    when: When | None,
    *,
    reason: str | None,
    sources: tuple[str, ...],
) -> bool:
    """Store a status with its date and reason; a date of None leaves the dates as they are."""
    row = desk.ledger.row(of.table, of.id)
    values: dict[str, Any] = {"status": status}
    if when is not None:
        values |= _dated(status, when, row)
    if reason is not None:
        values["reason"] = clean(reason, what="reason")
    changed = desk.ledger.update(of.table, of.id, values)
    cite_all(desk, of.table, of.id, sources, when)
    if desk.ledger.change is not None:
        desk.ledger.about(of.table, of.id)
    return changed


def _dated(status: Status, when: When, row: dict[str, Any]) -> dict[str, Any]:
    column = DATE_COLUMNS[status]
    firmer = _COLUMNS[: _COLUMNS.index(column)]
    kept = None if isinstance(when, ToBeConfirmed) else str(when)
    voided: dict[str, Any] = dict.fromkeys(firmer)
    return {**voided, column: kept, "zone": zone_of_when(when, row["zone"])}


def _same_length(row: dict[str, Any], when: When) -> When:
    """Return a moved *when* with the length that the old one had, if it has no end itself."""
    from tracker.domain.when import Timed

    old = current(row)
    if isinstance(old, Timed) and old.end and isinstance(when, Timed) and when.end is None:
        return with_duration(when, old.end - old.start)
    return when


def _require_past(desk: Desk, of: Reference, when: When, zone: str) -> None:
    start = when.bounds(zone)[0]
    if start is not None and start > desk.now:
        raise Conflict(
            f"{of.short} is set for {when.days()[0]}, which has not come; it cannot be held yet.",
            hint=f"If it was held on another day, say which: tracker held {of.short} WHEN",
        )
