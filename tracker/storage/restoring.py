"""Putting a ledger back from an export with its history: rows and revisions, as they were.

The one writer beside the ledger's door, and only of a ledger in which nothing was ever
written: what it writes has its history with it. It is checked as `db check` checks a file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.whole import CHANGES, REVISIONS, TABLES
from tracker.errors import Invalid, TrackerError
from tracker.storage.faults import told
from tracker.storage.ledger import when_columns
from tracker.storage.reads.whole_history import as_kept
from tracker.storage.schema import DATED, RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.storage.door import Door, WritingDoor

_LATEST = """
SELECT r.after AS after FROM revisions r
 WHERE r.record_table = :table AND r.record_id = :record ORDER BY r.id DESC LIMIT 1
"""


def is_untouched(door: Door) -> bool:
    """Return whether nothing was ever written to a ledger."""
    tables = ("changes", *sorted(RECORDS))
    return not any(door.rows(f"SELECT 1 FROM {table} LIMIT 1") for table in tables)


class Restoring:
    """One export with a history, being put back."""

    def __init__(self, door: WritingDoor) -> None:
        self._door = door

    def history(self, table: str, values: Mapping[str, Any]) -> None:
        """Store a change or a revision."""
        row = dict(values)
        if table == "revisions":
            for side in ("before", "after"):
                kept = as_kept(row["record_table"], row[side]) if row[side] else None
                row[side] = _json(kept)
        shape = CHANGES if table == "changes" else REVISIONS
        self._insert(table, {name: row[name] for name in ("id", *(c.name for c in shape))})

    def record(self, table: str, row: Mapping[str, Any], where: str) -> None:
        """Store a record as it is kept; raise Invalid unless that is what its history says."""
        (latest, *_) = self._door.rows(_LATEST, {"table": table, "record": row["id"]}) or [None]
        if latest is None or latest["after"] is None:
            raise Invalid(f"{where}: the history does not tell of it.")
        if json.loads(latest["after"]) != dict(row):
            raise Invalid(f"{where} is not what its newest revision says.")
        if table in DATED:
            _check_derived(row, where)
        self._insert(table, row)

    def finish(self, name: str) -> None:
        """Raise Invalid where the history tells of a record that is not there; keep old numbers.

        A number that was given once, to what was taken back, is never given again.
        """
        for table in TABLES:
            lost = self._door.rows(
                "SELECT r.record_id AS id FROM revisions r WHERE r.record_table = :table "
                "AND r.after IS NOT NULL AND r.id = (SELECT max(l.id) FROM revisions l WHERE "
                "l.record_table = r.record_table AND l.record_id = r.record_id) "
                f"AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.id = r.record_id) LIMIT 1",
                {"table": table},
            )
            if lost:
                raise Invalid(
                    f"{name}: the history tells of {table} record {lost[0]['id']}, "
                    "which is not among the records."
                )
            self._keep_numbers(table)

    def _keep_numbers(self, table: str) -> None:
        (last,) = self._door.rows(
            "SELECT max(record_id) AS id FROM revisions WHERE record_table = :table",
            {"table": table},
        )
        if last["id"] is None:
            return
        at = {"table": table, "last": last["id"]}
        if not self._door.rows("SELECT 1 FROM sqlite_sequence WHERE name = :table", at):
            self._door.run("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)", at)
        self._door.run("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :table", at)

    def _insert(self, table: str, row: Mapping[str, Any]) -> None:
        columns = ", ".join(f'"{name}"' for name in row)
        values = ", ".join(f":{name}" for name in row)
        self._door.run(f"INSERT INTO {table} ({columns}) VALUES ({values})", dict(row))


def refusal(fault: Exception, where: str) -> TrackerError | None:
    """Return what the database's refusal of a row means; None for a fault of another kind."""
    if type(fault).__name__ != "IntegrityError":
        return None
    said = told(fault, "").sentence.partition("refuses it: ")[2].rstrip(".")
    if said.startswith("UNIQUE"):
        fields = said.partition(": ")[2]
        return Invalid(f"{where}: another record of the ledger has the same {fields}.")
    return Invalid(f"{where}: the ledger does not take it: {said}.")


def _check_derived(row: Mapping[str, Any], where: str) -> None:
    from tracker.domain.when import parse_when

    kept = row["when_actual"] or row["when_confirmed"] or row["when_announced"]
    if kept:
        first = when_columns(parse_when(kept), row["zone"])["starts_at"]
        if (first is None) != (row["starts_at"] is None):
            raise Invalid(f"{where}: starts_at does not follow from its date.")


def _json(row: Mapping[str, Any] | None) -> str | None:
    return None if row is None else json.dumps(row, ensure_ascii=False, sort_keys=True)
