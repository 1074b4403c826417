"""Reading agendas as trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.agenda import AgendaItem, ItemStatus, OutcomeMode
from tracker.domain.visibility import Visibility
from tracker.storage.reads.documents import papers_of
from tracker.storage.reads.parties import parties
from tracker.storage.reads.reading import Reading, grouped, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.domain.documents import Paper
    from tracker.domain.parties import Party
    from tracker.storage.door import Row


def agendas_of(
    reading: Reading, column: str, ids: Iterable[int]
) -> dict[int, tuple[AgendaItem, ...]]:
    """Return the items at the top of each agenda (`column`: session_id or meeting_id).

    An item below one that may not be seen is not seen either.
    """
    rows = reading.by_ids(
        f"SELECT * FROM agenda_items WHERE removed = 0 AND {column} IN ({{ids}}) "
        f"AND {reading.gate.admits('')} ORDER BY position, id",
        ids,
    )
    tree = _Tree(reading, rows)
    return grouped((row[column], tree.item(row)) for row in rows if row["parent_id"] is None)


class _Tree:
    """The rows of agendas, with what hangs on them, to be built from the top."""

    def __init__(self, reading: Reading, rows: list[Row]) -> None:
        self._gate = reading.gate
        self._children: Mapping[int, tuple[Row, ...]] = grouped(
            (row["parent_id"], row) for row in rows if row["parent_id"] is not None
        )
        self._papers: Mapping[int, tuple[Paper, ...]] = papers_of(
            reading, "item_id", [row["id"] for row in rows]
        )
        self._leads: Mapping[int, Party] = parties(
            reading, {row["lead_id"] for row in rows if row["lead_id"]}
        )

    def item(self, row: Row) -> AgendaItem:
        return AgendaItem(
            id=row["id"],
            label=row["label"],
            position=row["position"],
            title=text(row, "title"),
            status=ItemStatus(row["status"]),
            children=tuple(self.item(child) for child in self._children.get(row["id"], ())),
            origin=row["origin"],
            lead=self._leads.get(row["lead_id"]) if row["lead_id"] else None,
            outcome=text(row, "outcome"),
            mode=OutcomeMode(row["mode"]) if row["mode"] else None,
            papers=self._papers.get(row["id"], ()),
            visibility=Visibility(row["visibility"]),
            note=self._gate.internal(row["note"]),
        )
