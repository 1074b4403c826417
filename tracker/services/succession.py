"""Preparing the next session of a series from the last one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.delegations import Role
from tracker.domain.precedence import Basis, next_host
from tracker.domain.sessions import SessionKind
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.errors import Invalid
from tracker.services import sessions
from tracker.services.desk import json_list
from tracker.services.references import Reference, label_of
from tracker.services.standing import add_standing
from tracker.storage.reads.carried import carried_to
from tracker.storage.reads.delegations import delegations_of
from tracker.storage.reads.parties import parties as read_parties
from tracker.storage.reads.precedence import rules_of
from tracker.storage.reads.sessions import sessions as read_sessions

if TYPE_CHECKING:
    from typing import Any

    from tracker.domain.delegations import Delegation
    from tracker.domain.parties import Party
    from tracker.services.desk import Desk
    from tracker.services.sessions import SessionDraft

_TAKING_PART = (Role.HOST, Role.PARTICIPANT)


@frozen
class Prepared:
    """A session made after another: its id, its host, what is on its agenda, what is owed."""

    session: int
    host: Party | None
    items: int
    carried: int


def add_after(desk: Desk, last: int, draft: SessionDraft) -> Prepared:
    """Store the session that follows another, prepared as far as the last one tells.

    The next ordinal; the host next in the alphabet after the last one; the same parties,
    languages, level and form of order; the standing items, with the record of the last
    session to approve. What a draft says goes before all that. Raises what adding a session
    raises.
    """
    row = desk.ledger.row("sessions", last)
    present = delegations_of(desk.reading, "session_id", [last]).get(last, ())
    host = _host(desk, row, present)
    same_kind = draft.extraordinary == (row["kind"] == SessionKind.EXTRAORDINARY)
    said = replace(
        draft,
        on=draft.on or "tbc",
        ordinal=draft.ordinal or (row["ordinal"] + 1 if same_kind else None),
        host=draft.host if draft.host is not None else host.code if host else None,
        parties=draft.parties or ",".join(d.party.code for d in present if _taking_part(d)) or None,
        level=draft.level if draft.level is not None else row["level"],
        format=draft.format if draft.format is not None else row["format"],
        languages=draft.languages if draft.languages is not None else _languages(row),
        visibility=draft.visibility or row["visibility"],
    )
    new = sessions.add(desk, row["series_id"], said)
    _carry_delegations(desk, new, present, others=draft.parties is None)
    _carry_order(desk, last, new)
    of = Reference("sessions", new, label_of(desk.reading, "sessions", new))
    items = add_standing(desk, of)
    desk.ledger.about("sessions", new)
    (made,) = read_sessions(desk.reading, [new])
    return Prepared(new, made.host, len(items), len(carried_to(desk.reading, new)))


def _taking_part(delegation: Delegation) -> bool:
    return delegation.role in _TAKING_PART


def _host(desk: Desk, row: dict[str, Any], present: tuple[Delegation, ...]) -> Party | None:
    """Return the party that follows the last host in the alphabet of the session's order.

    A delegation that is more secret than its session is not made a host by itself: a host
    is told with the session.
    """
    if row["host_id"] is None:
        return None
    open_enough = Visibility(row["visibility"]).rank
    parties = [
        d.party
        for d in present
        if _taking_part(d) and (d.visibility or Visibility.PUBLIC).rank <= open_enough
    ]
    hosts = read_parties(desk.reading, [row["host_id"]])
    rule = rules_of(desk.reading, "session_id", [row["id"]])[row["id"]]
    return next_host(parties, hosts.get(row["host_id"]), rule.language)


def _languages(row: dict[str, Any]) -> str | None:
    return ",".join(json.loads(row["languages"])) or None


def _carry_delegations(
    desk: Desk, new: int, present: tuple[Delegation, ...], *, others: bool
) -> None:
    """Give the delegations the levels of the last ones; bring mediators, observers and guests."""
    there = {
        row["party_id"]: row["id"]
        for row in desk.reading.rows(
            "SELECT id, party_id FROM delegations WHERE removed = 0 AND session_id = :id",
            {"id": new},
        )
    }
    for delegation in present:
        level = {"visibility": delegation.visibility or Visibility.PUBLIC}
        if delegation.party.id in there:
            desk.ledger.update("delegations", there[delegation.party.id], level)
        elif others and not _taking_part(delegation):
            values = {"session_id": new, "party_id": delegation.party.id, "role": delegation.role}
            desk.ledger.insert("delegations", {**values, **level})


def _carry_order(desk: Desk, last: int, new: int) -> None:
    """Give a session the rule of the last one; a lot is drawn anew, and hands decide anew."""
    rule = rules_of(desk.reading, "session_id", [last])[last]
    if not rule.is_set or rule.basis is Basis.HAND:
        return
    desk.ledger.insert(
        "precedences",
        {
            "session_id": new,
            "basis": rule.basis,
            "language": rule.language,
            "host": rule.host,
            "alternat": int(rule.alternat),
            "placed": json_list([]),
        },
    )


def require_series(desk: Desk, typed: str | None, last: int) -> None:
    """Raise Invalid when a series was typed that is not that of the last session."""
    if (
        typed
        and sessions.find_series(desk, typed) != desk.ledger.row("sessions", last)["series_id"]
    ):
        ref = label_of(desk.reading, "sessions", last)
        raise Invalid(f"{ref} is of another series; leave out {typed}.")
