"""Keeping places: cities and the venues in them, with the zone their clocks keep."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from tracker.domain.folding import folded
from tracker.domain.quoting import quoted
from tracker.domain.text import Text, clean
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.domain.when import zone_of
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import lookup
from tracker.services.desk import value_of
from tracker.services.drafts import filled, listed, text_column
from tracker.services.meetings import rezoned
from tracker.storage.reads.reading import words as words_of

if TYPE_CHECKING:
    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions
    from tracker.storage.door import Row


@frozen
class PlaceDraft:
    """What a person said of a place, as typed; None where they said nothing."""

    name: str | None = None
    names_in: Versions = ()
    city: str | None = None
    zone: str | None = None
    country: str | None = None
    coordinates: str | None = None
    aliases: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    visibility: str | None = None


def add(desk: Desk, draft: PlaceDraft) -> int:
    """Store a place and return its id: a venue in a city, a city known to the world, or any.

    Raises Conflict for one that is there already, Invalid when nobody knows where it is.
    """
    if draft.city and draft.zone:
        raise Invalid("A place in a city keeps the city's zone; leave out --zone or --in.")
    name = clean(draft.name or "", what="place", longest=300)
    if not draft.city and not draft.zone:
        return _add_known(desk, name, draft)
    values = _columns(desk, _NOWHERE, draft)
    _require_new(desk, values)
    place = desk.ledger.insert("places", values)
    desk.ledger.about("places", place)
    return place


_NOWHERE: dict[str, Any] = {"name": "{}", "aliases": "[]", "city_id": None, "country": None}


def _add_known(desk: Desk, name: str, draft: PlaceDraft) -> int:
    """Store a city that the world knows, with what the draft adds to it."""
    newest = desk.reading.rows("SELECT max(id) AS id FROM places")[0]["id"] or 0
    try:
        place = lookup.place(desk, name)
    except NotFound as unknown:
        raise Invalid(
            f"No city is known by the name {quoted(name)}, so say where it is: "
            "--in CITY, or --zone ZONE with --country CODE.",
            hint=unknown.hint,
        ) from None
    if place <= newest:
        raise Conflict(f"There is already a place {quoted(name)}: pl{place}.")
    row = desk.ledger.row("places", place)
    rest = _columns(desk, row, _without_name(draft))
    desk.ledger.update("places", place, rest)
    desk.ledger.about("places", place)
    return place


def _without_name(draft: PlaceDraft) -> PlaceDraft:
    from dataclasses import replace

    return replace(draft, name=None)


def _require_new(desk: Desk, values: dict[str, Any]) -> None:
    """Raise Conflict for a name that another place of the same city or country has."""
    wanted = folded(Text.read(values["name"]))
    for row in desk.reading.rows("SELECT * FROM places WHERE removed = 0"):
        around = ("city_id", "country")
        if any(row[column] != values.get(column) for column in around):
            continue
        if wanted & folded(Text.read(row["name"])):
            raise Conflict(f"There is already such a place: pl{row['id']}.")


def edit(desk: Desk, place: int, draft: PlaceDraft) -> tuple[bool, int]:
    """Correct what a draft names of a place.

    Returns whether anything differs, and how many meetings and sessions there were given
    another zone: their wall times stay, since it was the place that was wrong.
    """
    row = desk.ledger.row("places", place)
    values = _columns(desk, row, draft)
    if values.get("city_id") == place:
        raise Invalid(f"pl{place} cannot lie in itself.")
    if values.get("city_id") and _venues(desk, place):
        raise Invalid(f"pl{place} is a city with venues in it, so it cannot lie in another.")
    before = desk.ledger.written
    desk.ledger.update("places", place, values)
    moved = 0
    for each in [place, *_venues(desk, place)]:
        shared = {k: v for k, v in values.items() if k in ("zone", "country")}
        desk.ledger.update("places", each, shared)
        moved += _rezone(desk, each, row["zone"])
    changed = desk.ledger.written != before
    if changed:
        desk.ledger.about("places", place)
    return changed, moved


def _venues(desk: Desk, city: int) -> list[int]:
    rows = desk.reading.rows(
        "SELECT id FROM places WHERE removed = 0 AND city_id = :city", {"city": city}
    )
    return [row["id"] for row in rows]


def _rezone(desk: Desk, place: int, old: str) -> int:
    """Give what is at a place and kept the place's old zone its new one; return how many."""
    zone = desk.ledger.row("places", place)["zone"]
    moved = 0
    for table in ("sessions", "meetings") if zone != old else ():
        for row in desk.reading.rows(
            f"SELECT * FROM {table} WHERE removed = 0 AND place_id = :place AND zone = :zone",
            {"place": place, "zone": old},
        ):
            columns = ("when_announced", "when_confirmed", "when_actual")
            whens = {column: rezoned(row[column], zone) for column in columns if row[column]}
            moved += desk.ledger.update(table, row["id"], {"zone": zone, **whens})
    return moved


def _columns(desk: Desk, row: Row, draft: PlaceDraft) -> dict[str, Any]:
    name = text_column(desk, Text.read(row["name"]), draft.name, draft.names_in, what="name")
    return {
        **filled(
            {
                "name": name,
                "aliases": listed(
                    words_of(row, "aliases"), draft.aliases, draft.dropped, what="alias"
                ),
                "visibility": value_of(Visibility, draft.visibility, what="visibility"),
            }
        ),
        **_whereabouts(desk, draft),
        **_coordinates(draft.coordinates),
    }


def _whereabouts(desk: Desk, draft: PlaceDraft) -> dict[str, Any]:
    """Return city, zone and country as typed; a venue has those of its city."""
    said: dict[str, Any] = {}
    if draft.city:
        city = desk.ledger.row("places", lookup.place(desk, draft.city))
        if city["city_id"] is not None:
            raise Invalid(f"pl{city['id']} is a venue, not a city that a place could be in.")
        said = {"city_id": city["id"], "zone": city["zone"], "country": city["country"]}
    if draft.zone:
        said["zone"] = zone_of(draft.zone).key
    if draft.country:
        said["country"] = _country(draft.country)
    return said


def _country(typed: str) -> str:
    from tracker.reference.states import find_state, suggest

    state = find_state(typed)
    if state is None:
        near = suggest(typed, 2)
        raise NotFound(
            f"There is no state {quoted(typed)}.",
            hint=f"Did you mean {' or '.join(near)}?" if near else "Say a code such as MLI.",
        )
    return state.alpha3


_PAIR = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,10})?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d{1,10})?)\s*")


def _coordinates(typed: str | None) -> dict[str, float | None]:
    """Return latitude and longitude of “12.65,-8.0”; both are taken away when typed empty."""
    if typed is None:
        return {}
    if not typed.strip():
        return {"latitude": None, "longitude": None}
    found = _PAIR.fullmatch(typed)
    latitude, longitude = map(float, found.groups()) if found else (math.inf, math.inf)
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 - degrees of a globe
        raise Invalid(
            f"{quoted(typed)} is no latitude and longitude in degrees, such as 12.65,-8.0."
        )
    return {"latitude": latitude, "longitude": longitude}
