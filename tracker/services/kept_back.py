"""What still keeps a record, or a part of it, from the readers that its own level admits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.instants import from_stored
from tracker.domain.visibility import Reader, Visibility
from tracker.services.references import NOUNS, label_of
from tracker.storage.gate import Gate
from tracker.storage.reads.reading import Reading
from tracker.storage.reads.withheld import called, within
from tracker.storage.schema import DATED, holders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from tracker.services.desk import Desk

# Who reads what is kept at a level; to the confidential nothing is closed.
_READERS = {Visibility.PUBLIC: "The public", Visibility.INTERNAL: "Internal readers"}
_NAMED = 3  # records that are named one by one
_EDITORS = {"places": "place edit", "sources": "source edit", "sessions": "session edit"}


def said(desk: Desk, table: str, record: int) -> str | None:
    """Return in a sentence what keeps a series, session or meeting from readers of its level.

    That is what hides it altogether, or else what of it is not told: its place, its
    sources, what belongs to it. None when nothing is kept back.
    """
    row = desk.ledger.row(table, record)
    level = Visibility(row["visibility"])
    if level not in _READERS:
        return None
    short = label_of(desk.reading, table, record)
    hidden = list(dict.fromkeys(_hiding(desk, table, row, level, own=True)))
    if hidden:
        them = "does" if level is Visibility.PUBLIC else "do"
        return f"{_READERS[level]} {them} not see {short} yet: {_listed(hidden)}."
    told = Reading(desk.reading.door, Gate(Reader(level, desk.now)))
    closed = _sessions(told, record) if table == "series" else _around(told, table, record)
    parts = [_few(desk, of, rows) for of, rows in closed.items() if rows]
    if table == "meetings":
        counts = within(told, table, [record])
        parts += [called(noun, n) for noun, n in counts.items() if noun not in ("place", "source")]
    if not parts:
        return None
    commands = [_raising(desk, of, rows, level) for of, rows in closed.items() if rows]
    how = f"; to tell it: {' and '.join(commands)}" if commands else ""
    are = "is" if level is Visibility.PUBLIC else "are"
    return f"{_READERS[level]} {are} not told of {_listed(parts, 'or')} of {short}{how}."


def _raising(desk: Desk, table: str, rows: Sequence[tuple[int, str]], level: Visibility) -> str:
    short = label_of(desk.reading, table, rows[0][0]) if len(rows) == 1 else "REF"
    return f"tracker {_EDITORS[table]} {short} --visibility {level}"


def _hiding(
    desk: Desk, table: str, row: Mapping[str, Any], level: Visibility, *, own: bool = False
) -> Iterator[str]:
    """Yield what hides a row from readers of a level: what holds it, and embargoes."""
    named = "it" if own else f"its {NOUNS.get(table, table.rstrip('s'))} "
    named += "" if own else label_of(desk.reading, table, row["id"])
    if Visibility(row["visibility"]).rank > level.rank:
        yield f"{named} is {row['visibility']}"
    embargo = from_stored(row["embargo_until"]) if row.get("embargo_until") else None
    if embargo and embargo > desk.now and level is Visibility.PUBLIC:
        yield f"{named} is under embargo until {embargo:%Y-%m-%d %H:%M} UTC"
    for holder, number in holders(table, row):
        yield from _hiding(desk, holder, desk.ledger.row(holder, number), level)


def _sessions(told: Reading, series: int) -> dict[str, Sequence[tuple[int, str]]]:
    """Return the sessions of a series, as (id, level), that a reader may not see."""
    rows = told.rows(
        "SELECT id, visibility FROM sessions WHERE removed = 0 AND series_id = :series "
        f"AND NOT ({told.gate.admits('')}) ORDER BY id",
        {"series": series},
    )
    return {"sessions": [(row["id"], row["visibility"]) for row in rows]}


def _around(told: Reading, table: str, record: int) -> dict[str, Sequence[tuple[int, str]]]:
    """Return the places and sources of a session or meeting that a reader may not see.

    Those of the meetings of a session that the reader sees are among them.
    """
    shown = {table: [record]}
    if table == "sessions":
        rows = told.rows(
            "SELECT id FROM meetings WHERE removed = 0 AND session_id = :session "
            f"AND {told.gate.admits('')}",
            {"session": record},
        )
        shown["meetings"] = [row["id"] for row in rows]
    return {"places": _places(told, shown), "sources": _sources(told, shown)}


def _places(told: Reading, shown: Mapping[str, list[int]]) -> list[tuple[int, str]]:
    venues = {
        row["place_id"]
        for table in DATED
        for row in told.by_ids(
            f"SELECT place_id FROM {table} WHERE place_id IS NOT NULL AND id IN ({{ids}})",
            shown.get(table, ()),
        )
    }
    rows = told.by_ids("SELECT id, city_id FROM places WHERE id IN ({ids})", venues)
    return _closed(told, "places", venues | {row["city_id"] for row in rows if row["city_id"]})


def _sources(told: Reading, shown: Mapping[str, list[int]]) -> list[tuple[int, str]]:
    cited = {
        row["source_id"]
        for table, ids in shown.items()
        for row in told.by_ids(
            f"SELECT source_id FROM claims WHERE removed = 0 AND record_table = '{table}' "
            f"AND record_id IN ({{ids}}) AND {told.gate.admits('', embargo=False)}",
            ids,
        )
    }
    return _closed(told, "sources", cited)


def _closed(told: Reading, table: str, ids: Iterable[int]) -> list[tuple[int, str]]:
    rows = told.by_ids(
        f"SELECT id, visibility FROM {table} WHERE removed = 0 AND id IN ({{ids}}) "
        f"AND NOT ({told.gate.admits('', embargo=False)}) ORDER BY id",
        ids,
    )
    return [(row["id"], row["visibility"]) for row in rows]


def _few(desk: Desk, table: str, rows: Sequence[tuple[int, str]]) -> str:
    """Return a few records by reference and level, more of them by their number."""
    if len(rows) > _NAMED:
        return f"{len(rows)} {table}"
    each = [f"{label_of(desk.reading, table, number)} ({level})" for number, level in rows]
    return f"the {table.rstrip('s') if len(rows) == 1 else table} {_listed(each)}"


def _listed(parts: Sequence[str], last_but: str = "and") -> str:
    *several, last = parts
    return f"{', '.join(several)} {last_but} {last}" if several else last
