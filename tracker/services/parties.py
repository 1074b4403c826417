"""Keeping parties and who belongs to which organisation, from and to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.parties import PartyKind, party_code
from tracker.domain.text import Text
from tracker.domain.values import frozen
from tracker.errors import Conflict, Invalid
from tracker.services import lookup
from tracker.services.desk import note, value_of
from tracker.services.drafts import (
    clearable,
    filled,
    listed,
    period,
    text_column,
)
from tracker.storage.door import one
from tracker.storage.reads.reading import words as words_of

if TYPE_CHECKING:
    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions
    from tracker.storage.door import Row


@frozen
class PartyDraft:
    """What a person said of a party, as typed; None where they said nothing."""

    name: str | None = None
    names_in: Versions = ()
    kind: str | None = None
    formal: str | None = None
    formal_in: Versions = ()
    aliases: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    note: str | None = None


def add(desk: Desk, code: str, draft: PartyDraft) -> int:
    """Store a party and return its id.

    A state or organisation that the reference data know brings its names and members; what
    the draft says goes before them. Raises Conflict for a code in use and Invalid for one
    that cannot be, or that nobody knows and that comes without a name.
    """
    _require_new(desk, code)
    party = lookup.store_known_party(desk, code)
    if party is None:
        given = party_code(code)
        if draft.name is None and not draft.names_in:
            raise Invalid(
                f"No state or organisation is known by the code {given}, so it needs a name.",
                hint=f'Say: tracker party add {given} "Its name" --kind organisation',
            )
        party = desk.ledger.insert("parties", {"code": given, "kind": PartyKind.ORGANISATION})
    desk.ledger.update("parties", party, _columns(desk, desk.ledger.row("parties", party), draft))
    desk.ledger.about("parties", party)
    return party


def _require_new(desk: Desk, code: str) -> None:
    """Raise Conflict when the code, or the state that it is a name of, is there already."""
    known = lookup.known_code(code) or code.strip().upper()
    row = one(
        desk.reading.rows(
            "SELECT code, name FROM parties WHERE removed = 0 AND code = :code", {"code": known}
        )
    )
    if row is not None:
        raise Conflict(
            f"There is already a party {row['code']}: {Text.read(row['name'])}.",
            hint=f"Correct it with: tracker party edit {row['code']}",
        )


def edit(desk: Desk, party: int, draft: PartyDraft) -> bool:
    """Correct what a draft names of a party; return whether anything differs."""
    row = desk.ledger.row("parties", party)
    changed = desk.ledger.update("parties", party, _columns(desk, row, draft))
    if changed:
        desk.ledger.about("parties", party)
    return changed


def _columns(desk: Desk, row: Row, draft: PartyDraft) -> dict[str, Any]:
    formal = (draft.formal, draft.formal_in)
    return {
        **filled(
            {
                "name": text_column(
                    desk, Text.read(row["name"]), draft.name, draft.names_in, what="name"
                ),
                "kind": value_of(PartyKind, draft.kind, what="kind of party"),
                "formal_name": text_column(
                    desk, Text.read(row["formal_name"]), *formal, what="formal name"
                ),
                "aliases": listed(
                    words_of(row, "aliases"), draft.aliases, draft.dropped, what="alias"
                ),
            }
        ),
        **clearable({"note": (draft.note, note)}),
    }


def join(
    desk: Desk, member: int, organisation: int, *, since: str | None, until: str | None
) -> bool:
    """Keep that a party belongs to an organisation from and to; return whether that is new.

    Where the ledger has that membership without an end it is corrected, so that saying it
    twice makes one. Raises Invalid for a state as organisation and a party in itself.
    """
    held = desk.ledger.row("parties", organisation)
    if member == organisation:
        raise Invalid(f"{held['code']} cannot be a member of itself.")
    if held["kind"] == PartyKind.STATE:
        raise Invalid(f"{held['code']} is a state; only an organisation has members.")
    known = _open_membership(desk, member, organisation)
    said = period(desk, since, until, known)
    if known is not None and not desk.ledger.update("memberships", known["id"], said):
        return False
    if known is None:
        pair = {"member_id": member, "organisation_id": organisation}
        desk.ledger.insert("memberships", {**pair, **said})
    desk.ledger.about("parties", member)
    return True


def leave(desk: Desk, member: int, organisation: int, *, until: str | None) -> str:
    """End a membership, today when nobody says when, and return its end as it is kept.

    Raises Conflict when the party is no member.
    """
    known = _open_membership(desk, member, organisation)
    if known is None:
        names = [desk.ledger.row("parties", i)["code"] for i in (member, organisation)]
        raise Conflict(
            f"{names[0]} is not a member of {names[1]} that could leave.",
            hint=f"Keep a membership with: tracker party join {names[0]} {names[1]} --since WHEN",
        )
    ended = period(desk, None, until or "today", known)
    if ended["until"] is None:
        raise Invalid("A membership that ended needs its end; say --until WHEN.")
    desk.ledger.update("memberships", known["id"], ended)
    desk.ledger.about("parties", member)
    return ended["until"]


def _open_membership(desk: Desk, member: int, organisation: int) -> Row | None:
    return one(
        desk.reading.rows(
            "SELECT * FROM memberships WHERE removed = 0 AND until IS NULL "
            "AND member_id = :member AND organisation_id = :organisation ORDER BY id DESC",
            {"member": member, "organisation": organisation},
        )
    )
