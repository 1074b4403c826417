"""Reading circulated agendas as they were, and how an agenda is numbered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.agenda import AgendaItem, ItemStatus
from tracker.domain.agenda_versions import AgendaVersion, Circulated, Distribution, Stage
from tracker.domain.visibility import Visibility
from tracker.storage.door import one
from tracker.storage.reads.presence import seen
from tracker.storage.reads.reading import Reading, grouped, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.domain.numbering import Scheme
    from tracker.storage.door import Row


def versions_of(
    reading: Reading, column: str, ids: Iterable[int]
) -> dict[int, tuple[AgendaVersion, ...]]:
    """Return the versions of each agenda (`column`: session_id or meeting_id), oldest first."""
    rows = reading.by_ids(
        f"SELECT * FROM agenda_versions WHERE removed = 0 AND {column} IN ({{ids}}) "
        f"AND {reading.gate.admits('', embargo=False)} ORDER BY id",
        ids,
    )
    items = _items_of(reading, [row["id"] for row in rows])
    return grouped((row[column], _version(reading, row, items.get(row["id"], ()))) for row in rows)


def circulated_of(
    reading: Reading,
    column: str,
    ids: Iterable[int],
    agendas: Mapping[int, tuple[AgendaItem, ...]],
) -> dict[int, Circulated]:
    """Return how far the agenda of each session or meeting has come.

    `agendas` are the items as they stand, as far as this reader sees them.
    """
    newest = {
        row[column]: row
        for row in reading.by_ids(
            f"SELECT * FROM agenda_versions WHERE removed = 0 AND {column} IN ({{ids}}) "
            f"AND {reading.gate.admits('', embargo=False)} ORDER BY id",
            ids,
        )
    }
    if not newest:
        return {}
    from tracker.domain.agenda_changes import changes

    items = _items_of(reading, [row["id"] for row in newest.values()])
    return {
        of: Circulated(
            stage=Stage(row["stage"]),
            revision=row["revision"],
            dated=date.fromisoformat(row["dated"]),
            symbol=row["symbol"],
            changed=bool(changes(items.get(row["id"], ()), agendas.get(of, ()))),
        )
        for of, row in newest.items()
    }


def scheme_of(reading: Reading, column: str, of: int) -> Scheme:
    """Return how the agenda of a session or meeting is numbered; where nobody said, as usual."""
    from tracker.domain.numbering import Scheme

    row = one(
        reading.rows(
            f"SELECT pattern FROM agenda_schemes WHERE removed = 0 AND {column} = :id", {"id": of}
        )
    )
    return Scheme(row["pattern"]) if row else Scheme()


def _version(reading: Reading, row: Row, items: tuple[AgendaItem, ...]) -> AgendaVersion:
    return AgendaVersion(
        id=row["id"],
        stage=Stage(row["stage"]),
        revision=row["revision"],
        dated=date.fromisoformat(row["dated"]),
        items=items,
        language=row["language"],
        distribution=Distribution(row["distribution"]) if row["distribution"] else None,
        symbol=row["symbol"],
        visibility=Visibility(row["visibility"]),
        note=reading.gate.internal(row["note"]),
    )


def _items_of(reading: Reading, versions: Iterable[int]) -> dict[int, tuple[AgendaItem, ...]]:
    """Return the items at the top of each version.

    An item is seen as far as both its level then and its level now let it be: what was
    circulated by mistake is not shown any more, and what was secret then stays so there.
    """
    gate = f"{reading.gate.admits('v.')} AND {seen(reading.gate, 'agenda_items', 'i')}"
    rows = reading.by_ids(
        "SELECT v.* FROM version_items v JOIN agenda_items i ON i.id = v.item_id "
        f"WHERE v.removed = 0 AND v.version_id IN ({{ids}}) AND {gate} "
        "ORDER BY v.version_id, v.position, v.id",
        versions,
    )
    below = grouped(((row["version_id"], row["parent_id"]), row) for row in rows)
    return grouped(
        (row["version_id"], _item(row, below)) for row in rows if row["parent_id"] is None
    )


def _item(row: Row, below: Mapping[tuple[int, int | None], tuple[Row, ...]]) -> AgendaItem:
    children = below.get((row["version_id"], row["item_id"]), ())
    return AgendaItem(
        id=row["item_id"],
        label=row["label"],
        position=row["position"],
        title=text(row, "title"),
        status=ItemStatus(row["status"]),
        children=tuple(_item(child, below) for child in children),
        visibility=Visibility(row["visibility"]),
    )
