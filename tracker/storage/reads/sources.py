"""Reading sources and claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.sources import Claim, Source, SourceKind, Standing
from tracker.domain.visibility import Visibility
from tracker.storage.reads.presence import is_there, tells
from tracker.storage.reads.reading import Reading, grouped, instant, text, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.storage.door import Row


def sources(reading: Reading, ids: Iterable[int] | None = None) -> dict[int, Source]:
    """Return sources by id, or all of them."""
    gate = reading.gate.admits("", embargo=False)
    statement = f"SELECT * FROM sources WHERE removed = 0 AND {gate}"
    rows = (
        reading.rows(f"{statement} ORDER BY id")
        if ids is None
        else reading.by_ids(statement + " AND id IN ({ids})", ids)
    )
    return {row["id"]: _source(reading, row) for row in rows}


def claims_about(
    reading: Reading, table: str, ids: Iterable[int], named: dict[int, str] | None = None
) -> dict[int, tuple[Claim, ...]]:
    """Return the claims about records of a table, by record id.

    `named` gives each record's short reference, to be carried by its claims.
    """
    rows = reading.by_ids(
        f"SELECT * FROM claims WHERE removed = 0 AND record_table = '{table}' "
        f"AND record_id IN ({{ids}}) AND {_seen(reading)} ORDER BY field, id",
        ids,
    )
    known = sources(reading, {row["source_id"] for row in rows})
    return grouped(
        (row["record_id"], _claim(row, known[row["source_id"]], named or {}))
        for row in rows
        if row["source_id"] in known
    )


def claims_by(reading: Reading, source_id: int) -> tuple[Claim, ...]:
    """Return every claim that one source makes of what is there; `record` is `table:id`."""
    rows = reading.rows(
        "SELECT * FROM claims WHERE removed = 0 AND source_id = :source "
        f"AND {_seen(reading)} ORDER BY id",
        {"source": source_id},
    )
    source = sources(reading, [source_id]).get(source_id)
    if source is None:
        return ()
    return tuple(
        _claim(row, source, {})
        for row in rows
        if is_there(reading, row["record_table"], row["record_id"])
    )


def _seen(reading: Reading) -> str:
    gate = reading.gate
    return f"{gate.admits('claims.', embargo=False)} AND {tells(gate, 'claims')}"


def _claim(row: Row, source: Source, named: dict[int, str]) -> Claim:
    return Claim(
        id=row["id"],
        source=source,
        record=named.get(row["record_id"], f"{row['record_table']}:{row['record_id']}"),
        field=row["field"],
        value=row["value"],
        standing=Standing(row["standing"]),
        reason=row["reason"],
    )


def _source(reading: Reading, row: Row) -> Source:
    return Source(
        id=row["id"],
        kind=SourceKind(row["kind"]),
        url=row["url"],
        title=text(row, "title"),
        publisher=row["publisher"],
        language=row["language"],
        published=when(row, "published"),
        retrieved=instant(row, "retrieved_at"),
        visibility=Visibility(row["visibility"]),
        note=reading.gate.internal(row["note"]),
    )
