"""A row of the ledger as a reader is told it: less its working fields, at a place that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.storage.reads.reading import is_public_link
from tracker.storage.schema import DATED, REASONED, WORKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.storage.reads.reading import Reading


class Telling:
    """Which fields of rows a reader gets; what is kept back is not there at all."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._reader = reading.gate.reader
        self._places: dict[int, int | None] = {}  # by venue: itself, its city, or nothing

    def told(self, table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a row, or a side of its history, as this reader is told the record itself."""
        if row.get("place_id") is not None and table in DATED:
            row = self._at_shown_place(row)
        return row if self._reader.sees_internal else _without_working(table, row)

    def _at_shown_place(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a row with its venue, or with the city in its stead and then no room."""
        venue = row["place_id"]
        if venue not in self._places:
            self._places[venue] = self._shown_place(venue)
        if self._places[venue] == venue:
            return row
        rest = {field: value for field, value in row.items() if field != "room"}
        return {**rest, "place_id": self._places[venue]}

    def _shown_place(self, place: int | None) -> int | None:
        rows = self._reading.rows("SELECT * FROM places WHERE id = :id", {"id": place})
        if not rows:
            return None
        shown = self._reading.gate.admits_row(rows[0])
        return place if shown else self._shown_place(rows[0]["city_id"])


def _without_working(table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    hidden = WORKING | {"embargo_until"} | ({"reason"} if table in REASONED else set())
    open_fields = {field: value for field, value in row.items() if field not in hidden}
    if not is_public_link(open_fields.get("link")):
        del open_fields["link"]
    return open_fields
