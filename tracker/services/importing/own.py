"""Records of ours that come back from another calendar: exported, changed there, read again.

A calendar says less than the ledger knows: postponed becomes cancelled, April becomes thirty
days, an unknown end an hour. Only what differs from what we would have written ourselves
was changed there.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tracker.domain.importing import FieldChange
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.when import Imprecise, Timed, ToBeConfirmed, parse_when
from tracker.services.importing import meetings, parts
from tracker.services.importing.merging import Merged, Merging, title_of
from tracker.services.meetings import zone_of_when
from tracker.services.scheduling import current, date_columns

if TYPE_CHECKING:
    from tracker.domain.when import When
    from tracker.services.importing.said import Said
    from tracker.services.importing.wishes import Bench

# What a calendar can tell apart: RFC 5545, 3.8.1.11.
_FIRMNESS = {
    Status.TENTATIVE: "tentative",
    Status.ANNOUNCED: "tentative",
    Status.CONFIRMED: "confirmed",
    Status.HELD: "confirmed",
    Status.POSTPONED: "cancelled",
    Status.CANCELLED: "cancelled",
}
_UNKNOWN_LENGTH = timedelta(hours=1)


def merge(
    bench: Bench, record: tuple[str, int], base: Said, now: Said, *, in_table: bool = False
) -> Merged:
    """Take over the title, date and status that another calendar gave a record of ours.

    A table, which has a column for every field, says the others of a meeting as well: ours
    was exported, corrected in a spreadsheet, and comes back. What it leaves empty stays.
    """
    merging = Merging(bench, record, base, now)
    _merge_title(merging)
    _merge_schedule(merging)
    if not in_table or merging.table != "meetings":
        merging.store()
        return Merged(tuple(merging.changes))
    return _merge_rest(merging)


def _merge_rest(merging: Merging) -> Merged:
    """Take over every other field that a row has, the place and the parties too."""
    merging.theirs = True
    meetings.merge_fields(merging)
    merging.store()
    level = str(merging.row["visibility"])
    now: Said = {field: merging.now[field] for field in _HELD if field in merging.now}
    base: Said = {field: _listed(merging, field) for field in now}
    found = parts.merge(merging.bench, merging.record, base, now, level)
    return Merged((*merging.changes, *found))


_HELD: Final = {
    "parties": "SELECT p.code AS word FROM delegations d JOIN parties p ON p.id = d.party_id "
    "WHERE d.removed = 0 AND d.meeting_id = :id ORDER BY d.id",
    "topics": "SELECT t.slug AS word FROM taggings g JOIN topics t ON t.id = g.topic_id "
    "WHERE g.removed = 0 AND g.meeting_id = :id ORDER BY g.id",
}


def _listed(merging: Merging, field: str) -> str:
    """Return the parties or topics that a meeting has, as a table of ours names them."""
    rows = merging.bench.desk.reading.rows(_HELD[field], {"id": merging.record})
    return json.dumps([row["word"] for row in rows], ensure_ascii=False)


def _merge_title(merging: Merging) -> None:
    """Take another title; one that ours stands in was only dressed for the calendar."""
    if not merging.says("title") or merging.table != "meetings":
        return
    ours = Text.read(merging.row["title"])
    title = title_of(merging.now)
    if not title or any(words in version for _, words in ours for _, version in title):
        return
    language, words = next(iter(title))
    language = language if ours.get(language) else ours.original or language
    merging.columns["title"] = ours.with_version(language, words).stored()
    merging.changes.append(FieldChange("title", ours.get(language), words))


def _merge_schedule(merging: Merging) -> None:
    ours, status = current(merging.row), Status(merging.row["status"])
    when = parse_when(merging.now["when"]) if "when" in merging.now else ours
    moved = merging.says("when") and not _is_same(ours, when, merging.row["zone"])
    then = _restated(merging, ours, status)
    if moved:
        merging.changes.append(FieldChange("when", str(ours), str(when)))
        zone = zone_of_when(when, merging.row["zone"])
        merging.columns |= date_columns(then, when, {**merging.row, "zone": zone})
    if then is not status:
        merging.changes.append(FieldChange("status", status, then))
        merging.columns["status"] = then


def _restated(merging: Merging, ours: When, status: Status) -> Status:
    if not merging.says("status") or not isinstance(ours, Timed) or "status" not in merging.now:
        return status
    then = Status(merging.now["status"])
    return status if _FIRMNESS[then] == _FIRMNESS[status] else then


def _is_same(ours: When, theirs: When, zone: str) -> bool:
    """Return whether a date is as a calendar would have ours."""
    if isinstance(ours, ToBeConfirmed):
        return True
    if isinstance(ours, Imprecise):
        return ours.days() == theirs.days()
    was, now = ours.bounds(zone), theirs.bounds(zone)
    if isinstance(ours, Timed) and ours.end is None:
        start = was[0]
        return start is not None and now in ((start, start), (start, start + _UNKNOWN_LENGTH))
    return was == now
