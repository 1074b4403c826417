"""The status of a meeting or session, and which changes of it are permitted."""

from __future__ import annotations

from enum import StrEnum

from tracker.errors import Conflict


class Status(StrEnum):
    """How firmly a meeting or session stands."""

    TENTATIVE = "tentative"
    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HELD = "held"


_S = Status
TRANSITIONS: dict[Status, frozenset[Status]] = {
    _S.TENTATIVE: frozenset({_S.ANNOUNCED, _S.CONFIRMED, _S.POSTPONED, _S.CANCELLED, _S.HELD}),
    _S.ANNOUNCED: frozenset({_S.TENTATIVE, _S.CONFIRMED, _S.POSTPONED, _S.CANCELLED, _S.HELD}),
    _S.CONFIRMED: frozenset({_S.ANNOUNCED, _S.POSTPONED, _S.CANCELLED, _S.HELD}),
    _S.POSTPONED: frozenset({_S.TENTATIVE, _S.ANNOUNCED, _S.CONFIRMED, _S.CANCELLED, _S.HELD}),
    # What was called off can be called again; what was held cannot be unheld, only undone.
    _S.CANCELLED: frozenset({_S.TENTATIVE, _S.ANNOUNCED, _S.CONFIRMED, _S.POSTPONED}),
    _S.HELD: frozenset(),
}


def require_transition(record: str, now: Status, then: Status) -> None:
    """Raise Conflict unless a record may go from one status to the other."""
    if then is now or then in TRANSITIONS[now]:
        return
    if now is Status.HELD:
        raise Conflict(
            f"{record} was held, so it cannot become {then}.",
            hint="If that was logged by mistake, take it back with: tracker undo",
        )
    allowed = ", ".join(s for s in Status if s in TRANSITIONS[now])
    raise Conflict(f"{record} is {now}, so it cannot become {then}; it may become {allowed}.")
