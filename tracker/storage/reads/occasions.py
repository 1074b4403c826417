"""What sessions and meetings share when they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.occasions import Format, Whens
from tracker.domain.parties import Rank
from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.domain.when import ToBeConfirmed
from tracker.storage.reads.agenda import agendas_of
from tracker.storage.reads.agenda_versions import circulated_of
from tracker.storage.reads.delegations import delegations_of
from tracker.storage.reads.documents import commitments, papers_of
from tracker.storage.reads.places import places, topics_of
from tracker.storage.reads.reading import Reading, grouped, instant, text, when, words
from tracker.storage.reads.sources import claims_about
from tracker.storage.reads.stamps import stamps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.domain.sources import Source
    from tracker.storage.door import Row


@frozen
class Surroundings:
    """Everything that hangs on some sessions or meetings, by their ids."""

    by_field: Mapping[str, Mapping[int, Any]]
    places: Mapping[int, Any]

    def of(self, record: int) -> dict[str, Any]:
        """Return the fields of one record that come from other tables."""
        found = {field: by_id.get(record, ()) for field, by_id in self.by_field.items()}
        found["stamp"] = found["stamp"] or None
        found["circulated"] = found["circulated"] or None
        found["sources"] = cited(found["claims"])
        return found


def surroundings(
    reading: Reading, table: str, rows: list[Row], refs: dict[int, str]
) -> Surroundings:
    """Fetch, a statement a table, what hangs on sessions or meetings."""
    ids = list(refs)
    column = f"{table[:-1]}_id"
    agendas = agendas_of(reading, column, ids)
    return Surroundings(
        by_field={
            "delegations": delegations_of(reading, column, ids),
            "agenda": agendas,
            "circulated": circulated_of(reading, column, ids, agendas),
            "papers": papers_of(reading, column, ids),
            "commitments": grouped(commitments(reading, column, ids)),
            "topics": topics_of(reading, column, ids),
            "claims": claims_about(reading, table, ids, refs),
            "stamp": stamps(reading, table, {row["id"]: row["uid"] for row in rows}),
        },
        places=places(reading, {row["place_id"] for row in rows if row["place_id"]}),
    )


def shared_fields(reading: Reading, row: Row, around: Surroundings) -> dict[str, Any]:
    """Return the fields of a session or meeting that both have."""
    whens = Whens(
        announced=when(row, "when_announced"),
        confirmed=when(row, "when_confirmed"),
        actual=when(row, "when_actual"),
    )
    internal = reading.gate.internal
    return {
        "id": row["id"],
        "title": text(row, "title"),
        "status": Status(row["status"]),
        "visibility": Visibility(row["visibility"]),
        "when": whens.current or ToBeConfirmed(),
        "whens": whens,
        "place": around.places.get(row["place_id"]) if row["place_id"] else None,
        "format": Format(row["format"]) if row["format"] else None,
        "level": Rank(row["level"]) if row["level"] else None,
        "languages": words(row, "languages"),
        "reason": internal(row["reason"]),
        "url": row["url"],
        "note": internal(row["note"]),
        "embargo": internal(instant(row, "embargo_until")),
        **around.of(row["id"]),
    }


def cited(claims: tuple[Any, ...]) -> tuple[Source, ...]:
    """Return the sources of claims, each once, in the order met."""
    return tuple({claim.source.id: claim.source for claim in claims}.values())
