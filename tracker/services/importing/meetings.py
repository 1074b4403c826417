"""Entries that become meetings: stored when new, merged field by field when known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.importing import FieldChange
from tracker.domain.meetings import MeetingKind
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.when import ToBeConfirmed, parse_when
from tracker.errors import Invalid
from tracker.services import lookup
from tracker.services.importing import parts
from tracker.services.importing.merging import Merged, Merging, level_of_said, note_of, title_of
from tracker.services.meetings import DATE_COLUMNS, rezoned, status_for, web_address, zone_of_when
from tracker.services.scheduling import current, date_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.when import When
    from tracker.services.importing.said import Said
    from tracker.services.importing.wishes import Bench

# What calls a date off, or puts it off, and so leaves the date as it was.
_OFF = (Status.CANCELLED, Status.POSTPONED)
# What a status is when nobody gave one.
_UNSAID = (Status.ANNOUNCED, Status.HELD)


def add(bench: Bench, said: Said) -> int:
    """Store a meeting that a file tells of and return its id; raise Invalid for what is none."""
    title = title_of(said)
    if not title:
        raise Invalid("It has no title.")
    level = level_of_said(bench, said)
    place, room = bench.names.whereabouts(said, level)
    when, zone = _when(bench, said, place)
    status = _status(bench, said, when, zone)
    row: dict[str, Any] = {
        "session_id": bench.wishes.session,
        "title": title.stored(),
        "zone": zone,
        "place_id": place,
        "room": room,
        **{column: read(bench, said) for column, read in _PLAIN.items()},
    }
    meeting = _store(bench, row, status, when, said)
    parts.add(bench, meeting, said, row["visibility"])
    return meeting


def _store(bench: Bench, row: dict[str, Any], status: Status, when: When, said: Said) -> int:
    """Store a new meeting; one that was postponed has its old date in its history."""
    old = parse_when(said["postponed_from"]) if "postponed_from" in said else None
    dates: dict[str, Any] = {}
    if old is not None:
        dates = {"when_announced": str(old)}
    elif not isinstance(when, ToBeConfirmed):
        dates = {DATE_COLUMNS[status]: str(when)}
    off = old is not None and status in _OFF
    first = status if old is None or off else Status.ANNOUNCED
    meeting = bench.desk.ledger.insert("meetings", {**row, "status": first, **dates})
    if old is not None and not isinstance(when, ToBeConfirmed) and str(when) != str(old):
        then = Status.ANNOUNCED if status is Status.POSTPONED else status
        bench.desk.ledger.update(
            "meetings", meeting, {"status": then, **date_columns(then, when, row)}
        )
    return meeting


def merge(bench: Bench, meeting: int, base: Said, now: Said) -> Merged:
    """Take over what a file says anew of a meeting, and return what came of it.

    `base` is what it said last. Raises Invalid when what it says now cannot be.
    """
    merging = Merging(bench, ("meetings", meeting), base, now)
    merging.merge_title()
    merging.merge_plain(_PLAIN)
    _merge_place(merging)
    _merge_schedule(merging)
    level = str(merging.columns.get("visibility") or merging.row["visibility"])
    merging.store()
    found = parts.merge(bench, meeting, base, now, level)
    return Merged((*merging.changes, *found), tuple(merging.kept))


def merge_fields(merging: Merging) -> None:
    """Merge kind, level, address, note and place, but not how far the record may go."""
    fields = {name: read for name, read in _PLAIN.items() if name != "visibility"}
    merging.merge_plain({name: read for name, read in fields.items() if name in merging.now})
    _merge_place(merging)


def _merge_place(merging: Merging) -> None:
    if not merging.says("place", "city", "country", "room"):
        return
    level = level_of_said(merging.bench, merging.now)
    names = merging.bench.names
    found = [names.whereabouts(said, level) for said in (merging.base, merging.now)]
    was, then = ({"place_id": place, "room": room} for place, room in found)
    merging.settle("place", was, then, (_place_words(merging), _where(merging.now)))


def _place_words(merging: Merging) -> str | None:
    """Return where the meeting is, in words."""
    place, name = merging.row["place_id"], None
    if place is not None:
        desk = merging.bench.desk
        name = str(Text.read(desk.ledger.row("places", place)["name"]).rendition(desk.language))
    return ", ".join(filter(None, (merging.row["room"], name))) or None


def _merge_schedule(merging: Merging) -> None:
    """Merge date and status: a new date keeps the status, and both void firmer dates."""
    moved, restated = merging.says("when", "zone"), merging.says("status")
    if not moved and not restated:
        return
    row = {**merging.row, **merging.columns}
    when, zone = _when(merging.bench, merging.now, row["place_id"])
    ours, status = current(merging.row), Status(row["status"])
    if restated:
        status = _restated(merging, status, when, zone)
    moved = moved and _is_moved(merging, ours, when, status)
    if moved and "status" not in merging.now and status in _UNSAID:
        status = status_for(merging.bench.desk, when, zone)
    merging.columns["status"] = status
    if moved or (status != merging.row["status"] and status not in _OFF):
        merging.columns |= date_columns(status, when if moved else ours, merging.row)


def _is_moved(merging: Merging, ours: When, when: When, status: Status) -> bool:
    """Return whether the meeting is to have another date, unless somebody here gave it one."""
    if str(ours) == str(when):
        return False
    if isinstance(when, ToBeConfirmed) and status in _OFF:
        return False  # called off or put off, it keeps the date that it had
    change = FieldChange("when", str(ours), str(when))
    if not merging.theirs:
        base = merging.base
        was = _when(merging.bench, base, merging.row["place_id"])[0] if "when" in base else None
        if was is None or str(ours) != str(was):
            merging.kept.append(change)
            return False
    merging.changes.append(change)
    return True


def _restated(merging: Merging, ours: Status, when: When, zone: str) -> Status:
    """Return the status that the file now gives, unless somebody here gave another."""
    then = _status(merging.bench, merging.now, when, zone)
    was = merging.base.get("status")
    if then is ours:
        return ours
    change = FieldChange("status", ours, then)
    if merging.theirs or ours == was or (was is None and ours in _UNSAID):
        merging.changes.append(change)
        return then
    merging.kept.append(change)
    return ours


def _where(said: Said) -> str | None:
    told = [said.get("room"), said.get("place"), said.get("city"), said.get("country")]
    return ", ".join(dict.fromkeys(filter(None, told))) or None


def _when(bench: Bench, said: Said, place: int | None) -> tuple[When, str]:
    """Return the date that is said and its zone: a known place's for times that name none."""
    kept, zone = said["when"], said["zone"]
    if said.get("floating") and place is not None:
        zone = lookup.zone_of_place(bench.desk, place)
        kept = rezoned(kept, zone)
    when = parse_when(kept)
    return when, zone_of_when(when, zone)


def _status(bench: Bench, said: Said, when: When, zone: str) -> Status:
    """Return the status that is said, else the usual one; nothing to come was held already."""
    usual = status_for(bench.desk, when, zone)
    status = Status(said.get("status", usual))
    start = when.bounds(zone)[0]
    if status is Status.HELD and (start is None or start > bench.desk.now):
        return Status.ANNOUNCED
    return status


def _address(_bench: Bench, said: Said) -> str | None:
    try:
        return web_address(said["url"]) if "url" in said else None
    except Invalid:
        return None


_PLAIN: dict[str, Callable[[Bench, Said], str | None]] = {
    "kind": lambda _bench, said: said.get("kind", MeetingKind.MEETING),
    "level": lambda _bench, said: said.get("level"),
    "url": _address,
    "note": note_of,
    "visibility": level_of_said,
}
