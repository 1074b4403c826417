"""Reading the ledger whole: which rows of which table, and each as the reader is told it.

Two ways lead to a row: that it is there at all, or that what was asked for holds or names
it. Both go through the gate, with all that holds a row.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.values import frozen
from tracker.domain.whole import STRUCTURED, TABLES
from tracker.storage.door import CHUNK
from tracker.storage.reads.presence import NAMERS, named, tells
from tracker.storage.reads.telling import Telling
from tracker.storage.schema import EMBARGOED, HOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.domain.whole import Column
    from tracker.storage.door import Row
    from tracker.storage.reads.reading import Reading

# What belongs to a session or a meeting, by the columns that say to which.
_HANGING: Final = {
    "delegations": ("session_id", "meeting_id"),
    "members": ("delegation_id",),
    "precedences": ("session_id", "meeting_id"),
    "agenda_schemes": ("session_id", "meeting_id"),
    "agenda_items": ("session_id", "meeting_id"),
    "agenda_versions": ("session_id", "meeting_id"),
    "version_items": ("version_id",),
    "document_links": ("session_id", "meeting_id", "item_id"),
    "commitments": ("session_id", "meeting_id", "item_id"),
    "owners": ("commitment_id",),
    "taggings": ("session_id", "meeting_id"),
}
_WITHOUT_EMBARGO: Final = frozenset(TABLES) - frozenset(EMBARGOED)
_REFERENCES: Final[Mapping[str, tuple[Column, ...]]] = {
    table: tuple(column for column in shape if column.kind == "reference" and column.of)
    for table, shape in TABLES.items()
}


@frozen
class Kept:
    """The ids of the rows that are read, by table."""

    ids: Mapping[str, set[int]]

    def rows(self, reading: Reading, table: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table in order of id, a row after the one that it lies below.

        Each as data: what is kept as JSON as itself, flags as true and false. Fields for
        working with are not there for whom they are not; a venue that is kept back, and any
        other reference to what is not read, is null.
        """
        telling = Telling(reading)
        shape = {column.name: column for column in TABLES[table]}
        for row in _in_order(reading, table, self.ids[table]):
            told = telling.told(table, dict(row))
            if "room" in shape:
                told = {"room": None, **told}  # of a venue that is kept back
            yield {"id": row["id"]} | {
                name: self._value(column, told[name])
                for name, column in shape.items()
                if name in told
            }

    def _value(self, column: Column, kept: Any) -> Any:
        if column.kind == "flag":
            return bool(kept)
        if column.kind == "references":
            return [each for each in json.loads(kept) if each in self.ids[column.of[0]]]
        if column.kind == "reference" and column.of and kept is not None:
            return kept if kept in self.ids[column.of[0]] else None
        return json.loads(kept) if column.kind in STRUCTURED else kept


def everything(reading: Reading, *, removed: bool = False) -> Kept:
    """Return all that this reader may see: what is there, and what of it names what is not.

    A person whose record was removed still sits in the delegations of old. `removed` takes
    in every tombstone.
    """
    admitted, live = _admitted(reading)
    kept = admitted if removed else {table: set(ids) for table, ids in live.items()}
    if not removed:
        _take_in_what_is_named(reading, kept, admitted)
    return Kept(kept)


def chosen(reading: Reading, sessions: Iterable[int], meetings: Iterable[int]) -> Kept:
    """Return some sessions and meetings, what belongs to them, and everything that they name."""
    admitted, live = _admitted(reading)
    kept: dict[str, set[int]] = {table: set() for table in TABLES}
    kept["sessions"] = set(sessions) & live["sessions"]
    kept["meetings"] = set(meetings) & live["meetings"]
    for row in _scan(reading, "meetings", ("session_id",)):
        if row["session_id"] in kept["sessions"] and row["id"] in live["meetings"]:
            kept["meetings"].add(row["id"])
    for table, columns in _HANGING.items():
        for row in _scan(reading, table, columns):
            holds = any(row[c] in kept[HOLDERS[c]] for c in columns if row[c] is not None)
            if holds and row["id"] in live[table]:
                kept[table].add(row["id"])
    about = ("record_table", "record_id")
    for row in _scan(reading, "claims", about):
        table = row["record_table"]
        belongs = table in _HANGING or table in ("sessions", "meetings")
        if belongs and row["record_id"] in kept[table] and row["id"] in live["claims"]:
            kept["claims"].add(row["id"])
    _take_in_what_is_named(reading, kept, admitted)
    for row in _scan(reading, "memberships", ("member_id", "organisation_id")):
        ends = {row["member_id"], row["organisation_id"]}
        if row["id"] in live["memberships"] and ends <= kept["parties"]:
            kept["memberships"].add(row["id"])
    return Kept(kept)


def _admitted(reading: Reading) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Return the ids of all rows that the gate admits, and of those that are not removed."""
    admitted: dict[str, set[int]] = {}
    live: dict[str, set[int]] = {}
    for table, shape in TABLES.items():
        names = {column.name for column in shape}
        needed = tuple(
            (column.name, column.of[0])
            for column in _REFERENCES[table]
            if not column.null or column.name in HOLDERS
        )
        columns = ["removed", *(name for name, _ in needed)]
        columns += ["record_table", "record_id"] if table == "claims" else []
        condition = _condition(reading, table, names)
        admitted[table], live[table] = set(), set()
        for row in _by_parents(reading, table, columns, condition):
            held = all(
                row[name] is None or row[name] in admitted[holder] for name, holder in needed
            )
            if table == "claims":
                held = held and row["record_id"] in admitted.get(row["record_table"], ())
            if held:
                admitted[table].add(row["id"])
                if not row["removed"]:
                    live[table].add(row["id"])
    return admitted, live


def _condition(reading: Reading, table: str, names: set[str]) -> str:
    """Return the gate's condition on a row by itself."""
    conditions = ["1 = 1"]
    if "visibility" in names:
        conditions.append(reading.gate.admits("x.", embargo=table not in _WITHOUT_EMBARGO))
    if table in NAMERS:
        conditions.append(named(reading.gate, table, "x"))
    if table == "claims":
        conditions.append(tells(reading.gate, "x"))
    return " AND ".join(conditions)


def _take_in_what_is_named(
    reading: Reading, kept: dict[str, set[int]], admitted: Mapping[str, set[int]]
) -> None:
    """Add what kept rows refer to and the gate admits, from the last table to the first."""
    for table in reversed(tuple(TABLES)):
        references = _REFERENCES[table]
        before = -1
        while before < len(kept[table]):  # what lies below another of its own table
            before = len(kept[table])
            for row in _scan(reading, table, tuple(column.name for column in references)):
                if row["id"] not in kept[table]:
                    continue
                for column in references:
                    of, number = column.of[0], row[column.name]
                    if number is not None and number in admitted[of]:
                        kept[of].add(number)
    for row in _scan(reading, "precedences", ("placed",)):
        if row["id"] in kept["precedences"]:
            kept["parties"] |= set(json.loads(row["placed"])) & admitted["parties"]


def _scan(reading: Reading, table: str, columns: Iterable[str]) -> Iterator[Row]:
    """Return some columns of every row of a table, in order of id."""
    listed = ", ".join(("id", *columns))
    return reading.in_turn(
        f"SELECT {listed} FROM {table} WHERE id > :after ORDER BY id LIMIT :most", most=_MANY
    )


_MANY: Final = 20 * CHUNK


def _by_parents(
    reading: Reading, table: str, columns: Iterable[str], condition: str
) -> Iterator[Row]:
    """Return rows that meet a condition, each after that of its own table that it lies below."""
    listed = ", ".join(f"x.{name}" for name in ("id", *columns))
    own = next((c.name for c in _REFERENCES[table] if c.of == (table,)), None)
    if own is None:
        return reading.in_turn(
            f"SELECT {listed} FROM {table} x WHERE {condition} AND x.id > :after "
            "ORDER BY x.id LIMIT :most",
            most=_MANY,
        )
    listed = ", ".join(dict.fromkeys([*listed.split(", "), f"x.{own}"]))
    rows = reading.rows(f"SELECT {listed} FROM {table} x WHERE {condition} ORDER BY x.id")
    return _sorted(rows, own)


def _sorted(rows: Iterable[Row], own: str) -> Iterator[Row]:
    """Yield rows so that each follows the one that its column names; rings come last."""
    left, met = list(rows), {None}
    known = {row["id"] for row in left}
    while left:
        ready = [row for row in left if row[own] in met or row[own] not in known]
        if not ready:
            yield from left
            return
        yield from ready
        met |= {row["id"] for row in ready}
        left = [row for row in left if row["id"] not in met]


def _in_order(reading: Reading, table: str, ids: set[int]) -> Iterator[Row]:
    own = next((c.name for c in _REFERENCES[table] if c.of == (table,)), None)
    order = sorted(ids)
    if own is not None:
        rows = reading.by_ids(f"SELECT id, {own} FROM {table} WHERE id IN ({{ids}})", order)
        order = [row["id"] for row in _sorted(rows, own)]
    for start in range(0, len(order), CHUNK):
        part = order[start : start + CHUNK]
        rows = reading.by_ids(f"SELECT * FROM {table} WHERE id IN ({{ids}})", part)
        found = {row["id"]: row for row in rows}
        yield from (found[number] for number in part)
