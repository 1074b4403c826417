"""Two meetings that were one: its title, date and place, its level, and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.merging import Taken
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.domain.when import Timed, ToBeConfirmed
from tracker.services.merging.bench import (
    lists_joined,
    notes_joined,
    stricter,
    texts_joined,
)
from tracker.services.merging.parts import join_parts
from tracker.services.references import label_of
from tracker.services.scheduling import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.when import When
    from tracker.services.merging.bench import Bench, Row

FIELDS = ("title", "when", "place", "session", "kind", "level", "format", "access", "url")
_SIMPLE = ("level", "format", "access", "url")
_WHEN = ("status", "when_announced", "when_confirmed", "when_actual", "zone", "reason")


def merge_meetings(bench: Bench) -> None:
    """Make one meeting of two.

    Its level is the stricter one of both, with what holds them; its embargo the later.
    """
    mine, theirs = bench.row(bench.kept), bench.row(bench.gone)
    values: dict[str, Any] = {
        **_title(bench, mine, theirs),
        **_when(bench, mine, theirs),
        **_place(bench, mine, theirs),
        **_session(bench, mine, theirs),
        **_kind(bench, mine, theirs),
        "note": notes_joined(mine["note"], theirs["note"]),
        "languages": lists_joined(mine["languages"], theirs["languages"]),
    }
    for column in _SIMPLE:
        if bench.choose(column, mine[column], theirs[column]):
            values[column] = theirs[column]
    values |= _secrecy(bench, mine, theirs, values)
    # First of all the level: nothing that comes is seen further than it was.
    bench.desk.ledger.update("meetings", bench.kept.id, values)
    join_parts(bench)
    _keep_identity(bench, theirs["uid"])
    bench.desk.ledger.remove("meetings", bench.gone.id)


def _title(bench: Bench, mine: Row, theirs: Row) -> dict[str, str]:
    """Return the title in all languages of both; in one that both have, as the first says."""
    ours, other = Text.read(mine["title"]), Text.read(theirs["title"])
    if any(ours.get(tag) not in (None, words) for tag, words in other):
        if bench.choose("title", ours, other):
            return {"title": texts_joined(theirs["title"], mine["title"])}
    elif any(ours.get(tag) is None for tag, _ in other):
        bench.taken.append(Taken("title", other))
    return {"title": texts_joined(mine["title"], theirs["title"])}


def _when(bench: Bench, mine: Row, theirs: Row) -> dict[str, Any]:
    """Return dates and status, which belong together.

    A date that is to be confirmed says nothing beside one that is known, and of a day and an
    hour on it the hour is the more exact.
    """
    ours, other = current(mine), current(theirs)
    both = (ours, str(mine["status"])), (other, str(theirs["status"]))
    if both[0] == both[1]:
        merged = {column: mine[column] or theirs[column] for column in _WHEN}
        return merged if current(merged) == ours else {}
    alike = mine["status"] == theirs["status"]
    if _says_nothing(other, theirs) and not isinstance(ours, ToBeConfirmed):
        return {}
    if alike and _is_within(ours, mine, other, theirs) and "when" not in bench.wanted:
        return {}
    less = _says_nothing(ours, mine) or (alike and _is_within(other, theirs, ours, mine))
    if not bench.choose("when", None if less else both[0], both[1]):
        return {}
    return {column: theirs[column] for column in _WHEN}


def _says_nothing(when: When, row: Row) -> bool:
    open_still = row["status"] in (Status.TENTATIVE, Status.ANNOUNCED)
    return open_still and isinstance(when, ToBeConfirmed)


def _is_within(exact: When, row: Row, loose: When, other: Row) -> bool:
    """Return whether a date lies in another one, which is less exact."""
    if isinstance(loose, Timed) or (loose.is_precise and not isinstance(exact, Timed)):
        return False
    bounds = (*exact.bounds(row["zone"]), *loose.bounds(other["zone"]))
    first, last, begin, end = bounds
    if first is None or last is None or begin is None or end is None:
        return False
    return begin <= first and last <= end


def _place(bench: Bench, mine: Row, theirs: Row) -> dict[str, Any]:
    """Return place and room; of a city and a venue in it the venue is the more exact."""
    ours, other = mine["place_id"], theirs["place_id"]
    within = {ours: _city(bench, ours), other: _city(bench, other)}
    if ours == other:
        if bench.choose("room", mine["room"], theirs["room"]):
            return {"room": theirs["room"]}
        return {}
    if other is not None and within[ours] == other and "place" not in bench.wanted:
        return {}
    told = _place_said(bench, ours, mine["room"]), _place_said(bench, other, theirs["room"])
    known = None if ours is not None and within[other] == ours else told[0]
    if not bench.choose("place", known, told[1]):
        return {}
    return {"place_id": other, "room": theirs["room"] or (None if ours else mine["room"])}


def _city(bench: Bench, place: int | None) -> int | None:
    return None if place is None else bench.desk.ledger.row("places", place)["city_id"]


def _place_said(bench: Bench, place: int | None, room: str | None) -> str | None:
    if place is None:
        return room
    name = str(Text.read(bench.desk.ledger.row("places", place)["name"]))
    return f"{room}, {name}" if room else name


def _session(bench: Bench, mine: Row, theirs: Row) -> dict[str, Any]:
    ours, other = (
        label_of(bench.desk.reading, "sessions", row["session_id"])
        if row["session_id"] is not None
        else None
        for row in (mine, theirs)
    )
    if bench.choose("session", ours, other):
        return {"session_id": theirs["session_id"]}
    return {}


def _kind(bench: Bench, mine: Row, theirs: Row) -> dict[str, Any]:
    """Return the kind: a mere “meeting” says nothing beside another."""
    ours, other = (row["kind"] if row["kind"] != "meeting" else None for row in (mine, theirs))
    if bench.choose("kind", ours, other):
        return {"kind": theirs["kind"]}
    return {}


def _secrecy(bench: Bench, mine: Row, theirs: Row, values: Row) -> dict[str, Any]:
    """Return a level and an embargo that show neither meeting further than it was shown."""
    merged = {**mine, **values}
    level = stricter(mine["visibility"], theirs["visibility"])
    wanted = stricter(*_levels(bench, mine), *_levels(bench, theirs))
    if stricter(level, *_levels(bench, merged)) != wanted:
        level = wanted
    embargo = max([*_embargoes(bench, mine), *_embargoes(bench, theirs)], default=None)
    own = max([e for e in (mine["embargo_until"], theirs["embargo_until"]) if e], default=None)
    if embargo and embargo > max([*_embargoes(bench, merged), own or ""]):
        own = embargo
    if Visibility(level) is not Visibility(mine["visibility"]):
        bench.remarks.append(f"{bench.kept.short} becomes {level}, as {bench.gone.short} was.")
    if own != mine["embargo_until"]:
        bench.remarks.append(f"{bench.kept.short} comes under the embargo of {bench.gone.short}.")
    return {"visibility": level, "embargo_until": own}


def _levels(bench: Bench, row: Row) -> Iterator[str]:
    yield from (each["visibility"] for each in _held(bench, row))


def _embargoes(bench: Bench, row: Row) -> list[str]:
    return [each["embargo_until"] for each in _held(bench, row) if each["embargo_until"]]


def _held(bench: Bench, row: Row) -> Iterator[Row]:
    """Yield a meeting's row, and those of the session and series that hold it."""
    yield row
    if row["session_id"] is not None:
        session = bench.desk.ledger.row("sessions", row["session_id"])
        yield session
        yield bench.desk.ledger.row("series", session["series_id"])


def _keep_identity(bench: Bench, uid: str) -> None:
    """Keep the UID of the meeting that goes as another one of the meeting that stays."""
    bench.desk.ledger.insert(
        "listings",
        {
            "meeting_id": bench.kept.id,
            "foreign_uid": uid,
            "digest": "",
            "visibility": bench.row(bench.kept)["visibility"],
        },
    )
