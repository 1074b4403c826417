"""What happens to a meeting or session in time: moved, confirmed, postponed, held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.status import Status, require_transition
from tracker.domain.text import clean
from tracker.domain.when import AllDay, Timed, ToBeConfirmed, parse_when, with_duration
from tracker.errors import Conflict, Invalid
from tracker.services.meetings import (
    DATE_COLUMNS,
    cite_all,
    require_past,
    with_end,
    zone_of_when,
)

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
    all_day: bool = False,
) -> bool:
    """Give a meeting or session another date; return whether it differs.

    A day without a time keeps the time there was, unless `all_day`; a time without a day
    keeps the day, and a date without an end the length. What was postponed is announced
    anew; what was cancelled must be confirmed first.
    """
    row = desk.ledger.row(of.table, of.id)
    status = Status(row["status"])
    if status is Status.CANCELLED:
        raise Conflict(
            f"{of.short} is cancelled, so it cannot be moved.",
            hint=f"Call it again with: tracker confirm {of.short} WHEN",
        )
    when = with_end(_moved(desk, row, typed, all_day=all_day), duration)
    if status is Status.POSTPONED and isinstance(when, ToBeConfirmed):
        raise Conflict(f"{of.short} is postponed, and keeps its old date until there is a new one.")
    then = Status.ANNOUNCED if status is Status.POSTPONED else status
    if then is Status.HELD:
        require_past(desk.now, of.short, when, row["zone"])
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
    require_past(desk.now, of.short, when, row["zone"])
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
    _require_reason(reason)
    if typed is None:
        return _store(desk, of, Status.POSTPONED, None, reason=reason, sources=sources)
    when = _moved(desk, row, typed)
    if isinstance(when, ToBeConfirmed):
        return _store(desk, of, Status.POSTPONED, None, reason=reason, sources=sources)
    return _store(desk, of, Status.ANNOUNCED, when, reason=reason, sources=sources)


def cancel(desk: Desk, of: Reference, *, reason: str | None, sources: tuple[str, ...] = ()) -> bool:
    """Call a meeting or session off; it keeps its date."""
    row = desk.ledger.row(of.table, of.id)
    require_transition(of.short, Status(row["status"]), Status.CANCELLED)
    _require_reason(reason)
    return _store(desk, of, Status.CANCELLED, None, reason=reason, sources=sources)


def current(row: dict[str, Any]) -> When:
    """Return the date that counts of a session's or meeting's row."""
    kept = next((row[column] for column in _COLUMNS if row[column]), None)
    return parse_when(kept) if kept else ToBeConfirmed()


def _become(
    desk: Desk, of: Reference, then: Status, typed: str | None, *, sources: tuple[str, ...]
) -> bool:
    row = desk.ledger.row(of.table, of.id)
    require_transition(of.short, Status(row["status"]), then)
    if typed is None:
        when = current(row)
    elif then is Status.HELD:  # the hour that was planned is not the hour that it was held
        when = _same_length(row, desk.when(typed, row["zone"]))
    else:
        when = _moved(desk, row, typed)
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
    """Store a status with its date and reason; a date of None leaves the dates as they are.

    The reason is that of this change: one given for an earlier change goes.
    """
    row = desk.ledger.row(of.table, of.id)
    said = clean(reason, what="reason") if reason else None
    values: dict[str, Any] = {"status": status, "reason": said}
    if when is not None:
        values |= date_columns(status, when, row)
    written = desk.ledger.written
    desk.ledger.update(of.table, of.id, values)
    cite_all(desk, of.table, of.id, sources, when)
    if desk.ledger.written != written:
        desk.ledger.about(of.table, of.id)
    return desk.ledger.written != written


def date_columns(status: Status, when: When, row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that keep a date under a status: those that were firmer are void."""
    if isinstance(when, ToBeConfirmed):  # no date stands any more, announced or confirmed
        return dict.fromkeys(_COLUMNS)
    column = DATE_COLUMNS[status]
    voided: dict[str, Any] = dict.fromkeys(_COLUMNS[: _COLUMNS.index(column)])
    return {**voided, column: str(when), "zone": zone_of_when(when, row["zone"])}


def _require_reason(reason: str | None) -> None:
    if not reason:
        raise Invalid("Say why, with --reason; those who come later will want to know.")


def _moved(desk: Desk, row: dict[str, Any], typed: str, *, all_day: bool = False) -> When:
    """Return the date that was typed, completed from the old one: its day, hour, length."""
    old = current(row)
    if not isinstance(old, Timed):
        return desk.when(typed, row["zone"])
    try:
        when = desk.when(typed, row["zone"])
    except Invalid as fault:
        try:
            when = desk.when(f"{old.start.date()} {typed}", row["zone"])
        except Invalid:
            raise fault from None
    if isinstance(when, AllDay) and when.first == when.last and not all_day:
        when = desk.when(f"{when.first} {old.start:%H:%M}", row["zone"])
    return _same_length(row, when)


def _same_length(row: dict[str, Any], when: When) -> When:
    """Return a moved *when* with the length that the old one had, if it has no end itself."""
    old = current(row)
    if isinstance(old, Timed) and old.end and isinstance(when, Timed) and when.end is None:
        return with_duration(when, old.end - old.start)
    return when
