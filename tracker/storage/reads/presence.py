"""Whether a record is there for a reader, with all that holds it: of one, and told in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.visibility import Visibility
from tracker.storage.door import one
from tracker.storage.schema import DATED, HOLDERS, holders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.storage.gate import Gate
    from tracker.storage.reads.reading import Reading


# What has no level of its own, and what names it: tables, and the condition that they do.
NAMERS: dict[str, tuple[tuple[str, str], ...]] = {
    "people": (("members", "{by}.person_id = {of}.id"),),
    "posts": (("members", "{by}.post_id = {of}.id"),),
    "parties": (
        ("delegations", "{by}.party_id = {of}.id"),
        ("sessions", "{by}.host_id = {of}.id"),
        ("agenda_items", "{by}.lead_id = {of}.id"),
        ("owners", "{by}.party_id = {of}.id"),
        ("members", "{by}.post_id IN (SELECT id FROM posts WHERE party_id = {of}.id)"),
    ),
    "topics": (("taggings", "{by}.topic_id = {of}.id"),),
}
# Fields of a claim that a record may keep back: of a venue, and those for working with.
_OF_VENUE = ("place", "room")
_OF_WORK = ("credentials", "reason")


def is_there(reading: Reading, table: str, number: int, *, removed: bool = False) -> bool:
    """Return whether a record is there and this reader may see it, with what holds it.

    Tombstones count as there when `removed` says so, and as naming what they named.
    """
    row = one(reading.rows(f"SELECT * FROM {table} WHERE id = :id", {"id": number}))
    if row is None or (row["removed"] and not removed):
        return False
    values = dict(row)
    if "visibility" in values and not reading.gate.admits_row(row):
        return False
    if not reading.gate.reader.sees_internal and table == "memberships":
        ends = (values["member_id"], values["organisation_id"])
        return all(is_there(reading, "parties", end, removed=removed) for end in ends)
    if not reading.gate.reader.sees_internal and table in NAMERS:
        return _is(reading, table, number, named(reading.gate, table, "x", removed=removed))
    if values.get("field") in (*_OF_VENUE, *_OF_WORK) and not _is(
        reading, table, number, tells(reading.gate, "x")
    ):
        return False
    return all(is_there(reading, t, at, removed=removed) for t, at in holders(table, values))


def _is(reading: Reading, table: str, number: int, condition: str) -> bool:
    found = reading.rows(
        f"SELECT 1 FROM {table} x WHERE x.id = :id AND {condition}", {"id": number}
    )
    return bool(found)


# The columns by which rows are held, of the tables that `seen` speaks of.
_HELD = {
    "series": (),
    "sessions": ("series_id",),
    "meetings": ("session_id",),
    "delegations": ("session_id", "meeting_id"),
    "agenda_items": ("session_id", "meeting_id"),  # and their parents, all the way up
    "commitments": ("session_id", "meeting_id", "item_id"),
    "members": ("delegation_id",),
    "owners": ("commitment_id",),
    "taggings": ("session_id", "meeting_id"),
}
_NO_EMBARGO = frozenset({"delegations"})
_NO_LEVEL = frozenset({"members", "owners", "taggings"})
_PARENTS = """
NOT EXISTS (
    WITH RECURSIVE above AS (
        SELECT * FROM agenda_items WHERE id = {item}.parent_id
        UNION SELECT i.* FROM agenda_items i JOIN above ON i.id = above.parent_id)
    SELECT 1 FROM above WHERE NOT ({admitted}))
"""


def seen(gate: Gate, table: str, alias: str) -> str:
    """Return the SQL condition under which a row may be seen, with all that holds it.

    It says of levels and embargoes what `is_there` says of one record.
    """
    conditions = _own(gate, table, alias)
    for column in _HELD[table]:
        holder, inner = HOLDERS[column], f"{alias}_{column[0]}"
        held = _found(gate, holder, inner, f"{inner}.id = {alias}.{column}")
        conditions.append(f"({alias}.{column} IS NULL OR {held})")
    return " AND ".join(conditions)


def _own(gate: Gate, table: str, alias: str) -> list[str]:
    """Return the conditions of a row's own level and, of an agenda item, of those above it."""
    if table in _NO_LEVEL:
        return []
    conditions = [gate.admits(f"{alias}.", embargo=table not in _NO_EMBARGO)]
    if table == "agenda_items":
        conditions.append(_PARENTS.format(item=alias, admitted=gate.admits("above.")))
    return conditions


def _found(gate: Gate, table: str, alias: str, condition: str) -> str:
    """Return the condition that there is a row, which may be seen with all that holds it.

    What holds it is joined, not asked for step by step: SQLite reads only so many steps.
    """
    joins, conditions = _joined(gate, table, alias)
    return (
        f"EXISTS (SELECT 1 FROM {table} {alias} {' '.join(joins)} "
        f"WHERE {' AND '.join([condition, *conditions])})"
    )


def _joined(gate: Gate, table: str, alias: str) -> tuple[list[str], list[str]]:
    joins, conditions = [], _own(gate, table, alias)
    for column in _HELD[table]:
        holder, inner = HOLDERS[column], f"{alias}_{column[0]}"
        further, held = _joined(gate, holder, inner)
        joins += [f"LEFT JOIN {holder} {inner} ON {inner}.id = {alias}.{column}", *further]
        conditions += held
    return joins, conditions


def named(gate: Gate, table: str, alias: str, *, removed: bool = False) -> str:
    """Return the SQL condition under which a record that has no level is there for a reader.

    For those who see what is internal, always. For others, where a record names it that
    they may see; an organisation also where a party that belongs to it is so named.
    `removed` says that tombstones name too.
    """
    if gate.reader.sees_internal:
        return "1 = 1"
    each = _namings(gate, table, alias, removed=removed)
    if table == "parties":
        inner = f"{alias}_o"
        member = " OR ".join(_namings(gate, table, f"{inner}_m", removed=removed))
        each.append(
            f"EXISTS (SELECT 1 FROM memberships {inner} "
            f"JOIN parties {inner}_m ON {inner}_m.id = {inner}.member_id "
            f"WHERE {inner}.organisation_id = {alias}.id{_live(inner, removed=removed)} "
            f"AND ({member}))"
        )
    return f"({' OR '.join(each)})"


def _namings(gate: Gate, table: str, alias: str, *, removed: bool) -> list[str]:
    inner = f"{alias}_n"
    live = _live(inner, removed=removed)
    return [
        _found(gate, by, inner, f"{names.format(by=inner, of=alias)}{live}")
        for by, names in NAMERS[table]
    ]


def _live(alias: str, *, removed: bool) -> str:
    return "" if removed else f" AND {alias}.removed = 0"


def there(reading: Reading, table: str, ids: Iterable[int]) -> set[int]:
    """Return which of some records that have no level are there for this reader."""
    if reading.gate.reader.sees_internal:
        return set(ids)
    condition = named(reading.gate, table, "x")
    rows = reading.by_ids(
        f"SELECT x.id FROM {table} x WHERE x.id IN ({{ids}}) AND {condition}", ids
    )
    return {row["id"] for row in rows}


def tells(gate: Gate, alias: str) -> str:
    """Return the SQL condition under which a claim tells nothing that its record keeps back.

    A venue that may not be seen is not told by what somebody says of it, nor are its rooms,
    nor the fields that are for working with only.
    """
    if gate.reader.clearance is Visibility.CONFIDENTIAL:
        return "1 = 1"
    kept = [
        f"({alias}.record_table = '{table}' AND EXISTS (SELECT 1 FROM {table} {alias}_o "
        f"JOIN places {alias}_p ON {alias}_p.id = {alias}_o.place_id "
        f"WHERE {alias}_o.id = {alias}.record_id "
        f"AND NOT ({gate.admits(f'{alias}_p.', embargo=False)})))"
        for table in DATED
    ]
    told = f"({alias}.field NOT IN {_OF_VENUE} OR NOT ({' OR '.join(kept)}))"
    return told if gate.reader.sees_internal else f"({told} AND {alias}.field NOT IN {_OF_WORK})"
