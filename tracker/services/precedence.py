"""Setting the order of precedence of a session or a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.precedence import Basis, HostPlace
from tracker.domain.quoting import quoted
from tracker.domain.text import clean, language_tag
from tracker.domain.values import frozen
from tracker.errors import Invalid, NotFound
from tracker.services import lookup
from tracker.services.desk import json_list, one_of, value_of
from tracker.services.references import label_of
from tracker.storage.door import one
from tracker.storage.reads.precedence import rules_of

if TYPE_CHECKING:
    from tracker.domain.precedence import Precedence
    from tracker.services.desk import Desk
    from tracker.services.references import Reference

USUAL = "usual"  # no rule of its own
LANGUAGES = ("en", "fr", "ru", "ar")


@frozen
class OrderDraft:
    """What a person said of an order, as typed; None where they said nothing.

    `by` begins a new rule; without it the others change the rule there is.
    """

    by: str | None = None
    language: str | None = None
    start: str | None = None
    host: str | None = None
    alternat: bool | None = None
    placed: str | None = None
    reason: str | None = None


def set_order(desk: Desk, of: Reference, draft: OrderDraft) -> bool:
    """Set the order of a session or meeting; return whether anything differs.

    Raises Invalid for what does not go together, NotFound for a party that is not there.
    """
    wanted = one_of([*Basis, USUAL], draft.by, what="order") if draft.by is not None else None
    _require_fit(desk, of, draft, wanted)
    known = _row(desk, of)
    if wanted == USUAL:
        return _take_away(desk, of, known)
    kept = rules_of(desk.reading, _column(of), [of.id])[of.id]
    values = _begun(kept, wanted) if wanted is not None or known is None else {}
    values |= _said(desk, of, draft)
    if known is None:
        desk.ledger.insert("precedences", {_column(of): of.id, **values})
        changed = True
    else:
        changed = desk.ledger.update("precedences", known["id"], values)
    if changed:
        desk.ledger.about(of.table, of.id)
    return changed


def _take_away(desk: Desk, of: Reference, known: Any) -> bool:
    if known is None:
        return False
    desk.ledger.remove("precedences", known["id"])
    desk.ledger.about(of.table, of.id)
    return True


def _begun(kept: Precedence, wanted: str | None) -> dict[str, Any]:
    """Return the columns of a rule that begins: by itself it leaves the host in its turn."""
    begins = wanted is not None
    return {
        "basis": Basis(wanted) if wanted else kept.basis,
        "language": kept.language,
        "start_id": None if begins or kept.start is None else kept.start.id,
        "host": HostPlace.IN_TURN if begins else kept.host,
        "alternat": int(kept.alternat),
        "placed": json_list([] if begins else [party.id for party in kept.placed]),
        "reason": None,
    }


def _said(desk: Desk, of: Reference, draft: OrderDraft) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if draft.language is not None:
        values["language"] = _alphabet(draft.language)
    if draft.start is not None:
        values["start_id"] = lookup.party(desk, draft.start) if draft.start.strip() else None
    if draft.host is not None:
        values["host"] = value_of(HostPlace, draft.host, what="place for the host")
    if draft.alternat is not None:
        values["alternat"] = int(draft.alternat)
    if draft.placed is not None:
        values["placed"] = json_list(_placed(desk, of, draft.placed))
    if draft.reason is not None:
        said = draft.reason.strip()
        values["reason"] = clean(said, what="reason") if said else None
    return values


def _require_fit(desk: Desk, of: Reference, draft: OrderDraft, wanted: str | None) -> None:
    said = [draft.language, draft.start, draft.host, draft.alternat, draft.placed, draft.reason]
    if wanted == USUAL:
        if any(value is not None for value in said):
            raise Invalid("The usual order needs nothing else to be said.")
        return
    known = rules_of(desk.reading, _column(of), [of.id])[of.id]
    basis = Basis(wanted) if wanted else known.basis
    if draft.start is not None and basis is not Basis.ALPHABETICAL:
        raise Invalid(
            "A lot says with whom an alphabet begins; --from goes with --by alphabetical."
        )
    if basis is Basis.HAND:
        if draft.host is not None:
            raise Invalid("By hand the host stands where you put it; leave out --host.")
        if wanted and not (draft.placed or "").strip():
            raise Invalid(
                "Say the order by hand as parties: --by hand MLI,RUS,NER --reason “…”.",
            )
        if wanted and not (draft.reason or "").strip():
            raise Invalid("An order by hand needs a reason; say --reason “…”.")
    elif draft.placed is not None:
        raise Invalid("Parties are given in order only with --by hand.")


def _placed(desk: Desk, of: Reference, typed: str) -> list[int]:
    """Return the parties of an order by hand; each must have a delegation there."""
    names = [name for name in typed.split(",") if name.strip()]
    there = {
        row["party_id"]
        for row in desk.reading.rows(
            f"SELECT party_id FROM delegations WHERE removed = 0 AND {_column(of)} = :id",
            {"id": of.id},
        )
    }
    found: list[int] = []
    for name in names:
        party = lookup.party(desk, name)
        if party in found:
            raise Invalid(f"{label_of(desk.reading, 'parties', party)} is named twice.")
        if party not in there:
            raise NotFound(
                f"{quoted(name.strip())} has no delegation at {of.short}.",
                hint=f"See which there are with: tracker delegation list {of.short}",
            )
        found.append(party)
    return found


def _alphabet(typed: str) -> str:
    tag = language_tag(typed).partition("-")[0]
    if tag not in LANGUAGES:
        raise Invalid(
            f"Names are not kept in {quoted(typed)}.", hint=f"One of: {', '.join(LANGUAGES)}."
        )
    return tag


def _column(of: Reference) -> str:
    return f"{of.table[:-1]}_id"


def _row(desk: Desk, of: Reference) -> Any:
    return one(
        desk.reading.rows(
            f"SELECT * FROM precedences WHERE removed = 0 AND {_column(of)} = :id", {"id": of.id}
        )
    )
