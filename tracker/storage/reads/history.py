"""Reading the history: changes and their revisions."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from typing import TYPE_CHECKING, Any

from tracker.domain.history import Change, Revision
from tracker.domain.instants import from_stored, to_stored_exactly
from tracker.domain.visibility import Visibility
from tracker.storage.door import CHUNK
from tracker.storage.reads.presence import NAMERS, is_there
from tracker.storage.reads.reading import Reading, grouped
from tracker.storage.reads.telling import Telling
from tracker.storage.schema import holders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tracker.storage.door import Row

_NEWEST = 2**63 - 1  # no id is above it
# So many revisions of a change are told; an import of a large calendar has a million.
MOST = 300
_PROGRAM = "tracker"
# Shared options whose value is the next word (cli/shape.py), wherever they stand.
_VALUED = frozenset({"--db", "--lang", "--zone", "--author", "--color"})


def changes(
    reading: Reading,
    *,
    record: tuple[str, int] | None = None,
    since: datetime | None = None,
    limit: int | None = None,
) -> tuple[Change, ...]:
    """Return changes, newest first: of one record and what hangs on it, or of all.

    A revision of what this reader may not see is left out, and a change with nothing
    left goes with it. Of a change of very many records only the first are told, or those
    of the record, and how many more there are.
    """
    conditions, parameters = ["1 = 1"], {}
    about = _about(record) if record is not None else None
    if about is not None and record is not None:
        conditions.append(f"c.id IN (SELECT r.change_id FROM revisions r WHERE {about})")
        parameters = {"table": record[0], "number": record[1]}
    if since is not None:
        conditions.append("c.at >= :since")
        parameters["since"] = to_stored_exactly(since)
    statement = (
        "SELECT c.*, u.id AS undone_by FROM changes c LEFT JOIN changes u ON u.undoes = c.id "
        f"WHERE {' AND '.join(conditions)} AND c.id < :below ORDER BY c.id DESC LIMIT :step"
    )
    found: list[Change] = []
    below, step = _NEWEST, min(limit or CHUNK, CHUNK)
    while limit is None or len(found) < limit:
        rows = reading.rows(statement, {**parameters, "below": below, "step": step})
        found += _with_revisions(reading, rows, record)
        if len(rows) < step:
            break
        below = rows[-1]["id"]
    return tuple(found[:limit])


def _about(record: tuple[str, int]) -> str:
    """Return the condition for revisions of a record and of what hangs on it."""
    table, _ = record
    own = "(r.record_table = :table AND r.record_id = :number)"
    if table in ("sessions", "meetings"):
        return f"({own} OR r.{table[:-1]}_id = :number)"
    return own


def undoable(reading: Reading, count: int) -> tuple[tuple[Change, int], ...]:
    """Return the newest changes that stand, each with the change to take back.

    That is the change itself, or, where it was taken back and brought again, the last
    bringing again.
    """
    standing = [(c, tip) for c, tip, stands in _chains(reading) if stands]
    return _told(reading, standing[:count])


def redoable(reading: Reading, count: int) -> tuple[tuple[Change, int], ...]:
    """Return the changes that were taken back, the last taken back first, each with its undoing."""
    undone = [(c, tip) for c, tip, stands in _chains(reading) if not stands]
    return _told(reading, sorted(undone, key=lambda pair: -pair[1])[:count])


def _chains(reading: Reading) -> list[tuple[int, int, bool]]:
    """Return every change that is no undoing, newest first, as (change, last link, stands).

    The last link is the newest in its chain of undoings and redoings, or the change itself.
    """
    rows = reading.rows("SELECT id, undoes FROM changes ORDER BY id DESC")
    after = {row["undoes"]: row["id"] for row in rows if row["undoes"] is not None}
    chains = []
    for row in rows:
        if row["undoes"] is None:
            tip, stands = row["id"], True
            while tip in after:
                tip, stands = after[tip], not stands
            chains.append((row["id"], tip, stands))
    return chains


def _told(reading: Reading, chosen: list[tuple[int, int]]) -> tuple[tuple[Change, int], ...]:
    rows = reading.by_ids(
        "SELECT c.*, NULL AS undone_by FROM changes c WHERE c.id IN ({ids})",
        [change for change, _ in chosen],
    )
    known = {change.id: change for change in _with_revisions(reading, rows)}
    return tuple((known[change], tip) for change, tip in chosen if change in known)


def merged_into(reading: Reading, table: str, record: int) -> int | None:
    """Return the record of the same table that a removed one was merged into, if it was.

    The change that removed it is then about the other. Follows on where that was merged too.
    """
    met = {record}
    while True:
        rows = reading.rows(
            f"SELECT c.subject FROM {table} x JOIN revisions r ON r.record_table = :table "
            "AND r.record_id = x.id JOIN changes c ON c.id = r.change_id "
            "WHERE x.id = :id AND x.removed = 1 ORDER BY r.id DESC LIMIT 1",
            {"table": table, "id": record},
        )
        of, _, number = (rows[0]["subject"] or "").partition(":") if rows else ("", "", "")
        if of != table or int(number) in met:
            return record if len(met) > 1 else None
        record = int(number)
        met.add(record)


def last_subject(reading: Reading, author: str) -> tuple[str, int] | None:
    """Return the table and id of the record that an author's newest live change is about."""
    standing = {change for change, _, stands in _chains(reading) if stands}
    rows = reading.rows(
        "SELECT id, subject FROM changes WHERE author = :author AND subject IS NOT NULL "
        "ORDER BY id DESC",
        {"author": author},
    )
    subject = next((row["subject"] for row in rows if row["id"] in standing), None)
    if subject is None:
        return None
    table, _, number = subject.partition(":")
    return table, int(number)


def _with_revisions(
    reading: Reading, rows: Sequence[Row], record: tuple[str, int] | None = None
) -> tuple[Change, ...]:
    sight = _Sight(reading)
    sizes = _sizes(reading, rows)
    small = [change for change, size in sizes.items() if size <= MOST]
    read = [
        *reading.by_ids("SELECT * FROM revisions WHERE change_id IN ({ids}) ORDER BY id", small),
        *(r for change in sizes.keys() - set(small) for r in _first(reading, change, record)),
    ]
    told = [(row["change_id"], sight.of(row)) for row in read]
    found = grouped((change, revision) for change, revision in told if revision is not None)
    # Who may not see all of a change may not read its command either, nor who sees no notes.
    partly = {change for change, revision in told if revision is None}
    partly |= {change for change in sizes.keys() - set(small) if _is_above(reading, change)}
    if not reading.gate.reader.sees_internal:
        partly |= set(found)
    counts = Counter(change for change, _ in told)
    return tuple(
        Change(
            id=row["id"],
            at=from_stored(row["at"]),
            author=row["author"],
            command=_verb(row["command"]) if row["id"] in partly else row["command"],
            subject=None if row["id"] in partly else row["subject"],
            undoes=row["undoes"],
            undone_by=row["undone_by"],
            revisions=found[row["id"]],
            # How much there is of what one may not see is not told either.
            more=0 if row["id"] in partly else sizes[row["id"]] - counts[row["id"]],
        )
        for row in rows
        if row["id"] in found
    )


def _sizes(reading: Reading, rows: Sequence[Row]) -> dict[int, int]:
    """Return how many revisions each change has."""
    counted = reading.by_ids(
        "SELECT change_id, count(*) AS n FROM revisions WHERE change_id IN ({ids}) "
        "GROUP BY change_id",
        [row["id"] for row in rows],
    )
    return {row["change_id"]: row["n"] for row in counted}


def _first(reading: Reading, change: int, record: tuple[str, int] | None) -> Sequence[Row]:
    """Return the first revisions of a large change, or of a record in it.

    Where records are listed is the last that one asks of a history.
    """
    about = _about(record) if record is not None else "r.record_table <> 'listings'"
    table, number = record or (None, None)
    return reading.rows(
        f"SELECT r.* FROM revisions r WHERE r.change_id = :change AND {about} "
        f"ORDER BY r.id LIMIT {MOST}",
        {"change": change, "table": table, "number": number},
    )


def _is_above(reading: Reading, change: int) -> bool:
    """Return whether anything of a change is above this reader's clearance."""
    rank = reading.gate.reader.clearance.rank
    return rank < Visibility.CONFIDENTIAL.rank and bool(
        reading.rows(
            "SELECT 1 FROM revisions WHERE change_id = :change AND level > :rank LIMIT 1",
            {"change": change, "rank": rank},
        )
    )


def _verb(command: str) -> str:
    """Return a command line's program and verb, without anything else that was typed.

    Options may stand before the verb, and some take the next word for their value.
    """
    try:
        program, *words = shlex.split(command)
    except ValueError:  # an open quote, or nothing at all
        return _PROGRAM
    left = iter(words)
    for word in left:
        if word in _VALUED:
            next(left, None)
        elif not word.startswith("-"):
            # A verb is a plain word; anything else is not for those who may not see it all.
            return f"{program} {word}" if word.isascii() and word.isalpha() else program
    return program


class _Sight:
    """What of the history a reader may see: both sides of a revision, for it tells them both."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._reader = reading.gate.reader
        self._there: dict[tuple[str, int], bool] = {}
        self._telling = Telling(reading)

    def of(self, row: Row) -> Revision | None:
        """Return a row of the history as a revision, or None for what is not to be seen."""
        revision = _revision(row)
        if self._reader.clearance is Visibility.CONFIDENTIAL:
            return revision
        # What has no level was perhaps named for this reader only later.
        noticed = row["level"] <= self._reader.clearance.rank or revision.table in NAMERS
        if not noticed or not self._holds(revision):
            return None
        sides = (revision.before, revision.after)
        shown = (self._telling.told(revision.table, side) if side else None for side in sides)
        told = Revision(revision.table, revision.record, *shown)
        if told != revision and told.verb == "changed" and not told.differences():
            # A correction of nothing but what is kept back was not made, for this reader.
            return None if revision.differences() else told
        return told

    def _holds(self, revision: Revision) -> bool:
        """Return whether each side, and what holds the record now, is for this reader."""
        now = [revision.after] if revision.after else [revision.before]
        holding = {held for side in now if side for held in holders(revision.table, side)}
        return all(
            self._may_see(side) for side in (revision.before, revision.after) if side
        ) and all(self._is_there(*held) for held in {*holding, (revision.table, revision.record)})

    def _may_see(self, side: Mapping[str, Any]) -> bool:
        embargo = side.get("embargo_until")
        until = from_stored(embargo) if embargo else None
        return self._reader.may_see(side.get("visibility", Visibility.PUBLIC), until)

    def _is_there(self, table: str, record: int) -> bool:
        key = (table, record)
        if key not in self._there:
            self._there[key] = is_there(self._reading, table, record, removed=True) or (
                self._is_gone(table, record)
            )
        return self._there[key]

    def _is_gone(self, table: str, record: int) -> bool:
        """Return whether a row was taken back, which alone makes no secret of it.

        Of one without a level nobody can say any more who named it.
        """
        if table in NAMERS and not self._reader.sees_internal:
            return False
        return not self._reading.rows(f"SELECT 1 FROM {table} WHERE id = :id", {"id": record})


def _revision(row: Row) -> Revision:
    return Revision(
        table=row["record_table"],
        record=row["record_id"],
        before=_side(row["before"]),
        after=_side(row["after"]),
    )


def _side(kept: str | None) -> dict[str, Any] | None:
    """Return a side of a revision, less what is nobody's to read."""
    row = json.loads(kept) if kept else None
    return {k: v for k, v in row.items() if k != "token_hash"} if row else None
