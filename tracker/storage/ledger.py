"""The one door for writes: a row and its revision, in the same transaction.

A `Ledger` lives as long as one command's transaction. Everything it stores belongs to
one change, which is what `undo` takes back. Rows are plain mappings of column to value,
and statements are plain SQL that every database here understands: a person waits for
`tracker log`, and importing SQLAlchemy alone takes longer than all the rest of it.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tracker.domain.instants import from_stored, to_stored, to_stored_exactly
from tracker.domain.values import frozen
from tracker.domain.visibility import Reader, Visibility
from tracker.domain.when import parse_when
from tracker.errors import Conflict, NotFound
from tracker.storage.door import CHUNK, one
from tracker.storage.gate import Gate
from tracker.storage.reads.presence import NAMERS, named
from tracker.storage.schema import DATED, EMBARGOED, REASONED, RECORDS, WORKING, holders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.domain.when import When
    from tracker.storage.door import Row, WritingDoor

Values = dict[str, Any]
_NEWEST = 2**63 - 1  # no id is above it

# A change to one of these moves the event in calendars and raises SEQUENCE (RFC 5545, 3.8.7.4).
SCHEDULING = ("starts_at", "ends_at", "zone", "status")
# From the firmest date to the least: the first that there is counts.
WHENS = ("when_actual", "when_confirmed", "when_announced")
# What the programme of a session prints of its meetings, beside themselves.
PROGRAMME = frozenset({"delegations", "members", "agenda_items", "precedences"})
_MOST_KEPT = 2_000  # rows that are remembered while a ledger is open
# Where a row does not name its session or meeting itself, the row that does.
OWNERS = {
    "members": ("delegations", "delegation_id"),
    "document_links": ("agenda_items", "item_id"),
    "owners": ("commitments", "commitment_id"),
    "commitments": ("agenda_items", "item_id"),
}


@frozen
class Command:
    """Who does what, when: the heading of a change."""

    author: str
    words: str
    at: datetime


class Ledger:
    """One command's writes."""

    def __init__(self, door: WritingDoor, command: Command) -> None:
        self._command = command
        self._change: int | None = None
        self._clocks: dict[Visibility, str] = {}
        self._rows: dict[tuple[str, int], Values] = {}
        self.written = 0  # revisions so far: a service compares, to know whether anything differs
        self.door = door
        self.at = self._instant()

    @property
    def change(self) -> int | None:
        """The number of the change, once anything was written."""
        return self._change

    def insert(self, table: str, values: Values) -> int:
        """Store a new record and return its id."""
        row = dict(values)
        if table in DATED:
            row.setdefault("uid", str(uuid.uuid4()))
        _derive(table, row)
        made = self._insert(table, row)
        self._record(table, made["id"], None, made)
        return int(made["id"])

    def update(self, table: str, record: int, values: Mapping[str, object]) -> bool:
        """Change a record; return whether anything in it differs."""
        before = self.row(table, record)
        after = {**before, **values}
        _derive(table, after)
        if after == before:
            return False
        self._store(table, record, before, after)
        return True

    def remove(self, table: str, record: int) -> None:
        """Mark a record as removed; it stays as a tombstone."""
        self.update(table, record, {"removed": 1})

    def row(self, table: str, record: int) -> Values:
        """Return a row as it stands, removed or not; raise NotFound."""
        found = self._row(table, record)
        if found is None:
            raise NotFound(f"There is no {table} record {record}.")
        return found

    def about(self, table: str, record: int) -> None:
        """Name the record that this change is about, which `@last` then stands for."""
        self.door.run(
            "UPDATE changes SET subject = :subject WHERE id = :id",
            {"subject": f"{table}:{record}", "id": self._open()},
        )

    def take_back(self, change: int) -> None:
        """Restore what a change found, newest revision first, as a change of its own.

        Raises Conflict when a later change touched one of its records.
        """
        self._change = None
        self._open(undoes=change)
        for row in self._revisions_of(change):
            self._restore(row["record_table"], row["record_id"], row["before"], row["after"])

    def _revisions_of(self, change: int) -> Iterator[Row]:
        """Yield the revisions of a change, newest first, a few in memory at a time."""
        below = _NEWEST
        while rows := self.door.rows(
            "SELECT * FROM revisions WHERE change_id = :change AND id < :below "
            f"ORDER BY id DESC LIMIT {CHUNK}",
            {"change": change, "below": below},
        ):
            yield from rows
            below = rows[-1]["id"]

    def _restore(self, table: str, record: int, before: str | None, after: str | None) -> None:
        now = self._row(table, record)
        if now != (json.loads(after) if after else None):
            raise Conflict(
                f"A later change touched {table} record {record}; this one cannot be taken back.",
                hint="See what came after with: tracker history",
            )
        self._store(table, record, now, json.loads(before) if before else None)

    def _store(self, table: str, record: int, before: Values | None, after: Values | None) -> None:
        known = _known(table)
        if after is None:
            # The revision is written first: it needs the row's owners, still there.
            self._record(table, record, before, after)
            self.door.run(f"DELETE FROM {known} WHERE id = :id", {"id": record})
            self._rows.pop((table, record), None)
            return
        if before is None:
            self._insert(table, after)
        else:
            changed = {k: v for k, v in after.items() if before[k] != v}
            assigned = ", ".join(f"{_column(c)} = :{c}" for c in changed)
            self.door.run(
                f"UPDATE {known} SET {assigned} WHERE id = :id", {**changed, "id": record}
            )
            self._keep(table, after)
        self._record(table, record, before, after)

    def _insert(self, table: str, row: Values) -> Values:
        """Store a row and return it as it now stands, with its id and what was left to defaults."""
        (made,) = self.door.rows(_insertion(table, tuple(row)), row)
        return self._keep(table, dict(made))

    def _row(self, table: str, record: int) -> Values | None:
        kept = self._rows.get((table, record))
        if kept is None:
            row = one(
                self.door.rows(f"SELECT * FROM {_known(table)} WHERE id = :id", {"id": record})
            )
            kept = self._keep(table, dict(row)) if row is not None else None
        return dict(kept) if kept is not None else None

    def _keep(self, table: str, row: Values) -> Values:
        """Remember a row as it stands: only this ledger writes as long as it is open.

        The part that is written next hangs on the record that was written last.
        """
        if len(self._rows) >= _MOST_KEPT:
            self._rows.clear()
        self._rows[table, row["id"]] = row
        return row

    def _record(self, table: str, record: int, before: Values | None, after: Values | None) -> None:
        level = self._level(table, before, after)
        told, moved = level, None
        if table in DATED:
            told = self._told(level, before, after)
            moved = self._moved(table, record, before, after)
        self.written += 1
        self.door.run(
            "INSERT INTO revisions (change_id, record_table, record_id, before, after, "
            "session_id, meeting_id, left_session_id, left_meeting_id, level, moved_level, "
            "modified_public, modified_internal, modified_confidential) VALUES (:change, :table, "
            ":record, :before, :after, :session_id, :meeting_id, :left_session_id, "
            ":left_meeting_id, :level, :moved, :public, :internal, :confidential)",
            {
                "change": self._open(),
                "table": table,
                "record": record,
                "before": _json(before),
                "after": _json(after),
                "level": level,
                "moved": moved,
                **{v.value: self._clock(v) if v.rank >= told else None for v in Visibility},
                **self._occasions(table, record, before, after),
            },
        )

    def _open(self, undoes: int | None = None) -> int:
        if self._change is None:
            (made,) = self.door.rows(
                "INSERT INTO changes (at, author, command, undoes) "
                "VALUES (:at, :author, :command, :undoes) RETURNING id",
                {
                    "at": to_stored_exactly(self.at),
                    "author": self._command.author,
                    "command": self._command.words,
                    "undoes": undoes,
                },
            )
            self._change = int(made["id"])
            self._clocks = {}
        return self._change

    def _instant(self) -> datetime:
        """Now, but never before the change before: clocks are set back, histories are not."""
        last = one(self.door.rows("SELECT at FROM changes ORDER BY id DESC LIMIT 1"))
        return max(self._command.at, from_stored(last["at"])) if last else self._command.at

    def _occasions(
        self, table: str, record: int, before: Values | None, after: Values | None
    ) -> dict[str, int | None]:
        """Return the session and meeting that show this record, and those that showed it."""
        now = self._occasion(table, record, after or before or {})
        was = self._occasion(table, record, before) if before and after else now
        left = {f"left_{c}": was[c] if was[c] != now[c] else None for c in now}
        return {**now, **left}

    def _occasion(self, table: str, record: int, row: Values) -> dict[str, int | None]:
        """Return the session or meeting whose print or event shows this record, or both."""
        if table in DATED:
            own = {"session_id": row.get("session_id"), "meeting_id": None}
            return own | {f"{table[:-1]}_id": record}
        session, meeting = row.get("session_id"), row.get("meeting_id")
        owner = self._owner(table, row) if session is None and meeting is None else None
        if owner is not None:
            return self._occasion(*owner, self.row(*owner))
        if table in PROGRAMME and meeting is not None:
            session = self.row("meetings", meeting)["session_id"]
        return {"session_id": session, "meeting_id": meeting}

    def _owner(self, table: str, row: Values) -> tuple[str, int] | None:
        """Return the record that a part hangs on: a member's delegation, what a claim is about."""
        if table == "claims":
            return row["record_table"], row["record_id"]
        owner, column = OWNERS.get(table, ("", ""))
        return (owner, row[column]) if row.get(column) is not None else None

    def _level(self, table: str, before: Values | None, after: Values | None) -> int:
        """Return the rank of clearance from which a reader notices the change."""
        working = WORKING | {"reason"} if table in REASONED else WORKING
        if before and after and {k for k in after if after[k] != before[k]} <= working:
            return Visibility.INTERNAL.rank
        return min(self._rank(table, row) for row in (before, after) if row is not None)

    def _rank(self, table: str, row: Values) -> int:
        rank = Visibility(row.get("visibility", Visibility.PUBLIC)).rank
        ends = [("parties", row[c]) for c in ("member_id", "organisation_id") if c in row]
        unlevelled = [(table, row["id"])] if table in NAMERS else ends
        if not all(self._is_named_in_public(*each) for each in unlevelled):
            rank = Visibility.INTERNAL.rank
        embargo = row.get("embargo_until")
        if embargo and from_stored(embargo) > self.at:
            rank = max(rank, Visibility.INTERNAL.rank)
        held = (self._rank(holder, self.row(holder, at)) for holder, at in holders(table, row))
        return max(rank, *held, 0)

    def _is_named_in_public(self, table: str, record: int) -> bool:
        """Return whether a record that has no level of its own is there for the public."""
        gate = Gate(Reader(Visibility.PUBLIC, self.at))
        return bool(
            self.door.rows(
                f"SELECT 1 FROM {table} x WHERE x.id = :id AND {named(gate, table, 'x')}",
                {"id": record},
            )
        )

    def _told(self, level: int, before: Values | None, after: Values | None) -> int:
        """Return the rank from which a reader is shown another session or meeting than before.

        A venue that a reader may not see is told as its city: within it, nothing changes.
        """
        if before is None or after is None:
            return level
        changed = {k for k in after if after[k] != before[k]} - WORKING - {"reason"}
        return max(level, self._place_rank(before, after)) if changed == {"place_id"} else level

    def _moved(
        self, table: str, record: int, before: Values | None, after: Values | None
    ) -> int | None:
        """Return the rank from which a reader sees the record moved (SEQUENCE), or None.

        Who saw it, then did not, and now sees it again counts one move for all those that
        were made meanwhile; who never saw it counts none.
        """
        if before is None or after is None:
            return None
        then, now = self._rank(table, before), self._rank(table, after)
        noticed = min(then, now)
        if any(before[c] != after[c] for c in SCHEDULING) or _when(before) != _when(after):
            return noticed
        if now < then and self._moved_unseen(table, record, range(now, then)):
            return noticed
        if before["place_id"] != after["place_id"]:
            return max(noticed, self._place_rank(before, after))
        return None

    def _moved_unseen(self, table: str, record: int, ranks: range) -> bool:
        """Return whether the record moved unseen by a reader of these ranks who knows it."""
        rows = self.door.rows(
            "SELECT level, moved_level FROM revisions "
            "WHERE record_table = :table AND record_id = :record",
            {"table": table, "record": record},
        )
        return any(
            any(row["level"] <= rank for row in rows)
            and any((row["moved_level"] or 0) > rank for row in rows)
            for rank in ranks
        )

    def _place_rank(self, before: Values, after: Values) -> int:
        """Return the lowest rank at which both rows are shown at different places."""
        both = before["place_id"], after["place_id"]
        for level in Visibility:
            was, is_now = (self._shown_place(place, level) for place in both)
            if was != is_now:
                return level.rank
        return Visibility.CONFIDENTIAL.rank

    def _shown_place(self, place: int | None, level: Visibility) -> int | None:
        """Return the place, or the city in its stead, that a reader of that level is told."""
        if place is None:
            return None
        row = self.row("places", place)
        if Visibility(row["visibility"]).rank <= level.rank:
            return place
        return self._shown_place(row["city_id"], level)

    def _clock(self, level: Visibility) -> str:
        """Return this change's LAST-MODIFIED for readers of that clearance.

        It is now, but a second at least after every change that those readers may have
        noticed, and after every embargo that was over for them: whatever an event
        showed, or ceases to show, the next change of it is later. What they may not
        notice does not move it.
        """
        if level not in self._clocks:
            change = self._open()
            found = self.door.rows(
                f"SELECT modified_{level} AS at FROM revisions "
                f"WHERE change_id <> :change AND modified_{level} IS NOT NULL "
                "ORDER BY id DESC LIMIT 1",
                {"change": change},
            )
            earlier = [row["at"] for row in found]
            if level is Visibility.PUBLIC:
                earlier += [row["at"] for row in self._lifted() if row["at"]]
            now = self.at.replace(microsecond=0)
            after = [from_stored(at) + timedelta(seconds=1) for at in earlier]
            self._clocks[level] = to_stored(max([now, *after]))
        return self._clocks[level]

    def _lifted(self) -> Sequence[Row]:
        """Return, of each table, the last embargo to have ended on something public."""
        each = " UNION ALL ".join(
            f"SELECT max(embargo_until) AS at FROM {table} "
            "WHERE embargo_until <= :now AND visibility = 'public'"
            for table in EMBARGOED
        )
        return self.door.rows(each, {"now": to_stored(self.at)})


@lru_cache(maxsize=256)
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    """Return the statement that stores a row of those columns and gives it back whole."""
    named = ", ".join(map(_column, columns))
    values = ", ".join(f":{column}" for column in columns)
    return f"INSERT INTO {_known(table)} ({named}) VALUES ({values}) RETURNING *"


def _known(table: str) -> str:
    """Return a table's name, which is about to stand in a statement, if it is one of ours."""
    if table not in RECORDS:
        raise NotFound(f"There is no table {table}.")
    return table


def _column(name: str) -> str:
    """Return a column's name, which is about to stand in a statement; a plain word only."""
    if not name.isidentifier():
        raise NotFound(f"There is no column {name}.")
    return f'"{name}"'


def _derive(table: str, row: Values) -> None:
    """Fill the columns that follow from a row's whens, so that no writer can forget them."""
    if table not in DATED:
        return
    kept = next((row[column] for column in WHENS if row.get(column)), None)
    row.update(when_columns(parse_when(kept), row["zone"]) if kept else _UNDATED)


_UNDATED: Values = {"starts_at": None, "ends_at": None, "span_days": None}
# Sorting wants two ends: an open side counts as a generation away.
_OPEN = timedelta(days=366 * 30)


def when_columns(when: When, zone: str) -> Values:
    """Return the derived columns: UTC bounds and the length in whole days, rounded up."""
    first, last = when.bounds(zone)
    if first is None and last is None:
        return _UNDATED
    start = first or (last - _OPEN if last else None)
    end = last or (first + _OPEN if first else None)
    assert start is not None  # noqa: S101
    assert end is not None  # noqa: S101
    days = -((start - end) // timedelta(days=1))
    return {"starts_at": to_stored(start), "ends_at": to_stored(end), "span_days": days}


def _when(row: Values) -> str | None:
    """Return the text of the date that counts."""
    return next((str(row[column]) for column in WHENS if row[column]), None)


_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _json(row: Values | None) -> str | None:
    return None if row is None else _ENCODE(row)
