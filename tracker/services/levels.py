"""At what level a venue or a source is kept: that of the most open record that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.instants import from_stored
from tracker.domain.visibility import Visibility, strictest
from tracker.storage.schema import holders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.services.desk import Desk


def level_of(desk: Desk, table: str, row: Mapping[str, Any]) -> Visibility:
    """Return from which clearance a record is seen: its own level or that of what holds it.

    Under embargo that is internal at least, and so it is for parties, people and topics,
    which have no level and are seen only where something names them.
    """
    levels = [Visibility(row.get("visibility") or Visibility.INTERNAL)]
    embargo = row.get("embargo_until")
    if embargo and from_stored(embargo) > desk.now:
        levels.append(Visibility.INTERNAL)
    levels += [level_of(desk, t, desk.ledger.row(t, at)) for t, at in holders(table, row)]
    return strictest(levels)


def name_at(desk: Desk, table: str, record: int, level: Visibility) -> int:
    """Let a place or source be seen as far as a record that names it; return its id.

    One that a confidential record named first is raised, to public too, when a more open
    record names it. One that somebody added or edited by itself keeps its level: it was
    meant, and a public meeting at a venue kept from the public tells only the city.
    """
    row = desk.ledger.row(table, record)
    if level.rank < Visibility(row["visibility"]).rank and not desk.reading.rows(
        "SELECT 1 FROM changes WHERE subject = :subject", {"subject": f"{table}:{record}"}
    ):
        desk.ledger.update(table, record, {"visibility": level})
    return record
