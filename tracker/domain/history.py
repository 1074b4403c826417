"""History: what each command changed, by whom, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# Columns that follow from others: a change of them tells a reader nothing of its own.
DERIVED = frozenset({"starts_at", "ends_at", "span_days", "uid"})


@frozen
class Revision:
    """One record's row before and after; None where it was not there."""

    table: str
    record: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def verb(self) -> str:
        """What happened to the record: added, changed, removed, restored or taken back."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "taken back"
        was, now = self.before.get("removed", 0), self.after.get("removed", 0)
        return "changed" if was == now else ("removed" if now else "restored")

    def differences(self) -> tuple[tuple[str, Any, Any], ...]:
        """Return (field, before, after) of what differs and is not derived."""
        before, after = self.before or {}, self.after or {}
        return tuple(
            (field, before.get(field), after.get(field))
            for field in (after or before)
            if before.get(field) != after.get(field) and field not in DERIVED
        )


@frozen
class Change:
    """One command: what undo takes back as a whole.

    Of a change of very many records `revisions` are only some, and `more` says how many
    others there are.
    """

    id: int
    at: datetime
    author: str
    command: str
    subject: str | None
    undoes: int | None
    undone_by: int | None
    revisions: tuple[Revision, ...]
    more: int = 0
